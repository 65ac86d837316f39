import { Examine } from './question';
import { FIREWALL_ADDRESS_PAIRS_MAXIMUM, isUnknown, Maybe, NetworkRule, policyChain, RuleCollection } from '../../azure';

/**
 * "Unique source/destination combinations in network rules" (Azure Firewall limits): of each rule the product, summed; an IP
 * group counts as one. No refusal: no page says what becomes of a policy that has more.
 */
export const addressPairLimits: Examine = ({ topology: { firewallPoints, firewallPolicy } }) => (
  firewallPoints.flatMap(({ id, policy, classic }) => {
    const collections: readonly RuleCollection[] = policy
      ? policyChain(policy, firewallPolicy).chain.flatMap((member) => member.ruleCollectionGroups.flatMap((group) => group.collections))
      : classic?.collections ?? [];
    const pairs = collections.flatMap((collection) => (collection.kind === 'network' ? collection.rules : [])).reduce((sum, rule) => sum + pairsOf(rule), 0);
    if (pairs <= FIREWALL_ADDRESS_PAIRS_MAXIMUM) return [];
    return [{
      id: 'address-pair-limit', level: 'warning', address: id,
      message: `The network rules of ${id} have ${pairs} combinations of source and destination, and Azure takes ${FIREWALL_ADDRESS_PAIRS_MAXIMUM} at most; `
        + 'use IP groups, which count as one address each.',
    }];
  })
);

function pairsOf(rule: NetworkRule): number {
  const distinct = (...lists: readonly (readonly Maybe<string>[])[]): number => (
    new Set(lists.flat().map((entry) => (isUnknown(entry) ? entry.key : entry))).size
  );
  const destinations = distinct(rule.destinationAddresses, rule.destinationIpGroups, rule.destinationFqdns);
  return distinct(rule.sourceAddresses, rule.sourceIpGroups) * destinations;
}
