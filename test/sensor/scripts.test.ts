import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { LONGEST_COMMAND, scriptCommand } from '../../src/sensor/script-command';
import { SCRIPT_FOLDER, SENSOR_SCRIPTS, scriptText } from '../../src/sensor/scripts';
import { syntaxProblems } from '../support/powershell';

const ROOT = join(__dirname, '../..');

test('every script in the folder is one of the package', () => {
  const files = readdirSync(SCRIPT_FOLDER).filter((name) => name.endsWith('.ps1'));
  expect(files.sort()).toEqual(SENSOR_SCRIPTS.map((script) => `${script}.ps1`).sort());
});

describe.each(SENSOR_SCRIPTS)('%s', (script) => {
  const text = scriptText(script);

  test('is what somebody read and approved', () => {
    expect(text).toBe(readFileSync(join(__dirname, 'golden', `${script}.ps1`), 'utf8'));
  });

  test('is PowerShell', async () => {
    expect(await syntaxProblems(text)).toEqual([]);
  });

  test('stands alone', () => {
    expect(text).not.toContain('PSScriptRoot');
    expect(text.match(/^function Stop-Script\b/gm)).toHaveLength(1);
  });

  test('has nothing that Terraform would fill in', () => {
    expect(text).not.toMatch(/[$%]\{/);
  });

  test('never makes code of a value', () => {
    expect(text).not.toMatch(/\bInvoke-Expression\b|\biex\b|\[ScriptBlock\]|\bAdd-Type\b|cmd(?:\.exe)? \/c|Start-Process|ConvertTo-SecureString/i);
  });

  test('prints through what hides secrets, and ends with one sentence', () => {
    expect(text.match(/Write-(?:Host|Error|Warning|Verbose|Information)\b/g)).toBeNull();
    expect(text.match(/Write-Output/g)).toHaveLength(1);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^Complete-Script "/);
  });

  test('is all ASCII: Windows PowerShell takes other files for the code page of the machine', () => {
    // eslint-disable-next-line no-control-regex
    expect(text).toMatch(/^[\x00-\x7f]*$/);
  });

  test('as a command line: the same script without its comments, and room for long passwords', async () => {
    const command = scriptCommand(text, [{ name: 'Action', value: 'Set' }, { name: 'ProxyUrl', value: 'http://proxy:8080' }]);
    const [, packed, call] = /FromBase64String\('([A-Za-z0-9+/=]+)'\).*\)\.ReadToEnd\(\)\)\)(.*)"$/.exec(command) ?? [];
    expect(call).toBe(" -Action 'Set' -ProxyUrl 'http://proxy:8080'");
    const unpacked = inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8');
    expect(unpacked.split('\n')).toEqual(text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#')));
    expect(await syntaxProblems(unpacked)).toEqual([]);
    expect(command.length).toBeLessThan(LONGEST_COMMAND - 3000);
    // Outside the quotes of cmd.exe there is nothing that it reads anything into, and inside none of what it reads there.
    expect(command.split('"')).toHaveLength(3);
    expect(command).not.toMatch(/[%!^\r\n]/);
  });
});

test('the grammar finds what is wrong', async () => {
  expect(await syntaxProblems('if ($x) { Write-Output "a"')).not.toEqual([]);
  expect(await syntaxProblems("$x = 'a\nfoo(")).not.toEqual([]);
});

test('the scripts travel in the package', () => {
  const listing = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  const paths: string[] = listing[0].files.map(({ path }: { path: string }) => path);
  expect(paths.filter((path) => path.startsWith('powershell/')).sort()).toEqual([
    ...SENSOR_SCRIPTS.map((script) => `powershell/${script}.ps1`), ...['credential', 'outcome', 'program', 'sensor'].map((name) => `powershell/shared/${name}.ps1`),
  ].sort());
});
