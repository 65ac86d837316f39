import {
  addressLists, addressTextProblem, NSG_ADDRESSES_MAXIMUM, NSG_DEFAULT_RULE_NAMES, NSG_NAME_PATTERN, NSG_RULE_ACCESSES,
  NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM, NSG_RULE_DESCRIPTION_LENGTH_MAXIMUM, NSG_RULE_DIRECTIONS, NSG_RULE_PRIORITIES,
  NSG_RULE_PROTOCOLS, NSG_RULES_MAXIMUM, PORTS, RESOURCE_NAME_LENGTH_MAXIMUM,
} from '../azure';
import { refusal, Refusal } from './errors';
import { Attributes, isKnownText, isWritten, knownTexts, listOf } from './stack-configuration';

/** A rule of an NSG and how to name it to people. */
export interface EmittedRule {
  readonly place: string;
  readonly attributes: Attributes;
}

/** What Azure will refuse when these rules are applied to one NSG. Values that Terraform fills in are not judged. */
export function networkSecurityRefusals(place: string, rules: readonly EmittedRule[]): Refusal[] {
  return [
    ...rules.flatMap(ruleRefusals),
    ...duplicateNames(rules),
    ...duplicatePriorities(rules),
    ...sizeRefusals(place, rules),
  ];
}

/** Whether Azure takes the name for an NSG or a rule of one. */
export function nameRefusals(place: string, name: unknown): Refusal[] {
  if (!isWritten(name)) return [refusal('missing-attribute', place, 'name')];
  if (!isKnownText(name)) return [];
  return name.length <= RESOURCE_NAME_LENGTH_MAXIMUM && NSG_NAME_PATTERN.test(name) ? [] : [refusal('nsg-name', place, name)];
}

function ruleRefusals(rule: EmittedRule): Refusal[] {
  const { place, attributes } = rule;
  return [
    ...nameRefusals(place, attributes.name),
    ...defaultNameRefusals(rule),
    ...priorityRefusals(rule),
    ...spelling(rule, 'direction', NSG_RULE_DIRECTIONS),
    ...spelling(rule, 'access', NSG_RULE_ACCESSES),
    ...spelling(rule, 'protocol', NSG_RULE_PROTOCOLS),
    ...descriptionRefusals(rule),
    ...SIDES.flatMap((side) => [...addressRefusals(rule, side), ...portRefusals(rule, side)]),
    ...familyRefusals(rule),
  ];
}

type Side = 'source' | 'destination';
const SIDES: readonly Side[] = ['source', 'destination'];

function defaultNameRefusals({ place, attributes }: EmittedRule): Refusal[] {
  const { name } = attributes;
  return isKnownText(name) && NSG_DEFAULT_RULE_NAMES.includes(name.toLowerCase()) ? [refusal('default-rule-name', place, name)] : [];
}

function priorityRefusals({ place, attributes }: EmittedRule): Refusal[] {
  const { priority } = attributes;
  if (!isWritten(priority)) return [refusal('missing-attribute', place, 'priority')];
  const { minimum, maximum } = NSG_RULE_PRIORITIES;
  if (typeof priority !== 'number' || (Number.isInteger(priority) && priority >= minimum && priority <= maximum)) return [];
  return [refusal('priority-range', place, priority, minimum, maximum)];
}

function spelling({ place, attributes }: EmittedRule, attribute: 'direction' | 'access' | 'protocol', choices: readonly string[]): Refusal[] {
  const value = attributes[attribute];
  if (!isWritten(value)) return [refusal('missing-attribute', place, attribute)];
  return isKnownText(value) && !choices.includes(value) ? [refusal('spelling', place, attribute, value, choices.join(', '))] : [];
}

function descriptionRefusals({ place, attributes }: EmittedRule): Refusal[] {
  const { description } = attributes;
  const length = isKnownText(description) ? Buffer.byteLength(description) : 0;
  return length > NSG_RULE_DESCRIPTION_LENGTH_MAXIMUM ? [refusal('description-length', place, length, NSG_RULE_DESCRIPTION_LENGTH_MAXIMUM)] : [];
}

function addressRefusals(rule: EmittedRule, side: Side): Refusal[] {
  const { place, attributes } = rule;
  const plural = `${side}_address_prefixes`;
  const groups = `${side}_application_security_group_ids`;
  const texts = knownTexts(attributes[plural]);
  const count = listOf(attributes[groups]).length;
  return [
    ...exactlyOne(rule, [`${side}_address_prefix`, plural, groups]),
    ...texts.filter((text) => !isAddress(text)).map((text) => refusal('tag-in-list', place, plural, text)),
    ...overlapRefusals(place, plural, texts.filter(isAddress)),
    ...count > NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM
      ? [refusal('too-many-asgs-in-rule', place, groups, count, NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM)] : [],
  ];
}

function exactlyOne({ place, attributes }: EmittedRule, names: readonly string[]): Refusal[] {
  const written = names.filter((name) => isWritten(attributes[name]));
  if (written.length === 1) return [];
  return written.length === 0
    ? [refusal('missing-attribute', place, names.join(' or '))]
    : [refusal('several-forms', place, written.join(' and '))];
}

function isAddress(text: string): boolean {
  const problem = addressTextProblem(text);
  // Bits beyond the prefix are an address all the same; this is about tags and `*`.
  return problem === undefined || problem.code !== 'not-an-address';
}

function overlapRefusals(place: string, attribute: string, texts: readonly string[]): Refusal[] {
  const good = texts.filter((text) => addressTextProblem(text) === undefined && !text.includes('-'));
  // One alone overlaps nothing; most rules name one.
  if (good.length < 2) return [];
  const apart = addressLists(good).flatMap((list) => list.prefixes);
  return apart.length < good.length || !good.every((text) => isCovered(text, apart))
    ? [refusal('overlapping-prefixes', place, attribute, apart.join(', '))] : [];
}

function isCovered(text: string, prefixes: readonly string[]): boolean {
  const [{ prefixes: [canonical] }] = addressLists([text]);
  return prefixes.includes(canonical);
}

function portRefusals(rule: EmittedRule, side: Side): Refusal[] {
  const singular = `${side}_port_range`;
  const plural = `${side}_port_ranges`;
  const { place, attributes } = rule;
  const one = attributes[singular];
  return [
    ...exactlyOne(rule, [singular, plural]),
    ...isKnownText(one) && one !== '' && !isPortRange(one, true) ? [refusal('port-range', place, singular, one)] : [],
    ...knownTexts(attributes[plural]).filter((text) => !isPortRange(text, false)).map((text) => refusal('port-range', place, plural, text)),
  ];
}

function isPortRange(text: string, anyIsOne: boolean): boolean {
  if (text === '*') return anyIsOne;
  const ports = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!ports) return false;
  const first = Number(ports[1]);
  const last = Number(ports[2] ?? ports[1]);
  return first <= last && last <= PORTS.maximum;
}

function familyRefusals({ place, attributes }: EmittedRule): Refusal[] {
  const texts = SIDES.flatMap((side) => [attributes[`${side}_address_prefix`], ...listOf(attributes[`${side}_address_prefixes`])]);
  const addresses = texts.filter((text): text is string => isKnownText(text) && addressTextProblem(text) === undefined);
  return addresses.length > 1 && addressLists(addresses).length > 1 ? [refusal('mixed-families', place)] : [];
}

function duplicateNames(rules: readonly EmittedRule[]): Refusal[] {
  return duplicates(rules, ({ attributes: { name } }) => (isKnownText(name) ? name.toLowerCase() : undefined))
    .map(([rule, first]) => refusal('duplicate-rule-name', rule.place, String(rule.attributes.name), first.place));
}

function duplicatePriorities(rules: readonly EmittedRule[]): Refusal[] {
  return duplicates(rules, ({ attributes: { priority, direction } }) => (
    typeof priority === 'number' && isKnownText(direction) ? `${direction} ${priority}` : undefined
  )).map(([rule, first]) => (
    refusal('duplicate-priority', rule.place, Number(rule.attributes.priority), String(rule.attributes.direction), first.place)
  ));
}

/** Each rule whose key an earlier one has, with the first that has it. */
function duplicates(rules: readonly EmittedRule[], keyOf: (rule: EmittedRule) => string | undefined): [EmittedRule, EmittedRule][] {
  const firsts = new Map<string, EmittedRule>();
  const found: [EmittedRule, EmittedRule][] = [];
  for (const rule of rules) {
    const key = keyOf(rule);
    if (key === undefined) continue;
    const first = firsts.get(key);
    if (first) found.push([rule, first]);
    else firsts.set(key, rule);
  }
  return found;
}

function sizeRefusals(place: string, rules: readonly EmittedRule[]): Refusal[] {
  const tooMany = rules.length > NSG_RULES_MAXIMUM ? [refusal('too-many-rules', place, rules.length, NSG_RULES_MAXIMUM)] : [];
  const tooLong = SIDES.flatMap((side) => {
    const count = rules.reduce((sum, { attributes }) => sum + listOf(attributes[`${side}_address_prefixes`]).length, 0);
    return count > NSG_ADDRESSES_MAXIMUM ? [refusal('too-many-addresses', place, side, count, NSG_ADDRESSES_MAXIMUM)] : [];
  });
  return [...tooMany, ...tooLong];
}
