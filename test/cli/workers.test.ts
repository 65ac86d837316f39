import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from './plans';

/** Large inputs, of which the bundled command does several at once in worker threads. */
describe('worker threads', () => {
  let folder: string;
  let command: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdi-egress-workers-'));
    command = join(folder, 'mdi-egress.js');
    execFileSync(process.execPath, [join(__dirname, '..', '..', 'scripts', 'build-cli.mjs'), command]);
    // Blanks between the values of a plan mean nothing, and make it large.
    const blanks = ' '.repeat(1024 * 1024);
    for (let i = 0; i < 10; i++) {
      const plan = readFileSync(planOf(i === 4 ? 'nsg-deny-first' : 'hub-spoke-ok'), 'utf8');
      writeFileSync(join(folder, `plan${i}.json`), `${blanks}${plan}`);
    }
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(...argv: readonly string[]): { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...argv], { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    return { exitCode: status, stdout, stderr };
  }

  const OPTIONS = ['--workspace', 'contoso-corp', '--sensors', '10.1.0.4,10.1.0.5', '--format', 'json'];

  test('give the reports that one thread gives, in the order of the inputs', () => {
    const { exitCode, stdout, stderr } = start('verify', 'plan*.json', ...OPTIONS);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const { reports } = JSON.parse(stdout) as { reports: { inputs: { path: string }[] }[] };
    expect(reports.map((report) => report.inputs[0].path)).toEqual(Array.from({ length: 10 }, (_, i) => `plan${i}.json`));
    for (const i of [0, 4]) expect(reports[i]).toEqual(JSON.parse(start('verify', `plan${i}.json`, ...OPTIONS).stdout));
  }, 60_000);

  test('name an input that is too large for the memory there is, and keep no other from its answer', () => {
    const large = { ...JSON.parse(readFileSync(planOf('hub-spoke-ok'), 'utf8')) as object, more: Array.from({ length: 400_000 }, (_, i) => ({ a: i, b: `${i}` })) };
    writeFileSync(join(folder, 'large.json'), JSON.stringify(large));
    writeFileSync(join(folder, 'plan97.json'), '[]');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=40', command, 'verify', '*.json', ...OPTIONS], { cwd: folder, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'mdi-egress: INPUT "large.json" needs more memory than there is; give Node more, with NODE_OPTIONS=--max-old-space-size=8192.',
      expect.stringMatching(/^mdi-egress: plan97\.json /),
    ]);
    for (const name of ['large.json', 'plan97.json']) rmSync(join(folder, name));
  }, 60_000);

  test('tell every input that cannot be used', () => {
    writeFileSync(join(folder, 'plan98.json'), '');
    writeFileSync(join(folder, 'plan99.json'), '[]');
    const { exitCode, stdout, stderr } = start('verify', 'plan*.json', ...OPTIONS);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^mdi-egress: plan98\.json /), expect.stringMatching(/^mdi-egress: plan99\.json /)]);
  }, 60_000);
});
