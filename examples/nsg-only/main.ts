import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { App, TerraformStack } from 'cdktf';
import { PkiEgress, PkiPorts, SensorNetworkSecurityGroup, SensorSources, SensorWorkspace } from 'cdktf-mdi-egress';
import { Construct } from 'constructs';

/**
 * Domain controllers with an NSG and no firewall: certificate lists come straight from the Internet, over HTTP alone.
 */
export class NsgOnly extends TerraformStack {
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
    const domainControllers = new Subnet(this, 'DomainControllers', {
      name: 'snet-domain-controllers',
      resourceGroupName: group.name,
      virtualNetworkName: network.name,
      addressPrefixes: ['10.1.0.0/24'],
    });

    new SensorNetworkSecurityGroup(this, 'Nsg', {
      workspace: SensorWorkspace.named('contoso-corp'),
      sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.5'),
      name: 'nsg-domain-controllers',
      location,
      resourceGroupName: group.name,
      subnetIds: [domainControllers.id],
      pki: PkiEgress.directlyToInternet({ ports: PkiPorts.HTTP_ONLY }),
      denyOtherInternet: true,
    });
  }
}

if (require.main === module) {
  const app = new App();
  new NsgOnly(app, 'nsg-only');
  app.synth();
}
