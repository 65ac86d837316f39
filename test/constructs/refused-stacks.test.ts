import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { NetworkSecurityGroup, NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  FirewallTier, PkiEgress, SensorFirewallRules, SensorFirewallRulesProps, SensorNetworkSecurityGroup, SensorNetworkSecurityGroupProps,
  SensorNetworkSecurityRules, SensorNetworkSecurityRulesProps, SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { emitted, synthErrors } from '../support/synthesis';

const WORKSPACE = SensorWorkspace.named('contoso-corp');
const SENSORS = SensorSources.addressPrefixes('10.1.0.4');
const OTHER: NetworkSecurityGroupSecurityRule = {
  name: 'AllowNtp',
  description: 'Time',
  priority: 3000,
  direction: 'Outbound',
  access: 'Allow',
  protocol: 'Udp',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: 'Internet',
  destinationPortRange: '123',
};

/** That many addresses of which no two make a prefix. */
function addressesApart(count: number): string[] {
  return Array.from({ length: count }, (_, index) => [10, Math.floor(index / 128 / 256), Math.floor(index / 128) % 256, (index % 128) * 2].join('.'));
}

function nsgErrors(props: Partial<SensorNetworkSecurityGroupProps>): string[] {
  return synthErrors((stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', {
    workspace: WORKSPACE, sensors: SENSORS, location: 'westeurope', resourceGroupName: 'rg', ...props,
  }));
}

const withOther = (change: Partial<NetworkSecurityGroupSecurityRule>) => nsgErrors({ additionalRules: [{ ...OTHER, ...change }] });

describe('what Azure refuses of an NSG fails the synth', () => {
  test('a good NSG passes', () => {
    expect(nsgErrors({ additionalRules: [OTHER, { ...OTHER, name: 'In', direction: 'Inbound' }], denyOtherInternet: true })).toEqual([]);
  });

  test('also where the NSG got another logical id after it was made, under which it is written', () => {
    const build = (stack: TerraformStack): void => {
      const { networkSecurityGroup } = new SensorNetworkSecurityGroup(stack, 'Nsg', {
        workspace: WORKSPACE, sensors: SENSORS, location: 'westeurope', resourceGroupName: 'rg', firstPriority: 99,
      });
      networkSecurityGroup.overrideLogicalId('nsg');
    };
    expect(Object.keys(emitted(build).resource.azurerm_network_security_group)).toEqual(['nsg']);
    expect(synthErrors(build)).toEqual([
      'stack/Nsg, rule AllowMdiSensorApi: priority 99 is not a whole number from 100 to 4096; write another priority, or another first priority.',
    ]);
  });

  test.each<[string, () => string[], string[]]>([
    ['a priority below the range', () => nsgErrors({ firstPriority: 99 }),
      ['stack/Nsg, rule AllowMdiSensorApi: priority 99 is not a whole number from 100 to 4096; write another priority, or another first priority.']],
    ['a priority above the range', () => nsgErrors({ firstPriority: 4080 }),
      ['stack/Nsg, rule AllowMdiPkiHttps: priority 4100 is not a whole number from 100 to 4096; write another priority, or another first priority.']],
    ['half a priority', () => withOther({ priority: 300.5 }),
      ['stack/Nsg, rule AllowNtp: priority 300.5 is not a whole number from 100 to 4096; write another priority, or another first priority.']],
    ['a closing deny out of range', () => nsgErrors({ denyOtherInternet: true, denyOtherInternetPriority: 4097 }),
      ['stack/Nsg, rule DenyOtherInternet: priority 4097 is not a whole number from 100 to 4096; write another priority, or another first priority.']],
    ['a priority twice', () => withOther({ priority: 210 }),
      ['stack/Nsg, rule AllowNtp: priority 210 Outbound is also that of stack/Nsg, rule AllowMdiPkiHttp; write another priority, or another first priority.']],
    ['a name twice', () => withOther({ name: 'allowmdipkihttp' }),
      ['stack/Nsg, rule allowmdipkihttp: the name "allowmdipkihttp" is also that of stack/Nsg, rule AllowMdiPkiHttp; write another name or another ruleNamePrefix.']],
    ['the name of a default rule', () => withOther({ name: 'DenyAllOutBound' }),
      ['stack/Nsg, rule DenyAllOutBound: the name "DenyAllOutBound" belongs to a rule that every NSG has; write another name.']],
    ['a bad rule name', () => nsgErrors({ ruleNamePrefix: 'a/b', pki: PkiEgress.none('x') }),
      ['stack/Nsg, rule a/bAllowMdiSensorApi: the name "a/bAllowMdiSensorApi" is not one Azure takes; write 1 to 80 letters, digits, ".", "-" or "_", beginning with a letter or digit and not ending in "." or "-".']],
    ['a bad NSG name', () => nsgErrors({ name: 'nsg-' }),
      ['stack/Nsg: the name "nsg-" is not one Azure takes; write 1 to 80 letters, digits, ".", "-" or "_", beginning with a letter or digit and not ending in "." or "-".']],
    ['a long description', () => withOther({ description: 'd'.repeat(141) }),
      ['stack/Nsg, rule AllowNtp: the description has 141 bytes in UTF-8 and the azurerm provider takes 140; shorten it.']],
    ['a description that is long in bytes', () => withOther({ description: 'é'.repeat(71) }),
      ['stack/Nsg, rule AllowNtp: the description has 142 bytes in UTF-8 and the azurerm provider takes 140; shorten it.']],
    ['a direction in another case', () => withOther({ direction: 'outbound' }),
      ['stack/Nsg, rule AllowNtp: direction "outbound" is not one of Inbound, Outbound; write one of these, in this case.']],
    ['the protocol of a firewall', () => withOther({ protocol: 'UDP' }),
      ['stack/Nsg, rule AllowNtp: protocol "UDP" is not one of *, Tcp, Udp, Icmp, Esp, Ah; write one of these, in this case.']],
    ['an access that is none', () => withOther({ access: 'Permit' }),
      ['stack/Nsg, rule AllowNtp: access "Permit" is not one of Allow, Deny; write one of these, in this case.']],
    ['a rule with a name alone', () => nsgErrors({ additionalRules: [{ name: 'Empty' }] }), [
      'stack/Nsg, rule Empty: priority is missing; write one.',
      'stack/Nsg, rule Empty: direction is missing; write one.',
      'stack/Nsg, rule Empty: access is missing; write one.',
      'stack/Nsg, rule Empty: protocol is missing; write one.',
      'stack/Nsg, rule Empty: source_address_prefix or source_address_prefixes or source_application_security_group_ids is missing; write one.',
      'stack/Nsg, rule Empty: source_port_range or source_port_ranges is missing; write one.',
      'stack/Nsg, rule Empty: destination_address_prefix or destination_address_prefixes or destination_application_security_group_ids is missing; write one.',
      'stack/Nsg, rule Empty: destination_port_range or destination_port_ranges is missing; write one.',
    ]],
    ['a prefix and a list', () => withOther({ destinationAddressPrefixes: ['192.0.2.0/24'] }),
      ['stack/Nsg, rule AllowNtp: destination_address_prefix and destination_address_prefixes are set together; write exactly one of them.']],
    ['a tag in a list', () => withOther({ destinationAddressPrefix: undefined, destinationAddressPrefixes: ['AzureCloud'] }),
      ['stack/Nsg, rule AllowNtp: "AzureCloud" stands in the list destination_address_prefixes, where Azure takes addresses alone; write it in the singular attribute, one rule for each.']],
    ['overlapping prefixes', () => withOther({ sourceAddressPrefix: undefined, sourceAddressPrefixes: ['10.0.0.0/8', '10.0.0.0/16', '192.0.2.1'] }),
      ['stack/Nsg, rule AllowNtp: prefixes in source_address_prefixes overlap, which Azure refuses; write 10.0.0.0/8, 192.0.2.1.']],
    ['a prefix twice', () => withOther({ sourceAddressPrefix: undefined, sourceAddressPrefixes: ['192.0.2.1', '192.0.2.1/32'] }),
      ['stack/Nsg, rule AllowNtp: prefixes in source_address_prefixes overlap, which Azure refuses; write 192.0.2.1.']],
    ['both address families', () => withOther({ sourceAddressPrefix: 'fd00::4', destinationAddressPrefix: '192.0.2.0/24' }),
      ['stack/Nsg, rule AllowNtp: it has IPv4 and IPv6 addresses, which Azure refuses in one rule; write a rule for each.']],
    ['ports joined by a comma', () => withOther({ destinationPortRange: '80,443' }),
      ['stack/Nsg, rule AllowNtp: destination_port_range "80,443" is not a port; write "*", a number from 0 to 65535, or a range such as "8000-8080".']],
    ['a port that is none', () => withOther({ destinationPortRange: undefined, destinationPortRanges: ['44E', '65536', '90-80', '443'] }), [
      'stack/Nsg, rule AllowNtp: destination_port_ranges "44E" is not a port; write "*", a number from 0 to 65535, or a range such as "8000-8080".',
      'stack/Nsg, rule AllowNtp: destination_port_ranges "65536" is not a port; write "*", a number from 0 to 65535, or a range such as "8000-8080".',
      'stack/Nsg, rule AllowNtp: destination_port_ranges "90-80" is not a port; write "*", a number from 0 to 65535, or a range such as "8000-8080".',
    ]],
    ['eleven groups on one side', () => withOther({
      destinationAddressPrefix: undefined, destinationApplicationSecurityGroupIds: Array.from({ length: 11 }, (_, index) => `\${local.asg${index}}`),
    }), ['stack/Nsg, rule AllowNtp: destination_application_security_group_ids names 11 groups and Azure takes 10; write a second rule for the rest.']],
    ['1,001 rules', () => nsgErrors({
      additionalRules: Array.from({ length: 998 }, (_, index) => ({ ...OTHER, name: `Rule${index}`, priority: 1000 + index })),
    }), ['stack/Nsg: it has 1001 rules and Azure takes 1000 in one NSG; remove some.']],
    ['4,001 addresses', () => nsgErrors({
      sensors: SensorSources.addressPrefixes(...addressesApart(1334)),
    }), ['stack/Nsg: its rules name 4002 source addresses and prefixes and Azure takes 4000 in one NSG; use wider prefixes or application security groups.']],
  ])('%s', (_what, errors, messages) => {
    expect(errors()).toEqual(messages);
  });

  test('all errors are told together, each once', () => {
    expect(nsgErrors({ name: 'nsg-', firstPriority: 4090 })).toHaveLength(3);
  });

  test('values that Terraform fills in are not judged', () => {
    expect(synthErrors((stack) => {
      const text = new TerraformVariable(stack, 'text', {}).stringValue;
      const number = new TerraformVariable(stack, 'number', {}).numberValue;
      const list = new TerraformVariable(stack, 'list', {}).listValue;
      new SensorNetworkSecurityGroup(stack, 'Nsg', {
        workspace: SensorWorkspace.named(text),
        sensors: SensorSources.addressPrefixes(...list),
        location: text,
        resourceGroupName: text,
        name: text,
        firstPriority: number,
        additionalRules: [{
          ...OTHER, name: text, description: text, priority: number, direction: text, access: text, protocol: text, sourceAddressPrefix: text,
          destinationAddressPrefix: undefined, destinationAddressPrefixes: list, destinationPortRange: text,
        }],
      });
    })).toEqual([]);
  });

  test('a standalone rule on an NSG with inline rules is refused, by reference or by name', () => {
    const message = 'stack/Nsg: it has inline rules, and stack/Extra adds a standalone rule: each apply removes what the other wrote; '
      + 'write all rules the same way, for instance with additionalRules.';
    for (const byReference of [true, false]) {
      expect(synthErrors((stack) => {
        const { networkSecurityGroup } = new SensorNetworkSecurityGroup(stack, 'Nsg', {
          workspace: WORKSPACE, sensors: SENSORS, location: 'westeurope', resourceGroupName: 'rg', name: 'nsg-dc',
        });
        new NetworkSecurityRule(stack, 'Extra', {
          ...STANDALONE,
          networkSecurityGroupName: byReference ? networkSecurityGroup.name : 'nsg-dc',
          resourceGroupName: 'rg',
        });
      })).toEqual([message]);
    }
  });
});

const STANDALONE = {
  name: 'AllowNtp', priority: 3000, direction: 'Outbound', access: 'Allow', protocol: 'Udp', sourceAddressPrefix: '*', sourcePortRange: '*',
  destinationAddressPrefix: 'Internet', destinationPortRange: '123',
};

describe('what Azure refuses of rules on an existing NSG fails the synth', () => {
  const BASE: SensorNetworkSecurityRulesProps = {
    workspace: WORKSPACE, sensors: SENSORS, networkSecurityGroup: { name: 'nsg-dc', resourceGroupName: 'rg' }, firstPriority: 200,
  };

  test('another rule of the stack with the same priority or name', () => {
    expect(synthErrors((stack) => {
      new SensorNetworkSecurityRules(stack, 'Rules', BASE);
      new NetworkSecurityRule(stack, 'Extra', { ...STANDALONE, priority: 220, networkSecurityGroupName: 'nsg-dc', resourceGroupName: 'rg' });
      new NetworkSecurityRule(stack, 'Elsewhere', { ...STANDALONE, priority: 200, networkSecurityGroupName: 'nsg-other', resourceGroupName: 'rg' });
    })).toEqual([
      'stack/Extra: priority 220 Outbound is also that of stack/Rules/PkiHttps; write another priority, or another first priority.',
    ]);
  });

  test('two constructs in each other\'s slots, told once', () => {
    const errors = synthErrors((stack) => {
      new SensorNetworkSecurityRules(stack, 'One', BASE);
      new SensorNetworkSecurityRules(stack, 'Two', { ...BASE, firstPriority: 205 });
    });
    expect(errors).toHaveLength(3);
    expect(errors[0]).toMatch(/^stack\/Two\/\w+: the name "AllowMdi\w+" is also that of stack\/One\/\w+; write another name or another ruleNamePrefix\.$/);
  });

  test('an NSG with inline rules', () => {
    expect(synthErrors((stack) => {
      const existing = new NetworkSecurityGroup(stack, 'Existing', { name: 'nsg-dc', location: 'w', resourceGroupName: 'rg', securityRule: [OTHER] });
      new SensorNetworkSecurityRules(stack, 'Rules', { ...BASE, networkSecurityGroup: existing });
    })).toEqual([
      'stack/Existing: it has inline rules, and stack/Rules/SensorApi adds a standalone rule: each apply removes what the other wrote; '
      + 'write all rules the same way, for instance with additionalRules.',
    ]);
  });
});

describe('what a subnet or a resource group has no room for twice', () => {
  const SUBNET = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/snet-dc';
  const group = (stack: TerraformStack, id: string, props: Partial<SensorNetworkSecurityGroupProps> = {}) => new SensorNetworkSecurityGroup(stack, id, {
    workspace: WORKSPACE, sensors: SENSORS, location: 'westeurope', resourceGroupName: 'rg', ...props,
  });

  test('two NSGs of one name', () => {
    expect(synthErrors((stack) => {
      group(stack, 'One', { name: 'nsg-dc' });
      new NetworkSecurityGroup(stack, 'Two', { name: 'nsg-dc', resourceGroupName: 'rg', location: 'westeurope' });
      new NetworkSecurityGroup(stack, 'Elsewhere', { name: 'nsg-dc', resourceGroupName: 'rg-other', location: 'westeurope' });
    })).toEqual([
      'stack/One: the name "nsg-dc" is also that of stack/Two in the same resource group, so Azure has room for one of them; write another name.',
    ]);
  });

  test('two NSGs on one subnet', () => {
    expect(synthErrors((stack) => {
      group(stack, 'Nsg', { subnetIds: [SUBNET, `${SUBNET}-2`] });
      const other = new NetworkSecurityGroup(stack, 'Other', { name: 'other', resourceGroupName: 'rg', location: 'westeurope' });
      new SubnetNetworkSecurityGroupAssociation(stack, 'OnSubnet', { subnetId: SUBNET, networkSecurityGroupId: other.id });
    })).toEqual([
      'stack/Nsg/Subnet0: its subnet has a network security group by stack/OnSubnet already, and a subnet has one at most; leave one of the two out.',
    ]);
  });
});

describe('what Azure refuses of firewall rules fails the synth', () => {
  const POLICY = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/afwp';
  const BASE: SensorFirewallRulesProps = {
    workspace: WORKSPACE, sensors: SENSORS, firewallPolicyId: POLICY, tier: FirewallTier.STANDARD, priority: 500,
  };
  const errors = (props: Partial<SensorFirewallRulesProps>) => synthErrors((stack) => new SensorFirewallRules(stack, 'Firewall', { ...BASE, ...props }));
  const RANGE = 'is not a whole number from 100 to 65000; write another priority, or another first priority.';

  test('good rules pass', () => {
    expect(errors({})).toEqual([]);
    expect(errors({ priority: 65000, firstCollectionPriority: 64990 })).toEqual([]);
  });

  test.each<[string, Partial<SensorFirewallRulesProps>, string[]]>([
    ['a group priority out of range', { priority: 65001 }, [`stack/Firewall: priority 65001 ${RANGE}`]],
    ['a collection priority out of range', { firstCollectionPriority: 64991 }, [`stack/Firewall, collection mdi-pki: priority 65001 ${RANGE}`]],
    ['a name of one letter', { name: 'r' }, [
      'stack/Firewall: the name "r" is not one Azure takes; write 2 to 80 letters, digits, ".", "-" or "_", beginning with a letter or digit and not ending in "." or "-".',
    ]],
    ['more pairs than a firewall takes', {
      sensors: SensorSources.addressPrefixes(...addressesApart(20001)),
    }, ['stack/Firewall: its network rules have 20001 pairs of source and destination and Azure Firewall takes 20000; use IP groups.']],
  ])('%s', (_what, props, messages) => {
    expect(errors(props)).toEqual(messages);
  });

  test('a sibling group with the same priority', () => {
    expect(synthErrors((stack) => {
      new FirewallPolicyRuleCollectionGroup(stack, 'Platform', { name: 'rcg-platform', firewallPolicyId: POLICY, priority: 500 });
      new FirewallPolicyRuleCollectionGroup(stack, 'Other', { name: 'rcg-other', firewallPolicyId: POLICY.replace('afwp', 'other'), priority: 500 });
      new SensorFirewallRules(stack, 'Firewall', BASE);
    })).toEqual([
      'stack/Firewall: priority 500 is also that of stack/Platform on the same firewall policy, and Azure does not say which is first; write another priority.',
    ]);
  });

  test('a sibling group with the same name', () => {
    expect(synthErrors((stack) => {
      new FirewallPolicyRuleCollectionGroup(stack, 'Platform', { name: 'RCG-mdi', firewallPolicyId: POLICY, priority: 400 });
      new FirewallPolicyRuleCollectionGroup(stack, 'Other', { name: 'rcg-mdi', firewallPolicyId: POLICY.replace('afwp', 'other'), priority: 500 });
      new SensorFirewallRules(stack, 'Firewall', { ...BASE, name: 'rcg-mdi' });
    })).toEqual([
      'stack/Firewall: the name "rcg-mdi" is also that of stack/Platform on the same firewall policy, so each apply overwrites the other; write another name.',
    ]);
  });

  test.each([['Standard', undefined], ['Basic', 'Basic']])('URLs on a %s policy', (sku, written) => {
    expect(synthErrors((stack) => {
      const policy = new FirewallPolicy(stack, 'Policy', { name: 'afwp', location: 'w', resourceGroupName: 'rg', sku: written });
      new SensorFirewallRules(stack, 'Firewall', { ...BASE, firewallPolicyId: policy.id, tier: FirewallTier.PREMIUM });
    })).toEqual([
      `stack/Firewall: it filters URLs, which takes FirewallTier.PREMIUM, and the firewall policy has the sku ${sku}; `
      + `write tier: FirewallTier.${sku.toUpperCase()}, or make the policy Premium.`,
    ]);
  });
});
