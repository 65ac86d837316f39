import { closeSync, openSync, readFileSync, readdirSync, realpathSync, fstatSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { RootModule, estateOfModules, mergedVariables, stacksOf } from './cdktf-out';
import { Input, readText } from './input';
import { InputError } from './input-error';
import { JsonObject } from './json';
import { decodeText, parseJsonObject } from './json-text';

/*
 * The only file of this room that touches the file system. Sizes are checked before anything is read, and nothing outside
 * the given path is followed.
 */

const MEBIBYTE = 1024 * 1024;

/** Bytes of one input that are read, all its files together. The plan of a very large estate has some ten mebibytes. */
export const SIZE_LIMIT = 128 * MEBIBYTE;

/**
 * Reads a file or folder: a plan (`terraform show -json`), a cdk.tf.json or other Terraform JSON, a cdktf.out folder, or a
 * folder of *.tf.json files. What it is, is found from its content.
 *
 * @throws InputError where it cannot be used: one sentence that says what is wrong, where, and what to do
 */
export function readInput(path: string): Input {
  const budget = { left: SIZE_LIMIT };
  const status = attempt(path, () => statSync(path));
  if (status.isDirectory()) return readFolder(path, budget);
  if (!status.isFile()) throw InputError.of('not-a-file', path);
  return readText(path, readBounded(path, budget));
}

interface Budget {
  left: number;
}

function readFolder(path: string, budget: Budget): Input {
  const names = attempt(path, () => readdirSync(path)).sort();
  if (names.includes('manifest.json')) return readCdktfOut(path, budget);
  const hcl = names.find((name) => name.endsWith('.tf'));
  if (hcl !== undefined) throw InputError.of('hcl-folder', path, hcl);
  const files = names.filter((name) => name.endsWith('.tf.json'));
  if (files.length === 0) throw InputError.of('no-terraform-in-folder', path);
  const module: RootModule = {
    name: path,
    documents: files.map((name) => ({ path: join(path, name), json: readJsonFile(join(path, name), budget) })),
    variableFiles: mergedVariables(
      [...names.filter((name) => name === 'terraform.tfvars.json'), ...names.filter((name) => name.endsWith('.auto.tfvars.json'))]
        .map((name) => readJsonFile(join(path, name), budget)),
      names.find((name) => name === 'terraform.tfvars' || name.endsWith('.auto.tfvars')),
    ),
  };
  return { path, kind: 'cdk-tf-json', estate: estateOfModules(path, [module]) };
}

function readCdktfOut(path: string, budget: Budget): Input {
  const manifest = join(path, 'manifest.json');
  const folder = attempt(path, () => realpathSync(path));
  const modules = stacksOf(manifest, readJsonFile(manifest, budget)).map(({ name, synthesizedStackPath }): RootModule => {
    const file = join(path, synthesizedStackPath);
    // The real path, so that neither `..` nor a symbolic link leads out of the folder.
    if (!`${join(folder, synthesizedStackPath)}${sep}`.startsWith(folder + sep)) throw InputError.of('outside-folder', manifest, name);
    if (!attempt(file, () => realpathSync(file)).startsWith(folder + sep)) throw InputError.of('outside-folder', manifest, name);
    return { name, documents: [{ path: file, json: readJsonFile(file, budget) }] };
  });
  return { path, kind: 'cdktf-out', estate: estateOfModules(path, modules) };
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
