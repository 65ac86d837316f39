import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from './plans';
import { EstateAnswer, verifyInWorkers } from '../../src/cli/workers';

/** Large inputs, of which the bundled command does several at once in worker processes. */
describe('worker processes', () => {
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
  });
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
  });

  test('tell every input that cannot be used', () => {
    writeFileSync(join(folder, 'plan98.json'), '');
    writeFileSync(join(folder, 'plan99.json'), '[]');
    const { exitCode, stdout, stderr } = start('verify', 'plan*.json', ...OPTIONS);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^mdi-egress: plan98\.json /), expect.stringMatching(/^mdi-egress: plan99\.json /)]);
  });

  test('tell in one sentence of an input that the memory does not hold', () => {
    rmSync(join(folder, 'plan98.json'), { force: true });
    rmSync(join(folder, 'plan99.json'), { force: true });
    const sizes = { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=100' } } as const;
    writeFileSync(join(folder, 'huge.json'), `{"format_version":"1.2","planned_values":[${'[],'.repeat(12 * 1024 * 1024)}[]]}`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'verify', '--each', 'plan0.json', 'huge.json', 'plan1.json', ...OPTIONS], sizes);
    expect({ status, stdout, stderr }).toEqual({
      status: 3, stdout: '', stderr: 'mdi-egress: INPUT "huge.json" needs more memory than there is; give Node more, with NODE_OPTIONS=--max-old-space-size=8192.\n',
    });
  });
});

describe('a worker that ends', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdi-egress-ending-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Serves every configuration but those called "end", with which it does something else. */
  function verifyWith(end: string): Promise<readonly EstateAnswer[]> {
    const file = join(folder, `worker-${Math.random()}.js`);
    writeFileSync(file, `
      process.on('message', ({ index, paths }) => {
        if (paths === undefined) return;
        if (paths[0] === 'end') { ${end} }
        process.send({ index, answer: { problems: [paths[0]] } });
      });
    `);
    return verifyInWorkers(file, [['a'], ['end'], ['b'], ['c']], { workspace: 'contoso-corp', cloud: 'commercial' }, () => done++);
  }
  let done = 0;

  test.each([
    ['a heap that is full', 'process.abort();'],
    ['one thing that is too large', 'process.kill(process.pid, "SIGTRAP"); for (;;);'],
    ['more than the machine has', 'process.kill(process.pid, "SIGKILL"); for (;;);'],
  ])('for want of memory (%s) is named by its input, and keeps no other from its answer', async (_, end) => {
    done = 0;
    const answers = await verifyWith(end);
    expect(answers.map((answer) => ('problems' in answer ? answer.problems : []))).toEqual([
      ['a'], ['INPUT "end" needs more memory than there is; give Node more, with NODE_OPTIONS=--max-old-space-size=8192.'], ['b'], ['c'],
    ]);
    expect(done).toBe(4);
  });

  test.each([
    ['tells a fault', 'process.send({ fault: "unforeseen" }); return;', 'unforeseen'], ['throws', 'throw new Error("unforeseen");', 'a worker process ended before its work was done'],
    ['leaves', 'process.exit(0);', 'a worker process ended before its work was done'],
  ])('for any other reason (%s) is a fault, and no report without it', async (_, end, message) => {
    await expect(verifyWith(end)).rejects.toThrow(message);
  });
});
