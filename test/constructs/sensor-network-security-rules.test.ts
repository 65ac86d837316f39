import { DataAzurermNetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/data-azurerm-network-security-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { TerraformStack, Testing } from 'cdktf';
import { PkiEgress, SensorNetworkSecurityRules, SensorNetworkSecurityRulesProps, SensorSources, SensorWorkspace } from '../../src/constructs';
import { all, emitted, Json } from '../support/synthesis';

const BASE: SensorNetworkSecurityRulesProps = {
  workspace: SensorWorkspace.named('contoso-corp'),
  sensors: SensorSources.addressPrefixes('10.1.0.4-10.1.0.6'),
  networkSecurityGroup: { name: 'nsg-dc', resourceGroupName: 'rg-network' },
  firstPriority: 300,
};

function rules(props: Partial<SensorNetworkSecurityRulesProps> = {}): Json[] {
  return all(emitted((stack) => new SensorNetworkSecurityRules(stack, 'Rules', { ...BASE, ...props })), 'azurerm_network_security_rule')
    .sort((one, other) => one.priority - other.priority);
}

describe('sensor rules on an existing NSG', () => {
  test('are standalone rules that name it, and nothing else', () => {
    const rule = (name: string, priority: number, port: string, destination: string, description: string) => ({
      name,
      priority,
      description,
      resource_group_name: 'rg-network',
      network_security_group_name: 'nsg-dc',
      direction: 'Outbound',
      access: 'Allow',
      protocol: 'Tcp',
      source_port_range: '*',
      source_address_prefixes: ['10.1.0.4/31', '10.1.0.6'],
      destination_port_range: port,
      destination_address_prefix: destination,
    });
    const pki = 'pki-crl, pki-ctl, pki-pkiops, pki-certs: certificate lists over';
    expect(rules()).toEqual([
      rule('AllowMdiSensorApi', 300, '443', 'AzureAdvancedThreatProtection', 'sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com'),
      rule('AllowMdiPkiHttp', 310, '80', 'Internet', `${pki} HTTP; nothing behind filters by host`),
      rule('AllowMdiPkiHttps', 320, '443', 'Internet', `${pki} HTTPS; nothing behind filters by host`),
    ]);
    const terraform = emitted((stack) => new SensorNetworkSecurityRules(stack, 'Rules', BASE));
    expect(Object.keys(terraform.resource)).toEqual(['azurerm_network_security_rule']);
  });

  test('keep a prefix of their own, so that two sets fit on one NSG', () => {
    expect(rules({ ruleNamePrefix: 'Forest2-', pki: PkiEgress.none('by policy') }).map(({ name }) => name)).toEqual(['Forest2-AllowMdiSensorApi']);
  });

  test('take an NSG resource or data source as it is', () => {
    const terraform = emitted((stack) => {
      const resource = new NetworkSecurityGroup(stack, 'resource', { name: 'nsg-a', location: 'westeurope', resourceGroupName: 'rg-a' });
      const data = new DataAzurermNetworkSecurityGroup(stack, 'data', { name: 'nsg-b', resourceGroupName: 'rg-b' });
      new SensorNetworkSecurityRules(stack, 'A', { ...BASE, networkSecurityGroup: resource });
      new SensorNetworkSecurityRules(stack, 'B', { ...BASE, networkSecurityGroup: data });
    });
    const named = all(terraform, 'azurerm_network_security_rule')
      .map((rule) => `${rule.resource_group_name} ${rule.network_security_group_name}`);
    expect([...new Set(named)].sort()).toEqual([
      '${azurerm_network_security_group.resource.resource_group_name} ${azurerm_network_security_group.resource.name}',
      '${data.azurerm_network_security_group.data.resource_group_name} ${data.azurerm_network_security_group.data.name}',
    ]);
  });

  test('take an NSG of another stack', () => {
    const app = Testing.app();
    const network = new TerraformStack(app, 'network');
    const existing = new NetworkSecurityGroup(network, 'nsg', { name: 'nsg-a', location: 'westeurope', resourceGroupName: 'rg-a' });
    const identity = new TerraformStack(app, 'identity');
    new SensorNetworkSecurityRules(identity, 'Rules', { ...BASE, networkSecurityGroup: existing });
    network.prepareStack();
    identity.prepareStack();
    const names = all(JSON.parse(Testing.synth(identity)), 'azurerm_network_security_rule').map((rule) => rule.network_security_group_name);
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toMatch(/^\$\{data\.terraform_remote_state\./);
  });
});
