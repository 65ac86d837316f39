import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT, Workplace } from './shell';

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean; readonly description: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
const step = (name: string): Step => action.runs.steps.find((one) => one.name === name)!;
const VERIFY = step('Prove the egress of the sensors');
const COMMENT = step('Comment on the pull request');
const DECIDE = step('Let the verdict decide');

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  cpSync(join(ROOT, 'pipelines'), place.path('action', 'pipelines'), { recursive: true });
});
afterAll(() => rmSync(place.folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of ['output', 'summary', 'calls', 'pwned', 'comments.json']) rmSync(place.path(name), { force: true });
});

/** Runs the first step with inputs as GitHub would hand them over. */
function verify(inputs: Readonly<Record<string, string>>): ReturnType<Workplace['bash']> & { readonly outputs: Readonly<Record<string, string>> } {
  const given = Object.fromEntries(Object.entries(VERIFY.env!).map(([variable, expression]) => {
    const name = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(expression)![1];
    return [variable, inputs[name] ?? action.inputs[name].default ?? ''];
  }));
  const result = place.bash(VERIFY.run!, {
    ...given, GITHUB_ACTION_PATH: place.path('action'), RUNNER_TEMP: place.path('temp'), GITHUB_OUTPUT: place.path('output'), GITHUB_STEP_SUMMARY: place.path('summary'),
  });
  const outputs = Object.fromEntries(place.text('output').trim().split('\n').filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)));
  return { ...result, outputs };
}

const INPUTS = { input: 'plans/nsg-deny-first.json', workspace: 'contoso-corp', sensors: '10.1.0.4,10.1.0.5' };

describe('the file', () => {
  test('is a composite action with a shell for every script', () => {
    expect(action.runs.using).toBe('composite');
    for (const one of action.runs.steps) expect(one.uses !== undefined || one.shell === 'bash').toBe(true);
  });

  test('has no expression in any script: it would be run as part of it', () => {
    for (const one of action.runs.steps) expect(one.run ?? '').not.toContain('${{');
    for (const script of ['verify.sh', 'comment.sh']) expect(readFileSync(join(ROOT, 'pipelines', 'github', script), 'utf8')).not.toContain('${{');
  });

  test('hands every input on, and names none that is not there', () => {
    const used = new Set([...readFileSync(join(ROOT, 'action.yml'), 'utf8').matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test('every output comes from a step that sets it', () => {
    const script = readFileSync(join(ROOT, 'pipelines', 'github', 'verify.sh'), 'utf8');
    for (const { value } of Object.values(action.outputs)) {
      const [, id, name] = /^\$\{\{ steps\.([a-z]+)\.outputs\.([a-z-]+) \}\}$/.exec(value)!;
      expect(action.runs.steps.some((one) => one.id === id)).toBe(true);
      expect(script).toContain(`echo "${name}=`);
    }
  });

  test('uploads what the first step wrote, and runs nothing of others but that', () => {
    expect(action.runs.steps.flatMap((one) => one.uses ?? [])).toEqual(['github/codeql-action/upload-sarif@v3']);
    expect(step('Upload to code scanning').with).toEqual({ sarif_file: '${{ steps.verify.outputs.sarif }}' });
  });
});

describe('the proof', () => {
  test.each([['hub-spoke-ok', '0'], ['nsg-deny-first', '1'], ['computed-source', '2']])('of %s is told, and its verdict %s decides at the end', (name, code) => {
    const { exitCode, outputs, stderr } = verify({ ...INPUTS, input: `plans/${name}.json` });
    expect({ exitCode, stderr, code: outputs['exit-code'] }).toEqual({ exitCode: 0, stderr: '', code });
    expect(place.text('summary')).toMatch(/^<!-- mdi-egress -->\n### /);
    expect(JSON.parse(readFileSync(outputs.sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(readFileSync(outputs.html, 'utf8')).toContain('<svg');
    expect(readFileSync(outputs.markdown, 'utf8')).toBe(place.text('summary'));
    expect(place.bash(DECIDE.run!, { MDI_EXIT_CODE: outputs['exit-code'] }).exitCode).toBe(Number(code));
  });

  test('takes several inputs and patterns, one on each line', () => {
    const { outputs } = verify({ ...INPUTS, input: '\n  plans/hub-*.json\n\tplans/nsg-*.json  \r\n\n' });
    expect(outputs['exit-code']).toBe('1');
    expect(place.text('summary')).toContain('of 2 configurations 1 is violated and 1 satisfied');
  });

  test('counts reach beyond the requirements where that is wanted, but for what is acknowledged', () => {
    const least = { ...INPUTS, 'input': 'plans/hub-spoke-ok.json', 'least-privilege': 'true' };
    expect(verify(least).outputs['exit-code']).toBe('1');
    const finding = { finding: 'excess-access', address: 'azurerm_firewall_policy_rule_collection_group.mdi', reason: 'the tier has no URL filter' };
    writeFileSync(place.path('accepted.json'), JSON.stringify({ acknowledgements: [finding] }));
    expect(verify({ ...least, acknowledge: 'accepted.json' }).outputs['exit-code']).toBe('0');
  });

  test('compares with the input before', () => {
    const { exitCode, outputs } = verify({ ...INPUTS, before: 'plans/hub-spoke-ok.json' });
    expect(exitCode).toBe(0);
    expect(readFileSync(outputs['diff-markdown'], 'utf8')).toMatch(/^<!-- mdi-egress-diff -->\n### ❌ Breaks sensor-api/);
    expect(place.text('summary')).toContain('<!-- mdi-egress-diff -->');
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['a file that is not there', { input: 'plans/none.json' }, /^mdi-egress: plans\/none\.json does not exist; check the path\.\n$/],
    ['no input', { input: ' \n' }, /^mdi-egress: the input of the action names nothing; write one file, folder or pattern on each line\.\n$/],
    ['two inputs to compare with one', { input: 'plans/hub-spoke-ok.json\nplans/nsg-deny-first.json', before: 'plans/hub-spoke-ok.json' }, /^mdi-egress: before is compared with one input, and 2 are given; leave one of them\.\n$/],
    ['a workspace that is none', { workspace: 'https://x' }, /^mdi-egress: [^\n]+\n$/],
  ])('%s ends the job at once, without an output', (_, inputs, message) => {
    const { exitCode, stderr, outputs } = verify({ ...INPUTS, ...inputs });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(message);
    expect(outputs).toEqual({});
  });

  test.each(['$(touch pwned)`touch pwned`"; touch pwned; "\'; touch pwned #', '--output=pwned', '%0A::set-output name=x::y'])('an input %s is a value and nothing else', (value) => {
    for (const name of Object.keys(VERIFY.env!)) {
      const input = /inputs\.([a-z-]+)/.exec(VERIFY.env![name])![1];
      if (input === 'version') continue; // only for where the command comes from
      verify({ ...INPUTS, [input]: value });
      expect([input, place.has('pwned')]).toEqual([input, false]);
      rmSync(place.path('output'), { force: true });
    }
  });

  test('takes the package where the action has no bundle beside it', () => {
    place.program('npx', 'printf "%s\\n" "$@" > calls; exit 3');
    const bare = place.path('bare');
    cpSync(join(ROOT, 'pipelines'), join(bare, 'pipelines'), { recursive: true });
    const result = place.bash(VERIFY.run!, {
      MDI_INPUT: 'plan.json', MDI_WORKSPACE: 'contoso-corp', MDI_CLOUD: 'commercial', MDI_SENSOR_VERSION: '2', MDI_SENSORS: '', MDI_SERVICE_TAGS: '', MDI_PKI_PROXY: '', MDI_STRICT: 'true',
      MDI_LEAST_PRIVILEGE: 'false', MDI_ACKNOWLEDGE: '', MDI_BEFORE: '', MDI_VERSION: '1.2.3',
      GITHUB_ACTION_PATH: bare, RUNNER_TEMP: place.path('temp'), GITHUB_OUTPUT: place.path('output'), GITHUB_STEP_SUMMARY: place.path('summary'),
    });
    expect(result.exitCode).toBe(3);
    expect(place.text('calls').trim().split('\n')).toEqual([
      '--yes', '--package', 'cdktf-mdi-egress@1.2.3', '--', 'mdi-egress', 'verify', '--workspace=contoso-corp', '--cloud=commercial', '--sensor-version=2', '--strict', '--format=markdown',
      `--output=${place.path('temp')}/mdi-egress/report.md`, '--', 'plan.json',
    ]);
  });
});

describe('the comment', () => {
  /** Stands in for GitHub: lists the comments of `comments.json` with the given filter, and writes down what is changed. */
  const GITHUB = [
    'printf "%s " "$@" | tr "\\n" " " >> calls; echo >> calls',
    'for argument in "$@"; do if [[ "$argument" == body=@* ]]; then cp "${argument#body=@}" body; fi; done',
    'if [[ "$*" == *--jq* ]]; then',
    '  [[ -f comments.json ]] || exit 1',
    '  marker="$(grep -o \'startswith("[^"]*")\' <<<"$*")"; marker="${marker#*\\"}"; marker="${marker%\\"*}"',
    '  node -e \'const m = process.argv[1]; for (const c of require(process.cwd() + "/comments.json")) if (c.user.type === "Bot" && c.body.startsWith(m)) console.log(c.id)\' "$marker"',
    'fi',
  ].join('\n');

  function comment(markdown: string, comments: readonly object[] | undefined, diff = ''): ReturnType<Workplace['bash']> & { readonly calls: string[] } {
    place.program('gh', GITHUB);
    writeFileSync(place.path('report.md'), markdown);
    if (diff !== '') writeFileSync(place.path('diff.md'), diff);
    if (comments !== undefined) writeFileSync(place.path('comments.json'), JSON.stringify(comments));
    const result = place.bash(COMMENT.run!, {
      GITHUB_ACTION_PATH: place.path('action'), GH_TOKEN: 'x', MDI_REPOSITORY: 'org/repo', MDI_PULL_REQUEST: '7', MDI_MARKDOWN: place.path('report.md'), MDI_DIFF_MARKDOWN: diff === '' ? '' : place.path('diff.md'),
    });
    return { ...result, calls: place.text('calls').trim().split('\n') };
  }

  const REPORT = '<!-- mdi-egress -->\n### outcome\n';
  const bot = { type: 'Bot' };

  test('is a new one at first', () => {
    const { exitCode, stderr, calls } = comment(REPORT, [{ id: 1, user: bot, body: 'something else' }, { id: 2, user: { type: 'User' }, body: REPORT }]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(calls[1].trim()).toBe(`api --silent --method POST repos/org/repo/issues/7/comments --field body=@${place.path('report.md')}`);
    expect(place.text('body')).toBe(REPORT);
  });

  test('takes the place of the one of an earlier run, and of no other', () => {
    const { exitCode, calls } = comment(REPORT, [{ id: 1, user: { type: 'User' }, body: REPORT }, { id: 2, user: bot, body: `> ${REPORT}` }, { id: 3, user: bot, body: REPORT }, { id: 4, user: bot, body: REPORT }]);
    expect(exitCode).toBe(0);
    expect(calls[1].trim()).toBe(`api --silent --method PATCH repos/org/repo/issues/comments/3 --field body=@${place.path('report.md')}`);
  });

  test('about a change is one of its own', () => {
    const diff = '<!-- mdi-egress-diff -->\n### change\n';
    const { exitCode, calls } = comment(REPORT, [{ id: 5, user: bot, body: diff }], diff);
    expect(exitCode).toBe(0);
    expect(calls.filter((call) => !call.includes('--jq')).map((call) => call.split(' ').slice(3, 5).join(' '))).toEqual([
      'POST repos/org/repo/issues/7/comments', 'PATCH repos/org/repo/issues/comments/5',
    ]);
  });

  test('that cannot be written is an error that says what to do', () => {
    const { exitCode, stderr, calls } = comment(REPORT, undefined);
    expect(exitCode).toBe(1);
    expect(stderr).toBe('mdi-egress: the comment could not be written; give the job the permission pull-requests: write, or set comment to false.\n');
    expect(calls).toHaveLength(1);
  });

  test('is never made of a file that is no report', () => {
    const { exitCode, stderr } = comment('<!-- ") | .id --> \n', []);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('does not begin with a marker');
    expect(place.text('calls')).toBe('');
  });

  test('is only for pull requests of the repository itself', () => {
    expect(COMMENT.if).toBe("${{ inputs.comment == 'true' && github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository }}");
  });
});
