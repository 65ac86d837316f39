import { closeSync, existsSync, openSync, readFileSync, readdirSync, realpathSync, fstatSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { RootModule, estateOfModules, stacksOf } from './cdktf-out';
import { Input, readText } from './input';
import { InputError } from './input-error';
import { JsonObject } from './json';
import { decodeText, parseJsonObject } from './json-text';
import { moduleBoundary } from './module-boundary';
import { ModuleReader, isConfiguration } from './read-module';
import { LineInSource } from './source-lines';

/*
 * The only file of this room that touches files of the input. Sizes are checked before anything is read, and nothing outside
 * the given path is followed, but for modules that a folder of Terraform files calls within the same repository.
 */

const MEBIBYTE = 1024 * 1024;

/** Bytes of one input that are read, all its files together. The plan of a very large estate has some ten mebibytes. */
export const SIZE_LIMIT = 128 * MEBIBYTE;

/**
 * Reads a file or folder: a plan (`terraform show -json`), a cdk.tf.json or other Terraform JSON, a cdktf.out folder, or a
 * folder of *.tf and *.tf.json files. What it is, is found from its content.
 *
 * @throws InputError where it cannot be used: one sentence that says what is wrong, where, and what to do
 */
export function readInput(path: string): Input {
  const budget = { left: SIZE_LIMIT };
  const status = attempt(path, () => statSync(path));
  if (status.isDirectory()) return readFolder(path, budget);
  if (!status.isFile()) throw InputError.of('not-a-file', path);
  if (/\.(tf|tfvars)$/.test(path)) throw InputError.of('hcl-file', path);
  return readText(path, readBounded(path, budget));
}

interface Budget {
  left: number;
}

function readFolder(path: string, budget: Budget): Input {
  const names = attempt(path, () => readdirSync(path)).sort();
  if (names.includes('manifest.json')) return readCdktfOut(path, budget);
  if (!names.some(isConfiguration)) throw InputError.of('no-terraform-in-folder', path);
  const reader = moduleReader(path, budget);
  const lines = new Map<string, LineInSource>();
  const estate = estateOfModules(path, [{ name: path, module: reader.root(path) }], lines);
  return { path, kind: reader.hasHcl ? 'hcl' : 'cdk-tf-json', estate, ...(lines.size === 0 ? {} : { positions: lines }) };
}

function moduleReader(path: string, budget: Budget): ModuleReader {
  const input = attempt(path, () => realpathSync(path));
  const boundary = `${moduleBoundary(input, realpathSync('.'), (inner) => existsSync(join(inner, '.git')))}${sep}`;
  const real = (inner: string) => attempt(inner, () => realpathSync(inner));
  return new ModuleReader({
    names: (folder) => attempt(folder, () => readdirSync(folder)).sort(),
    text: (file) => {
      if (!real(file).startsWith(boundary)) throw InputError.of('outside-repository', file);
      // Opening a pipe would wait for its other end.
      if (!attempt(file, () => statSync(file)).isFile()) throw InputError.of('not-a-file', file);
      return readBounded(file, budget);
    },
    place: (folder) => {
      try {
        const place = realpathSync(folder);
        return `${place}${sep}`.startsWith(boundary) && statSync(place).isDirectory() ? place : undefined;
      } catch {
        return undefined;
      }
    },
  });
}

function readCdktfOut(path: string, budget: Budget): Input {
  const manifest = join(path, 'manifest.json');
  const folder = attempt(path, () => realpathSync(path));
  const reader = moduleReader(path, budget);
  const lines = new Map<string, LineInSource>();
  const modules = stacksOf(manifest, readJsonFile(manifest, budget)).map(({ name, synthesizedStackPath }): RootModule => {
    const file = join(path, synthesizedStackPath);
    // The real path, so that neither `..` nor a symbolic link leads out of the folder.
    if (!`${join(folder, synthesizedStackPath)}${sep}`.startsWith(folder + sep)) throw InputError.of('outside-folder', manifest, name);
    if (!attempt(file, () => realpathSync(file)).startsWith(folder + sep)) throw InputError.of('outside-folder', manifest, name);
    return { name, module: { documents: [reader.document(file)] } };
  });
  return { path, kind: 'cdktf-out', estate: estateOfModules(path, modules, lines), ...(lines.size === 0 ? {} : { positions: lines }) };
}

function readJsonFile(path: string, budget: Budget): JsonObject {
  return parseJsonObject(path, readBounded(path, budget));
}

function readBounded(path: string, budget: Budget): string {
  const bytes = attempt(path, () => {
    const file = openSync(path, 'r');
    try {
      const status = fstatSync(file);
      if (!status.isFile()) throw InputError.of('not-a-file', path);
      if (status.size > budget.left) throw InputError.of('too-large', path, inMebibytes(status.size), inMebibytes(SIZE_LIMIT));
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  });
  budget.left -= bytes.length;
  return decodeText(path, bytes);
}

function inMebibytes(bytes: number): string {
  return `${Math.ceil(bytes / MEBIBYTE)} MiB`;
}

/** Turns the file system's refusals into errors of this room. */
function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw InputError.of('missing-input', path);
    if (code !== undefined) throw InputError.of('unreadable-input', path, code);
    throw error;
  }
}
