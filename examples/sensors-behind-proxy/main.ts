import { NetworkWatcher } from '@cdktf/provider-azurerm/lib/network-watcher';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { App, TerraformStack } from 'cdktf';
import {
  PkiEgress, SensorConnectivityMonitor, SensorConnectivityTest, SensorMachine, SensorNetworkSecurityGroup, SensorProxy, SensorProxyConfiguration,
  SensorProxyMethod, SensorSecret, SensorSources, SensorWorkspace,
} from 'cdktf-mdi-egress';
import { Construct } from 'constructs';

/**
 * Two domain controllers, one in Azure and one that Azure Arc manages, whose sensors are told of a proxy, tested, and watched.
 */
export class SensorsBehindProxy extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    const location = 'westeurope';
    const group = new ResourceGroup(this, 'Group', { name: 'rg-identity', location });
    const network = new VirtualNetwork(this, 'Network', { name: 'vnet-identity', location, resourceGroupName: group.name, addressSpace: ['10.1.0.0/16'] });
    const domainControllers = new Subnet(this, 'DomainControllers', {
      name: 'snet-domain-controllers', resourceGroupName: group.name, virtualNetworkName: network.name, addressPrefixes: ['10.1.0.0/24'],
    });
    const workspace = SensorWorkspace.named('contoso-corp');

    const egress = new SensorNetworkSecurityGroup(this, 'Nsg', {
      workspace,
      sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.5'),
      location,
      resourceGroupName: group.name,
      subnetIds: [domainControllers.id],
      pki: PkiEgress.throughProxy('10.1.9.10', 8080),
      denyOtherInternet: true,
    });

    const subscription = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-identity/providers';
    const inAzure = SensorMachine.virtualMachine('dc1', { resourceId: `${subscription}/Microsoft.Compute/virtualMachines/dc1`, location });
    const elsewhere = SensorMachine.arcServer('dc2', { resourceId: `${subscription}/Microsoft.HybridCompute/machines/dc2`, location });
    const proxy = SensorProxy.at('http://10.1.9.10:8080', {
      userName: 'CONTOSO\\sensor-proxy',
      password: SensorSecret.inKeyVault('https://kv-identity.vault.azure.net/secrets/sensor-proxy'),
    });
    const told = new SensorProxyConfiguration(this, 'Proxy', {
      machines: [inAzure, elsewhere],
      proxy,
      method: SensorProxyMethod.powerShellModule(),
      dependsOn: [egress.networkSecurityGroup],
    });
    new SensorConnectivityTest(this, 'Test', { machines: [inAzure], dependsOn: told.runCommands });

    const watcher = new NetworkWatcher(this, 'Watcher', { name: 'nw-westeurope', location, resourceGroupName: group.name });
    new SensorConnectivityMonitor(this, 'Monitor', { workspace, machines: [inAzure, elsewhere], networkWatcherId: watcher.id, location });
  }
}

if (require.main === module) {
  const app = new App();
  new SensorsBehindProxy(app, 'sensors-behind-proxy');
  app.synth();
}
