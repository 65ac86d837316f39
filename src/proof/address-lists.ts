import { Estate, isUnknown, Maybe, ServiceTagSnapshot, Topology } from '../azure';
import { AddressFamily, AddressSet, IntervalSet, isAddressProblem, parseAddressRange, toPrefixes } from '../packets';
import { Verdict } from './report';

/** Whether lists that stand for the sensor's tag hold what the tag holds now. */
export interface AddressListJudgement {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/**
 * Judges the literal addresses and IP groups that stand for a service tag, taken together.
 *
 * An entry stands for the tag when every address of it is, or once was, published for the tag: a wider prefix, such as
 * 0.0.0.0/0, holds the tag by accident. Deny rules do not count; an estate without such entries has nothing to keep current.
 */
export function judgeAddressLists(
  topology: Topology, serviceTag: string, serviceTags: ServiceTagSnapshot, families: readonly AddressFamily[],
): AddressListJudgement {
  const reasons: string[] = [];
  for (const family of families) {
    const current = serviceTags.find(serviceTag)?.addresses[family];
    if (!current) continue;
    const ever = serviceTags.everPublished(family);
    const lists = literalDestinations(topology)
      .map((list) => list.flatMap((entry) => literal(entry, family)))
      .filter((list) => list.some((addresses) => ever.contains(addresses)));
    if (lists.length === 0) continue;
    const missing = toPrefixes(current.subtract(IntervalSet.union(lists.flat())));
    if (missing.length > 0) {
      const shown = missing.slice(0, 5).join(', ') + (missing.length > 5 ? `, and ${missing.length - 5} more` : '');
      reasons.push(`Address lists that stand for ${serviceTag} lack ${shown} (snapshot of ${serviceTags.date || `change ${serviceTags.changeNumber}`}).`);
    }
  }
  return { verdict: reasons.length > 0 ? 'violated' : 'satisfied', reasons };
}

/** Destination lists of every rule that allows, IP groups resolved. */
function literalDestinations(topology: Topology): (readonly Maybe<string>[])[] {
  const { estate } = topology;
  return [...networkSecurityDestinations(estate), ...firewallDestinations(topology)];
}

function networkSecurityDestinations(estate: Estate): (readonly Maybe<string>[])[] {
  return estate.networkSecurityGroups.flatMap((group) => group.rules)
    .filter((rule) => allows(rule.access) && !(typeof rule.direction === 'string' && rule.direction.toLowerCase() === 'inbound'))
    .map((rule) => rule.destination.addresses);
}

function firewallDestinations(topology: Topology): (readonly Maybe<string>[])[] {
  const { firewallPolicies, firewalls } = topology.estate;
  const collections = [
    ...firewallPolicies.flatMap((policy) => policy.ruleCollectionGroups.flatMap((group) => group.collections)),
    ...firewalls.flatMap((firewall) => firewall.collections),
  ];
  return collections.flatMap((collection) => (collection.kind === 'network' && allows(collection.action) ? collection.rules : []))
    .map((rule) => [
      ...rule.destinationAddresses,
      ...rule.destinationIpGroups.flatMap((link) => (isUnknown(link) ? [] : topology.ipGroup(link)?.cidrs ?? [])),
    ]);
}

function literal(entry: Maybe<string>, family: AddressFamily): AddressSet[] {
  if (isUnknown(entry)) return [];
  const range = parseAddressRange(entry);
  return isAddressProblem(range) || range.family !== family ? [] : [range.addresses];
}

function allows(word: Maybe<string>): boolean {
  return isUnknown(word) || word.toLowerCase() === 'allow';
}
