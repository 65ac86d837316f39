import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT, Workplace } from './shell';
import { fileOfWeek, weeklyStates } from '../support/service-tags';

/*
 * The weekly pipelines, script by script, in a repository with an origin. Programs that talk to others (curl, gh, az) are stood in
 * for; git, grep and the command of this package are the real ones.
 */

interface Script {
  readonly name?: string;
  readonly displayName?: string;
  readonly run?: string;
  readonly bash?: string;
  readonly uses?: string;
  readonly task?: string;
  readonly if?: string;
  readonly condition?: string;
}

const read = (name: string): any => parse(readFileSync(join(ROOT, 'examples', 'pipelines', name), 'utf8'));
const GITHUB = read('service-tags-github.yml');
const AZURE = read('service-tags-azure.yml');
const DOWNLOAD = 'Download the newest file';
const CHECK = 'Check the lists';
const OPEN = 'Open a pull request';

const states = weeklyStates('Public');
const [before, after] = [states[states.length - 2], states[states.length - 1]];
const OLD = 'ServiceTags_Public_20251028.json';
const NEW = 'ServiceTags_Public_20260626.json';
const ADDED = after.addressPrefixes.filter((prefix) => !before.addressPrefixes.includes(prefix));

/** Curl writes the page or the file to where it is told. */
const CURL = `
for argument in "$@"; do url="$argument"; done
while [ "$1" != --output ]; do shift; done
case "$url" in
  https://www.microsoft.com/*) cp "$HOME/page.html" "$2" ;;
  https://download.microsoft.com/*) cp "$HOME/published/$(basename "$url")" "$2" ;;
  *) exit 6 ;;
esac`;
const NPX = `
case "$1" in
  cdktf) cat "$HOME/synth-says" >&2; exit "$(cat "$HOME/synth-code")" ;;
  mdi-egress) shift; exec node "$HOME/action/dist-cli/mdi-egress.js" "$@" ;;
esac`;
/** Notes how it was called; knows of a pull request once one was made. */
const HOST = (created: string) => `
printf '%s\\n' "$*" >> "$HOME/calls"
for file in "$@"; do case "$file" in *body.md) cp "$file" "$HOME/body" ;; esac; done
case "$*" in
  "${created}"*) touch "$HOME/made" ;;
  *"pr list"*) if [ -e "$HOME/made" ]; then echo 7; fi ;;
esac`;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  place.program('curl', CURL);
  place.program('npx', NPX);
  place.program('gh', HOST('pr create'));
  place.program('az', HOST('repos pr create'));
});
afterAll(() => rmSync(place.folder, { recursive: true, force: true }));

const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: place.path('work'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

beforeEach(() => {
  for (const name of ['work', 'origin.git', 'temp', 'published', 'calls', 'made', 'body', 'output', 'summary']) rmSync(place.path(name), { recursive: true, force: true });
  for (const name of ['temp', 'published', 'work']) mkdirSync(place.path(name));
  writeFileSync(place.path('synth-code'), '0');
  writeFileSync(place.path('synth-says'), '');
  publish(NEW, fileOfWeek('Public', after));
  execFileSync('git', ['init', '--quiet', '--bare', place.path('origin.git')]);
  git('init', '--quiet', '--initial-branch', 'main');
  git('remote', 'add', 'origin', place.path('origin.git'));
  mkdirSync(place.path('work', 'service-tags'));
  mkdirSync(place.path('work', 'cdktf.out'));
  writeFileSync(place.path('work', 'service-tags', OLD), fileOfWeek('Public', before));
  writeFileSync(place.path('work', 'service-tags', 'ServiceTags_AzureGovernment_20990101.json'), '{}');
  writeFileSync(place.path('work', 'a stack.ts'), `fromFile('service-tags/${OLD}')`);
  writeFileSync(place.path('work', '.gitignore'), 'cdktf.out\n');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.invalid', 'commit', '--quiet', '--message', 'start');
  git('push', '--quiet', 'origin', 'main');
  synthesize(before.addressPrefixes);
});

function publish(name: string, text: string): void {
  writeFileSync(place.path('published', name), text);
  const url = `https://download.microsoft.com/download/7/1/d/71d86715/${name}`;
  writeFileSync(place.path('page.html'), `<html><a href="${url}">click</a> {"url":"${url}","other":"https://example.invalid/ServiceTags_Evil_20990101.json"}</html>`);
}

/** What `cdktf synth` would have written. */
function synthesize(cidrs: readonly string[]): void {
  const group = { azurerm_ip_group: { g: { name: 'g', location: 'westeurope', resource_group_name: 'rg', cidrs } } };
  mkdirSync(place.path('work', 'cdktf.out', 'stacks', 'hub'), { recursive: true });
  writeFileSync(place.path('work', 'cdktf.out', 'stacks', 'hub', 'cdk.tf.json'), JSON.stringify({ resource: group }));
  writeFileSync(place.path('work', 'cdktf.out', 'manifest.json'), JSON.stringify({
    version: '0.21.0', stacks: { hub: { name: 'hub', synthesizedStackPath: 'stacks/hub/cdk.tf.json', workingDirectory: 'stacks/hub', annotations: [], dependencies: [] } },
  }));
}

interface Run { readonly exitCode: number | null; readonly output: string }

/** Runs one script as its server does, with what earlier ones handed on. */
const SERVERS: Readonly<Record<string, (name: string) => Run>> = {
  'GitHub Actions': (name) => {
    const { run } = (GITHUB.jobs.check.steps as Script[]).find((step) => step.name === name)!;
    const outputs = Object.fromEntries(place.text('output').split('\n').map((line) => line.split('=')));
    return inRepository(run!, {
      ...GITHUB.jobs.check.env, RUNNER_TEMP: place.path('temp'), GITHUB_OUTPUT: place.path('output'), GITHUB_STEP_SUMMARY: place.path('summary'),
      NEW: outputs.new ?? '', OLD: outputs.old ?? '', GH_TOKEN: 'x',
    });
  },
  'Azure Pipelines': (name) => {
    const { bash } = (AZURE.steps as Script[]).find((step) => step.displayName === name)!;
    const variables = Object.fromEntries(place.text('output').split('\n').flatMap((line) => {
      const [, variable, value] = /^##vso\[task\.setvariable variable=(\w+)\](.*)$/.exec(line) ?? [];
      return variable === undefined ? [] : [[variable, value]];
    }));
    const result = inRepository(bash!, {
      ...AZURE.variables, ...variables, AGENT_TEMPDIRECTORY: place.path('temp'), SYSTEM_COLLECTIONURI: 'https://dev.azure.com/o/', SYSTEM_TEAMPROJECT: 'p',
      BUILD_REPOSITORY_NAME: 'r', AZURE_DEVOPS_EXT_PAT: 'x',
    });
    writeFileSync(place.path('output'), `${place.text('output')}${result.output}`);
    return result;
  },
};

function inRepository(script: string, env: Readonly<Record<string, string>>): Run {
  const { exitCode, stdout, stderr } = place.bash(`cd work\n${script}`, env);
  return { exitCode, output: `${stdout}${stderr}` };
}

function codeOf(server: string): string | undefined {
  const pattern = server === 'GitHub Actions' ? /^code=(\d)$/m : /variable=CHECK_CODE\](\d)$/m;
  return pattern.exec(place.text('output'))?.[1];
}

describe.each(Object.keys(SERVERS))('%s', (server) => {
  const run = SERVERS[server];
  const good = (name: string): void => expect({ name, ...run(name) }).toMatchObject({ name, exitCode: 0 });

  test('a list that lacks prefixes becomes a pull request with the new file, in one branch', () => {
    good(DOWNLOAD);
    good(CHECK);
    expect(codeOf(server)).toBe('1');
    good(OPEN);
    expect(git('ls-remote', '--heads', 'origin').match(/refs.*/g)).toEqual(['refs/heads/main', 'refs/heads/service-tags/update']);
    expect(git('diff', '--name-status', '--no-renames', 'main', 'service-tags/update').trim().split('\n')).toEqual([
      'M\ta stack.ts', `D\tservice-tags/${OLD}`, `A\tservice-tags/${NEW}`,
    ]);
    expect(git('show', 'service-tags/update:a stack.ts')).toBe(`fromFile('service-tags/${NEW}')`);
    const calls = place.text('calls');
    expect(calls).toContain(`--title Address lists: ${NEW.replace('.json', '')}`);
    for (const prefix of ADDED) expect(server === 'GitHub Actions' ? place.text('body') : calls).toContain(`+ ${prefix}`);
    // A second run renews it.
    git('switch', '--quiet', 'main');
    good(OPEN);
    expect(place.text('calls').match(/pr create/g)).toHaveLength(1);
    expect(place.text('calls')).toMatch(server === 'GitHub Actions' ? /pr edit service-tags\/update/ : /pr update .*--id 7/);
  });

  test('a current list needs none', () => {
    synthesize(after.addressPrefixes);
    good(DOWNLOAD);
    good(CHECK);
    expect(codeOf(server)).toBe('0');
  });

  test('a stack that its own stale list keeps from being synthesized needs one', () => {
    writeFileSync(place.path('synth-code'), '1');
    writeFileSync(place.path('synth-says'), 'sensor-api is violated (required)\n');
    good(DOWNLOAD);
    good(CHECK);
    expect(codeOf(server)).toBe('1');
    expect(server === 'GitHub Actions' ? place.text('summary') : place.text('temp', 'check.md')).toBe('    sensor-api is violated (required)\n');
    good(OPEN);
  });

  test('a list that nobody pins from the newest file is told, and no empty pull request is made', () => {
    cpSync(place.path('work', 'service-tags', OLD), place.path('published', OLD));
    publish(OLD, fileOfWeek('Public', before));
    synthesize(before.addressPrefixes.slice(1));
    good(DOWNLOAD);
    good(CHECK);
    expect(codeOf(server)).toBe('1');
    const { exitCode, output } = run(OPEN);
    expect([exitCode, output]).toEqual([1, expect.stringContaining(`${OLD} is the newest file already; what is wrong is in the summary, and is not pinned from it.`)]);
    expect(place.text('calls')).toBe('');
  });

  test('a page without the file, a download that fails and a file that is none stop it', () => {
    writeFileSync(place.path('page.html'), '<html>Moved</html>');
    expect(run(DOWNLOAD)).toMatchObject({ exitCode: 1, output: expect.stringContaining('names no service tag file any more.') });
    publish(NEW, 'x');
    rmSync(place.path('published', NEW));
    expect(run(DOWNLOAD).exitCode).toBe(1);
    publish(NEW, '<html>');
    good(DOWNLOAD);
    expect(run(CHECK)).toMatchObject({ exitCode: 1, output: expect.stringContaining(`${NEW} is not JSON`) });
  });

  test('without an older file of that cloud says so', () => {
    rmSync(place.path('work', 'service-tags', OLD));
    expect(run(DOWNLOAD)).toMatchObject({ exitCode: 1, output: expect.stringContaining(`service-tags has no older file like ${NEW}.`) });
  });
});

describe('the files', () => {
  test('run weekly, and on nothing that others can start', () => {
    expect(Object.keys(GITHUB.on)).toEqual(['schedule', 'workflow_dispatch']);
    expect([AZURE.trigger, AZURE.pr]).toEqual(['none', 'none']);
    for (const cron of [GITHUB.on.schedule[0].cron, AZURE.schedules[0].cron]) expect(cron).toMatch(/^\d+ \d+ \* \* [1-7]$/);
  });

  test('may write what they need and no more', () => {
    expect(GITHUB.permissions).toEqual({ 'contents': 'write', 'pull-requests': 'write' });
    expect(GITHUB.jobs.check['timeout-minutes']).toBeLessThanOrEqual(30);
  });

  test('open a pull request for missing prefixes alone', () => {
    expect((GITHUB.jobs.check.steps as Script[]).find(({ name }) => name === OPEN)!.if).toBe("steps.check.outputs.code == '1'");
    expect((AZURE.steps as Script[]).find(({ displayName }) => displayName === OPEN)!.condition).toBe("and(succeeded(), eq(variables['CHECK_CODE'], '1'))");
  });

  test('have no expression in any script: it would be run as part of it', () => {
    const scripts = [...GITHUB.jobs.check.steps as Script[], ...AZURE.steps as Script[]].flatMap(({ run, bash }) => run ?? bash ?? []);
    expect(scripts.length).toBe(8);
    expect(scripts.filter((script) => /\$\{\{|\$\([A-Z][A-Za-z]*\.|\$\([a-z]+[A-Z]\w*\)/.test(script))).toEqual([]);
  });
});
