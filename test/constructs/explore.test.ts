import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { FirewallTier, SensorNetworkSecurityGroup, SensorNetworkSecurityRules, SensorFirewallRules, SensorSources, SensorWorkspace } from '../../src/constructs';
import { synthErrors } from '../support/synthesis';
const W = SensorWorkspace.named('contoso-corp');
test('two', () => {
  console.log(synthErrors((stack) => {
    for (const [id, a] of [['A', '10.1.0.4'], ['B', '10.2.0.4']]) new SensorNetworkSecurityGroup(stack, id, { workspace: W, sensors: SensorSources.addressPrefixes(a), location: 'w', resourceGroupName: 'r', denyOtherInternet: true });
  }).join('\n'));
  console.log(synthErrors((stack) => {
    new SensorNetworkSecurityGroup(stack, 'A', { workspace: W, sensors: SensorSources.addressPrefixes('10.1.0.4'), location: 'w', resourceGroupName: 'r', denyOtherInternet: true,
      additionalRules: [{ name: 'DenyAll443', priority: 150, direction: 'Outbound', access: 'Deny', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: 'Internet', destinationPortRange: '443' }] });
  }).join('\n'));
  console.log(synthErrors((stack) => {
    for (const [id, a] of [['A', '10.1.0.4'], ['B', '10.2.0.4']]) new SensorNetworkSecurityRules(stack, id, { workspace: W, sensors: SensorSources.addressPrefixes(a), networkSecurityGroup: { name: id, resourceGroupName: 'r' }, firstPriority: 200 });
    for (const id of ['A', 'B']) new NetworkSecurityRule(stack, 'D' + id, { resourceGroupName: 'r', networkSecurityGroupName: id, name: 'DenyAll443', priority: 350, direction: 'Outbound', access: 'Deny', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: 'Internet', destinationPortRange: '443' });
  }).join('\n'));
  console.log(synthErrors((stack) => {
    for (const [id, a] of [['A', '10.1.0.4'], ['B', '10.2.0.4']]) new SensorFirewallRules(stack, id, { workspace: W, sensors: SensorSources.addressPrefixes(a), firewallPolicyId: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/afwp' + id, tier: FirewallTier.BASIC, priority: 200 });
  }).join('\n'));
});
