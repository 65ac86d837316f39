import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { machine, pageOf } from './page';
import { BenchmarkResult, isMet } from './result';

/*
 * Runs every benchmark, each in a process of its own, one after the other, and writes what they found to docs/benchmarks.md. What was found on
 * another class of machine is kept, by its date, in docs/benchmarks.
 *
 *   npm run bench
 */

const BENCHMARKS = ['contracts', 'shadows', 'audit', 'verify', 'synth', 'gauntlet'];
const PAGE = join(__dirname, '..', 'docs', 'benchmarks.md');
const OTHER_MACHINES = join(__dirname, '..', 'docs', 'benchmarks');

function main(): number {
  const results: BenchmarkResult[] = [];
  const [load] = loadavg();
  for (const name of BENCHMARKS) {
    process.stderr.write(`bench:${name} …\n`);
    const { status, stdout, stderr } = spawnSync('npx', ['tsx', '--tsconfig', join(__dirname, 'tsconfig.json'), join(__dirname, `${name}.ts`), '--json'], { encoding: 'utf8' });
    if (status !== 0 && status !== 1) {
      // A page that lacks a benchmark would look whole.
      process.stderr.write(`${stderr}bench:${name} ended with ${status}; docs/benchmarks.md stays as it is.\n`);
      return 3;
    }
    results.push(JSON.parse(stdout) as BenchmarkResult);
  }
  keepOfOtherMachine();
  const kept = existsSync(OTHER_MACHINES) ? readdirSync(OTHER_MACHINES).sort().reverse() : [];
  writeFileSync(PAGE, pageOf(results, { date: new Date(), load, kept }));
  return results.every(({ figures }) => figures.every(isMet)) ? 0 : 1;
}

/** Times of two machines are not to be compared, so neither page takes the place of the other. */
function keepOfOtherMachine(): void {
  if (!existsSync(PAGE)) return;
  const page = readFileSync(PAGE, 'utf8');
  const date = /^Measured on (\d{4}-\d\d-\d\d) /m.exec(page)?.[1];
  if (date === undefined || page.includes(machine())) return;
  mkdirSync(OTHER_MACHINES, { recursive: true });
  writeFileSync(join(OTHER_MACHINES, `${date}.md`), page);
}

process.exitCode = main();
