import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle';
import { BenchmarkError, command } from './command';
import { BenchmarkResult, duration, Figure } from './result';
import type { TimedTwins } from './synth-process';

/*
 * What the constructs cost at synth, their proof included, against the same resources written as plain L1 constructs, from
 * the empty app to the written files: for an NSG of 1,000 rules, and for the main example.
 *
 *   npm run bench:synth
 */

/** What the engine compiles, and when, differs from process to process more than turns do within one. */
const PROCESSES = 5;

const METHOD = `Synthesis through the constructs of this library, the proof of the stack included, against plain L1 constructs of the provider that write
the same Terraform (compared first), from the empty app to the written files, by turns in one process, and of
five such processes the one in the middle. The library is compiled to plain JavaScript
first, as it is published, and cdktf and the provider are those of \`node_modules\`. The 1,000 rules are those of \`SensorNetworkSecurityGroup\`
with \`additionalRules\`, inline in one NSG on both sides.`;

function run(): BenchmarkResult {
  const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  try {
    const file = join(folder, 'synth.js');
    bundle('synth-process', file, { packages: 'external' });
    const env = { ...process.env, NODE_PATH: join(__dirname, '..', 'node_modules') };
    const runs = Array.from({ length: PROCESSES }, () => JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8', env })) as TimedTwins[]);
    return { title: 'Synthesis through the constructs', method: METHOD, figures: runs[0].map((_, pair) => figure(middleOf(runs.map((twins) => twins[pair])))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the process with the middle ratio measured. */
function middleOf(processes: readonly TimedTwins[]): TimedTwins {
  const ratio = ({ outcome }: TimedTwins): number => outcome?.ratio ?? Infinity;
  return [...processes].sort((one, other) => ratio(one) - ratio(other))[Math.floor(processes.length / 2)];
}

function figure({ what, most, outcome }: TimedTwins): Figure {
  if (outcome === undefined) throw new BenchmarkError(`The plain twin of ${what} does not write what the constructs write; make them the same first.`);
  const measured = `${duration(outcome.subject)} against ${duration(outcome.baseline)} as plain constructs`;
  return { what, measured, value: outcome.ratio, unit: 'times', target: { atMost: most } };
}

void command(run);
