import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { pageOf } from './page';
import { BenchmarkResult, isMet } from './result';

/*
 * Runs every benchmark, each in a process of its own, one after the other, and writes what they found to docs/benchmarks.md.
 *
 *   npm run bench
 */

const BENCHMARKS = ['contracts', 'shadows', 'audit', 'verify', 'synth', 'gauntlet'];
const PAGE = join(__dirname, '..', 'docs', 'benchmarks.md');

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
  writeFileSync(PAGE, pageOf(results, new Date(), load));
  return results.every(({ figures }) => figures.every(isMet)) ? 0 : 1;
}

process.exitCode = main();
