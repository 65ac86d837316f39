import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { codeCacheFile, codeToKeep, exportsOf, programFile, programScript } from '../src/cli/code-cache';
import type { Program } from '../src/cli/program';

/*
 * Lets the bundled command prove some plans, and keeps the code that this took:
 *
 *   node write-code-cache.js FOLDER PLAN...
 */

const [folder, ...plans] = process.argv.slice(2);
const source = readFileSync(programFile(folder));
const script = programScript(folder, source);
const program = exportsOf(folder, script) as Program;

// V8 throws away what has not run for a while. It takes code from nobody with other flags, so in the end these are as they were.
setFlagsFromString('--no-flush-bytecode');
process.once('exit', () => {
  setFlagsFromString('--flush-bytecode');
  writeFileSync(codeCacheFile(folder), codeToKeep(source, script.createCachedData()));
});

void proveAll();

async function proveAll(): Promise<void> {
  const [last, ...others] = plans.map((plan) => ['verify', plan, '--workspace', 'contoso-corp']);
  const nobody = { write: (): boolean => true };
  for (const args of others) await program.main(args, { stdout: nobody, stderr: process.stderr, env: {} });
  // As users start it, streams and exit code included.
  process.argv = [process.execPath, join(folder, 'mdi-egress.js'), ...last];
  program.run(join(folder, 'worker.js'));
}
