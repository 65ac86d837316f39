import { ProofReport } from '../proof';
import { findings } from './findings-text';
import { overview } from './overview-text';
import { printable, printableSentence } from './printable';
import { shortfalls } from './shortfall-text';
import { PLAIN, TextStyle } from './style';
import { overallSentence, ROLE_OF_VERDICT } from './words';
import { paragraph } from './wrap';

/**
 * The whole proof for people: the outcome in one sentence, an overview, then each requirement that is not satisfied with
 * its witness and deciding rules, findings, assumptions, and what the proof was made from. Ends with a line break.
 */
export function toText(report: ProofReport, style: TextStyle = PLAIN): string {
  return joined([
    headline(report, style),
    overview(report.requirements, style),
    ...shortfalls(report.requirements, style),
    findings(report.findings, style),
    assumptions(report.assumptions, style),
    origins(report, style),
  ]);
}

/** The part of the proof that an error message needs: the outcome, what fails and why, and what was taken for granted. */
export function failureText(report: ProofReport, style: TextStyle = PLAIN): string {
  return joined([
    headline(report, style),
    ...shortfalls(report.requirements, style),
    findings(report.findings.filter((finding) => finding.level === 'error'), style),
    assumptions(report.assumptions, style),
    origins(report, style),
  ]);
}

/** Assumptions, numbered from 1. All of them: a verdict is worth what it takes for granted. */
export function assumptions(all: readonly string[], style: TextStyle = PLAIN): string[] {
  if (all.length === 0) return [];
  return [
    style.paint('heading', 'Taken for granted'),
    ...all.flatMap((assumption, index) => paragraph(`  ${index + 1}. `, printableSentence(assumption), style.width)),
  ];
}

/** The service tag snapshot and the inputs. */
export function origins({ serviceTags, inputs }: Pick<ProofReport, 'serviceTags' | 'inputs'>, style: TextStyle = PLAIN): string[] {
  const date = serviceTags.date === '' ? 'of a date that its file does not tell' : printable(serviceTags.date);
  const snapshot = `${printable(serviceTags.cloud)}, change number ${serviceTags.changeNumber}, ${date}`;
  return [
    ...paragraph('Service tags: ', snapshot, style.width),
    ...inputs.map((input) => `Input: ${printable(input.path, 1000)} (${input.kind})`),
  ];
}

/** Sections with an empty line between them; those without lines are left out. */
export function joined(sections: readonly (readonly string[])[]): string {
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headline(report: ProofReport, style: TextStyle): string[] {
  const role = ROLE_OF_VERDICT[report.verdict];
  // Reach beyond the requirements is forbidden, not refused.
  const hasErrors = report.findings.some(({ id, level, acknowledged }) => level === 'error' && id !== 'excess-access' && acknowledged === undefined);
  return [
    ...paragraph('', overallSentence(report), style.width).map((line) => style.paint(role, line)),
    ...(hasErrors ? paragraph('', 'There are errors among the findings: what is applied may differ from what is written.', style.width) : []),
  ];
}
