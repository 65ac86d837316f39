import { Link, Origin } from './origin';
import { Maybe, Unknown } from './unknown';

/*
 * The part of an estate that is about firewalls: policies, their rules, and the IP groups that those name.
 */

/** `azurerm_ip_group` with its `cidrs` and every `azurerm_ip_group_cidr` that names it. */
export interface IpGroup {
  readonly id: string;
  readonly origin: Origin;
  readonly name: Maybe<string>;
  /** Addresses, prefixes, ranges, as written; empty when it is empty for certain. */
  readonly cidrs: readonly Maybe<string>[];
}

/** `azurerm_firewall_policy` with every rule collection group that names it. */
export interface FirewallPolicy {
  readonly id: string;
  readonly origin: Origin;
  readonly name: Maybe<string>;
  /** `Basic`, `Standard` or `Premium`, as written or by the provider's default. */
  readonly sku: Maybe<string>;
  readonly basePolicy?: Link;
  readonly dnsProxyEnabled: Maybe<boolean>;
  /** `Alert`, `Deny` or `Off`. */
  readonly threatIntelligenceMode: Maybe<string>;
  readonly threatIntelligenceAllowlist: { readonly fqdns: readonly Maybe<string>[]; readonly addresses: readonly Maybe<string>[] };
  /** `Off`, `Alert` or `Deny`. */
  readonly intrusionDetectionMode: Maybe<string>;
  readonly explicitProxyEnabled: Maybe<boolean>;
  readonly ruleCollectionGroups: readonly RuleCollectionGroup[];
  /** Set when it may hold rules that the input does not show (it lives outside the input), with the reason. */
  readonly hiddenRules?: Unknown;
}

export interface RuleCollectionGroup {
  readonly origin: Origin;
  readonly name: Maybe<string>;
  readonly priority: Maybe<number>;
  readonly collections: readonly RuleCollection[];
}

/** A rule collection of a group, or a classic one of a firewall. */
export type RuleCollection = NatRuleCollection | NetworkRuleCollection | ApplicationRuleCollection;

interface RuleCollectionHead {
  readonly origin: Origin;
  readonly name: Maybe<string>;
  readonly priority: Maybe<number>;
  /** `Allow`, `Deny` or `Dnat`, as written. */
  readonly action: Maybe<string>;
}
export interface NatRuleCollection extends RuleCollectionHead {
  readonly kind: 'nat';
  readonly rules: readonly NatRule[];
}
export interface NetworkRuleCollection extends RuleCollectionHead {
  readonly kind: 'network';
  readonly rules: readonly NetworkRule[];
}
export interface ApplicationRuleCollection extends RuleCollectionHead {
  readonly kind: 'application';
  readonly rules: readonly ApplicationRule[];
}

/** What rules of every kind say. */
export interface FirewallRuleHead {
  readonly origin: Origin;
  /** Attribute path within the resource, such as `network_rule_collection[0].rule[3]`. */
  readonly attribute: string;
  readonly name: Maybe<string>;
  readonly sourceAddresses: readonly Maybe<string>[];
  readonly sourceIpGroups: readonly Link[];
}

export interface NatRule extends FirewallRuleHead {
  readonly protocols: readonly Maybe<string>[];
  /** Destination before translation; absent when unset. */
  readonly destinationAddresses: readonly Maybe<string>[];
  readonly destinationPorts: readonly Maybe<string>[];
}

export interface NetworkRule extends FirewallRuleHead {
  /** `Any`, `TCP`, `UDP`, `ICMP`, as written. */
  readonly protocols: readonly Maybe<string>[];
  /** `*`, addresses, prefixes, ranges, service tags, as written. */
  readonly destinationAddresses: readonly Maybe<string>[];
  readonly destinationIpGroups: readonly Link[];
  readonly destinationFqdns: readonly Maybe<string>[];
  readonly destinationPorts: readonly Maybe<string>[];
}

export interface ApplicationRule extends FirewallRuleHead {
  readonly protocols: readonly Maybe<ApplicationProtocol>[];
  readonly destinationAddresses: readonly Maybe<string>[];
  readonly destinationFqdns: readonly Maybe<string>[];
  readonly destinationUrls: readonly Maybe<string>[];
  readonly destinationFqdnTags: readonly Maybe<string>[];
  readonly webCategories: readonly Maybe<string>[];
  readonly terminateTls: Maybe<boolean>;
}

export interface ApplicationProtocol {
  /** `Http`, `Https` or `Mssql`, as written. */
  readonly type: Maybe<string>;
  readonly port: Maybe<number>;
}

/** `azurerm_firewall` with every classic rule collection that names it. */
export interface Firewall {
  readonly id: string;
  readonly origin: Origin;
  readonly name: Maybe<string>;
  readonly resourceGroup: Maybe<string>;
  /** `Basic`, `Standard` or `Premium`. */
  readonly skuTier: Maybe<string>;
  readonly policy?: Link;
  readonly privateAddresses: readonly Maybe<string>[];
  readonly subnets: readonly Link[];
  readonly dnsProxyEnabled: Maybe<boolean>;
  readonly threatIntelligenceMode: Maybe<string>;
  /** Classic rule collections; empty with a policy. */
  readonly collections: readonly RuleCollection[];
  /** Set when it may hold classic rules that the input does not show, with the reason. */
  readonly hiddenRules?: Unknown;
}
