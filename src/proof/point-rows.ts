import {
  ApplicationAxis, applicationSecurityGroupMembers, EgressSpace, Estate, FirewallPoint, firewallPointRows, NetworkSecurityGroup, Notes, outboundRows, RuleRow,
  ServiceTagSnapshot, Topology, Unknown, VirtualNetworkReading,
} from '../azure';
import { IntervalSet, toPrefixes } from '../packets';

/*
 * Enforcement points on their own, for packets from anywhere: what is asked of rules, not of sensors.
 */

/** What rows are made from. */
export interface RowContext {
  readonly estate: Estate;
  readonly topology: Topology;
  /** Of the Azure that hosts the rules. */
  readonly serviceTags: ServiceTagSnapshot;
  readonly notes: Notes;
}

/** The outbound rules of an NSG where `VirtualNetwork` means what is given. */
export function networkSecurityGroupRows(
  group: NetworkSecurityGroup, { topology, serviceTags, notes }: RowContext, space: EgressSpace, virtualNetwork: VirtualNetworkReading,
): RuleRow[] {
  return outboundRows(group, {
    space, virtualNetwork, serviceTags, notes,
    applicationSecurityGroupMembers: (side, link) => applicationSecurityGroupMembers(side, link, topology, space),
  });
}

/** Rules of a firewall over all hosts at once. */
export function firewallRows(point: FirewallPoint, { topology, serviceTags, notes }: RowContext, space: EgressSpace, { reading }: ApplicationAxis): RuleRow[] {
  return firewallPointRows(point, { space, serviceTags, notes, reading, policy: topology.firewallPolicy, ipGroup: topology.ipGroup });
}

/** Subnets that an NSG filters, or may filter by one of their network interfaces. */
export function subnetsOf(group: NetworkSecurityGroup, { estate, topology }: Pick<RowContext, 'estate' | 'topology'>): string[] {
  return estate.networkSecurityGroupAssociations.filter((association) => association.networkSecurityGroup === group.id).flatMap((association) => {
    if (typeof association.subnet === 'string') return topology.subnet(association.subnet) ? [association.subnet] : [];
    const nic = typeof association.networkInterface === 'string' ? topology.networkInterface(association.networkInterface) : undefined;
    const links = nic?.ipConfigurations.map((configuration) => configuration.subnet) ?? [];
    return links.filter((link): link is string => typeof link === 'string' && topology.subnet(link) !== undefined);
  });
}

/** Identity of what `VirtualNetwork` means. */
export function meaningOf({ space, routed, more }: VirtualNetworkReading): string {
  return [...toPrefixes(space), '/', ...toPrefixes(routed), '/', more?.key ?? ''].join(' ');
}

/** For an NSG that is tied to no subnet of the input: some private addresses are its virtual network. */
export const UNSHOWN_NETWORK: VirtualNetworkReading = {
  key: 'a subnet that the input does not show',
  space: IntervalSet.empty(),
  more: Unknown.reference('virtual network outside the input', 'the virtual network of the NSG is not in the input'),
  routed: IntervalSet.empty(),
};
