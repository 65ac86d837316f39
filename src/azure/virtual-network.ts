import { AddressSet, IntervalSet } from '../packets';
import { VirtualNetworkReading } from './address-terms';
import { EgressSpace } from './egress-space';
import { Subnet } from './estate';
import { Notes } from './notes';
import { routedPrefixes } from './routes';
import { ServiceTagSnapshot } from './service-tags';
import { knownAddresses, Topology } from './topology';
import { isUnknown } from './unknown';

/** What the address space of a virtual network is read from. */
export interface VirtualNetworkContext {
  readonly topology: Topology;
  readonly space: EgressSpace;
  readonly serviceTags: ServiceTagSnapshot;
  readonly notes: Notes;
}

/**
 * What the tags `VirtualNetwork` and `Internet` mean at a subnet.
 *
 * @param inside addresses that are known to be in the subnet, even where its prefixes are not known
 */
export function virtualNetworkAt(
  subnet: Subnet, inside: AddressSet | undefined, { topology, space, serviceTags, notes }: VirtualNetworkContext,
): VirtualNetworkReading {
  const own = knownAddresses(subnet.addressPrefixes, space.family, `${subnet.origin.address}.address_prefixes`);
  const network = topology.resolve(subnet.virtualNetwork, topology.virtualNetwork, `${subnet.origin.address}.virtual_network_name`);
  const whole = isUnknown(network) ? { addresses: own.addresses, unknown: network } : topology.addressSpaceOf(network, space.family);
  notes.assume('Virtual networks have none but the address space, peerings and routes that the input shows, and no public addresses beyond them.');
  // "This tag might also contain default routes" (service tags overview), whoever has them.
  const learnsDefault = topology.learnedDefaultRoutesOf(subnet).length > 0;
  return {
    key: subnet.origin.address,
    space: IntervalSet.union([whole.addresses, own.addresses, ...(inside ? [inside] : [])]),
    more: whole.unknown ?? own.unknown,
    routed: learnsDefault ? space.destination.full : routedPrefixes(topology.routeTablesOf(subnet), { space, serviceTags, notes }),
  };
}
