import { DecidingRule, DiffReport, PointDiff, RequirementChange, TrafficChange } from '../proof';
import { decidedText, diffSentence, directionText, editCounts, editText, packetText, sameRules, shortfalls } from './diff-words';
import { printable, printableSentence } from './printable';
import { PLAIN, Role, TextStyle } from './style';
import { assumptions, findings, joined } from './text';
import { place, ROLE_OF_VERDICT } from './words';
import { paragraph } from './wrap';

/** How many of a kind are listed before the rest is only counted; the JSON report has them all. */
const MOST_LISTED = 12;

/** How many reasons are told of one requirement. */
const MOST_REASONS = 4;

/** How many addresses of rules stand on one line. */
const MOST_PLACES = 3;

const ROLE_OF_OUTCOME: Readonly<Record<DiffReport['outcome'], Role>> = { kept: 'good', broken: 'bad', unknown: 'uncertain' };

/** A change for people: one sentence, requirements that change, then traffic and rules by enforcement point and for the sensors. */
export function diffToText(report: DiffReport, style: TextStyle = PLAIN): string {
  const changed = report.requirements.filter(({ before, after }) => before !== after);
  const still = report.requirements.filter(({ before, after }) => before === after && after !== 'satisfied');
  return joined([
    paragraph('', diffSentence(report), style.width).map((line) => style.paint(ROLE_OF_OUTCOME[report.outcome], line)),
    requirementLines(changed, still, style),
    ...report.points.map((point) => pointLines(point, style)),
    ...report.paths.map(({ sensors, changes, undecided }) => [
      ...paragraph('', `Sensors ${printable(sensors)}, over their whole path`, style.width).map((line) => style.paint('heading', line)),
      ...changeLines(changes, style, report.points.flatMap((point) => point.changes)),
      ...undecidedLines(undecided, style),
    ]),
    resourceLines(report, style),
    findings(report.findings.appeared, style).map((line, i) => (i === 0 ? style.paint('heading', 'New findings') : line)),
    report.findings.disappeared.length === 0 ? [] : [`${report.findings.disappeared.length} ${report.findings.disappeared.length === 1 ? 'finding is' : 'findings are'} gone.`],
    assumptions(report.assumptions, style),
    originLines(report, style),
  ]);
}

function requirementLines(changed: readonly RequirementChange[], still: readonly RequirementChange[], style: TextStyle): string[] {
  if (changed.length + still.length === 0) return [];
  const line = ({ id, level, before, after }: RequirementChange): string => {
    const verdict = before === after ? `still ${after}` : `${before} before, ${after} after`;
    return style.paint(ROLE_OF_VERDICT[after], `  ${printable(id)} (${level}): ${verdict}`);
  };
  const why = (change: RequirementChange): string[] => (
    shortfalls(change).slice(0, MOST_REASONS).flatMap((reason) => paragraph('    ', printableSentence(reason), style.width))
  );
  return [style.paint('heading', 'Requirements'), ...changed.flatMap((change) => [line(change), ...why(change)]), ...still.map(line)];
}

function pointLines(point: PointDiff, style: TextStyle): string[] {
  const { enforcementPoint, status, addressBefore, changes, edits, undecided } = point;
  const was = addressBefore === undefined ? '' : ` (before: ${printable(addressBefore)})`;
  const title = `${printable(enforcementPoint)}${was}${status === 'both' ? '' : `: ${status}`}`;
  const counts = editCounts([point]);
  const effect = status !== 'both' || undecided !== undefined ? [] : changes.length === 0 ? ['  no traffic changes'] : [];
  return [
    ...paragraph('', title, style.width).map((line) => style.paint('heading', line)),
    ...effect,
    ...changeLines(changes, style),
    ...undecidedLines(undecided, style),
    ...counts.length === 0 ? [] : [`  ${counts.join(', ')}`],
    ...edits.slice(0, MOST_LISTED).flatMap((edit) => paragraph('    ', editText(edit), style.width)),
    ...rest(edits.length - MOST_LISTED),
  ];
}

/** @param told changes whose rules stand above already */
function changeLines(changes: readonly TrafficChange[], style: TextStyle, told: readonly TrafficChange[] = []): string[] {
  return [
    ...changes.slice(0, MOST_LISTED).flatMap((change, i) => [
      ...change.packets.slice(0, MOST_LISTED).flatMap((packets) => paragraph(`  ${directionText(change)}: `, packetText(packets), style.width)),
      ...rest(change.packets.length - MOST_LISTED + (change.packetsLeftOut ?? 0)),
      ...[...told, ...changes.slice(0, i)].some((other) => sameRules(other, change)) ? ['    by the same rules as above'] : [
        ...ruleLines('before', change.before, style),
        ...ruleLines('after', change.after, style),
      ],
      ...change.at === undefined ? [] : paragraph('    at ', change.at.map((subnet) => printable(subnet)).join(', '), style.width),
      ...change.unknowns.slice(0, MOST_LISTED).flatMap((unknown) => paragraph('    depends on: ', printableSentence(unknown), style.width)),
    ]),
    ...rest(changes.length - MOST_LISTED),
  ];
}

function ruleLines(when: string, rules: readonly DecidingRule[], style: TextStyle): string[] {
  const all = [...new Set(rules.map(place))];
  const places = all.slice(0, MOST_PLACES).join('; ') + (all.length > MOST_PLACES ? `; and ${all.length - MOST_PLACES} more` : '');
  return [
    ...paragraph(`    ${when}: `, decidedText(rules), style.width),
    ...places === '' ? [] : paragraph('      at ', places, style.width).map((line) => style.paint('muted', line)),
  ];
}

function undecidedLines(undecided: string | undefined, style: TextStyle): string[] {
  return undecided === undefined ? [] : paragraph('  not determined: ', printableSentence(undecided), style.width);
}

function resourceLines({ resources }: DiffReport, style: TextStyle): string[] {
  if (resources.length === 0) return [];
  return [
    style.paint('heading', 'Other resources'),
    ...resources.slice(0, MOST_LISTED).map(({ kind, address }) => `  ${kind}: ${printable(address)}`),
    ...rest(resources.length - MOST_LISTED),
  ];
}

function originLines({ serviceTags, inputs }: DiffReport, style: TextStyle): string[] {
  const date = serviceTags.date === '' ? 'of a date that its file does not tell' : printable(serviceTags.date);
  return [
    ...paragraph('Service tags: ', `${printable(serviceTags.cloud)}, change number ${serviceTags.changeNumber}, ${date}`, style.width),
    ...inputs.before.map((input) => `Before: ${printable(input.path, 1000)} (${input.kind})`),
    ...inputs.after.map((input) => `After: ${printable(input.path, 1000)} (${input.kind})`),
  ];
}

function rest(count: number): string[] {
  return count > 0 ? [`    … and ${count} more (the JSON report has them all)`] : [];
}
