import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import {
  Cloud, FirewallTier, PkiEgress, SensorApiMatch, SensorFirewallRules, SensorFirewallRulesOptions, SensorNetworkSecurityGroup, SensorNetworkSecurityGroupProps,
  SensorNetworkSecurityRules, SensorSources, SensorWorkspace, ServiceTagAddressList, ServiceTagIpGroup,
} from '../../src';
import { minimalPrefixes } from '../../src/azure';
import { extract, extractPath, fileOfWeek, serviceTagFile, weeklyStates } from '../support/service-tags';
import { all, emitted, Json, only } from '../support/synthesis';

const AATP = 'AzureAdvancedThreatProtection';
const PUBLIC = extractPath('Public');
const GOVERNMENT = extractPath('AzureGovernment');
const GOVERNMENT_IPV4 = minimalPrefixes(extract('AzureGovernment').states(AATP).at(-1)!.addressPrefixes).ipv4;
const sensors = SensorSources.addressPrefixes('10.1.0.4');
const gccHigh = SensorWorkspace.named('contoso', { cloud: Cloud.GCC_HIGH });
const commercial = SensorWorkspace.named('contoso');
const POLICY = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/p';

function fileWith(text: string, name = 'ServiceTags_Public_20260701.json'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tags-')), name);
  writeFileSync(path, text);
  return path;
}

function nsgIn(
  stack: TerraformStack, workspace: SensorWorkspace, options: Partial<SensorNetworkSecurityGroupProps> = {}, who = sensors,
): SensorNetworkSecurityGroup {
  return new SensorNetworkSecurityGroup(stack, 'Nsg', {
    workspace, sensors: who, location: 'westeurope', resourceGroupName: 'rg', denyOtherInternet: true, pki: PkiEgress.none('Lists are distributed'), ...options,
  });
}

function firewallIn(stack: TerraformStack, workspace: SensorWorkspace, options: Partial<SensorFirewallRulesOptions> = {}): SensorFirewallRules {
  return new SensorFirewallRules(stack, 'Firewall', { workspace, sensors, firewallPolicyId: POLICY, tier: FirewallTier.STANDARD, priority: 500, ...options });
}

function sensorApiRules(terraform: Json): Json[] {
  return (only(terraform, 'azurerm_network_security_group').security_rule as Json[]).filter((rule) => String(rule.name).startsWith('AllowMdiSensorApi'));
}

/** The errors of a synth whose provider works in an environment. */
function errorsIn(environment: string | undefined, build: (stack: TerraformStack) => void): string[] {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AzurermProvider(stack, 'azurerm', { features: [{}], ...environment === undefined ? {} : { environment } });
  build(stack);
  return stack.node.findAll().flatMap((node) => node.node.validate());
}

describe('ServiceTagAddressList.fromFile', () => {
  const list = ServiceTagAddressList.fromFile(PUBLIC);

  test('has the tag\'s addresses, families apart, and tells where they are from', () => {
    expect(list).toMatchObject({ tag: AATP, fileCloud: 'Public', fileDate: '2025-10-28', changeNumber: 36 });
    expect(list.ipv4Prefixes.length).toBeGreaterThan(80);
    expect(list.ipv4Prefixes.some((prefix) => prefix.includes(':'))).toBe(false);
    expect(list.ipv6Prefixes.every((prefix) => prefix.includes(':'))).toBe(true);
  });

  test('joins what touches', () => {
    const joined = ServiceTagAddressList.fromFile(fileWith(serviceTagFile({ [AATP]: ['20.0.0.0/29', '20.0.0.8/29', '20.0.0.8/30', '2603:1000:4::140/123'] })));
    expect([joined.ipv4Prefixes, joined.ipv6Prefixes]).toEqual([['20.0.0.0/28'], ['2603:1000:4::140/123']]);
  });

  test('takes another tag, in any case', () => {
    expect(ServiceTagAddressList.fromFile(PUBLIC, { tag: 'onedscollector' }).tag).toBe('OneDsCollector');
  });

  test('refuses a tag that the file does not have', () => {
    expect(() => ServiceTagAddressList.fromFile(PUBLIC, { tag: 'Nothing' }))
      .toThrow(`${PUBLIC} has no service tag "Nothing" (it is of the cloud "Public"); check the spelling, or name the file of the cloud that has it.`);
  });

  test('refuses a file that is not there', () => {
    expect(() => ServiceTagAddressList.fromFile('nowhere.json')).toThrow('The service tag file nowhere.json does not exist; name a file that can be read.');
  });
});

describe('an NSG with a list in place of the tag', () => {
  test('names the addresses in the plural attribute, and the pin in the description', () => {
    const [rule, ...others] = sensorApiRules(emitted((stack) => nsgIn(stack, gccHigh, { sensorApiAddresses: ServiceTagAddressList.fromFile(GOVERNMENT) })));
    expect(rule).toMatchObject({
      name: 'AllowMdiSensorApi', destination_address_prefixes: GOVERNMENT_IPV4, destination_port_range: '443',
      description: `sensor-api: HTTPS to ${AATP} of 2026-07-20, change 5`,
    });
    expect(rule.destination_address_prefix ?? null).toBeNull();
    expect(others).toEqual([]);
  });

  test('has a rule for each family where the sensors have both, or are application security groups', () => {
    const sensorApiAddresses = ServiceTagAddressList.fromFile(GOVERNMENT);
    const asg = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/applicationSecurityGroups/a';
    for (const who of [SensorSources.addressPrefixes('10.1.0.4', 'fd00::4'), SensorSources.applicationSecurityGroups(asg)]) {
      const rules = sensorApiRules(emitted((stack) => nsgIn(stack, gccHigh, { sensorApiAddresses }, who)));
      expect(rules.map(({ name, priority }) => [name, priority])).toEqual([['AllowMdiSensorApi', 200], ['AllowMdiSensorApiIpv6', 240]]);
      expect(rules[1].destination_address_prefixes.every((prefix: string) => prefix.includes(':'))).toBe(true);
    }
  });

  test('refuses sensors of a family that the list does not have', () => {
    const ipv4Alone = ServiceTagAddressList.fromFile(fileWith(serviceTagFile({ [AATP]: ['20.0.0.0/29'] })));
    const build = () => emitted((stack) => nsgIn(stack, commercial, { sensorApiAddresses: ipv4Alone }, SensorSources.addressPrefixes('fd00::4')));
    expect(build).toThrow(`stack/Nsg has sensors with IPv6 addresses, and ${AATP} of 2026-07-01, change 1 has none of that family; leave these sensors out here, or give a list that has.`);
  });

  test('refuses the list of another cloud', () => {
    expect(() => emitted((stack) => nsgIn(stack, gccHigh, { sensorApiAddresses: ServiceTagAddressList.fromFile(PUBLIC) })))
      .toThrow(`stack/Nsg has the addresses of ${AATP} of 2025-10-28, change 36 from the file of the cloud "Public", and a gcc-high workspace is in AzureGovernment; `
        + 'give a list from the service tag file of AzureGovernment.');
  });

  test('standalone rules take it too', () => {
    const terraform = emitted((stack) => new SensorNetworkSecurityRules(stack, 'Rules', {
      workspace: gccHigh, sensors, networkSecurityGroup: { name: 'n', resourceGroupName: 'rg' }, firstPriority: 200, sensorApiAddresses: ServiceTagAddressList.fromFile(GOVERNMENT),
    }));
    expect(all(terraform, 'azurerm_network_security_rule').map((rule) => rule.destination_address_prefixes)).toContainEqual(GOVERNMENT_IPV4);
  });

  test('asked of Azure refers to the data source', () => {
    const terraform = emitted((stack) => nsgIn(stack, commercial, { sensorApiAddresses: ServiceTagAddressList.live(stack, 'Tag', { location: 'westeurope' }) }));
    expect(terraform.data.azurerm_network_service_tags).toEqual({ Tag: expect.objectContaining({ location: 'westeurope', service: AATP }) });
    expect(sensorApiRules(terraform)[0].destination_address_prefixes).toBe('${data.azurerm_network_service_tags.Tag.ipv4_cidrs}');
  });
});

describe('a firewall with a list in place of the tag', () => {
  const ruleOf = (terraform: Json): Json => only(terraform, 'azurerm_firewall_policy_rule_collection_group').network_rule_collection[0].rule[0];

  test('names the IPv4 addresses', () => {
    const rule = ruleOf(emitted((stack) => firewallIn(stack, gccHigh, { sensorApiAddresses: ServiceTagAddressList.fromFile(GOVERNMENT) })));
    expect(rule.destination_addresses).toEqual(GOVERNMENT_IPV4);
  });

  test('or IP groups', () => {
    const terraform = emitted((stack) => firewallIn(stack, gccHigh, {
      sensorApiIpGroup: new ServiceTagIpGroup(stack, 'Group', { location: 'westeurope', resourceGroupName: 'rg', addresses: ServiceTagAddressList.fromFile(GOVERNMENT) }),
    }));
    expect(ruleOf(terraform).destination_ip_groups).toEqual([expect.stringMatching(/^\$\{azurerm_ip_group\..*\.id\}$/)]);
    expect(ruleOf(terraform).destination_addresses ?? []).toEqual([]);
  });

  test('refuses two ways at once', () => {
    const sensorApiAddresses = ServiceTagAddressList.fromFile(GOVERNMENT);
    expect(() => emitted((stack) => firewallIn(stack, gccHigh, { sensorApiAddresses, sensorApiMatch: SensorApiMatch.HOST })))
      .toThrow('stack/Firewall is told to recognise the sensor API in several ways (SensorApiMatch.HOST, sensorApiAddresses); write one of them.');
  });

  test('by host names both hosts of a GCC workspace', () => {
    const terraform = emitted((stack) => firewallIn(stack, SensorWorkspace.named('contoso', { cloud: Cloud.GCC }), { sensorApiMatch: SensorApiMatch.HOST }));
    const hosts = only(terraform, 'azurerm_firewall_policy_rule_collection_group').application_rule_collection.flatMap((one: Json) => one.rule).map((one: Json) => one.destination_fqdns);
    expect(hosts).toContainEqual(['contososensorapi.atp.gcc.azure.com', 'contososensorapi.gcc.atp.azure.com']);
  });
});

describe('ServiceTagIpGroup', () => {
  const emittedGroups = (path: string, tags?: { [key: string]: string }): Json => emitted((stack) => new ServiceTagIpGroup(stack, 'Tag', {
    location: 'westeurope', resourceGroupName: 'rg', name: 'mdi', addresses: ServiceTagAddressList.fromFile(path), tags,
  }));
  const groupsOf = (path: string, tags?: { [key: string]: string }): Json[] => all(emittedGroups(path, tags), 'azurerm_ip_group');

  test('has the IPv4 addresses, and the pin in its tags', () => {
    const [group, ...others] = groupsOf(GOVERNMENT, { owner: 'me' });
    expect(group).toMatchObject({ name: 'mdi', cidrs: GOVERNMENT_IPV4 });
    expect(group.tags).toEqual({
      'owner': 'me', 'service-tag': AATP, 'service-tag-cloud': 'AzureGovernment', 'service-tag-date': '2026-07-20', 'service-tag-change': '5',
    });
    expect(others).toEqual([]);
  });

  test('is split at 5,000, each group after the one before', () => {
    // Every other address, so that nothing can be joined.
    const many = Array.from({ length: 12_000 }, (_, i) => `20.${i >> 15}.${(i >> 7) & 255}.${(i & 127) * 2}/32`);
    const terraform = emittedGroups(fileWith(serviceTagFile({ [AATP]: many })));
    const groups = all(terraform, 'azurerm_ip_group');
    expect(groups.map(({ name, cidrs }) => [name, cidrs.length])).toEqual([['mdi', 5000], ['mdi-2', 5000], ['mdi-3', 2000]]);
    const addresses = Object.keys(terraform.resource.azurerm_ip_group).map((key) => `azurerm_ip_group.${key}`);
    expect(groups.map(({ depends_on: dependsOn }) => dependsOn ?? [])).toEqual([[], [addresses[0]], [addresses[1]]]);
    expect(new Set(groups.flatMap(({ cidrs }) => cidrs)).size).toBe(12_000);
  });

  test.each<[string, { name?: string; resourceGroupName?: string }, string]>([
    ['a name', { name: 'mdi-' }, 'the name "mdi-" is not one Azure takes; write 1 to 80 letters, digits, ".", "-" or "_", beginning with a letter or digit and not ending in "." or "-".'],
    ['a resource group', { resourceGroupName: 'r g' }, 'the resource group "r g" is not one that the azurerm provider takes; '
      + 'write 1 to 90 letters of the English alphabet, digits, "-", "_", ".", "(" or ")", not ending in ".".'],
  ])('refuses %s that the provider or Azure would refuse', (_what, props, message) => {
    expect(() => emitted((stack) => new ServiceTagIpGroup(stack, 'Tag', {
      location: 'w', resourceGroupName: 'rg', addresses: ServiceTagAddressList.fromFile(fileWith(serviceTagFile({ [AATP]: ['10.0.0.0/8'] }))), ...props,
    }))).toThrow(`stack/Tag: ${message}`);
  });

  test('refuses to be empty: Azure Firewall would skip the rule', () => {
    expect(() => groupsOf(fileWith(serviceTagFile({ [AATP]: ['2603:1000:4::140/123'] }))))
      .toThrow(`stack/Tag would be empty: ${AATP} of 2026-07-01, change 1 has no IPv4 prefix, and a rule whose IP groups are empty is skipped by Azure Firewall; give another list.`);
  });
});

describe('the cloud of the rules, at synth', () => {
  const REFUSED = 'rules in the cloud Public mean the addresses there by the service tag AzureAdvancedThreatProtection, and a gcc-high workspace is in AzureGovernment; '
    + "write sensorApiAddresses: ServiceTagAddressList.fromFile('ServiceTags_AzureGovernment_<date>.json'), or SensorApiMatch.HOST at a firewall; "
    + 'if the rules are there too, write environment on the azurerm provider.';

  test.each([undefined, 'public'])('environment %s: the tag is refused for a government workspace', (environment) => {
    expect(errorsIn(environment, (stack) => nsgIn(stack, gccHigh))).toEqual([`stack/Nsg: ${REFUSED}`]);
    expect(errorsIn(environment, (stack) => firewallIn(stack, gccHigh))).toEqual([`stack/Firewall: ${REFUSED}`]);
  });

  test('a list that Azure is asked for there is refused alike', () => {
    expect(errorsIn(undefined, (stack) => nsgIn(stack, gccHigh, { sensorApiAddresses: ServiceTagAddressList.live(stack, 'Tag', { location: 'westeurope' }) })))
      .toEqual([`stack/Nsg: ${REFUSED}`]);
  });

  test('in the government cloud the tag is right, and proven', () => {
    expect(errorsIn('usgovernment', (stack) => nsgIn(stack, gccHigh))).toEqual([]);
    expect(errorsIn('usgovernment', (stack) => firewallIn(stack, gccHigh))).toEqual([]);
  });

  test('a commercial workspace\'s tag is refused there', () => {
    expect(errorsIn('usgovernment', (stack) => nsgIn(stack, commercial))).toEqual([expect.stringContaining('rules in the cloud AzureGovernment mean the addresses there')]);
  });

  test('the government file and the host are right in public Azure, and proven', () => {
    expect(errorsIn(undefined, (stack) => nsgIn(stack, gccHigh, { sensorApiAddresses: ServiceTagAddressList.fromFile(GOVERNMENT) }))).toEqual([]);
    expect(errorsIn(undefined, (stack) => firewallIn(stack, gccHigh, { sensorApiMatch: SensorApiMatch.HOST }))).toEqual([]);
  });
});

describe('a pinned list, at synth', () => {
  test('that is out of date fails the synth, with a witness among what is missing', () => {
    const [error] = errorsIn(undefined, (stack) => nsgIn(stack, commercial, { sensorApiAddresses: ServiceTagAddressList.fromFile(PUBLIC) }));
    expect(error).toContain('sensor-api is violated (required)');
    const missing = weeklyStates('Public').at(-1)!.addressPrefixes.filter((prefix) => !extract('Public').states(AATP).at(-1)!.addressPrefixes.includes(prefix));
    expect(missing.some((prefix) => error.includes(`to ${prefix.split('/')[0]},`))).toBe(true);
  });

  test('of the newest state passes', () => {
    const newest = fileWith(fileOfWeek('Public', weeklyStates('Public').at(-1)!), 'ServiceTags_Public_20260626.json');
    expect(errorsIn(undefined, (stack) => nsgIn(stack, commercial, { sensorApiAddresses: ServiceTagAddressList.fromFile(newest) }))).toEqual([]);
  });

  test('that is newer than the bundled snapshot is judged by its own file', () => {
    const newest = weeklyStates('Public').at(-1)!;
    const later = { ...newest, tagChangeNumber: 99, addressPrefixes: [...newest.addressPrefixes.slice(1), '20.99.0.0/29'] };
    expect(errorsIn(undefined, (stack) => nsgIn(stack, commercial, { sensorApiAddresses: ServiceTagAddressList.fromFile(fileWith(fileOfWeek('Public', later))) }))).toEqual([]);
  });
});
