import { Estate, Finding, Origin } from '../estate';
import { FIREWALL_NAME_PATTERN, NSG_NAME_PATTERN, RESOURCE_NAME_LENGTH_MAXIMUM } from '../limits';
import { isUnknown, Maybe } from '../unknown';

/**
 * Names that Azure does not take ("Naming rules and restrictions for Azure resources"). The page says nothing of rule collections in a
 * group or of firewall rules, and the provider takes any name for them: calling those refused would open what may well be applied.
 */
export function nameRefusals({ networkSecurityGroups, firewallPolicies }: Estate): Finding[] {
  const groups = networkSecurityGroups.flatMap((group) => [
    ...invalidName(group.name, NSG_NAME_PATTERN, 'NSG', group.origin),
    ...group.rules.filter(({ name }) => !isTaken(name, NSG_NAME_PATTERN)).flatMap((rule) => invalidName(rule.name, NSG_NAME_PATTERN, 'NSG rule', rule.origin)),
  ]);
  const policies = firewallPolicies.flatMap((policy) => [
    ...invalidName(policy.name, FIREWALL_NAME_PATTERN, 'firewall policy', policy.origin),
    ...policy.ruleCollectionGroups.flatMap((group) => invalidName(group.name, FIREWALL_NAME_PATTERN, 'rule collection group', group.origin)),
  ]);
  return [...groups, ...policies];
}

/** Whether a name is sure to be none that is refused. */
function isTaken(name: Maybe<string>, pattern: RegExp): boolean {
  return isUnknown(name) || (name.length <= RESOURCE_NAME_LENGTH_MAXIMUM && pattern.test(name));
}

function invalidName(name: Maybe<string>, pattern: RegExp, kind: string, origin: Origin): Finding[] {
  if (isUnknown(name) || isTaken(name, pattern)) return [];
  const problem = name.length > RESOURCE_NAME_LENGTH_MAXIMUM ? `has ${name.length} characters, and Azure takes ${RESOURCE_NAME_LENGTH_MAXIMUM} at most`
    : 'does not start with a letter or digit, does not end with a letter, digit or underscore, or holds other characters than those, "." and "-"';
  const shown = name.length > RESOURCE_NAME_LENGTH_MAXIMUM ? `${name.slice(0, RESOURCE_NAME_LENGTH_MAXIMUM)}…` : name;
  return [{
    id: 'invalid-name', level: 'error', address: origin.address, rule: shown,
    message: `The name "${shown}" of the ${kind} at ${origin.address} ${problem}; choose another name.`,
  }];
}
