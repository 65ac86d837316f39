import { join } from 'node:path';
import * as ts from 'typescript';

/*
 * TypeScript blocks of a page as the files that their first line names (`// network.ts`): checked by the compiler together,
 * and run one by one, importing each other.
 */

export interface PageFile {
  readonly name: string;
  readonly text: string;
}

/** The file a block is; `undefined` when its first line names none. */
export function pageFile(text: string): PageFile | undefined {
  const name = /^\/\/ (\S+\.ts)\n/.exec(text)?.[1];
  return name === undefined ? undefined : { name, text };
}

const ROOT = join(__dirname, '..', '..');
const CONFIGURATION = join(ROOT, 'test', 'tsconfig.json');

/** What the compiler has against the files, as if they stood in this folder. */
export function typeErrors(files: readonly PageFile[]): string[] {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(CONFIGURATION, ts.sys.readFile).config, ts.sys, join(ROOT, 'test'));
  const textOf = new Map(files.map((file) => [join(__dirname, file.name), file.text]));
  const host = ts.createCompilerHost(options);
  const onDisk = { fileExists: host.fileExists.bind(host), readFile: host.readFile.bind(host), getSourceFile: host.getSourceFile.bind(host) };
  host.fileExists = (path) => textOf.has(path) || onDisk.fileExists(path);
  host.readFile = (path) => textOf.get(path) ?? onDisk.readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = textOf.get(path);
    return text === undefined ? onDisk.getSourceFile(path, language, ...rest) : ts.createSourceFile(path, text, language);
  };
  const typeRoots = [join(ROOT, 'node_modules', '@types')];
  const program = ts.createProgram([...textOf.keys()], { ...options, noEmit: true, types: ['jest', 'node'], typeRoots }, host);
  const sources = [...textOf.keys()].map((path) => program.getSourceFile(path)!);
  const ofSources = sources.flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]);
  return [...program.getOptionsDiagnostics(), ...ofSources]
    .map(({ file, start, messageText }) => (
      `${file === undefined ? '' : `${file.fileName.slice(__dirname.length + 1)}:${ts.getLineAndCharacterOfPosition(file, start ?? 0).line + 1}: `}`
      + ts.flattenDiagnosticMessageText(messageText, '\n')
    ));
}

export type JestGlobals = Readonly<Record<'test' | 'it' | 'describe', (name: string, body: () => unknown) => void>>;

/** Runs one file and what it imports of the others, each once. */
export function runFile(files: readonly PageFile[], name: string, globals: Partial<JestGlobals> = {}): void {
  const loaded = new Map<string, object>();
  const load = (file: string): object => {
    const cached = loaded.get(file);
    if (cached) return cached;
    const found = files.find((one) => one.name === file);
    if (!found) throw new Error(`there is no ${file} on the page`);
    const { outputText } = ts.transpileModule(found.text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    const exports = {};
    loaded.set(file, exports);
    const requireFrom = (specifier: string): unknown => {
      // What is not on the page is what jest makes of the name, as in any test.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      return specifier.startsWith('./') ? load(`${specifier.slice(2)}.ts`) : require(specifier);
    };
    // What stands on the project's own page is run as it stands there.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function('exports', 'require', ...Object.keys(globals), outputText)(exports, requireFrom, ...Object.values(globals));
    return exports;
  };
  load(name);
}

/** The tests that a file declares, by name. */
export function testsOf(files: readonly PageFile[], name: string): Map<string, () => unknown> {
  const found = new Map<string, () => unknown>();
  const test = (title: string, body: () => unknown): void => {
    found.set(title, body);
  };
  runFile(files, name, { test, it: test, describe: (_title, body) => void body() });
  return found;
}
