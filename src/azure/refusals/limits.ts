import { Estate, Finding, NetworkSecurityGroup, Origin } from '../estate';
import {
  IP_GROUP_ADDRESSES_MAXIMUM, NSG_ADDRESSES_MAXIMUM, NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM, NSG_RULES_MAXIMUM,
} from '../limits';
import { isUnknown, Maybe } from '../unknown';

/** What Azure refuses for its number ("Azure networking limits"). */
export function limitRefusals({ networkSecurityGroups, ipGroups }: Estate): Finding[] {
  return [
    ...networkSecurityGroups.flatMap(networkSecurityGroupLimits),
    ...ipGroups.flatMap(({ cidrs, origin }) => tooMany('ip-group-limit', cidrs.length, IP_GROUP_ADDRESSES_MAXIMUM, `${origin.address} has`, 'addresses',
      'spread them over several IP groups', origin)),
  ];
}

function networkSecurityGroupLimits(group: NetworkSecurityGroup): Finding[] {
  const { rules, origin } = group;
  const sides = (['source', 'destination'] as const).flatMap((side) => {
    const count = rules.reduce((sum, rule) => sum + rule[side].addresses.length, 0);
    return tooMany('nsg-address-limit', count, NSG_ADDRESSES_MAXIMUM, `The rules of ${origin.address} have`, `${side} addresses`,
      'name service tags or wider prefixes, or split the group', origin);
  });
  const crowded = rules.filter(({ source, destination }) => (
    Math.max(source.applicationSecurityGroups.length, destination.applicationSecurityGroups.length) > NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM));
  const groups = crowded.flatMap((rule) => (['source', 'destination'] as const).flatMap((side) => tooMany(
    'application-security-group-limit', rule[side].applicationSecurityGroups.length, NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM,
    `${textOf(rule.name)} of ${origin.address} has`, `application security groups as its ${side}`, 'split the rule', rule.origin, textOf(rule.name),
  )));
  return [
    ...tooMany('nsg-rule-limit', rules.length, NSG_RULES_MAXIMUM, `${origin.address} has`, 'rules', 'join rules that differ in one field', origin),
    ...sides, ...groups,
  ];
}

function tooMany(id: string, count: number, maximum: number, subject: string, what: string, instead: string, origin: Origin, rule?: string): Finding[] {
  if (count <= maximum) return [];
  return [{
    id, level: 'error', address: origin.address, ...rule === undefined ? {} : { rule },
    message: `${subject} ${count} ${what}, and Azure takes ${maximum} at most; ${instead}.`,
  }];
}

function textOf(name: Maybe<string>): string {
  return isUnknown(name) ? 'a rule' : name;
}
