import { AddressSet, IntervalSet, Region } from '../packets';
import { PRIVATE_ADDRESSES } from './address-space';
import { Side } from './address-terms';
import { EgressSpace } from './egress-space';
import { Link, NetworkInterface } from './estate';
import { knownAddresses, Topology } from './topology';
import { isUnknown, Unknown } from './unknown';

/**
 * The packets whose source or destination is a member of an application security group, as a union: the addresses of its
 * network interfaces; which machines outside the input belong to it is not known, but interfaces of the input that are not
 * associated do not.
 */
export function applicationSecurityGroupMembers(side: Side, link: Link, { estate }: Topology, space: EgressSpace): Region[] {
  if (isUnknown(link)) return [space.whereUnknownHolds(side, link)];
  const axis = side === 'source' ? space.source : space.destination;
  const { networkInterfaces, applicationSecurityGroupAssociations: associations } = estate;
  // An association that does not say of which interface, or of which group, may be about any.
  const ties = associations.filter(({ applicationSecurityGroup }) => applicationSecurityGroup === link || isUnknown(applicationSecurityGroup));
  const isAnyone = ties.some(({ networkInterface }) => isUnknown(networkInterface));
  const certainTies = new Set(ties.filter(({ applicationSecurityGroup }) => !isUnknown(applicationSecurityGroup)).map((tie) => tie.networkInterface));
  const possibleTies = new Set(ties.map(({ networkInterface }) => networkInterface));
  const addressesOf = (nics: readonly NetworkInterface[]): AddressSet => IntervalSet.union(nics.map((nic) => knownAddresses(
    nic.ipConfigurations.map((configuration) => configuration.privateAddress), space.family, nic.origin.address,
  ).addresses));
  const isOther = (nic: NetworkInterface): boolean => !isAnyone && !possibleTies.has(nic.id);
  const others = addressesOf(networkInterfaces.filter(isOther));
  const tied = addressesOf(networkInterfaces.filter((nic) => certainTies.has(nic.id)));
  // An address that a member and another interface have, in networks of their own, is that of one of the two.
  const members = tied.subtract(others);
  // Members are network interfaces, so they have private addresses.
  const open = (side === 'destination' ? PRIVATE_ADDRESSES[space.family] : axis.full).subtract(others.subtract(tied)).subtract(members);
  const certain = space.everything.where(axis, members);
  const possible = space.everything.where(axis, open)?.intersect(space.whereUnknownHolds(side, membership(link)));
  return [certain, possible].filter((region) => region !== undefined);
}

/** Whether an address is a member of an application security group, where the input does not show it. */
export function membership(group: string): Unknown {
  return Unknown.reference(`member of ${group}`, `which machines are members of ${group} is not in the input`);
}
