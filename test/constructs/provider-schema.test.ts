import { ApplicationSecurityGroup } from '@cdktf/provider-azurerm/lib/application-security-group';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { IpGroup } from '@cdktf/provider-azurerm/lib/ip-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  FirewallTier, PkiEgress, PkiPorts, SensorApiMatch, SensorEgress, SensorFirewallRules, SensorNetworkSecurityGroup, SensorNetworkSecurityRules,
  SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { allProblems, providerValueProblems } from '../provider/problems';
import { schemaProblems } from '../provider/schema-problems';
import { azureRefusals } from '../support/azure-refusals';
import { EXAMPLES } from '../support/examples';
import { Json, stackOf } from '../support/synthesis';

/** What the provider has against what the stack emits, its own validations passed first. */
function problems(build: (stack: TerraformStack) => void): string[] {
  const terraform: Json = JSON.parse(Testing.synth(stackOf(build), true));
  return allProblems(terraform);
}

const WORKSPACE = SensorWorkspace.named('contoso-corp');

const NSG_SOURCES: Readonly<Record<string, (stack: TerraformStack) => SensorSources>> = {
  'an address': () => SensorSources.addressPrefixes('10.1.0.4'),
  'both families': () => SensorSources.addressPrefixes('10.1.0.0/28', '10.1.0.20-10.1.0.25', 'fd00::4', 'fd00::/120'),
  'IPv6 alone': () => SensorSources.addressPrefixes('fd00::4'),
  'an address from Terraform': (stack) => SensorSources.addressPrefixes('10.1.0.4', new TerraformVariable(stack, 'address', {}).stringValue),
  'a list from Terraform': (stack) => SensorSources.addressPrefixes(...new TerraformVariable(stack, 'addresses', {}).listValue),
  'application security groups': (stack) => SensorSources.applicationSecurityGroups(
    new ApplicationSecurityGroup(stack, 'Asg', { name: 'asg', location: 'w', resourceGroupName: 'rg' }).id,
  ),
};

const FIREWALL_SOURCES: Readonly<Record<string, (stack: TerraformStack) => SensorSources>> = {
  'an address': () => SensorSources.addressPrefixes('10.1.0.4'),
  'a list from Terraform': (stack) => SensorSources.addressPrefixes(...new TerraformVariable(stack, 'addresses', {}).listValue),
  'IP groups': (stack) => SensorSources.ipGroups(
    new IpGroup(stack, 'IpGroup', { name: 'ipg', location: 'w', resourceGroupName: 'rg', cidrs: ['10.1.0.4'] }).id,
  ),
};

const NSG_PKI: Readonly<Record<string, (ipv6: boolean) => PkiEgress>> = {
  'through the firewall': () => PkiEgress.throughFirewall(),
  'through the firewall over HTTP': () => PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY }),
  'directly': () => PkiEgress.directlyToInternet(),
  'through a proxy': (ipv6) => PkiEgress.throughProxy(ipv6 ? 'fd00::9' : '10.1.9.10', 8080),
  'not at all': () => PkiEgress.none('Lists come by group policy'),
};

const NSG_CASES = Object.keys(NSG_SOURCES).flatMap((sources) => Object.keys(NSG_PKI).flatMap((pki) => (
  [true, false].map((closed): [string, string, boolean] => [sources, pki, closed])
)));

describe('the provider takes what the NSG constructs emit', () => {
  test.each(NSG_CASES)('sensors by %s, PKI %s, closed: %p', (sources, pki, closed) => {
    const choice = NSG_PKI[pki](sources === 'IPv6 alone');
    expect(problems((stack) => {
      const subnet = new Subnet(stack, 'Subnet', { name: 's', virtualNetworkName: 'v', resourceGroupName: 'rg', addressPrefixes: ['10.1.0.0/24'] });
      new SensorNetworkSecurityGroup(stack, 'Nsg', {
        workspace: WORKSPACE,
        sensors: NSG_SOURCES[sources](stack),
        location: 'westeurope',
        resourceGroupName: 'rg',
        pki: choice,
        denyOtherInternet: closed,
        subnetIds: closed ? [subnet.id] : undefined,
        tags: closed ? { owner: 'identity' } : undefined,
        firstPriority: closed ? 100 : undefined,
      });
    })).toEqual([]);
    expect(problems((stack) => {
      const existing = new NetworkSecurityGroup(stack, 'Existing', { name: 'nsg', location: 'w', resourceGroupName: 'rg' });
      new SensorNetworkSecurityRules(stack, 'Rules', {
        workspace: WORKSPACE,
        sensors: NSG_SOURCES[sources](stack),
        networkSecurityGroup: closed ? existing : { name: 'nsg', resourceGroupName: 'rg' },
        firstPriority: 4026,
        pki: choice,
        ruleNamePrefix: closed ? 'Site-' : undefined,
      });
    })).toEqual([]);
  });
});

const FIREWALL_CASES = Object.keys(FIREWALL_SOURCES).flatMap((sources) => [FirewallTier.BASIC, FirewallTier.STANDARD, FirewallTier.PREMIUM].flatMap(
  (tier) => [SensorApiMatch.SERVICE_TAG, SensorApiMatch.HOST].flatMap((match) => Object.keys(NSG_PKI).filter((pki) => pki !== 'directly').map(
    (pki): [string, FirewallTier, SensorApiMatch, string] => [sources, tier, match, pki],
  )),
));

describe('the provider takes what the firewall construct emits', () => {
  // An application rule for the sensor API alone, or with none for PKI, must do as well.
  test.each(FIREWALL_CASES)('sensors by %s, %s, sensor API by %s, PKI %s', (sources, tier, sensorApiMatch, pki) => {
    expect(problems((stack) => {
      const policy = new FirewallPolicy(stack, 'Policy', { name: 'afwp', location: 'w', resourceGroupName: 'rg', sku: tier });
      const first = new SensorFirewallRules(stack, 'First', {
        workspace: WORKSPACE,
        sensors: FIREWALL_SOURCES[sources](stack),
        firewallPolicyId: policy.id,
        tier,
        priority: 100,
        sensorApiMatch,
        pki: NSG_PKI[pki](false),
      });
      new SensorFirewallRules(stack, 'Second', {
        workspace: SensorWorkspace.named('fabrikam'),
        sensors: SensorSources.addressPrefixes('10.2.0.4'),
        firewallPolicyId: policy.id,
        tier,
        priority: 65000,
        firstCollectionPriority: 64980,
        dependsOn: [first],
        sensorApiMatch,
      });
    })).toEqual([]);
  });
});

describe('the provider takes what SensorEgress emits', () => {
  test.each([FirewallTier.BASIC, FirewallTier.STANDARD, FirewallTier.PREMIUM])('on %s', (tier) => {
    expect(problems((stack) => new SensorEgress(stack, 'Egress', {
      workspace: WORKSPACE,
      sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.5'),
      networkSecurityGroup: { location: 'westeurope', resourceGroupName: 'rg', denyOtherInternet: true },
      existingNetworkSecurityGroups: [{ networkSecurityGroup: { name: 'nsg-adfs', resourceGroupName: 'rg' }, firstPriority: 200 }],
      firewall: { firewallPolicyId: '${data.azurerm_firewall_policy.hub.id}', tier, priority: 500 },
    }))).toEqual([]);
  });
});

describe('the provider takes what every example emits', () => {
  test.each(Object.keys(EXAMPLES))('%s', (name) => {
    const terraform: Json = JSON.parse(Testing.synth(EXAMPLES[name](), true));
    expect(allProblems(terraform)).toEqual([]);
  });
});

describe('the schema check finds', () => {
  const rule = { name: 'r', priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', resource_group_name: 'rg', network_security_group_name: 'n' };
  const wrong = (type: string, body: Json) => schemaProblems({ resource: { [type]: { it: body } } });

  test.each<[string, string[], string[]]>([
    ['a key in camel case', wrong('azurerm_network_security_rule', { ...rule, destinationPortRange: '443' }),
      ['azurerm_network_security_rule.it: unknown attribute destinationPortRange']],
    ['a missing attribute', wrong('azurerm_network_security_rule', { ...rule, access: undefined }), ['azurerm_network_security_rule.it.access: required and missing']],
    ['a computed attribute', wrong('azurerm_ip_group', { name: 'i', location: 'w', resource_group_name: 'rg', firewall_ids: [] }),
      ['azurerm_ip_group.it.firewall_ids: computed, cannot be set']],
    ['a text in place of a number', wrong('azurerm_network_security_rule', { ...rule, priority: '100' }), ['azurerm_network_security_rule.it.priority: "100" is no number']],
    ['a text in place of a list', wrong('azurerm_network_security_rule', { ...rule, source_address_prefixes: '10.0.0.0/8' }),
      ['azurerm_network_security_rule.it.source_address_prefixes: no set']],
    ['a collection without a rule', wrong('azurerm_firewall_policy_rule_collection_group', {
      name: 'g', firewall_policy_id: 'p', priority: 100, network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [] }],
    }), ['azurerm_firewall_policy_rule_collection_group.it.network_rule_collection[0].rule: 0 blocks, at least 1']],
    ['two blocks where one fits', wrong('azurerm_firewall_policy', { name: 'p', location: 'w', resource_group_name: 'rg', dns: [{}, {}] }),
      ['azurerm_firewall_policy.it.dns: 2 blocks, at most 1']],
    ['an inline rule that leaves attributes out', wrong('azurerm_route_table', {
      name: 't', location: 'w', resource_group_name: 'rg', route: [{ name: 'r', address_prefix: '0.0.0.0/0' }],
    }), ['azurerm_route_table.it.route[0]: attribute next_hop_in_ip_address is not named', 'azurerm_route_table.it.route[0]: attribute next_hop_type is not named']],
    ['a resource type of another provider', wrong('aws_vpc', {}), ['resource aws_vpc: not in the schema extract']],
  ])('%s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('the checks of values find', () => {
  const good = {
    name: 'AllowMdiSensorApi', description: 'd', priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*',
    source_address_prefixes: ['10.1.0.4'], destination_port_range: '443', destination_address_prefix: 'AzureAdvancedThreatProtection',
  };
  const check = (change: Json) => {
    const terraform = { resource: { azurerm_network_security_rule: { it: { ...good, ...change } } } };
    return [...providerValueProblems(terraform), ...azureRefusals(terraform)];
  };

  test.each<[string, Json, string[]]>([
    ['nothing wrong', {}, []],
    ['the spelling of a firewall', { protocol: 'TCP' }, ['azurerm_network_security_rule.it: protocol: "TCP" is not one of *, Ah, Esp, Icmp, Tcp, Udp']],
    ['a priority out of range', { priority: 4097 }, ['azurerm_network_security_rule.it: priority: 4097 is not a whole number from 100 to 4096']],
    ['a tag in a list', { source_address_prefixes: ['VirtualNetwork'] }, ['it: VirtualNetwork in a plural list']],
    ['both families', { source_address_prefixes: ['10.1.0.4', 'fd00::4'] }, ['it: both address families']],
    ['two forms of one side', { source_address_prefix: '*' }, [
      'azurerm_network_security_rule.it: source_address_prefix and source_address_prefixes where the provider takes exactly one of source_address_prefix, source_address_prefixes, source_application_security_group_ids',
      'it: not exactly one of source_address_prefix, source_address_prefixes, source_application_security_group_ids',
    ]],
  ])('%s', (_what, change, expected) => {
    expect(check(change)).toEqual(expected);
  });
});
