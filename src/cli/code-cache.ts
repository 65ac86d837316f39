import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/*
 * What V8 made of the program when it was built, kept beside it: a run that takes it over neither parses nor compiles what it runs.
 * It holds code and nothing else; no input and no verdict has any part in it.
 */

/** A CommonJS module as Node calls it. */
type Loader = (exports: object, require: NodeJS.Require, module: { exports: object }, file: string, folder: string) => void;

/** The program, beside the files that start it. */
export function programFile(folder: string): string {
  return join(folder, 'program.js');
}

/** Code is for one version of Node on one kind of machine; others find no such file, and compile the program themselves. */
export function codeCacheFile(folder: string): string {
  return join(folder, `program.${process.version}-${process.platform}-${process.arch}.cache`);
}

/**
 * What the program exports, with the code that is kept of it.
 *
 * @returns `undefined` where there is none, or V8 does not take it, as under flags that change what it compiles
 */
export function cachedProgram(folder: string): object | undefined {
  const source = readFileSync(programFile(folder));
  const code = keptCode(folder, source);
  if (code === undefined) return undefined;
  const script = programScript(folder, source, code);
  return script.cachedDataRejected === true ? undefined : exportsOf(folder, script);
}

/**
 * Code that was kept of this very source: the file begins with the source that it was made from, since V8 looks at no more than how
 * long that is, and would run old code in the place of a program that was changed by hand.
 */
function keptCode(folder: string, source: Buffer): Buffer | undefined {
  const kept = contentOf(codeCacheFile(folder));
  return kept !== undefined && kept.subarray(0, source.length).equals(source) ? kept.subarray(source.length) : undefined;
}

/** What is written for {@link keptCode}. */
export function codeToKeep(source: Buffer, code: Buffer): Buffer {
  return Buffer.concat([source, code]);
}

/** @param source ASCII, which V8 takes over one byte for each character */
export function programScript(folder: string, source: Buffer, code?: Buffer): Script {
  const wrapped = `(function (exports, require, module, __filename, __dirname) { ${source.toString('latin1')}\n});`;
  return new Script(wrapped, { filename: programFile(folder), cachedData: code });
}

export function exportsOf(folder: string, script: Script): object {
  const module = { exports: {} };
  (script.runInThisContext() as Loader)(module.exports, require, module, programFile(folder), folder);
  return module.exports;
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
