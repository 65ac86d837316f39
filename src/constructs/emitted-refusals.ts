import { Refusal, refusal } from './errors';
import { firewallRefusals, isGroupOf } from './firewall-refusals';
import { EmittedRule, nameRefusals, networkSecurityRefusals } from './network-security-refusals';
import { isKnownText, isObject, listOf, StackResource } from './stack-configuration';

/** Addresses of what a construct emits. */
export type EmittedAddresses =
  | { readonly kind: 'network-security-group'; readonly address: string }
  | { readonly kind: 'network-security-rules'; readonly addresses: readonly string[] }
  | { readonly kind: 'rule-collection-group'; readonly address: string };

/** Address of the NSG or firewall policy that what is emitted belongs to; none where it is outside the stack. */
export function enforcementPointOf(emitted: EmittedAddresses, resources: readonly StackResource[]): string | undefined {
  switch (emitted.kind) {
    case 'network-security-group':
      return emitted.address;
    case 'network-security-rules': {
      const rule = resources.find((resource) => resource.address === emitted.addresses[0]);
      return rule && resources.find((resource) => resource.type === GROUP_TYPE && isRuleOf(rule, resource))?.address;
    }
    case 'rule-collection-group': {
      const group = resources.find((resource) => resource.address === emitted.address);
      return group && resources.find((resource) => resource.type === POLICY_TYPE && isGroupOf(group, resource))?.address;
    }
  }
}

const POLICY_TYPE = 'azurerm_firewall_policy';
const GROUP_TYPE = 'azurerm_network_security_group';
const RULE_TYPE = 'azurerm_network_security_rule';
const ASSOCIATION_TYPE = 'azurerm_subnet_network_security_group_association';

/** What Azure will refuse of what a construct emits, beside everything else in its stack. */
export function emittedRefusals(emitted: EmittedAddresses, resources: readonly StackResource[]): Refusal[] {
  switch (emitted.kind) {
    case 'network-security-group':
      return resources.filter((resource) => resource.address === emitted.address).flatMap((group) => ownedGroupRefusals(group, resources));
    case 'network-security-rules':
      return standaloneRefusals(resources.filter((resource) => emitted.addresses.includes(resource.address)), resources);
    case 'rule-collection-group':
      return resources.filter((resource) => resource.address === emitted.address).flatMap((group) => firewallRefusals(group, resources));
  }
}

function ownedGroupRefusals(group: StackResource, resources: readonly StackResource[]): Refusal[] {
  const standalone = resources.find((resource) => resource.type === RULE_TYPE && isRuleOf(resource, group));
  return [
    ...nameRefusals(group.path, group.attributes.name),
    ...networkSecurityRefusals(group.path, inlineRules(group)),
    ...standalone ? [refusal('inline-and-standalone', group.path, standalone.path)] : [],
    ...sameNameRefusals(group, resources),
    ...subnetRefusals(group, resources),
  ];
}

function sameNameRefusals(group: StackResource, resources: readonly StackResource[]): Refusal[] {
  const { name, resource_group_name: resourceGroup } = group.attributes;
  const other = resources.find(({ type, address, attributes }) => type === GROUP_TYPE && address !== group.address
    && isKnownText(name) && attributes.name === name && attributes.resource_group_name === resourceGroup);
  return other && isKnownText(name) ? [refusal('duplicate-nsg-name', group.path, name, other.path)] : [];
}

/** Each association of the group whose subnet another association names too. */
function subnetRefusals(group: StackResource, resources: readonly StackResource[]): Refusal[] {
  const associations = resources.filter(({ type }) => type === ASSOCIATION_TYPE);
  return associations.filter(({ attributes }) => attributes.network_security_group_id === `\${${group.address}.id}`).flatMap((own) => {
    const other = associations.find(({ address, attributes }) => address !== own.address && attributes.subnet_id === own.attributes.subnet_id);
    return other ? [refusal('subnet-twice', own.path, other.path)] : [];
  });
}

/** Judged together with every other standalone rule of the stack on the same NSG. */
function standaloneRefusals(own: readonly StackResource[], resources: readonly StackResource[]): Refusal[] {
  if (own.length === 0) return [];
  const [first] = own;
  const groupKey = groupKeyOf(first);
  const onSameGroup = resources.filter((resource) => resource.type === RULE_TYPE && groupKeyOf(resource) === groupKey);
  const group = resources.find((resource) => resource.type === GROUP_TYPE && isRuleOf(first, resource) && inlineRules(resource).length > 0);
  return [
    ...networkSecurityRefusals(String(first.attributes.network_security_group_name), onSameGroup.map((rule) => (
      { place: rule.path, attributes: rule.attributes }
    ))),
    ...group ? [refusal('inline-and-standalone', group.path, first.path)] : [],
  ];
}

function inlineRules(group: StackResource): EmittedRule[] {
  return listOf(group.attributes.security_rule).filter(isObject).map((attributes, index) => ({
    place: `${group.path}, rule ${isKnownText(attributes.name) ? attributes.name : index + 1}`,
    attributes,
  }));
}

function groupKeyOf(rule: StackResource): string {
  return JSON.stringify([rule.attributes.resource_group_name, rule.attributes.network_security_group_name]);
}

/** Whether a standalone rule names the NSG: by reference, or by the same names. */
function isRuleOf(rule: StackResource, group: StackResource): boolean {
  const { network_security_group_name: name, resource_group_name: resourceGroup } = rule.attributes;
  if (name === `\${${group.address}.name}`) return true;
  return name === group.attributes.name && resourceGroup === group.attributes.resource_group_name;
}
