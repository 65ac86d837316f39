import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import {
  ExplicitProxyPacFile, FirewallTier, SensorExplicitProxy, SensorMachine, SensorProxyConfiguration, SensorProxyMethod, SensorSources, SensorWorkspace,
} from 'cdktf-mdi-egress';
import { Construct } from 'constructs';

/**
 * A firewall that sensors use as their proxy, without a route to it: the policy with its rules, the PAC file, and a sensor that is told.
 */
export class ExplicitProxy extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    const location = 'westeurope';
    const group = new ResourceGroup(this, 'Group', { name: 'rg-hub', location });
    const address = '10.0.0.4';

    // The URL has a shared access signature, so it is a secret.
    const pacUrl = new TerraformVariable(this, 'pac_url', { type: 'string', sensitive: true });
    const explicitProxy = new SensorExplicitProxy(this, 'ExplicitProxy', {
      workspace: SensorWorkspace.named('contoso-corp'),
      sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.5'),
      location,
      resourceGroupName: group.name,
      tier: FirewallTier.PREMIUM,
      firewallAddress: address,
      pacFile: ExplicitProxyPacFile.atUrl(pacUrl.stringValue),
    });
    new TerraformOutput(this, 'pac_file', { value: explicitProxy.pacFileContent });

    const publicAddress = new PublicIp(this, 'FirewallAddress', {
      name: 'pip-firewall', location, resourceGroupName: group.name, allocationMethod: 'Static', sku: 'Standard',
    });
    new Firewall(this, 'Firewall', {
      name: 'afw-hub',
      location,
      resourceGroupName: group.name,
      skuName: 'AZFW_VNet',
      skuTier: 'Premium',
      firewallPolicyId: explicitProxy.policy.id,
      ipConfiguration: [{
        name: 'primary',
        subnetId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub/subnets/AzureFirewallSubnet',
        publicIpAddressId: publicAddress.id,
      }],
    });

    new SensorProxyConfiguration(this, 'Sensors', {
      machines: [SensorMachine.virtualMachine('dc1', {
        resourceId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-identity/providers/Microsoft.Compute/virtualMachines/dc1',
        location,
      })],
      proxy: explicitProxy.proxy,
      method: SensorProxyMethod.deployer(),
      dependsOn: [explicitProxy.rules],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new ExplicitProxy(app, 'explicit-proxy');
  app.synth();
}
