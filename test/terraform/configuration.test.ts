import { IN_GROUP, NSG, RULE, configuration, first, reasonOf } from './builders';
import { isUnknown } from '../../src/azure';
import { InputError, readText } from '../../src/terraform';

const GROUP = { name: 'g', resource_group_name: 'rg' };

/** The members of one IP group whose `cidrs` are as given. */
function cidrs(value: unknown, more: Record<string, unknown> = {}): readonly unknown[] {
  return first(configuration({ resource: { azurerm_ip_group: { g: { ...GROUP, cidrs: value } } }, ...more }).ipGroups).cidrs;
}

describe('templates', () => {
  test('a text without a template is itself, an escaped one is what it stands for', () => {
    expect(cidrs(['10.0.0.1', '$${x}', '100%'])).toEqual(['10.0.0.1', '${x}', '100%']);
  });

  test('known parts are put together', () => {
    expect(cidrs(['10.${local.second}.0.${var.last}'], { locals: { second: 1 }, variable: { last: { default: '4' } } })).toEqual(['10.1.0.4']);
  });

  test('one unknown part makes the whole text unknown, with the reason', () => {
    expect(reasonOf(cidrs(['10.${var.second}.0.4'], { variable: { second: {} } })[0])).toBe(
      'azurerm_ip_group.g.cidrs[0] holds a part that is not known: var.second has no value in the input (azurerm_ip_group.g.cidrs[0])');
  });

  test.each([
    ['${file("cidrs.txt")}', 'azurerm_ip_group.g.cidrs[0] is the result of the function file, which is not evaluated'],
    ['${var.a ? "x" : "y"}', 'azurerm_ip_group.g.cidrs[0] depends on a condition that is not known: var.a is not declared in the input (azurerm_ip_group.g.cidrs[0])'],
    ['%{ if true }10.0.0.1', 'azurerm_ip_group.g.cidrs[0] is an expression that is not evaluated'],
    ['${', 'azurerm_ip_group.g.cidrs[0] is an expression that is not evaluated'],
    [`\${${'['.repeat(5000)}}`, 'azurerm_ip_group.g.cidrs[0] is an expression that is not evaluated'],
    ['${local.missing}', 'local.missing is not declared in the input (azurerm_ip_group.g.cidrs[0])'],
    ['${module.net.address}', 'module.net.address is not in the input (azurerm_ip_group.g.cidrs[0])'],
    ['${aws_instance.x.private_ip}', 'aws_instance.x.private_ip is not in the input (azurerm_ip_group.g.cidrs[0])'],
  ])('%.30s is unknown', (text, reason) => {
    expect(reasonOf(cidrs([text])[0])).toBe(reason);
  });

  test('conversions and literals of the expression language are evaluated', () => {
    expect(cidrs('${toset(["10.0.0.1", "10.0.0.${local.n}"])}', { locals: { n: 2 } })).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(cidrs('${["\\"", "a\\u0041"]}')).toEqual(['"', 'aA']);
    expect(cidrs(['${{ x = "10.0.0.9" }.x}'])).toEqual(['10.0.0.9']);
  });

  test('a splat takes an attribute of every instance', () => {
    const estate = configuration({ resource: {
      azurerm_ip_group: { g: { count: 2, name: 'g-${count.index}', resource_group_name: 'rg' } },
      azurerm_firewall_policy: { p: { name: 'p', resource_group_name: 'rg' } },
      azurerm_firewall_policy_rule_collection_group: { c: { name: 'c', priority: 100, firewall_policy_id: '${azurerm_firewall_policy.p.id}',
        network_rule_collection: { name: 'n', priority: 100, action: 'Allow', rule: {
          name: 'r', protocols: ['TCP'], destination_ports: ['443'], destination_addresses: ['*'], source_ip_groups: '${azurerm_ip_group.g[*].id}' } } } },
    } });
    const [rule] = first(first(first(estate.firewallPolicies).ruleCollectionGroups).collections).rules;
    expect(rule?.sourceIpGroups).toEqual(['azurerm_ip_group.g[0]', 'azurerm_ip_group.g[1]']);
    expect(estate.ipGroups.map(({ name }) => name)).toEqual(['g-0', 'g-1']);
  });
});

describe('variables and locals', () => {
  test('a default is used, and said to be an assumption', () => {
    const estate = configuration({ variable: { cidrs: { type: 'list(string)', default: ['10.0.0.1'] } }, resource: { azurerm_ip_group: { g: { ...GROUP, cidrs: '${var.cidrs}' } } } });
    expect(first(estate.ipGroups).cidrs).toEqual(['10.0.0.1']);
    expect(estate.assumptions).toEqual(['The variable cidrs has its default value ["10.0.0.1"].']);
  });

  test('a default is data, never a template', () => {
    expect(cidrs(['${var.x}'], { variable: { x: { default: '${local.y}' } }, locals: { y: 'no' } })).toEqual(['${local.y}']);
  });

  test('a sensitive variable stays unknown and its default does not come out', () => {
    const estate = configuration({ variable: { x: { default: 'hunter2', sensitive: true } }, resource: { azurerm_ip_group: { g: { ...GROUP, cidrs: ['${var.x}'] } } } });
    expect(JSON.stringify(estate)).not.toContain('hunter2');
    expect(reasonOf(first(estate.ipGroups).cidrs[0])).toBe('var.x is marked sensitive, so its value is not used');
  });

  test('the same unknown variable is the same value in two places', () => {
    const group = { ...GROUP, cidrs: ['${var.x}'] };
    const [a, b] = configuration({ variable: { x: {} }, resource: { azurerm_ip_group: { a: group, b: group } } }).ipGroups.map((read) => read.cidrs[0]);
    expect(isUnknown(a) && isUnknown(b) && a.isReference && a.key === b.key).toBe(true);
  });

  test('locals that refer to themselves are unknown', () => {
    expect(reasonOf(cidrs(['${local.a}'], { locals: { a: '${local.b}', b: '${local.a}' } })[0])).toBe('local.a refers to itself');
  });

  test('a chain of ten thousand locals ends as unknown, not as a crash', () => {
    const locals = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`a${index}`, `\${local.a${index + 1}}`]));
    expect(reasonOf(cidrs(['${local.a0}'], { locals })[0])).toMatch(/goes through more than 150 references$/);
  });

  test('doubling texts end as unknown, not as a full memory', () => {
    const locals = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, index === 99 ? 'lol' : `\${local.a${index + 1}}\${local.a${index + 1}}`]));
    expect(reasonOf(cidrs(['${local.a0}'], { locals })[0])).toContain('is longer than the 4096 characters that are read');
  });

  test('keys named like prototype members are harmless', () => {
    expect(reasonOf(cidrs(['${local.constructor}'])[0])).toContain('local.constructor is not declared');
    expect(reasonOf(cidrs(['${var.__proto__}'])[0])).toContain('var.__proto__ is not declared');
    expect(reasonOf(cidrs(['${azurerm_ip_group.g.constructor}'])[0])).toContain('azurerm_ip_group.g.constructor is not known');
  });
});

describe('references', () => {
  test('a written attribute of another resource is its value', () => {
    const estate = configuration({ resource: {
      azurerm_subnet: { s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.7.0.0/24'] } },
      azurerm_ip_group: { g: { ...GROUP, cidrs: '${azurerm_subnet.s.address_prefixes}' } },
    } });
    expect(first(estate.ipGroups).cidrs).toEqual(['10.7.0.0/24']);
  });

  test('a computed attribute is unknown under its name, in one spelling', () => {
    const estate = configuration({ resource: {
      azurerm_network_interface: { n: { name: 'n', resource_group_name: 'rg', ip_configuration: [{ name: 'ip', subnet_id: '/s', private_ip_address_allocation: 'Dynamic' }] } },
      azurerm_ip_group: { g: { ...GROUP, cidrs: ['${azurerm_network_interface.n.private_ip_address}', '${azurerm_network_interface.n.ip_configuration[0].private_ip_address}', '${azurerm_network_interface.n.private_ip_addresses[0]}'] } },
    } });
    const key = 'reference azurerm_network_interface.n.private_ip_address';
    expect(first(first(estate.networkInterfaces).ipConfigurations).privateAddress).toMatchObject({ key });
    expect(first(estate.ipGroups).cidrs).toMatchObject([{ key }]);
  });

  test('a static address of a network interface is known wherever it is referred to', () => {
    const estate = configuration({ resource: {
      azurerm_network_interface: { n: { name: 'n', resource_group_name: 'rg', ip_configuration: [{ name: 'ip', subnet_id: '/s', private_ip_address: '10.1.0.4', private_ip_address_allocation: 'Static' }] } },
      azurerm_ip_group: { g: { ...GROUP, cidrs: ['${azurerm_network_interface.n.private_ip_address}/32'] } },
    } });
    expect(first(estate.ipGroups).cidrs).toEqual(['10.1.0.4/32']);
  });

  test('a rule finds its group by reference although the name is not known', () => {
    const estate = configuration({ variable: { name: {} }, resource: {
      azurerm_network_security_group: { g: { ...NSG, name: '${var.name}' }, other: { ...NSG, name: '${var.name}' } },
      azurerm_network_security_rule: { r: { ...RULE, resource_group_name: 'rg', network_security_group_name: '${azurerm_network_security_group.g.name}' } },
    } });
    expect(estate.networkSecurityGroups.map(({ id, rules }) => [id, rules.length])).toEqual([['azurerm_network_security_group.g', 1], ['azurerm_network_security_group.other', 0]]);
  });

  test('the construct path goes with every rule', () => {
    const estate = configuration({ resource: {
      azurerm_network_security_group: { g: { ...NSG, 'security_rule': [RULE], '//': { metadata: { path: 'stack/nsg/Resource', uniqueId: 'nsg' } } } },
    } });
    expect(first(first(estate.networkSecurityGroups).rules).origin).toEqual({ address: 'azurerm_network_security_group.g', construct: 'stack/nsg/Resource' });
  });
});

describe('count and for_each', () => {
  const rules = (rule: Record<string, unknown>, more: Record<string, unknown> = {}) => first(configuration({
    resource: { azurerm_network_security_group: { g: NSG }, azurerm_network_security_rule: { r: { ...RULE, ...IN_GROUP, ...rule } } }, ...more,
  }).networkSecurityGroups);

  test('count makes instances, texts that hold numbers are numbers', () => {
    const group = rules({ count: 2, name: 'r${count.index}', priority: '10${count.index}' });
    expect(group.rules.map(({ origin, name, priority }) => [origin.address, name, priority])).toEqual([
      ['azurerm_network_security_rule.r[0]', 'r0', 100], ['azurerm_network_security_rule.r[1]', 'r1', 101],
    ]);
  });

  test('for_each goes through objects and sets', () => {
    const byObject = rules({ for_each: { a: { prio: 100, ports: ['80'] }, b: { prio: 110, ports: ['443', '444'] } }, name: '${each.key}', priority: '${each.value.prio}', destination_port_range: null, destination_port_ranges: '${each.value.ports}' });
    expect(byObject.rules.map(({ origin, name, priority, destination }) => [origin.address, name, priority, destination.ports])).toEqual([
      ['azurerm_network_security_rule.r["a"]', 'a', 100, ['80']], ['azurerm_network_security_rule.r["b"]', 'b', 110, ['443', '444']],
    ]);
    const bySet = rules({ for_each: '${toset(["x", "y"])}', name: '${each.value}' });
    expect(bySet.rules.map(({ name }) => name)).toEqual(['x', 'y']);
  });

  test('zero instances are none', () => {
    expect(rules({ count: 0 })).toMatchObject({ rules: [] });
    expect(rules({ count: 0 }).hiddenRules).toBeUndefined();
  });

  test.each([
    [{ count: '${var.n}' }, 'azurerm_network_security_rule.r.count is not known: var.n has no value in the input (azurerm_network_security_rule.r.count)'],
    [{ count: 1e9 }, 'azurerm_network_security_rule.r.count is not a number or collection, or makes more than 100000 copies in all'],
    [{ count: -1 }, 'azurerm_network_security_rule.r.count is not a number or collection, or makes more than 100000 copies in all'],
    [{ for_each: '${var.n}' }, 'azurerm_network_security_rule.r.for_each is not known: var.n has no value in the input (azurerm_network_security_rule.r.for_each)'],
    [{ for_each: [1, 2] }, 'azurerm_network_security_rule.r.for_each is not a number or collection, or makes more than 100000 copies in all'],
  ])('%j: the group may hold rules that are not shown', (repetition, reason) => {
    const group = rules(repetition, { variable: { n: {} } });
    expect(group.rules).toEqual([]);
    expect(reasonOf(group.hiddenRules)).toBe(reason);
  });

  test('many resources with many copies each end as unknown, not as a full memory', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`r${index}`, { ...RULE, ...IN_GROUP, count: 9000 }]));
    const group = first(configuration({ resource: { azurerm_network_security_group: { g: NSG }, azurerm_network_security_rule: many } }).networkSecurityGroups);
    expect(group.rules).toHaveLength(11 * 9000);
    expect(reasonOf(group.hiddenRules)).toBe('azurerm_network_security_rule.r11.count is not a number or collection, or makes more than 100000 copies in all');
  });

  test('references with keys name instances', () => {
    const estate = configuration({ resource: {
      azurerm_network_security_group: { g: { ...NSG, for_each: { a: {}, b: {} }, name: 'nsg-${each.key}' } },
      azurerm_subnet: { s: { count: 2, name: 's${count.index}', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.${count.index}.0/24'] } },
      azurerm_subnet_network_security_group_association: {
        x: { subnet_id: '${azurerm_subnet.s[1].id}', network_security_group_id: '${azurerm_network_security_group.g["b"].id}' },
        chained: { for_each: '${azurerm_network_security_group.g}', subnet_id: '${azurerm_subnet.s[0].id}', network_security_group_id: '${each.value.id}' },
        missing: { subnet_id: '${azurerm_subnet.s[7].id}', network_security_group_id: '${azurerm_network_security_group.g["a"].id}' },
      },
    } });
    const tied = estate.networkSecurityGroupAssociations.map(({ subnet, networkSecurityGroup: group }) => [isUnknown(subnet) ? subnet.reason : subnet, group]);
    expect(tied).toEqual([
      ['azurerm_subnet.s[1]', 'azurerm_network_security_group.g["b"]'],
      ['azurerm_subnet.s[0]', 'azurerm_network_security_group.g["a"]'],
      ['azurerm_subnet.s[0]', 'azurerm_network_security_group.g["b"]'],
      ['azurerm_subnet_network_security_group_association.missing.subnet_id refers to azurerm_subnet.s[7].id, which the input does not have', 'azurerm_network_security_group.g["a"]'],
    ]);
  });

  test('an association of unknown number ties an unknown group', () => {
    const estate = configuration({ resource: { azurerm_subnet_network_security_group_association: { x: { count: '${var.on ? 1 : 0}', subnet_id: '/s', network_security_group_id: '/g' } } } });
    expect(reasonOf(first(estate.networkSecurityGroupAssociations).networkSecurityGroup)).toBe(
      'azurerm_subnet_network_security_group_association.x.count is not known: it depends on a condition that is not known: var.on is not declared in the input (azurerm_subnet_network_security_group_association.x.count)');
  });
});

describe('dynamic blocks', () => {
  const collection = (rule: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    const estate = configuration({ resource: {
      azurerm_firewall_policy: { p: { name: 'p', resource_group_name: 'rg' } },
      azurerm_firewall_policy_rule_collection_group: { c: { name: 'c', priority: 100, firewall_policy_id: '${azurerm_firewall_policy.p.id}',
        network_rule_collection: [{ name: 'n', priority: 100, action: 'Allow', ...rule }] } },
    }, ...more });
    return first(first(first(estate.firewallPolicies).ruleCollectionGroups).collections);
  };
  const body = { protocols: ['TCP'], destination_ports: ['443'], source_addresses: ['*'] };

  test('are expanded in the order of the file', () => {
    const rules = collection({
      dynamic: { rule: { for_each: ['a', 'b'], content: { ...body, name: '${rule.value}', destination_addresses: ['10.0.0.${rule.key}'] } } },
      rule: [{ ...body, name: 'written', destination_addresses: ['*'] }],
    }).rules;
    expect(rules.map(({ name, attribute }) => [name, attribute])).toEqual([
      ['a', 'network_rule_collection[0].rule[0]'], ['b', 'network_rule_collection[0].rule[1]'], ['written', 'network_rule_collection[0].rule[2]'],
    ]);
  });

  test('have their own iterator, also nested', () => {
    const rules = collection({ dynamic: { rule: [{ for_each: { web: { hosts: ['1', '2'] } }, iterator: 'it', content: { ...body, name: '${it.key}', destination_addresses: '${it.value.hosts}' } }] } }).rules;
    expect(rules).toMatchObject([{ name: 'web', destinationAddresses: ['1', '2'] }]);
  });

  test('over something unknown are one rule that is unknown in everything', () => {
    const rules = collection({ dynamic: { rule: { for_each: '${var.x}', content: { ...body, name: 'r', destination_addresses: ['*'] } } } }, { variable: { x: {} } }).rules;
    const reason = 'azurerm_firewall_policy_rule_collection_group.c.network_rule_collection[0].rule is made by a dynamic block whose for_each is not known: '
      + 'var.x has no value in the input (azurerm_firewall_policy_rule_collection_group.c.dynamic.network_rule_collection[0].rule.for_each)';
    const [rule] = rules;
    expect(rules).toHaveLength(1);
    expect([reasonOf(rule?.name), reasonOf(rule?.sourceAddresses[0])]).toEqual([reason, reason]);
    expect(rule && 'destinationPorts' in rule ? rule.destinationPorts.map(reasonOf) : []).toEqual([reason]);
  });

  test('of inline NSG rules over something unknown make the group one that may hold more', () => {
    const estate = configuration({ variable: { x: {} }, resource: { azurerm_network_security_group: { g: { ...NSG, dynamic: { security_rule: { for_each: '${var.x}', content: RULE } } } } } });
    expect(reasonOf(first(estate.networkSecurityGroups).hiddenRules)).toBe(
      'azurerm_network_security_group.g.security_rule is made by a dynamic block whose for_each is not known: var.x has no value in the input (azurerm_network_security_group.g.dynamic.security_rule.for_each)');
  });
});

describe('data sources', () => {
  test('are read from Azure, so what they show is unknown', () => {
    const estate = configuration({ data: { azurerm_network_security_group: { g: NSG } } });
    expect(first(estate.networkSecurityGroups)).toMatchObject({ id: 'data.azurerm_network_security_group.g', name: 'nsg-dc' });
    expect(reasonOf(first(estate.networkSecurityGroups).hiddenRules)).toBe('data.azurerm_network_security_group.g.security_rule is read from Azure, not said in the input');
  });

  test('of a resource of the input are that resource', () => {
    const estate = configuration({
      resource: { azurerm_network_security_group: { g: { ...NSG, security_rule: [] } }, azurerm_subnet_network_security_group_association: { x: { subnet_id: '/s', network_security_group_id: '${data.azurerm_network_security_group.d.id}' } } },
      data: { azurerm_network_security_group: { d: { name: 'NSG-DC', resource_group_name: 'RG' } } },
    });
    expect(estate.networkSecurityGroups.map(({ id }) => id)).toEqual(['azurerm_network_security_group.g']);
    expect(first(estate.networkSecurityGroupAssociations).networkSecurityGroup).toBe('azurerm_network_security_group.g');
    expect(estate.assumptions).toContain('data.azurerm_network_security_group.d is azurerm_network_security_group.g, which has the same name and resource group.');
  });

  test('of a whole service tag stand for the tag', () => {
    const rule = { ...RULE, destination_address_prefix: null, destination_address_prefixes: '${data.azurerm_network_service_tags.t.ipv4_cidrs}' };
    const read = (tag: Record<string, unknown>) => {
      const estate = configuration({ data: { azurerm_network_service_tags: { t: { location: 'westeurope', ...tag } } }, resource: { azurerm_network_security_group: { g: { ...NSG, security_rule: [rule] } } } });
      return { addresses: first(first(estate.networkSecurityGroups).rules).destination.addresses, assumptions: estate.assumptions };
    };
    expect(read({ service: 'AzureAdvancedThreatProtection' })).toEqual({
      addresses: ['AzureAdvancedThreatProtection (IPv4 only)'],
      assumptions: ['data.azurerm_network_service_tags.t.ipv4_cidrs holds the addresses of the service tag AzureAdvancedThreatProtection as Azure lists them at apply; it is read as the tag itself.'],
    });
    expect(reasonOf(read({ service: 'Storage', location_filter: 'westeurope' }).addresses[0])).toBe('data.azurerm_network_service_tags.t.ipv4_cidrs is read from Azure, not said in the input');
    expect(reasonOf(read({ service: '${var.service}' }).addresses[0])).toBe('data.azurerm_network_service_tags.t.ipv4_cidrs is read from Azure, not said in the input');
  });
});

describe('ignore_changes', () => {
  test('makes the attribute unknown, with a warning', () => {
    const estate = configuration({ resource: { azurerm_ip_group: { g: { ...GROUP, cidrs: ['10.0.0.1'], lifecycle: { ignore_changes: ['cidrs', 'tags'] } } } } });
    expect(reasonOf(first(estate.ipGroups).cidrs[0])).toBe('azurerm_ip_group.g.cidrs is listed in ignore_changes, so Azure may keep another value');
    expect(estate.findings).toEqual([{
      id: 'ignore-changes', level: 'warning', address: 'azurerm_ip_group.g',
      message: 'azurerm_ip_group.g.cidrs is listed in ignore_changes, so what Azure already has may stay in place of what is written; remove it from the list, or pass the plan, which shows the value.',
    }]);
  });

  test('of tags alone says nothing', () => {
    const estate = configuration({ resource: { azurerm_ip_group: { g: { ...GROUP, cidrs: ['10.0.0.1'], lifecycle: [{ ignore_changes: ['${tags}'] }] } } } });
    expect(first(estate.ipGroups).cidrs).toEqual(['10.0.0.1']);
    expect(estate.findings).toEqual([]);
  });

  test('of all covers everything but the names', () => {
    const estate = configuration({ resource: { azurerm_ip_group: { g: { ...GROUP, cidrs: ['10.0.0.1'], lifecycle: { ignore_changes: 'all' } } } } });
    expect(first(estate.ipGroups)).toMatchObject({ name: 'g', cidrs: [{ isReference: false }] });
  });
});

describe('shapes', () => {
  test('blocks may be lists of objects at every level', () => {
    const estate = configuration({ resource: [{ azurerm_ip_group: [{ a: [{ ...GROUP, cidrs: ['10.0.0.1'] }] }, { b: GROUP }] }, { azurerm_network_security_group: { g: NSG } }] });
    expect(estate.ipGroups.map(({ id, cidrs: members }) => [id, members])).toEqual([['azurerm_ip_group.a', ['10.0.0.1']], ['azurerm_ip_group.b', []]]);
    expect(estate.networkSecurityGroups).toHaveLength(1);
  });

  const refusal = (json: unknown): string => {
    try {
      readText('cdk.tf.json', JSON.stringify(json));
    } catch (error) {
      if (error instanceof InputError) return `${error.code}: ${error.message}`;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  test('what is no block is refused with its place', () => {
    expect(refusal({ resource: { azurerm_ip_group: { g: 'text' } } })).toBe(
      'malformed-configuration: cdk.tf.json is not a Terraform JSON configuration: resource.azurerm_ip_group.g is not an object; correct it there.');
    expect(refusal({ resource: 7 })).toBe('malformed-configuration: cdk.tf.json is not a Terraform JSON configuration: resource is not an object; correct it there.');
  });

  test('a resource that is declared twice is refused', () => {
    expect(refusal({ resource: [{ azurerm_ip_group: { g: GROUP } }, { azurerm_ip_group: { g: GROUP } }] })).toBe(
      'duplicate-resource: cdk.tf.json declares azurerm_ip_group.g twice; remove one of the two or pass the plan ("terraform show -json <plan file>").');
  });

  test('a configuration without Azure has nothing to check', () => {
    expect(refusal({ resource: { aws_vpc: { v: {} } } })).toBe(
      'nothing-to-check: cdk.tf.json holds no azurerm resource (its resources are of aws), so there is nothing to check; pass the input that declares the Azure network.');
    expect(refusal({ module: { net: { source: './net' } } })).toBe(
      'nothing-to-check: cdk.tf.json holds no azurerm resource (only calls of modules, such as module.net, which a plan shows and a configuration does not), so there is nothing to check; pass the input that declares the Azure network.');
  });
});
