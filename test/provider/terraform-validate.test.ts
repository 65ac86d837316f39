import { Testing } from 'cdktf';
import { CHECKS } from './checks';
import { EXAMPLES } from '../support/examples';
import { Check } from './checks/check';
import { valueProblems } from './checks/evaluate';
import { EXTRACT } from './extract';
import { sampleConfig } from './sample-config';
import { StandIn, startStandIn } from './stand-in';
import { Diagnostic, HAS_TERRAFORM, validateAll } from './terraform';
import { Value } from './value';
import { combinationStacks } from '../../scripts/combinations';

/*
 * `terraform validate` itself, with a stand-in that has the provider's schema and value checks. Terraform's core reads, types and counts
 * everything that examples and constructs emit. The real provider says the same in the workflow `terraform-validate`, where it can be had.
 */

const whenThere = HAS_TERRAFORM ? describe : describe.skip;
if (!HAS_TERRAFORM) test.skip('Terraform is not installed, so its core was not asked: install terraform', () => undefined);

const PROVIDER = {
  terraform: { required_providers: { azurerm: { source: 'azurerm', version: EXTRACT.version } } },
  provider: { azurerm: [{ features: [{}] }] },
};

let standIn: StandIn;
const validated = async (configuration: object): Promise<Diagnostic[]> => (await validateAll(standIn, { it: { ...PROVIDER, ...configuration } })).it;

whenThere('terraform validate (needs terraform)', () => {
  beforeAll(async () => { standIn = await startStandIn(); });
  afterAll(() => standIn.close());

  test('takes every example, and every combination of options', async () => {
    const stacks = [...Object.values(EXAMPLES).map((make) => make()), ...combinationStacks(Testing.app())];
    const configurations = Object.fromEntries(stacks.map((stack) => [stack.node.id, JSON.parse(Testing.synth(stack))]));
    const results = await validateAll(standIn, configurations);
    expect(Object.keys(results)).toHaveLength(stacks.length);
    expect(Object.entries(results).filter(([, diagnostics]) => diagnostics.length > 0)).toEqual([]);
  }, 600_000);

  describe('refuses', () => {
    const rule = {
      name: 'r', resource_group_name: 'rg', network_security_group_name: 'nsg', priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp',
      source_address_prefix: '*', destination_address_prefix: '*',
    };
    const refused = (type: string, body: object) => validated({ resource: { [type]: { it: body } } });

    test.each<[string, string, object, [string, string]]>([
      ['an attribute that the provider does not know', 'azurerm_network_security_rule', { ...rule, destinationPortRange: '443' },
        ['Extraneous JSON object property', 'No argument or block type is named "destinationPortRange".']],
      ['one that is missing', 'azurerm_network_security_rule', { ...rule, access: undefined },
        ['Missing required argument', 'The argument "access" is required, but no definition was found.']],
      ['one that the provider computes', 'azurerm_ip_group', { name: 'i', location: 'w', resource_group_name: 'rg', firewall_ids: [] },
        ['The provider refuses this value', 'firewall_ids: the provider decides this value, and takes none (internal/services/network/ip_group_resource.go).']],
      ['a text in place of a number', 'azurerm_network_security_rule', { ...rule, priority: 'high' },
        ['Incorrect attribute value type', 'Inappropriate value for attribute "priority": a number is required.']],
      ['a text in place of a list', 'azurerm_network_security_rule', { ...rule, source_address_prefix: undefined, source_address_prefixes: '10.0.0.0/8' },
        ['Incorrect attribute value type', 'Inappropriate value for attribute "source_address_prefixes": set of string required.']],
      ['two blocks where one fits', 'azurerm_firewall_policy', { name: 'afwp', location: 'w', resource_group_name: 'rg', dns: [{}, {}] },
        ['Too many dns blocks', 'No more than 1 "dns" blocks are allowed']],
      ['a collection without a rule', 'azurerm_firewall_policy_rule_collection_group', {
        ...sampleConfig('resource', 'azurerm_firewall_policy_rule_collection_group'), network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [] }],
      }, ['Insufficient rule blocks', 'At least 1 "rule" blocks are required.']],
      ['an inline rule that leaves attributes out', 'azurerm_route_table', { name: 'rt', location: 'w', resource_group_name: 'rg', route: [{ name: 'r' }] },
        ['Incorrect attribute value type', 'Inappropriate value for attribute "route": element 0: attributes "address_prefix", "next_hop_in_ip_address", and "next_hop_type" are required.']],
      ['a resource type of no provider', 'azurerm_sensor', {},
        ['Invalid resource type', 'The provider hashicorp/azurerm does not support resource type "azurerm_sensor".']],
      ['a value, by the provider\'s own check', 'azurerm_network_security_rule', { ...rule, priority: 4097 },
        ['The provider refuses this value', 'priority: 4097 is not a whole number from 100 to 4096 (internal/services/network/network_security_rule_resource.go).']],
    ])('%s', async (_what, type, body, [summary, detail]) => {
      expect(await refused(type, body)).toEqual([{ severity: 'error', summary, detail }]);
    });

    test('a reference to nothing', async () => {
      expect(await refused('azurerm_network_security_rule', { ...rule, network_security_group_name: '${azurerm_network_security_group.it.name}' })).toEqual([{
        severity: 'error',
        summary: 'Reference to undeclared resource',
        detail: 'A managed resource "azurerm_network_security_group" "it" has not been declared in the root module.',
      }]);
    });
  });

  describe.each(['resource', 'data'] as const)('refuses with the sentence of the check what any check of a value refuses, in a %s', (mode) => {
    // Of each type one configuration: Terraform shows the place of each problem, which takes long in a large file.
    test.each(Object.keys(CHECKS[mode]))('%s, and takes what they all take', async (type) => {
      const { values, source } = CHECKS[mode][type];
      const configs = Object.entries(values).flatMap(([path, some]) => [some].flat().flatMap((check: Check) => (
        [...check.takes.slice(0, 1), ...check.refuses.slice(0, 2)].map((value) => sampleConfig(mode, type, path, value))
      )));
      const expected = configs.flatMap((config) => valueProblems(mode, type, config as Value).map(({ message }) => `${message} (${source}).`));
      expect(expected.length).toBeGreaterThan(0);
      const found = await validated({ [mode]: { [type]: Object.fromEntries(configs.map((config, index) => [`c${index}`, config])) } });
      expect(found.map(({ detail }) => detail).sort()).toEqual(expected.sort());
    });
  });
});
