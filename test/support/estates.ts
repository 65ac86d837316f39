import {
  ApplicationRule, Estate, Firewall, FirewallPolicy, Maybe, NetworkRule, NetworkSecurityGroup, NetworkSecurityRule, RuleCollection, RuleCollectionGroup, Subnet,
} from '../../src/azure';

/** Parts of estates for tests, with everything that a test does not name at its most ordinary. */

export function estate(parts: Partial<Estate> = {}): Estate {
  return {
    networkSecurityGroups: [], networkSecurityGroupAssociations: [], virtualNetworks: [], virtualNetworkPeerings: [], subnets: [],
    networkInterfaces: [], applicationSecurityGroups: [], applicationSecurityGroupAssociations: [], routeTables: [], routeTableAssociations: [],
    ipGroups: [], firewallPolicies: [], firewalls: [], findings: [], assumptions: [], ...parts,
  };
}

export interface RuleShape {
  readonly name?: string;
  readonly priority?: Maybe<number>;
  readonly direction?: Maybe<string>;
  readonly access?: Maybe<string>;
  readonly protocol?: Maybe<string>;
  readonly from?: readonly Maybe<string>[];
  readonly fromGroups?: readonly Maybe<string>[];
  readonly fromPorts?: readonly Maybe<string>[];
  readonly to?: readonly Maybe<string>[];
  readonly toGroups?: readonly Maybe<string>[];
  readonly ports?: readonly Maybe<string>[];
}

export function nsgRule(shape: RuleShape, index = 0): NetworkSecurityRule {
  return {
    origin: { address: 'azurerm_network_security_group.nsg' },
    attribute: `security_rule[${index}]`,
    name: shape.name ?? `Rule${index}`,
    priority: shape.priority ?? 100 + 10 * index,
    direction: shape.direction ?? 'Outbound',
    access: shape.access ?? 'Allow',
    protocol: shape.protocol ?? '*',
    source: { addresses: shape.from ?? (shape.fromGroups ? [] : ['*']), applicationSecurityGroups: shape.fromGroups ?? [], ports: shape.fromPorts ?? ['*'] },
    destination: { addresses: shape.to ?? (shape.toGroups ? [] : ['*']), applicationSecurityGroups: shape.toGroups ?? [], ports: shape.ports ?? ['*'] },
  };
}

export function nsg(rules: readonly RuleShape[], parts: Partial<NetworkSecurityGroup> = {}): NetworkSecurityGroup {
  const id = parts.id ?? 'azurerm_network_security_group.nsg';
  return {
    id, origin: { address: id }, name: 'nsg', resourceGroup: 'rg',
    rules: rules.map((shape, index) => ({ ...nsgRule(shape, index), origin: { address: id } })), ...parts,
  };
}

/** The same NSG with each rule a resource of its own. */
export function withRulesApart(whole: NetworkSecurityGroup): NetworkSecurityGroup {
  return { ...whole, rules: whole.rules.map((rule, index) => ({ ...rule, origin: { address: `azurerm_network_security_rule.rule${index}` } })) };
}

export function subnet(id: string, prefixes: readonly Maybe<string>[], virtualNetwork: Maybe<string> = 'azurerm_virtual_network.vnet'): Subnet {
  return { id, origin: { address: id }, name: id, virtualNetwork, addressPrefixes: prefixes };
}

export function networkRule(shape: Partial<NetworkRule>, index = 0): NetworkRule {
  return {
    origin: { address: 'rcg' }, attribute: `network_rule_collection[0].rule[${index}]`, name: `rule${index}`, protocols: ['TCP'],
    sourceAddresses: shape.sourceIpGroups ? [] : ['*'], sourceIpGroups: [],
    destinationAddresses: shape.destinationIpGroups || shape.destinationFqdns ? [] : ['*'], destinationIpGroups: [], destinationFqdns: [], destinationPorts: ['*'],
    ...shape,
  };
}

export function applicationRule(shape: Partial<ApplicationRule>, index = 0): ApplicationRule {
  return {
    origin: { address: 'rcg' }, attribute: `application_rule_collection[0].rule[${index}]`, name: `rule${index}`,
    protocols: [{ type: 'Https', port: 443 }], sourceAddresses: shape.sourceIpGroups ? [] : ['*'], sourceIpGroups: [],
    destinationAddresses: [], destinationFqdns: [], destinationUrls: [], destinationFqdnTags: [], webCategories: [], terminateTls: false, ...shape,
  };
}

export function networkCollection(rules: readonly Partial<NetworkRule>[], parts: Partial<RuleCollection> = {}): RuleCollection {
  return {
    kind: 'network', origin: { address: 'rcg' }, name: 'network', priority: 200, action: 'Allow',
    rules: rules.map(networkRule), ...parts as object,
  } as RuleCollection;
}

export function applicationCollection(rules: readonly Partial<ApplicationRule>[], parts: Partial<RuleCollection> = {}): RuleCollection {
  return {
    kind: 'application', origin: { address: 'rcg' }, name: 'application', priority: 300, action: 'Allow',
    rules: rules.map(applicationRule), ...parts as object,
  } as RuleCollection;
}

export function group(collections: readonly RuleCollection[], parts: Partial<RuleCollectionGroup> = {}): RuleCollectionGroup {
  return { origin: { address: 'rcg' }, name: 'group', priority: 500, collections, ...parts };
}

export function policy(groups: readonly RuleCollectionGroup[], parts: Partial<FirewallPolicy> = {}): FirewallPolicy {
  const id = parts.id ?? 'azurerm_firewall_policy.policy';
  return {
    id, origin: { address: id }, name: id, sku: 'Premium', dnsProxyEnabled: true, threatIntelligenceMode: 'Alert',
    threatIntelligenceAllowlist: { fqdns: [], addresses: [] }, intrusionDetectionMode: 'Off', explicitProxyEnabled: false,
    ruleCollectionGroups: groups, ...parts,
  };
}

/** An NSG with some rules at a subnet of a virtual network, both with the given prefixes. */
export function nsgAtSubnet(rules: readonly RuleShape[], prefixes: readonly string[]): Estate {
  const one = nsg(rules);
  return estate({
    networkSecurityGroups: [one],
    virtualNetworks: [{ id: 'azurerm_virtual_network.vnet', origin: { address: 'azurerm_virtual_network.vnet' }, name: 'vnet', resourceGroup: 'rg', addressSpace: prefixes }],
    subnets: [subnet('azurerm_subnet.dc', prefixes)],
    networkSecurityGroupAssociations: [{ origin: { address: 'association' }, networkSecurityGroup: one.id, subnet: 'azurerm_subnet.dc' }],
  });
}

/** A firewall without a policy: its rules are classic ones. */
export function firewall(id: string, parts: Partial<Firewall> = {}): Firewall {
  return {
    id, origin: { address: id }, name: id, resourceGroup: 'rg', skuTier: 'Premium', privateAddresses: [], subnets: [], dnsProxyEnabled: false, threatIntelligenceMode: 'Alert',
    collections: [], ...parts,
  };
}
