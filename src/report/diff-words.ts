import { DecidingRule, DiffReport, NamedSet, PacketSet, PointDiff, RequirementChange, RequirementResult, RuleEdit, TrafficChange } from '../proof';
import { alikeFlows, alikeResults } from './alike';
import { printable } from './printable';
import { listed, packetsInShort, ruleName } from './words';

/*
 * The phrases that every readable format of a diff shares.
 */

/** Names shown of one set before the rest is only counted; the JSON report has them all. */
const MOST_NAMES = 6;

/** Rules shown of those that decide a part each. */
const MOST_RULES = 3;

/**
 * What a change does, in one sentence: what it breaks, what it opens and closes, or that no traffic changes.
 *
 * @param code dresses a requirement id
 */
export function diffSentence(report: DiffReport, code: (id: string) => string = (id) => `\`${id}\``): string {
  const requirements = requirementClauses(report.requirements, code);
  const traffic = trafficClauses(report);
  const clauses = [...requirements, ...traffic];
  if (clauses.length > 0) return `${capital(clauses.join('; '))}.`;
  return unchangedSentence(report);
}

function requirementClauses(requirements: readonly RequirementChange[], code: (id: string) => string): string[] {
  const ids = (wanted: (change: RequirementChange) => boolean): string => listed(requirements.filter(wanted).map(({ id }) => code(printable(id))));
  const clauses: readonly (readonly [string, string])[] = [
    ['breaks', ids(({ before, after }) => after === 'violated' && before !== 'violated')],
    ['leaves unknown', ids(({ before, after }) => after === 'unknown' && before === 'satisfied')],
    ['mends', ids(({ before, after }) => after === 'satisfied' && before !== 'satisfied')],
    ['no longer breaks for certain', ids(({ before, after }) => after === 'unknown' && before === 'violated')],
  ];
  return clauses.filter(([, text]) => text !== '').map(([verb, text]) => `${verb} ${text}`);
}

/** Why requirements whose verdict changes alike are not satisfied: packets with the rules that decide them, and what else is known. */
export function shortfalls(...changes: readonly RequirementChange[]): string[] {
  const flows = alikeFlows(changes.map(asResult));
  return [...new Set([
    ...flows.flatMap(({ flows: alike, decidedBy }) => (
      packetsInShort(alike.flatMap(({ flow }) => flow.witness ?? [])).map((packets) => `witness: ${packets}, ${fateText(decidedBy)}`))),
    ...flows.flatMap(({ unknowns }) => unknowns).map((unknown) => `depends on: ${unknown}`),
    ...changes.flatMap(({ reasons }) => reasons).map((reason) => `reason: ${reason}`),
  ])];
}

/** Requirements that change in the same way for the same causes. */
export function alikeChanges(changes: readonly RequirementChange[]): RequirementChange[][] {
  return alikeResults(changes.map((change) => ({ ...asResult(change), change })), ({ level, change }) => [level, change.before])
    .map((alike) => alike.map(({ change }) => change));
}

function asResult(change: RequirementChange): RequirementResult {
  return { ...change, verdict: change.after };
}

function fateText(rules: readonly DecidingRule[]): string {
  const inspecting = rules.filter(({ terminatesTls }) => terminatesTls);
  if (inspecting.length > 0) return decidedText(inspecting).replace(/^allowed/, 'its TLS terminated');
  const denying = rules.filter(({ action }) => action === 'deny');
  return decidedText(denying.length > 0 ? denying : rules);
}

function trafficClauses({ points, paths }: DiffReport): string[] {
  const atPoints = points.flatMap(({ changes, enforcementPoint }) => changes.map((change) => ({ change, where: `at ${printable(enforcementPoint)}` })));
  // What changes for sensors alone (a route, an association) shows at no enforcement point.
  const shown = atPoints.length > 0 ? atPoints : paths.flatMap(({ changes, sensors }) => changes.map((change) => ({ change, where: `for ${printable(sensors)}` })));
  const verbs = [
    ['opens', 'opened', true], ['closes', 'closed', true], ['may open', 'opened', false], ['may close', 'closed', false],
  ] as const;
  const clauses = verbs.flatMap(([verb, direction, certain]) => {
    const matching = shown.filter(({ change }) => change.direction === direction && change.certain === certain
      // What may be wider than it is for certain is a detail of the same change.
      && (certain || !shown.some((other) => other.change.certain && sameRules(other.change, change))));
    if (matching.length === 0) return [];
    const regions = matching.reduce((sum, { change }) => sum + change.packets.length + (change.packetsLeftOut ?? 0), 0);
    const more = regions > 1 ? ` and ${regions - 1} more` : '';
    const { except, ...first } = matching[0].change.packets[0];
    return [`${verb} ${packetText(first)}${except ? ', with exceptions,' : ''} ${matching[0].where}${more}`];
  });
  const undecided = [...points, ...paths].filter((part) => part.undecided !== undefined).length;
  return undecided > 0 ? [...clauses, 'more may change, which could not be determined'] : clauses;
}

/** Whether two changes go the same way, by the same rules before and after. */
export function sameRules(one: TrafficChange, other: TrafficChange): boolean {
  const key = ({ direction, before, after }: TrafficChange): string => JSON.stringify([direction, before, after]);
  return key(one) === key(other);
}

function unchangedSentence({ points, resources }: DiffReport): string {
  const edits = editCounts(points);
  const news = points.filter(({ status }) => status !== 'both').map(({ status, enforcementPoint }) => `${printable(enforcementPoint)} is ${status}`);
  const moved = points.filter(({ addressBefore }) => addressBefore !== undefined)
    .map(({ addressBefore, enforcementPoint }) => `${printable(addressBefore ?? '')} is now ${printable(enforcementPoint)}`);
  const also = [...edits, ...moved, ...news];
  const open = resources.filter(({ isExamined }) => !isExamined).length;
  const others = open === 0 ? ''
    : `; ${open} other ${open === 1 ? 'resource' : 'resources'} changed, and what that means for machines other than the sensors is not examined`;
  const scope = news.length > 0 || open > 0 ? 'No traffic of the sensors changes' : 'No traffic changes';
  return `${scope}${also.length > 0 ? `: ${listed(also)}` : ''}${others}.`;
}

const EDIT_ORDER: readonly RuleEdit['kind'][] = ['added', 'removed', 'changed', 'renamed', 'renumbered', 'moved'];

/** `2 rules renumbered`, `1 rule renamed`. */
export function editCounts(points: readonly Pick<PointDiff, 'edits'>[]): string[] {
  const all = points.flatMap(({ edits }) => edits);
  return EDIT_ORDER.flatMap((kind) => {
    const count = all.filter((edit) => edit.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? 'rule' : 'rules'} ${kind}`];
  });
}

/**
 * `TCP 443 from 10.1.0.4 to AzureAdvancedThreatProtection`, with hosts, paths and source ports where they matter.
 *
 * @param within what it is an exception of: destinations of hosts that are the same are not told twice
 */
export function packetText(packets: PacketSet, within?: Pick<PacketSet, 'destinations'>): string {
  const { sources, destinations, sourcePorts, schemes, hosts, urlPaths, families, except = [] } = packets;
  const exceptions = except.slice(0, MOST_NAMES).map((part) => packetText(part, packets)).join('; ') + (except.length > MOST_NAMES ? `; and ${except.length - MOST_NAMES} more` : '');
  return [
    trafficText(packets),
    ...schemes ? [`(${schemeText(schemes)})`] : [],
    `from ${setText(sources)}`,
    ...sourcePorts ? [`(source port ${setText(sourcePorts)})`] : [],
    `to ${hosts ? hostsText(hosts, isSame(destinations, within?.destinations) ? ANY : destinations) : setText(destinations)}`,
    ...urlPaths ? [`under ${setText(urlPaths)}`] : [],
    // Where both families fare alike nobody needs to hear of it.
    ...families.length === 1 && families[0] === 'ipv6' ? ['(IPv6)'] : [],
    ...except.length > 0 ? [`except ${exceptions}`] : [],
  ].join(' ');
}

const ANY: NamedSet = { names: ['any'], except: [] };

function isSame(one: NamedSet, other: NamedSet | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function hostsText(hosts: NamedSet, destinations: NamedSet): string {
  const names = hosts.names[0] === 'any' && hosts.except.length > 0 ? `any host but ${setText({ names: hosts.except, except: [] })}` : setText(hosts);
  return isAny(destinations) ? names : `${names} at ${setText(destinations)}`;
}

function trafficText({ protocols, ports }: PacketSet): string {
  const all = protocols.names[0] === 'any';
  const protocol = all && protocols.except.length === 0 ? 'any protocol' : setText(protocols);
  if (isAny(ports)) return all ? `everything${protocols.except.length > 0 ? ` but ${setText({ ...protocols, names: protocols.except, except: [] })}` : ''}` : `all ${protocol}`;
  return `${protocol} ${ports.names[0] === 'any' ? `port ${setText(ports)}` : setText(ports)}`;
}

function schemeText(schemes: NamedSet): string {
  const words = new Map([['other', 'neither HTTP nor HTTPS'], ['HTTP', 'HTTP'], ['HTTPS', 'HTTPS']]);
  const part = (names: readonly string[]): string => names.map((name) => words.get(name) ?? printable(name)).join(' or ');
  return schemes.except.length > 0 ? `not ${part(schemes.except)}` : part(schemes.names);
}

/** `a, b`, or `any but a, b`; long lists are cut with their number. */
export function setText({ names, except }: NamedSet): string {
  const cut = (items: readonly string[]): string => {
    const shown = items.slice(0, MOST_NAMES).map((item) => printable(item)).join(', ');
    return items.length > MOST_NAMES ? `${shown} and ${items.length - MOST_NAMES} more` : shown;
  };
  return except.length === 0 ? cut(names) : `${cut(names)} but ${cut(except)}`;
}

function isAny({ names, except }: NamedSet): boolean {
  return except.length === 0 && names.length === 1 && names[0] === 'any';
}

/** `opened`, `closed`, or that it depends. */
export function directionText({ direction, certain }: TrafficChange): string {
  return certain ? direction : `perhaps ${direction}`;
}

/** `denied by rule "DenyInternet" (priority 150)`; several rules of a way are joined. */
export function decidedText(rules: readonly DecidingRule[]): string {
  if (rules.length === 0) return 'permitted, as nothing on the way filters it';
  const verb = rules.some((rule) => rule.action === 'deny') ? 'denied' : 'allowed';
  const names = rules.map((rule) => `${ruleName(rule)} of ${printable(rule.enforcementPoint)}`);
  return `${verb} by ${listed(names.length > MOST_RULES ? [...names.slice(0, MOST_RULES), `${names.length - MOST_RULES} more rules`] : names)}`;
}

/** `renamed "a" to "b"`. */
export function editText({ kind, rule, from, to }: RuleEdit): string {
  if (kind === 'renamed') return `renamed "${printable(from ?? '')}" to "${printable(to ?? '')}"`;
  if (kind === 'renumbered') return `renumbered "${printable(rule)}" from ${printable(from ?? '')} to ${printable(to ?? '')}`;
  return `${kind} "${printable(rule)}"`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
