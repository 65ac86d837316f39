import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { NetworkSecurityGroup, NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { TerraformElement, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  FirewallTier, SensorEgress, SensorFirewallRules, SensorNetworkSecurityGroup, SensorNetworkSecurityGroupProps, SensorNetworkSecurityRules,
  SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { stackConfiguration } from '../../src/constructs/stack-configuration';
import { EXAMPLES } from '../support/examples';
import { stackOf, synthErrors } from '../support/synthesis';

const WORKSPACE = SensorWorkspace.named('contoso-corp');
const DENY_HTTPS: NetworkSecurityGroupSecurityRule = {
  name: 'DenyHttps', description: 'Another team', priority: 150, direction: 'Outbound', access: 'Deny', protocol: 'Tcp', sourceAddressPrefix: '*',
  sourcePortRange: '*', destinationAddressPrefix: 'Internet', destinationPortRange: '443',
};

function nsg(stack: TerraformStack, id: string, address: string, props: Partial<SensorNetworkSecurityGroupProps> = {}): SensorNetworkSecurityGroup {
  return new SensorNetworkSecurityGroup(stack, id, {
    workspace: WORKSPACE, sensors: SensorSources.addressPrefixes(address), location: 'westeurope', resourceGroupName: 'rg', ...props,
  });
}

describe('a stack whose other rules shadow the sensors\'', () => {
  const shadowed = (stack: TerraformStack) => nsg(stack, 'Nsg', '10.1.0.4', { additionalRules: [DENY_HTTPS] });

  test('fails its synth with the requirement, a witness and the deciding rule, once', () => {
    const errors = synthErrors(shadowed);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('sensor-api is violated');
    expect(errors[0]).toMatch(/witness: 10\.1\.0\.4 .*tcp 443/);
    expect(errors[0]).toContain('"DenyHttps" (priority 150)');
    expect(errors[0]).toContain('construct stack/Nsg/Resource');
  });

  test('fails however it is synthesized', () => {
    expect(() => Testing.synth(stackOf(shadowed), true)).toThrow(/sensor-api is violated/);
    const app = Testing.app();
    shadowed(new TerraformStack(app, 'stack'));
    expect(() => app.synth()).toThrow(/sensor-api is violated/);
  });

  test('passes when the other rule comes later', () => {
    expect(synthErrors((stack) => nsg(stack, 'Nsg', '10.1.0.4', { additionalRules: [{ ...DENY_HTTPS, priority: 300 }] }))).toEqual([]);
  });

  test('fails for standalone rules too, where the NSG is in the stack and so holds nothing else', () => {
    const errors = (inStack: boolean) => synthErrors((stack) => {
      const names = { name: 'nsg-dc', resourceGroupName: 'rg' };
      const networkSecurityGroup = inStack ? new NetworkSecurityGroup(stack, 'Existing', { ...names, location: 'w' }) : names;
      new SensorNetworkSecurityRules(stack, 'Rules', {
        workspace: WORKSPACE, sensors: SensorSources.addressPrefixes('10.1.0.4'), networkSecurityGroup, firstPriority: 200,
      });
      new NetworkSecurityRule(stack, 'Deny', {
        name: 'DenyHttps', priority: 150, direction: 'Outbound', access: 'Deny', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*',
        destinationAddressPrefix: 'Internet', destinationPortRange: '443',
        networkSecurityGroupName: networkSecurityGroup.name, resourceGroupName: networkSecurityGroup.resourceGroupName,
      });
    });
    expect(errors(true)).toEqual([expect.stringContaining('"DenyHttps" (priority 150)')]);
    expect(errors(false)).toEqual([]);
  });

  test('fails when an override breaks what the construct wrote', () => {
    const errors = synthErrors((stack) => {
      const { networkSecurityGroup } = nsg(stack, 'Nsg', '10.1.0.4', { denyOtherInternet: true });
      stack.addOverride(`resource.azurerm_network_security_group.${networkSecurityGroup.friendlyUniqueId}.security_rule`, [{
        access: 'Deny', description: 'x', destination_address_prefix: '*', destination_port_range: '*', direction: 'Outbound', name: 'DenyAll',
        priority: 100, protocol: '*', source_address_prefix: '*', source_port_range: '*',
      }]);
    });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('"DenyAll" (priority 100)');
  });
});

describe('several constructs in one stack', () => {
  test('two spokes with NSGs of their own are not in each other\'s way', () => {
    expect(synthErrors((stack) => {
      nsg(stack, 'One', '10.1.0.4', { denyOtherInternet: true });
      nsg(stack, 'Two', '10.2.0.4', { denyOtherInternet: true });
    })).toEqual([]);
  });

  test('two hubs with policies of their own are not in each other\'s way', () => {
    expect(synthErrors((stack) => {
      for (const [id, address] of [['One', '10.1.0.4'], ['Two', '10.2.0.4']]) {
        const policy = new FirewallPolicy(stack, `Policy${id}`, { name: `afwp-${id}`, location: 'w', resourceGroupName: 'rg' });
        new SensorFirewallRules(stack, id, {
          workspace: WORKSPACE, sensors: SensorSources.addressPrefixes(address), firewallPolicyId: policy.id, tier: FirewallTier.STANDARD, priority: 500,
        });
      }
    })).toEqual([]);
  });

  test('two workspaces do not answer for each other', () => {
    expect(synthErrors((stack) => {
      nsg(stack, 'One', '10.1.0.4', { denyOtherInternet: true });
      nsg(stack, 'Two', '10.2.0.4', { denyOtherInternet: true, workspace: SensorWorkspace.named('fabrikam') });
    })).toEqual([]);
  });

  test('a sensor forgotten by one of two constructs that share another is found', () => {
    const errors = synthErrors((stack) => {
      const policy = new FirewallPolicy(stack, 'Policy', { name: 'afwp', location: 'w', resourceGroupName: 'rg' });
      new Firewall(stack, 'AzureFirewall', { name: 'afw', location: 'w', resourceGroupName: 'rg', skuName: 'AZFW_VNet', skuTier: 'Standard', firewallPolicyId: policy.id });
      nsg(stack, 'Nsg', '10.1.0.4-10.1.0.5');
      new SensorFirewallRules(stack, 'Firewall', {
        workspace: WORKSPACE, sensors: SensorSources.addressPrefixes('10.1.0.4'), firewallPolicyId: policy.id, tier: FirewallTier.STANDARD, priority: 500,
      });
    });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/witness: 10\.1\.0\.5 /);
  });

  test('one cause is told once, however many constructs it concerns', () => {
    expect(synthErrors((stack) => new SensorEgress(stack, 'Egress', {
      workspace: WORKSPACE,
      sensors: SensorSources.addressPrefixes('10.1.0.4'),
      networkSecurityGroup: { location: 'w', resourceGroupName: 'rg', additionalRules: [DENY_HTTPS] },
      existingNetworkSecurityGroups: [{ networkSecurityGroup: { name: 'nsg-a', resourceGroupName: 'rg' }, firstPriority: 300 }],
      firewall: { firewallPolicyId: '${data.azurerm_firewall_policy.hub.id}', tier: FirewallTier.STANDARD, priority: 500 },
    }))).toHaveLength(1);
  });
});

describe('a workspace name', () => {
  const warningsOf = (stack: TerraformStack) => stack.node.findAll().flatMap((node) => (
    node.node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => `${node.node.path}: ${data}`)
  ));

  test('that Terraform fills in is not proven, and that is said', () => {
    const stack = stackOf((scope) => nsg(scope, 'Nsg', '10.1.0.4', {
      workspace: SensorWorkspace.named(new TerraformVariable(scope, 'workspace', {}).stringValue), additionalRules: [DENY_HTTPS],
    }));
    expect(stack.node.findAll().flatMap((node) => node.node.validate())).toEqual([]);
    expect(warningsOf(stack)).toEqual([
      'stack/Nsg: The workspace name is filled in by Terraform, so nothing is proven when the stack is synthesized; '
      + 'prove the plan: write it with "terraform show -json <plan file> > plan.json" and run "mdi-egress verify plan.json".',
    ]);
  });

  test('that is probably a slip is warned about', () => {
    expect(warningsOf(stackOf((scope) => nsg(scope, 'Nsg', '10.1.0.4', { workspace: SensorWorkspace.named('contoso-') })))).toEqual([
      'stack/Nsg: The workspace name "contoso-" ends in a hyphen; if that is a slip, write "contoso".',
    ]);
  });
});

describe('what is proven is what is written', () => {
  test.each(Object.keys(EXAMPLES))('in example %s', (name) => {
    const stack = EXAMPLES[name]();
    const written = JSON.parse(JSON.stringify(stack.toTerraform()));
    const { resource, variable } = written;
    expect(JSON.parse(JSON.stringify(stackConfiguration(stack).terraform))).toEqual({ resource, ...variable === undefined ? {} : { variable } });
  });

  test('with tokens in every kind of place', () => {
    const stack = stackOf((scope) => {
      const text = new TerraformVariable(scope, 'text', { default: 'x' }).stringValue;
      const list = new TerraformVariable(scope, 'list', { type: 'list(string)' }).listValue;
      const number = new TerraformVariable(scope, 'number', { type: 'number' }).numberValue;
      const construct = nsg(scope, 'Nsg', text, { sensors: SensorSources.addressPrefixes(...list), firstPriority: number, tags: { [text]: text } });
      construct.networkSecurityGroup.addOverride('lifecycle.ignore_changes', ['tags']);
      construct.networkSecurityGroup.tags = { added: text };
      new TerraformElement(scope, 'Nothing');
    });
    const { resource, variable } = JSON.parse(JSON.stringify(stack.toTerraform()));
    expect(JSON.parse(JSON.stringify(stackConfiguration(stack).terraform))).toEqual({ resource, variable });
  });

  test('and what a change after one synth makes of it, at the next', () => {
    let construct: SensorNetworkSecurityGroup | undefined;
    const stack = stackOf((scope) => { construct = nsg(scope, 'Nsg', '10.1.0.4', { denyOtherInternet: true }); });
    expect(stack.node.validate()).toEqual([]);
    construct?.networkSecurityGroup.putSecurityRule([DENY_HTTPS]);
    expect(stack.node.validate()).toHaveLength(1);
  });
});
