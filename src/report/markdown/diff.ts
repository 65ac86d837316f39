import { DecidingRule, DiffReport, PathDiff, PointDiff, TrafficChange } from '../../proof';
import { alikeChanges, decidedText, diffSentence, directionText, editText, packetText, shortfalls } from '../diff-words';
import { SYMBOL_OF_LEVEL, SYMBOL_OF_VERDICT } from '../symbols';
import { place } from '../words';
import { TextBudget } from './budget';
import { code, html, inline } from './inline';
import { fold, item, listedFew, MOST_BYTES, nested, row } from './parts';

/** First line of every comment about a change, by which a later run finds the comment to update. */
export const DIFF_COMMENT_MARKER = '<!-- mdi-egress-diff -->';

const SYMBOL_OF_OUTCOME: Readonly<Record<DiffReport['outcome'], string>> = {
  kept: SYMBOL_OF_VERDICT.satisfied, broken: SYMBOL_OF_VERDICT.violated, unknown: SYMBOL_OF_VERDICT.unknown,
};

/** Reasons that the table has for one requirement. */
const MOST_REASONS = 2;

/**
 * What a change opens, closes and breaks, as a pull-request comment: one sentence, the requirements whose verdict
 * changes, then foldable details. Ends with a line break.
 */
export function diffToMarkdown(report: DiffReport): string {
  const budget = new TextBudget(MOST_BYTES);
  const headline = `${DIFF_COMMENT_MARKER}\n### ${SYMBOL_OF_OUTCOME[report.outcome]} ${inline(diffSentence(report, (id) => id))}\n\n`;
  budget.take(headline);
  const parts = [
    headline,
    requirements(report, budget),
    ...report.points.map((point) => pointPart(point, budget)),
    ...report.paths.map((path) => pathPart(path, budget)),
    ...background(report, budget),
  ];
  if (budget.cut > 0) parts.push(`Cut: ${budget.cut} more ${budget.cut === 1 ? 'entry' : 'entries'} that no comment has room for; the JSON report has them all.\n`);
  return `${parts.join('').trimEnd()}\n`;
}

function requirements(report: DiffReport, budget: TextBudget): string {
  const rows = alikeChanges(report.requirements.filter(({ before, after }) => before !== after || after !== 'satisfied')).map((alike) => {
    const [{ level, before, after }] = alike;
    return row(
      `${alike.map(({ id }) => code(id, 'table')).join(', ')} (${level})`, `${SYMBOL_OF_VERDICT[before]} ${before}`, `${SYMBOL_OF_VERDICT[after]} ${after}`,
      shortfalls(...alike).slice(0, MOST_REASONS).map((reason) => inline(reason, 'table', 300)).join('<br>'),
    );
  });
  return budget.framed(`${row('Requirement', 'Before', 'After', 'Why')}${row('---', '---', '---', '---')}`, rows, '\n');
}

function pointPart(point: PointDiff, budget: TextBudget): string {
  const was = point.addressBefore === undefined ? '' : `, before: <code>${html(point.addressBefore)}</code>`;
  const news = point.status === 'both' ? '' : ` is ${point.status}`;
  const effect = point.changes.length > 0 ? `: ${point.changes.length} ${point.changes.length === 1 ? 'change' : 'changes'} of traffic`
    : point.undecided !== undefined ? ': not determined' : point.status === 'both' ? ': no traffic changes' : '';
  return fold(`<code>${html(point.enforcementPoint)}</code>${news}${was}${effect}`, [
    ...undecided(point.undecided),
    ...listedFew(point.changes, changeEntry),
    ...listedFew(point.edits, (edit) => item(`rule: ${inline(editText(edit))}`)),
    ...(point.changes.length + point.edits.length === 0 && point.undecided === undefined ? [item(point.status === 'both' ? 'nothing is decided differently' : 'what that means for the sensors is told with their paths')] : []),
  ], budget);
}

function pathPart(path: PathDiff, budget: TextBudget): string {
  return fold(`Sensors <code>${html(path.sensors)}</code>, over their whole path`, [...undecided(path.undecided), ...listedFew(path.changes, changeEntry)], budget);
}

function undecided(reason: string | undefined): string[] {
  return reason === undefined ? [] : [item(`**not determined:** ${inline(reason)}`)];
}

function changeEntry(change: TrafficChange): string {
  return [
    ...listedFew(change.packets, (packets) => item(`**${directionText(change)}:** ${inline(packetText(packets))}`)),
    nested(`before: ${decided(change.before)}`),
    nested(`after: ${decided(change.after)}`),
    ...(change.at === undefined ? [] : [nested(`at ${listedFew(change.at, (subnet) => code(subnet), (text) => text).join(', ')}`)]),
    ...listedFew(change.unknowns, (unknown) => nested(`depends on: ${inline(unknown)}`), nested),
  ].join('');
}

function decided(rules: readonly DecidingRule[]): string {
  const places = [...new Set(rules.map(place))].join('; ');
  return inline(`rules say ${decidedText(rules)}${places === '' ? '' : `, at ${places}`}`).replace(/^rules say /, '');
}

function background(report: DiffReport, budget: TextBudget): string[] {
  const { appeared, disappeared } = report.findings;
  const { cloud, changeNumber, date } = report.serviceTags;
  return [
    fold(`Other resources that change (${report.resources.length})`, report.resources.map(({ kind, address }) => item(`${kind}: ${code(address)}`)), budget),
    fold(`Findings (${appeared.length} new, ${disappeared.length} gone)`, [
      ...appeared.map((finding) => item(`new: ${SYMBOL_OF_LEVEL[finding.level]} ${finding.level} ${code(finding.id)}: ${inline(finding.message)} (${code(finding.address)})`)),
      ...disappeared.map((finding) => item(`gone: ${code(finding.id)} (${code(finding.address)})`)),
    ], budget),
    fold(`Taken for granted (${report.assumptions.length})`, report.assumptions.map((assumption, index) => `${index + 1}. ${inline(assumption)}\n`), budget),
    fold('Inputs and service tags', [
      ...report.inputs.before.map((input) => item(`before: ${code(input.path)} (${input.kind})`)),
      ...report.inputs.after.map((input) => item(`after: ${code(input.path)} (${input.kind})`)),
      item(`service tags: ${inline(`snapshot of ${cloud}, change number ${changeNumber}, ${date === '' ? 'without a date' : date}`)}`),
    ], budget),
  ];
}
