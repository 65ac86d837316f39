import { join } from 'node:path';
import { first } from './builders';
import { Estate, isUnknown } from '../../src/azure';
import { readInput } from '../../src/terraform';

const PLANS = join(__dirname, '../fixtures/plans');
const read = (name: string): Estate => readInput(join(PLANS, name)).estate;

/** Sets have no order in Azure; a plan has them in its own. */
function withSetsSorted(estate: Estate): unknown {
  return JSON.parse(JSON.stringify({
    ...estate,
    ipGroups: [...estate.ipGroups].sort((a, b) => (a.id < b.id ? -1 : 1)).map((group) => ({ ...group, cidrs: [...group.cidrs].sort() })),
  }));
}

describe('real plans', () => {
  // Two front-ends that share nothing but the mapping read the same estate from a configuration and from its plan.
  test.each([
    'base-policy-denies', 'classic-firewall', 'computed-source', 'hub-spoke-ok', 'ip-groups', 'nsg-deny-first', 'nsg-only-ok', 'premium-tls-inspection',
  ])('%s: the plan says what the configuration says', (name) => {
    expect(withSetsSorted(read(`${name}.plan.json`))).toEqual(withSetsSorted(read(`${name}.tf.json`)));
  });

  // The order of blocks in a set means nothing.
  test.each(['hcl-with-variables', 'module-for-each'])('%s: the plan says what the folder says', (name) => {
    const rules = (path: string) => {
      const { networkSecurityGroups, firewallPolicies } = read(path);
      const byPriority = firewallPolicies.flatMap(({ ruleCollectionGroups }) => ruleCollectionGroups.flatMap(({ collections }) =>
        collections.flatMap((collection) => collection.rules.map((rule) => ({ ...rule, attribute: '' })))));
      return { groups: networkSecurityGroups, policies: byPriority.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1)) };
    };
    expect(rules(name)).toEqual(rules(`${name}.plan.json`));
  });

  test('kinds are found from the content', () => {
    expect(readInput(join(PLANS, 'nsg-only-ok.plan.json')).kind).toBe('terraform-plan');
    expect(readInput(join(PLANS, 'nsg-only-ok.tf.json')).kind).toBe('cdk-tf-json');
    expect(readInput(join(PLANS, 'hcl-with-variables')).kind).toBe('hcl');
  });

  test('hub-spoke-ok: rules, associations, routes and policy are tied together by reference', () => {
    const estate = read('hub-spoke-ok.plan.json');
    expect(first(estate.networkSecurityGroups)).toMatchObject({ id: 'azurerm_network_security_group.nsg', name: 'nsg-dc', resourceGroup: 'rg-identity' });
    expect(first(estate.networkSecurityGroups).hiddenRules).toBeUndefined();
    expect(first(estate.networkSecurityGroups).rules[0]).toEqual({
      origin: { address: 'azurerm_network_security_group.nsg' },
      attribute: 'security_rule[0]',
      name: 'AllowMdiSensorApi',
      priority: 200,
      direction: 'Outbound',
      access: 'Allow',
      protocol: 'Tcp',
      source: { addresses: ['10.1.0.4', '10.1.0.5'], applicationSecurityGroups: [], ports: ['*'] },
      destination: { addresses: ['AzureAdvancedThreatProtection'], applicationSecurityGroups: [], ports: ['443'] },
    });
    expect(estate.networkSecurityGroupAssociations).toEqual([{
      origin: { address: 'azurerm_subnet_network_security_group_association.dc' },
      networkSecurityGroup: 'azurerm_network_security_group.nsg',
      subnet: 'azurerm_subnet.dc',
    }]);
    expect(first(estate.subnets)).toMatchObject({ virtualNetwork: 'azurerm_virtual_network.vnet', addressPrefixes: ['10.1.0.0/24'] });
    expect(first(estate.routeTables).routes).toEqual([{
      origin: { address: 'azurerm_route_table.rt' }, attribute: 'route[0]',
      name: 'default', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopAddress: '10.0.0.4',
    }]);
    expect(first(estate.routeTableAssociations)).toMatchObject({ routeTable: 'azurerm_route_table.rt', subnet: 'azurerm_subnet.dc' });
    const policy = first(estate.firewallPolicies);
    expect(policy).toMatchObject({ sku: 'Standard', threatIntelligenceMode: 'Alert', intrusionDetectionMode: 'Off', dnsProxyEnabled: false, explicitProxyEnabled: false });
    expect(policy.ruleCollectionGroups.map((group) => [group.name, group.priority, group.collections.map(({ kind, name }) => `${kind} ${String(name)}`)])).toEqual([
      ['rcg-mdi', 500, ['network nrc-mdi', 'application arc-pki']],
    ]);
    expect(estate.findings).toEqual([]);
  });

  test('base-policy-denies: the base policy is known although its id is not', () => {
    const estate = read('base-policy-denies.plan.json');
    expect(estate.firewallPolicies.map(({ id, basePolicy }) => [id, basePolicy])).toEqual([
      ['azurerm_firewall_policy.parent', undefined],
      ['azurerm_firewall_policy.policy', 'azurerm_firewall_policy.parent'],
    ]);
  });

  test('classic-firewall: collections belong to the firewall they name', () => {
    const firewall = first(read('classic-firewall.plan.json').firewalls);
    expect(firewall).toMatchObject({ id: 'azurerm_firewall.fw', skuTier: 'Standard', dnsProxyEnabled: false, threatIntelligenceMode: 'Alert' });
    expect(firewall.policy).toBeUndefined();
    expect(firewall.collections.map(({ kind, name, priority, action }) => [kind, name, priority, action])).toEqual([
      ['network', 'nrc-mdi', 500, 'Allow'], ['application', 'arc-pki', 600, 'Allow'],
    ]);
    expect(firewall.subnets).toEqual([expect.stringMatching(/subnets\/AzureFirewallSubnet$/)]);
  });

  test('computed-source: a computed address is the same value wherever it is referred to', () => {
    const estate = read('computed-source.plan.json');
    const { rules } = first(estate.networkSecurityGroups);
    const sources = rules.map((rule) => rule.source.addresses.map((address) => (isUnknown(address) ? address.key : address)));
    const dc1 = 'reference azurerm_network_interface.dc1.private_ip_address';
    const dc2 = 'reference azurerm_network_interface.dc2.private_ip_address';
    expect(sources).toEqual([[dc1, dc2], [dc1, dc2], ['*']]);
    expect(estate.networkInterfaces.map((card) => first(card.ipConfigurations).privateAddress)).toMatchObject([{ key: dc1 }, { key: dc2 }]);
    expect(estate.networkInterfaces.map((card) => first(card.ipConfigurations).subnet)).toEqual(['azurerm_subnet.dc', 'azurerm_subnet.dc']);
  });

  test('ip-groups: lists of ids that are unknown as a whole are resolved', () => {
    const [network, application] = first(first(read('ip-groups.plan.json').firewallPolicies).ruleCollectionGroups).collections;
    expect(network?.rules[0]).toMatchObject({ sourceIpGroups: ['azurerm_ip_group.sensors'], destinationIpGroups: ['azurerm_ip_group.mdi'] });
    expect(application?.rules[0]).toMatchObject({ sourceIpGroups: ['azurerm_ip_group.sensors'] });
  });

  test('module-for-each: rules of a module belong to the NSG whose name is passed in', () => {
    const estate = read('module-for-each.plan.json');
    const group = first(estate.networkSecurityGroups);
    expect(estate.networkSecurityGroups).toHaveLength(1);
    expect(group.rules.map(({ origin, name, priority }) => [origin.address, name, priority])).toEqual([
      ['module.rules.azurerm_network_security_rule.this["allow-mdi"]', 'allow-mdi', 200],
      ['module.rules.azurerm_network_security_rule.this["allow-pki"]', 'allow-pki', 210],
      ['module.rules.azurerm_network_security_rule.this["deny-internet"]', 'deny-internet', 4000],
    ]);
    expect(group.hiddenRules).toBeUndefined();
    expect(estate.assumptions).toEqual([
      'azurerm_network_security_group.nsg holds no rules but those of the input: its security_rule is not set, so Terraform leaves what Azure has.',
    ]);
  });

  test('hcl-with-variables: values come from the plan, the policy through references', () => {
    const policy = first(read('hcl-with-variables.plan.json').firewallPolicies);
    const rules = first(first(policy.ruleCollectionGroups).collections).rules;
    expect(rules.map((rule) => ('destinationFqdns' in rule ? [rule.name, rule.attribute, rule.destinationFqdns] : []))).toEqual([
      ['sensor-api', 'application_rule_collection[0].rule[0]', ['contoso-corpsensorapi.atp.azure.com']],
      ['pki-crl-microsoft-com', 'application_rule_collection[0].rule[1]', ['crl.microsoft.com']],
      ['pki-www-microsoft-com', 'application_rule_collection[0].rule[2]', ['www.microsoft.com']],
    ]);
  });

  test('premium-tls-inspection: the inspecting rule is told from the others', () => {
    const collections = first(first(read('premium-tls-inspection.plan.json').firewallPolicies).ruleCollectionGroups).collections;
    expect(collections.map((collection) => (collection.kind === 'application' ? first(collection.rules).terminateTls : undefined))).toEqual([true, false, false]);
    expect(collections[2]?.rules[0]).toMatchObject({ destinationUrls: ['crl.microsoft.com/*', 'ctldl.windowsupdate.com/*', 'www.microsoft.com/pkiops/*', 'www.microsoft.com/pki/*'] });
  });
});
