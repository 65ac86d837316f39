import { Fn, TerraformStack, TerraformVariable } from 'cdktf';
import {
  FirewallTier, PkiEgress, SensorEgress, SensorFirewallRules, SensorNetworkSecurityGroup, SensorNetworkSecurityRules, SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { stackOf } from '../support/synthesis';

const FORMS = 'write an address (10.1.0.4), a prefix (10.1.0.0/28) or a range (10.1.0.4-10.1.0.9)';
const ID = '/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network';
const asg = (name: string) => `/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/applicationSecurityGroups/${name}`;
const IP_GROUP = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/ipGroups/ipg';

describe('a value is refused where it is written', () => {
  test.each<[string, () => unknown, string, string]>([
    ['a bad workspace name', () => SensorWorkspace.named('contoso.onmicrosoft.com'), 'dotted',
      'The workspace name "contoso.onmicrosoft.com" contains dots, as a domain does and a workspace name does not; write "contoso-onmicrosoft-com".'],
    ['no sources', () => SensorSources.addressPrefixes(), 'no-sources', 'SensorSources.addressPrefixes() names no sensor; give at least one.'],
    ['no groups', () => SensorSources.applicationSecurityGroups(), 'no-sources',
      'SensorSources.applicationSecurityGroups() names no sensor; give at least one.'],
    ['no IP groups', () => SensorSources.ipGroups(), 'no-sources', 'SensorSources.ipGroups() names no sensor; give at least one.'],
    ['bits beyond the prefix', () => SensorSources.addressPrefixes('10.1.0.5/24'), 'source-address',
      'Sensor source "10.1.0.5/24" has bits set beyond its prefix; write 10.1.0.0/24.'],
    ['IPv6 bits beyond the prefix', () => SensorSources.addressPrefixes('fd00::5/64'), 'source-address',
      'Sensor source "fd00::5/64" has bits set beyond its prefix; write fd00::/64.'],
    ['a prefix length that is none', () => SensorSources.addressPrefixes('0.0.0.0/33'), 'source-address',
      `Sensor source "0.0.0.0/33" has a prefix length above 32 or none that is a number; ${FORMS}.`],
    ['an octet that is none', () => SensorSources.addressPrefixes('10.0.0.999'), 'source-address',
      `Sensor source "10.0.0.999" is not an IP address, a CIDR prefix or a range of addresses; ${FORMS}.`],
    ['an octet some read as octal', () => SensorSources.addressPrefixes('10.0.0.010'), 'source-address',
      `Sensor source "10.0.0.010" is not an IP address, a CIDR prefix or a range of addresses; ${FORMS}.`],
    ['an empty source', () => SensorSources.addressPrefixes(''), 'source-address',
      `Sensor source "" is not an IP address, a CIDR prefix or a range of addresses; ${FORMS}.`],
    ['a range backwards', () => SensorSources.addressPrefixes('10.0.0.9-10.0.0.4'), 'source-address',
      `Sensor source "10.0.0.9-10.0.0.4" is a range that ends before it starts; ${FORMS}.`],
    ['a host name', () => SensorSources.addressPrefixes('dc01.contoso.com'), 'source-address',
      `Sensor source "dc01.contoso.com" is not an IP address, a CIDR prefix or a range of addresses; ${FORMS}.`],
    ['anything', () => SensorSources.addressPrefixes('*'), 'source-anything',
      `Sensor source "*" is not an address of a sensor: it would open the egress for other machines too; ${FORMS}.`],
    ['a service tag', () => SensorSources.addressPrefixes('VirtualNetwork'), 'source-anything',
      `Sensor source "VirtualNetwork" is not an address of a sensor: it would open the egress for other machines too; ${FORMS}.`],
    ['a list from Terraform among others', () => SensorSources.addressPrefixes('10.1.0.4', ...Fn.tolist(['10.1.0.5'])), 'list-token-among-others',
      "SensorSources.addressPrefixes() mixes a list that Terraform fills with other values; join them first: ...Fn.concat([list, ['…']])."],
    ['a name for an id', () => SensorSources.applicationSecurityGroups('asg-dc'), 'resource-id',
      `Application security group "asg-dc" is not a resource id; write the id attribute of the resource, or ${ID}/applicationSecurityGroups/<name>.`],
    ['the id of something else', () => SensorSources.ipGroups(asg('a')), 'resource-id',
      `IP group "${asg('a')}" is not a resource id; write the id attribute of the resource, or ${ID}/ipGroups/<name>.`],
    ['eleven groups', () => SensorSources.applicationSecurityGroups(...Array.from({ length: 11 }, (_, index) => asg(`a${index}`))),
      'too-many-application-security-groups',
      'SensorSources.applicationSecurityGroups() names 11 groups and Azure takes 10 in one rule; declare the rest with a second construct.'],
    ['a proxy by host', () => PkiEgress.throughProxy('proxy.contoso.com', 8080), 'proxy-address',
      'Proxy address "proxy.contoso.com" is not an IP address, and NSG rules cannot name hosts; write the address of the proxy, such as 10.0.9.4.'],
    ['a network of proxies', () => PkiEgress.throughProxy('10.0.9.0/24', 8080), 'proxy-prefix',
      'Proxy address "10.0.9.0/24" is more than one address; write the address of the proxy alone, such as 10.0.9.4.'],
    ['a range of proxies', () => PkiEgress.throughProxy('10.0.9.4-10.0.9.5', 8080), 'proxy-prefix',
      'Proxy address "10.0.9.4-10.0.9.5" is more than one address; write the address of the proxy alone, such as 10.0.9.4.'],
    ['port 0', () => PkiEgress.throughProxy('10.0.9.4', 0), 'proxy-port', 'Proxy port 0 is not a port; write a whole number from 1 to 65535, such as 8080.'],
    ['port 65536', () => PkiEgress.throughProxy('10.0.9.4', 65536), 'proxy-port',
      'Proxy port 65536 is not a port; write a whole number from 1 to 65535, such as 8080.'],
    ['half a port', () => PkiEgress.throughProxy('10.0.9.4', 80.5), 'proxy-port',
      'Proxy port 80.5 is not a port; write a whole number from 1 to 65535, such as 8080.'],
    ['no reason', () => PkiEgress.none(' '), 'no-reason',
      "PkiEgress.none() has no reason; write why the sensors' machines need no certificate lists, such as PkiEgress.none('Lists are distributed by group policy')."],
    ['a long reason', () => PkiEgress.none('r'.repeat(81)), 'long-reason',
      'The reason of PkiEgress.none() has 81 bytes in UTF-8; 80 fit into the description of a rule.'],
    ['a reason that is long in bytes, as the provider counts', () => PkiEgress.none('é'.repeat(41)), 'long-reason',
      'The reason of PkiEgress.none() has 82 bytes in UTF-8; 80 fit into the description of a rule.'],
  ])('%s', (_what, make, code, message) => {
    expect(make).toThrow(expect.objectContaining({ code, message }));
  });
});

const WORKSPACE = SensorWorkspace.named('contoso-corp');
const GROUP_NAMES = 'write 1 to 90 letters of the English alphabet, digits, "-", "_", ".", "(" or ")", not ending in ".".';
const NSG = { workspace: WORKSPACE, location: 'westeurope', resourceGroupName: 'rg' };
const FIREWALL = {
  workspace: WORKSPACE,
  firewallPolicyId: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/afwp',
  tier: FirewallTier.STANDARD,
  priority: 500,
};
const ADDRESS = SensorSources.addressPrefixes('10.1.0.4');

describe('a combination no construct can emit is refused when it is made', () => {
  test.each<[string, (stack: TerraformStack) => unknown, string, string]>([
    ['IP groups at an NSG', (stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', { ...NSG, sensors: SensorSources.ipGroups(IP_GROUP) }), 'ip-groups-in-nsg',
      'stack/Nsg cannot use IP groups: NSG rules do not take them; write SensorSources.addressPrefixes(…) or SensorSources.applicationSecurityGroups(…).'],
    ['IP groups on an existing NSG', (stack) => new SensorNetworkSecurityRules(stack, 'Rules', {
      workspace: WORKSPACE, sensors: SensorSources.ipGroups(IP_GROUP), networkSecurityGroup: { name: 'n', resourceGroupName: 'r' }, firstPriority: 200,
    }), 'ip-groups-in-nsg',
    'stack/Rules cannot use IP groups: NSG rules do not take them; write SensorSources.addressPrefixes(…) or SensorSources.applicationSecurityGroups(…).'],
    ['application security groups at a firewall', (stack) => new SensorFirewallRules(stack, 'Firewall', {
      ...FIREWALL, sensors: SensorSources.applicationSecurityGroups(asg('a')),
    }), 'application-security-groups-in-firewall',
    'stack/Firewall cannot use application security groups: Azure Firewall rules do not take them; write SensorSources.addressPrefixes(…) or SensorSources.ipGroups(…).'],
    ['IPv6 at a firewall', (stack) => new SensorFirewallRules(stack, 'Firewall', { ...FIREWALL, sensors: SensorSources.addressPrefixes('10.1.0.4', 'fd00::4') }),
      'ipv6-in-firewall', 'stack/Firewall cannot use the IPv6 sources fd00::4: Azure Firewall rules take IPv4 alone; leave them out here.'],
    ['an IPv6 proxy behind a firewall', (stack) => new SensorFirewallRules(stack, 'Firewall', {
      ...FIREWALL, sensors: ADDRESS, pki: PkiEgress.throughProxy('fd00::9', 8080),
    }), 'ipv6-proxy-at-firewall',
    "stack/Firewall cannot let sensors reach the proxy fd00::9: Azure Firewall rules take IPv4 alone; write the proxy's IPv4 address."],
    ['direct PKI at a firewall', (stack) => new SensorFirewallRules(stack, 'Firewall', { ...FIREWALL, sensors: ADDRESS, pki: PkiEgress.directlyToInternet() }),
      'direct-pki-at-firewall',
      'stack/Firewall cannot let PKI traffic go directly to the Internet: it is the firewall on the way; write PkiEgress.throughFirewall().'],
    ['a policy by name', (stack) => new SensorFirewallRules(stack, 'Firewall', { ...FIREWALL, firewallPolicyId: 'afwp', sensors: ADDRESS }), 'resource-id',
      `Firewall policy "afwp" is not a resource id; write the id attribute of the resource, or ${ID}/firewallPolicies/<name>.`],
    ['a subnet by name', (stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', { ...NSG, sensors: ADDRESS, subnetIds: ['snet-dc'] }), 'resource-id',
      `Subnet "snet-dc" is not a resource id; write the id attribute of the resource, or ${ID}/virtualNetworks/<network>/subnets/<name>.`],
    ['an id as the Azure portal may show it', (stack) => new SensorFirewallRules(stack, 'Firewall', {
      ...FIREWALL, firewallPolicyId: '/subscriptions/0/resourcegroups/RG/providers/microsoft.network/firewallPolicies/AFWP', sensors: ADDRESS,
    }), 'resource-id-case',
    'Firewall policy "/subscriptions/0/resourcegroups/RG/providers/microsoft.network/firewallPolicies/AFWP" is in another case than the azurerm provider takes; ' +
    'write /subscriptions/0/resourceGroups/RG/providers/Microsoft.Network/firewallPolicies/AFWP.'],
    ['no location', (stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', { ...NSG, location: '', sensors: ADDRESS }), 'no-location',
      'stack/Nsg: location is empty; write an Azure region, such as westeurope.'],
    ['no resource group', (stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', { ...NSG, resourceGroupName: '', sensors: ADDRESS }), 'resource-group-name',
      `stack/Nsg: the resource group "" is not one that the azurerm provider takes; ${GROUP_NAMES}`],
    ['a resource group that ends in a full stop', (stack) => new SensorNetworkSecurityRules(stack, 'Rules', {
      workspace: WORKSPACE, sensors: ADDRESS, networkSecurityGroup: { name: 'n', resourceGroupName: 'rg.' }, firstPriority: 200,
    }), 'resource-group-name', `stack/Rules: the resource group "rg." is not one that the azurerm provider takes; ${GROUP_NAMES}`],
    ['too many tags', (stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', {
      ...NSG, sensors: ADDRESS, tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, 'x'])),
    }), 'too-many-tags', 'stack/Nsg has 51 tags and Azure takes 50; leave some out.'],
    ['a long tag', (stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', { ...NSG, sensors: ADDRESS, tags: { owner: 'é'.repeat(129) } }), 'long-tag',
      'stack/Nsg: the tag "owner" is too long; write at most 512 bytes of UTF-8 for its name, and 256 for its value.'],
    ['subnets that Terraform counts', (stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', {
      ...NSG, sensors: ADDRESS, subnetIds: new TerraformVariable(stack, 'ids', {}).listValue,
    }), 'list-token',
    'subnetIds is a list that Terraform fills, and how many there are must be known when the stack is synthesized; write the ids one by one.'],
    ['a proxy no sensor can reach', (stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', {
      ...NSG, sensors: SensorSources.addressPrefixes('fd00::4'), pki: PkiEgress.throughProxy('10.0.9.4', 8080),
    }), 'proxy-family',
    "stack/Nsg names no sensor with an IPv4 address, so none can reach the proxy 10.0.9.4; add the sensors' IPv4 addresses or write the proxy's other address."],
    ['egress without an NSG', (stack) => new SensorEgress(stack, 'Egress', { workspace: WORKSPACE, sensors: ADDRESS, firewall: FIREWALL }), 'nothing-to-guard',
      'stack/Egress has no NSG to put rules into; give networkSecurityGroup, existingNetworkSecurityGroups, or use SensorFirewallRules alone.'],
  ])('%s', (_what, make, code, message) => {
    expect(() => stackOf(make)).toThrow(expect.objectContaining({ code, message }));
  });
});

test('what the provider takes in any case, and what Terraform fills in, is not refused', () => {
  expect(() => SensorSources.ipGroups(IP_GROUP.toLowerCase())).not.toThrow();
  expect(() => SensorSources.applicationSecurityGroups(asg('a').toUpperCase())).not.toThrow();
  expect(() => stackOf((stack) => {
    const text = (id: string) => new TerraformVariable(stack, id, { type: 'string' }).stringValue;
    new SensorNetworkSecurityGroup(stack, 'Nsg', {
      workspace: WORKSPACE, sensors: ADDRESS, location: text('location'), resourceGroupName: `rg ${text('group')}.`, tags: { owner: text('owner').repeat(40) },
      pki: PkiEgress.none(text('reason').repeat(10)),
    });
  })).not.toThrow();
});
