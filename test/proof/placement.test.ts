import {
  ALLOW_API, api, applicationRule, applicationRules, behindFirewall, DENY_ALL, DENY_INTERNET, firewallPolicy, GOOD_GROUP, GOOD_RULES, GUARDED,
  NETWORK, networkRule, networkRules, nsg, onSubnet, proofOf, ref, Resources, routeTable, rule, ruleCollectionGroup, SENSOR_HOST, TAG, SENSORS,
  TO_FIREWALL, TO_NOWHERE, together, unknownsOf, verdictsOf,
} from '../support/written-estates';

/* What stands before which sensors, where the input leaves it open or says it twice. */

const nic = (id: string, address?: string): Resources => ({
  azurerm_network_interface: {
    [id]: {
      name: id, resource_group_name: 'rg', location: 'westeurope',
      ip_configuration: [{
        name: 'ip', subnet_id: ref('azurerm_subnet.dc'), ...address === undefined ? { private_ip_address_allocation: 'Dynamic' } : { private_ip_address_allocation: 'Static', private_ip_address: address },
      }],
    },
  },
});
const onInterface = (nicId: string, groupId: string): Resources => ({
  azurerm_network_interface_security_group_association: {
    [`${nicId}-${groupId}`]: { network_interface_id: ref(`azurerm_network_interface.${nicId}`), network_security_group_id: ref(`azurerm_network_security_group.${groupId}`) },
  },
});

describe('sensors that nothing in the input stands before', () => {
  const message = (who: string): string => `the input shows no subnet that holds ${who}, and no network security group or firewall before them`;

  test.each([
    ['an address outside every subnet', behindFirewall(), ['10.9.0.4']],
    ['an IPv6 address in an IPv4 network', behindFirewall(), ['fd00::1']],
    ['an input without a network', { azurerm_resource_group: { rg: { name: 'rg', location: 'westeurope' } } }, ['10.1.0.4']],
  ])('%s: nothing is known, not everything allowed', (_, resources, sensors) => {
    const report = proofOf(resources as Resources, sensors);
    expect(report.verdict).toBe('unknown');
    expect(unknownsOf(report)).toEqual([message(sensors[0])]);
  });

  test('a sensor inside and one outside: the one outside leaves it open', () => {
    expect(api(behindFirewall(), ['10.1.0.4', '10.9.0.4'])).toBe('unknown');
  });
});

describe('sensors that no rule names', () => {
  test('they may stand in any subnet: a closed one violates, an open one satisfies', () => {
    expect(api(together(NETWORK, nsg([DENY_ALL]), onSubnet()), 'from rules')).toBe('violated');
    expect(api(NETWORK, 'from rules')).toBe('satisfied');
  });

  test('a misspelt host in the only rule for it', () => {
    const https = (host: string): Record<string, unknown> => applicationRule({ destination_fqdns: [host], protocols: [{ type: 'Https', port: 443 }] });
    const misspelt = { application_rule_collection: [applicationRules([https('contoso-c0rpsensorapi.atp.azure.com')])] };
    const open = together(NETWORK, routeTable([TO_FIREWALL]), firewallPolicy(), ruleCollectionGroup(misspelt));
    expect(api(open, 'from rules')).toBe('violated');
  });

  test('a rule for a whole network is about the machines in its subnets; a rule for another network is about machines elsewhere', () => {
    const allow = (from: string): Resources => together(NETWORK, nsg([rule('AllowMdi', 200, 'Allow', { from, to: TAG, port: '443', protocol: 'Tcp' }), DENY_INTERNET]), onSubnet());
    const sensorsOf = (resources: Resources): string[] => proofOf(resources, 'from rules').requirements[0].flows.map((flow) => `${flow.source} ${flow.verdict}`);
    expect(sensorsOf(allow('10.1.0.0/16'))).toEqual(['10.1.0.0/24 satisfied']);
    expect(sensorsOf(allow('10.0.0.0/8'))).toEqual(['10.1.0.0/24 satisfied']);
    expect(sensorsOf(allow('10.1.0.4'))).toEqual(['10.1.0.4 satisfied']);
    expect(sensorsOf(allow('10.2.0.4'))).toEqual(['10.2.0.4 unknown']);
  });

  test('an open subnet beside a closed one leaves it open which of them is theirs; Azure\'s own subnets are not', () => {
    const network = { virtual_network_name: ref('azurerm_virtual_network.vnet', 'name'), resource_group_name: 'rg' };
    const other = (name: string): Resources => ({ azurerm_subnet: { other: { name, ...network, address_prefixes: ['10.1.1.0/24'] } } });
    const closed = together(NETWORK, nsg([DENY_ALL]), onSubnet());
    expect(api(together(closed, other('snet-web')), 'from rules')).toBe('unknown');
    expect(api(together(closed, other('AzureFirewallSubnet')), 'from rules')).toBe('violated');
  });

  test('known by their interfaces alone: they stand in the subnets of those', () => {
    const group = { network_rule_collection: [networkRules([networkRule({ source_addresses: [ref('azurerm_network_interface.dc1', 'private_ip_address')] })])] };
    const estate = (rules: readonly unknown[]): Resources => together(NETWORK, nic('dc1'), nsg(rules), onSubnet(), routeTable([TO_FIREWALL]), firewallPolicy(), ruleCollectionGroup(group));
    expect(api(estate([DENY_ALL]), 'from rules')).toBe('violated');
    expect(api(estate([rule('AllowMdi', 200, 'Allow', { to: 'AzureAdvancedThreatProtection', port: '443', protocol: 'Tcp' }), DENY_INTERNET]), 'from rules')).toBe('satisfied');
  });
});

describe('what can be there once, said twice', () => {
  const closed = nsg([DENY_ALL], 'closed');

  test('two NSGs on one subnet: which of them is left is not determined', () => {
    const report = proofOf(together(GUARDED, closed, onSubnet('closed')));
    expect(report.requirements[0].verdict).toBe('unknown');
    expect(unknownsOf(report)).toEqual([
      'the input ties azurerm_network_security_group.nsg and azurerm_network_security_group.closed to azurerm_subnet.dc, which has one of them at most, so which it is is not determined',
    ]);
  });

  test('two that agree, or the same one twice, leave nothing open', () => {
    expect(api(together(GUARDED, nsg([ALLOW_API, DENY_INTERNET], 'second'), onSubnet('second')))).toBe('satisfied');
    expect(api(together(GUARDED, { azurerm_subnet_network_security_group_association: { again: { ...onSubnet().azurerm_subnet_network_security_group_association['dc-nsg'] } } }))).toBe('satisfied');
    expect(api(together(NETWORK, nsg([DENY_ALL]), onSubnet(), closed, onSubnet('closed')))).toBe('violated');
  });

  test('two NSGs on one network interface', () => {
    expect(api(together(GUARDED, nic('dc1', '10.1.0.4'), nsg(GOOD_RULES, 'second'), onInterface('dc1', 'second'), closed, onInterface('dc1', 'closed')))).toBe('unknown');
  });

  test('two route tables on one subnet', () => {
    const report = proofOf(together(behindFirewall(), routeTable([TO_NOWHERE], 'other')));
    expect(report.requirements[0].verdict).toBe('unknown');
    expect(unknownsOf(report)).toEqual([
      'the input ties azurerm_route_table.rt and azurerm_route_table.other to azurerm_subnet.dc, which has one of them at most, so which it is is not determined',
    ]);
  });
});

describe('an association that does not say which subnet it is about', () => {
  test.each([
    ['a route table', together(GUARDED, routeTable([TO_NOWHERE], 'rt', '${var.subnet}')), 'azurerm_subnet_route_table_association.dc-rt'],
    ['an NSG', together(NETWORK, nsg([DENY_ALL]), onSubnet('nsg', '${var.subnet}')), 'azurerm_subnet_network_security_group_association.dc-nsg'],
  ])('%s may be that of the sensors', (_, resources, address) => {
    const report = proofOf(resources);
    expect(report.requirements[0].verdict).toBe('unknown');
    expect(unknownsOf(report)[0]).toMatch(`whether ${address} is about azurerm_subnet.dc is not known (`);
  });

  test('it is not where the subnet has one for certain', () => {
    expect(api(together(behindFirewall(GOOD_GROUP), routeTable([TO_NOWHERE], 'other', '${var.subnet}')), SENSORS)).toBe('satisfied');
  });
});

describe('a private subnet', () => {
  const sentence = 'Machines in azurerm_subnet.dc, which has no default outbound access, have another way out, such as a NAT gateway or a public address.';
  const privately = (flag: unknown, resources: Resources): Resources => together(
    resources, { azurerm_subnet: { dc: { ...NETWORK.azurerm_subnet.dc, default_outbound_access_enabled: flag } } },
  );

  test.each([
    ['straight to the Internet', privately(false, GUARDED), true],
    ['perhaps private', privately('${var.private}', GUARDED), true],
    ['not private', privately(true, GUARDED), false],
    ['through a firewall', privately(false, behindFirewall()), false],
  ])('%s', (_, resources, said) => {
    expect(proofOf(resources).assumptions.includes(sentence)).toBe(said);
  });
});

describe('resources of the input that are not read', () => {
  const rogue = { azapi_resource: { allow: { type: 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01', name: 'rogue' } } };

  test('a rule that another provider adds may deny as well as allow', () => {
    const reason = 'azapi_resource.allow is not read, and it declares Microsoft.Network/networkSecurityGroups/securityRules directly';
    expect(unknownsOf(proofOf(together(behindFirewall(), rogue)))).toEqual([reason]);
    expect(unknownsOf(proofOf(together(NETWORK, nsg([DENY_ALL]), onSubnet(), rogue)))).toEqual([reason]);
  });
});

describe('TLS inspection by what the input does not show', () => {
  const tls = (resources: Resources): string => verdictsOf(proofOf(resources))['no-tls-inspection'];
  const central = { base_policy_id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/central' };
  const byHost = { application_rule_collection: [applicationRules([applicationRule({ destination_fqdns: [SENSOR_HOST], protocols: [{ type: 'Https', port: 443 }] })])] };

  test('an appliance without rules in the input may inspect', () => {
    const report = proofOf(together(GUARDED, routeTable([TO_FIREWALL])));
    expect(unknownsOf(report, 'no-tls-inspection')).toEqual([
      'the rules of the appliance at 10.0.0.4, the next hop of azurerm_route_table.rt, are not in the input',
    ]);
  });

  test('application rules of a base policy outside the input come before this policy\'s, on Premium alone with inspection', () => {
    expect(tls(behindFirewall(byHost, { ...central, sku: 'Premium' }))).toBe('unknown');
    expect(tls(behindFirewall(byHost, central))).toBe('satisfied');
  });

  test('a network rule of this policy comes before all application rules', () => {
    expect(tls(behindFirewall(GOOD_GROUP, { ...central, sku: 'Premium' }))).toBe('satisfied');
  });
});
