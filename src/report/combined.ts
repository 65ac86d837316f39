import { ProofReport, Verdict, worst } from '../proof';
import { printable } from './printable';
import { listed, overallSentence } from './words';

/*
 * Several proofs that were asked for together. Each is about a configuration of its own; nothing of one holds for another.
 */

/** The worst of them; unknown where there are none. */
export function verdictOfAll(reports: readonly ProofReport[]): Verdict {
  return reports.length === 0 ? 'unknown' : worst(reports.map((report) => report.verdict));
}

/** The outcome in one sentence, such as "contoso-corp: of 3 configurations 1 is violated, 1 unknown and 1 satisfied." */
export function sentenceOfAll(reports: readonly ProofReport[]): string {
  if (reports.length === 1) return overallSentence(reports[0]);
  const counts = (['violated', 'unknown', 'satisfied'] as const)
    .map((verdict) => ({ verdict, count: reports.filter((report) => report.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  const workspaces = [...new Set(reports.map((report) => printable(report.workspace)))];
  if (counts.length === 1) return `${listed(workspaces)}: all ${reports.length} configurations are ${counts[0].verdict}.`;
  const parts = counts.map(({ verdict, count }, index) => `${count}${index === 0 ? (count === 1 ? ' is' : ' are') : ''} ${verdict}`);
  return `${listed(workspaces)}: of ${reports.length} configurations ${listed(parts)}.`;
}

/** What a proof was made from, such as `plans/a.json`; several inputs with commas between. */
export function inputsOf(report: ProofReport, longest: number = 200): string {
  return printable(report.inputs.map((input) => input.path).join(', '), longest);
}
