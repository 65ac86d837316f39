import { FlowResult, ProofReport, RequirementResult } from '../proof';
import { Source } from '../requirements';
import { acknowledgement } from './acknowledged';
import { printable, printableSentence } from './printable';
import { remedy } from './remedy';
import { PLAIN, TextStyle } from './style';
import { decidingRules, decision, decisionInShort, deedOf, destinationOf, overallSentence, packet, place, ROLE_OF_VERDICT } from './words';
import { paragraph, wrapped } from './wrap';

/** How many of a kind are listed before the rest is only counted; the JSON report has them all. */
const MOST_LISTED = 20;

/** How many deciding rules the overview names for one requirement. */
const MOST_RULES_IN_OVERVIEW = 3;

/**
 * The whole proof for people: the outcome in one sentence, an overview, then each requirement that is not satisfied with
 * its witness and deciding rules, findings, assumptions, and what the proof was made from. Ends with a line break.
 */
export function toText(report: ProofReport, style: TextStyle = PLAIN): string {
  return joined([
    headline(report, style),
    overview(report, style),
    ...report.requirements.filter((result) => result.verdict !== 'satisfied').map((result) => details(result, style)),
    findings(report.findings, style),
    assumptions(report.assumptions, style),
    origins(report, style),
  ]);
}

/** The part of the proof that an error message needs: the outcome, what fails and why, and what was taken for granted. */
export function failureText(report: ProofReport, style: TextStyle = PLAIN): string {
  return joined([
    headline(report, style),
    ...report.requirements.filter((result) => result.verdict !== 'satisfied').map((result) => details(result, style)),
    findings(report.findings.filter((finding) => finding.level === 'error'), style),
    assumptions(report.assumptions, style),
    origins(report, style),
  ]);
}

/** One requirement: its statement, each flow that fails with witness, deciding rules and unknowns, what to do, its source. */
export function details(result: RequirementResult, style: TextStyle = PLAIN): string[] {
  const failing = result.flows.filter((flow) => flow.verdict !== 'satisfied');
  const role = ROLE_OF_VERDICT[result.verdict];
  const whatToDo = remedy(result);
  return [
    style.paint(role, `${printable(result.id)} is ${result.verdict} (${result.level})`),
    ...paragraph('  asks: ', printableSentence(result.statement), style.width),
    ...capped(failing, (flow) => flowDetails(flow, result, style)),
    ...capped(result.reasons, (reason) => paragraph('  reason: ', printableSentence(reason), style.width)),
    ...(whatToDo === '' ? [] : paragraph('  what to do: ', whatToDo, style.width)),
    ...documented(result.source, style),
  ];
}

/** Findings, one paragraph each; notes are only counted, since nothing follows from them for the verdict. */
export function findings(all: ProofReport['findings'], style: TextStyle = PLAIN): string[] {
  if (all.length === 0) return [];
  const notes = all.filter((finding) => finding.level === 'note');
  const ids = [...new Set(notes.map((finding) => printable(finding.id)))].join(', ');
  return [
    style.paint('heading', 'Findings'),
    ...notes.length === 0 ? [] : paragraph('  ', `${notes.length} ${notes.length === 1 ? 'note' : 'notes'} (${ids}): the other formats tell ${notes.length === 1 ? 'it' : 'them'}.`, style.width),
    ...capped(all.filter((finding) => finding.level !== 'note').sort((a, b) => WEIGHT[a.level] - WEIGHT[b.level]), (finding) => {
      const accepted = acknowledgement(finding);
      return [
        ...paragraph(`  ${finding.level} ${printable(finding.id)}: `, `${printableSentence(finding.message)} (${printable(finding.address)})`, style.width),
        ...accepted === '' ? [] : paragraph('    ', accepted, style.width),
      ];
    }),
  ];
}

/** The graver first: the end of a long list is only counted. */
const WEIGHT: Readonly<Record<ProofReport['findings'][number]['level'], number>> = { error: 0, warning: 1, note: 2 };

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

/** Title, section, date and address of a documented sentence. */
export function documented(source: Source, style: TextStyle = PLAIN): string[] {
  const where = `${printable(source.title)}, "${printable(source.section)}", dated ${printable(source.dated)}`;
  return [
    ...paragraph('  documented: ', where, style.width),
    style.paint('muted', `    ${printable(source.url)}`),
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

function overview(report: ProofReport, style: TextStyle): string[] {
  if (style.table === undefined) {
    return report.requirements.map((result) => `${printable(result.id)}: ${result.verdict} (${result.level}), ${decidedBy(result).join('; ')}`);
  }
  const idWidth = Math.max(...report.requirements.map((result) => printable(result.id).length), 'recommended'.length);
  // Three borders and two spaces of padding around each cell besides the text.
  const width = Math.max((style.width ?? 100) - idWidth - 'satisfied'.length - 10, 30);
  const rows = report.requirements.map((result) => [
    `${printable(result.id)}\n${style.paint('muted', result.level)}`,
    style.paint(ROLE_OF_VERDICT[result.verdict], result.verdict),
    decidedBy(result).flatMap((line) => wrapped(line, width)).join('\n'),
  ]);
  return style.table(['requirement', 'verdict', 'decided by'], rows).split('\n');
}

function decidedBy(result: RequirementResult): string[] {
  const rules = decidingRules(result);
  const unknowns = result.flows.flatMap((flow) => flow.unknowns);
  if (result.verdict === 'unknown' && unknowns.length > 0) {
    return [`depends on: ${printableSentence(unknowns[0])}`, ...rest(unknowns.length - 1)];
  }
  if (rules.length === 0) return [result.reasons.length > 0 ? printableSentence(result.reasons[0]) : 'nothing stands against it'];
  return [
    ...rules.slice(0, MOST_RULES_IN_OVERVIEW).map((rule) => decisionInShort(rule, deedOf(rule, result))),
    ...rest(rules.length - MOST_RULES_IN_OVERVIEW),
  ];
}

function flowDetails(flow: FlowResult, result: RequirementResult, style: TextStyle): string[] {
  return [
    ...paragraph('  flow: ', `${printableSentence(flow.source)} to ${destinationOf(flow)}: ${flow.verdict}`, style.width),
    ...(flow.witness === undefined ? [] : paragraph('    witness: ', packet(flow.witness), style.width)),
    ...capped(flow.decidedBy, (rule) => [
      ...paragraph('    ', decision(rule, deedOf(rule, result), flow.witness === undefined ? 'some of it' : 'it'), style.width),
      ...paragraph('      at ', place(rule), style.width).map((line) => style.paint('muted', line)),
    ]),
    ...capped(flow.unknowns, (unknown) => paragraph('    depends on: ', printableSentence(unknown), style.width)),
  ];
}

function capped<T>(items: readonly T[], lines: (item: T) => string[]): string[] {
  return [...items.slice(0, MOST_LISTED).flatMap(lines), ...rest(items.length - MOST_LISTED).map((line) => `  ${line}`)];
}

function rest(count: number): string[] {
  return count > 0 ? [`… and ${count} more (the JSON report has them all)`] : [];
}

