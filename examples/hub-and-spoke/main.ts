import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { VirtualNetworkPeering } from '@cdktf/provider-azurerm/lib/virtual-network-peering';
import { App, TerraformStack } from 'cdktf';
import { FirewallTier, SensorEgress, SensorSources, SensorWorkspace } from 'cdktf-mdi-egress';
import { Construct } from 'constructs';

/**
 * Domain controllers in a spoke, whose only way out is the firewall of the hub.
 */
export class HubAndSpoke extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    const location = 'westeurope';

    const hubGroup = new ResourceGroup(this, 'HubGroup', { name: 'rg-hub', location });
    const hub = new VirtualNetwork(this, 'Hub', {
      name: 'vnet-hub',
      location,
      resourceGroupName: hubGroup.name,
      addressSpace: ['10.0.0.0/16'],
    });
    const firewallSubnet = new Subnet(this, 'FirewallSubnet', {
      name: 'AzureFirewallSubnet',
      resourceGroupName: hubGroup.name,
      virtualNetworkName: hub.name,
      addressPrefixes: ['10.0.0.0/26'],
    });
    const firewallAddress = new PublicIp(this, 'FirewallAddress', {
      name: 'pip-firewall',
      location,
      resourceGroupName: hubGroup.name,
      allocationMethod: 'Static',
      sku: 'Standard',
    });
    const policy = new FirewallPolicy(this, 'Policy', {
      name: 'afwp-hub',
      location,
      resourceGroupName: hubGroup.name,
      sku: 'Premium',
    });
    const firewall = new Firewall(this, 'AzureFirewall', {
      name: 'afw-hub',
      location,
      resourceGroupName: hubGroup.name,
      skuName: 'AZFW_VNet',
      skuTier: 'Premium',
      firewallPolicyId: policy.id,
      ipConfiguration: [{ name: 'primary', subnetId: firewallSubnet.id, publicIpAddressId: firewallAddress.id }],
    });

    const spokeGroup = new ResourceGroup(this, 'SpokeGroup', { name: 'rg-identity', location });
    const spoke = new VirtualNetwork(this, 'Spoke', {
      name: 'vnet-identity',
      location,
      resourceGroupName: spokeGroup.name,
      addressSpace: ['10.1.0.0/16'],
    });
    const domainControllers = new Subnet(this, 'DomainControllers', {
      name: 'snet-domain-controllers',
      resourceGroupName: spokeGroup.name,
      virtualNetworkName: spoke.name,
      addressPrefixes: ['10.1.0.0/24'],
    });
    new VirtualNetworkPeering(this, 'SpokeToHub', {
      name: 'spoke-to-hub',
      resourceGroupName: spokeGroup.name,
      virtualNetworkName: spoke.name,
      remoteVirtualNetworkId: hub.id,
      allowForwardedTraffic: true,
    });
    new VirtualNetworkPeering(this, 'HubToSpoke', {
      name: 'hub-to-spoke',
      resourceGroupName: hubGroup.name,
      virtualNetworkName: hub.name,
      remoteVirtualNetworkId: spoke.id,
      allowForwardedTraffic: true,
    });
    const routes = new RouteTable(this, 'Routes', {
      name: 'rt-identity',
      location,
      resourceGroupName: spokeGroup.name,
      route: [{
        name: 'everything-to-the-firewall',
        addressPrefix: '0.0.0.0/0',
        nextHopType: 'VirtualAppliance',
        nextHopInIpAddress: firewall.ipConfiguration.get(0).privateIpAddress,
      }],
    });
    new SubnetRouteTableAssociation(this, 'DomainControllerRoutes', { subnetId: domainControllers.id, routeTableId: routes.id });

    new SensorEgress(this, 'SensorEgress', {
      workspace: SensorWorkspace.named('contoso-corp'),
      sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.5'),
      networkSecurityGroup: {
        location,
        resourceGroupName: spokeGroup.name,
        subnetIds: [domainControllers.id],
        denyOtherInternet: true,
      },
      firewall: { firewallPolicyId: policy.id, tier: FirewallTier.PREMIUM, priority: 500 },
    });
  }
}

if (require.main === module) {
  const app = new App();
  new HubAndSpoke(app, 'hub-and-spoke');
  app.synth();
}
