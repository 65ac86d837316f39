import { IN_GROUP, NSG, RULE, configuration, first, plan, reasonOf } from './builders';

describe('values of the wrong type', () => {
  test.each([
    ['a priority that is a text', { priority: 'abc' }, 'priority is a text where a number is expected'],
    ['a priority that is a list', { priority: [200] }, 'priority is a list where a number is expected'],
    ['a list where a text belongs', { destination_address_prefix: ['Internet'] }, 'destination_address_prefix is a list where a text is expected'],
    ['a text where a list belongs', { destination_port_ranges: '443' }, 'destination_port_ranges is a text where a list is expected'],
    ['an object in a list', { destination_port_ranges: [{}] }, 'destination_port_ranges[0] is an object where a text is expected'],
  ])('%s is unknown, with a finding', (_, change, what) => {
    const estate = configuration({ resource: { azurerm_network_security_group: { g: { ...NSG, security_rule: [{ ...RULE, ...change }] } } } });
    const place = `azurerm_network_security_group.g.security_rule[0].${what}`;
    expect(JSON.stringify(first(estate.networkSecurityGroups).rules)).toContain(JSON.stringify(place));
    expect(estate.findings).toEqual([{
      id: 'unreadable-value', level: 'error', address: 'azurerm_network_security_group.g', message: `${place}; correct it, or Terraform will refuse the resource.`,
    }]);
  });

  test('numbers and texts that hold them are both accepted', () => {
    const estate = configuration({ resource: { azurerm_network_security_group: { g: { ...NSG, security_rule: { ...RULE, priority: '200', destination_port_range: 443 } } } } });
    expect(first(first(estate.networkSecurityGroups).rules)).toMatchObject({ priority: 200, destination: { ports: ['443'] } });
    expect(estate.findings).toEqual([]);
  });

  test('what is required and missing is unknown, never any', () => {
    const { destination_address_prefix: _, source_port_range: __, ...rule } = RULE;
    const estate = configuration({ resource: { azurerm_network_security_group: { g: { ...NSG, security_rule: [rule] } } } });
    const read = first(first(estate.networkSecurityGroups).rules);
    expect(read.destination.addresses.map(reasonOf)).toEqual(['azurerm_network_security_group.g.security_rule[0].destination_address_prefix is required and not set']);
    expect(read.source.ports.map(reasonOf)).toEqual(['azurerm_network_security_group.g.security_rule[0].source_port_range is required and not set']);
    expect(estate.findings.map(({ id }) => id)).toEqual(['missing-value', 'missing-value']);
  });

  test('an application security group takes the place of an address', () => {
    const estate = configuration({ resource: {
      azurerm_application_security_group: { dc: { name: 'dc', resource_group_name: 'rg' } },
      azurerm_network_security_group: { g: { ...NSG, security_rule: [{ ...RULE, source_address_prefix: null, source_application_security_group_ids: ['${azurerm_application_security_group.dc.id}'] }] } },
    } });
    expect(first(first(estate.networkSecurityGroups).rules).source).toEqual({ addresses: [], applicationSecurityGroups: ['azurerm_application_security_group.dc'], ports: ['*'] });
    expect(estate.findings).toEqual([]);
  });
});

describe('network security groups', () => {
  test('standalone rules make a group outside the input one that may hold more', () => {
    const estate = configuration({ resource: { azurerm_network_security_rule: { a: { ...RULE, ...IN_GROUP }, b: { ...RULE, ...IN_GROUP, network_security_group_name: 'NSG-DC' } } } });
    expect(estate.networkSecurityGroups).toHaveLength(1);
    const group = first(estate.networkSecurityGroups);
    expect(group).toMatchObject({ id: 'outside the input: azurerm_network_security_group rg/nsg-dc', name: 'nsg-dc', resourceGroup: 'rg' });
    expect(group.rules).toHaveLength(2);
    expect(reasonOf(group.hiddenRules)).toBe('outside the input: azurerm_network_security_group rg/nsg-dc is not in the input, so it may hold other rules');
  });

  test('a rule for a group of the same name in another resource group is not for this one', () => {
    const estate = configuration({ resource: { azurerm_network_security_group: { g: { ...NSG, security_rule: [] } }, azurerm_network_security_rule: { r: { ...RULE, ...IN_GROUP, resource_group_name: 'other' } } } });
    expect(estate.networkSecurityGroups.map(({ rules }) => rules.length)).toEqual([0, 1]);
  });

  test('a rule for an unknown group may be in any of them', () => {
    const estate = configuration({ variable: { name: {} }, resource: {
      azurerm_network_security_group: { a: { ...NSG, security_rule: [] }, b: { ...NSG, name: 'b', security_rule: [] } },
      azurerm_network_security_rule: { r: { ...RULE, resource_group_name: 'rg', network_security_group_name: '${var.name}' } },
    } });
    const reason = 'var.name has no value in the input (azurerm_network_security_rule.r.network_security_group_name)';
    expect(estate.networkSecurityGroups.map(({ hiddenRules }) => reasonOf(hiddenRules))).toEqual([reason, reason]);
  });

  test('inline and standalone rules on one group overwrite each other', () => {
    const estate = configuration({ resource: {
      azurerm_network_security_group: { g: { ...NSG, security_rule: [{ ...RULE, name: 'inline' }] } },
      azurerm_network_security_rule: { r: { ...RULE, ...IN_GROUP } },
    } });
    expect(estate.findings).toEqual([{
      id: 'inline-and-standalone-rules', level: 'error', address: 'azurerm_network_security_group.g',
      message: 'azurerm_network_security_group.g has inline rules (security_rule) and azurerm_network_security_rule resources name it too; they overwrite each other, so keep one of the two ways.',
    }]);
    expect(reasonOf(first(estate.networkSecurityGroups).hiddenRules)).toBe(
      'azurerm_network_security_group.g.security_rule and azurerm_network_security_rule resources overwrite each other, so which rules will be there is not determined');
  });

  test('an existing group reports its standalone rules as inline ones, which is no conflict', () => {
    const reported = (...names: string[]) => names.map((name) => ({ ...RULE, name, priority: 999 }));
    const estate = plan({ resources: [
      { address: 'azurerm_network_security_group.g', values: { ...NSG, security_rule: reported('AllowMdi', 'Removed') }, actions: ['no-op'] },
      { address: 'azurerm_network_security_rule.r', values: { ...RULE, ...IN_GROUP }, actions: ['update'] },
      { address: 'azurerm_network_security_rule.old', values: {}, before: { ...RULE, ...IN_GROUP, name: 'Removed' }, actions: ['delete'] },
    ] });
    const group = first(estate.networkSecurityGroups);
    expect(group.rules.map(({ name, priority }) => [name, priority])).toEqual([['AllowMdi', 200]]);
    expect(group.hiddenRules).toBeUndefined();
    expect(estate.findings).toEqual([]);
  });

  test('an existing group with a rule that nothing in the plan accounts for is a conflict', () => {
    const estate = plan({ resources: [
      { address: 'azurerm_network_security_group.g', values: { ...NSG, security_rule: [{ ...RULE, name: 'ByHand' }] }, actions: ['no-op'] },
      { address: 'azurerm_network_security_rule.r', values: { ...RULE, ...IN_GROUP }, actions: ['no-op'] },
    ] });
    expect(estate.findings.map(({ id }) => id)).toEqual(['inline-and-standalone-rules']);
    expect(first(estate.networkSecurityGroups).hiddenRules).toBeDefined();
  });
});

describe('route tables', () => {
  const TABLE = { name: 't', resource_group_name: 'rg' };
  const ROUTE = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.0.4' };

  test('standalone routes belong to the table they name', () => {
    const estate = configuration({ resource: { azurerm_route_table: { t: TABLE }, azurerm_route: { r: { ...ROUTE, resource_group_name: 'rg', route_table_name: '${azurerm_route_table.t.name}' } } } });
    expect(first(estate.routeTables)).toMatchObject({ id: 'azurerm_route_table.t', routes: [{ name: 'default', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopAddress: '10.0.0.4' }] });
    expect(first(estate.routeTables).hiddenRoutes).toBeUndefined();
  });

  test('routes for a table outside the input make a table that may hold more', () => {
    const estate = configuration({ resource: { azurerm_route: { r: { ...ROUTE, resource_group_name: 'rg', route_table_name: 'elsewhere' } } } });
    expect(first(estate.routeTables)).toMatchObject({ id: 'outside the input: azurerm_route_table rg/elsewhere', routes: [{ name: 'default' }] });
    expect(reasonOf(first(estate.routeTables).hiddenRoutes)).toContain('is not in the input');
  });

  test('inline and standalone routes overwrite each other', () => {
    const estate = configuration({ resource: { azurerm_route_table: { t: { ...TABLE, route: [{ ...ROUTE, name: 'inline' }] } }, azurerm_route: { r: { ...ROUTE, resource_group_name: 'rg', route_table_name: 't' } } } });
    expect(estate.findings.map(({ id, level }) => [id, level])).toEqual([['inline-and-standalone-routes', 'error']]);
    expect(first(estate.routeTables).hiddenRoutes).toBeDefined();
  });

  test('an address of a firewall as next hop names that firewall', () => {
    const estate = configuration({ resource: {
      azurerm_firewall: { fw: { name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard', ip_configuration: { name: 'ip', subnet_id: '/s' } } },
      azurerm_route_table: { t: { ...TABLE, route: [{ ...ROUTE, next_hop_in_ip_address: '${azurerm_firewall.fw.ip_configuration[0].private_ip_address}' }] } },
    } });
    const [route] = first(estate.routeTables).routes;
    expect(route?.nextHopFirewall).toBe('azurerm_firewall.fw');
    expect(first(estate.firewalls).privateAddresses).toEqual([route?.nextHopAddress]);
  });
});

describe('networks', () => {
  test('inline subnets come with their associations', () => {
    const estate = configuration({ resource: {
      azurerm_network_security_group: { g: { ...NSG, security_rule: [] } },
      azurerm_virtual_network: { v: { name: 'v', resource_group_name: 'rg', address_space: ['10.1.0.0/16'], subnet: [
        { name: 'dc', address_prefixes: ['10.1.0.0/24'], security_group: '${azurerm_network_security_group.g.id}', route_table_id: '/rt' }, { name: 'plain', address_prefixes: ['10.1.1.0/24'] },
      ] } },
    } });
    expect(estate.subnets.map(({ id, name, virtualNetwork }) => [id, name, virtualNetwork])).toEqual([
      ['azurerm_virtual_network.v.subnet[0]', 'dc', 'azurerm_virtual_network.v'], ['azurerm_virtual_network.v.subnet[1]', 'plain', 'azurerm_virtual_network.v'],
    ]);
    expect(estate.networkSecurityGroupAssociations).toMatchObject([{ subnet: 'azurerm_virtual_network.v.subnet[0]', networkSecurityGroup: 'azurerm_network_security_group.g' }]);
    expect(estate.routeTableAssociations).toMatchObject([{ subnet: 'azurerm_virtual_network.v.subnet[0]', routeTable: '/rt' }]);
  });

  test('an existing network reports subnets that are resources of the input; they are there once', () => {
    const estate = plan({ resources: [
      { address: 'azurerm_virtual_network.v', values: { name: 'v', resource_group_name: 'rg', address_space: ['10.1.0.0/16'], subnet: [{ name: 'DC', address_prefixes: ['10.1.0.0/24'], security_group: '/old' }] }, actions: ['no-op'] },
      { address: 'azurerm_subnet.dc', values: { name: 'dc', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.1.0.0/24'] }, actions: ['no-op'] },
    ] });
    expect(estate.subnets.map(({ id }) => id)).toEqual(['azurerm_subnet.dc']);
    expect(estate.networkSecurityGroupAssociations).toEqual([]);
  });

  test('subnets of one network outside the input share it', () => {
    const subnet = { resource_group_name: 'rg', virtual_network_name: 'hub' };
    const estate = configuration({ resource: { azurerm_subnet: { a: { ...subnet, name: 'a', address_prefixes: ['10.0.0.0/24'] }, b: { ...subnet, name: 'b', address_prefixes: ['10.0.1.0/24'] } } } });
    expect(new Set(estate.subnets.map(({ virtualNetwork }) => virtualNetwork))).toEqual(new Set(['outside the input: azurerm_virtual_network rg/hub']));
  });

  test('addresses from a pool are unknown, not none', () => {
    const estate = configuration({ resource: { azurerm_virtual_network: { v: { name: 'v', resource_group_name: 'rg', ip_address_pool: [{ id: '/pool', number_of_ip_addresses: '256' }] } } } });
    expect(first(estate.virtualNetworks).addressSpace.map(reasonOf)).toEqual(['azurerm_virtual_network.v.address_space comes from an address pool']);
  });

  test('peerings and memberships are links', () => {
    const estate = configuration({ resource: {
      azurerm_virtual_network: { a: { name: 'a', resource_group_name: 'rg', address_space: [] }, b: { name: 'b', resource_group_name: 'rg', address_space: [] } },
      azurerm_virtual_network_peering: { ab: { name: 'ab', resource_group_name: 'rg', virtual_network_name: 'a', remote_virtual_network_id: '${azurerm_virtual_network.b.id}' } },
      azurerm_network_interface_application_security_group_association: { m: { network_interface_id: '/nic', application_security_group_id: '/asg' } },
    } });
    expect(estate.virtualNetworkPeerings).toMatchObject([{ virtualNetwork: 'azurerm_virtual_network.a', remoteVirtualNetwork: 'azurerm_virtual_network.b' }]);
    expect(estate.applicationSecurityGroupAssociations).toMatchObject([{ networkInterface: '/nic', applicationSecurityGroup: '/asg' }]);
  });
});

describe('IP groups', () => {
  const GROUP = { name: 'g', resource_group_name: 'rg' };
  const member = (cidr: unknown) => ({ ip_group_id: '${azurerm_ip_group.g.id}', cidr });

  test('members of their own are added', () => {
    const estate = configuration({ resource: { azurerm_ip_group: { g: GROUP }, azurerm_ip_group_cidr: { a: member('10.0.0.1'), b: member('10.0.0.2') } } });
    expect(first(estate.ipGroups).cidrs).toEqual(['10.0.0.1', '10.0.0.2']);
  });

  test('both ways on one group overwrite each other', () => {
    const estate = configuration({ resource: { azurerm_ip_group: { g: { ...GROUP, cidrs: ['10.9.9.9'] } }, azurerm_ip_group_cidr: { a: member('10.0.0.1') } } });
    expect(first(estate.ipGroups).cidrs.map(reasonOf)).toEqual(['azurerm_ip_group.g.cidrs and azurerm_ip_group_cidr resources overwrite each other, so the members are not determined']);
    expect(estate.findings.map(({ id, level }) => [id, level])).toEqual([['inline-and-standalone-cidrs', 'error']]);
  });

  test('an unknown number of members is an unknown member', () => {
    const estate = configuration({ resource: { azurerm_ip_group: { g: GROUP }, azurerm_ip_group_cidr: { a: { ...member('10.0.0.1'), for_each: '${var.x}' } } } });
    expect(first(estate.ipGroups).cidrs).toHaveLength(1);
    expect(reasonOf(first(estate.ipGroups).cidrs[0])).toContain('azurerm_ip_group_cidr.a.for_each is not known');
  });
});

describe('firewall policies', () => {
  const group = (link: string, more: Record<string, unknown> = {}) => ({ name: 'c', priority: 100, firewall_policy_id: link, ...more });

  test('settings are read, with the defaults of the provider', () => {
    const estate = configuration({ resource: { azurerm_firewall_policy: {
      plain: { name: 'plain', resource_group_name: 'rg' },
      full: { name: 'full', resource_group_name: 'rg', sku: 'Premium', threat_intelligence_mode: 'Deny', dns: { proxy_enabled: true }, intrusion_detection: { mode: 'Deny' },
        explicit_proxy: [{ enabled: true }], threat_intelligence_allowlist: { fqdns: ['a.example'], ip_addresses: ['192.0.2.1'] } },
    } } });
    expect(estate.firewallPolicies).toMatchObject([
      { sku: 'Standard', threatIntelligenceMode: 'Alert', dnsProxyEnabled: false, intrusionDetectionMode: 'Off', explicitProxyEnabled: false, threatIntelligenceAllowlist: { fqdns: [], addresses: [] } },
      { sku: 'Premium', threatIntelligenceMode: 'Deny', dnsProxyEnabled: true, intrusionDetectionMode: 'Deny', explicitProxyEnabled: true, threatIntelligenceAllowlist: { fqdns: ['a.example'], addresses: ['192.0.2.1'] } },
    ]);
  });

  test('groups of a policy outside the input make one policy that may hold more', () => {
    const estate = configuration({ resource: { azurerm_firewall_policy_rule_collection_group: { a: group('/external/policy'), b: group('/external/policy'), c: group('/other') } } });
    expect(estate.firewallPolicies.map(({ id, ruleCollectionGroups }) => [id, ruleCollectionGroups.length])).toEqual([['/external/policy', 2], ['/other', 1]]);
    expect(reasonOf(first(estate.firewallPolicies).hiddenRules)).toBe('/external/policy is not in the input, so it may hold other rules');
  });

  test('a base policy and the policy of a firewall that are outside the input are there as unknown ones', () => {
    const estate = configuration({ resource: {
      azurerm_firewall_policy: { p: { name: 'p', resource_group_name: 'rg', base_policy_id: '/corporate/base' } },
      azurerm_firewall: { fw: { name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard', firewall_policy_id: '/elsewhere/policy' } },
    } });
    expect(estate.firewallPolicies.map(({ id, basePolicy, hiddenRules }) => [id, basePolicy, hiddenRules !== undefined])).toEqual([
      ['azurerm_firewall_policy.p', '/corporate/base', false], ['/corporate/base', undefined, true], ['/elsewhere/policy', undefined, true],
    ]);
  });

  test('a group of an unknown policy may belong to any', () => {
    const estate = configuration({ variable: { id: {} }, resource: {
      azurerm_firewall_policy: { p: { name: 'p', resource_group_name: 'rg' } },
      azurerm_firewall_policy_rule_collection_group: { a: group('${var.id}') },
    } });
    expect(estate.firewallPolicies.map(({ id, ruleCollectionGroups, hiddenRules }) => [id, ruleCollectionGroups.length, hiddenRules !== undefined])).toEqual([
      ['azurerm_firewall_policy.p', 0, true], ['outside the input: azurerm_firewall_policy (reference var.id)', 1, true],
    ]);
  });

  test('a group that an existing policy has and the plan does not is not forgotten', () => {
    const policy = (ids: string[]) => plan({ resources: [
      { address: 'azurerm_firewall_policy.p', values: { name: 'p', resource_group_name: 'rg', id: '/p', rule_collection_groups: ids }, actions: ['no-op'] },
      { address: 'azurerm_firewall_policy_rule_collection_group.g', values: { name: 'g', priority: 100, id: '/p/g', firewall_policy_id: '/P' }, actions: ['no-op'] },
    ] });
    expect(first(policy(['/p/G']).firewallPolicies)).toMatchObject({ ruleCollectionGroups: [{ name: 'g' }] });
    expect(first(policy(['/p/G']).firewallPolicies).hiddenRules).toBeUndefined();
    expect(reasonOf(first(policy(['/p/g', '/p/other']).firewallPolicies).hiddenRules)).toBe(
      'azurerm_firewall_policy.p has the rule collection group /p/other, which is not in the input');
  });

  test('all three kinds of collections are read', () => {
    const rule = { name: 'r', source_addresses: ['10.1.0.4'] };
    const estate = configuration({ resource: {
      azurerm_firewall_policy: { p: { name: 'p', resource_group_name: 'rg' } },
      azurerm_firewall_policy_rule_collection_group: { g: group('${azurerm_firewall_policy.p.id}', {
        nat_rule_collection: [{ name: 'nat', priority: 100, action: 'Dnat', rule: [{ ...rule, protocols: ['TCP'], destination_address: '20.0.0.1', destination_ports: ['443'], translated_address: '10.0.0.1', translated_port: 443 }] }],
        network_rule_collection: [{ name: 'net', priority: 200, action: 'Deny', rule: [{ ...rule, protocols: ['Any'], destination_fqdns: ['a.example'], destination_ports: ['*'] }] }],
        application_rule_collection: [{ name: 'app', priority: 300, action: 'Allow', rule: [{ ...rule, protocols: [{ type: 'Https', port: '443' }], destination_fqdn_tags: ['WindowsUpdate'], web_categories: ['News'], terminate_tls: 'true' }] }],
      }) },
    } });
    expect(first(first(estate.firewallPolicies).ruleCollectionGroups).collections).toMatchObject([
      { kind: 'network', action: 'Deny', rules: [{ protocols: ['Any'], destinationFqdns: ['a.example'], destinationAddresses: [], destinationPorts: ['*'] }] },
      { kind: 'application', rules: [{ protocols: [{ type: 'Https', port: 443 }], destinationFqdnTags: ['WindowsUpdate'], webCategories: ['News'], terminateTls: true }] },
      { kind: 'nat', action: 'Dnat', rules: [{ destinationAddresses: ['20.0.0.1'], destinationPorts: ['443'], sourceAddresses: ['10.1.0.4'] }] },
    ]);
  });
});

describe('firewalls', () => {
  const FIREWALL = { name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard' };
  const COLLECTION = { name: 'c', azure_firewall_name: 'fw', resource_group_name: 'rg', priority: 100, action: 'Allow', rule: [{ name: 'r', source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['443'], protocols: ['TCP'] }] };

  test('a policy and classic collections do not go together', () => {
    const estate = configuration({ resource: {
      azurerm_firewall_policy: { p: { name: 'p', resource_group_name: 'rg' } },
      azurerm_firewall: { fw: { ...FIREWALL, firewall_policy_id: '${azurerm_firewall_policy.p.id}' } },
      azurerm_firewall_network_rule_collection: { c: COLLECTION },
    } });
    expect(estate.findings).toEqual([{
      id: 'policy-and-classic-rules', level: 'error', address: 'azurerm_firewall.fw',
      message: 'azurerm_firewall.fw has a firewall policy, and classic rule collections name it too, which do not go together; keep one of the two ways.',
    }]);
    expect(first(estate.firewalls)).toMatchObject({ policy: 'azurerm_firewall_policy.p' });
    expect(first(estate.firewalls).hiddenRules).toBeDefined();
  });

  test('classic collections of all kinds belong to the firewall they name, or to one outside the input', () => {
    const application = { ...COLLECTION, rule: [{ name: 'r', source_ip_groups: ['/ipg'], target_fqdns: ['a.example'], fqdn_tags: ['WindowsUpdate'], protocol: { type: 'Http', port: 80 } }] };
    const resources = { azurerm_firewall_network_rule_collection: { n: COLLECTION }, azurerm_firewall_application_rule_collection: { a: application },
      azurerm_firewall_nat_rule_collection: { d: { ...COLLECTION, action: 'Dnat', rule: [{ ...COLLECTION.rule[0], translated_address: '10.0.0.1', translated_port: '443' }] } } };
    const inside = first(configuration({ resource: { azurerm_firewall: { fw: FIREWALL }, ...resources } }).firewalls);
    expect(inside.collections).toMatchObject([
      { kind: 'network', rules: [{ attribute: 'rule[0]', destinationPorts: ['443'] }] },
      { kind: 'application', rules: [{ sourceIpGroups: ['/ipg'], destinationFqdns: ['a.example'], destinationFqdnTags: ['WindowsUpdate'], protocols: [{ type: 'Http', port: 80 }] }] },
      { kind: 'nat', rules: [{ destinationAddresses: ['*'] }] },
    ]);
    expect(inside.hiddenRules).toBeUndefined();
    const outside = first(configuration({ resource: resources }).firewalls);
    expect(outside).toMatchObject({ id: 'outside the input: azurerm_firewall rg/fw', name: 'fw' });
    expect(outside.collections).toHaveLength(3);
    expect(reasonOf(outside.hiddenRules)).toContain('is not in the input, so it may hold other rules');
  });
});

describe('resources that are not read', () => {
  test.each([
    ['azurerm_network_manager_admin_rule', {}, 'security admin rules are evaluated before network security groups'],
    ['azurerm_virtual_hub_route_table_route', {}, 'it routes the traffic of networks connected to a virtual hub'],
    ['azurerm_resource_group_template_deployment', {}, 'its template may declare anything'],
    ['azapi_resource', { type: 'Microsoft.Network/networkSecurityGroups/securityRules@2024-01-01' }, 'it declares Microsoft.Network/networkSecurityGroups/securityRules directly'],
  ])('%s is never skipped in silence', (type, body, why) => {
    const estate = configuration({ resource: { azurerm_network_security_group: { g: { ...NSG, security_rule: [] } }, [type]: { x: body } } });
    expect(estate.findings).toEqual([{
      id: 'resource-not-read', level: 'warning', address: `${type}.x`,
      message: `${type}.x is not read, and ${why}; check by hand that it does not change the path of the sensors' traffic.`,
    }]);
  });

  const unread = (type: string, body: Record<string, unknown>): readonly string[] => (
    configuration({ resource: { azurerm_network_security_group: { g: NSG }, [type]: { x: body } } }).unreadResources ?? []
  ).map(({ unknown }) => unknown.reason);
  const arm = (kind: string): Record<string, unknown> => ({ type: `Microsoft.Network/${kind}@2024-05-01` });

  test.each([
    ['azurerm_network_manager_admin_rule', {}],
    ['azurerm_network_manager_routing_rule', {}],
    ['azapi_resource', arm('networkSecurityGroups/securityRules')],
    ['azapi_resource', arm('routeTables/routes')],
    ['azapi_resource', arm('firewallPolicies/ruleCollectionGroups')],
    ['azapi_resource', arm('virtualNetworks/subnets')],
    ['azapi_resource', arm('networkInterfaces')],
    ['azapi_resource', { type: '${var.type}' }],
    ['azapi_update_resource', arm('networkSecurityGroups')],
  ])('%s %j changes what others declare, so it leaves verdicts open', (type, body) => {
    expect(unread(type, body)).toEqual([expect.stringMatching(new RegExp(`^${type}\\.x is not read, and `))]);
  });

  test.each([
    // They do nothing until something refers to them, and that link is unknown.
    ['azapi_resource', arm('networkSecurityGroups')],
    ['azapi_resource', arm('firewallPolicies')],
    ['azapi_resource', { type: 'Microsoft.Storage/storageAccounts@2024-01-01' }],
    ['azapi_update_resource', { type: 'Microsoft.Storage/storageAccounts@2024-01-01' }],
    ['azurerm_network_manager_admin_rule', { direction: 'Inbound' }],
    // The report has an assumption about each.
    ['azurerm_virtual_network_gateway', {}],
  ])('%s %j does not', (type, body) => {
    expect(unread(type, body)).toEqual([]);
  });

  test('resources that decide nothing are no findings', () => {
    const estate = configuration({ resource: { azurerm_resource_group: { rg: { name: 'rg' } }, azurerm_nat_gateway: { n: {} }, azapi_resource: { x: { type: 'Microsoft.Storage/storageAccounts@2024-01-01' } } } });
    expect(estate.findings).toEqual([]);
  });
});
