import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformStack } from 'cdktf';
import { FirewallTier, PkiEgress, PkiPorts, SensorEgress, SensorSources, SensorVersion, SensorWorkspace } from 'cdktf-mdi-egress';
import { Construct } from 'constructs';

/**
 * Domain controllers that move to version 3 sensors one by one: what both versions need is open until the last one has moved,
 * and then `SensorVersion.VERSION_3` closes the rest.
 */
export class SensorVersions extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    const location = 'westeurope';
    const group = new ResourceGroup(this, 'Group', { name: 'rg-identity', location });
    const policy = new FirewallPolicy(this, 'Policy', { name: 'afwp-hub', location, resourceGroupName: group.name, sku: 'Standard' });

    new SensorEgress(this, 'SensorEgress', {
      workspace: SensorWorkspace.named('contoso-corp'),
      sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.5'),
      sensorVersion: SensorVersion.BOTH,
      pki: PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY }),
      networkSecurityGroup: { location, resourceGroupName: group.name, denyOtherInternet: true },
      firewall: { firewallPolicyId: policy.id, tier: FirewallTier.STANDARD, priority: 500 },
    });
  }
}

if (require.main === module) {
  const app = new App();
  new SensorVersions(app, 'sensor-versions');
  app.synth();
}
