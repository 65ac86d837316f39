import { IntervalSet, Region } from '../packets';
import { AddressTerms, Place } from './address-terms';
import { ALL_PORTS, ALL_PROTOCOLS, EgressSpace, PROTOCOL } from './egress-space';
import { ApplicationProtocol, ApplicationRule, IpGroup, Link, NatRule, NetworkRule } from './estate';
import { fqdnTagHolds } from './fqdn-tags';
import { matchFqdn, matchUrl } from './host-names';
import { Notes } from './notes';
import { plainPorts, portRegions } from './ports';
import { intersections } from './rule-row';
import { ServiceTagSnapshot } from './service-tags';
import { isUnknown, Maybe, Unknown } from './unknown';

/** What an application rule can see of a packet; absent for traffic that is neither HTTP nor HTTPS. */
export interface ApplicationTraffic {
  readonly scheme: 'http' | 'https';
  /** Host header or SNI; absent when the traffic is to an address without a name. */
  readonly host?: string;
}

/** Which packets a rule matches, as unions. */
export interface FirewallReading {
  readonly network: (rule: NetworkRule, context: FirewallContext) => Region[];
  readonly application: (rule: ApplicationRule, context: FirewallContext) => Region[];
}

/** What the rules of a firewall mean depends on. */
export interface FirewallContext {
  readonly space: EgressSpace;
  readonly serviceTags: ServiceTagSnapshot;
  readonly ipGroup: (id: string) => IpGroup | undefined;
  readonly application?: ApplicationTraffic;
  readonly reading?: FirewallReading;
  readonly notes: Notes;
  /** Reads the addresses of all rules: what it has met once it knows. */
  readonly terms: AddressTerms;
  /** Whether rows tell what their rules ask, field by field; false by default. */
  readonly tellFields?: boolean;
  /** `Basic`, `Standard` or `Premium` of the policy or the classic firewall. */
  readonly sku: Maybe<string>;
  readonly dnsProxyEnabled: Maybe<boolean>;
  /** Address of the policy or firewall, for messages. */
  readonly owner: string;
}

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

/**
 * Reads each rule once where it can: a network rule that names no host asks nothing about the request, so that it means the same
 * to every question in one space.
 */
export class RememberedRules implements FirewallReading {
  private readonly known = new Map<NetworkRule, Region[]>();
  public readonly application = applicationRuleRegions;

  public readonly network = (rule: NetworkRule, context: FirewallContext): Region[] => {
    if (rule.destinationFqdns.length > 0) return networkRuleRegions(rule, context);
    let regions = this.known.get(rule);
    if (!regions) {
      regions = networkRuleRegions(rule, context);
      this.known.set(rule, regions);
    }
    return regions;
  };
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

/** The packets an application rule matches, as a union; none for traffic that application rules do not see. */
export function applicationRuleRegions(rule: ApplicationRule, context: FirewallContext): Region[] {
  const { space, application } = context;
  // Dual-stack firewalls take IPv6 in network rules alone (deploy a dual-stack firewall, 2026-07-16).
  if (application === undefined || space.family === 'ipv6') return [];
  const { names, tags } = applicationHostRegions(rule, context, application);
  const protocols = applicationProtocolRegions(rule.protocols, rule, context, application);
  const matched = intersections(sourceRegions(rule, context), [
    ...intersections(protocols, names),
    ...(tags.length > 0 ? intersections([...protocols, ...fqdnTagProtocolRegions(rule, protocols, context, application)], tags) : []),
  ]);
  if (rule.destinationAddresses.length === 0) return matched;
  const unsaid = Unknown.at(placeOf(rule, 'destination_addresses').text, 'combines with names in a way that is not documented');
  return intersections(matched, [space.whereUnknownHolds('value', unsaid)]);
}

/** The hosts of an application rule: those that it names, and those of its FQDN tags, which bring protocols of their own. */
export function applicationHostRegions(
  rule: ApplicationRule, context: FirewallContext, application: ApplicationTraffic,
): { readonly names: Region[]; readonly tags: Region[] } {
  const { destinationFqdns, destinationUrls, destinationFqdnTags, webCategories } = rule;
  const isNamed = destinationFqdns.length + destinationUrls.length + destinationFqdnTags.length + webCategories.length > 0;
  const names = [
    ...destinationFqdns.flatMap((fqdn, i) => fqdnRegions(fqdn, application, placeOf(rule, `destination_fqdns[${i}]`), context)),
    ...destinationUrls.flatMap((url, i) => urlRegions(url, application, rule, placeOf(rule, `destination_urls[${i}]`), context)),
    ...webCategories.flatMap((category) => webCategoryRegions(category, application, context)),
  ];
  return {
    names: isNamed ? names : refusedAsUnset('destination', rule, context),
    tags: destinationFqdnTags.flatMap((tag) => fqdnTagRegions(tag, application, rule, context)),
  };
}

export function sourceRegions(rule: NatRule | NetworkRule | ApplicationRule, context: FirewallContext): Region[] {
  if (rule.sourceAddresses.length + rule.sourceIpGroups.length === 0) return refusedAsUnset('source', rule, context);
  findTagSources(rule, context);
  return addressRegions('source', rule.sourceAddresses, rule.sourceIpGroups, rule, context);
}

function findTagSources(rule: NatRule | NetworkRule | ApplicationRule, { notes }: FirewallContext): void {
  for (const entry of rule.sourceAddresses) {
    if (!isUnknown(entry) && /^[a-z]/i.test(entry) && !entry.includes(':')) {
      notes.find({
        id: 'service-tag-as-source',
        level: 'error',
        message: `${placeOf(rule, 'source_addresses').text} has "${entry}"; Azure Firewall takes no service tag as a source, write address prefixes or IP groups.`,
        address: rule.origin.address,
      });
    }
  }
}

function addressRegions(
  side: 'source' | 'destination', addresses: readonly Maybe<string>[], ipGroups: readonly Link[], rule: RuleHead, context: FirewallContext,
): Region[] {
  return [
    ...context.terms.regions(side, addresses, placeOf(rule, `${side}_addresses`)),
    ...ipGroups.flatMap((link) => ipGroupRegions(side, link, rule, context)),
  ];
}

/** An empty group matches nothing: "that rule is skipped" (IP groups in Azure Firewall). */
function ipGroupRegions(side: 'source' | 'destination', link: Link, rule: RuleHead, context: FirewallContext): Region[] {
  const { space, terms } = context;
  if (isUnknown(link)) return [space.whereUnknownHolds(side, link)];
  const group = context.ipGroup(link);
  if (group) return terms.regions(side, group.cidrs, { text: `${group.origin.address}.cidrs`, address: group.origin.address });
  const outside = Unknown.reference(link, `the addresses of the IP group ${link}, which ${placeOf(rule).text} uses, are not in the input`);
  return [space.whereUnknownHolds(side, outside)];
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

export function applicationProtocolRegions(
  protocols: readonly Maybe<ApplicationProtocol>[], rule: ApplicationRule, context: FirewallContext, { scheme }: ApplicationTraffic,
): Region[] {
  const { space } = context;
  const tcp = space.everything.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1))!;
  if (protocols.length === 0) {
    if (rule.destinationFqdnTags.length > 0) return [tcp];
    return [space.whereUnknownHolds('value', Unknown.at(placeOf(rule, 'protocols').text, 'is not set, which Azure refuses'))];
  }
  return protocols.flatMap((protocol) => {
    if (isUnknown(protocol)) return intersections([tcp], [space.whereUnknownHolds('value', protocol)]);
    return intersections([tcp], schemeRegions(protocol.type, scheme, rule, context), applicationPortRegions(protocol.port, rule, context));
  });
}

function schemeRegions(type: Maybe<string>, scheme: ApplicationTraffic['scheme'], rule: ApplicationRule, { space, notes }: FirewallContext): Region[] {
  if (isUnknown(type)) return [space.whereUnknownHolds('value', type)];
  const word = type.toLowerCase();
  if (['http', 'https', 'mssql'].includes(word)) return word === scheme ? [space.everything] : [];
  const place = placeOf(rule, 'protocols');
  notes.find({
    id: 'invalid-protocol', level: 'error', message: `${place.text} has the type "${type}", which Azure refuses; write Http, Https or Mssql.`, address: place.address,
  });
  return [space.whereUnknownHolds('value', Unknown.at(place.text, `has the type "${type}"`))];
}

function applicationPortRegions(port: Maybe<number>, rule: ApplicationRule, { space, notes }: FirewallContext): Region[] {
  const place = placeOf(rule, 'protocols');
  return portRegions(space, 'destination', [isUnknown(port) ? port : String(port)], `${place.text}.port`, place.address, notes);
}

/**
 * A tag holds hosts together with their protocols, and the documentation has rules for it say `https` whatever those are:
 * whether such a rule matches the hosts' other protocols is not said.
 */
export function fqdnTagProtocolRegions(rule: ApplicationRule, listed: readonly Region[], { space }: FirewallContext, { scheme }: ApplicationTraffic): Region[] {
  const port = scheme === 'http' ? 80 : 443;
  const asked = space.everything.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1))!
    .where(space.destinationPort, IntervalSet.interval<number>(port, port + 1))!;
  if (listed.some((region) => region.contains(asked))) return [];
  const unsaid = Unknown.at(placeOf(rule, 'protocols').text, `may leave out ${scheme}:${port}, and whether a rule for an FQDN tag then matches it is not documented`);
  return intersections([asked], [space.whereUnknownHolds('value', unsaid)]);
}

function fqdnRegions(fqdn: Maybe<string>, { host }: ApplicationTraffic, place: Place, { space, notes }: FirewallContext): Region[] {
  if (isUnknown(fqdn)) return [space.whereUnknownHolds('value', fqdn)];
  if (fqdn === '*') {
    notes.assume('The FQDN * in an application rule matches every host (widely used, but not in the documented table of wildcards).');
    return [space.everything];
  }
  const match = host === undefined ? undefined : matchFqdn(fqdn, host);
  if (match === 'matches') return [space.everything];
  if (match === 'differs') return [];
  return match === undefined
    ? [space.whereUnknownHolds('value', Unknown.reference(`host is ${fqdn.toLowerCase()}`, `the host name that the traffic carries is not known, and ${place.text} asks for "${fqdn}"`))]
    : unsupported(fqdn, place, space, notes, 'write the exact host, or one * at the very left');
}

function urlRegions(
  url: Maybe<string>, { scheme, host }: ApplicationTraffic, rule: ApplicationRule, place: Place, { space, notes, sku, owner }: FirewallContext,
): Region[] {
  if (isUnknown(url)) return [space.whereUnknownHolds('value', url)];
  if (host === undefined) {
    return [space.whereUnknownHolds('value', Unknown.reference(`URL is ${url}`, `the URL of the traffic is not known, and ${place.text} asks for "${url}"`))];
  }
  const match = matchUrl(url, host);
  if (match === 'differs') return [];
  if (match === 'unsupported') return unsupported(url, place, space, notes, 'write host/path without scheme, port or query, with * at the very left or right');
  const part = (paths: IntervalSet<string>): Region[] => [space.everything.where(space.urlPath, paths)].filter((region) => region !== undefined);
  const possible = part(match.possible);
  // A question of its own: what keeps the rule from applying at all is another one about the same place.
  const beyond = (): Region => space.whereUnknownHolds('value', Unknown.reference(
    `paths of URL ${url}`, `${place.text} is "${url}", and whether that matches more than its exact path is not documented; write ${url.split('/')[0]}/*`,
  ));
  const matched = [...part(match.certain), ...(possible.length > 0 ? intersections(possible, [beyond()]) : [])];
  if (isUnknown(sku)) return intersections(matched, [space.whereUnknownHolds('value', sku)]);
  if (sku.toLowerCase() !== 'premium') {
    notes.find({
      id: 'url-without-premium',
      level: 'error',
      message: `${place.text} filters by URL, but ${owner} is of the ${sku} tier; use destination_fqdns, or a Premium policy.`,
      address: place.address,
    });
    return intersections(matched, [space.whereUnknownHolds('value', Unknown.at(place.text, `filters by URL, which the ${sku} tier of ${owner} does not do`))]);
  }
  // The path of an HTTPS request can be seen with TLS inspection alone (Azure Firewall Premium features, URL filtering).
  if (scheme === 'https' && rule.terminateTls !== true) {
    return intersections(matched, [space.whereUnknownHolds('value', Unknown.at(place.text, 'filters HTTPS by URL without terminate_tls, which cannot see the path'))]);
  }
  return matched;
}

function fqdnTagRegions(tag: Maybe<string>, { host }: ApplicationTraffic, rule: ApplicationRule, { space, notes }: FirewallContext): Region[] {
  if (isUnknown(tag)) return [space.whereUnknownHolds('value', tag)];
  if (host !== undefined && fqdnTagHolds(tag, host) === 'no') {
    notes.assume(`The FQDN tag ${tag} holds none but the hosts that its documentation lists.`);
    return [];
  }
  const unknown = Unknown.reference(`FQDN tag ${tag.toLowerCase()}`, `the hosts of the FQDN tag ${tag}, which ${placeOf(rule).text} uses, are kept by Microsoft and not published as a list`);
  return [space.whereUnknownHolds('value', unknown)];
}

function webCategoryRegions(category: Maybe<string>, { host }: ApplicationTraffic, { space }: FirewallContext): Region[] {
  if (isUnknown(category)) return [space.whereUnknownHolds('value', category)];
  return [space.whereUnknownHolds('value', Unknown.reference(
    `web category ${category.toLowerCase()} of ${host ?? 'the host'}`, `whether ${host ?? 'the host'} belongs to the web category ${category} is decided by Microsoft`,
  ))];
}

function unsupported(pattern: string, place: Place, space: EgressSpace, notes: Notes, instead: string): Region[] {
  notes.find({
    id: 'unsupported-pattern',
    level: 'error',
    message: `${place.text} is "${pattern}", which Azure Firewall does not support; ${instead}.`,
    address: place.address,
  });
  return [space.whereUnknownHolds('value', Unknown.at(place.text, `is "${pattern}", which Azure Firewall does not support`))];
}

function refusedAsUnset(side: 'source' | 'destination', rule: RuleHead, { space, notes }: FirewallContext): Region[] {
  const place = placeOf(rule);
  notes.find({
    id: `rule-without-${side}`,
    level: 'error',
    message: `${place.text} names no ${side}, which Azure refuses.`,
    address: place.address,
  });
  return [space.whereUnknownHolds(side, Unknown.at(place.text, `names no ${side}, which Azure refuses`))];
}

type RuleHead = Pick<NetworkRule, 'origin' | 'attribute'>;

function placeOf(rule: RuleHead, field?: string): Place {
  const { address } = rule.origin;
  return { address, text: [address, rule.attribute, field].filter((part) => part !== undefined && part !== '').join('.') };
}
