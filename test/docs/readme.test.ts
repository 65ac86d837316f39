import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandProblems, difference, inDemoFolder, MANIFEST, runShown } from './commands';
import { codeBlocks } from './markdown';
import { pageFile, runFile, testsOf, typeErrors } from './programs';
import { commandLines, parseYaml } from './yaml';
import { parseAcknowledgements } from '../../src/harness';
import { run } from '../cli/run';

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
const read = (...path: readonly string[]): unknown => parseYaml(readFileSync(join(__dirname, '..', '..', ...path), 'utf8'), path.join('/'));
const ACTION = read('action.yml') as { readonly inputs: Readonly<Record<string, unknown>> };
const TEMPLATE = read('pipelines', 'azure-pipelines.yml') as { readonly parameters: readonly { readonly name: string }[] };
const BLOCKS = codeBlocks(README);
const titled = (language: string) => BLOCKS.filter((block) => block.language === language).map((block): [string, string] => [`line ${block.line}`, block.text]);
const FILES = BLOCKS.filter(({ language }) => language === 'ts').map(({ text }) => pageFile(text)).filter((file) => file !== undefined);

/** What a program throws or writes to disk when it is run, apart from this project's own output folder. */
function outcomeOf(name: string): string {
  const before = process.env.CDKTF_OUTDIR;
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  process.env.CDKTF_OUTDIR = folder;
  try {
    runFile(FILES, name);
    return 'runs';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    if (before === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = before;
    rmSync(folder, { recursive: true, force: true });
  }
}

test('every block is of a kind that is checked below, and TypeScript blocks say which file they are', () => {
  expect([...new Set(BLOCKS.map(({ language }) => language))].sort()).toEqual(['console', 'json', 'sh', 'text', 'ts', 'yaml']);
  expect(FILES).toHaveLength(titled('ts').length);
  expect(new Set(FILES.map(({ name }) => name)).size).toBe(FILES.length);
});

describe('TypeScript', () => {
  test('passes the compiler', () => {
    expect(typeErrors(FILES)).toEqual([]);
  });

  test('would not pass it with a property that does not exist', () => {
    const broken = FILES.map((file) => ({ ...file, text: file.text.replace('priority: 500', 'rank: 500') }));
    expect(typeErrors(broken).join('\n')).toContain("'rank' does not exist");
  });

  const shownErrors = new Map(BLOCKS.flatMap((block, i) => {
    const file = pageFile(block.text);
    return file && BLOCKS[i + 1]?.language === 'text' ? [[file.name, BLOCKS[i + 1].text] as const] : [];
  }));
  const programs = FILES.map(({ name }) => name).filter((name) => !name.endsWith('.test.ts'));

  test.each(programs.filter((name) => !shownErrors.has(name)))('%s runs', async (name) => {
    expect(await inDemoFolder(() => outcomeOf(name))).toBe('runs');
  });

  test.each([...shownErrors])('%s fails with the message shown', (name, shown) => {
    expect(difference(shown, outcomeOf(name))).toBeUndefined();
  });

  test('every text block is the message of a program', () => {
    expect(shownErrors.size).toBe(titled('text').length);
  });

  const tests = FILES.map(({ name }) => name).filter((name) => name.endsWith('.test.ts'));

  test.each(tests)('the tests in %s pass', async (name) => {
    const declared = testsOf(FILES, name);
    expect(declared.size).toBeGreaterThan(0);
    for (const body of declared.values()) await body();
    expect.hasAssertions();
  });

  test.each(tests)('the tests in %s fail when the stack forgets a sensor', async (name) => {
    const forgetful = FILES.map((file) => ({ ...file, text: file.name.endsWith('.test.ts') ? file.text : file.text.replace("'10.1.0.4', '10.1.0.5'", "'10.1.0.4'") }));
    for (const body of testsOf(forgetful, name).values()) {
      await expect(async () => body()).rejects.toThrow(/10\.1\.0\.5/);
    }
  });
});

describe('commands', () => {
  test.each(titled('sh'))('%s: exist', async (_line, text) => {
    await inDemoFolder(async () => {
      for (const line of text.split('\n')) expect({ line, problems: await commandProblems(line) }).toEqual({ line, problems: [] });
    });
  });

  test.each(titled('console'))('%s: print what is shown', async (_line, text) => {
    const [, command, shown] = /^\$ (.*)\n([^]*)$/.exec(text)!;
    await inDemoFolder(async () => {
      const { exitCode, stdout, stderr } = await runShown(command);
      expect({ stderr, isUnusable: exitCode === 3 }).toEqual({ stderr: '', isUnusable: false });
      expect(difference(shown, stdout)).toBeUndefined();
    });
  });

  test.each(titled('yaml'))('%s: a pipeline step that parses, with commands that exist', async (_line, text) => {
    const step = parseYaml(text, 'README.md');
    if (usesOwnPipeline(step)) return;
    const lines = commandLines(step);
    expect(lines.some((line) => line.includes('mdi-egress verify'))).toBe(true);
    await inDemoFolder(async () => {
      for (const line of lines) expect({ line, problems: await commandProblems(line) }).toEqual({ line, problems: [] });
    });
  });

  test('the pipeline step fails for the plan that the page speaks of', async () => {
    await inDemoFolder(async () => {
      expect((await runShown('mdi-egress verify plan.json --workspace contoso-corp')).exitCode).toBe(1);
    });
  });

  test.each(titled('json'))('%s: is how the JSON report begins, or a file of acknowledgements', async (_line, text) => {
    const shown = JSON.parse(text) as Record<string, unknown>;
    if ('acknowledgements' in shown) {
      const [{ finding, address, rule }] = parseAcknowledgements('README.md', text);
      // It fits a finding of the plan that the page speaks of.
      const findings = await inDemoFolder(async () => JSON.parse((await run(['verify', 'main.json', '--workspace', 'contoso-corp', '--format', 'json'])).stdout).findings as object[]);
      expect(findings).toContainEqual(expect.objectContaining({ id: finding, address, rule }));
      return;
    }
    await inDemoFolder(async () => {
      const { stdout } = await run(['verify', 'plan.json', '--workspace', 'contoso-corp', '--format', 'json']);
      const report = JSON.parse(stdout) as Record<string, unknown>;
      expect(Object.fromEntries(Object.entries(report).slice(0, Object.keys(shown).length))).toEqual(shown);
    });
  });
});

/** Whether a step is the action or the template of this repository; if so, with what they take. */
function usesOwnPipeline(step: unknown): boolean {
  const [{ uses, with: inputs, template, parameters }] = (step as { steps?: Record<string, Record<string, unknown> | string>[] }).steps ?? [{}];
  if (uses === undefined && template === undefined) return false;
  const known = template === undefined ? Object.keys(ACTION.inputs) : TEMPLATE.parameters.map(({ name }) => name);
  expect(known).toEqual(expect.arrayContaining(Object.keys((inputs ?? parameters) as object)));
  expect(`${String(uses ?? '')}${String(template ?? '')}`).toMatch(/^(?:cdktf-mdi-egress\/cdktf-mdi-egress@main|pipelines\/azure-pipelines\.yml@mdi)$/);
  return true;
}

test('the template takes what the page says: the inputs of the action but those of GitHub alone', () => {
  const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const shared = Object.keys(ACTION.inputs).filter((name) => !['comment', 'sarif', 'token'].includes(name)).map(camel);
  expect(TEMPLATE.parameters.map(({ name }) => name).sort()).toEqual(shared.sort());
});

describe('the checks themselves find', () => {
  test.each<[string, string, string]>([
    ['a line that is not printed', 'a\nx', 'a\nb'],
    ['a line that is printed at another place', 'b\na', 'a\nb'],
    ['lines that are left out without a word', 'a\nc', 'a\nb\nc'],
    ['an output that goes on', 'a', 'a\nb'],
    ['an output that begins before', 'b', 'a\nb'],
    ['an end that comes later', 'a\n…\nb', 'a\nb\nc'],
  ])('%s', (_what, shown, actual) => {
    expect(difference(shown, actual)).toContain('not in the output at its place');
  });

  test.each<[string, string]>([['a\n…', 'a\nb'], ['a\n…\nc', 'a\nb\nb\nc'], ['…\nb\n…', 'a\nb\nc'], ['a\nb', 'a\nb\n']])('no difference in %j of %j', (shown, actual) => {
    expect(difference(shown, actual)).toBeUndefined();
  });

  test.each<[string, RegExp]>([
    ['npm run nothing', /no script nothing/],
    ['npm install constructs@^10.6.0', /is not the peer range/],
    ['npm install left-pad', /no peer/],
    ['mdi-egress verify plan.json', /--workspace/],
    ['rm -rf .', /nothing is known of the command/],
  ])('what is wrong with %s', async (line, problem) => {
    await inDemoFolder(async () => {
      expect((await commandProblems(line)).join('\n')).toMatch(problem);
    });
  });

  test('a block without an end', () => {
    expect(() => codeBlocks('```ts\nx')).toThrow('the block at line 1 has no end');
  });
});

test('the page names the package and the command as they are', () => {
  expect(README).toMatch(new RegExp(`^# ${MANIFEST.name}\n`));
  expect(README).toContain(`import '${MANIFEST.name}/lib/testing';`);
});
