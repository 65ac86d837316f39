import { DecidingRule, DiffReport, PathDiff, PointDiff, RequirementChange, TrafficChange } from '../proof';
import { isSameAt } from './diff-same';
import { alikeChanges, decidedText, diffSentence, directionText, editCounts, editText, packetText, sameRules, shortfalls } from './diff-words';
import { findings } from './findings-text';
import { grouped } from './grouped';
import { printable, printableSentence } from './printable';
import { PLAIN, Role, TextStyle } from './style';
import { assumptions, joined } from './text';
import { place, ROLE_OF_VERDICT } from './words';
import { paragraph } from './wrap';

/** How many of a kind are listed before the rest is only counted; the JSON report has them all. */
const MOST_LISTED = 12;

/** How many reasons are told of one requirement. */
const MOST_REASONS = 4;

/** Changes of rules that are told without counting them. */
const MOST_EDITS_ON_A_LINE = 3;

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
    ...report.paths.map((path) => pathLines(path, report.points, style)),
    resourceLines(report, style),
    findings(report.findings.appeared, style, 'New findings'),
    report.findings.disappeared.length === 0 ? [] : [`${report.findings.disappeared.length} ${report.findings.disappeared.length === 1 ? 'finding is' : 'findings are'} gone.`],
    assumptions(report.assumptions, style),
    originLines(report, style),
  ]);
}

function requirementLines(changed: readonly RequirementChange[], still: readonly RequirementChange[], style: TextStyle): string[] {
  if (changed.length + still.length === 0) return [];
  const line = (alike: readonly RequirementChange[]): string[] => {
    const [{ level, before, after }] = alike;
    const verdict = before === after ? `still ${after}` : `${before} before, ${after} after`;
    return paragraph('  ', `${alike.map(({ id }) => printable(id)).join(', ')} (${level}): ${verdict}`, style.width).map((text) => style.paint(ROLE_OF_VERDICT[after], text));
  };
  const why = (alike: readonly RequirementChange[]): string[] => (
    shortfalls(...alike).slice(0, MOST_REASONS).flatMap((reason) => paragraph('    ', printableSentence(reason), style.width))
  );
  return [
    style.paint('heading', 'Requirements'),
    ...alikeChanges(changed).flatMap((alike) => [...line(alike), ...why(alike)]),
    ...grouped(still, ({ level, after }) => `${level} ${after}`).flatMap(line),
  ];
}

function pointLines(point: PointDiff, style: TextStyle): string[] {
  const { enforcementPoint, status, addressBefore, changes, edits, undecided } = point;
  const was = addressBefore === undefined ? '' : ` (before: ${printable(addressBefore)})`;
  const title = `${printable(enforcementPoint)}${was}${status === 'both' ? '' : `: ${status}`}`;
  const effect = status !== 'both' || undecided !== undefined ? [] : changes.length === 0 ? ['  no traffic changes'] : [];
  return [
    ...paragraph('', title, style.width).map((line) => style.paint('heading', line)),
    ...effect,
    ...changeLines(changes, style),
    ...undecidedLines(undecided, style),
    ...editLines(edits, style),
  ];
}

function pathLines(path: PathDiff, points: readonly PointDiff[], style: TextStyle): string[] {
  const { sensors, changes, undecided } = path;
  const same = points.find((point) => isSameAt(point, path));
  const what = same === undefined ? '' : `: the same as at ${printable(same.enforcementPoint)}, for what they send`;
  return [
    ...paragraph('', `Sensors ${printable(sensors)}, over their whole path${what}`, style.width).map((line) => style.paint('heading', line)),
    ...same === undefined ? changeLines(changes, style, points.flatMap((point) => point.changes)) : [],
    ...undecidedLines(undecided, style),
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

function editLines(edits: PointDiff['edits'], style: TextStyle): string[] {
  if (edits.length <= MOST_EDITS_ON_A_LINE) return edits.length === 0 ? [] : paragraph('  rules: ', edits.map(editText).join('; '), style.width);
  return [
    `  ${editCounts([{ edits }]).join(', ')}`,
    ...edits.slice(0, MOST_LISTED).flatMap((edit) => paragraph('    ', editText(edit), style.width)),
    ...rest(edits.length - MOST_LISTED),
  ];
}

function ruleLines(when: string, rules: readonly DecidingRule[], style: TextStyle): string[] {
  const all = [...new Set(rules.map(place))];
  // Where there is no address to look for, the rule's own line says so.
  if (rules.length > 0 && rules.every(({ address }) => address === undefined)) return paragraph(`    ${when}: `, `${decidedText(rules)}, ${all.join()}`, style.width);
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
