/*
 * Azure's names and limits, as numbers and patterns. Sources: "Azure networking limits" (virtual network and firewall),
 * "Network security groups overview", "Naming rules and restrictions for Azure resources", and the validation in the
 * azurerm provider 4.55.0.
 */

/** Priorities an NSG rule can have; the lowest decides first. */
export const NSG_RULE_PRIORITIES = { minimum: 100, maximum: 4096 } as const;

/** Most rules in one NSG. */
export const NSG_RULES_MAXIMUM = 1000;

/** Most addresses, prefixes and ranges in all rules of one NSG, sources and destinations each. */
export const NSG_ADDRESSES_MAXIMUM = 4000;

/** Most routes of one route table, where Azure Virtual Network Manager raised the usual 400. */
export const ROUTES_MAXIMUM = 1000;

/** Most application security groups on one side of one NSG rule. */
export const NSG_RULE_APPLICATION_SECURITY_GROUPS_MAXIMUM = 10;

/** Longest description of an NSG rule, in bytes of UTF-8: so the provider counts. */
export const NSG_RULE_DESCRIPTION_LENGTH_MAXIMUM = 140;

/** Longest name of an NSG, an NSG rule, a rule collection group or a rule collection, in characters. */
export const RESOURCE_NAME_LENGTH_MAXIMUM = 80;

/** Names of NSGs and their rules: a letter or digit first; a letter, digit or underscore last; `.`, `-` and `_` between. */
export const NSG_NAME_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/;

/** Names of rules that every NSG has, in lower case; a rule of one's own cannot be told from them in reports and logs. */
export const NSG_DEFAULT_RULE_NAMES: readonly string[] = [
  'allowvnetoutbound', 'allowinternetoutbound', 'denyalloutbound',
  'allowvnetinbound', 'allowazureloadbalancerinbound', 'denyallinbound',
];

/** Spellings the provider takes for the fields of an NSG rule, case included. */
export const NSG_RULE_DIRECTIONS: readonly string[] = ['Inbound', 'Outbound'];
export const NSG_RULE_ACCESSES: readonly string[] = ['Allow', 'Deny'];
export const NSG_RULE_PROTOCOLS: readonly string[] = ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah'];

/** Priorities of rule collection groups and rule collections; the lowest is processed first. */
export const RULE_COLLECTION_PRIORITIES = { minimum: 100, maximum: 65000 } as const;

/** Names of firewall policies, rule collection groups and rule collections: at least two characters. */
export const FIREWALL_NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9_]$/;

/** Most pairs of source and destination in the network rules of one firewall; an IP group counts as one. */
export const FIREWALL_ADDRESS_PAIRS_MAXIMUM = 20000;

/** Highest port of explicit proxy that the provider takes; not a misprint of 65535 here. */
export const EXPLICIT_PROXY_PORT_MAXIMUM = 35536;

/** Most addresses, prefixes and ranges in one IP group. */
export const IP_GROUP_ADDRESSES_MAXIMUM = 5000;

/** Names of resource groups as the provider takes them: Azure takes other letters too. */
export const RESOURCE_GROUP_NAME_PATTERN = /^(?=.{1,90}$)[-\w._()]*[-\w()]$/;

/** Most tags of a resource, and the longest names and values of them in bytes of UTF-8, as the provider counts. */
export const TAGS_MAXIMUM = 50;
export const TAG_NAME_LENGTH_MAXIMUM = 512;
export const TAG_VALUE_LENGTH_MAXIMUM = 256;

/** Ports a packet filter can name. */
export const PORTS = { minimum: 0, maximum: 65535 } as const;
