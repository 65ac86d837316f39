import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { App } from 'cdktf';
import { BenchmarkError, command } from './command';
import { interleaved } from './interleaved';
import { PlainHubAndSpoke } from './plain-hub-and-spoke';
import { BenchmarkResult, duration, Figure } from './result';
import { PlainThousandRules, ThousandRules } from './thousand-rules';
import { StackClass, writtenTerraform } from './written-terraform';
import { HubAndSpoke } from '../examples/hub-and-spoke/main';

/*
 * What the constructs cost at synth, their proof included, against the same resources written as plain L1 constructs, from
 * the empty app to the written files: for an NSG of 1,000 rules, and for the main example.
 *
 *   npm run bench:synth
 */

/** Two stacks that must write the same. */
interface Twins {
  readonly id: string;
  readonly what: string;
  readonly subject: StackClass;
  readonly baseline: StackClass;
  readonly turns: number;
  readonly warmUp: number;
  readonly most: number;
}

const TWINS: readonly Twins[] = [
  { id: 'thousand-rules', what: 'an NSG of 1,000 rules', subject: ThousandRules, baseline: PlainThousandRules, turns: 31, warmUp: 5, most: 1.05 },
  { id: 'hub-and-spoke', what: 'the main example', subject: HubAndSpoke, baseline: PlainHubAndSpoke, turns: 101, warmUp: 20, most: 1.15 },
];

const METHOD = `Synthesis through the constructs of this library, the proof of the stack included, against plain L1 constructs of the provider that write
the same Terraform (compared first), from the empty app to the written files, by turns in one process. The 1,000 rules are those
of \`SensorNetworkSecurityGroup\` with \`additionalRules\`, inline in one NSG on both sides.`;

function run(): BenchmarkResult {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  try {
    return { title: 'Synthesis through the constructs', method: METHOD, figures: TWINS.map((twins) => figure(outdir, twins)) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function figure(outdir: string, { id, what, subject, baseline, turns, warmUp, most }: Twins): Figure {
  if (!isDeepStrictEqual(writtenTerraform(outdir, subject, id), writtenTerraform(outdir, baseline, id))) {
    throw new BenchmarkError(`The plain twin of ${what} does not write what the constructs write; make them the same first.`);
  }
  const outcome = interleaved({ subject: () => synthesisTime(outdir, subject, id), baseline: () => synthesisTime(outdir, baseline, id), turns, warmUp });
  const measured = `${duration(outcome.subject)} against ${duration(outcome.baseline)} as plain constructs`;
  return { what, measured, value: outcome.ratio, unit: 'times', target: { atMost: most } };
}

function synthesisTime(outdir: string, Stack: StackClass, id: string): number {
  const start = performance.now();
  const app = new App({ outdir });
  new Stack(app, id);
  app.synth();
  return performance.now() - start;
}

void command(run);
