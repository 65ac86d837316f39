import { IntervalSet, Region } from '../packets';
import { PRIVATE_ADDRESSES } from './address-space';
import { Side } from './address-terms';
import { EgressSpace } from './egress-space';
import { Link } from './estate';
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
  const associated = new Set(estate.applicationSecurityGroupAssociations
    .filter((association) => association.applicationSecurityGroup === link).map((association) => association.networkInterface));
  const known = estate.networkInterfaces.map((nic) => ({
    member: associated.has(nic.id),
    addresses: knownAddresses(nic.ipConfigurations.map((configuration) => configuration.privateAddress), space.family, nic.origin.address).addresses,
  }));
  const members = IntervalSet.union(known.filter((nic) => nic.member).map((nic) => nic.addresses));
  const shown = IntervalSet.union(known.map((nic) => nic.addresses));
  // Members are network interfaces, so they have private addresses.
  const open = (side === 'destination' ? PRIVATE_ADDRESSES[space.family] : axis.full).subtract(shown);
  const certain = space.everything.where(axis, members);
  const possible = space.everything.where(axis, open)?.intersect(space.whereUnknownHolds(side, membership(link)));
  return [certain, possible].filter((region) => region !== undefined);
}

/** Whether an address is a member of an application security group, where the input does not show it. */
export function membership(group: string): Unknown {
  return Unknown.reference(`member of ${group}`, `which machines are members of ${group} is not in the input`);
}
