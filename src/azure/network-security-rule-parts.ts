import { AddressFamily, IntervalSet, Region } from '../packets';
import { AddressTerms, Place, Side, VirtualNetworkReading } from './address-terms';
import { ALL_PROTOCOLS, EgressSpace, PROTOCOL, PROTOCOLS_WITH_PORTS } from './egress-space';
import { Link, NetworkSecurityRule } from './estate';
import { Notes } from './notes';
import { RuleName } from './rule-row';
import { ServiceTagSnapshot } from './service-tags';
import { isUnknown, Unknown } from './unknown';

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

/** A context with what all rules of a list share. */
export interface RuleContext extends NetworkSecurityContext {
  readonly terms: AddressTerms;
  /** See {@link withoutPortsWhereMatched}; by the ports that are asked for. */
  readonly withoutPorts: Map<string, Region>;
}

export function sideRegions(side: Side, rule: NetworkSecurityRule, context: RuleContext): readonly Region[] {
  const { space, notes, terms } = context;
  const { addresses, applicationSecurityGroups } = rule[side];
  const plain = addresses.length > 0 && applicationSecurityGroups.length === 0 ? terms.plainSet(addresses) : undefined;
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

/**
 * Packets of protocols without ports, as far as a rule that asks for ports matches them. That is one question for all rules
 * that ask for the same ports: whatever they mean to Azure there, they mean it in every rule.
 */
export function withoutPortsWhereMatched(rule: NetworkSecurityRule, { space, withoutPorts }: RuleContext): Region {
  const ports = portsText(rule);
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

function portsText({ source, destination }: NetworkSecurityRule): string {
  const from = source.ports[0];
  const to = destination.ports[0];
  if (source.ports.length === 1 && destination.ports.length === 1 && !isUnknown(from) && !isUnknown(to)) return `${from} > ${to}`;
  return [...source.ports, '>', ...destination.ports].map((entry) => (isUnknown(entry) ? entry.key : entry)).join(' ');
}

/** What a rule's protocol is, and the parts of that with and without ports. */
export interface AskedProtocols {
  readonly all: IntervalSet<number>;
  readonly withPorts: IntervalSet<number>;
  readonly withoutPorts: IntervalSet<number>;
}

/** `undefined` for what Azure refuses. */
export function askedProtocols(text: string, { family }: EgressSpace): AskedProtocols | undefined {
  return PROTOCOLS[family].get(text) ?? PROTOCOLS[family].get(text.toLowerCase());
}

export const PROTOCOLS_WITHOUT_PORTS = ALL_PROTOCOLS.subtract(PROTOCOLS_WITH_PORTS);

const PROTOCOLS: Record<AddressFamily, ReadonlyMap<string, AskedProtocols>> = { ipv4: protocolsWith(PROTOCOL.icmp), ipv6: protocolsWith(PROTOCOL.icmpv6) };

function protocolsWith(icmp: number): ReadonlyMap<string, AskedProtocols> {
  const of = (all: IntervalSet<number>): AskedProtocols => (
    { all, withPorts: all.intersect(PROTOCOLS_WITH_PORTS), withoutPorts: all.intersect(PROTOCOLS_WITHOUT_PORTS) }
  );
  const only = (number: number): AskedProtocols => of(IntervalSet.interval<number>(number, number + 1));
  const [every, tcp, udp] = [of(ALL_PROTOCOLS), only(PROTOCOL.tcp), only(PROTOCOL.udp)];
  return new Map([
    ['*', every], ['any', every], ['tcp', tcp], ['udp', udp], ['icmp', only(icmp)], ['esp', only(PROTOCOL.esp)], ['ah', only(PROTOCOL.ah)],
    // As nearly every rule writes them.
    ['Tcp', tcp], ['Udp', udp],
  ]);
}

export function ruleName(rule: NetworkSecurityRule): RuleName {
  return {
    name: isUnknown(rule.name) ? '(name not known)' : rule.name,
    priority: isUnknown(rule.priority) ? undefined : rule.priority,
    address: rule.origin.address,
    attribute: rule.attribute,
    construct: rule.origin.construct,
  };
}

export function placeOf(rule: NetworkSecurityRule, field?: string): Place {
  const { address } = rule.origin;
  return { address, text: [address, rule.attribute, field].filter((part) => part !== undefined).join('.') };
}
