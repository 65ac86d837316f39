import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from './plans';
import { run } from './run';
import { estatesOf } from '../../src/cli/estates';
import { renderReports } from '../../src/report';
import { golden } from '../report/golden';
import { PKI_CRL_VIOLATED, reportOf, SENSOR_API, VIOLATED } from '../report/reports';

let folder: string;
let before: string;

beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'mdi-egress-many-'));
  mkdirSync(join(folder, 'plans', 'spokes'), { recursive: true });
  process.chdir(folder);
  for (const [name, to] of [['hub-spoke-ok', 'a'], ['nsg-deny-first', 'spokes/b'], ['computed-source', 'spokes/c']]) copyFileSync(planOf(name), `plans/${to}.json`);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

const OPTIONS = ['--workspace', 'contoso-corp', '--sensors', '10.1.0.4,10.1.0.5'];

describe('what belongs together', () => {
  test.each<[string, string[], boolean, string[][]]>([
    ['inputs that are named are one configuration', ['plans/a.json', 'plans/spokes/b.json'], false, [['plans/a.json', 'plans/spokes/b.json']]],
    ['with --each every input is one', ['plans/a.json', 'plans/spokes/b.json'], true, [['plans/a.json'], ['plans/spokes/b.json']]],
    ['each match of a pattern is one, in order', ['plans/**/*.json'], false, [['plans/a.json'], ['plans/spokes/b.json'], ['plans/spokes/c.json']]],
    ['what is named beside a pattern belongs to each match', ['plans/a.json', 'plans/spokes/*.json'], false, [['plans/spokes/b.json', 'plans/a.json'], ['plans/spokes/c.json', 'plans/a.json']]],
    ['what is named and matched is named', ['plans/a.json', 'plans/**/{a,b}.json'], false, [['plans/spokes/b.json', 'plans/a.json']]],
    ['with --each a named input beside a pattern stands alone', ['plans/a.json', 'plans/spokes/*.json'], true, [['plans/a.json'], ['plans/spokes/b.json'], ['plans/spokes/c.json']]],
    ['two patterns with one match', ['plans/*.json', '**/a.json'], false, [['plans/a.json']]],
    ['a pattern that matches no file takes folders', ['pla*/spok?s'], false, [['plans/spokes']]],
    ['a path without pattern is taken as it is, there or not', ['nowhere.json'], false, [['nowhere.json']]],
  ])('%s', (_, inputs, each, expected) => {
    expect(estatesOf(inputs, each)).toEqual(expected);
  });

  test('a file whose name looks like a pattern is that file', () => {
    copyFileSync('plans/a.json', 'plans/[a]*.json');
    expect(estatesOf(['plans/[a]*.json'], false)).toEqual([['plans/[a]*.json']]);
  });

  test('an absolute pattern gives absolute paths', () => {
    expect(estatesOf([join(folder, 'plans/*.json')], false)).toEqual([[join(folder, 'plans/a.json')]]);
  });

  test('links to folders are not followed: they may lead in a circle', () => {
    symlinkSync('..', 'plans/up');
    expect(estatesOf(['plans/**/a.json'], false)).toEqual([['plans/a.json']]);
  });

  test('hidden folders, such as those of Terraform, are left aside', () => {
    mkdirSync('plans/.terraform');
    copyFileSync('plans/a.json', 'plans/.terraform/a.json');
    expect(estatesOf(['plans/**/a.json'], false)).toEqual([['plans/a.json']]);
  });
});

test('one report tells of all, and the exit code is that of the worst', async () => {
  const { exitCode, stdout, stderr } = await run(['verify', 'plans/**/*.json', ...OPTIONS, '--format', 'json']);
  const report = JSON.parse(stdout) as { format: string; verdict: string; reports: { format: string; verdict: string; inputs: { path: string }[] }[] };
  expect({ exitCode, stderr, format: report.format, verdict: report.verdict }).toEqual({ exitCode: 1, stderr: '', format: 'mdi-egress/reports/v1', verdict: 'violated' });
  expect(report.reports.map(({ format, verdict, inputs }) => [format, verdict, inputs.map(({ path }) => path)])).toEqual([
    ['mdi-egress/report/v1', 'satisfied', ['plans/a.json']],
    ['mdi-egress/report/v1', 'violated', ['plans/spokes/b.json']],
    ['mdi-egress/report/v1', 'unknown', ['plans/spokes/c.json']],
  ]);
});

test('unknown is worse than satisfied and better than violated', async () => {
  expect((await run(['verify', 'plans/{a,spokes/c}.json', ...OPTIONS])).exitCode).toBe(2);
  expect((await run(['verify', 'plans/a*.json', ...OPTIONS])).exitCode).toBe(0);
});

test('a pattern with one match gives the report of that match', async () => {
  expect(await run(['verify', 'plans/?.json', ...OPTIONS])).toEqual(await run(['verify', 'plans/a.json', ...OPTIONS]));
});

test('a pattern that matches nothing is an error', async () => {
  expect(await run(['verify', 'plans/*.jsn', ...OPTIONS])).toEqual({
    exitCode: 3, stdout: '', stderr: 'mdi-egress: INPUT "plans/*.jsn" matches no file; check the pattern, which starts from the current folder.\n',
  });
});

test('one match that cannot be used: every problem is told, each once, and there is no report that would look whole', async () => {
  writeFileSync('plans/broken.json', '{');
  writeFileSync('plans/empty.json', '');
  writeFileSync('plans/old', 'yesterday');
  const { exitCode, stdout, stderr } = await run(['verify', 'plans/**/*.json', ...OPTIONS, '--output', 'plans/old']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr.split('\n')).toEqual([expect.stringMatching(/^mdi-egress: plans\/broken\.json /), expect.stringMatching(/^mdi-egress: plans\/empty\.json is empty/), '']);
  expect(readFileSync('plans/old', 'utf8')).toBe('yesterday');
  const wrong = await run(['verify', 'plans/spokes/*.json', '--workspace', 'contoso-corp', '--sensors', '10.1.0.999']);
  expect(wrong.exitCode).toBe(3);
  expect(wrong.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('--output is no match of the pattern', async () => {
  const { exitCode, stderr } = await run(['verify', 'plans/**/*.json', ...OPTIONS, '--output', 'plans/spokes/b.json']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: 'mdi-egress: --output "plans/spokes/b.json" is one of the inputs, and would be overwritten; name another file.\n' });
});

test('several configurations as text, as a person read and approved it', () => {
  const other = { ...reportOf('satisfied', SENSOR_API, PKI_CRL_VIOLATED), inputs: [{ path: 'plans/b.json', kind: 'terraform-plan' as const }] };
  expect(renderReports([other, VIOLATED], 'text')).toBe(golden('several.txt'));
});

describe('progress', () => {
  test('is a bar on a terminal, gone at the end', async () => {
    const { stderr, stdout } = await run(['verify', 'plans/**/*.json', ...OPTIONS], {}, 100);
    const states = stderr.split('\r\u001b[K');
    expect(states.slice(1, -1).map((state) => state.replace(/[^#]/g, '').length)).toEqual([0, 10, 20, 30]);
    expect(states[2]).toBe('[##########....................] 1 of 3 configurations');
    expect(states.at(-1)).toBe('');
    expect(stdout).toContain('configuration');
  });

  test('is silent in a pipeline and for one configuration', async () => {
    expect((await run(['verify', 'plans/**/*.json', ...OPTIONS])).stderr).toBe('');
    expect((await run(['verify', 'plans/a.json', ...OPTIONS], {}, 100)).stderr).toBe('');
  });
});

test.each(['text', 'markdown', 'json', 'sarif', 'junit', 'html'])('--format %s tells of every configuration', async (format) => {
  const { exitCode, stdout } = await run(['verify', 'plans/**/*.json', ...OPTIONS, '--format', format]);
  expect(exitCode).toBe(1);
  for (const path of ['plans/a.json', 'plans/spokes/b.json', 'plans/spokes/c.json']) expect(stdout).toContain(path);
});

test('--format html draws the way of every flow', async () => {
  expect((await run(['verify', 'plans/a.json', ...OPTIONS, '--format', 'html'])).stdout.match(/<svg class="path across"/g)).toHaveLength(6);
});
