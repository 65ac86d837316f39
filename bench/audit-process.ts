import { readFileSync } from 'node:fs';
import { interleaved } from './interleaved';
import { readInputs, verify } from '../src/harness';

/*
 * The process that `bench/audit.ts` bundles and starts: node FILE PLAN subject|baseline times the first run of one side in this
 * process; node FILE PLAN TURNS WARM-UP times both by turns.
 */

const [plan, mode, warmUp] = process.argv.slice(2);

function audit(): number {
  const start = performance.now();
  const report = verify(readInputs([plan]), { workspace: 'contoso-corp', examine: true });
  const elapsed = performance.now() - start;
  if (report.requirements.some(({ verdict }) => verdict !== 'satisfied')) throw new Error('The plan was made to satisfy every requirement, and the audit says otherwise.');
  return elapsed;
}

function parse(): number {
  const start = performance.now();
  JSON.parse(readFileSync(plan, 'utf8'));
  return performance.now() - start;
}

const outcome = mode === 'subject' ? audit() : mode === 'baseline' ? parse()
  : interleaved({ subject: audit, baseline: parse, turns: Number(mode), warmUp: Number(warmUp) });
process.stdout.write(JSON.stringify(outcome));
