import * as fc from 'fast-check';
import { IN_GROUP, NSG, RULE, configured, constant, first, plan, planJson, reasonOf, references } from './builders';
import { Estate, isUnknown } from '../../src/azure';
import { InputError, readText } from '../../src/terraform';

const GROUP_ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg-dc';

function ruleCollectionGroup(rule: Record<string, unknown>): Record<string, unknown> {
  return {
    name: 'rcg', priority: 500, application_rule_collection: [], nat_rule_collection: [],
    network_rule_collection: [{
      name: 'nrc', priority: 500, action: 'Allow',
      rule: [{ name: 'mdi', protocols: ['TCP'], destination_ports: ['443'], destination_addresses: ['AzureAdvancedThreatProtection'], source_addresses: null, ...rule }],
    }],
  };
}
const POLICY = { address: 'azurerm_firewall_policy.p', values: { name: 'p', resource_group_name: 'rg', sku: 'Standard', dns: [] } };
const IP_GROUP = (name: string) => ({ address: `azurerm_ip_group.${name}`, values: { name, resource_group_name: 'rg', cidrs: ['10.1.0.4'] }, unknown: { id: true } });

describe('unknown values in a plan', () => {
  test('unset, unknown and known stay apart', () => {
    const estate = plan({ resources: [
      { address: 'azurerm_network_security_group.g', values: NSG, unknown: { security_rule: true } },
      { address: 'azurerm_network_security_rule.r', values: { ...RULE, ...IN_GROUP, destination_port_range: null, destination_port_ranges: ['443', '8443'] }, unknown: { priority: true } },
    ] });
    const rule = first(first(estate.networkSecurityGroups).rules);
    expect(rule.destination.ports).toEqual(['443', '8443']);
    // A known value beside `after_unknown: true` is not believed.
    expect(reasonOf(rule.priority)).toBe('azurerm_network_security_rule.r.priority is not known before apply');
    expect(estate.findings).toEqual([]);
  });

  test('an unknown element of a list is an unknown element', () => {
    const estate = plan({ resources: [{
      address: 'azurerm_ip_group.g', values: { name: 'g', resource_group_name: 'rg', cidrs: ['10.1.0.4', null] }, unknown: { cidrs: [false, true] },
    }] });
    const [known, unknown] = first(estate.ipGroups).cidrs;
    expect(known).toBe('10.1.0.4');
    expect(reasonOf(unknown)).toBe('azurerm_ip_group.g.cidrs[1] is not known before apply');
  });

  test('an empty list is planned as null and is empty for certain', () => {
    const estate = plan({ resources: [{ address: 'azurerm_ip_group.g', values: { name: 'g', resource_group_name: 'rg', cidrs: null }, unknown: { id: true } }] });
    expect(first(estate.ipGroups).cidrs).toEqual([]);
  });

  test('an attribute that nothing says anything about is unknown, not unset', () => {
    const json = planJson({ resources: [{ address: 'azurerm_ip_group.g', values: { name: 'g', resource_group_name: 'rg' } }], rest: { resource_changes: [] } });
    const group = first(readText('plan.json', JSON.stringify(json)).estate.ipGroups);
    expect(reasonOf(group.cidrs[0])).toBe('azurerm_ip_group.g.cidrs is not in the plan');
  });

  test('inline rules that Azure fills in are no rules when the group is created, and unknown when it is not', () => {
    const resource = { address: 'azurerm_network_security_group.g', values: NSG, unknown: { id: true, security_rule: true } };
    const configuration = { resources: [configured('azurerm_network_security_group.g', { name: constant('nsg-dc') })] };
    const created = first(plan({ resources: [resource], configuration }).networkSecurityGroups);
    expect(created).toMatchObject({ rules: [] });
    expect(created.hiddenRules).toBeUndefined();
    const replaced = first(plan({ resources: [{ ...resource, actions: ['delete', 'create'] }], configuration }).networkSecurityGroups);
    expect(replaced.hiddenRules).toBeUndefined();
    const updated = first(plan({ resources: [{ ...resource, actions: ['update'] }], configuration }).networkSecurityGroups);
    expect(reasonOf(updated.hiddenRules)).toBe('azurerm_network_security_group.g.security_rule is not known before apply');
  });

  test('inline rules that the configuration sets and the plan does not know are unknown rules', () => {
    const estate = plan({
      resources: [{ address: 'azurerm_network_security_group.g', values: NSG, unknown: { id: true, security_rule: true } }],
      configuration: { resources: [configured('azurerm_network_security_group.g', { security_rule: references('data.external.rules.result', 'data.external.rules') })] },
    });
    expect(reasonOf(first(estate.networkSecurityGroups).hiddenRules)).toBe(
      'azurerm_network_security_group.g.security_rule is not known before apply (it refers to data.external.rules.result)');
  });

  test('without a configuration it cannot be told whether inline rules are set', () => {
    const estate = plan({ resources: [{ address: 'azurerm_network_security_group.g', values: NSG, unknown: { id: true, security_rule: true } }] });
    expect(reasonOf(first(estate.networkSecurityGroups).hiddenRules)).toBe('azurerm_network_security_group.g.security_rule is not known before apply');
  });
});

describe('sensitive values', () => {
  const SECRET = 'hunter2';

  test('are never used and never come out', () => {
    const estate = plan({ resources: [
      { address: 'azurerm_network_security_group.g', values: { ...NSG, security_rule: [] } },
      { address: 'azurerm_network_security_rule.r', values: { ...RULE, ...IN_GROUP, source_address_prefix: SECRET }, sensitive: { source_address_prefix: true } },
      { address: 'azurerm_ip_group.g', values: { name: 'g', resource_group_name: 'rg', cidrs: ['10.0.0.1', SECRET] }, sensitive: { cidrs: [false, true] } },
      {
        ...POLICY,
        values: { ...POLICY.values, threat_intelligence_allowlist: [{ fqdns: [SECRET], ip_addresses: null }] },
        sensitive: { threat_intelligence_allowlist: true },
      },
    ] });
    expect(JSON.stringify(estate)).not.toContain(SECRET);
    expect(reasonOf(first(first(estate.networkSecurityGroups).rules).source.addresses[0])).toBe(
      'azurerm_network_security_rule.r.source_address_prefix is marked sensitive, so its value is not used');
    expect(reasonOf(first(estate.ipGroups).cidrs[1])).toBe('azurerm_ip_group.g.cidrs[1] is marked sensitive, so its value is not used');
    expect(reasonOf(first(estate.firewallPolicies).threatIntelligenceAllowlist.fqdns[0])).toContain('threat_intelligence_allowlist is marked sensitive');
  });

  test('a whole sensitive block makes its rules unknown', () => {
    const values = { ...NSG, security_rule: [{ ...RULE, source_address_prefix: SECRET }] };
    const estate = plan({ resources: [{ address: 'azurerm_network_security_group.g', values, sensitive: { security_rule: true } }] });
    expect(JSON.stringify(estate)).not.toContain(SECRET);
    expect(reasonOf(first(estate.networkSecurityGroups).hiddenRules)).toBe(
      'azurerm_network_security_group.g.security_rule is marked sensitive, so its value is not used');
  });
});

describe('lists with marks', () => {
  type Mark = 'known' | 'unknown' | 'sensitive';
  const marks = fc.array(fc.constantFrom<Mark>('known', 'unknown', 'sensitive'), { maxLength: 8 });
  const written = (index: number, mark: Mark) => (mark === 'sensitive' ? `secret${index}` : `10.0.0.${index}`);

  test('show exactly the known elements, whatever the configuration has', () => {
    fc.assert(fc.property(marks, fc.boolean(), (all, isConfigured) => {
      const constantValue = all.map((mark, index) => (mark === 'unknown' ? `\${random_id.r${index}.hex}` : written(index, mark)));
      const estate = plan({
        resources: [{
          address: 'azurerm_ip_group.g',
          values: { name: 'g', resource_group_name: 'rg', cidrs: all.map((mark, index) => (mark === 'unknown' ? null : written(index, mark))) },
          unknown: { cidrs: all.map((mark) => mark === 'unknown') },
          sensitive: { cidrs: all.map((mark) => mark === 'sensitive') },
        }],
        ...(isConfigured ? { configuration: { resources: [configured('azurerm_ip_group.g', { cidrs: { constant_value: constantValue, references: ['random_id.r0.hex', 'random_id.r0'] } })] } } : {}),
      });
      const read = first(estate.ipGroups).cidrs;
      expect(read.map((cidr) => (isUnknown(cidr) ? 'not known' : cidr))).toEqual(all.map((mark, index) => (mark === 'known' ? written(index, mark) : 'not known')));
      expect(JSON.stringify(estate)).not.toContain('secret');
    }));
  });
});

describe('links through the configuration', () => {
  const group = (key: string | number) => ({ address: `azurerm_network_security_group.g[${JSON.stringify(key)}]`, values: { ...NSG, name: `nsg-${key}` }, unknown: { id: true } });
  const subnet = { address: 'azurerm_subnet.s', values: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.0.0/24'] }, unknown: { id: true } };
  const association = (address: string) => ({ address, values: {}, unknown: { subnet_id: true, network_security_group_id: true } });
  const TYPE = 'azurerm_subnet_network_security_group_association';
  const toSubnet = references('azurerm_subnet.s.id', 'azurerm_subnet.s');

  test('each.key picks the instance with the same key', () => {
    const estate = plan({
      resources: [group('a'), group('b'), subnet, association(`${TYPE}.x["b"]`)],
      configuration: { resources: [configured(`${TYPE}.x`, { subnet_id: toSubnet, network_security_group_id: references('azurerm_network_security_group.g', 'each.key') })] },
    });
    expect(first(estate.networkSecurityGroupAssociations)).toMatchObject({ subnet: 'azurerm_subnet.s', networkSecurityGroup: 'azurerm_network_security_group.g["b"]' });
    // `g[each.key == "a" ? "b" : "a"]` has the same references.
    expect(estate.assumptions).toContain(
      `${TYPE}.x.network_security_group_id is taken to be the element of azurerm_network_security_group.g with the same key or index, for each of them.`);
  });

  test.each([
    ['the beginning of the id', { subnet_id: references('azurerm_virtual_network.v.id', 'azurerm_virtual_network.v'), network_security_group_id: toSubnet },
      ['subnet_id is not known before apply (it refers to azurerm_virtual_network.v.id)', 'network_security_group_id is not known before apply (it refers to azurerm_subnet.s.id)']],
    ['what decides which it is', { subnet_id: references('azurerm_virtual_network.v', 'azurerm_subnet.s.id', 'azurerm_subnet.s') },
      ['subnet_id is not known before apply (it refers to azurerm_virtual_network.v, azurerm_subnet.s.id)']],
  ])('the id of a resource of another type is no value: %s', (_, expressions, reasons) => {
    const network = { address: 'azurerm_virtual_network.v', values: { name: 'v', resource_group_name: 'rg', address_space: ['10.0.0.0/8'] }, unknown: { id: true } };
    const estate = plan({ resources: [network, group('a'), subnet, association(`${TYPE}.x`)], configuration: { resources: [configured(`${TYPE}.x`, expressions)] } });
    const { subnet: found, networkSecurityGroup } = first(estate.networkSecurityGroupAssociations);
    expect([found, networkSecurityGroup].map(reasonOf).slice(0, reasons.length)).toEqual(reasons.map((reason) => `${TYPE}.x.${reason}`));
  });

  test('of references those that are the beginning of another are left out, and not all of twenty thousand are listed', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => [`azurerm_network_security_group.g${i}.id`, `azurerm_network_security_group.g${i}`]).flat();
    const estate = plan({ resources: [subnet, association(`${TYPE}.x`)], configuration: { resources: [configured(`${TYPE}.x`, { subnet_id: toSubnet, network_security_group_id: references(...names) })] } });
    expect(reasonOf(first(estate.networkSecurityGroupAssociations).networkSecurityGroup))
      .toMatch(/\(it refers to azurerm_network_security_group\.g0\.id, .*, azurerm_network_security_group\.g9\.id, 19990 more\)$/);
  });

  test('count.index picks the instance with the same index', () => {
    const estate = plan({
      resources: [group(0), group(1), subnet, association(`${TYPE}.x[1]`)],
      configuration: { resources: [configured(`${TYPE}.x`, { subnet_id: toSubnet, network_security_group_id: references('azurerm_network_security_group.g', 'count.index') })] },
    });
    expect(first(estate.networkSecurityGroupAssociations).networkSecurityGroup).toBe('azurerm_network_security_group.g[1]');
  });

  test('a literal key picks its instance', () => {
    const estate = plan({
      resources: [group('a'), group('b'), subnet, association(`${TYPE}.x`)],
      configuration: { resources: [configured(`${TYPE}.x`, {
        subnet_id: toSubnet,
        network_security_group_id: references('azurerm_network_security_group.g["a"].id', 'azurerm_network_security_group.g["a"]', 'azurerm_network_security_group.g'),
      })] },
    });
    expect(first(estate.networkSecurityGroupAssociations).networkSecurityGroup).toBe('azurerm_network_security_group.g["a"]');
  });

  test('several candidates stay unknown, with their names', () => {
    const estate = plan({
      resources: [group('a'), group('b'), subnet, association(`${TYPE}.x`)],
      configuration: { resources: [configured(`${TYPE}.x`, {
        subnet_id: toSubnet,
        network_security_group_id: references(
          'var.second', 'azurerm_network_security_group.g["a"].id', 'azurerm_network_security_group.g["a"]', 'azurerm_network_security_group.g["b"].id', 'azurerm_network_security_group.g["b"]'),
      })] },
    });
    expect(reasonOf(first(estate.networkSecurityGroupAssociations).networkSecurityGroup)).toBe(
      `${TYPE}.x.network_security_group_id is not known before apply (it refers to var.second, azurerm_network_security_group.g["a"].id, azurerm_network_security_group.g["b"].id)`);
  });

  test('locals are not in a plan, so what goes through them is unknown', () => {
    const estate = plan({
      resources: [group('a'), subnet, association(`${TYPE}.x`)],
      configuration: { resources: [configured(`${TYPE}.x`, { subnet_id: toSubnet, network_security_group_id: references('local.nsg_id') })] },
    });
    expect(reasonOf(first(estate.networkSecurityGroupAssociations).networkSecurityGroup)).toBe(`${TYPE}.x.network_security_group_id is not known before apply (it refers to local.nsg_id)`);
  });

  test('each.value of a chained for_each is the instance with the same key, as an assumption', () => {
    const estate = plan({
      resources: [group('a'), group('b'), subnet, association(`${TYPE}.x["a"]`)],
      configuration: { resources: [configured(`${TYPE}.x`, { subnet_id: toSubnet, network_security_group_id: references('each.value.id', 'each.value') },
        { for_each_expression: references('azurerm_network_security_group.g') })] },
    });
    expect(first(estate.networkSecurityGroupAssociations).networkSecurityGroup).toBe('azurerm_network_security_group.g["a"]');
    expect(estate.assumptions).toContain(
      `In ${TYPE}.x["a"].network_security_group_id, each.value is taken to be the element of azurerm_network_security_group.g with the same key.`);
  });

  test('module inputs and outputs are followed, also through nested modules with keys', () => {
    const estate = plan({
      resources: [
        { address: 'module.net["we"].azurerm_subnet.s', values: subnet.values, unknown: { id: true } },
        { address: 'module.rules.azurerm_network_security_group.g', values: NSG, unknown: { id: true } },
        association(`module.tie["we"].module.inner.${TYPE}.x`),
      ],
      configuration: {
        resources: [],
        module_calls: {
          net: { for_each_expression: constant({ we: {} }), module: {
            resources: [configured('azurerm_subnet.s', {})],
            outputs: { subnet_id: { expression: references('azurerm_subnet.s.id', 'azurerm_subnet.s') } },
          } },
          rules: { module: { resources: [configured('azurerm_network_security_group.g', {})], outputs: { nsg: { expression: references('azurerm_network_security_group.g') } } } },
          tie: {
            for_each_expression: {
              constant_value: { we: { subnet: '${module.net["we"].subnet_id}' } },
              references: ['module.net["we"].subnet_id', 'module.net["we"]', 'module.net'],
            },
            expressions: { nsg_id: references('module.rules.nsg.id', 'module.rules.nsg', 'module.rules'), settings: references('each.value') },
            module: {
              variables: { nsg_id: {}, settings: {} },
              module_calls: { inner: {
                expressions: { group: references('var.nsg_id'), subnet: references('var.settings.subnet', 'var.settings') },
                module: { variables: { group: {}, subnet: {} }, resources: [configured(`${TYPE}.x`, { subnet_id: references('var.subnet'), network_security_group_id: references('var.group') })] },
              } },
            },
          },
        },
      },
    });
    expect(first(estate.networkSecurityGroupAssociations).networkSecurityGroup).toBe('module.rules.azurerm_network_security_group.g');
    expect(first(estate.networkSecurityGroupAssociations).subnet).toBe('module.net["we"].azurerm_subnet.s');
  });

  test('a module output with a key leads to the instance in that module', () => {
    const estate = plan({
      resources: [
        { address: 'module.net["we"].azurerm_subnet.s', values: subnet.values, unknown: { id: true } },
        { address: 'module.net["ne"].azurerm_subnet.s', values: subnet.values, unknown: { id: true } },
        group('a'), association(`${TYPE}.x`),
      ],
      configuration: {
        resources: [configured(`${TYPE}.x`, {
          subnet_id: references('module.net["ne"].subnet_id', 'module.net["ne"]', 'module.net'),
          network_security_group_id: references('azurerm_network_security_group.g["a"].id', 'azurerm_network_security_group.g["a"]'),
        })],
        module_calls: { net: { module: { resources: [], outputs: { subnet_id: { expression: references('azurerm_subnet.s.id', 'azurerm_subnet.s') } } } } },
      },
    });
    expect(first(estate.networkSecurityGroupAssociations).subnet).toBe('module.net["ne"].azurerm_subnet.s');
  });

  test('references in a circle end as unknown', () => {
    const estate = plan({
      resources: [
        { address: 'azurerm_ip_group.a', values: { resource_group_name: 'rg', cidrs: null }, unknown: { name: true } },
        { address: 'azurerm_ip_group.b', values: { resource_group_name: 'rg', cidrs: null }, unknown: { name: true } },
      ],
      configuration: { resources: [
        configured('azurerm_ip_group.a', { name: references('azurerm_ip_group.b.name', 'azurerm_ip_group.b') }),
        configured('azurerm_ip_group.b', { name: references('azurerm_ip_group.a.name', 'azurerm_ip_group.a') }),
      ] },
    });
    expect(estate.ipGroups.map(({ name }) => reasonOf(name))).toEqual(['azurerm_ip_group.a.name is not known before apply', 'azurerm_ip_group.b.name is not known before apply']);
  });

  test('a configuration of another shape degrades to unknown links', () => {
    for (const configuration of [{ resources: 'odd' }, { resources: [7, { address: 'x' }] }, { module_calls: [] }]) {
      const estate = plan({ resources: [group('a'), subnet, association(`${TYPE}.x`)], configuration });
      expect(reasonOf(first(estate.networkSecurityGroupAssociations).subnet)).toBe(`${TYPE}.x.subnet_id is not known before apply`);
    }
  });
});

describe('lists of links', () => {
  const groupWith = (expressions: Record<string, unknown>, unknown: unknown, value: unknown = undefined) => plan({
    resources: [POLICY, IP_GROUP('a'), IP_GROUP('b'), {
      address: 'azurerm_firewall_policy_rule_collection_group.g',
      values: ruleCollectionGroup(value === undefined ? {} : { source_ip_groups: value }),
      unknown: { firewall_policy_id: true, network_rule_collection: [{ rule: [{ source_ip_groups: unknown }] }] },
    }],
    configuration: { resources: [configured('azurerm_firewall_policy_rule_collection_group.g', {
      firewall_policy_id: references('azurerm_firewall_policy.p.id', 'azurerm_firewall_policy.p'),
      network_rule_collection: [{ rule: [{ name: constant('mdi'), source_ip_groups: expressions }] }],
    })] },
  });
  const sources = (estate: Estate) => first(first(first(estate.firewallPolicies).ruleCollectionGroups).collections).rules[0]?.sourceIpGroups ?? [];

  test('one flat list of references is the set of what it refers to, as an assumption', () => {
    const estate = groupWith(references('azurerm_ip_group.a.id', 'azurerm_ip_group.a', 'azurerm_ip_group.b.id', 'azurerm_ip_group.b'), true);
    expect(sources(estate)).toEqual(['azurerm_ip_group.a', 'azurerm_ip_group.b']);
    expect(estate.assumptions).toEqual([
      'azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[0].rule[0].source_ip_groups is taken to hold exactly what its configuration refers to: azurerm_ip_group.a, azurerm_ip_group.b.',
    ]);
  });

  test('unknown elements are matched where their number agrees', () => {
    const two = references('azurerm_ip_group.a.id', 'azurerm_ip_group.a', 'azurerm_ip_group.b.id', 'azurerm_ip_group.b');
    expect(sources(groupWith(two, [true, true], [null, null]))).toEqual(['azurerm_ip_group.a', 'azurerm_ip_group.b']);
    const three = sources(groupWith(two, [true, true, true], [null, null, null]));
    expect(three.map(reasonOf)[2]).toBe('azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[0].rule[0].source_ip_groups[2] is not known before apply');
  });

  test('a known element keeps its place beside a resolved one', () => {
    const mixed = { constant_value: ['/external/group', '${azurerm_ip_group.b.id}'], references: ['azurerm_ip_group.b.id', 'azurerm_ip_group.b'] };
    expect(sources(groupWith(mixed, [false, true], ['/external/group', null]))).toEqual(['/external/group', 'azurerm_ip_group.b']);
  });

  test('a list that depends on a variable stays unknown', () => {
    expect(reasonOf(sources(groupWith(references('var.use_a', 'azurerm_ip_group.a.id', 'azurerm_ip_group.a'), true))[0])).toContain('it refers to var.use_a, azurerm_ip_group.a.id');
  });

  test('rules that a dynamic block made have no configuration, and written ones are matched by name', () => {
    const rule = (name: string) => ({ name, protocols: ['TCP'], destination_ports: ['443'], destination_addresses: ['10.9.0.1'], source_addresses: null });
    const estate = plan({
      resources: [POLICY, IP_GROUP('a'), {
        address: 'azurerm_firewall_policy_rule_collection_group.g',
        values: { name: 'rcg', priority: 500, network_rule_collection: [{ name: 'nrc', priority: 500, action: 'Allow', rule: [rule('made'), rule('written')] }] },
        unknown: { firewall_policy_id: true, network_rule_collection: [{ rule: [{ source_ip_groups: true }, { source_ip_groups: true }] }] },
      }],
      configuration: { resources: [configured('azurerm_firewall_policy_rule_collection_group.g', {
        firewall_policy_id: references('azurerm_firewall_policy.p.id', 'azurerm_firewall_policy.p'),
        network_rule_collection: [{ rule: [{ name: constant('written'), source_ip_groups: references('azurerm_ip_group.a.id', 'azurerm_ip_group.a') }] }],
      })] },
    });
    const [made, written] = first(first(first(estate.firewallPolicies).ruleCollectionGroups).collections).rules;
    expect(reasonOf(made?.sourceIpGroups[0])).toBe('azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[0].rule[0].source_ip_groups is not known before apply');
    expect(written?.sourceIpGroups).toEqual(['azurerm_ip_group.a']);
  });
});

describe('known ARM ids', () => {
  test('lead to the resource with that id, without regard to case', () => {
    const estate = plan({ resources: [
      { address: 'azurerm_network_security_group.g', values: { ...NSG, id: GROUP_ID, security_rule: [] }, actions: ['no-op'] },
      { address: 'azurerm_network_interface_security_group_association.x', values: { network_interface_id: '/elsewhere/nic', network_security_group_id: GROUP_ID.toUpperCase() }, actions: ['no-op'] },
    ] });
    expect(first(estate.networkSecurityGroupAssociations)).toMatchObject({ networkSecurityGroup: 'azurerm_network_security_group.g', networkInterface: '/elsewhere/nic' });
    expect(estate.assumptions).toEqual([]);
  });

  test('lead to the resource of that name and group where its id is not known yet, as an assumption', () => {
    const estate = plan({ resources: [
      { address: 'azurerm_network_security_group.g', values: { ...NSG, security_rule: [] }, unknown: { id: true } },
      { address: 'azurerm_network_interface_security_group_association.x', values: { network_interface_id: '/elsewhere/nic', network_security_group_id: GROUP_ID } },
    ] });
    expect(first(estate.networkSecurityGroupAssociations).networkSecurityGroup).toBe('azurerm_network_security_group.g');
    expect(estate.assumptions).toEqual([`${GROUP_ID} is azurerm_network_security_group.g, which has the same name and resource group.`]);
  });
});

describe('the route to a firewall', () => {
  test('is tied to the firewall whose address it refers to', () => {
    const estate = plan({
      resources: [
        { address: 'azurerm_firewall.fw', values: { name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard', ip_configuration: [{ name: 'ip', subnet_id: '/x' }] }, unknown: { id: true, ip_configuration: [{ private_ip_address: true }] } },
        { address: 'azurerm_route_table.t', values: { name: 't', resource_group_name: 'rg', route: [] } },
        { address: 'azurerm_route.r', values: { name: 'r', resource_group_name: 'rg', route_table_name: 't', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance' }, unknown: { next_hop_in_ip_address: true } },
      ],
      configuration: { resources: [
        configured('azurerm_firewall.fw', {}),
        configured('azurerm_route.r', { next_hop_in_ip_address: references('azurerm_firewall.fw.ip_configuration[0].private_ip_address', 'azurerm_firewall.fw.ip_configuration[0]', 'azurerm_firewall.fw.ip_configuration', 'azurerm_firewall.fw') }),
      ] },
    });
    expect(first(first(estate.routeTables).routes)).toMatchObject({ nextHopType: 'VirtualAppliance', nextHopFirewall: 'azurerm_firewall.fw' });
    expect(reasonOf(first(first(estate.routeTables).routes).nextHopAddress)).toBe('azurerm_route.r.next_hop_in_ip_address is not known before apply');
  });
});

describe('data sources', () => {
  test('that were read while planning are known', () => {
    const estate = plan({
      resources: [
        { address: 'azurerm_subnet_network_security_group_association.x', values: { network_security_group_id: GROUP_ID }, unknown: { subnet_id: true } },
        { address: 'azurerm_subnet.s', values: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.0.0/24'] }, unknown: { id: true } },
      ],
      configuration: { resources: [configured('azurerm_subnet_network_security_group_association.x', { subnet_id: references('azurerm_subnet.s.id', 'azurerm_subnet.s') })] },
      rest: { prior_state: { format_version: '1.0', values: { root_module: { resources: [
        { address: 'data.azurerm_network_security_group.g', mode: 'data', type: 'azurerm_network_security_group', name: 'g', values: { ...NSG, id: GROUP_ID, security_rule: [{ ...RULE, source_address_prefixes: [] }] } },
        { address: 'azurerm_ip_group.old', mode: 'managed', type: 'azurerm_ip_group', name: 'old', values: { name: 'old' } },
      ] } } } },
    });
    const group = first(estate.networkSecurityGroups);
    expect(group).toMatchObject({ id: 'data.azurerm_network_security_group.g', name: 'nsg-dc' });
    expect(group.rules.map(({ name }) => name)).toEqual(['AllowMdi']);
    expect(group.hiddenRules).toBeUndefined();
    expect(first(estate.networkSecurityGroupAssociations)).toMatchObject({ networkSecurityGroup: 'data.azurerm_network_security_group.g', subnet: 'azurerm_subnet.s' });
    expect(estate.ipGroups).toEqual([]);
  });

  test('of a firewall policy does not show its rules', () => {
    const estate = plan({ resources: [], rest: { prior_state: { values: { root_module: { resources: [
      { address: 'data.azurerm_firewall_policy.p', mode: 'data', type: 'azurerm_firewall_policy', name: 'p', values: { name: 'p', resource_group_name: 'rg', id: '/p', dns: [{ proxy_enabled: true }], threat_intelligence_mode: 'Deny' } },
    ] } } } } });
    const policy = first(estate.firewallPolicies);
    expect(policy).toMatchObject({ dnsProxyEnabled: true, threatIntelligenceMode: 'Deny' });
    expect(reasonOf(policy.hiddenRules)).toBe('data.azurerm_firewall_policy.p is read from Azure without its rules');
    expect(reasonOf(policy.sku)).toBe('data.azurerm_firewall_policy.p.sku is not read from Azure');
  });

  test('of a resource that the input manages is that resource', () => {
    const estate = plan({
      resources: [{ address: 'azurerm_network_security_group.g', values: { ...NSG, id: GROUP_ID, security_rule: [] }, actions: ['no-op'] }],
      rest: { prior_state: { values: { root_module: { resources: [
        { address: 'data.azurerm_network_security_group.g', mode: 'data', type: 'azurerm_network_security_group', name: 'g', values: { ...NSG, id: GROUP_ID, security_rule: [RULE] } },
      ] } } } },
    });
    expect(estate.networkSecurityGroups.map(({ id }) => id)).toEqual(['azurerm_network_security_group.g']);
    expect(first(estate.networkSecurityGroups).rules).toEqual([]);
  });
});

describe('the state of a plan', () => {
  const resources = [{ address: 'azurerm_ip_group.g', values: { name: 'g', resource_group_name: 'rg', cidrs: [] } }];

  test('removed resources are gone, forgotten ones stay', () => {
    const rule = (name: string) => ({ address: `azurerm_network_security_rule.${name}`, values: {}, before: { ...RULE, ...IN_GROUP, name } });
    const json = planJson({ resources: [
      { address: 'azurerm_network_security_group.g', values: { ...NSG, security_rule: [] }, actions: ['no-op'] },
      { ...rule('removed'), actions: ['delete'] },
    ] });
    (json.resource_changes as unknown[]).push({ address: 'azurerm_network_security_rule.kept', mode: 'managed', type: 'azurerm_network_security_rule', name: 'kept', change: { actions: ['forget'], before: { ...RULE, ...IN_GROUP, name: 'kept' }, after: null, after_unknown: {} } });
    const estate = readText('plan.json', JSON.stringify(json)).estate;
    expect(first(estate.networkSecurityGroups).rules.map(({ name }) => name)).toEqual(['kept']);
  });

  test('deposed objects do not count', () => {
    const json = planJson({ resources });
    (json.resource_changes as unknown[]).push({ address: 'azurerm_ip_group.g', deposed: 'abcd', mode: 'managed', type: 'azurerm_ip_group', name: 'g', change: { actions: ['delete'], before: {}, after: null, after_unknown: { cidrs: true } } });
    expect(first(readText('plan.json', JSON.stringify(json)).estate.ipGroups).cidrs).toEqual([]);
  });

  test('a plan that Terraform could not finish is none', () => {
    expect(() => plan({ resources, rest: { errored: true } })).toThrow(
      'plan.json is a plan that Terraform could not finish (errored is true), so it may lack changes and cannot be applied; correct the error and plan again.',
    );
  });

  test('an incomplete plan is a finding', () => {
    expect(plan({ resources, rest: { errored: false, complete: false } }).findings.map(({ id, level }) => [id, level])).toEqual([['plan-incomplete', 'warning']]);
  });

  test('a deferred rule makes its group one that may hold more', () => {
    const estate = plan({
      resources: [{ address: 'azurerm_network_security_group.g', values: { ...NSG, security_rule: [] }, actions: ['no-op'] }],
      rest: { deferred_changes: [{ reason: 'instance_count_unknown', resource_change: {
        address: 'azurerm_network_security_rule.r["*"]', mode: 'managed', type: 'azurerm_network_security_rule', name: 'r', change: { actions: ['create'], after: { ...RULE, ...IN_GROUP }, after_unknown: {} },
      } }] },
    });
    expect(reasonOf(first(estate.networkSecurityGroups).hiddenRules)).toBe('azurerm_network_security_rule.r["*"] is deferred to a later plan (instance_count_unknown)');
    expect(estate.findings.map(({ id, address }) => [id, address])).toEqual([['deferred-change', 'azurerm_network_security_rule.r["*"]']]);
  });
});

describe('what is no plan of Azure', () => {
  const refusal = (json: unknown): string => {
    try {
      readText('plan.json', JSON.stringify(json));
    } catch (error) {
      if (error instanceof InputError) return `${error.code}: ${error.message}`;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  test('a plan of another provider', () => {
    expect(refusal(planJson({ resources: [{ address: 'aws_security_group.g', values: {} }, { address: 'random_id.r', values: {} }] }))).toBe(
      'nothing-to-check: plan.json holds no azurerm resource (its resources are of aws, random), so there is nothing to check; pass the input that declares the Azure network.');
  });

  test('a plan without resources', () => {
    expect(refusal(planJson({ resources: [] }))).toBe(
      'nothing-to-check: plan.json holds no azurerm resource (it holds no resource at all), so there is nothing to check; pass the input that declares the Azure network.');
  });

  test('a state, stored or shown', () => {
    const expected = 'state-file: plan.json is a Terraform state, which says nothing about what will be applied; pass the plan ("terraform show -json <plan file>") instead.';
    expect(refusal({ version: 4, terraform_version: '1.11.4', serial: 3, lineage: 'x', outputs: {}, resources: [] })).toBe(expected);
    expect(refusal({ format_version: '1.0', terraform_version: '1.11.4', values: { root_module: {} } })).toBe(expected);
  });

  test('a plan of another major version; a later minor one is read', () => {
    const json = planJson({ resources: [{ address: 'azurerm_ip_group.g', values: { name: 'g' } }] });
    expect(refusal({ ...json, format_version: '2.0' })).toBe(
      'unsupported-plan-version: plan.json is a plan of format version 2.0, and only major version 1 is read; write it with Terraform 1.1 or newer.');
    expect(readText('plan.json', JSON.stringify({ ...json, format_version: '1.99' })).kind).toBe('terraform-plan');
  });

  test('other JSON', () => {
    expect(refusal({ name: 'package' })).toBe(
      'not-terraform: plan.json is JSON but neither a Terraform plan nor a Terraform JSON configuration; pass the output of "terraform show -json <plan file>", a cdk.tf.json or a cdktf.out folder.');
  });

  test('plans of an odd shape say where', () => {
    expect(refusal({ format_version: '1.2', planned_values: { root_module: { resources: {} } } })).toBe(
      'malformed-plan: plan.json is not a plan that Terraform wrote: planned_values.root_module.resources is not a list; write it again with "terraform show -json <plan file>".');
    expect(refusal({ format_version: '1.2', planned_values: { root_module: { child_modules: [{ resources: [] }] } } })).toContain(
      'planned_values.root_module.child_modules[0].address is not the address of a module');
    expect(refusal({ format_version: '1.2', planned_values: {}, resource_changes: [7] })).toContain('resource_changes[0] is not a change with an address');
    expect(refusal(planJson({ resources: [{ address: 'azurerm_ip_group.g', values: {} }, { address: 'azurerm_ip_group.g', values: {} }] }))).toBe(
      'duplicate-resource: plan.json declares azurerm_ip_group.g twice; remove one of the two or pass the plan ("terraform show -json <plan file>").');
  });
});
