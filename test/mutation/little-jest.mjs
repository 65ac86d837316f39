/*
 * Runs test files written for jest inside one process, so that a mutant costs milliseconds instead of a start of jest. Every
 * file has its modules for itself, as in jest: nothing that one mutant leaves behind can decide the fate of the next.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import { expect } from 'expect';
import jestEach from 'jest-each';

/** A test that a file declares. @typedef {{ name: string, run: () => unknown }} LittleTest */

/** Compiled files: compiling is what takes time, and a file is the same for every mutant. */
const compiled = new Map();

/** Loads a test file with fresh modules. @param {string} file @returns {LittleTest[]} */
export function testsOf(file) {
  const tests = [];
  const last = [];
  const path = [];
  const test = (title, run) => tests.push({ name: [...path, title].join(' '), run });
  const describe = (title, body) => {
    path.push(title);
    body();
    path.pop();
  };
  const nothing = () => {};
  Object.assign(test, { each: jestEach.bind(test), skip: nothing });
  Object.assign(describe, { each: jestEach.bind(describe, false), skip: nothing });
  // What is true of all tests together, or tidies up after them, is one more test here.
  const afterAll = (run) => last.push({ name: 'after all', run });
  Object.assign(globalThis, { test, it: test, describe, expect, afterAll });
  load(file, new Map());
  return [...tests, ...last];
}

/** @param {string} file @param {Map<string, { exports: unknown }>} loaded */
function load(file, loaded) {
  const known = loaded.get(file);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(file, module);
  const native = createRequire(file);
  const require = (name) => {
    const own = name.startsWith('.') ? ownFile(resolve(dirname(file), name)) : undefined;
    return own === undefined ? native(name) : load(own, loaded);
  };
  compile(file)(module.exports, require, module, file, dirname(file));
  return module.exports;
}

function ownFile(path) {
  return [`${path}.ts`, path, resolve(path, 'index.ts')].find((candidate) => existsSync(candidate) && statSync(candidate).isFile() && candidate.endsWith('.ts'));
}

function compile(file) {
  if (!compiled.has(file)) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs', target: 'es2022' });
    compiled.set(file, vm.runInThisContext(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, { filename: file }));
  }
  return compiled.get(file);
}
