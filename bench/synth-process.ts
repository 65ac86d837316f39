import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { App } from 'cdktf';
import { ContestOutcome, interleaved } from './interleaved';
import { PlainHubAndSpoke } from './plain-hub-and-spoke';
import { PlainThousandRules, ThousandRules } from './thousand-rules';
import { StackClass, writtenTerraform } from './written-terraform';
import { HubAndSpoke } from '../examples/hub-and-spoke/main';

/*
 * The process that `bench/synth.ts` bundles and starts: times each pair of stacks by turns and prints what came of it as JSON.
 */

/** What came of a pair of stacks. */
export interface TimedTwins {
  readonly what: string;
  /** How many times as long the subject may take. */
  readonly most: number;
  /** Whether both write the same; nothing is timed where they do not. */
  readonly isSame: boolean;
  readonly outcome?: ContestOutcome;
}

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

function timed(outdir: string, { id, what, subject, baseline, turns, warmUp, most }: Twins): TimedTwins {
  const isSame = isDeepStrictEqual(writtenTerraform(outdir, subject, id), writtenTerraform(outdir, baseline, id));
  if (!isSame) return { what, most, isSame };
  const outcome = interleaved({ subject: () => synthesisTime(outdir, subject, id), baseline: () => synthesisTime(outdir, baseline, id), turns, warmUp });
  return { what, most, isSame, outcome };
}

function synthesisTime(outdir: string, Stack: StackClass, id: string): number {
  const start = performance.now();
  const app = new App({ outdir });
  new Stack(app, id);
  app.synth();
  return performance.now() - start;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
try {
  process.stdout.write(JSON.stringify(TWINS.map((twins) => timed(folder, twins))));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
