import { AddressSet, IntervalSet } from '../packets';
import { Link, NetworkInterface, NetworkSecurityGroup, NetworkSecurityGroupAssociation, Origin, Subnet } from './estate';
import { Notes } from './notes';
import { SensorGroup } from './sensor-group';
import { knownAddresses, Topology } from './topology';
import { isUnknown, Maybe, Unknown } from './unknown';

/** Sensors that meet the same enforcement points, and the subnets they may be in (more than one where prefixes repeat). */
export interface Placement {
  readonly sensors: SensorGroup;
  /** Empty where the input shows no subnet that holds them. */
  readonly subnets: readonly Subnet[];
}

/** The sensors that enforcement points name in rules of their own, by id; asked for where nothing else says whom a point filters. */
export type SensorsNamedAt = () => ReadonlyMap<string, AddressSet>;

/** Splits sensors by the subnets that hold their addresses, and outside those by the enforcement points that name them. */
export function place(sensors: SensorGroup, topology: Topology, namedAt: SensorsNamedAt, label: (addresses: AddressSet) => string): Placement[] {
  if (!sensors.addresses) return [{ sensors, subnets: subnetsBehind(sensors, topology) }];
  const { estate } = topology;
  const spaces = estate.subnets.map((subnet) => ({
    subnet, ...knownAddresses(subnet.addressPrefixes, sensors.family, `${subnet.origin.address}.address_prefixes`),
  }));
  // Refine the addresses by one subnet after the other; each part knows exactly the subnets that hold all of it.
  let parts: { addresses: AddressSet; subnets: readonly Subnet[] }[] = [{ addresses: sensors.addresses, subnets: [] }];
  for (const { subnet, addresses } of spaces) {
    if (addresses.isEmpty) continue;
    parts = parts.flatMap((part) => {
      if (!part.addresses.overlaps(addresses)) return [part];
      const inside = { addresses: part.addresses.intersect(addresses), subnets: [...part.subnets, subnet] };
      const outside = { addresses: part.addresses.subtract(addresses), subnets: part.subnets };
      return outside.addresses.isEmpty ? [inside] : [inside, outside];
    });
  }
  // A subnet whose prefixes are not known may hold what no other subnet holds.
  const open = spaces.filter((space) => space.unknown !== undefined).map((space) => space.subnet);
  const merged = new Map<string, Placement>();
  for (const part of parts.flatMap((one) => (one.subnets.length > 0 ? [one] : splitBy([...namedAt().values()], one)))) {
    const subnets = part.subnets.length > 0 ? part.subnets : open;
    const names = part.subnets.length > 0 ? [] : [...namedAt()].filter(([, named]) => named.contains(part.addresses)).map(([id]) => id);
    const key = [...subnets.map((subnet) => subnet.id), ...names].join('\n');
    const before = merged.get(key)?.sensors.addresses ?? IntervalSet.empty<number | bigint>();
    const addresses = before.union(part.addresses);
    merged.set(key, { subnets, sensors: { ...sensors, addresses, label: label(addresses) } });
  }
  return [...merged.values()];
}

function splitBy<T extends { readonly addresses: AddressSet }>(sets: readonly AddressSet[], whole: T): T[] {
  return sets.reduce<T[]>((parts, set) => parts.flatMap((part) => [part.addresses.intersect(set), part.addresses.subtract(set)]
    .filter((addresses) => !addresses.isEmpty).map((addresses) => ({ ...part, addresses }))), [whole]);
}

/**
 * Of enforcement points that nothing ties to a subnet, those that may stand before some sensors. A point whose own rules
 * name other sensors alone is left out where there is one that names these.
 */
export function pointsFor<P extends { readonly id: string }>(points: readonly P[], sensors: SensorGroup, namedAt: SensorsNamedAt, notes: Notes): P[] {
  if (points.length === 0) return [];
  const names = (point: P): boolean => {
    const named = namedAt().get(point.id);
    return sensors.addresses ? named !== undefined && named.overlaps(sensors.addresses) : sensors.behind.includes(point.id);
  };
  if (!points.some(names)) return [...points];
  return points.filter((point) => {
    const named = namedAt().get(point.id);
    const forOthers = named !== undefined && !named.isEmpty && !names(point);
    if (forOthers) notes.assume(`${point.id} names other sensors than ${sensors.label}, so it is taken to stand before those alone.`);
    return !forOthers;
  });
}

/**
 * Where sensors whose addresses are not known may stand: in the subnets of the interfaces that they are known by, or else
 * behind the NSGs whose rules name them; where neither says, in any subnet that machines can be in.
 */
function subnetsBehind(sensors: SensorGroup, topology: Topology): readonly Subnet[] {
  const { networkInterfaces, networkSecurityGroupAssociations, subnets } = topology.estate;
  const shown = (links: readonly (Link | undefined)[]): Subnet[] =>
    [...new Set(links)].flatMap((link) => (link === undefined || isUnknown(link) ? [] : topology.subnet(link) ?? []));
  const known = new Set(sensors.memberOf.map((unknown) => unknown.key));
  const ofInterfaces = shown(networkInterfaces.flatMap((nic) => nic.ipConfigurations)
    .filter(({ privateAddress }) => isUnknown(privateAddress) && known.has(privateAddress.key)).map((configuration) => configuration.subnet));
  if (ofInterfaces.length > 0) return ofInterfaces;
  const ofGroups = shown(networkSecurityGroupAssociations
    .filter(({ networkSecurityGroup }) => !isUnknown(networkSecurityGroup) && sensors.behind.includes(networkSecurityGroup))
    .map((association) => association.subnet));
  return ofGroups.length > 0 ? ofGroups : subnets.filter(({ name }) => isUnknown(name) || !RESERVED_SUBNET.test(name));
}

/** Names that Azure keeps for subnets of its own appliances ("Azure services that can be deployed into a virtual network"). */
const RESERVED_SUBNET = /^(?:AzureFirewall(?:Management)?Subnet|GatewaySubnet|RouteServerSubnet|AzureBastionSubnet)$/i;

/** An NSG that filters some sensors, for certain or on a condition. */
export interface PlacedNetworkSecurityGroup {
  readonly networkSecurityGroup: Maybe<NetworkSecurityGroup>;
  /** Address of the NSG, or of what ties it. */
  readonly address: string;
  /** Only for packets from these addresses (a network interface's own); absent for all. */
  readonly sources?: AddressSet;
  /** Set where it is not certain that it filters them. */
  readonly ifHolds?: Unknown;
  /** Set where the input ties several to what can have one: which of them it is. */
  readonly alternative?: Alternative;
}

/** One of several things of which exactly one is the case. */
export interface Alternative {
  readonly key: string;
  readonly reason: string;
  /** What each of them is, in words that follow "if it is". */
  readonly names: readonly string[];
  /** The one that is meant, by its place in `names`. */
  readonly index: number;
}

/**
 * Things tied to something that has one of them at most: Terraform applies each tie, so the last one wins, and the order is
 * not determined.
 *
 * @param owner what they are tied to
 */
export function alternatives<T>(
  things: readonly T[], owner: string, nameOf: (thing: T) => string,
): { readonly thing: T; readonly alternative?: Alternative }[] {
  const byName = new Map(things.map((thing) => [nameOf(thing), thing]));
  const names = [...byName.keys()];
  if (names.length < 2) return [...byName.values()].map((thing) => ({ thing }));
  const reason = `the input ties ${names.join(' and ')} to ${owner}, which has one of them at most, so which it is is not determined`;
  return [...byName.values()].map((thing, index) => ({ thing, alternative: { key: `one of ${names.join(', ')} at ${owner}`, reason, names, index } }));
}

/** NSGs of network interfaces that are, or may be, those of sensors in a subnet. */
export function networkInterfaceGroups(sensors: SensorGroup, subnet: Subnet | undefined, topology: Topology): PlacedNetworkSecurityGroup[] {
  const byInterface = new Map<Link, NetworkSecurityGroupAssociation[]>();
  for (const association of topology.estate.networkSecurityGroupAssociations) {
    const link = association.networkInterface;
    if (link !== undefined) byInterface.set(link, [...byInterface.get(link) ?? [], association]);
  }
  return [...byInterface].flatMap(([link, associations]): PlacedNetworkSecurityGroup[] => {
    const nic = topology.resolve(link, topology.networkInterface, `${associations[0].origin.address}.network_interface_id`);
    const where = isUnknown(nic) ? nic : addressesIn(nic, sensors, subnet);
    if (where === 'elsewhere') return [];
    const groups = associations.map((association) => groupOf(association, topology));
    return alternatives(groups, isUnknown(nic) ? nic.key : nic.origin.address, ({ address }) => address)
      .map(({ thing, alternative }) => ({ alternative, ...thing, ...(isUnknown(where) ? { ifHolds: where } : { sources: where }) }));
  });
}

function groupOf({ networkSecurityGroup, origin }: NetworkSecurityGroupAssociation, topology: Topology): PlacedNetworkSecurityGroup {
  const group = topology.resolve(networkSecurityGroup, topology.networkSecurityGroup, `${origin.address}.network_security_group_id`);
  return { networkSecurityGroup: group, address: isUnknown(group) ? origin.address : group.origin.address };
}

/** The sensors' addresses that an interface has; unknown where it may have any of them. */
function addressesIn(nic: NetworkInterface, sensors: SensorGroup, subnet: Subnet | undefined): AddressSet | Unknown | 'elsewhere' {
  let perhaps: Unknown | undefined;
  let known: AddressSet = IntervalSet.empty();
  for (const configuration of nic.ipConfigurations) {
    const link = configuration.subnet;
    if (subnet && link !== undefined && !isUnknown(link) && link !== subnet.id) continue;
    const { addresses, unknown } = knownAddresses([configuration.privateAddress], sensors.family, `${nic.origin.address}.private_ip_address`);
    if (unknown) {
      perhaps ??= Unknown.reference(`sensor at ${nic.id}`, `whether ${nic.origin.address} is the interface of a sensor is not known (${unknown.reason})`);
    }
    known = known.union(sensors.addresses ? addresses.intersect(sensors.addresses) : addresses);
  }
  if (!known.isEmpty) return known;
  return perhaps ?? 'elsewhere';
}

/** The NSGs that the input ties, for certain or perhaps, to a subnet. */
export function subnetGroups(subnet: Subnet, topology: Topology): PlacedNetworkSecurityGroup[] {
  const { networkSecurityGroupAssociations } = topology.estate;
  const certain = networkSecurityGroupAssociations.filter((association) => association.subnet === subnet.id)
    .map((association) => groupOf(association, topology));
  if (certain.length > 0) {
    return alternatives(certain, subnet.origin.address, ({ address }) => address).map(({ thing, alternative }) => ({ alternative, ...thing }));
  }
  return networkSecurityGroupAssociations.flatMap((association) => {
    const { subnet: link, origin } = association;
    if (link === undefined || !isUnknown(link)) return [];
    return [{ ...groupOf(association, topology), ifHolds: perhapsAbout(subnet, origin, link) }];
  });
}

/** Whether an association that names no subnet for certain is about this one. */
export function perhapsAbout(subnet: Subnet, origin: Origin, link: Unknown): Unknown {
  return Unknown.reference(`${origin.address} at ${subnet.id}`, `whether ${origin.address} is about ${subnet.origin.address} is not known (${link.reason})`);
}

/** NSGs that the input ties to no subnet and no interface that it shows: what they filter is not said. */
export function untiedGroups(sensors: SensorGroup, topology: Topology, namedAt: SensorsNamedAt, notes: Notes): PlacedNetworkSecurityGroup[] {
  const { networkSecurityGroups, networkSecurityGroupAssociations } = topology.estate;
  const untied = networkSecurityGroups
    .filter((group) => networkSecurityGroupAssociations.filter((association) => association.networkSecurityGroup === group.id).every((association) => {
      const { subnet, networkInterface } = association;
      const isShown = (link: Link | undefined, find: (id: string) => unknown): boolean =>
        link !== undefined && !isUnknown(link) && find(link) !== undefined;
      return !isShown(subnet, topology.subnet) && !isShown(networkInterface, topology.networkInterface);
    }));
  return pointsFor(untied, sensors, namedAt, notes).map((group) => {
    notes.assume(`${group.origin.address} is tied to no subnet that the input shows, so it is checked on its own, for every sensor.`);
    return { networkSecurityGroup: group, address: group.origin.address };
  });
}
