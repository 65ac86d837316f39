import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { commandLines, parseYaml } from './yaml';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, '.github', 'workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly 'steps': readonly Step[]; readonly 'timeout-minutes'?: number; readonly 'strategy'?: { readonly matrix: { readonly node: readonly number[] } } }>>;
}

const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.yml'));
const read = (name: string) => parseYaml(readFileSync(join(FOLDER, name), 'utf8'), name) as Workflow;

test('both workflows are there', () => {
  expect(NAMES).toEqual(expect.arrayContaining(['build.yml', 'terraform-validate.yml']));
});

describe.each(NAMES)('%s', (name) => {
  const workflow = read(name);
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('may read the repository and nothing else, and keeps no credentials', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const { with: settings } of steps.filter(({ uses }) => uses?.startsWith('actions/checkout'))) expect(settings).toMatchObject({ 'persist-credentials': false });
  });

  test('runs on pushes and pull requests, and never for ever', () => {
    expect(Object.keys(workflow.on as object)).toEqual(expect.arrayContaining(['push', 'pull_request']));
    expect(Object.values(workflow.jobs).map((job) => typeof job['timeout-minutes'])).toEqual(Object.values(workflow.jobs).map(() => 'number'));
  });

  test('pins its actions by major version', () => {
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@v\d+$/.test(action))).toEqual([]);
  });

  test('starts scripts that are there', () => {
    const scripts = commandLines(steps).flatMap((line) => line.match(/(?:\.ci|scripts|bench|examples)\/[\w./-]+/g) ?? []);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((path) => !statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile())).toEqual([]);
  });
});

test('the build runs on every Node line that is supported', () => {
  const [job] = Object.values(read('build.yml').jobs);
  const oldest = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } }).engines.node;
  expect(job.strategy?.matrix.node).toEqual([20, 22, 24]);
  expect(oldest).toMatch(/^>= 20\./);
  expect(commandLines(job.steps)).toContain('bash .ci/run');
});

test('Terraform validates what was synthesized', () => {
  expect(commandLines(read('terraform-validate.yml').jobs)).toContain('bash scripts/terraform-validate.sh synthesized');
});
