import { FlowResult, FlowTrace, TracedBranch, TracedStep } from '../../proof';
import { printable } from '../printable';
import { Role } from '../style';
import { ROLE_OF_VERDICT } from '../words';
import { wrapped } from '../wrap';

/** One box of a drawing. */
export interface GraphNode {
  readonly id: string;
  /** What it is, such as "NSG of the subnet". */
  readonly heading: string;
  readonly lines: readonly GraphLine[];
  readonly role: Role;
}

export interface GraphLine {
  readonly text: string;
  readonly role?: Role;
}

/** One arrow of a drawing. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly role: Role;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Characters of one line inside a box. */
export const LINE_CHARACTERS = 23;

/** Lines that a name may take before it is cut; it stands in full in the table of rules. */
const MOST_NAME_LINES = 3;

/** Groups of a firewall policy that a box lists. */
const MOST_GROUPS = 6;

/** Rules that a box names for one group. */
const MOST_RULES = 3;

export const KIND_IN_WORDS: Readonly<Record<TracedStep['kind'], string>> = {
  'network-interface-nsg': 'NSG of the interface',
  'subnet-nsg': 'NSG of the subnet',
  'nsg': 'NSG, tied to no subnet',
  'route': 'Route',
  'firewall': 'Firewall',
};

/** The ways of a flow as boxes and arrows: sensors, each enforcement point that some of it meets, destination. */
export function graphOf(flow: FlowResult, trace: FlowTrace): Graph {
  const nodes = new Map<string, GraphNode>();
  const ways = new Map<string, Way>();
  nodes.set('sensors', { id: 'sensors', heading: 'Sensors', lines: named(flow.source), role: 'muted' });
  for (const branch of trace.branches) {
    let from = 'sensors';
    let hop: string | undefined;
    for (const step of branch.steps) {
      const id = idOf(step);
      if (!nodes.has(id)) nodes.set(id, nodeOf(step, trace));
      way(ways, from, id, branch, false, hop);
      from = id;
      hop = step.nextHop;
    }
    way(ways, from, 'destination', branch, true, branch.permitted ? hop : undefined);
  }
  nodes.set('destination', {
    id: 'destination',
    heading: 'Destination',
    lines: [...named(flow.host), { text: `${printable(flow.protocol)} ${flow.port}` }],
    role: ROLE_OF_VERDICT[flow.verdict],
  });
  const isOnlyWay = (one: Way): boolean => [...ways.values()].filter(({ from }) => from === one.from).length === 1;
  return { nodes: [...nodes.values()], edges: [...ways.values()].map((one) => edgeOf(one, isOnlyWay(one))) };
}

/** Some of the flow on its way between two boxes. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly branches: TracedBranch[];
  /** Whether it leads to the destination, or would if it were not denied. */
  readonly ends: boolean;
  readonly hops: Set<string>;
}

function idOf(step: TracedStep): string {
  return JSON.stringify([step.kind, step.enforcementPoint]);
}

function way(
  ways: Map<string, Way>, from: string, to: string, branch: TracedBranch, ends: boolean, hop: string | undefined,
): void {
  const key = JSON.stringify([from, to]);
  const present = ways.get(key) ?? { from, to, branches: [], ends, hops: new Set<string>() };
  present.branches.push(branch);
  if (hop !== undefined) present.hops.add(hop);
  ways.set(key, present);
}

/** @param isOnlyWay whether all that comes to its start goes on along it */
function edgeOf({ from, to, branches, ends, hops }: Way, isOnlyWay: boolean): GraphEdge {
  const towards = hops.size === 1 ? printable([...hops][0], LINE_CHARACTERS) : hops.size > 1 ? `${hops.size} next hops` : '';
  const isCertain = (some: readonly TracedBranch[]): boolean =>
    some.some((branch) => branch.conditions.length === 0) || (isOnlyWay && some.length === branches.length);
  if (!ends) return isCertain(branches) ? { from, to, label: towards, role: 'good' } : { from, to, label: '? perhaps', role: 'uncertain' };
  const denied = branches.filter((branch) => !branch.permitted);
  if (denied.length === 0) return isCertain(branches) ? { from, to, label: towards, role: 'good' } : { from, to, label: '? perhaps', role: 'uncertain' };
  if (!isCertain(denied)) return { from, to, label: '? perhaps denied', role: 'uncertain' };
  return denied.length === branches.length ? { from, to, label: '✗ denied', role: 'bad' } : { from, to, label: '✗ partly denied', role: 'uncertain' };
}

function nodeOf(step: TracedStep, trace: FlowTrace): GraphNode {
  const steps = trace.branches.flatMap((branch) => branch.steps).filter((other) => idOf(other) === idOf(step));
  const denies = steps.some((one) => one.rule.action === 'deny');
  const allows = steps.some((one) => one.rule.action === 'allow');
  return {
    id: idOf(step),
    heading: KIND_IN_WORDS[step.kind],
    lines: [...named(step.enforcementPoint), ...(step.kind === 'firewall' ? groupLines(step, steps, trace) : ruleLines(steps))],
    role: denies && allows ? 'uncertain' : denies ? 'bad' : 'good',
  };
}

function ruleLines(steps: readonly TracedStep[]): GraphLine[] {
  const rules = new Map(steps.map(({ rule }) => [`${rule.action} ${rule.rule} ${rule.priority ?? ''}`, rule]));
  const shown = [...rules.values()].slice(0, MOST_RULES).flatMap(({ action, rule, priority, terminatesTls }) => {
    const number = priority === undefined ? '' : ` (${priority})`;
    return marked(action, `${rule}${number}${terminatesTls ? ', TLS terminated' : ''}`);
  });
  return rules.size > MOST_RULES ? [...shown, { text: `… and ${rules.size - MOST_RULES} more rules` }] : shown;
}

/** The groups in the order in which they are tried, and under each the rules that decide some of the flow. */
function groupLines(step: TracedStep, steps: readonly TracedStep[], trace: FlowTrace): GraphLine[] {
  const point = trace.points.find((one) => one.kind === step.kind && one.enforcementPoint === step.enforcementPoint);
  const groups = [...new Set((point?.rules ?? []).map(({ rule }) => groupOf(rule.rule)))].filter((group) => group !== undefined);
  const decides = (group: string | undefined): TracedStep[] => steps.filter(({ rule }) => groupOf(rule.rule) === group);
  const important = groups.filter((group) => decides(group).length > 0);
  const shown = groups.filter((group, index) => important.includes(group) || index < MOST_GROUPS - important.length).slice(0, MOST_GROUPS);
  return [
    ...shown.flatMap((group): GraphLine[] => [
      { text: `${decides(group).length > 0 ? '▸' : '·'} ${cut(group, LINE_CHARACTERS - 2)}`, role: decides(group).length > 0 ? 'heading' : 'muted' },
      ...ruleLines(decides(group).map((one) => ({ ...one, rule: { ...one.rule, rule: one.rule.rule.slice(group.length + SEPARATOR.length) } }))),
    ]),
    ...(groups.length > shown.length ? [{ text: `… and ${groups.length - shown.length} more groups`, role: 'muted' as const }] : []),
    ...ruleLines(decides(undefined)),
  ];
}

const SEPARATOR = ' / ';

/** The group of a rule `group / collection / rule`; none for rules that Azure adds itself. */
function groupOf(rule: string): string | undefined {
  const end = rule.indexOf(SEPARATOR);
  return end === -1 ? undefined : rule.slice(0, end);
}

/** At most two lines; the rule stands in full in the lists below the drawing. */
function marked(action: 'allow' | 'deny', text: string): GraphLine[] {
  const [first, ...rest] = wrapped(`${action === 'allow' ? '✓' : '✗'} ${printable(text)}`, LINE_CHARACTERS);
  const lines = rest.length === 0 ? [first] : [first, cut(`  ${rest.join(' ')}`, LINE_CHARACTERS)];
  return lines.map((line) => ({ text: line, role: action === 'allow' ? 'good' : 'bad' }));
}

function named(name: string): GraphLine[] {
  // Terraform names are long words: they may break after their own separators.
  const lines = wrapped(printable(name).replace(/([._/,])(?=[^\s])/g, '$1\u0000'), Infinity)[0].split('\u0000');
  const rows: string[] = [];
  for (const piece of lines.flatMap((line) => wrapped(line, LINE_CHARACTERS))) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + piece.length <= LINE_CHARACTERS) rows[rows.length - 1] = last + piece;
    else rows.push(piece);
  }
  const shown = rows.slice(0, MOST_NAME_LINES);
  if (rows.length > MOST_NAME_LINES) shown[MOST_NAME_LINES - 1] = cut(`${shown[MOST_NAME_LINES - 1]}…`, LINE_CHARACTERS);
  return shown.map((text) => ({ text }));
}

function cut(text: string, longest: number): string {
  const characters = Array.from(printable(text));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}
