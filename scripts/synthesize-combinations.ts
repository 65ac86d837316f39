/*
 * Writes what `terraform validate` is to judge: every example, and every combination of the constructs' options.
 *
 *   npm run synth:combinations -- FOLDER
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from 'cdktf';
import { combinationStacks } from './combinations';

const EXAMPLES = join(__dirname, '..', 'examples');

function main([folder]: readonly string[]): number {
  if (folder === undefined) {
    process.stderr.write('Name the folder to write to.\n');
    return 3;
  }
  const app = new App({ outdir: madeFolder(folder, 'combinations') });
  const stacks = combinationStacks(app);
  app.synth();
  const examples = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'main.ts')));
  for (const name of examples) {
    // As a user runs it; this process's own arguments for Node make it read TypeScript.
    execFileSync(process.execPath, [...process.execArgv, join(EXAMPLES, name, 'main.ts')], {
      env: { ...process.env, CDKTF_OUTDIR: madeFolder(folder, 'examples', name) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  process.stdout.write(`${stacks.length} stacks of combinations and ${examples.length} examples in ${folder}\n`);
  return 0;
}

function madeFolder(...path: readonly string[]): string {
  const folder = resolve(...path);
  // cdktf makes the last folder of the path alone.
  mkdirSync(folder, { recursive: true });
  return folder;
}

process.exitCode = main(process.argv.slice(2));
