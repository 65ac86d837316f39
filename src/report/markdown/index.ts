import { ProofReport, RequirementResult } from '../../proof';
import { acknowledgement, pageOf } from '../acknowledged';
import { AlikeFlows, alikeFlows, alikeResults, alikeSentence, whatIsDecided } from '../alike';
import { inputsOf, sentenceOfAll, verdictOfAll } from '../combined';
import { remedy } from '../remedy';
import { SYMBOL_OF_LEVEL, SYMBOL_OF_VERDICT } from '../symbols';
import { decidingRules, decision, decisionInShort, deedOf, destinationOf, overallSentence, packet, place } from '../words';
import { TextBudget } from './budget';
import { code, html, inline, link } from './inline';
import { fold, item, listedFew, MOST_BYTES, nested, row } from './parts';

export { DIFF_COMMENT_MARKER, diffToMarkdown } from './diff';

/** First line of every comment, by which a later run finds the comment to update. */
export const COMMENT_MARKER = '<!-- mdi-egress -->';

/** Deciding rules or unknowns that the overview names for one requirement. */
const MOST_IN_OVERVIEW = 2;

/** How many configurations the overview of several lists. */
const MOST_CONFIGURATIONS = 200;

/**
 * Proofs as a pull-request comment: the outcome in one sentence, a table, then foldable details. Ends with a line break.
 *
 * @param reports one proof, or several that were asked for together; at least one
 */
export function toMarkdown(reports: readonly ProofReport[]): string {
  const budget = new TextBudget(MOST_BYTES);
  const headline = `${COMMENT_MARKER}\n### ${SYMBOL_OF_VERDICT[verdictOfAll(reports)]} ${inline(sentenceOfAll(reports))}\n\n`;
  budget.take(headline);
  const parts = [headline, reports.length === 1 ? overview(reports[0], budget) : configurations(reports, budget)];
  // What is worst comes first, so that it is the last to be cut.
  const order = { violated: 0, unknown: 1, satisfied: 2 };
  const sorted = [...reports].sort((a, b) => order[a.verdict] - order[b.verdict]);
  for (const report of sorted) parts.push(...failures(report, reports.length > 1, budget));
  for (const report of sorted) parts.push(...background(report, reports.length > 1, budget));
  if (budget.cut > 0) parts.push(`Cut: ${budget.cut} more ${budget.cut === 1 ? 'entry' : 'entries'} that no comment has room for; the JSON report has them all.\n`);
  return `${parts.filter((part) => part !== '').join('').trimEnd()}\n`;
}

function overview(report: ProofReport, budget: TextBudget): string {
  const rows = alikeResults(report.requirements, ({ level }) => level).map((alike) => row(
    `${alike.map(({ id }) => code(id, 'table')).join(', ')} (${alike[0].level})`, `${SYMBOL_OF_VERDICT[alike[0].verdict]} ${alike[0].verdict}`, decidedBy(alike).join('<br>'),
  ));
  return budget.framed(`${row('Requirement', 'Verdict', 'Decided by')}${row('---', '---', '---')}`, rows, '\n');
}

function configurations(reports: readonly ProofReport[], budget: TextBudget): string {
  const rows = reports.slice(0, MOST_CONFIGURATIONS).map((report) => {
    const failing = report.requirements.filter((result) => result.verdict !== 'satisfied')
      .map((result) => `${SYMBOL_OF_VERDICT[result.verdict]} ${code(result.id, 'table')}`);
    return row(code(inputsOf(report, 100), 'table'), `${SYMBOL_OF_VERDICT[report.verdict]} ${report.verdict}`, failing.join(', ') || 'none');
  });
  const more = reports.length - rows.length;
  return budget.framed(`${row('Configuration', 'Verdict', 'Not satisfied')}${row('---', '---', '---')}`, rows, `${more > 0 ? `\n… and ${more} more configurations.\n` : ''}\n`);
}

function decidedBy(alike: readonly RequirementResult[]): string[] {
  const [result] = alike;
  const unknowns = alikeFlows(alike).flatMap((flows) => flows.unknowns);
  const rules = decidingRules(result);
  const all = result.verdict === 'unknown' && unknowns.length > 0
    ? unknowns.map((unknown) => `depends on: ${unknown}`)
    : rules.length > 0 ? rules.map((rule) => decisionInShort(rule, deedOf(rule, result))) : result.reasons;
  if (all.length === 0) return ['nothing stands against it'];
  const rest = all.length - MOST_IN_OVERVIEW;
  return [...all.slice(0, MOST_IN_OVERVIEW).map((text) => inline(text, 'table', 160)), ...(rest > 0 ? [`… and ${rest} more`] : [])];
}

function failures(report: ProofReport, named: boolean, budget: TextBudget): string[] {
  return alikeResults(report.requirements.filter(({ verdict }) => verdict !== 'satisfied')).map((alike) => {
    const [{ verdict, reasons }, ...others] = alike;
    const where = named ? ` in <code>${html(inputsOf(report, 100))}</code>` : '';
    const whatToDo = remedy(alike[0], ...others);
    const sources = new Map(alike.map(({ source }) => [JSON.stringify(source), source]));
    return fold(`${SYMBOL_OF_VERDICT[verdict]} ${alikeSentence(alike, (id) => `<code>${html(id)}</code>`)}${where}`, [
      ...alike.map(({ id, statement }) => item(others.length === 0 ? inline(statement) : `${code(id)}: ${inline(statement)}`)),
      ...alikeFlows(alike).flatMap(flowEntries),
      ...listedFew(reasons, (reason) => item(`reason: ${inline(reason)}`)),
      ...(whatToDo === '' ? [] : [item(`**what to do:** ${inline(whatToDo)}`)]),
      ...[...sources.values()].map(({ title, url, section, dated }) => item(`documented: ${link(title, url)}, ${inline(`"${section}", dated ${dated}`)}`)),
    ], budget);
  });
}

/** Flows that fail alike, with a packet of each; then, once, what they have in common. */
function flowEntries({ verdict, flows, decidedBy: rules, unknowns }: AlikeFlows): string[] {
  const what = whatIsDecided(flows);
  const common = [
    ...listedFew(rules, (rule) => nested(inline(`${decision(rule, deedOf(rule, flows[0].result), what)}, at ${place(rule)}`)), nested),
    ...listedFew(unknowns, (unknown) => nested(`depends on: ${inline(unknown)}`), nested),
  ].join('');
  const entries = listedFew(flows, ({ flow }) => [
    item(`${inline(`from ${flow.source} to ${destinationOf(flow)}`)}: **${verdict}**`),
    ...(flow.witness === undefined ? [] : [nested(`witness: ${inline(packet(flow.witness))}`)]),
  ].join(''));
  // One entry where there is one flow: a fold that is cut loses whole entries.
  return flows.length === 1 ? [`${entries.join('')}${common}`] : [...entries, `${item('all of these')}${common}`];
}

function background(report: ProofReport, named: boolean, budget: TextBudget): string[] {
  const where = named ? ` for <code>${html(inputsOf(report, 100))}</code>` : '';
  const { cloud, changeNumber, date } = report.serviceTags;
  return [
    fold(`Findings (${report.findings.length})${where}`, report.findings.map(findingEntry), budget),
    fold(`Taken for granted (${report.assumptions.length})${where}`, report.assumptions.map((assumption, index) =>
      `${index + 1}. ${inline(assumption)}\n`), budget),
    fold(`Inputs and service tags${where}`, [
      ...(named ? [item(inline(overallSentence(report)))] : []),
      ...report.inputs.map((input) => item(`input: ${code(input.path)} (${input.kind})`)),
      item(`service tags: ${inline(`snapshot of ${cloud}, change number ${changeNumber}, ${date === '' ? 'without a date' : date}`)}`),
    ], budget),
  ];
}

function findingEntry(finding: ProofReport['findings'][number]): string {
  const page = pageOf(finding);
  const accepted = acknowledgement(finding);
  return item([
    `${SYMBOL_OF_LEVEL[finding.level]} ${finding.level} ${code(finding.id)}: ${inline(finding.message)} (${code(finding.address)})`,
    ...(accepted === '' ? [] : [inline(accepted)]),
    ...(page === undefined ? [] : [link('documented', page)]),
  ].join('; '));
}
