import { NetworkSecurityGroup, NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { TerraformStack } from 'cdktf';
import { SensorNetworkSecurityGroup, SensorSources, SensorWorkspace } from 'cdktf-mdi-egress';
import { Construct } from 'constructs';
import { plainRules, portText, prefixText } from './random-policies';

/*
 * An NSG of 1,000 rules on a subnet, written with the construct and, emitting the same, without it.
 */

const SENSORS = ['10.1.0.4', '10.1.0.5'];
const NAMES = { location: 'westeurope', resourceGroupName: 'rg-identity' };
const NSG = 'nsg-identity';
const PKI = 'pki-crl, pki-ctl, pki-pkiops, pki-certs';

/** The construct itself writes three rules and the closing deny. */
const ADDITIONAL_RULES = 996;

/** Rules of an estate, as somebody generates them from a table: strings and numbers. */
const additionalRules = plainRules('realistic', ADDITIONAL_RULES + 1, 7).slice(0, ADDITIONAL_RULES).map((rule, i): NetworkSecurityGroupSecurityRule => ({
  name: `rule-${i}`,
  priority: 200 + i,
  direction: 'Outbound',
  access: rule.allow ? 'Allow' : 'Deny',
  protocol: rule.protocol === undefined ? '*' : rule.protocol === 6 ? 'Tcp' : 'Udp',
  sourceAddressPrefix: prefixText(rule.source),
  sourcePortRange: '*',
  destinationAddressPrefix: prefixText(rule.destination),
  destinationPortRange: portText(rule),
}));

/** What both sides need around the NSG. */
function subnetIn(stack: TerraformStack): Subnet {
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new ResourceGroup(stack, 'Group', { name: NAMES.resourceGroupName, location: NAMES.location });
  const network = new VirtualNetwork(stack, 'Network', { ...NAMES, name: 'vnet-identity', addressSpace: ['10.1.0.0/16'] });
  return new Subnet(stack, 'Subnet', {
    name: 'snet-identity', resourceGroupName: NAMES.resourceGroupName, virtualNetworkName: network.name, addressPrefixes: ['10.1.0.0/24'],
  });
}

/** Through the construct, whose proof runs when the stack is synthesized. */
export class ThousandRules extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const subnet = subnetIn(this);
    new SensorNetworkSecurityGroup(this, 'Sensors', {
      ...NAMES,
      name: NSG,
      workspace: SensorWorkspace.named('contoso-corp'),
      sensors: SensorSources.addressPrefixes(...SENSORS),
      firstPriority: 100,
      denyOtherInternet: true,
      additionalRules,
      subnetIds: [subnet.id],
    });
  }
}

/** The bindings of the provider alone. */
export class PlainThousandRules extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const subnet = subnetIn(this);
    // One level down, as in the construct, so that both get the same names in Terraform.
    const sensors = new Construct(this, 'Sensors');
    const group = new NetworkSecurityGroup(sensors, 'Resource', {
      ...NAMES,
      name: NSG,
      securityRule: [
        allowTcp('AllowMdiSensorApi', 100, 'AzureAdvancedThreatProtection', '443', 'sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com'),
        allowTcp('AllowMdiPkiHttp', 110, 'Internet', '80', `${PKI}: certificate lists over HTTP; nothing behind filters by host`),
        allowTcp('AllowMdiPkiHttps', 120, 'Internet', '443', `${PKI}: certificate lists over HTTPS; nothing behind filters by host`),
        CLOSING_DENY,
        ...additionalRules,
      ],
    });
    new SubnetNetworkSecurityGroupAssociation(sensors, 'Subnet0', { subnetId: subnet.id, networkSecurityGroupId: group.id });
  }
}

function allowTcp(name: string, priority: number, destination: string, port: string, description: string): NetworkSecurityGroupSecurityRule {
  return {
    name, priority, description, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefixes: SENSORS, sourcePortRange: '*',
    destinationAddressPrefix: destination, destinationPortRange: port,
  };
}

const CLOSING_DENY: NetworkSecurityGroupSecurityRule = {
  name: 'DenyOtherInternet', priority: 4000, description: `Denies Internet egress beyond sensor-api, ${PKI}`, direction: 'Outbound', access: 'Deny', protocol: '*',
  sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: 'Internet', destinationPortRange: '*',
};
