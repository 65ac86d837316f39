import {
  FirewallTier, PkiEgress, SensorApiMatch, SensorEgress, SensorEgressProps, SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { all, emitted, only } from '../support/synthesis';

const BASE: SensorEgressProps = {
  workspace: SensorWorkspace.named('contoso-corp'),
  sensors: SensorSources.addressPrefixes('10.1.0.4'),
  networkSecurityGroup: { location: 'westeurope', resourceGroupName: 'rg-identity', denyOtherInternet: true },
  firewall: {
    firewallPolicyId: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/afwp',
    tier: FirewallTier.STANDARD,
    priority: 500,
  },
};

describe('sensor egress of a spoke', () => {
  test('is an NSG, rules on existing NSGs, and firewall rules, for the same sensors and workspace', () => {
    const terraform = emitted((stack) => {
      const egress = new SensorEgress(stack, 'Egress', {
        ...BASE,
        existingNetworkSecurityGroups: [
          { networkSecurityGroup: { name: 'nsg-a', resourceGroupName: 'rg-a' }, firstPriority: 300 },
          { networkSecurityGroup: { name: 'nsg-b', resourceGroupName: 'rg-b' }, firstPriority: 400, ruleNamePrefix: 'Site-' },
        ],
      });
      expect(egress.networkSecurityGroup).toBeDefined();
      expect(egress.networkSecurityRules).toHaveLength(2);
    });
    expect(only(terraform, 'azurerm_network_security_group').security_rule.map(({ name }: { name: string }) => name))
      .toEqual(['AllowMdiSensorApi', 'AllowMdiPkiHttp', 'AllowMdiPkiHttps', 'DenyOtherInternet']);
    const standalone = all(terraform, 'azurerm_network_security_rule').map((rule) => `${rule.network_security_group_name} ${rule.priority} ${rule.name}`);
    expect(standalone.sort()).toEqual([
      'nsg-a 300 AllowMdiSensorApi', 'nsg-a 310 AllowMdiPkiHttp', 'nsg-a 320 AllowMdiPkiHttps',
      'nsg-b 400 Site-AllowMdiSensorApi', 'nsg-b 410 Site-AllowMdiPkiHttp', 'nsg-b 420 Site-AllowMdiPkiHttps',
    ]);
    expect(only(terraform, 'azurerm_firewall_policy_rule_collection_group').network_rule_collection[0].rule[0].source_addresses).toEqual(['10.1.0.4']);
  });

  test('says at the NSG that the firewall behind filters by host', () => {
    const group = only(emitted((stack) => new SensorEgress(stack, 'Egress', BASE)), 'azurerm_network_security_group');
    expect(group.security_rule[1].description).toMatch(/the firewall behind filters by host$/);
  });

  test('makes the same choice of PKI egress everywhere', () => {
    const terraform = emitted((stack) => new SensorEgress(stack, 'Egress', { ...BASE, pki: PkiEgress.throughProxy('10.0.9.4', 8080) }));
    expect(only(terraform, 'azurerm_network_security_group').security_rule[1].destination_address_prefix).toBe('10.0.9.4');
    const firewall = only(terraform, 'azurerm_firewall_policy_rule_collection_group');
    expect(firewall.network_rule_collection[1].rule[0].destination_addresses).toEqual(['10.0.9.4']);
  });

  test('names the sensors at the firewall in its own way where the NSG\'s is none for it', () => {
    const asg = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/applicationSecurityGroups/asg';
    const terraform = emitted((stack) => new SensorEgress(stack, 'Egress', {
      ...BASE,
      sensors: SensorSources.applicationSecurityGroups(asg),
      firewall: { ...BASE.firewall, sensors: SensorSources.addressPrefixes('10.1.0.0/28'), sensorApiMatch: SensorApiMatch.HOST },
    }));
    expect(only(terraform, 'azurerm_network_security_group').security_rule[0].source_application_security_group_ids).toEqual([asg]);
    const { application_rule_collection: [sensorApi] } = only(terraform, 'azurerm_firewall_policy_rule_collection_group');
    expect(sensorApi.rule[0]).toMatchObject({ source_addresses: ['10.1.0.0/28'], destination_fqdns: ['contoso-corpsensorapi.atp.azure.com'] });
  });
});
