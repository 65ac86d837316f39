import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { App } from 'cdktf';
import { interleaved } from './interleaved';
import { PlainHubAndSpoke } from './plain-hub-and-spoke';
import { StackClass, writtenTerraform } from './written-terraform';
import { HubAndSpoke } from '../examples/hub-and-spoke/main';

/*
 * What the constructs cost at synth, their proof included: the main example against the same resources written as plain L1
 * constructs, from the empty app to the written files.
 *
 *   npm run bench:synth
 */

const TURNS = 101;
const WARM_UP = 20;
const LARGEST_RATIO = 1.15;

const EXAMPLE = 'hub-and-spoke';

function main(): number {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  try {
    if (!isDeepStrictEqual(writtenTerraform(outdir, HubAndSpoke, EXAMPLE), writtenTerraform(outdir, PlainHubAndSpoke, EXAMPLE))) {
      process.stderr.write('bench/plain-hub-and-spoke.ts does not emit what examples/hub-and-spoke emits; make them the same first.\n');
      return 3;
    }
    const { subject, baseline, ratio } = interleaved({
      subject: () => synthesisTime(outdir, HubAndSpoke),
      baseline: () => synthesisTime(outdir, PlainHubAndSpoke),
      turns: TURNS,
      warmUp: WARM_UP,
    });
    process.stdout.write(`${EXAMPLE} through the constructs, proof included: ${subject.toFixed(2)} ms (median of ${TURNS})\n`);
    process.stdout.write(`the same resources as plain L1 constructs:            ${baseline.toFixed(2)} ms\n`);
    process.stdout.write(`ratio: ${ratio.toFixed(3)} (at most ${LARGEST_RATIO})\n`);
    return ratio <= LARGEST_RATIO ? 0 : 1;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesisTime(outdir: string, Stack: StackClass): number {
  const start = performance.now();
  const app = new App({ outdir });
  new Stack(app, EXAMPLE);
  app.synth();
  return performance.now() - start;
}

process.exitCode = main();
