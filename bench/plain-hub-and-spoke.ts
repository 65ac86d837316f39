import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { VirtualNetworkPeering } from '@cdktf/provider-azurerm/lib/virtual-network-peering';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

const SENSORS = ['10.1.0.4', '10.1.0.5'];

/**
 * What the hub-and-spoke example emits, written as one would without this library: the bindings of the provider alone.
 *
 * It must emit the same Terraform, which `test/examples/plain-twin.test.ts` and the benchmark itself check.
 */
export class PlainHubAndSpoke extends TerraformStack {
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

    this.networkSecurityGroup(location, spokeGroup.name, domainControllers.id);
    this.firewallRules(policy.id);
  }

  private networkSecurityGroup(location: string, resourceGroupName: string, subnetId: string): void {
    const pki = 'pki-crl, pki-ctl, pki-pkiops, pki-certs';
    const outbound = { direction: 'Outbound', sourcePortRange: '*' };
    const fromSensors = { ...outbound, access: 'Allow', protocol: 'Tcp', sourceAddressPrefixes: SENSORS };
    const group = new NetworkSecurityGroup(this, 'Nsg', {
      name: 'nsg-hub-and-spoke-SensorEgress-Nsg',
      location,
      resourceGroupName,
      securityRule: [
        {
          ...fromSensors,
          name: 'AllowMdiSensorApi',
          description: 'sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com',
          priority: 200,
          destinationAddressPrefix: 'AzureAdvancedThreatProtection',
          destinationPortRange: '443',
        },
        {
          ...fromSensors,
          name: 'AllowMdiPkiHttp',
          description: `${pki}: certificate lists over HTTP; the firewall behind filters by host`,
          priority: 210,
          destinationAddressPrefix: 'Internet',
          destinationPortRange: '80',
        },
        {
          ...fromSensors,
          name: 'AllowMdiPkiHttps',
          description: `${pki}: certificate lists over HTTPS; the firewall behind filters by host`,
          priority: 220,
          destinationAddressPrefix: 'Internet',
          destinationPortRange: '443',
        },
        {
          ...outbound,
          name: 'DenyOtherInternet',
          description: `Denies Internet egress beyond sensor-api, ${pki}`,
          priority: 4000,
          access: 'Deny',
          protocol: '*',
          sourceAddressPrefix: '*',
          destinationAddressPrefix: 'Internet',
          destinationPortRange: '*',
        },
      ],
    });
    group.overrideLogicalId('SensorEgress_Nsg_D1C36E4E');
    const association = new SubnetNetworkSecurityGroupAssociation(this, 'NsgAssociation', { subnetId, networkSecurityGroupId: group.id });
    association.overrideLogicalId('SensorEgress_Nsg_Subnet0_677F5373');
  }

  private firewallRules(firewallPolicyId: string): void {
    const overHttp = { protocols: [{ type: 'Http', port: 80 }], sourceAddresses: SENSORS };
    const overHttps = { protocols: [{ type: 'Https', port: 443 }], sourceAddresses: SENSORS };
    const group = new FirewallPolicyRuleCollectionGroup(this, 'FirewallRules', {
      name: 'rcg-hub-and-spoke-SensorEgress-Firewall',
      firewallPolicyId,
      priority: 500,
      networkRuleCollection: [{
        name: 'mdi-sensor-api',
        priority: 100,
        action: 'Allow',
        rule: [{
          name: 'sensor-api',
          description: 'sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com',
          protocols: ['TCP'],
          sourceAddresses: SENSORS,
          destinationAddresses: ['AzureAdvancedThreatProtection'],
          destinationPorts: ['443'],
        }],
      }],
      applicationRuleCollection: [{
        name: 'mdi-pki',
        priority: 110,
        action: 'Allow',
        rule: [
          { ...overHttp, name: 'pki-crl', description: 'pki-crl: crl.microsoft.com over HTTP', destinationUrls: ['crl.microsoft.com/*'] },
          { ...overHttp, name: 'pki-ctl', description: 'pki-ctl: ctldl.windowsupdate.com over HTTP', destinationUrls: ['ctldl.windowsupdate.com/*'] },
          { ...overHttp, name: 'pki-pkiops', description: 'pki-pkiops: www.microsoft.com/pkiops/* over HTTP', destinationUrls: ['www.microsoft.com/pkiops/*'] },
          { ...overHttp, name: 'pki-certs', description: 'pki-certs: www.microsoft.com/pki/* over HTTP', destinationUrls: ['www.microsoft.com/pki/*'] },
          { ...overHttps, name: 'pki-crl-https', description: 'pki-crl: crl.microsoft.com over HTTPS', destinationFqdns: ['crl.microsoft.com'] },
          { ...overHttps, name: 'pki-ctl-https', description: 'pki-ctl: ctldl.windowsupdate.com over HTTPS', destinationFqdns: ['ctldl.windowsupdate.com'] },
          {
            ...overHttps,
            name: 'pki-pkiops-and-pki-certs-https',
            description: 'pki-pkiops, pki-certs: www.microsoft.com over HTTPS',
            destinationFqdns: ['www.microsoft.com'],
          },
        ],
      }],
    });
    group.overrideLogicalId('SensorEgress_Firewall_6CBB9E79');
  }
}
