import { NetworkSecurityGroup, NetworkSecurityGroupConfig } from '@cdktf/provider-azurerm/lib/network-security-group';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, Aspects, Fn, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { SettledNetworkSecurityGroup } from '../../src/constructs/settled-resources';
import { resolveTokens } from '../../src/constructs/tokens';

type GroupClass = new (scope: Construct, id: string, config: NetworkSecurityGroupConfig) => NetworkSecurityGroup;

/** What both classes emit for the same stack: the provider's own is what the other has to equal. */
function emittedByBoth(build: (stack: TerraformStack, Group: GroupClass) => void): { settled: unknown; plain: unknown } {
  const emitted = (Group: GroupClass): unknown => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    build(stack, Group);
    return JSON.parse(Testing.synth(stack));
  };
  return { settled: emitted(SettledNetworkSecurityGroup), plain: emitted(NetworkSecurityGroup) };
}

const RULE = {
  name: 'Allow', priority: 200, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefixes: ['10.1.0.4', '10.1.0.5'], sourcePortRange: '*',
  destinationAddressPrefix: 'Internet', destinationPortRange: '80',
};
const NSG = { name: 'nsg', location: 'westeurope', resourceGroupName: 'rg' };

describe('a resource that is resolved at one go emits what the provider\'s own emits', () => {
  const cases: Record<string, (stack: TerraformStack, Group: GroupClass) => void> = {
    'plain rules': (stack, Group) => {
      new Group(stack, 'Nsg', { ...NSG, securityRule: [RULE, { ...RULE, name: 'Other', description: undefined, priority: 210 }], tags: { team: 'identity' } });
    },
    'no rules': (stack, Group) => {
      new Group(stack, 'Nsg', NSG);
    },
    'an empty list of rules': (stack, Group) => {
      new Group(stack, 'Nsg', { ...NSG, securityRule: [] });
    },
    'tokens in texts, numbers and lists': (stack, Group) => {
      const group = new ResourceGroup(stack, 'Group', { name: 'rg', location: 'westeurope' });
      const addresses = new TerraformVariable(stack, 'addresses', { type: 'list(string)' });
      const priority = new TerraformVariable(stack, 'priority', { type: 'number' });
      new Group(stack, 'Nsg', {
        ...NSG, resourceGroupName: group.name, tags: Token.asStringMap(Fn.merge([{ a: 'b' }])),
        securityRule: [
          { ...RULE, priority: priority.numberValue, sourceAddressPrefixes: addresses.listValue },
          { ...RULE, name: `Allow-${group.name}`, sourceAddressPrefixes: Fn.concat([addresses.listValue, ['10.1.0.9']]) },
        ],
      });
    },
    'a number that Terraform fills in, as a text': (stack, Group) => {
      const port = new TerraformVariable(stack, 'port', { type: 'number' });
      new Group(stack, 'Nsg', { ...NSG, securityRule: [{ ...RULE, destinationPortRange: String(port.numberValue), description: `to port ${port.numberValue} alone` }] });
    },
    'texts that Terraform would fill in unless escaped': (stack, Group) => {
      const variable = new TerraformVariable(stack, 'x', { type: 'string' });
      const texts = [
        'costs $${5} and ${var.x} and %{if}', '${"}" and "${', `\${lower(${variable.stringValue})}`, 'a "quote", a \\ and a\nnew line', '1e+5', '}{',
      ];
      new Group(stack, 'Nsg', { ...NSG, securityRule: texts.map((description) => ({ ...RULE, description })) });
    },
    'overrides of the stack, of an attribute and in a rule': (stack, Group) => {
      const group = new Group(stack, 'Nsg', { ...NSG, securityRule: [RULE], tags: { team: 'identity' } });
      stack.addOverride(`resource.azurerm_network_security_group.${group.friendlyUniqueId}.tags.owner`, 'platform');
      stack.addOverride(`resource.azurerm_network_security_group.${group.friendlyUniqueId}.security_rule`, [{ name: 'Other' }]);
    },
    'two groups of one name': (stack, Group) => {
      for (const id of ['One', 'Two']) new Group(stack, id, { ...NSG, securityRule: [{ ...RULE, name: id }], tags: { [id]: 'yes' } }).overrideLogicalId('same');
    },
    'overrides, of a rule and of what has no attribute': (stack, Group) => {
      const group = new Group(stack, 'Nsg', { ...NSG, securityRule: [RULE] });
      group.addOverride('security_rule', [{ name: 'Overridden' }]);
      group.addOverride('timeouts.create', '5m');
      group.addOverride('location', undefined);
    },
    'what an aspect adds': (stack, Group) => {
      const group = new Group(stack, 'Nsg', { ...NSG, securityRule: [RULE] });
      Aspects.of(stack).add({ visit: (node) => {
        if (node === group) group.tagsInput ?? group.addOverride('tags.owner', 'platform');
      } });
    },
    'meta arguments': (stack, Group) => {
      const other = new ResourceGroup(stack, 'Group', { name: 'rg', location: 'westeurope' });
      new Group(stack, 'Nsg', { ...NSG, securityRule: [RULE], count: 2, dependsOn: [other], lifecycle: { preventDestroy: true, ignoreChanges: ['tags'] } });
    },
    'an import': (stack, Group) => {
      const id = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg';
      new Group(stack, 'Nsg', { ...NSG, securityRule: [RULE] }).importFrom(id);
    },
    'a move': (stack, Group) => {
      new Group(stack, 'Old', NSG).moveTo('new-place');
      new Group(stack, 'New', NSG).addMoveTarget('new-place');
    },
  };
  test.each(Object.entries(cases))('%s', (_name, build) => {
    const { settled, plain } = emittedByBoth(build);
    expect(settled).toEqual(plain);
  });

  test('a reference to another stack makes that stack an output', () => {
    const emitted = (Group: GroupClass): unknown[] => {
      const app = Testing.stubVersion(new App({ stackTraces: false, outdir: Testing.app().outdir }));
      const one = new TerraformStack(app, 'one');
      const group = new ResourceGroup(one, 'Group', { name: 'rg', location: 'westeurope' });
      const two = new TerraformStack(app, 'two');
      new Group(two, 'Nsg', { ...NSG, resourceGroupName: group.name, securityRule: [RULE] });
      for (const stack of [one, two]) stack.prepareStack();
      return [one, two].map((stack) => JSON.parse(JSON.stringify(stack.toTerraform())));
    };
    const settled = emitted(SettledNetworkSecurityGroup);
    expect(settled).toEqual(emitted(NetworkSecurityGroup));
    expect(JSON.stringify(settled[0])).toContain('cross-stack-output-azurerm_resource_group');
  });
});

test('a text of any pieces, tokens among them, is written as the provider\'s own writes it', () => {
  const pieces = fc.constantFrom('${', '}', '$${', '{', '$', '%{', '"', '\\', '\n', 'a', ' 1e+5 ', ' -2 ', 'TEXT', 'NUMBER');
  fc.assert(fc.property(fc.array(fc.array(pieces, { maxLength: 8 }), { minLength: 1, maxLength: 10 }), (texts) => {
    const { settled, plain } = emittedByBoth((stack, Group) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      const number = String(new TerraformVariable(stack, 'number', { type: 'number' }).numberValue);
      const description = (all: readonly string[]): string => all.map((piece) => ({ TEXT: text, NUMBER: ` ${number} ` }[piece] ?? piece)).join('');
      new Group(stack, 'Nsg', { ...NSG, securityRule: texts.map((all) => ({ ...RULE, description: description(all) })) });
    });
    expect(settled).toEqual(plain);
  }), { numRuns: 60 });
});

const NAME = fc.string().filter((text) => !text.includes('{') && text !== '__proto__');

// A number that Terraform fills in stands in a text as a huge one: `e+` is all that is looked for before cdktf is asked.
test('a value without tokens resolves to itself, without what is not defined, and never goes through the resolver', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' }, fc.string().filter((text) => !text.includes('{') && !text.includes('e+')), fc.integer(), fc.boolean(), fc.constant(null),
      fc.array(tie('value')), fc.dictionary(NAME, fc.option(tie('value'), { nil: undefined }), { noNullPrototype: true }),
    ),
  })).value;
  fc.assert(fc.property(value, (one) => {
    const resolved = resolveTokens(one, () => {
      throw new Error('asked for a value without tokens');
    });
    // JSON leaves out members that are not defined, too.
    expect(JSON.stringify(resolved)).toBe(JSON.stringify(one));
    expect(hasUndefined(resolved)).toBe(false);
  }));
});

function hasUndefined(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.values(value).some(hasUndefined));
}
