import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WarmOutcome } from './audit-process';
import { bundle } from './bundle';
import { command } from './command';
import { interleaved, median } from './interleaved';
import { estatePlan } from './plans';
import { BenchmarkResult, duration, Figure } from './result';

/*
 * A complete audit of a plan file, from its path to verdicts and findings, against `JSON.parse` of the same file.
 *
 *   npm run bench:audit
 */

const MOST = 1.5;
const COLD_TURNS = 11;
const WARM_TURNS = 15;
const WARM_UP = 5;

const METHOD = `A plan as \`terraform show -json\` writes it (NSGs of 1,000 rules, as many as Azure takes on one, on subnets of one virtual
network) is read, parsed, extracted, proved and examined by \`readInputs\` and \`verify\`, as the command does it; the other side
is \`JSON.parse(readFileSync(path, 'utf8'))\`. *Cold* is the first run in a new process, after the code is loaded; *warm* is one
process that does both by turns.`;

const PLANS: readonly (readonly [what: string, groups: number])[] = [['1,000 rules', 1], ['4,000 rules (four NSGs)', 4]];

function run(): BenchmarkResult {
  const folder = mkdtempSync(join(tmpdir(), 'bench-audit-'));
  try {
    const file = join(folder, 'audit.js');
    bundle('audit-process', file);
    const figures = PLANS.flatMap(([what, groups]): Figure[] => {
      const plan = join(folder, `${groups}.plan.json`);
      const text = estatePlan(groups, 1000, 7);
      writeFileSync(plan, text);
      const started = (...args: readonly string[]): string => execFileSync(process.execPath, [file, plan, ...args], { encoding: 'utf8' });
      const warm = JSON.parse(started(String(WARM_TURNS), String(WARM_UP))) as WarmOutcome;
      const times = (mode: string): number => median(Array.from({ length: COLD_TURNS }, () => Number(started(mode))));
      const contest = interleaved({ subject: () => Number(started('subject')), baseline: () => Number(started('baseline')), turns: COLD_TURNS, warmUp: 1 });
      const cold = { ...contest, proof: times('proof'), reading: times('reading') };
      const size = `${(text.length / 2 ** 20).toFixed(1)} MiB`;
      return [figure(`${what}, ${size}, warm`, warm), figure(`${what}, ${size}, cold`, cold)];
    });
    return { title: 'A complete audit of a plan', method: METHOD, figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figure(what: string, { subject, baseline, ratio, proof, reading }: WarmOutcome): Figure {
  const because = `Reading alone takes ${duration(reading)}: the text is parsed once for its values and gone through once for names that are told twice, and every
  value is then asked whether it is known, sensitive and of its kind. The proof takes ${duration(proof - reading)} more, and the findings, which compare every
  rule with those before and behind it, ${duration(subject - proof)}; ${MOST} times would leave ${duration(MOST * baseline)} for all of it`;
  return { what, measured: `${duration(subject)} against ${duration(baseline)} for JSON.parse`, value: ratio, unit: 'times', target: { atMost: MOST }, because };
}

void command(run);
