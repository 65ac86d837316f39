import { ApplicationSecurityGroup } from '@cdktf/provider-azurerm/lib/application-security-group';
import { DataAzurermFirewallPolicy } from '@cdktf/provider-azurerm/lib/data-azurerm-firewall-policy';
import { DataAzurermNetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/data-azurerm-network-security-group';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { IpGroup } from '@cdktf/provider-azurerm/lib/ip-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  ExistingNetworkSecurityGroup, FirewallTier, PkiEgress, PkiPorts, SensorApiMatch, SensorEgress, SensorFirewallRules, SensorNetworkSecurityGroup,
  SensorNetworkSecurityRules, SensorSources, SensorVersion, SensorWorkspace,
} from 'cdktf-mdi-egress';
import { Construct } from 'constructs';
import { LISTS, listsAtFirewalls, listsAtNetworkSecurityGroups } from './address-list-combinations';
import { explicitProxies, sensorMachines } from './sensor-side-combinations';

/*
 * Every combination of the constructs' options that they accept, for the provider's own validation. One stack holds the
 * combinations of one construct and one kind of sources: a stack costs a start of Terraform, a resource costs nothing.
 */

type Choice<Value> = readonly [id: string, make: (scope: Construct) => Value];

const NSG_SOURCES: readonly Choice<SensorSources>[] = [
  ['address', () => SensorSources.addressPrefixes('10.1.0.4')],
  ['families', () => SensorSources.addressPrefixes('10.1.0.0/28', '10.1.0.20-10.1.0.25', 'fd00::4', 'fd00::10/124')],
  ['ipv6', () => SensorSources.addressPrefixes('fd00::4')],
  ['variable', (scope) => SensorSources.addressPrefixes('10.1.0.4', new TerraformVariable(scope, 'address', { type: 'string' }).stringValue)],
  ['list', (scope) => SensorSources.addressPrefixes(...new TerraformVariable(scope, 'addresses', { type: 'list(string)' }).listValue)],
  ['asg', (scope) => SensorSources.applicationSecurityGroups(
    new ApplicationSecurityGroup(scope, 'Asg', { name: 'asg-sensors', location: 'westeurope', resourceGroupName: 'rg' }).id,
  )],
];

const FIREWALL_SOURCES: readonly Choice<SensorSources>[] = [
  ...NSG_SOURCES.filter(([id]) => ['address', 'variable', 'list'].includes(id)),
  ['ip-group', (scope) => SensorSources.ipGroups(
    new IpGroup(scope, 'IpGroup', { name: 'ipg-sensors', location: 'westeurope', resourceGroupName: 'rg', cidrs: ['10.1.0.4'] }).id,
  )],
];

function pkiChoices(proxyAddress: string): readonly Choice<PkiEgress>[] {
  return [
    ['Firewall', () => PkiEgress.throughFirewall()],
    ['FirewallHttp', () => PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY })],
    ['Direct', () => PkiEgress.directlyToInternet()],
    ['DirectHttp', () => PkiEgress.directlyToInternet({ ports: PkiPorts.HTTP_ONLY })],
    ['Proxy', () => PkiEgress.throughProxy(proxyAddress, 8080)],
    ['None', () => PkiEgress.none('Lists are distributed by group policy')],
  ];
}

/** Version 3 sensors require what `PkiEgress.none` leaves out. */
function pkiFor(version: SensorVersion, choices: readonly Choice<PkiEgress>[]): readonly Choice<PkiEgress>[] {
  return version === SensorVersion.VERSION_2 ? choices : choices.filter(([id]) => id !== 'None');
}

/** Version 2 meets every kind of sources; what the others add is made for each kind in the same way. */
const OTHER_VERSIONS = [SensorVersion.VERSION_3, SensorVersion.BOTH];
const SOURCES_OF_OTHER_VERSIONS = ['families', 'list', 'asg', 'ip-group'];

/** A firewall on the way excludes going there directly. */
const PKI_AT_FIREWALL = pkiChoices('10.1.9.10').filter(([id]) => !id.startsWith('Direct'));
const TIERS = [FirewallTier.BASIC, FirewallTier.STANDARD, FirewallTier.PREMIUM];
const MATCHES = [SensorApiMatch.SERVICE_TAG, SensorApiMatch.HOST];
const WORKSPACE = SensorWorkspace.named('contoso-corp');
const LOCATION = 'westeurope';
const GROUP = { location: LOCATION, resourceGroupName: 'rg' };

/** The stacks with all combinations, made in a scope. */
export function combinationStacks(scope: Construct): TerraformStack[] {
  return [
    ...versionStacks(scope, '', NSG_SOURCES, FIREWALL_SOURCES, SensorVersion.VERSION_2),
    ...OTHER_VERSIONS.flatMap((version) => {
      const [nsg, firewall] = [NSG_SOURCES, FIREWALL_SOURCES].map((sources) => sources.filter(([id]) => SOURCES_OF_OTHER_VERSIONS.includes(id)));
      return versionStacks(scope, `-version-${version}`, nsg, firewall, version);
    }),
    ...egressStacks(scope),
    ...addressListStacks(scope),
    ...FIREWALL_SOURCES.map(([id, sensors]) => stackWith(scope, `explicit-proxy-${id}`, sensors, explicitProxies)),
    stackWith(scope, 'sensor-machines', NSG_SOURCES[0][1], sensorMachines),
  ];
}

function versionStacks(
  scope: Construct, suffix: string, nsg: readonly Choice<SensorSources>[], firewall: readonly Choice<SensorSources>[], version: SensorVersion,
): TerraformStack[] {
  return [
    ...nsg.map(([id, sensors]) => (
      stackWith(scope, `nsg-${id}${suffix}`, sensors, (stack, source) => networkSecurityGroups(stack, source, id === 'ipv6', version))
    )),
    ...nsg.flatMap(([id, sensors]) => Object.entries(OWNERS).map(([kind, owner]) => (
      stackWith(scope, `rules-${kind}-${id}${suffix}`, sensors, (stack, source) => networkSecurityRules(stack, source, id === 'ipv6', owner, version))
    ))),
    ...firewall.map(([id, sensors]) => stackWith(scope, `firewall-${id}${suffix}`, sensors, (stack, source) => firewallRules(stack, source, version))),
  ];
}

function stackWith(
  scope: Construct, id: string, sensors: (scope: Construct) => SensorSources, fill: (stack: TerraformStack, sensors: SensorSources) => void,
): TerraformStack {
  const stack = new TerraformStack(scope, id);
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  fill(stack, sensors(stack));
  return stack;
}

function networkSecurityGroups(stack: TerraformStack, sensors: SensorSources, isIpv6: boolean, sensorVersion: SensorVersion): void {
  for (const [id, pki] of pkiFor(sensorVersion, pkiChoices(isIpv6 ? 'fd00::9' : '10.1.9.10'))) {
    const common = { workspace: WORKSPACE, sensors, sensorVersion, ...GROUP, pki: pki(stack) };
    new SensorNetworkSecurityGroup(stack, `Open${id}`, common);
    const subnet = new Subnet(stack, `Subnet${id}`, { name: `snet-${id}`, virtualNetworkName: 'vnet', resourceGroupName: 'rg', addressPrefixes: ['10.1.0.0/24'] });
    new SensorNetworkSecurityGroup(stack, `Closed${id}`, {
      ...common,
      name: `nsg-${id}`,
      subnetIds: [subnet.id],
      denyOtherInternet: true,
      denyOtherInternetPriority: 4096,
      firstPriority: 100,
      ruleNamePrefix: 'Site-',
      tags: { owner: 'identity' },
      additionalRules: [{
        name: 'DenyTelnet', priority: 1000, direction: 'Outbound', access: 'Deny', protocol: 'Tcp',
        sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '23',
      }],
    });
  }
}

/** How somebody else's NSG can be named. */
const OWNERS: Readonly<Record<string, (stack: TerraformStack, id: string) => ExistingNetworkSecurityGroup>> = {
  named: (_stack, id) => ({ name: `nsg-${id}`, resourceGroupName: 'rg' }),
  resource: (stack, id) => new NetworkSecurityGroup(stack, `Group${id}`, { name: `nsg-${id}`, ...GROUP }),
  data: (stack, id) => new DataAzurermNetworkSecurityGroup(stack, `Data${id}`, { name: `nsg-${id}`, resourceGroupName: 'rg' }),
};

function networkSecurityRules(
  stack: TerraformStack, sensors: SensorSources, isIpv6: boolean, owner: (stack: TerraformStack, id: string) => ExistingNetworkSecurityGroup,
  sensorVersion: SensorVersion,
): void {
  const lastFirstPriority = sensorVersion === SensorVersion.VERSION_2 ? 4026 : 3986;
  for (const [id, pki] of pkiFor(sensorVersion, pkiChoices(isIpv6 ? 'fd00::9' : '10.1.9.10'))) {
    const networkSecurityGroup = owner(stack, id);
    const common = { workspace: WORKSPACE, sensors, sensorVersion, networkSecurityGroup, pki: pki(stack) };
    new SensorNetworkSecurityRules(stack, `Rules${id}`, { ...common, firstPriority: 200 });
    new SensorNetworkSecurityRules(stack, `MoreRules${id}`, { ...common, firstPriority: lastFirstPriority, ruleNamePrefix: 'Site-' });
  }
}

function firewallRules(stack: TerraformStack, sensors: SensorSources, sensorVersion: SensorVersion): void {
  for (const tier of TIERS) {
    for (const sensorApiMatch of MATCHES) {
      for (const [id, pki] of pkiFor(sensorVersion, PKI_AT_FIREWALL)) {
        const name = `${tier}-${sensorApiMatch}-${id}`;
        const policy = new FirewallPolicy(stack, `Policy-${name}`, { name: `afwp-${name}`, ...GROUP, sku: tier });
        const common = { workspace: WORKSPACE, sensors, sensorVersion, firewallPolicyId: policy.id, tier, sensorApiMatch, pki: pki(stack) };
        const first = new SensorFirewallRules(stack, `First-${name}`, { ...common, priority: 100 });
        new SensorFirewallRules(stack, `Second-${name}`, { ...common, name: `rcg-${name}`, priority: 65000, firstCollectionPriority: 64970, dependsOn: [first] });
      }
    }
  }
}

/** Each in a stack of its own: the policy's rules are not in it, and many such policies at once leave a proof with too many cases. */
function egressStacks(scope: Construct): TerraformStack[] {
  return TIERS.flatMap((tier) => PKI_AT_FIREWALL.map(([id, pki]) => (
    stackWith(scope, `egress-${tier.toLowerCase()}-${id.toLowerCase()}`, NSG_SOURCES[0][1], (stack, sensors) => egresses(stack, sensors, tier, pki(stack)))
  )));
}

function egresses(stack: TerraformStack, sensors: SensorSources, tier: FirewallTier, pki: PkiEgress): void {
  const policy = new DataAzurermFirewallPolicy(stack, 'Policy', { name: 'afwp-hub', resourceGroupName: 'rg' });
  const firewall = { firewallPolicyId: policy.id, tier, priority: 500 };
  const networkSecurityGroup = { ...GROUP, denyOtherInternet: true };
  const existing = { networkSecurityGroup: { name: 'nsg-adfs', resourceGroupName: 'rg' }, firstPriority: 200 };
  const common = { workspace: WORKSPACE, sensors, pki };
  new SensorEgress(stack, 'New', { ...common, firewall, networkSecurityGroup });
  new SensorEgress(stack, 'Existing', {
    ...common, existingNetworkSecurityGroups: [existing], firewall: { ...firewall, priority: 600, sensorApiMatch: SensorApiMatch.HOST },
  });
  new SensorEgress(stack, 'Both', {
    ...common, networkSecurityGroup, existingNetworkSecurityGroups: [{ ...existing, firstPriority: 400, ruleNamePrefix: 'Both-' }], firewall: { ...firewall, priority: 700 },
  });
}

/** Sources of both families and of none have more rules with a list; what a list that Azure gives holds is not known. */
const SOURCES_OF_LISTS = ['address', 'families', 'list', 'asg', 'ip-group'];

function addressListStacks(scope: Construct): TerraformStack[] {
  return Object.entries(LISTS).flatMap(([kind, list]) => [
    ...NSG_SOURCES.filter(([id]) => SOURCES_OF_LISTS.includes(id)).map(([id, sensors]) => (
      stackWith(scope, `nsg-${id}-${kind}`, sensors, (stack, source) => listsAtNetworkSecurityGroups(stack, source, list))
    )),
    ...FIREWALL_SOURCES.filter(([id]) => SOURCES_OF_LISTS.includes(id)).map(([id, sensors]) => (
      stackWith(scope, `firewall-${id}-${kind}`, sensors, (stack, source) => listsAtFirewalls(stack, source, list))
    )),
  ]);
}
