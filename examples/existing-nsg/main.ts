import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { App, TerraformStack } from 'cdktf';
import { SensorNetworkSecurityRules, SensorSources, SensorWorkspace } from 'cdktf-mdi-egress';
import { Construct } from 'constructs';

/**
 * Sensor rules on an NSG that another team owns and closes. It may as well come from another stack or a data source:
 * what is needed of it are its name and its resource group.
 */
export class ExistingNsg extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    const location = 'westeurope';
    const group = new ResourceGroup(this, 'Group', { name: 'rg-identity', location });
    const network = new VirtualNetwork(this, 'Network', {
      name: 'vnet-identity',
      location,
      resourceGroupName: group.name,
      addressSpace: ['10.1.0.0/16'],
    });
    const servers = new Subnet(this, 'Servers', {
      name: 'snet-servers',
      resourceGroupName: group.name,
      virtualNetworkName: network.name,
      addressPrefixes: ['10.1.0.0/24'],
    });
    const existing = new NetworkSecurityGroup(this, 'ServersNsg', { name: 'nsg-servers', location, resourceGroupName: group.name });
    new SubnetNetworkSecurityGroupAssociation(this, 'ServersNsgAssociation', { subnetId: servers.id, networkSecurityGroupId: existing.id });
    new NetworkSecurityRule(this, 'DenyInternet', {
      name: 'DenyInternet',
      resourceGroupName: existing.resourceGroupName,
      networkSecurityGroupName: existing.name,
      priority: 4000,
      direction: 'Outbound',
      access: 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: 'Internet',
      destinationPortRange: '*',
    });

    new SensorNetworkSecurityRules(this, 'SensorRules', {
      workspace: SensorWorkspace.named('contoso-corp'),
      sensors: SensorSources.addressPrefixes('10.1.0.4-10.1.0.6'),
      networkSecurityGroup: existing,
      firstPriority: 300,
    });
  }
}

if (require.main === module) {
  const app = new App();
  new ExistingNsg(app, 'existing-nsg');
  app.synth();
}
