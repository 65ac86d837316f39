import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { codeCacheFile, codeToKeep, exportsOf, keptCode, programFile, programScript } from '../src/cli/code-cache';
import type { Program } from '../src/cli/program';

/*
 * Runs the bundled command and keeps the code that this took, beside what earlier runs took:
 *
 *   node write-code-cache.js FOLDER [ARGUMENT...]
 */

const [folder, ...args] = process.argv.slice(2);
const source = readFileSync(programFile(folder));
const script = programScript(folder, source, keptCode(folder, source));

// V8 throws away what has not run for a while. It takes code from nobody with other flags, so in the end these are as they were.
setFlagsFromString('--no-flush-bytecode');
process.once('exit', () => {
  setFlagsFromString('--flush-bytecode');
  writeFileSync(codeCacheFile(folder), codeToKeep(source, script.createCachedData()));
});

process.argv = [process.execPath, join(folder, 'mdi-egress.js'), ...args];
(exportsOf(folder, script) as Program).run(join(folder, 'worker.js'));
