import { readFileSync } from 'node:fs';
import { ContestOutcome, interleaved, median } from './interleaved';
import { readInputs, verify } from '../src/harness';

/*
 * The process that `bench/audit.ts` bundles and starts: node FILE PLAN subject|baseline times the first run of one side in this
 * process, and `proof` or `reading` that of a part of the subject; node FILE PLAN TURNS WARM-UP times both by turns, and then the parts.
 */

export interface WarmOutcome extends ContestOutcome {
  readonly proof: number;
  readonly reading: number;
}

const [plan, mode, warmUp] = process.argv.slice(2);

function audit(): number {
  const start = performance.now();
  const report = verify(readInputs([plan]), { workspace: 'contoso-corp', examine: true });
  const elapsed = performance.now() - start;
  if (report.requirements.some(({ verdict }) => verdict !== 'satisfied')) throw new Error('The plan was made to satisfy every requirement, and the audit says otherwise.');
  return elapsed;
}

/** The audit without findings. */
function proof(): number {
  const start = performance.now();
  verify(readInputs([plan]), { workspace: 'contoso-corp' });
  return performance.now() - start;
}

/** From the file to the estate. */
function reading(): number {
  const start = performance.now();
  readInputs([plan]);
  return performance.now() - start;
}

function parse(): number {
  const start = performance.now();
  JSON.parse(readFileSync(plan, 'utf8'));
  return performance.now() - start;
}

const parts: Readonly<Record<string, () => number>> = { subject: audit, baseline: parse, proof, reading };
function warm(turns: number): WarmOutcome {
  const times = (part: () => number): number => median(Array.from({ length: turns }, part));
  return { ...interleaved({ subject: audit, baseline: parse, turns, warmUp: Number(warmUp) }), proof: times(proof), reading: times(reading) };
}

const outcome = parts[mode]?.() ?? warm(Number(mode));
process.stdout.write(JSON.stringify(outcome));
