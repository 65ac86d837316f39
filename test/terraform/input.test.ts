import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { IN_GROUP, NSG, RULE, first, planJson, reasonOf } from './builders';
import { InputError, mergeEstates, readInput } from '../../src/terraform';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'input-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

/** The error's message, with the temporary folder written as `F`. */
function refusal(path: string): string {
  try {
    readInput(path);
  } catch (error) {
    if (error instanceof InputError) return `${error.code}: ${error.message.replaceAll(folder, 'F')}`;
    throw error;
  }
  throw new Error('nothing was refused');
}

const IP_GROUP = { resource: { azurerm_ip_group: { g: { name: 'g', resource_group_name: 'rg', cidrs: ['10.0.0.1'] } } } };

describe('files', () => {
  test('a missing one', () => {
    expect(refusal(join(folder, 'nowhere.json'))).toBe('missing-input: F/nowhere.json does not exist; check the path.');
  });

  test('one of 200 MB is refused before it is read', () => {
    const path = write('huge.json', '{');
    truncateSync(path, 200 * 1024 * 1024);
    expect(refusal(path)).toBe('too-large: F/huge.json holds 200 MiB, more than the 128 MiB that are read; pass the JSON of one plan or stack.');
  });

  test('a binary one', () => {
    expect(refusal(write('tfplan', Uint8Array.of(0x50, 0x4b, 3, 4, 0)))).toBe(
      'binary-file: F/tfplan is a binary file (byte 4 is zero); if it is a saved plan, pass the output of "terraform show -json <plan file>" instead.');
  });

  test('an empty one', () => {
    expect(refusal(write('plan.json', ''))).toBe('empty-input: F/plan.json is empty; write it again, for instance with "terraform show -json <plan file> > plan.json".');
  });

  test('a path through a file', () => {
    expect(refusal(join(write('plan.json', '{}'), 'inner'))).toBe('missing-input: F/plan.json/inner does not exist; check the path.');
  });

  test('a device', () => {
    expect(refusal('/dev/null')).toBe('not-a-file: /dev/null is neither a file nor a folder; pass a file or a folder.');
  });

  test('a byte order mark is accepted', () => {
    expect(readInput(write('cdk.tf.json', `\ufeff${JSON.stringify(IP_GROUP)}`)).estate.ipGroups).toHaveLength(1);
  });
});

describe('folders', () => {
  test('of *.tf.json files are one configuration, with its variables files', () => {
    write('a.tf.json', { variable: { last: { default: '1' } }, locals: { first: '10.0.0' } });
    write('b.tf.json', { resource: { azurerm_ip_group: { g: { name: 'g', resource_group_name: 'rg', cidrs: ['${local.first}.${var.last}'] } } } });
    write('terraform.tfvars.json', { last: '8' });
    write('x.auto.tfvars.json', { last: '9' });
    const input = readInput(folder);
    expect(input.kind).toBe('cdk-tf-json');
    expect(first(input.estate.ipGroups).cidrs).toEqual(['10.0.0.9']);
    expect(input.estate.assumptions).toEqual([]);
  });

  test('may have a variables file in HCL', () => {
    write('main.tf.json', { variable: { x: { default: '10.0.0.1' } }, resource: { azurerm_ip_group: { g: { name: 'g', resource_group_name: 'rg', cidrs: ['${var.x}'] } } } });
    write('terraform.tfvars', 'x = "10.0.0.2"');
    expect(first(readInput(folder).estate.ipGroups).cidrs).toEqual(['10.0.0.2']);
  });

  test('without Terraform', () => {
    write('README.md', 'hello');
    expect(refusal(folder)).toBe('no-terraform-in-folder: F holds neither a manifest.json of cdktf nor *.tf or *.tf.json files; pass a folder that does, or the output of "terraform show -json <plan file>".');
  });

  test('errors name the file they are in', () => {
    write('a.tf.json', IP_GROUP);
    write('b.tf.json', '{"resource": ');
    expect(refusal(folder)).toBe('invalid-json: F/b.tf.json is not valid JSON: the end of the text where a value is expected at line 1, column 14; write the file again from its source.');
  });
});

describe('cdktf.out folders', () => {
  const manifest = (stacks: Record<string, string>) => write('manifest.json', {
    version: '0.21.0', stacks: Object.fromEntries(Object.entries(stacks).map(([name, synthesizedStackPath]) => [name, { name, synthesizedStackPath }])),
  });

  test('all stacks are taken together, and what one takes from another is followed', () => {
    manifest({ hub: 'stacks/hub/cdk.tf.json', spoke: 'stacks/spoke/cdk.tf.json' });
    write('stacks/hub/cdk.tf.json', {
      resource: { azurerm_network_security_group: { nsg: { ...NSG, security_rule: [] } }, azurerm_ip_group: { g: { name: 'hub', resource_group_name: 'rg' } } },
      output: { 'cross-stack-output-azurerm_network_security_groupnsgid': { sensitive: true, value: '${azurerm_network_security_group.nsg.id}' } },
    });
    write('stacks/spoke/cdk.tf.json', {
      data: { terraform_remote_state: { 'cross-stack-reference-input-hub': { backend: 'local', config: { path: 'terraform.hub.tfstate' } } } },
      resource: {
        azurerm_ip_group: { g: { name: 'spoke', resource_group_name: 'rg' } },
        azurerm_subnet_network_security_group_association: { x: {
          subnet_id: '/s', network_security_group_id: '${data.terraform_remote_state.cross-stack-reference-input-hub.outputs.cross-stack-output-azurerm_network_security_groupnsgid}' } },
      },
    });
    const { kind, estate } = readInput(folder);
    expect(kind).toBe('cdktf-out');
    expect(first(estate.networkSecurityGroupAssociations).networkSecurityGroup).toBe('azurerm_network_security_group.nsg');
    expect(estate.ipGroups.map(({ id, name }) => [id, name])).toEqual([['hub/azurerm_ip_group.g', 'hub'], ['spoke/azurerm_ip_group.g', 'spoke']]);
  });

  test('the output of a stack that is not there is unknown', () => {
    manifest({ spoke: 'cdk.tf.json' });
    write('cdk.tf.json', {
      data: { terraform_remote_state: { hub: { backend: 'azurerm' } } },
      resource: { azurerm_ip_group: { g: { name: 'g', resource_group_name: 'rg', cidrs: ['${data.terraform_remote_state.hub.outputs.cidr}'] } } },
    });
    expect(reasonOf(first(readInput(folder).estate.ipGroups).cidrs[0])).toBe(
      'data.terraform_remote_state.hub.outputs.cidr is the output of a stack that is not in the input (azurerm_ip_group.g.cidrs[0])');
  });

  test('nothing outside the folder is followed', () => {
    manifest({ evil: '../secret.tf.json' });
    expect(refusal(folder)).toBe('outside-folder: F/manifest.json names a file outside its folder for the stack evil, which is not followed; synthesize the folder again.');
    manifest({ evil: '/etc/passwd' });
    expect(refusal(folder)).toMatch(/^(missing-input|outside-folder)/);
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    try {
      writeFileSync(join(elsewhere, 'cdk.tf.json'), JSON.stringify(IP_GROUP));
      symlinkSync(elsewhere, join(folder, 'linked'));
      manifest({ evil: 'linked/cdk.tf.json' });
      expect(refusal(folder)).toContain('outside-folder: ');
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  test('a stack that is not there, and manifests of an odd shape', () => {
    manifest({ hub: 'stacks/hub/cdk.tf.json' });
    expect(refusal(folder)).toBe('missing-input: F/stacks/hub/cdk.tf.json does not exist; check the path.');
    write('manifest.json', { stacks: [] });
    expect(refusal(folder)).toBe('malformed-manifest: F/manifest.json is not a manifest that cdktf wrote: stacks is missing or odd; synthesize the folder again.');
    write('manifest.json', { stacks: { hub: {} } });
    expect(refusal(folder)).toBe('malformed-manifest: F/manifest.json is not a manifest that cdktf wrote: stacks.hub.synthesizedStackPath is missing or odd; synthesize the folder again.');
  });

  test('a stack that was synthesized as HCL is read too', () => {
    manifest({ hub: 'stacks/hub/cdk.tf' });
    write('stacks/hub/cdk.tf', 'resource "azurerm_ip_group" "g" {\n  name = "g"\n  resource_group_name = "rg"\n  cidrs = ["10.0.0.1"]\n}\n');
    const input = readInput(folder);
    expect(first(input.estate.ipGroups).cidrs).toEqual(['10.0.0.1']);
    expect(input.positions).toEqual(new Map([['azurerm_ip_group.g', { path: join(folder, 'stacks/hub/cdk.tf'), line: 1 }]]));
  });
});

describe('several inputs', () => {
  const plan = (name: string, resources: Parameters<typeof planJson>[0]['resources']) => readInput(write(name, planJson({ resources }))).estate;

  test('one estate alone is itself', () => {
    const estate = plan('a.json', [{ address: 'azurerm_ip_group.g', values: { name: 'g', resource_group_name: 'rg', cidrs: [] } }]);
    expect(mergeEstates([estate])).toBe(estate);
  });

  test('addresses that both use get the input in front; unknown values are never the same', () => {
    const resources = (name: string) => [{ address: 'azurerm_ip_group.g', values: { name, resource_group_name: 'rg', cidrs: [null] }, unknown: { cidrs: [true] } }, { address: `azurerm_ip_group.${name}`, values: { name, resource_group_name: 'rg', cidrs: [] } }];
    const merged = mergeEstates([plan('a.json', resources('a')), plan('b.json', resources('b'))]);
    expect(merged.ipGroups.map(({ id }) => id.replace(folder, 'F'))).toEqual(['F/a.json: azurerm_ip_group.g', 'azurerm_ip_group.a', 'F/b.json: azurerm_ip_group.g', 'azurerm_ip_group.b']);
    const [a, , b] = merged.ipGroups;
    expect(a?.cidrs[0]).toHaveProperty('key');
    expect(a?.cidrs[0]).not.toEqual(b?.cidrs[0]);
  });

  test('links inside one input stay inside it', () => {
    const resources = [
      { address: 'azurerm_network_security_group.g', values: { ...NSG, id: '/one', security_rule: [] }, actions: ['no-op'] },
      { address: 'azurerm_network_interface_security_group_association.x', values: { network_interface_id: '/nic', network_security_group_id: '/one' }, actions: ['no-op'] },
    ];
    const second = resources.map(({ address, values, actions }) => ({ address, actions, values: JSON.parse(JSON.stringify(values).replaceAll('/one', '/two').replaceAll('nsg-dc', 'nsg-2')) as Record<string, unknown> }));
    const merged = mergeEstates([plan('a.json', resources), plan('b.json', second)]);
    expect(merged.networkSecurityGroupAssociations.map(({ networkSecurityGroup }) => String(networkSecurityGroup).replace(folder, 'F'))).toEqual([
      'F/a.json: azurerm_network_security_group.g', 'F/b.json: azurerm_network_security_group.g',
    ]);
  });

  test('what one input only names is found in another', () => {
    const owner = plan('hub.json', [
      { address: 'azurerm_network_security_group.g', values: { ...NSG, security_rule: [] }, actions: ['no-op'] },
      { address: 'azurerm_firewall_policy.p', values: { name: 'p', resource_group_name: 'rg', id: '/policies/p' }, actions: ['no-op'] },
    ]);
    const rules = plan('rules.json', [
      { address: 'azurerm_network_security_rule.r', values: { ...RULE, ...IN_GROUP } },
      { address: 'azurerm_firewall_policy_rule_collection_group.c', values: { name: 'c', priority: 100, firewall_policy_id: '/policies/P' } },
    ]);
    expect(first(rules.networkSecurityGroups).id).toBe('outside the input: azurerm_network_security_group rg/nsg-dc');
    const merged = mergeEstates([owner, rules]);
    expect(merged.networkSecurityGroups.map(({ id, rules: all, hiddenRules }) => [id, all.length, hiddenRules])).toEqual([['azurerm_network_security_group.g', 1, undefined]]);
    expect(merged.firewallPolicies.map(({ id, ruleCollectionGroups }) => [id, ruleCollectionGroups.length])).toEqual([['azurerm_firewall_policy.p', 1]]);
  });

  test('an estate that was not read cannot be merged', () => {
    const estate = plan('a.json', [{ address: 'azurerm_ip_group.g', values: { name: 'g', resource_group_name: 'rg', cidrs: [] } }]);
    expect(() => mergeEstates([estate, { ...estate }])).toThrow('Only estates that were read from an input can be merged.');
  });
});
