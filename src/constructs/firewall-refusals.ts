import {
  FIREWALL_ADDRESS_PAIRS_MAXIMUM, FIREWALL_NAME_PATTERN, RESOURCE_NAME_LENGTH_MAXIMUM, RULE_COLLECTION_PRIORITIES,
} from '../azure';
import { refusal, Refusal } from './errors';
import { Attributes, isKnownText, isObject, listOf, StackResource } from './stack-configuration';

const POLICY_TYPE = 'azurerm_firewall_policy';

/**
 * What Azure will refuse when the rule collection group is applied. Values that Terraform fills in are not judged.
 *
 * @param group the group in question
 * @param resources every resource of its stack
 */
export function firewallRefusals(group: StackResource, resources: readonly StackResource[]): Refusal[] {
  const collections = ['network_rule_collection', 'application_rule_collection']
    .flatMap((attribute) => listOf(group.attributes[attribute]).filter(isObject));
  return [
    ...nameRefusals(group.path, group.attributes.name),
    ...priorityRefusals(group.path, group.attributes.priority),
    ...collections.flatMap((collection) => priorityRefusals(`${group.path}, collection ${String(collection.name)}`, collection.priority)),
    ...siblingRefusals(group, resources),
    ...nameSiblingRefusals(group, resources),
    ...skuRefusals(group, collections, resources),
    ...pairRefusals(group),
  ];
}

/** Whether a rule collection group names the policy by reference. */
export function isGroupOf(group: StackResource, policy: StackResource): boolean {
  return group.attributes.firewall_policy_id === `\${${policy.address}.id}`;
}

function nameRefusals(place: string, name: unknown): Refusal[] {
  if (!isKnownText(name) || (name.length <= RESOURCE_NAME_LENGTH_MAXIMUM && FIREWALL_NAME_PATTERN.test(name))) return [];
  return [refusal('firewall-name', place, name)];
}

function priorityRefusals(place: string, priority: unknown): Refusal[] {
  const { minimum, maximum } = RULE_COLLECTION_PRIORITIES;
  if (typeof priority !== 'number' || (Number.isInteger(priority) && priority >= minimum && priority <= maximum)) return [];
  return [refusal('priority-range', place, priority, minimum, maximum)];
}

function siblingRefusals(group: StackResource, resources: readonly StackResource[]): Refusal[] {
  const sibling = resources.find((other) => other.type === group.type
    && other.address !== group.address
    && typeof group.attributes.priority === 'number'
    && other.attributes.priority === group.attributes.priority
    && other.attributes.firewall_policy_id === group.attributes.firewall_policy_id);
  return sibling ? [refusal('duplicate-group-priority', group.path, Number(group.attributes.priority), sibling.path)] : [];
}

function nameSiblingRefusals(group: StackResource, resources: readonly StackResource[]): Refusal[] {
  const { name, firewall_policy_id: policyId } = group.attributes;
  if (!isKnownText(name)) return [];
  const sibling = resources.find(({ type, address, attributes }) => type === group.type && address !== group.address
    && isKnownText(attributes.name) && attributes.name.toLowerCase() === name.toLowerCase() && attributes.firewall_policy_id === policyId);
  return sibling ? [refusal('duplicate-group-name', group.path, name, sibling.path)] : [];
}

function skuRefusals(group: StackResource, collections: readonly Attributes[], resources: readonly StackResource[]): Refusal[] {
  const filtersUrls = collections.some((collection) => (
    listOf(collection.rule).some((rule) => isObject(rule) && listOf(rule.destination_urls).length > 0)
  ));
  const policy = resources.find((other) => other.type === POLICY_TYPE && isGroupOf(group, other));
  if (!filtersUrls || !policy) return [];
  // The provider's default.
  const sku = policy.attributes.sku ?? 'Standard';
  return isKnownText(sku) && sku !== 'Premium' ? [refusal('premium-on-other-policy', group.path, sku)] : [];
}

/** The limit is for a whole firewall; what this group alone exceeds, the firewall exceeds for certain. */
function pairRefusals(group: StackResource): Refusal[] {
  const rules = listOf(group.attributes.network_rule_collection).filter(isObject).flatMap((collection) => listOf(collection.rule)).filter(isObject);
  const count = rules.reduce((sum, rule) => sum + sideSize(rule, 'source') * sideSize(rule, 'destination'), 0);
  return count > FIREWALL_ADDRESS_PAIRS_MAXIMUM
    ? [refusal('too-many-address-pairs', group.path, count, FIREWALL_ADDRESS_PAIRS_MAXIMUM)] : [];
}

function sideSize(rule: Attributes, side: 'source' | 'destination'): number {
  return listOf(rule[`${side}_addresses`]).length + listOf(rule[`${side}_ip_groups`]).length;
}
