import {
  FIREWALL_ADDRESS_PAIRS_MAXIMUM, FIREWALL_NAME_PATTERN, IP_GROUP_ADDRESSES_MAXIMUM, NSG_ADDRESSES_MAXIMUM, NSG_DEFAULT_RULE_NAMES, NSG_NAME_PATTERN,
  NSG_RULE_ACCESSES, NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM, NSG_RULE_DESCRIPTION_LENGTH_MAXIMUM, NSG_RULE_DIRECTIONS, NSG_RULE_PRIORITIES,
  NSG_RULE_PROTOCOLS, NSG_RULES_MAXIMUM, PORTS, RESOURCE_NAME_LENGTH_MAXIMUM, ROUTES_MAXIMUM, RULE_COLLECTION_PRIORITIES,
} from '../../src/azure';
import { EXPLICIT_PROXY_PORT_MAXIMUM, RESOURCE_GROUP_NAME_PATTERN, TAG_NAME_LENGTH_MAXIMUM, TAG_VALUE_LENGTH_MAXIMUM, TAGS_MAXIMUM } from '../../src/azure/limits';

/* The numbers of the documentation, each with its page. */
test.each([
  ['NSG rule priorities (NSG overview, rule properties)', NSG_RULE_PRIORITIES, { minimum: 100, maximum: 4096 }],
  ['rules of an NSG (networking limits)', NSG_RULES_MAXIMUM, 1000],
  ['addresses of a side of an NSG (networking limits)', NSG_ADDRESSES_MAXIMUM, 4000],
  ['routes of a route table (networking limits: 400, and 1,000 with Virtual Network Manager)', ROUTES_MAXIMUM, 1000],
  ['application security groups of a side of a rule (networking limits)', NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM, 10],
  ['description of an NSG rule (provider)', NSG_RULE_DESCRIPTION_LENGTH_MAXIMUM, 140],
  ['name of an NSG rule (NSG overview)', RESOURCE_NAME_LENGTH_MAXIMUM, 80],
  ['priorities of groups and collections (rule processing logic)', RULE_COLLECTION_PRIORITIES, { minimum: 100, maximum: 65000 }],
  ['pairs of source and destination (Azure Firewall limits)', FIREWALL_ADDRESS_PAIRS_MAXIMUM, 20000],
  ['addresses of an IP group (Azure Firewall limits)', IP_GROUP_ADDRESSES_MAXIMUM, 5000],
  ['port of explicit proxy (provider)', EXPLICIT_PROXY_PORT_MAXIMUM, 35536],
  ['tags of a resource, their names and values (provider)', [TAGS_MAXIMUM, TAG_NAME_LENGTH_MAXIMUM, TAG_VALUE_LENGTH_MAXIMUM], [50, 512, 256]],
  ['ports (NSG overview, rule properties)', PORTS, { minimum: 0, maximum: 65535 }],
  ['directions (provider, case included)', NSG_RULE_DIRECTIONS, ['Inbound', 'Outbound']],
  ['accesses (provider)', NSG_RULE_ACCESSES, ['Allow', 'Deny']],
  ['protocols (NSG overview: TCP, UDP, ICMP, ESP, AH or Any)', NSG_RULE_PROTOCOLS, ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']],
  ['names of default rules (NSG overview), in lower case', [...NSG_DEFAULT_RULE_NAMES].sort(), [
    'allowazureloadbalancerinbound', 'allowinternetoutbound', 'allowvnetinbound', 'allowvnetoutbound', 'denyallinbound', 'denyalloutbound',
  ]],
])('%s', (_, limit, documented) => {
  expect(limit).toEqual(documented);
});

/*
 * "The name must begin with a letter or number, end with a letter, number or underscore, and may contain only letters, numbers,
 * underscores, periods, or hyphens."
 */
test.each([
  ['nsg', true, true], ['1-a.b_c', true, true], ['a_', true, true], ['a', true, false], ['Z', true, false], ['-a', false, false], ['_a', false, false],
  ['a-', false, false], ['ab-', false, false], ['-ab', false, false], ['ab.', false, false], ['a.', false, false], ['a b', false, false], ['a/b', false, false], ['ä1', false, false], ['a\nb', false, false], ['', false, false],
])('the name %j: of an NSG %s, of a firewall policy %s', (name, nsg, firewall) => {
  expect([NSG_NAME_PATTERN.test(name), FIREWALL_NAME_PATTERN.test(name)]).toEqual([nsg, firewall]);
});

// The provider: letters, digits, `-`, `_`, `.` and parentheses, 90 of them at most, and no period at the end.
test.each([
  ['rg', true], ['RG-1_a.b(c)', true], ['(x)', true], ['-', true], ['a'.repeat(90), true], ['a'.repeat(91), false],
  ['rg.', false], ['.', false], ['.rg', true], ['r g', false], ['rg/x', false], ['rgé', false], ['érg', false], ['', false],
])('the name %j: of a resource group %s', (name, isTaken) => {
  expect(RESOURCE_GROUP_NAME_PATTERN.test(name)).toBe(isTaken);
});
