import { Name } from './named-set';
import {
  AddressTerms, EgressSpace, Estate, HOST_VIRTUAL_ADDRESS, isUnknown, knownAddresses, Maybe, METADATA_ADDRESS, Notes, SENSOR_SERVICE_TAG, ServiceTagSnapshot,
  VirtualNetworkReading,
} from '../../azure';
import { Address, AddressSet, IntervalSet } from '../../packets';

/**
 * What sets of addresses are called in the rules of some estates: prefixes, ranges and service tags as they are written,
 * IP groups by their address. Only names that mean one set for certain.
 *
 * @param readings what `VirtualNetwork` and `Internet` mean; absent in the rules of a firewall
 */
export function addressNames(
  space: EgressSpace, estates: readonly Estate[], serviceTags: ServiceTagSnapshot, readings: readonly VirtualNetworkReading[] = [],
): Name<Address>[] {
  const names: Name<Address>[] = [];
  const written = new Set(estates.flatMap(writtenIn).filter((entry): entry is string => !isUnknown(entry)));
  for (const reading of readings.length > 0 ? readings : [undefined]) {
    const terms = new AddressTerms(space, serviceTags, new Notes(), reading);
    for (const entry of [...written, SENSOR_SERVICE_TAG, 'Internet', ...reading ? ['VirtualNetwork'] : []]) {
      const set = terms.plainSet([entry]) ?? certainSet(entry, terms, space);
      if (set && !set.isEmpty) names.push({ name: entry, set });
    }
  }
  for (const group of estates.flatMap((estate) => estate.ipGroups)) {
    const { addresses, unknown } = knownAddresses(group.cidrs, space.family, group.origin.address);
    if (unknown === undefined && !addresses.isEmpty) names.push({ name: group.origin.address, set: addresses });
  }
  if (space.family === 'ipv4') names.push({ name: 'Azure platform addresses', set: HOST_VIRTUAL_ADDRESS.union(METADATA_ADDRESS) });
  // A service tag tells more than the prefixes it happens to equal.
  return names.sort((a, b) => Number(/^[\d*]/.test(a.name) || a.name.includes(':')) - Number(/^[\d*]/.test(b.name) || b.name.includes(':')));
}

/** `undefined` where it is open what the entry holds. */
function certainSet(entry: string, terms: AddressTerms, space: EgressSpace): AddressSet | undefined {
  const regions = terms.regions('destination', [entry], { text: entry, address: '' });
  const certain = regions.filter((region) => space.isCertain(region));
  // What else the tag Internet may hold is not public, and is told on its own.
  if (certain.length < regions.length && entry.toLowerCase() !== 'internet') return undefined;
  return IntervalSet.union(certain.map((region) => region.on(space.destination)));
}

function writtenIn({ networkSecurityGroups, firewallPolicies, firewalls, virtualNetworks, subnets }: Estate): readonly Maybe<string>[] {
  const collections = [
    ...firewallPolicies.flatMap((policy) => policy.ruleCollectionGroups.flatMap((group) => group.collections)),
    ...firewalls.flatMap((firewall) => firewall.collections),
  ];
  return [
    ...networkSecurityGroups.flatMap((group) => group.rules.flatMap((rule) => [...rule.source.addresses, ...rule.destination.addresses])),
    ...collections.flatMap((collection) => collection.rules.flatMap((rule) => [...rule.sourceAddresses, ...rule.destinationAddresses])),
    ...virtualNetworks.flatMap((network) => network.addressSpace),
    ...subnets.flatMap((subnet) => subnet.addressPrefixes),
  ];
}
