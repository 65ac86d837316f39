import { CHECKS, Mode } from './checks';
import { Check } from './checks/check';
import { planProblems, valueProblems } from './checks/evaluate';
import { EXTRACT } from './extract';
import { sampleConfig } from './sample-config';
import { fromJson, UNKNOWN, Value } from './value';

/** Every check that is made, with the attribute. */
const ALL = (['resource', 'data'] as const).flatMap((mode) => Object.entries(CHECKS[mode]).flatMap(([type, { values }]) => (
  Object.entries(values).flatMap(([path, some]) => [some].flat().map((check: Check): [string, Mode, string, Check] => [`${type}.${path}`, mode, path, check]))
)));

const typeOf = (name: string) => name.split('.')[0];

test.each(['resource', 'data'] as const)('every %s type of the extract has its checks, and says where they are from', (mode) => {
  expect(Object.keys(CHECKS[mode]).sort()).toEqual(Object.keys(EXTRACT[mode]).sort());
  for (const { source } of Object.values(CHECKS[mode])) expect(source).toMatch(/^internal\/services\/[a-z]+\/[a-z_]+\.go$/);
});

test('the checks are of attributes that the schema has, and a small configuration has nothing against it', () => {
  expect(ALL.length).toBeGreaterThan(150);
  for (const [name, mode, path, check] of ALL) {
    for (const value of check.takes) {
      // How many elements there are is told with any elements.
      const problems = valueProblems(mode, typeOf(name), sampleConfig(mode, typeOf(name), path, value) as Value)
        .filter(({ message }) => !check.ofWhole || message.includes(check.says));
      expect({ name, value, problems }).toEqual({ name, value, problems: [] });
    }
  }
});

test.each(ALL)('%s is refused where the provider refuses it', (name, mode, path, check) => {
  expect(check.refuses.length).toBeGreaterThan(0);
  for (const value of check.refuses) {
    const messages = valueProblems(mode, typeOf(name), sampleConfig(mode, typeOf(name), path, value) as Value).map(({ message }) => message);
    expect({ value, refused: messages.some((message) => message.endsWith(` is not ${check.says}`)) }).toEqual({ value, refused: true });
  }
});

describe('attributes together', () => {
  const rule = { ...sampleConfig('resource', 'azurerm_network_security_rule'), source_address_prefix: '*', destination_address_prefix: '*' };
  const problems = (change: object) => valueProblems('resource', 'azurerm_network_security_rule', fromJson({ ...rule, ...change })).map(({ message }) => message);
  const FORMS = 'source_address_prefix, source_address_prefixes, source_application_security_group_ids';

  test.each<[string, object, string[]]>([
    ['one of them', {}, []],
    ['none', { source_address_prefix: null }, [`none where the provider takes exactly one of ${FORMS}`]],
    ['two', { source_address_prefixes: ['10.0.0.4'] }, [`source_address_prefix and source_address_prefixes where the provider takes exactly one of ${FORMS}`]],
    ['one, and an empty list', { source_address_prefixes: [] }, [`source_address_prefix and source_address_prefixes where the provider takes exactly one of ${FORMS}`]],
    ['one that is not known', { source_address_prefix: '${var.prefix}' }, []],
    ['one, and one that is not known', { source_address_prefixes: '${var.prefixes}' }, []],
    ['two that may be left out', { source_port_range: '*', source_port_ranges: ['1'] }, [
      'source_port_range and source_port_ranges where the provider takes at most one of source_port_range, source_port_ranges',
    ]],
  ])('%s', (_what, change, expected) => {
    expect(problems(change)).toEqual(expected);
  });

  test('in a block', () => {
    const command = { ...sampleConfig('resource', 'azurerm_virtual_machine_run_command'), source: [{ script: 'exit 0', command_id: 'x' }] };
    expect(valueProblems('resource', 'azurerm_virtual_machine_run_command', command as Value)).toEqual([
      { path: ['source', 0], message: 'command_id and script where the provider takes exactly one of command_id, script, script_uri' },
    ]);
  });

  test('a block that is not there is none', () => {
    const network = { ...sampleConfig('resource', 'azurerm_virtual_network'), ip_address_pool: [] };
    expect(valueProblems('resource', 'azurerm_virtual_network', network as Value)).toEqual([]);
  });
});

test('what the provider decides itself is not to be set, in blocks neither', () => {
  const firewall = sampleConfig('resource', 'azurerm_firewall', 'ip_configuration.private_ip_address', '10.0.0.4');
  expect(valueProblems('resource', 'azurerm_firewall', firewall as Value)).toEqual([{
    path: ['ip_configuration', 0, 'private_ip_address'],
    message: 'ip_configuration[0].private_ip_address: the provider decides this value, and takes none',
  }]);
});

describe('what is said when Terraform plans', () => {
  test.each<[string, string, object, string[]]>([
    ['a public IP address', 'azurerm_public_ip', { allocation_method: 'Static', sku: 'Standard' }, []],
    ['one that changes', 'azurerm_public_ip', { allocation_method: 'Dynamic' }, ['sku Standard takes allocation_method Static']],
    ['one of a kind that is gone', 'azurerm_public_ip', { allocation_method: 'Static', sku: 'Basic' }, ['public IP addresses of sku Basic cannot be made any more']],
    ['a shared subnet', 'azurerm_subnet', { sharing_scope: 'Tenant' }, ['sharing_scope takes default_outbound_access_enabled false']],
    ['a subnet', 'azurerm_subnet', {}, []],
  ])('%s', (_what, type, config, expected) => {
    expect(planProblems('resource', type, config as Value)).toEqual(expected);
  });
});

describe('a value', () => {
  test('with an expression in it is not known, and nothing is said of it', () => {
    expect(fromJson({ a: ['x', '${var.x}'], b: 'x-${var.x}' })).toEqual({ a: ['x', UNKNOWN], b: UNKNOWN });
    const policy = { ...sampleConfig('resource', 'azurerm_firewall_policy'), name: '${var.name}', base_policy_id: 'p-${var.id}' };
    expect(valueProblems('resource', 'azurerm_firewall_policy', fromJson(policy))).toEqual([]);
  });

  test('is told with its place, shortened', () => {
    const group = sampleConfig('resource', 'azurerm_firewall_policy_rule_collection_group', 'network_rule_collection.rule.protocols', 'x'.repeat(100));
    expect(valueProblems('resource', 'azurerm_firewall_policy_rule_collection_group', group as Value)).toEqual([{
      path: ['network_rule_collection', 0, 'rule', 0, 'protocols', 0],
      message: `network_rule_collection[0].rule[0].protocols[0]: "${'x'.repeat(79)}… is not one of Any, ICMP, TCP, UDP`,
    }]);
  });
});
