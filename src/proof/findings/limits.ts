import { Examine, PAGES } from './question';
import {
  Estate, FIREWALL_ADDRESS_PAIRS_MAXIMUM, FIREWALL_NAME_PATTERN, Finding, IP_GROUP_ADDRESSES_MAXIMUM, isUnknown, Maybe, NetworkRule, NetworkSecurityGroup,
  NSG_ADDRESSES_MAXIMUM, NSG_NAME_PATTERN, NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM, NSG_RULES_MAXIMUM, Origin, policyChain, RESOURCE_NAME_LENGTH_MAXIMUM,
  RuleCollection, Topology,
} from '../../azure';

/** What Azure refuses for its number or its name ("Azure networking limits"; "Naming rules and restrictions for Azure resources"). */
export const limits: Examine = ({ estate, topology }) => [
  ...estate.networkSecurityGroups.flatMap(networkSecurityGroupLimits),
  ...estate.ipGroups.flatMap(({ cidrs, origin }) => tooMany('ip-group-limit', cidrs.length, IP_GROUP_ADDRESSES_MAXIMUM, `${origin.address} has`, 'addresses',
    'spread them over several IP groups', origin)),
  ...addressPairLimits(topology),
  ...names(estate),
];

function networkSecurityGroupLimits(group: NetworkSecurityGroup): Finding[] {
  const { rules, origin } = group;
  const sides = (['source', 'destination'] as const).flatMap((side) => {
    const count = rules.reduce((sum, rule) => sum + rule[side].addresses.length, 0);
    return tooMany('nsg-address-limit', count, NSG_ADDRESSES_MAXIMUM, `The rules of ${origin.address} have`, `${side} addresses`,
      'name service tags or wider prefixes, or split the group', origin);
  });
  const groups = rules.flatMap((rule) => (['source', 'destination'] as const).flatMap((side) => tooMany(
    'application-security-group-limit', rule[side].applicationSecurityGroups.length, NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM,
    `${textOf(rule.name)} of ${origin.address} has`, `application security groups as its ${side}`, 'split the rule', rule.origin, textOf(rule.name),
  )));
  return [
    ...tooMany('nsg-rule-limit', rules.length, NSG_RULES_MAXIMUM, `${origin.address} has`, 'rules', 'join rules that differ in one field', origin),
    ...sides, ...groups,
  ];
}

/** "Unique source/destination combinations in network rules": of each rule the product, summed; an IP group counts as one. */
function addressPairLimits({ firewallPoints, firewallPolicy }: Topology): Finding[] {
  return firewallPoints.flatMap(({ id, policy, classic }) => {
    const collections: readonly RuleCollection[] = policy
      ? policyChain(policy, firewallPolicy).chain.flatMap((member) => member.ruleCollectionGroups.flatMap((group) => group.collections))
      : classic?.collections ?? [];
    const pairs = collections.flatMap((collection) => (collection.kind === 'network' ? collection.rules : [])).reduce((sum, rule) => sum + pairsOf(rule), 0);
    return tooMany('address-pair-limit', pairs, FIREWALL_ADDRESS_PAIRS_MAXIMUM, `The network rules of ${id} have`, 'combinations of source and destination',
      'use IP groups, which count as one address each', { address: id }, undefined, 'warning');
  });
}

function pairsOf(rule: NetworkRule): number {
  const distinct = (...lists: readonly (readonly Maybe<string>[])[]): number => (
    new Set(lists.flat().map((entry) => (isUnknown(entry) ? entry.key : entry))).size
  );
  const destinations = distinct(rule.destinationAddresses, rule.destinationIpGroups, rule.destinationFqdns);
  return distinct(rule.sourceAddresses, rule.sourceIpGroups) * destinations;
}

function tooMany(
  id: string, count: number, maximum: number, subject: string, what: string, instead: string, origin: Origin, rule?: string, level: Finding['level'] = 'error',
): Finding[] {
  if (count <= maximum) return [];
  return [{
    id, level, address: origin.address, url: id === 'ip-group-limit' ? PAGES.ipGroups : PAGES.limits,
    ...rule === undefined ? {} : { rule },
    message: `${subject} ${count} ${what}, and Azure takes ${maximum} at most; ${instead}.`,
  }];
}

function names({ networkSecurityGroups, firewallPolicies }: Estate): Finding[] {
  const groups = networkSecurityGroups.flatMap((group) => [
    ...invalidName(group.name, NSG_NAME_PATTERN, 'NSG', group.origin),
    ...group.rules.flatMap((rule) => invalidName(rule.name, NSG_NAME_PATTERN, 'NSG rule', rule.origin)),
  ]);
  const policies = firewallPolicies.flatMap((policy) => [
    ...invalidName(policy.name, FIREWALL_NAME_PATTERN, 'firewall policy', policy.origin),
    ...policy.ruleCollectionGroups.flatMap((group) => [
      ...invalidName(group.name, FIREWALL_NAME_PATTERN, 'rule collection group', group.origin),
      ...group.collections.flatMap((collection) => invalidName(collection.name, FIREWALL_NAME_PATTERN, 'rule collection', group.origin)),
    ]),
  ]);
  return [...groups, ...policies];
}

function invalidName(name: Maybe<string>, pattern: RegExp, kind: string, origin: Origin): Finding[] {
  if (isUnknown(name)) return [];
  const problem = name.length > RESOURCE_NAME_LENGTH_MAXIMUM ? `has ${name.length} characters, and Azure takes ${RESOURCE_NAME_LENGTH_MAXIMUM} at most`
    : pattern.test(name) ? undefined : 'does not start with a letter or digit, does not end with a letter, digit or underscore, or holds other characters than those, "." and "-"';
  if (problem === undefined) return [];
  const shown = name.length > RESOURCE_NAME_LENGTH_MAXIMUM ? `${name.slice(0, RESOURCE_NAME_LENGTH_MAXIMUM)}…` : name;
  return [{
    id: 'invalid-name', level: 'error', address: origin.address, rule: shown, url: PAGES.names,
    message: `The name "${shown}" of the ${kind} at ${origin.address} ${problem}; choose another name.`,
  }];
}

function textOf(name: Maybe<string>): string {
  return isUnknown(name) ? 'a rule' : name;
}
