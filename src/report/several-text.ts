import { ProofReport } from '../proof';
import { inputsOf, sentenceOfAll, verdictOfAll } from './combined';
import { printable } from './printable';
import { PLAIN, TextStyle } from './style';
import { toText } from './text';
import { ROLE_OF_VERDICT } from './words';
import { paragraph, wrapped } from './wrap';

/** Several proofs for people: the outcome of all in one sentence, an overview, then each proof in full. Ends with a line break. */
export function reportsToText(reports: readonly ProofReport[], style: TextStyle = PLAIN): string {
  const whole = reports.map((report) => `${style.paint('heading', `== ${inputsOf(report)}`)}\n\n${toText(report, style)}`);
  const headline = paragraph('', sentenceOfAll(reports), style.width).map((line) => style.paint(ROLE_OF_VERDICT[verdictOfAll(reports)], line));
  return `${[...headline, '', ...overview(reports, style)].join('\n')}\n\n${whole.join('\n')}`;
}

function overview(reports: readonly ProofReport[], style: TextStyle): string[] {
  if (style.table === undefined) return reports.map((report) => `${inputsOf(report)}: ${report.verdict}${shortfall(report)}`);
  // Four borders, and two spaces of padding around each cell besides the text.
  const width = Math.max(Math.floor(((style.width ?? 100) - 'satisfied'.length - 10) / 2), 20);
  const rows = reports.map((report) => [
    wrapped(inputsOf(report), width).join('\n'),
    style.paint(ROLE_OF_VERDICT[report.verdict], report.verdict),
    wrapped(failing(report).join(', '), width).join('\n'),
  ]);
  return style.table(['configuration', 'verdict', 'not satisfied'], rows).split('\n');
}

function shortfall(report: ProofReport): string {
  const ids = failing(report);
  return ids.length === 0 ? '' : `, not satisfied: ${ids.join(', ')}`;
}

function failing(report: ProofReport): string[] {
  return report.requirements.filter((result) => result.verdict !== 'satisfied').map((result) => `${printable(result.id)} (${result.verdict})`);
}
