import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { interleaved } from './interleaved';

/*
 * What a pipeline waits for: the whole process of `mdi-egress verify` on the largest plan among the fixtures, start-up included,
 * against a Node that does nothing.
 *
 *   npm run bench:verify
 */

const TURNS = 21;
const WARM_UP = 2;
const LONGEST_MILLISECONDS = 500;

const ROOT = join(__dirname, '..');
const COMMAND = join(ROOT, 'dist-cli', 'mdi-egress.js');
const PLANS = join(ROOT, 'test', 'fixtures', 'plans');

function main(): number {
  if (!existsSync(COMMAND)) {
    process.stderr.write('dist-cli/mdi-egress.js is not there; run "npm run build:cli" first.\n');
    return 3;
  }
  const plan = largestPlan();
  const { subject, baseline, ratio } = interleaved({
    subject: () => processTime([COMMAND, 'verify', join(PLANS, plan), '--workspace', 'contoso-corp']),
    baseline: () => processTime(['-e', '0']),
    turns: TURNS,
    warmUp: WARM_UP,
  });
  process.stdout.write(`mdi-egress verify ${plan}, process: ${subject.toFixed(0)} ms (median of ${TURNS}; at most ${LONGEST_MILLISECONDS})\n`);
  process.stdout.write(`node -e 0, process: ${baseline.toFixed(0)} ms\n`);
  process.stdout.write(`ratio: ${ratio.toFixed(2)}\n`);
  return subject <= LONGEST_MILLISECONDS ? 0 : 1;
}

function largestPlan(): string {
  const plans = readdirSync(PLANS).filter((name) => name.endsWith('.plan.json'));
  return plans.sort((one, other) => statSync(join(PLANS, other)).size - statSync(join(PLANS, one)).size)[0];
}

/** @throws Error when the process fails: then there is nothing to time */
function processTime(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const elapsed = performance.now() - start;
  // 0 to 2 are verdicts.
  if (status === null || status > 2) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return elapsed;
}

process.exitCode = main();
