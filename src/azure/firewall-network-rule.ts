import { IntervalSet, Region } from '../packets';
import { ALL_PORTS, ALL_PROTOCOLS, PROTOCOL } from './egress-space';
import { NatRule, NetworkRule } from './estate';
import { FirewallContext } from './firewall-context';
import { addressRegions, findTagSources, placeOf, refusedAsUnset, RuleHead, sourceRegions, unsupported } from './firewall-rule-parts';
import { matchFqdn } from './host-names';
import { plainPorts, portRegions } from './ports';
import { intersections } from './rule-row';
import { isUnknown, Maybe, Unknown } from './unknown';

/** The packets a network rule matches, as a union. */
export function networkRuleRegions(rule: NetworkRule, context: FirewallContext): Region[] {
  return settledRegions(rule, context) ?? intersections(
    sourceRegions(rule, context),
    networkDestinationRegions(rule, context),
    protocolRegions(rule.protocols, rule, context, rule.destinationPorts),
  );
}

/**
 * The packets of a rule with one protocol and with addresses and ports that are all known: nearly all rules are such, and thousands of
 * them should cost no more than reading them. `undefined` for every other rule.
 */
function settledRegions(rule: NetworkRule, context: FirewallContext): Region[] | undefined {
  const { sourceAddresses, destinationAddresses, destinationPorts, protocols } = rule;
  if (rule.sourceIpGroups.length + rule.destinationIpGroups.length + rule.destinationFqdns.length > 0 || protocols.length !== 1) return undefined;
  if (sourceAddresses.length === 0 || destinationAddresses.length === 0 || destinationPorts.length === 0) return undefined;
  const protocol = protocols[0];
  const word = isUnknown(protocol) ? '' : protocol.toLowerCase();
  const asked = PROTOCOL_NUMBERS.get(word);
  const source = context.terms.plainSet(sourceAddresses);
  const destination = context.terms.plainSet(destinationAddresses);
  const ports = plainPorts(destinationPorts);
  if (asked === undefined || source === undefined || destination === undefined || ports === undefined) return undefined;
  findTagSources(rule, context);
  const region = context.space.packets({
    source, destination, sourcePorts: ALL_PORTS, destinationPorts: word === 'icmp' ? ALL_PORTS : ports,
    protocols: word === 'any' && ports === ALL_PORTS ? ALL_PROTOCOLS : asked,
  });
  return region ? [region] : [];
}

export function networkDestinationRegions(rule: NetworkRule, context: FirewallContext): Region[] {
  if (rule.destinationAddresses.length + rule.destinationIpGroups.length + rule.destinationFqdns.length === 0) return refusedAsUnset('destination', rule, context);
  return [
    ...addressRegions('destination', rule.destinationAddresses, rule.destinationIpGroups, rule, context),
    ...rule.destinationFqdns.flatMap((fqdn) => networkFqdnRegions(fqdn, rule, context)),
  ];
}

/** The packets that a DNAT rule translates, as a union. */
export function natRuleRegions(rule: NatRule, context: FirewallContext): Region[] {
  return intersections(
    sourceRegions(rule, context),
    natDestinationRegions(rule, context),
    protocolRegions(rule.protocols, rule, context, rule.destinationPorts),
  );
}

/**
 * Azure takes none but the firewall's own addresses here, so one that is not known yet is one of those, and no documented
 * destination is.
 */
export function natDestinationRegions(rule: NatRule, context: FirewallContext): Region[] {
  return addressRegions('destination', rule.destinationAddresses.filter((address) => !isUnknown(address)), [], rule, context);
}

/** `Any` with a port means TCP and UDP; with all ports, every protocol (Azure Firewall rule processing logic). */
export function protocolRegions(protocols: readonly Maybe<string>[], rule: RuleHead, context: FirewallContext, ports: readonly Maybe<string>[]): Region[] {
  const { space, notes } = context;
  const place = placeOf(rule, 'destination_ports');
  const portsMatched = ports.length > 0
    ? portRegions(space, 'destination', ports, place.text, place.address, notes)
    : [space.whereUnknownHolds('destination port', Unknown.at(place.text, 'is not set, which Azure refuses'))];
  const everyPort = portsMatched.includes(space.everything);
  return protocols.flatMap((protocol) => {
    if (isUnknown(protocol)) return intersections(portsMatched, [space.whereUnknownHolds('protocol', protocol)]);
    const word = protocol.toLowerCase();
    if (word === 'any' && everyPort) return [space.everything];
    const asked = PROTOCOL_NUMBERS.get(word);
    if (!asked) {
      notes.find({
        id: 'invalid-protocol',
        level: 'error',
        message: `${placeOf(rule, 'protocols').text} has "${protocol}", which Azure refuses; write TCP, UDP, ICMP or Any.`,
        address: rule.origin.address,
      });
      return intersections(portsMatched, [space.whereUnknownHolds('protocol', Unknown.at(placeOf(rule, 'protocols').text, `has "${protocol}"`))]);
    }
    // What a port means for ICMP is not said; Azure shows such rules as ICMP alone.
    return intersections(word === 'icmp' ? [space.everything] : portsMatched, [space.everything.where(space.protocol, asked)!]);
  });
}

const PROTOCOL_NUMBERS: ReadonlyMap<string, IntervalSet<number>> = new Map(Object.entries({
  tcp: [PROTOCOL.tcp], udp: [PROTOCOL.udp], icmp: [PROTOCOL.icmp, PROTOCOL.icmpv6], any: [PROTOCOL.tcp, PROTOCOL.udp],
}).map(([word, numbers]) => [word, IntervalSet.ofIntervals<number>(numbers.map((number) => [number, number + 1]))]));

/** An FQDN in a network rule stands for the addresses that the firewall's DNS proxy last saw for exactly that name. */
function networkFqdnRegions(fqdn: Maybe<string>, rule: NetworkRule, context: FirewallContext): Region[] {
  const { space, application, notes, dnsProxyEnabled, sku } = context;
  const place = placeOf(rule, 'destination_fqdns');
  if (isUnknown(fqdn)) return [space.whereUnknownHolds('destination', fqdn)];
  if (fqdn.includes('*')) {
    notes.find({
      id: 'wildcard-in-network-rule',
      level: 'error',
      message: `${place.text} has "${fqdn}"; network rules take no wildcards, write the exact host name or an application rule.`,
      address: rule.origin.address,
    });
    return [space.whereUnknownHolds('destination', Unknown.at(place.text, `has the wildcard "${fqdn}", which network rules do not take`))];
  }
  if (application?.host === undefined) {
    return [space.whereUnknownHolds('destination', Unknown.reference(`addresses of ${fqdn}`, `the addresses of ${fqdn} at ${place.text} are not known`))];
  }
  const match = matchFqdn(fqdn, application.host);
  if (match === 'unsupported') return unsupported(fqdn, place, space, notes, 'write the host name alone');
  if (match === 'differs') {
    notes.assume('Hosts with different names do not share an address where network rules of a firewall name them.');
    return [];
  }
  if (isUnknown(sku) || sku.toLowerCase() === 'basic' || dnsProxyEnabled !== true) {
    const why = isUnknown(dnsProxyEnabled) ? dnsProxyEnabled.reason
      : isUnknown(sku) ? sku.reason : `${context.owner} ${sku.toLowerCase() === 'basic' ? 'is of the Basic tier, which has no DNS proxy' : 'has no DNS proxy'}`;
    if (!isUnknown(dnsProxyEnabled) && !isUnknown(sku)) {
      notes.find({
        id: 'network-rule-fqdn-without-dns-proxy',
        level: 'error',
        message: `${place.text} names a host, but ${why}; Azure refuses that: set dns.proxy_enabled on a Standard or Premium policy.`,
        address: rule.origin.address,
      });
    }
    return [space.whereUnknownHolds('destination', Unknown.at(place.text, `names a host, and ${why}`))];
  }
  notes.assume('The sensors resolve names through the DNS proxy of the firewall, so that network rules which name hosts know the same addresses.');
  return [space.everything];
}
