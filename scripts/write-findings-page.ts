/*
 * Writes docs/findings.md from the catalogue of findings.
 *
 *   npm run docs:findings
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING_CATALOGUE } from '../src/azure/finding-catalogue';

const TARGET = join(__dirname, '..', 'docs', 'findings.md');

/** The page as it is to stand in the repository. */
export function findingsPage(): string {
  const rows = Object.entries(FINDING_CATALOGUE)
    .map(([id, { levels, meaning, page, isRefusal }]) => `| \`${id}\` | ${levels.join(' or ')} | ${meaning}${isRefusal ? ' *Refused.*' : ''} | ${page === undefined ? '[README](../README.md#findings)' : `[documented](${page})`} |`);
  return [
    '# Findings',
    '',
    'What `mdi-egress verify` tells about a configuration beside the verdicts of the requirements. The ids are stable: acknowledgements and',
    'pipelines may rely on them. A finding names the rule or resource and says what to do; its `address` and `rule` are those of the JSON report.',
    '',
    'An error means that what is in force may be something else than what is written. Where it says *Refused*, Azure or its provider does not take',
    'the resource: an NSG with all of its inline rules, a rule of its own, a rule collection group, an IP group, a route table. Nothing of it is',
    'applied then, and what was there before stands, which no input says: requirements that depend on it are *unknown*, whatever is written, and',
    'acknowledging the finding does not change that. Of rules of their own that share a priority, and of such routes that share a prefix,',
    'one stands; inside an NSG or a route table they are refused with it.',
    '',
    'No other finding changes a verdict or the exit code, except `excess-access` and `possible-excess-access` under `--least-privilege`.',
    '',
    '| id | level | what it means | page |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'Made from `src/azure/finding-catalogue.ts` by `npm run docs:findings`.',
    '',
  ].join('\n');
}

if (require.main === module) writeFileSync(TARGET, findingsPage());
