import { AddressFamily, Axis, IntervalSet, Point, Region } from '../packets';
import { HOST_VIRTUAL_ADDRESS, METADATA_ADDRESS } from './address-space';
import { AddressTerms, Place, Side, VirtualNetworkReading } from './address-terms';
import { ALL_PORTS, ALL_PROTOCOLS, EgressSpace, PROTOCOL, PROTOCOLS_WITH_PORTS } from './egress-space';
import { Link, NetworkSecurityGroup, NetworkSecurityRule, NetworkSecurityRuleSide } from './estate';
import { NSG_RULE_PRIORITIES } from './limits';
import { Notes } from './notes';
import { plainPorts, portRegions } from './ports';
import { RuleField, written } from './rule-field';
import { hiddenRows, inPriorityOrder, intersections, refusedRows, RuleName, RuleRow, withFields } from './rule-row';
import { ServiceTagSnapshot } from './service-tags';
import { isUnknown, Maybe, Unknown } from './unknown';

/** What the rules of an NSG mean depends on: where it stands and which addresses are members of which group. */
export interface NetworkSecurityContext {
  readonly space: EgressSpace;
  readonly serviceTags: ServiceTagSnapshot;
  readonly virtualNetwork: VirtualNetworkReading;
  /** The packets whose source or destination is a member of an application security group, as a union. */
  readonly applicationSecurityGroupMembers: (side: Side, group: Link) => readonly Region[];
  readonly notes: Notes;
  /** Whether rows tell what their rules ask, field by field; false by default. */
  readonly tellFields?: boolean;
}

/**
 * The outbound rules of an NSG as a first-match list, default rules included: "rules are processed in priority order,
 * with lower numbers processed before higher numbers … once traffic matches a rule, processing stops" (NSG overview).
 */
export function outboundRows(nsg: NetworkSecurityGroup, context: NetworkSecurityContext): RuleRow[] {
  const { space, notes, serviceTags, virtualNetwork } = context;
  const ruleContext = { ...context, terms: new AddressTerms(space, serviceTags, notes, virtualNetwork), withoutPorts: new Map<string, Region>() };
  const outbound = nsg.rules.filter((rule) => !isInbound(rule));
  reportEqualPriorities(nsg, 'outbound', outbound, notes);
  reportEqualPriorities(nsg, 'inbound', nsg.rules.filter(isInbound), notes);
  const inOrder = (rules: readonly NetworkSecurityRule[]): RuleRow[] => inPriorityOrder(
    space,
    rules.map((rule) => ({ key: () => placeOf(rule).text, priority: checkedPriority(rule, notes), rows: ruleRows(rule, ruleContext) })),
    NSG_RULE_PRIORITIES.minimum,
    (priority) => `${nsg.origin.address} has several outbound rules with priority ${priority}, of which Azure refuses all but one`,
    'one of them',
  );
  const platform = inOrder(outbound.filter(namesPlatformTag));
  const others = withHiddenRules(inOrder(outbound.filter((rule) => !namesPlatformTag(rule))), nsg, outbound, space);
  const refused = notes.isMalformed(nsg.origin.address) ? refusedRows(space, nsg.origin.address) : [];
  const rows = [...platform, ...platformRows(space), ...refused, ...others, ...defaultRows(context)];
  return context.tellFields ? withInboundRules(rows, nsg) : rows;
}

function isInbound({ direction }: NetworkSecurityRule): boolean {
  return !isUnknown(direction) && direction.toLowerCase() === 'inbound';
}

/** Rules of the other direction in their places, for the question why they match nothing. */
function withInboundRules(rows: readonly RuleRow[], nsg: NetworkSecurityGroup): RuleRow[] {
  const all = [...rows];
  for (const rule of nsg.rules.filter(isInbound)) {
    const name = ruleName(rule);
    const action = !isUnknown(rule.access) && rule.access.toLowerCase() === 'deny' ? 'deny' : 'allow';
    // The default rules come after every other.
    const place = all.findIndex((row) => (row.rule.priority ?? 0) > (name.priority ?? 0));
    all.splice(place, 0, ...withFields([], { action, rule: name }, [{ name: 'direction', asks: written([rule.direction]), regions: [] }]));
  }
  return all;
}

/** Platform services "aren't subject to the configured NSGs unless targeted by service tags specific to each service". */
function platformRows(space: EgressSpace): RuleRow[] {
  if (space.family === 'ipv6') return [];
  const addresses = HOST_VIRTUAL_ADDRESS.union(METADATA_ADDRESS);
  return [{ action: 'allow', regions: [space.everything.where(space.destination, addresses)!], rule: { name: 'Azure platform services' } }];
}

function namesPlatformTag(rule: NetworkSecurityRule): boolean {
  return rule.destination.addresses.some((entry) => !isUnknown(entry) && /^azureplatform(?:dns|imds|lkm)$/i.test(entry));
}

/** The default rules that every NSG has (NSG overview, "Default security rules", outbound). */
function defaultRows(context: NetworkSecurityContext): RuleRow[] {
  const { space, serviceTags, notes, virtualNetwork, tellFields } = context;
  const terms = new AddressTerms(space, serviceTags, notes, virtualNetwork);
  const field = (name: Side, tag: string): RuleField => ({ name, asks: [tag], regions: terms.regions(name, [tag], { text: 'the default rules', address: '' }) });
  const row = (action: RuleRow['action'], name: string, priority: number, ...fields: readonly RuleField[]): RuleRow => ({
    action, rule: { name, priority }, regions: intersections([space.everything], ...fields.map(({ regions }) => regions)), ...tellFields ? { fields } : {},
  });
  return [
    row('allow', 'AllowVnetOutBound', 65000, field('source', 'VirtualNetwork'), field('destination', 'VirtualNetwork')),
    row('allow', 'AllowInternetOutBound', 65001, field('destination', 'Internet')),
    row('deny', 'DenyAllOutBound', 65500),
  ];
}

/** A context with what all rules of a list share. */
interface RuleContext extends NetworkSecurityContext {
  readonly terms: AddressTerms;
  /** See {@link withoutPortsWhereMatched}; by the ports that are asked for. */
  readonly withoutPorts: Map<string, Region>;
}

function ruleRows(rule: NetworkSecurityRule, context: RuleContext): RuleRow[] {
  const settled = context.tellFields ? undefined : settledRow(rule, context);
  if (settled) return settled;
  const { space, notes } = context;
  const place = placeOf(rule);
  const matched = intersections(
    sideRegions('source', rule, context),
    sideRegions('destination', rule, context),
    protocolAndPortRegions(rule, context),
    valueRegions(space, rule.direction, 'direction', ['outbound'], place, notes).get('outbound')!,
  );
  const byAccess = valueRegions(space, rule.access, 'access', ['allow', 'deny'], place, notes);
  const rows = (['allow', 'deny'] as const)
    .map((action) => ({ action, regions: intersections(matched, byAccess.get(action)!), rule: ruleName(rule) }))
    .filter((row) => row.regions.length > 0);
  if (!context.tellFields) return rows;
  return withFields(rows, { action: byAccess.get('deny')!.length > 0 ? 'deny' : 'allow', rule: ruleName(rule) }, ruleFields(rule, context));
}

/** Exact for TCP and UDP, which {@link protocolAndPortRegions} has the ports of. */
function ruleFields(rule: NetworkSecurityRule, context: RuleContext): RuleField[] {
  const { space, notes } = context;
  const sides = (['source', 'destination'] as const).flatMap((side): RuleField[] => {
    const { addresses, applicationSecurityGroups, ports } = rule[side];
    const place = placeOf(rule, `${side}_port_range`);
    return [
      { name: side, asks: written(addresses, applicationSecurityGroups), regions: sideRegions(side, rule, context) },
      {
        name: side === 'source' ? 'source port' : 'port', asks: written(ports),
        regions: portRegions(space, side, required(ports, place.text), place.text, place.address, notes),
      },
    ];
  });
  return [...sides, { name: 'protocol', asks: written([rule.protocol]), regions: [protocolRegion(rule, context)] }];
}

/**
 * The row of a rule whose direction, access, protocol and ports are known: nearly all rules are such, and a thousand of them
 * should cost no more than reading them. `undefined` for every other rule.
 */
function settledRow(rule: NetworkSecurityRule, context: RuleContext): RuleRow[] | undefined {
  const { space } = context;
  const { direction, access, protocol } = rule;
  if (isUnknown(direction) || isUnknown(access) || isUnknown(protocol) || direction.toLowerCase() !== 'outbound') return undefined;
  const action = access.toLowerCase();
  const protocols = protocolNumbers(protocol, space);
  if ((action !== 'allow' && action !== 'deny') || protocols === undefined) return undefined;
  const [sourcePorts, destinationPorts] = [settledPorts(rule.source), settledPorts(rule.destination)];
  if (!sourcePorts || !destinationPorts) return undefined;
  const product = (ofProtocols: IntervalSet<number>): Region | undefined => Region.product(space.space, [
    [space.sourcePort, sourcePorts], [space.destinationPort, destinationPorts], [space.protocol, ofProtocols],
  ] as unknown as [Axis, IntervalSet<Point>][]);
  const isAnyPort = sourcePorts.equals(ALL_PORTS) && destinationPorts.equals(ALL_PORTS);
  const asked = product(isAnyPort ? protocols : protocols.intersect(PROTOCOLS_WITH_PORTS));
  const portless = isAnyPort ? undefined : withoutPortsWhereMatched(rule, context).where(space.protocol, protocols);
  const matched = [asked, portless].filter((region) => region !== undefined);
  const regions = intersections(matched, sideRegions('source', rule, context), sideRegions('destination', rule, context));
  return regions.length > 0 ? [{ action, regions, rule: ruleName(rule) }] : [];
}

function settledPorts({ ports }: NetworkSecurityRuleSide): IntervalSet<number> | undefined {
  return ports.length === 0 ? undefined : plainPorts(ports);
}

function sideRegions(side: Side, rule: NetworkSecurityRule, context: RuleContext): readonly Region[] {
  const { space, notes, terms } = context;
  const { addresses, applicationSecurityGroups } = rule[side];
  const plain = addresses.length > 0 && applicationSecurityGroups.length === 0 ? terms.plainSet(side, addresses) : undefined;
  if (plain) return terms.within(side, plain);
  const place = placeOf(rule, `${side}_address_prefix`);
  if (addresses.length === 0 && applicationSecurityGroups.length === 0) {
    notes.find({
      id: `rule-without-${side}`,
      level: 'error',
      message: `${placeOf(rule).text} names no ${side}, which Azure refuses; write an address prefix, a service tag, an application security group or *.`,
      address: rule.origin.address,
    });
    return [space.whereUnknownHolds(side, Unknown.at(place.text, 'is not set, which Azure refuses'))];
  }
  return [
    ...terms.regions(side, addresses, place),
    ...applicationSecurityGroups.flatMap((group) => context.applicationSecurityGroupMembers(side, group)),
  ];
}

/** Ports are asked of TCP and UDP; what a port means for ICMP, ESP and AH is not documented, so there only `*` is certain. */
function protocolAndPortRegions(rule: NetworkSecurityRule, context: RuleContext): Region[] {
  const { space, notes } = context;
  const ports = intersections(...(['source', 'destination'] as const).map((side) => {
    const portPlace = placeOf(rule, `${side}_port_range`);
    return portRegions(space, side, required(rule[side].ports, portPlace.text), portPlace.text, portPlace.address, notes);
  }) as [Region[], Region[]]);
  const protocol = protocolRegion(rule, context);
  const anyPort = ports.some((region) => region === space.everything);
  if (anyPort) return [protocol];
  const withPorts = space.everything.where(space.protocol, PROTOCOLS_WITH_PORTS)!;
  return [
    ...intersections(ports, [protocol], [withPorts]),
    ...intersections([protocol], [withoutPortsWhereMatched(rule, context)]),
  ];
}

/**
 * Packets of protocols without ports, as far as a rule that asks for ports matches them. That is one question for all rules
 * that ask for the same ports: whatever they mean to Azure there, they mean it in every rule.
 */
function withoutPortsWhereMatched(rule: NetworkSecurityRule, { space, withoutPorts }: RuleContext): Region {
  const ports = [...rule.source.ports, '>', ...rule.destination.ports].map((entry) => (isUnknown(entry) ? entry.key : entry)).join(' ');
  let region = withoutPorts.get(ports);
  if (!region) {
    const unsaid = Unknown.reference(
      `ports ${ports} of protocols without ports`,
      `${placeOf(rule).text} restricts ports for a protocol without ports, and what that matches is not documented`,
    );
    region = space.whereUnknownHolds('value', unsaid).where(space.protocol, PROTOCOLS_WITHOUT_PORTS)!;
    withoutPorts.set(ports, region);
  }
  return region;
}

const PROTOCOLS_WITHOUT_PORTS = ALL_PROTOCOLS.subtract(PROTOCOLS_WITH_PORTS);

function protocolRegion(rule: NetworkSecurityRule, { space, notes }: NetworkSecurityContext): Region {
  const place = placeOf(rule, 'protocol');
  if (isUnknown(rule.protocol)) return space.whereUnknownHolds('protocol', rule.protocol);
  const numbers = protocolNumbers(rule.protocol, space);
  if (numbers) return space.everything.where(space.protocol, numbers)!;
  notes.find({
    id: 'invalid-protocol',
    level: 'error',
    message: `${place.text} is "${rule.protocol}", which Azure refuses; write Tcp, Udp, Icmp, Esp, Ah or *.`,
    address: rule.origin.address,
  });
  return space.whereUnknownHolds('protocol', Unknown.at(place.text, `is "${rule.protocol}", which is no protocol`));
}

/** `undefined` for what Azure refuses. */
function protocolNumbers(text: string, { family }: EgressSpace): IntervalSet<number> | undefined {
  return PROTOCOL_NUMBERS[family].get(text) ?? PROTOCOL_NUMBERS[family].get(text.toLowerCase());
}

const PROTOCOL_NUMBERS: Record<AddressFamily, ReadonlyMap<string, IntervalSet<number>>> = {
  ipv4: numbersWith(PROTOCOL.icmp), ipv6: numbersWith(PROTOCOL.icmpv6),
};

function numbersWith(icmp: number): ReadonlyMap<string, IntervalSet<number>> {
  const only = (number: number): IntervalSet<number> => IntervalSet.interval<number>(number, number + 1);
  return new Map([
    ['*', ALL_PROTOCOLS], ['any', ALL_PROTOCOLS],
    ['tcp', only(PROTOCOL.tcp)], ['udp', only(PROTOCOL.udp)], ['icmp', only(icmp)], ['esp', only(PROTOCOL.esp)], ['ah', only(PROTOCOL.ah)],
  ]);
}

/**
 * For each of some allowed words, the part of the space in which the field has it: everything or nothing for a known
 * value, one choice of an axis for an unknown one.
 */
function valueRegions(
  space: EgressSpace, value: Maybe<string>, field: string, words: readonly string[], place: Place, notes: Notes,
): Map<string, Region[]> {
  const word = isUnknown(value) ? undefined : words.find((allowed) => allowed === value.toLowerCase());
  if (word !== undefined) return new Map(words.map((allowed) => [allowed, allowed === word ? [space.everything] : []]));
  let unknown = value;
  if (!isUnknown(unknown)) {
    notes.find({ id: `invalid-${field}`, level: 'error', message: `${place.text}.${field} is "${unknown}", which Azure refuses.`, address: place.address });
    unknown = Unknown.at(`${place.text}.${field}`, `is "${unknown}", which Azure refuses`);
  }
  const { key, reason } = unknown;
  const choices = words.length > 1 ? words.map((allowed) => `it is ${allowed}`) : [`it is ${words[0]}`, `it is not ${words[0]}`];
  return new Map(words.map((allowed, i) => [allowed, [space.whereChoiceIs(`${field === 'access' ? 'action' : field} is ${key}`, reason, choices, [i])]]));
}

/**
 * Rules that the input does not show can have any free priority: before the first rule that leaves a number free, each
 * packet may be allowed, denied or left alone by one of them. Where rules that are shown may be missing, every number may be free.
 */
function withHiddenRules(
  rows: readonly RuleRow[], nsg: NetworkSecurityGroup, outbound: readonly NetworkSecurityRule[], space: EgressSpace,
): RuleRow[] {
  if (!nsg.hiddenRules) return [...rows];
  const { key, reason } = nsg.hiddenRules;
  const hidden = hiddenRows(space, key, reason, nsg.origin.address);
  if (nsg.mayLackRules) return [...hidden, ...rows];
  const used = new Set(outbound.map((rule) => rule.priority));
  let firstFree: number = NSG_RULE_PRIORITIES.minimum;
  while (used.has(firstFree)) firstFree++;
  const at = rows.findIndex((row) => row.rule.priority === undefined || row.rule.priority > firstFree);
  const index = at < 0 ? rows.length : at;
  return [...rows.slice(0, index), ...hidden, ...rows.slice(index)];
}

function checkedPriority(rule: NetworkSecurityRule, notes: Notes): Maybe<number> {
  const { priority } = rule;
  if (isUnknown(priority)) return priority;
  const { minimum, maximum } = NSG_RULE_PRIORITIES;
  if (Number.isInteger(priority) && priority >= minimum && priority <= maximum) return priority;
  const place = placeOf(rule, 'priority');
  notes.find({
    id: 'invalid-priority',
    level: 'error',
    message: `${place.text} is ${priority}, which Azure refuses; write a whole number from ${minimum} to ${maximum}.`,
    address: rule.origin.address,
  });
  return Unknown.at(place.text, `is ${priority}, which Azure refuses`);
}

function reportEqualPriorities(nsg: NetworkSecurityGroup, direction: string, rules: readonly NetworkSecurityRule[], notes: Notes): void {
  const seen = new Set<Maybe<number>>();
  for (const { priority } of rules) {
    if (!isUnknown(priority) && seen.has(priority)) {
      notes.find({
        id: 'duplicate-priority',
        level: 'error',
        message: `${nsg.origin.address} has several ${direction} rules with priority ${priority}; Azure refuses all but one, so give each its own number.`,
        address: nsg.origin.address,
      });
    }
    seen.add(priority);
  }
}

function required(ports: readonly Maybe<string>[], place: string): readonly Maybe<string>[] {
  return ports.length > 0 ? ports : [Unknown.at(place, 'is not set, which Azure refuses')];
}

function ruleName(rule: NetworkSecurityRule): RuleName {
  return {
    name: isUnknown(rule.name) ? '(name not known)' : rule.name,
    priority: isUnknown(rule.priority) ? undefined : rule.priority,
    address: rule.origin.address,
    attribute: rule.attribute,
    construct: rule.origin.construct,
  };
}

function placeOf(rule: NetworkSecurityRule, field?: string): Place {
  const { address } = rule.origin;
  return { address, text: [address, rule.attribute, field].filter((part) => part !== undefined).join('.') };
}
