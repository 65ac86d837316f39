import {
  Estate, FirewallPoint, isUnknown, knownAddresses, Link, Maybe, membership, Notes, SensorGroup, SensorsNamedAt, ServiceTagSnapshot, Topology, Unknown,
  unlimitedTag,
} from '../azure';
import { AddressFamily, AddressSet, describeAddressProblem, IntervalSet, isAddressProblem, parseAddressRange, toPrefixes } from '../packets';
import { InvalidSensorsError } from './errors';

/** What sensors are recognised by, where nobody says which they are. */
export interface SensorTraffic {
  /** Hosts that sensors talk to, in lower case. */
  readonly hosts: readonly string[];
  /** Service tags with the addresses of these hosts. */
  readonly tags: readonly string[];
  readonly serviceTags: ServiceTagSnapshot;
}

const FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];

/** Sensors as the user names them: addresses, prefixes, ranges. */
export function namedSensors(texts: readonly string[]): SensorGroup[] {
  if (texts.length === 0) throw new InvalidSensorsError('', 'list is empty; name addresses or prefixes, such as 10.1.0.4,10.1.0.5');
  const ranges = texts.map((text) => {
    const range = parseAddressRange(text.trim());
    if (isAddressProblem(range)) throw new InvalidSensorsError(text, describeAddressProblem(range));
    return range;
  });
  return FAMILIES.flatMap((family) => {
    const addresses = IntervalSet.union(ranges.filter((range) => range.family === family).map((range) => range.addresses));
    return addresses.isEmpty ? [] : [groupOf(family, addresses, [])];
  });
}

/**
 * The addresses of a source of which machines can have any: of a prefix that holds subnets of the input, those in the subnets.
 * A source that holds none of them is about machines elsewhere, and stays as it is.
 */
function withinSubnets(source: Maybe<string>, family: AddressFamily, subnets: AddressSet): AddressSet {
  const whole = knownAddresses([source], family, '').addresses;
  const inside = whole.intersect(subnets);
  return inside.isEmpty ? whole : inside;
}

/**
 * Sensors as the input shows them: the sources of the rules that allow traffic to the sensor's host or service tag, or to
 * address lists that stand for the tag.
 */
export function sensorsInRules(topology: Topology, traffic: SensorTraffic, notes: Notes): SensorGroup[] {
  const sources = [...networkSecurityRuleSources(topology.estate, traffic), ...firewallRuleSources(topology, traffic)];
  const known = new Map<AddressFamily, { addresses: AddressSet; behind: Set<string> }>();
  const symbolic = new Map<string, { unknown: Unknown; behind: Set<string>; label: string }>();
  const subnetsOf = (family: AddressFamily): AddressSet =>
    IntervalSet.union(topology.estate.subnets.map((subnet) => knownAddresses(subnet.addressPrefixes, family, '').addresses));
  const subnets = { ipv4: subnetsOf('ipv4'), ipv6: subnetsOf('ipv6') };
  let unclear = false;
  for (const { addresses, members, behind } of sources) {
    for (const family of FAMILIES) {
      const specific = addresses.filter((text) => !isUnknown(text) && isSpecific(text));
      const part = IntervalSet.union(specific.map((text) => withinSubnets(text, family, subnets[family])));
      if (part.isEmpty) continue;
      const entry = known.get(family) ?? { addresses: IntervalSet.empty<number | bigint>(), behind: new Set<string>() };
      entry.addresses = entry.addresses.union(part);
      behind.forEach((id) => entry.behind.add(id));
      known.set(family, entry);
    }
    const referred = addresses.filter(isUnknown).map((value) => ({ unknown: value, label: value.key.replace(/^reference /, '') }));
    for (const { unknown, label } of [...members, ...referred]) {
      // Without a reference nothing ties this rule's unknown sources to those of another rule.
      if (!unknown.isReference) {
        unclear = true;
        continue;
      }
      const entry = symbolic.get(unknown.key) ?? { unknown, behind: new Set<string>(), label };
      behind.forEach((id) => entry.behind.add(id));
      symbolic.set(unknown.key, entry);
    }
  }
  const groups: SensorGroup[] = [
    ...[...known].map(([family, { addresses, behind }]) => groupOf(family, addresses, [...behind])),
    ...[...symbolic.values()].map(({ unknown, behind, label }): SensorGroup => ({ family: 'ipv4', memberOf: [unknown], behind: [...behind], label })),
  ];
  if (groups.length === 0 || unclear) {
    const behind = [...new Set(sources.flatMap((source) => source.behind))];
    groups.push({ family: 'ipv4', memberOf: [], behind, label: 'sensors whose addresses are not known' });
  }
  notes.assume(sources.length === 0
    ? 'No rule names the sensor\'s host or service tag, so the sensors may have any address; name them with --sensors.'
    : `The sensors are the sources of the rules that name the sensor's host or service tag: ${groups.map((group) => group.label).join('; ')}.`);
  return groups;
}

/**
 * The sensors that each NSG and each firewall names itself, by the id of the enforcement point: where nothing ties a point
 * to a subnet, its own rules are the best word on whom it stands before.
 */
export function sensorsNamedAt(topology: Topology, traffic: SensorTraffic, family: AddressFamily): SensorsNamedAt {
  let found: ReadonlyMap<string, AddressSet> | undefined;
  return () => (found ??= findSensorsNamedAt(topology, traffic, family));
}

function findSensorsNamedAt(topology: Topology, traffic: SensorTraffic, family: AddressFamily): ReadonlyMap<string, AddressSet> {
  const named = new Map<string, AddressSet>();
  for (const { addresses, behind, points } of [...networkSecurityRuleSources(topology.estate, traffic), ...firewallRuleSources(topology, traffic)]) {
    const specific = addresses.filter((text) => !isUnknown(text) && isSpecific(text));
    const known = knownAddresses(specific, family, '').addresses;
    for (const id of [...behind, ...points]) named.set(id, (named.get(id) ?? IntervalSet.empty<number | bigint>()).union(known));
  }
  return named;
}

interface RuleSources {
  readonly addresses: readonly Maybe<string>[];
  readonly members: readonly { readonly unknown: Unknown; readonly label: string }[];
  /** The NSG whose rule it is. */
  readonly behind: readonly string[];
  /** The firewall points that the rule is in force at. */
  readonly points: readonly string[];
}

function networkSecurityRuleSources(estate: Estate, traffic: SensorTraffic): RuleSources[] {
  return estate.networkSecurityGroups.flatMap((group) => group.rules
    .filter((rule) => is(rule.access, 'allow') && is(rule.direction, 'outbound') && namesSensorTag(rule.destination.addresses, traffic))
    .map((rule) => ({
      addresses: rule.source.addresses,
      members: rule.source.applicationSecurityGroups.map(memberOfGroup),
      behind: [group.id],
      points: [],
    })));
}

function firewallRuleSources(topology: Topology, traffic: SensorTraffic): RuleSources[] {
  const { estate, firewallPoints } = topology;
  const pointsOf = (isAt: (point: FirewallPoint) => boolean): string[] => firewallPoints.filter(isAt).map((point) => point.id);
  const collections = [
    ...estate.firewallPolicies.flatMap((policy) => policy.ruleCollectionGroups.flatMap((group) => group.collections)
      .map((collection) => ({ collection, points: pointsOf((point) => topology.chainOf(point).includes(policy)) }))),
    ...estate.firewalls.flatMap((firewall) => firewall.collections
      .map((collection) => ({ collection, points: pointsOf((point) => point.classic === firewall) }))),
  ];
  return collections.filter(({ collection }) => is(collection.action, 'allow')).flatMap(({ collection, points }) => {
    if (collection.kind === 'nat') return [];
    const rules = collection.kind === 'network'
      ? collection.rules.filter((rule) => namesSensorTag(rule.destinationAddresses, traffic) || namesSensorHost(rule.destinationFqdns, traffic)
        || rule.destinationIpGroups.some((link) => namesSensorTag(cidrsOf(link, topology), traffic)))
      : collection.rules.filter((rule) => namesSensorHost(rule.destinationFqdns, traffic)
        || namesSensorHost(rule.destinationUrls.map((url) => (isUnknown(url) ? url : url.split('/')[0])), traffic));
    return rules.map((rule): RuleSources => {
      const groups = rule.sourceIpGroups.map((link) => ({ link, cidrs: cidrsOf(link, topology) }));
      return {
        addresses: [...rule.sourceAddresses, ...groups.flatMap((group) => group.cidrs)],
        members: groups.filter((group) => !isUnknown(group.link) && !topology.ipGroup(group.link)).map((group) => ipGroupOutside(group.link as string)),
        behind: [],
        points,
      };
    });
  });
}

function namesSensorTag(entries: readonly Maybe<string>[], { tags, serviceTags }: SensorTraffic): boolean {
  return entries.some((entry) => {
    if (isUnknown(entry)) return false;
    const named = unlimitedTag(entry).tag.toLowerCase();
    if (tags.some((tag) => tag.toLowerCase() === named)) return true;
    const range = parseAddressRange(entry);
    return !isAddressProblem(range) && tags.some((tag) => serviceTags.everPublished(range.family, tag).contains(range.addresses));
  });
}

function namesSensorHost(entries: readonly Maybe<string>[], { hosts }: SensorTraffic): boolean {
  // `*.atp.azure.com` is documented as the name of every sensor host of the cloud; wider wildcards name much else.
  const names = new Set(hosts.flatMap((host) => [host, `*${host.slice(host.indexOf('.'))}`]));
  return entries.some((entry) => !isUnknown(entry) && names.has(entry.toLowerCase()));
}

function cidrsOf(link: Link, topology: Topology): readonly Maybe<string>[] {
  return isUnknown(link) ? [link] : topology.ipGroup(link)?.cidrs ?? [];
}

/** Anything but "everybody" and service tags, which do not say which machines are sensors. */
function isSpecific(text: string): boolean {
  const range = parseAddressRange(text);
  return !isAddressProblem(range) && !/\/0$/.test(text);
}

function memberOfGroup(link: Link): { unknown: Unknown; label: string } {
  return isUnknown(link) ? { unknown: link, label: 'members of a group that is not known' } : { unknown: membership(link), label: `members of ${link}` };
}

function ipGroupOutside(link: string): { unknown: Unknown; label: string } {
  return { unknown: Unknown.reference(link, `the addresses of the IP group ${link} are not in the input`), label: `addresses of ${link}` };
}

function groupOf(family: AddressFamily, addresses: AddressSet, behind: readonly string[]): SensorGroup {
  return { family, addresses, memberOf: [], behind, label: sensorLabel(addresses) };
}

/** Addresses as the shortest list of prefixes. */
export function sensorLabel(addresses: AddressSet): string {
  return toPrefixes(addresses).join(', ');
}

function is(value: Maybe<string>, word: string): boolean {
  return !isUnknown(value) && value.toLowerCase() === word;
}
