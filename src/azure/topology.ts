import { AddressFamily, AddressSet, IntervalSet, isAddressProblem, parseAddressRange } from '../packets';
import {
  ApplicationSecurityGroup, Estate, Firewall, FirewallPolicy, IpGroup, LearnedDefaultRoute, Link, NetworkInterface, NetworkSecurityGroup, Route, RouteTable,
  RouteTableAssociation, Subnet, VirtualNetwork,
} from './estate';
import { policyChain } from './firewall';
import { isUnknown, Maybe, Unknown } from './unknown';

/** The firewall at which a packet is filtered: a policy, or a firewall with classic rules. */
export interface FirewallPoint {
  readonly id: string;
  readonly policy?: FirewallPolicy;
  readonly classic?: Firewall;
  /** Set instead of the two when the input does not show which rules the firewall has. */
  readonly hidden?: Unknown;
  /** Firewalls that run it, where the input has them. */
  readonly firewalls: readonly Firewall[];
}

/** Addresses that are known of a list, and what keeps the rest from being known. */
export interface PartlyKnownAddresses {
  readonly addresses: AddressSet;
  readonly unknown?: Unknown;
}

/** Who is tied to whom in an estate. */
export class Topology {
  public readonly firewallPoints: readonly FirewallPoint[];
  public readonly networkSecurityGroup: Lookup<NetworkSecurityGroup>;
  public readonly virtualNetwork: Lookup<VirtualNetwork>;
  public readonly subnet: Lookup<Subnet>;
  public readonly networkInterface: Lookup<NetworkInterface>;
  public readonly applicationSecurityGroup: Lookup<ApplicationSecurityGroup>;
  public readonly routeTable: Lookup<RouteTable>;
  public readonly ipGroup: Lookup<IpGroup>;
  public readonly firewallPolicy: Lookup<FirewallPolicy>;

  constructor(public readonly estate: Estate) {
    this.networkSecurityGroup = lookup(estate.networkSecurityGroups);
    this.virtualNetwork = lookup(estate.virtualNetworks);
    this.subnet = lookup(estate.subnets);
    this.networkInterface = lookup(estate.networkInterfaces);
    this.applicationSecurityGroup = lookup(estate.applicationSecurityGroups);
    this.routeTable = lookup(estate.routeTables);
    this.ipGroup = lookup(estate.ipGroups);
    this.firewallPolicy = lookup(estate.firewallPolicies);
    this.firewallPoints = pointsOf(estate, this.firewallPolicy);
  }

  /** The policies in force at a firewall point, base policies first; none for classic rules. */
  public chainOf(point: FirewallPoint): readonly FirewallPolicy[] {
    return point.policy ? policyChain(point.policy, this.firewallPolicy).chain : [];
  }

  /** Route tables that are, or may be, tied to a subnet; an unknown one where the input ties one without saying which. */
  public routeTablesOf(subnet: Subnet): readonly Maybe<RouteTable>[] {
    return this.routeTableAssociationsOf(subnet).map((association) => this.routeTableOf(association));
  }

  /** Associations of a subnet; where there are none, those that do not say which subnet they are about. */
  public routeTableAssociationsOf(subnet: Subnet): readonly RouteTableAssociation[] {
    const { routeTableAssociations } = this.estate;
    const certain = routeTableAssociations.filter((association) => association.subnet === subnet.id);
    return certain.length > 0 ? certain : routeTableAssociations.filter((association) => isUnknown(association.subnet));
  }

  public routeTableOf({ routeTable, origin }: RouteTableAssociation): Maybe<RouteTable> {
    return this.resolve(routeTable, this.routeTable, `${origin.address}.route_table_id`);
  }

  /** Default routes that a subnet learns, or may learn, from a gateway or a virtual hub. */
  public learnedDefaultRoutesOf(subnet: Subnet): readonly LearnedDefaultRoute[] {
    return (this.estate.learnedDefaultRoutes ?? []).filter(({ virtualNetwork, subnet: own, reachesPeers }) => {
      const inside = own === undefined || isUnknown(own) ? undefined : this.subnet(own);
      const network = virtualNetwork ?? inside?.virtualNetwork;
      if (network === undefined || isUnknown(network) || isUnknown(subnet.virtualNetwork)) return true;
      const isPeer = reachesPeers && this.estate.virtualNetworkPeerings.some((peering) =>
        peering.virtualNetwork === subnet.virtualNetwork && (isUnknown(peering.remoteVirtualNetwork) || peering.remoteVirtualNetwork === network));
      return network === subnet.virtualNetwork || isPeer;
    });
  }

  /** What a link leads to; unknown where the input does not show it. */
  public resolve<T>(link: Link, find: (id: string) => T | undefined, place: string): Maybe<T> {
    if (isUnknown(link)) return link;
    return find(link) ?? Unknown.reference(link, `${place} leads to ${link}, which is not in the input`);
  }

  /** Address space of a virtual network and of the networks peered with it. */
  public addressSpaceOf(network: VirtualNetwork, family: AddressFamily): PartlyKnownAddresses {
    const peers = this.estate.virtualNetworkPeerings
      .filter((peering) => peering.virtualNetwork === network.id)
      .map(({ remoteVirtualNetwork, origin }) =>
        this.resolve(remoteVirtualNetwork, this.virtualNetwork, `${origin.address}.remote_virtual_network_id`));
    const parts = [network, ...peers].map((member) =>
      isUnknown(member) ? { addresses: IntervalSet.empty<number | bigint>(), unknown: member }
        : knownAddresses(member.addressSpace, family, `${member.origin.address}.address_space`));
    return { addresses: IntervalSet.union(parts.map((part) => part.addresses)), unknown: parts.find((part) => part.unknown)?.unknown };
  }

  /** Firewall points that a route may lead to. */
  public pointsAt(route: Route): readonly FirewallPoint[] {
    const hop = route.nextHopFirewall;
    if (hop !== undefined && !isUnknown(hop)) {
      const named = this.firewallPoints.filter((point) => point.firewalls.some((firewall) => firewall.id === hop));
      if (named.length > 0) return named;
    }
    const address = route.nextHopAddress;
    if (address === undefined || isUnknown(address)) return this.firewallPoints;
    const hasAddress = (firewall: Firewall): boolean => firewall.privateAddresses.includes(address);
    const holders = this.firewallPoints.filter((point) => point.firewalls.some((firewall) => hasAddress(firewall) || this.isInSubnetOf(firewall, address)));
    if (holders.length > 0) return holders;
    // A firewall whose address is known to be another one is not the next hop.
    return this.firewallPoints.filter((point) => point.firewalls.length === 0 || point.firewalls.some((firewall) => this.mayHave(firewall, address)));
  }

  private mayHave(firewall: Firewall, address: string): boolean {
    const known = firewall.privateAddresses.length > 0 && firewall.privateAddresses.every((one) => !isUnknown(one));
    const placed = firewall.subnets.length > 0 && firewall.subnets.every((link) => {
      const subnet = isUnknown(link) ? undefined : this.subnet(link);
      return subnet !== undefined && subnet.addressPrefixes.every((prefix) => !isUnknown(prefix));
    });
    return known ? firewall.privateAddresses.includes(address) : !placed || this.isInSubnetOf(firewall, address);
  }

  private isInSubnetOf(firewall: Firewall, address: string): boolean {
    const range = parseAddressRange(address);
    if (isAddressProblem(range)) return false;
    return firewall.subnets.some((link) => {
      const subnet = isUnknown(link) ? undefined : this.subnet(link);
      return subnet !== undefined && knownAddresses(subnet.addressPrefixes, range.family, '').addresses.contains(range.addresses);
    });
  }
}

type Lookup<T> = (id: string) => T | undefined;

function lookup<T extends { readonly id: string }>(entities: readonly T[]): Lookup<T> {
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  return (id) => byId.get(id);
}

/** The known part of a list of address texts in one family. */
export function knownAddresses(texts: readonly Maybe<string>[], family: AddressFamily, place: string): PartlyKnownAddresses {
  const sets: AddressSet[] = [];
  let unknown: Unknown | undefined;
  for (const text of texts) {
    const range = isUnknown(text) ? undefined : parseAddressRange(text);
    if (isUnknown(text)) unknown ??= text;
    else if (range === undefined || isAddressProblem(range)) unknown ??= Unknown.at(place, `has "${text}", which is no address prefix`);
    else if (range.family === family) sets.push(range.addresses);
  }
  return { addresses: IntervalSet.union(sets), unknown };
}

/** Policies that filter (not those that are only the base of another), and firewalls with rules of their own. */
function pointsOf(estate: Estate, find: Lookup<FirewallPolicy>): FirewallPoint[] {
  const bases = new Set(estate.firewallPolicies.map((policy) => policy.basePolicy));
  const runBy = (policy: FirewallPolicy): Firewall[] => estate.firewalls.filter((firewall) => firewall.policy === policy.id);
  const filtering = estate.firewallPolicies.filter((policy) => !bases.has(policy.id) || runBy(policy).length > 0);
  // Policies that no filtering one inherits from are left over by a cycle of base policies: each counts for itself.
  const reached = new Set(filtering.flatMap((policy) => policyChain(policy, find).chain));
  const cyclic = estate.firewallPolicies.filter((policy) => !reached.has(policy));
  return [
    ...[...filtering, ...cyclic].map((policy) => ({ id: policy.origin.address, policy, firewalls: runBy(policy) })),
    ...estate.firewalls.filter((firewall) => firewall.policy === undefined)
      .map((firewall) => ({ id: firewall.origin.address, classic: firewall, firewalls: [firewall] })),
    ...estate.firewalls.flatMap((firewall) => {
      const { policy, origin } = firewall;
      if (policy === undefined || (!isUnknown(policy) && find(policy))) return [];
      const hidden = isUnknown(policy) ? policy : Unknown.reference(policy, `${origin.address} runs the policy ${policy}, which is not in the input`);
      return [{ id: origin.address, hidden, firewalls: [firewall] }];
    }),
  ];
}
