import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { IpGroup } from '@cdktf/provider-azurerm/lib/ip-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformStack } from 'cdktf';
import { FirewallTier, SensorApiMatch, SensorFirewallRules, SensorSources, SensorWorkspace } from 'cdktf-mdi-egress';
import { Construct } from 'constructs';

/**
 * Sensor rules on a Premium policy that has another rule collection group: sensors come from an IP group, the sensor API is
 * recognised by its host, and the two groups are updated one after the other.
 */
export class PremiumPolicy extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    const location = 'westeurope';
    const group = new ResourceGroup(this, 'Group', { name: 'rg-hub', location });
    const policy = new FirewallPolicy(this, 'Policy', { name: 'afwp-hub', location, resourceGroupName: group.name, sku: 'Premium' });
    const platform = new FirewallPolicyRuleCollectionGroup(this, 'Platform', {
      name: 'rcg-platform',
      firewallPolicyId: policy.id,
      priority: 300,
      networkRuleCollection: [{
        name: 'time',
        priority: 100,
        action: 'Allow',
        rule: [{
          name: 'ntp',
          protocols: ['UDP'],
          sourceAddresses: ['10.0.0.0/8'],
          destinationAddresses: ['*'],
          destinationPorts: ['123'],
        }],
      }],
    });
    const sensors = new IpGroup(this, 'Sensors', {
      name: 'ipg-mdi-sensors',
      location,
      resourceGroupName: group.name,
      cidrs: ['10.1.0.4', '10.1.0.5', '10.2.0.4'],
    });

    new SensorFirewallRules(this, 'SensorRules', {
      workspace: SensorWorkspace.named('contoso-corp'),
      sensors: SensorSources.ipGroups(sensors.id),
      firewallPolicyId: policy.id,
      tier: FirewallTier.PREMIUM,
      priority: 500,
      sensorApiMatch: SensorApiMatch.HOST,
      dependsOn: [platform],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new PremiumPolicy(app, 'premium-policy');
  app.synth();
}
