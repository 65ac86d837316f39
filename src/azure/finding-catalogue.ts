import { Finding } from './estate';

/** What stands for a kind of finding wherever it is looked up: reports, documentation, acknowledgements. */
export interface FindingKind {
  /** Gravest first; a second one where it depends on what is found. */
  readonly levels: readonly Finding['level'][];
  /** What it means, in one sentence. */
  readonly meaning: string;
  /** Page that documents it; absent for what only this tool knows. */
  readonly page?: string;
  /** Set where an error of this kind says that Azure or its provider refuses the resource at the finding's address as a whole. */
  readonly isRefusal?: true;
}

/** Pages that findings refer to. */
export const FINDING_PAGES = {
  networkSecurityGroups: 'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview',
  serviceTags: 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
  routes: 'https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview',
  firewallRuleProcessing: 'https://learn.microsoft.com/azure/firewall/rule-processing',
  firewallPremium: 'https://learn.microsoft.com/azure/firewall/premium-features',
  firewallTiers: 'https://learn.microsoft.com/azure/firewall/features-by-sku',
  firewallNetworkFqdns: 'https://learn.microsoft.com/azure/firewall/fqdn-filtering-network-rules',
  firewallPolicies: 'https://learn.microsoft.com/azure/firewall/policy-rule-sets',
  ipGroups: 'https://learn.microsoft.com/azure/firewall/ip-groups',
  limits: 'https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits',
  names: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules',
  proxy: 'https://learn.microsoft.com/defender-for-identity/deploy/configure-proxy',
  providerGroups: 'https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_group',
  providerRules: 'https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_rule',
  providerRoutes: 'https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/route_table',
  providerIpGroups: 'https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/ip_group',
  providerFirewall: 'https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/firewall',
  provider: 'https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs',
  planJson: 'https://developer.hashicorp.com/terraform/internals/json-format',
  lifecycle: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle',
  modules: 'https://developer.hashicorp.com/terraform/language/modules/syntax',
  values: 'https://developer.hashicorp.com/terraform/language/expressions/types',
  squidLists: 'https://www.squid-cache.org/Doc/config/acl/',
  squidAccess: 'https://www.squid-cache.org/Doc/config/http_access/',
} as const;

const P = FINDING_PAGES;

function kind(levels: Finding['level'] | readonly Finding['level'][], meaning: string, page?: string): FindingKind {
  return { levels: typeof levels === 'string' ? [levels] : levels, meaning, ...page === undefined ? {} : { page } };
}

/** An error for which the resource is refused as a whole. */
function refusal(meaning: string, page: string, ...lesser: readonly Finding['level'][]): FindingKind {
  return { ...kind(['error', ...lesser], meaning, page), isRefusal: true };
}

/** Every kind of finding by its id, in groups; ids are public and are never renamed. */
export const FINDING_CATALOGUE: Readonly<Record<string, FindingKind>> = {
  // What rules do to each other.
  'shadowed-rule': kind('warning', 'A rule that can never match: earlier ones, alone or together, take all of its packets.', P.networkSecurityGroups),
  'redundant-rule': kind('note', 'A rule without which every packet would fare the same, since later ones decide alike.', P.networkSecurityGroups),
  'partly-void-allow': kind('note', 'A rule that allows less than it says, because an earlier and wider one denies some of it.', P.networkSecurityGroups),
  'application-rules-bypassed': kind('warning', 'A network rule lets traffic out before application rules can look at it.', P.firewallRuleProcessing),
  'allow-list-without-deny': kind('note', 'An NSG lists what is allowed, and the default rules allow the rest too.', P.networkSecurityGroups),
  'name-contradicts-action': kind('warning', 'A name says "deny" and the rule allows, or the other way round.', P.networkSecurityGroups),
  'default-rule-name': kind('note', 'A rule has the name of one of Azure\'s default rules.', P.networkSecurityGroups),
  'equal-priority': kind('warning', 'Rule collections or groups share a priority, and their order is not documented.', P.firewallRuleProcessing),
  'examination-incomplete': kind('note', 'Rules overlap each other too much to examine each of them, so what is told of them may lack something.'),

  // What sensors reach, and what could stop them.
  'excess-access': kind(['error', 'note'], 'Sensors may reach more of the Internet than any requirement needs; an error under `--least-privilege`.', P.proxy),
  'possible-excess-access': kind(['warning', 'note'], 'They may, depending on what the input does not say.', P.proxy),
  'excess-private-access': kind('note', 'A rule of the input lets sensors reach private addresses that no requirement needs.', P.proxy),
  'service-tag-only-egress': kind('warning', 'An NSG lets sensors out to their service tag alone, which holds none of the hosts of certificate lists.', P.proxy),
  'tls-inspection-near-sensor': kind('warning', 'A rule that terminates TLS matches sensor traffic, and only an earlier rule keeps it off.', P.proxy),

  // What Azure refuses, in NSGs.
  'duplicate-priority': kind('error', 'Two rules of one direction share a priority.', P.networkSecurityGroups),
  'invalid-priority': refusal('A priority that is out of range or no whole number.', P.networkSecurityGroups),
  'invalid-protocol': refusal('A protocol that does not exist there.', P.networkSecurityGroups),
  'invalid-direction': refusal('A direction that is neither inbound nor outbound.', P.networkSecurityGroups),
  'invalid-access': refusal('An access that is neither allow nor deny.', P.networkSecurityGroups),
  'invalid-address': refusal('A text that looks like an address and is none.', P.networkSecurityGroups),
  'invalid-port': refusal('A port that is none.', P.networkSecurityGroups),
  'rule-without-source': refusal('A rule that names no source.', P.networkSecurityGroups),
  'rule-without-destination': refusal('A rule that names no destination.', P.networkSecurityGroups),
  'service-tag-in-list': refusal('A service tag or `*` in a list of several entries.', P.networkSecurityGroups),
  'mixed-address-families': refusal('IPv4 and IPv6 addresses in one list.', P.networkSecurityGroups),
  'overlapping-prefixes': refusal('Prefixes of one list that overlap.', P.networkSecurityGroups),
  'singular-and-plural': refusal('A rule with both the singular and the plural attribute of one thing.', P.providerRules),
  'inline-and-standalone-rules': kind('error', 'Rules inside an NSG and rules as resources of their own, which overwrite each other.', P.providerGroups),

  // What Azure refuses, at firewalls.
  'invalid-action': refusal('An action of a rule collection that does not exist.', P.firewallPolicies),
  'url-without-premium': kind('error', 'A rule filters by URL, and the firewall is not of the Premium tier.', P.firewallPremium),
  'wildcard-in-network-rule': kind('error', 'A wildcard in the host name of a network rule.', P.firewallNetworkFqdns),
  'network-rule-fqdn-without-dns-proxy': refusal('A network rule names a host, and the policy has no DNS proxy.', P.firewallNetworkFqdns),
  'unsupported-pattern': kind('error', 'A host or URL pattern that Azure Firewall does not support.', P.firewallPremium),
  'service-tag-as-source': refusal('A service tag as the source of a rule.', P.serviceTags),
  'policy-tier-mismatch': kind('warning', 'A firewall and its policy of different tiers.', P.firewallTiers),
  'policy-and-classic-rules': kind('error', 'A firewall with a policy and classic rules, of which it can have one.', P.providerFirewall),
  'inline-and-standalone-cidrs': kind('error', 'Addresses inside an IP group and as resources of their own, which overwrite each other.', P.providerIpGroups),

  // What Azure refuses for its number or its name, and routes.
  'nsg-rule-limit': refusal('More rules than an NSG takes.', P.limits),
  'nsg-address-limit': refusal('More addresses than the rules of an NSG take.', P.limits),
  'application-security-group-limit': refusal('More application security groups than a rule takes.', P.limits),
  'ip-group-limit': refusal('More addresses than an IP group takes.', P.ipGroups),
  'address-pair-limit': kind('warning', 'More combinations of source and destination than a firewall takes.', P.limits),
  'invalid-name': refusal('A name that Azure does not take.', P.names),
  'route-limit': refusal('More routes than a route table takes.', P.limits),
  'duplicate-route': kind('error', 'Two routes of one table have the same address prefix.', P.routes),
  'invalid-next-hop': refusal('A kind of next hop that does not exist.', P.routes),
  'inline-and-standalone-routes': kind('error', 'Routes inside a route table and as resources of their own, which overwrite each other.', P.providerRoutes),

  // Service tags.
  'unknown-service-tag': kind('warning', 'A name that is no service tag of the snapshot: misspelt, or newer.', P.serviceTags),
  'service-tag-casing': kind('warning', 'A service tag in another case than Microsoft\'s.', P.serviceTags),
  'service-tag-without-regions': refusal('A regional variant of a service tag that has none.', P.serviceTags),
  'service-tag-without-feature': refusal('A service tag in a kind of rule that it is not published for.', P.serviceTags, 'warning'),
  'service-tag-of-other-cloud': kind('warning', 'A service tag that means the addresses of another cloud than the workspace\'s.', P.serviceTags),

  // What the reader could not take as written.
  'unreadable-value': refusal('A value of a kind that its attribute does not take.', P.values, 'warning'),
  'missing-value': refusal('A required attribute that is not set.', P.provider),
  'resource-not-read': kind('warning', 'A resource that may touch egress and that this tool does not read.', P.provider),
  'module-not-read': kind('warning', 'A module whose content the input does not have.', P.modules),
  'ignore-changes': kind('warning', 'Attributes whose changes Terraform ignores, so that what is written may not be there.', P.lifecycle),
  'plan-incomplete': kind('warning', 'A plan that leaves changes for a later one.', P.planJson),
  'deferred-change': kind('warning', 'A resource whose change the plan puts off.', P.planJson),

  // Squid, and acknowledgements.
  'squid-domain-wildcard': kind('warning', 'A `*` in a list of domains, which Squid takes for a character.', P.squidLists),
  'squid-reverse-lookup': kind('note', 'A list of domains that looks up the names of addresses.', P.squidLists),
  'squid-connect-port': kind('warning', 'Tunnels to other ports than that of HTTPS are let through.', P.squidAccess),
  'unused-acknowledgement': kind('note', 'An acknowledgement that fits no finding.'),
};

/** Whether a finding says that the resource at its address is refused, so that nothing of it is applied. */
export function isRefusal({ id, level }: Finding): boolean {
  return level === 'error' && Object.hasOwn(FINDING_CATALOGUE, id) && FINDING_CATALOGUE[id].isRefusal === true;
}

/** The finding with the page that documents its kind, unless it names one itself. */
export function withPage(finding: Finding): Finding {
  const page = Object.hasOwn(FINDING_CATALOGUE, finding.id) ? FINDING_CATALOGUE[finding.id].page : undefined;
  return finding.url !== undefined || page === undefined ? finding : { ...finding, url: page };
}
