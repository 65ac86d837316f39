import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT, Workplace } from './shell';

interface Template {
  readonly parameters: readonly { readonly name: string; readonly type: string; readonly default?: string | boolean }[];
  readonly steps: readonly Step[];
}

interface Step {
  readonly bash?: string;
  readonly task?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string | boolean>>;
}

const text = readFileSync(join(ROOT, 'pipelines', 'azure-pipelines.yml'), 'utf8');
const template = parse(text) as Template;
const [prove, publishTests, , decide] = template.steps;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
});
afterAll(() => rmSync(place.folder, { recursive: true, force: true }));

function run(parameters: Readonly<Record<string, string>>): ReturnType<Workplace['bash']> {
  rmSync(place.path('calls'), { force: true });
  // Stands in for the registry: the package is the bundle of this project.
  place.program('npx', 'printf "%s\\n" "$*" >> calls; shift 5; exec node action/dist-cli/mdi-egress.js "$@"');
  const env = Object.fromEntries(Object.entries(prove.env!).map(([variable, expression]) => {
    const name = /^\$\{\{ parameters\.([A-Za-z]+) \}\}$/.exec(expression)![1];
    const parameter = template.parameters.find((one) => one.name === name)!;
    return [variable, parameters[name] ?? String(parameter.default ?? '')];
  }));
  return place.bash(prove.bash!, { ...env, AGENT_TEMPDIRECTORY: place.path('temp') });
}

const PARAMETERS = { input: 'plans/nsg-deny-first.json', workspace: 'contoso-corp', sensors: '10.1.0.4,10.1.0.5' };

test('no script holds an expression or a macro: it would be run as part of it', () => {
  for (const { bash } of template.steps) expect(bash ?? '').not.toMatch(/\$\{\{|\$\([A-Za-z.]+\)|\$\[/);
});

test('every parameter is handed on', () => {
  expect(Object.values(prove.env!).map((expression) => /parameters\.([A-Za-z]+)/.exec(expression)?.[1]).sort()).toEqual(template.parameters.map(({ name }) => name).sort());
});

test.each([['hub-spoke-ok', 0], ['nsg-deny-first', 1], ['computed-source', 2]])('of %s tests and reports are written, and the verdict %i decides at the end', (name, code) => {
  const { exitCode, stdout } = run({ ...PARAMETERS, input: `plans/${name}.json` });
  expect(exitCode).toBe(0);
  expect(place.text('temp', 'mdi-egress', String(publishTests.inputs?.testResultsFiles))).toMatch(/^<\?xml [^\n]*\n<testsuites /);
  expect(place.text('temp', 'mdi-egress', 'report.md')).toMatch(/^<!-- mdi-egress -->/);
  expect(place.text('temp', 'mdi-egress', 'report.html')).toMatch(/^<!DOCTYPE html>/);
  expect(stdout.split('\n').filter((line) => line.includes('##vso['))).toEqual([
    `##vso[task.uploadsummary]${place.path('temp', 'mdi-egress', 'report.md')}`, `##vso[task.setvariable variable=mdiEgressExitCode]${code}`,
  ]);
  expect(place.bash(decide.bash!, { MDI_EGRESS_EXIT_CODE: String(code) }).exitCode).toBe(code);
});

test('asks for the package in the version that was given, with the options that were given', () => {
  run({ ...PARAMETERS, strict: 'True', version: '1.2.3', serviceTags: 'tags.json', pkiProxy: '10.2.0.10:8080', leastPrivilege: 'True', acknowledge: 'accepted.json' });
  expect(place.text('calls').split('\n')[0]).toBe(
    '--yes --package cdktf-mdi-egress@1.2.3 -- mdi-egress verify --workspace=contoso-corp --cloud=commercial --sensor-version=2 --sensors=10.1.0.4,10.1.0.5 --service-tags=tags.json '
    + `--pki-proxy=10.2.0.10:8080 --strict --least-privilege --acknowledge=accepted.json --format=junit --output=${place.path('temp')}/mdi-egress/report.junit -- plans/nsg-deny-first.json`,
  );
});

test('compares with the input before', () => {
  const { exitCode, stdout } = run({ ...PARAMETERS, before: 'plans/hub-spoke-ok.json' });
  expect(exitCode).toBe(0);
  expect(place.text('temp', 'mdi-egress', 'change.md')).toMatch(/^<!-- mdi-egress-diff -->\n### ❌ Breaks sensor-api/);
  expect(stdout).toContain(`##vso[task.uploadsummary]${place.path('temp', 'mdi-egress', 'change.md')}\n`);
  expect(run({ ...PARAMETERS, input: 'plans/hub-spoke-ok.json\nplans/nsg-deny-first.json', before: 'plans/hub-spoke-ok.json' })).toMatchObject({
    exitCode: 3, stderr: 'mdi-egress: before is compared with one input, and 2 are given; leave one of them.\n',
  });
});

test('what cannot be used ends the job at once and leaves no verdict', () => {
  const { exitCode, stdout, stderr } = run({ ...PARAMETERS, input: 'plans/none.json' });
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: 'mdi-egress: plans/none.json does not exist; check the path.\n' });
  expect(stdout).not.toContain('##vso[');
});

test('a package that cannot be had is no verdict', () => {
  place.program('npx', 'echo "npm error 404" >&2; exit 1');
  const { exitCode, stdout } = place.bash(prove.bash!, {
    MDI_INPUT: 'plans/hub-spoke-ok.json', MDI_WORKSPACE: 'contoso-corp', MDI_CLOUD: 'commercial', MDI_SENSOR_VERSION: '2', MDI_SENSORS: '', MDI_SERVICE_TAGS: '',
    MDI_PKI_PROXY: '', MDI_STRICT: 'False', MDI_LEAST_PRIVILEGE: 'False', MDI_ACKNOWLEDGE: '', MDI_BEFORE: '', MDI_VERSION: 'latest',
    AGENT_TEMPDIRECTORY: place.path('temp'),
  });
  expect(exitCode).not.toBe(0);
  expect(stdout).not.toContain('setvariable');
});

test.each(['$(touch pwned)`touch pwned`"; touch pwned; "\'; touch pwned #', '--output=pwned'])('a parameter %s is a value and nothing else', (value) => {
  for (const { name } of template.parameters) {
    run({ ...PARAMETERS, [name]: value });
    expect([name, place.has('pwned')]).toEqual([name, false]);
  }
});
