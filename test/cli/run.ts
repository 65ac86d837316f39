import { main } from '../../src/cli';

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process, piped unless a width says that there is a terminal. */
export async function run(argv: readonly string[], env: Record<string, string> = {}, columns?: number): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
      return true;
    },
    isTTY: columns !== undefined,
    columns,
  });
  const exitCode = await main(argv, { stdout: sink('stdout'), stderr: sink('stderr'), env });
  return { exitCode, ...written };
}
