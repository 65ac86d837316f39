import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { App, TerraformStack } from 'cdktf';
import { SensorNetworkSecurityGroup, SensorSources, SensorWorkspace } from 'cdktf-mdi-egress';
import { Construct } from 'constructs';

/**
 * Sensors by address in every form: one address, a prefix, a range, and IPv6. Each address family gets its own rules.
 */
export class ExplicitAddresses extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    const location = 'northeurope';
    const group = new ResourceGroup(this, 'Group', { name: 'rg-identity', location });
    const network = new VirtualNetwork(this, 'Network', {
      name: 'vnet-identity',
      location,
      resourceGroupName: group.name,
      addressSpace: ['10.1.0.0/16', 'fd00:10:1::/48'],
    });
    const domainControllers = new Subnet(this, 'DomainControllers', {
      name: 'snet-domain-controllers',
      resourceGroupName: group.name,
      virtualNetworkName: network.name,
      addressPrefixes: ['10.1.0.0/24', 'fd00:10:1::/64'],
    });

    new SensorNetworkSecurityGroup(this, 'Nsg', {
      workspace: SensorWorkspace.named('contoso-corp'),
      sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.16/29', '10.1.0.40-10.1.0.43', 'fd00:10:1::4', 'fd00:10:1::10/124'),
      location,
      resourceGroupName: group.name,
      subnetIds: [domainControllers.id],
      firstPriority: 500,
      denyOtherInternet: true,
      additionalRules: [{
        name: 'DenyTelnet',
        description: 'No requirement; the site closes Telnet everywhere',
        priority: 1000,
        direction: 'Outbound',
        access: 'Deny',
        protocol: 'Tcp',
        sourceAddressPrefix: '*',
        sourcePortRange: '*',
        destinationAddressPrefix: '*',
        destinationPortRange: '23',
      }],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new ExplicitAddresses(app, 'explicit-addresses');
  app.synth();
}
