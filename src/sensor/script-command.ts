import { deflateRawSync } from 'node:zlib';

/*
 * A script with its parameters as one command line, where a machine takes nothing else.
 */

/** A named parameter of a script. */
export interface ScriptParameter {
  readonly name: string;
  /** Of the characters that neither cmd.exe nor PowerShell reads anything into between single quotes; or an expression that gives such a text. */
  readonly value: string;
}

/** Characters that cmd.exe takes of a command line (Microsoft, "Command prompt line string limitation"). */
export const LONGEST_COMMAND = 8191;

/**
 * A command line for cmd.exe that runs the script in Windows PowerShell, and ends with its exit code.
 *
 * The script is compressed, without the lines that are comments alone: as it is it would be too long.
 */
export function scriptCommand(script: string, parameters: readonly ScriptParameter[]): string {
  const packed = deflateRawSync(withoutComments(script), { level: 9 }).toString('base64');
  const call = parameters.map(({ name, value }) => ` -${name} '${value}'`).join('');
  return 'powershell.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "'
    + `& ([ScriptBlock]::Create([IO.StreamReader]::new([IO.Compression.DeflateStream]::new([IO.MemoryStream]::new([Convert]::FromBase64String('${packed}')),`
    + ` [IO.Compression.CompressionMode]::Decompress)).ReadToEnd()))${call}"`;
}

function withoutComments(script: string): string {
  return script.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line)).join('\n');
}
