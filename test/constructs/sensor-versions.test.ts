import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import {
  Cloud, FirewallTier, PkiEgress, PkiPorts, SensorApiMatch, SensorEgress, SensorFirewallRules, SensorFirewallRulesProps, SensorNetworkSecurityGroup,
  SensorNetworkSecurityGroupProps, SensorNetworkSecurityRules, SensorSources, SensorVersion, SensorWorkspace, ServiceTagAddressList, ServiceTagIpGroup,
} from '../../src';
import { minimalPrefixes } from '../../src/azure';
import { extract, extractPath } from '../support/service-tags';
import { all, emitted, Json, only, written } from '../support/synthesis';

const MDE = 'MicrosoftDefenderForEndpoint';
const ONE_DS = 'OneDsCollector';
const WORKSPACE = SensorWorkspace.named('contoso');
const GCC_HIGH = SensorWorkspace.named('contoso', { cloud: Cloud.GCC_HIGH });
const SENSORS = SensorSources.addressPrefixes('10.1.0.4');
const POLICY = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/p';
const { VERSION_2, VERSION_3, BOTH } = SensorVersion;

function nsgIn(
  stack: TerraformStack, sensorVersion: SensorVersion | undefined, props: Partial<SensorNetworkSecurityGroupProps> = {},
): SensorNetworkSecurityGroup {
  return new SensorNetworkSecurityGroup(stack, 'Nsg', {
    workspace: WORKSPACE, sensors: SENSORS, sensorVersion, location: 'westeurope', resourceGroupName: 'rg', denyOtherInternet: true,
    pki: PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY }), ...props,
  });
}

function rulesOf(sensorVersion: SensorVersion | undefined, props: Partial<SensorNetworkSecurityGroupProps> = {}): Json[] {
  return (only(emitted((stack) => nsgIn(stack, sensorVersion, props)), 'azurerm_network_security_group').security_rule as Json[]).map(written);
}

function shown(rules: readonly Json[]): unknown[] {
  return rules.map((rule) => [rule.name, rule.priority, rule.destination_address_prefix ?? rule.destination_address_prefixes, rule.destination_port_range]);
}

function firewallIn(stack: TerraformStack, sensorVersion: SensorVersion | undefined, props: Partial<SensorFirewallRulesProps> = {}): SensorFirewallRules {
  return new SensorFirewallRules(stack, 'Firewall', {
    workspace: WORKSPACE, sensors: SENSORS, sensorVersion, firewallPolicyId: POLICY, tier: FirewallTier.STANDARD, priority: 500, ...props,
  });
}

function groupOf(sensorVersion: SensorVersion | undefined, props: Partial<SensorFirewallRulesProps> = {}): Json {
  return only(emitted((stack) => firewallIn(stack, sensorVersion, props)), 'azurerm_firewall_policy_rule_collection_group');
}

function errorsIn(build: (stack: TerraformStack) => void, environment?: string): string[] {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AzurermProvider(stack, 'azurerm', { features: [{}], environment });
  build(stack);
  return stack.node.findAll().flatMap((node) => node.node.validate());
}

describe('an NSG', () => {
  const SENSOR_API = ['AllowMdiSensorApi', 200, 'AzureAdvancedThreatProtection', '443'];
  const PKI = ['AllowMdiPkiHttp', 210, 'Internet', '80'];
  const ENDPOINT = [['AllowMdiDefenderForEndpoint', 280, MDE, '443'], ['AllowMdiOneDsCollector', 290, ONE_DS, '443']];
  const DENY = ['DenyOtherInternet', 4000, 'Internet', '*'];

  test.each([
    [undefined, [SENSOR_API, PKI, DENY]],
    [VERSION_2, [SENSOR_API, PKI, DENY]],
    [VERSION_3, [PKI, ...ENDPOINT, DENY]],
    [BOTH, [SENSOR_API, PKI, ...ENDPOINT, DENY]],
  ])('for version %s: one rule for each service tag, each in the slot it has in every version', (version, expected) => {
    expect(shown(rulesOf(version))).toEqual(expected);
  });

  test('has rules of its own for IPv6 sensors', () => {
    const names = rulesOf(VERSION_3, { sensors: SensorSources.addressPrefixes('10.1.0.4', 'fd00::4') }).map(({ name, priority }) => [name, priority]);
    expect(names).toEqual([
      ['AllowMdiPkiHttp', 210], ['AllowMdiPkiHttpIpv6', 250], ['AllowMdiDefenderForEndpoint', 280], ['AllowMdiOneDsCollector', 290],
      ['AllowMdiDefenderForEndpointIpv6', 300], ['AllowMdiOneDsCollectorIpv6', 310], ['DenyOtherInternet', 4000],
    ]);
  });

  test.each([
    [VERSION_3, [
      'v3-pki-crl, v3-pki-ctl, v3-pki-pkiops, v3-pki-certs: certificate lists over HTTP; the firewall behind filters by host',
      'v3-endpoint: HTTPS to *.endpoint.security.microsoft.com', 'v3-endpoint: HTTPS to *.endpoint.security.microsoft.com',
      'Denies Internet egress beyond v3-endpoint, v3-pki-crl, v3-pki-ctl, v3-pki-pkiops, v3-pki-certs',
    ]],
    [BOTH, [
      'sensor-api: HTTPS to contososensorapi.atp.azure.com', 'pki-*, v3-pki-*: certificate lists over HTTP; the firewall behind filters by host',
      'v3-endpoint: HTTPS to *.endpoint.security.microsoft.com', 'v3-endpoint: HTTPS to *.endpoint.security.microsoft.com',
      'Denies Internet egress beyond sensor-api, v3-endpoint, pki-*, v3-pki-*',
    ]],
  ])('for version %s names the requirements in its descriptions, in as much room as Azure gives', (version, descriptions) => {
    expect(rulesOf(version).map(({ description }) => description)).toEqual(descriptions);
    for (const { description } of rulesOf(version, { pki: PkiEgress.directlyToInternet() })) expect(description.length).toBeLessThanOrEqual(140);
  });

  test('of somebody else gets the same rules', () => {
    const terraform = emitted((stack) => new SensorNetworkSecurityRules(stack, 'Rules', {
      workspace: WORKSPACE, sensors: SENSORS, sensorVersion: VERSION_3, networkSecurityGroup: { name: 'n', resourceGroupName: 'rg' }, firstPriority: 200,
      pki: PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY }),
    }));
    const rules = all(terraform, 'azurerm_network_security_rule').sort((one, other) => one.priority - other.priority);
    expect(shown(rules)).toEqual([PKI, ...ENDPOINT]);
  });
});

describe('an NSG with lists in place of the tags of version 3 sensors', () => {
  const list = (tag: string, cloud: 'Public' | 'AzureGovernment' = 'AzureGovernment') => ServiceTagAddressList.fromFile(extractPath(cloud), { tag });
  const prefixesOf = (tag: string) => minimalPrefixes(extract('AzureGovernment').states(tag).at(-1)!.addressPrefixes);

  test('has each list in the rule of its tag', () => {
    const rules = rulesOf(VERSION_3, { workspace: GCC_HIGH, endpointAddresses: [list(ONE_DS), list(MDE)] });
    expect(shown(rules.slice(1, 3))).toEqual([
      ['AllowMdiDefenderForEndpoint', 280, prefixesOf(MDE).ipv4, '443'], ['AllowMdiOneDsCollector', 290, prefixesOf(ONE_DS).ipv4, '443'],
    ]);
    expect(rules[1].description).toBe(`v3-endpoint: HTTPS to ${MDE} of 2026-07-20, change 2`);
  });

  test('has no rule in a family that the tag has no address in, and one for sensors of both where it has', () => {
    const sensors = SensorSources.addressPrefixes('10.1.0.4', 'fd00::4');
    const names = rulesOf(VERSION_3, { workspace: GCC_HIGH, sensors, endpointAddresses: [list(MDE), list(ONE_DS)] }).map(({ name }) => name);
    expect(names.filter((name) => /Endpoint|OneDs/.test(name))).toEqual(['AllowMdiDefenderForEndpoint', 'AllowMdiOneDsCollector', 'AllowMdiOneDsCollectorIpv6']);
  });

  test('has none either where Azure is asked for a tag that is published without addresses of the family', () => {
    const asg = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/applicationSecurityGroups/a';
    const terraform = emitted((stack) => nsgIn(stack, VERSION_3, {
      sensors: SensorSources.applicationSecurityGroups(asg),
      endpointAddresses: [MDE, ONE_DS].map((tag) => ServiceTagAddressList.live(stack, tag, { location: 'westeurope', tag })),
    }));
    const rules = (only(terraform, 'azurerm_network_security_group').security_rule as Json[]).filter(({ name }) => /Endpoint|OneDs/.test(name));
    expect(rules.map((rule) => [rule.name, rule.destination_address_prefixes])).toEqual([
      ['AllowMdiDefenderForEndpoint', `\${data.azurerm_network_service_tags.${MDE}.ipv4_cidrs}`],
      ['AllowMdiOneDsCollector', `\${data.azurerm_network_service_tags.${ONE_DS}.ipv4_cidrs}`],
      ['AllowMdiOneDsCollectorIpv6', `\${data.azurerm_network_service_tags.${ONE_DS}.ipv6_cidrs}`],
    ]);
  });

  test('leaves a tag without a list as it is', () => {
    expect(shown(rulesOf(VERSION_3, { endpointAddresses: [list(ONE_DS, 'Public')] }))[1]).toEqual(['AllowMdiDefenderForEndpoint', 280, MDE, '443']);
  });

  test.each<[string, Partial<SensorNetworkSecurityGroupProps> & { readonly sensorVersion: SensorVersion }, string]>([
    ['a list of another tag', { sensorVersion: VERSION_3, endpointAddresses: [list('AzureAdvancedThreatProtection', 'Public')] },
      'stack/Nsg: endpointAddresses has a list of the service tag "AzureAdvancedThreatProtection", and addresses of MicrosoftDefenderForEndpoint or OneDsCollector belong there; '
      + 'name that tag where the list is made: ServiceTagAddressList.fromFile(file, { tag }).'],
    ['a list of another tag for version 2', { sensorVersion: VERSION_2, sensorApiAddresses: list(ONE_DS, 'Public') },
      'stack/Nsg: sensorApiAddresses has a list of the service tag "OneDsCollector", and addresses of AzureAdvancedThreatProtection belong there; '
      + 'name that tag where the list is made: ServiceTagAddressList.fromFile(file, { tag }).'],
    ['two lists of a tag', { sensorVersion: BOTH, endpointAddresses: [list(MDE, 'Public'), list(MDE, 'Public')] },
      'stack/Nsg: endpointAddresses has two lists of the service tag MicrosoftDefenderForEndpoint; leave one out.'],
    ['a list that version 2 has no use for', { sensorVersion: VERSION_2, endpointAddresses: [list(MDE, 'Public')] },
      'stack/Nsg has endpointAddresses, and version 2 sensors talk to nothing there; leave it out, or write sensorVersion: SensorVersion.BOTH.'],
    ['a list that version 3 has no use for', { sensorVersion: VERSION_3, sensorApiAddresses: list('AzureAdvancedThreatProtection', 'Public') },
      'stack/Nsg has sensorApiAddresses, and version 3 sensors talk to nothing there; leave it out, or write sensorVersion: SensorVersion.BOTH.'],
    ['a list of another cloud', { sensorVersion: VERSION_3, endpointAddresses: [list(MDE, 'AzureGovernment')] },
      'stack/Nsg has the addresses of MicrosoftDefenderForEndpoint of 2026-07-20, change 2 from the file of the cloud "AzureGovernment", and a commercial workspace is in '
      + 'Public; give a list from the service tag file of Public.'],
    ['sensors of a family that the list does not have', {
      sensorVersion: VERSION_3, sensors: SensorSources.addressPrefixes('fd00::4'), endpointAddresses: [list(MDE, 'Public')],
    }, 'stack/Nsg has sensors with IPv6 addresses, and MicrosoftDefenderForEndpoint of 2025-10-28, change 7 has none of that family; leave these sensors out here, '
      + 'or give a list that has.'],
  ])('refuses %s', (_, { sensorVersion, ...props }, message) => {
    expect(() => rulesOf(sensorVersion, props)).toThrow(message);
  });
});

describe('a firewall', () => {
  const collections = (group: Json): unknown[] => [...group.network_rule_collection ?? [], ...group.application_rule_collection ?? []]
    .map((one: Json) => [one.name, one.priority, one.rule.map((rule: Json) => rule.destination_addresses ?? rule.destination_fqdns)]);
  const PKI = ['mdi-pki', 110, [['crl.microsoft.com'], ['ctldl.windowsupdate.com'], ['www.microsoft.com']]];
  const SENSOR_API = ['mdi-sensor-api', 100, [['AzureAdvancedThreatProtection']]];

  test.each([
    [undefined, WORKSPACE, [SENSOR_API, PKI]],
    [VERSION_2, WORKSPACE, [SENSOR_API, PKI]],
    [VERSION_3, WORKSPACE, [PKI, ['mdi-endpoint', 130, [['*.endpoint.security.microsoft.com']]]]],
    [BOTH, WORKSPACE, [SENSOR_API, PKI, ['mdi-endpoint', 130, [['*.endpoint.security.microsoft.com']]]]],
    [VERSION_3, GCC_HIGH, [PKI, ['mdi-endpoint', 130, [['*.endpoint.security.microsoft.us']]]]],
  ])('for version %s names hosts where Azure Firewall takes no tag', (version, workspace, expected) => {
    expect(collections(groupOf(version, { workspace }))).toEqual(expected);
  });

  test('lets them out over HTTPS, never inspected, and says which requirement asks for it', () => {
    const [, endpoint] = groupOf(VERSION_3).application_rule_collection;
    const [rule] = endpoint.rule;
    expect(rule).toMatchObject({
      name: 'v3-endpoint', description: 'v3-endpoint: HTTPS to *.endpoint.security.microsoft.com', protocols: [{ type: 'Https', port: 443 }], source_addresses: ['10.1.0.4'],
    });
    expect(rule.terminate_tls ?? false).toBe(false);
  });

  test('names the same PKI rules for every version, so that a change of it renames none', () => {
    const pki = (version: SensorVersion): Json[] => groupOf(version).application_rule_collection.find((one: Json) => one.name === 'mdi-pki').rule;
    for (const version of [VERSION_2, VERSION_3, BOTH]) expect(pki(version).map(({ name }) => name)).toEqual(['pki-crl', 'pki-ctl', 'pki-pkiops-and-pki-certs']);
    expect(pki(VERSION_3).map(({ description }) => description)[2]).toBe('v3-pki-pkiops, v3-pki-certs: www.microsoft.com over HTTP and HTTPS');
    expect(pki(BOTH).map(({ description }) => description)[2]).toBe('pki-pkiops, pki-certs, v3-pki-pkiops, v3-pki-certs: www.microsoft.com over HTTP and HTTPS');
  });

  test('refuses addresses that version 3 sensors have no use for, by the name of the property', () => {
    const addresses = ServiceTagAddressList.fromFile(extractPath('Public'));
    expect(() => groupOf(VERSION_3, { sensorApiAddresses: addresses })).toThrow('stack/Firewall has sensorApiAddresses, and version 3 sensors talk to nothing there');
    expect(() => emitted((stack) => firewallIn(stack, VERSION_3, {
      sensorApiIpGroup: new ServiceTagIpGroup(stack, 'Group', { location: 'westeurope', resourceGroupName: 'rg', addresses }),
    }))).toThrow('stack/Firewall has sensorApiIpGroup, and version 3 sensors talk to nothing there');
  });
});

describe('certificate lists', () => {
  const MESSAGE = ' has version 3 sensors, for which Microsoft requires the certificate lists that PkiEgress.none() opens nothing for; '
    + 'write PkiEgress.throughFirewall(), PkiEgress.throughProxy(…) or PkiEgress.directlyToInternet().';
  const none = PkiEgress.none('Lists are distributed by group policy');

  test.each([VERSION_3, BOTH])('may not be left out for version %s', (version) => {
    expect(() => rulesOf(version, { pki: none })).toThrow(`stack/Nsg${MESSAGE}`);
    expect(() => groupOf(version, { pki: none })).toThrow(`stack/Firewall${MESSAGE}`);
  });

  test('may be for version 2', () => {
    expect(rulesOf(VERSION_2, { pki: none }).map(({ name }) => name)).toEqual(['AllowMdiSensorApi', 'DenyOtherInternet']);
  });
});

test('sensor egress has one version at every NSG and at the firewall', () => {
  const terraform = emitted((stack) => new SensorEgress(stack, 'Egress', {
    workspace: WORKSPACE, sensors: SENSORS, sensorVersion: VERSION_3,
    networkSecurityGroup: { location: 'westeurope', resourceGroupName: 'rg' },
    existingNetworkSecurityGroups: [{ networkSecurityGroup: { name: 'n', resourceGroupName: 'rg' }, firstPriority: 200 }],
    firewall: { firewallPolicyId: POLICY, tier: FirewallTier.STANDARD, priority: 500, sensorApiMatch: SensorApiMatch.HOST },
  }));
  const destinations = (rules: readonly Json[]): unknown[] => rules.map((rule) => rule.destination_address_prefix);
  expect(destinations(only(terraform, 'azurerm_network_security_group').security_rule)).toEqual(['Internet', 'Internet', MDE, ONE_DS]);
  expect(destinations(all(terraform, 'azurerm_network_security_rule')).sort()).toEqual(['Internet', 'Internet', MDE, ONE_DS]);
  const group = only(terraform, 'azurerm_firewall_policy_rule_collection_group');
  expect([group.network_rule_collection ?? [], group.application_rule_collection.map(({ name }: Json) => name)]).toEqual([[], ['mdi-pki', 'mdi-endpoint']]);
});

describe('the proof at synth', () => {
  const denying = (name: string, port: string, to = 'Internet', priority = 150) => ({
    name, priority, direction: 'Outbound', access: 'Deny', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: to, destinationPortRange: port,
  });
  const violated = (errors: readonly string[]): string[] => errors.map((error) => / *([\w-]+) is violated/.exec(error)![1]).sort();

  test.each([VERSION_2, VERSION_3, BOTH])('of version %s passes by itself', (version) => {
    expect(errorsIn((stack) => {
      nsgIn(stack, version);
      firewallIn(stack, version);
    })).toEqual([]);
    expect(errorsIn((stack) => nsgIn(stack, version, { pki: PkiEgress.throughProxy('10.1.9.10', 8080) }))).toEqual([]);
  });

  test.each([
    [VERSION_2, ['sensor-api']],
    [VERSION_3, ['v3-endpoint']],
    [BOTH, ['sensor-api', 'v3-endpoint']],
  ])('of version %s is about its own requirements: HTTPS denied before', (version, ids) => {
    expect(violated(errorsIn((stack) => nsgIn(stack, version, { additionalRules: [denying('DenyHttps', '443')] })))).toEqual(ids);
  });

  test('of version 2 does not ask for what version 3 does', () => {
    expect(errorsIn((stack) => nsgIn(stack, VERSION_2, { additionalRules: [denying('DenyCollector', '443', ONE_DS)] }))).toEqual([]);
    expect(violated(errorsIn((stack) => nsgIn(stack, VERSION_3, { additionalRules: [denying('DenyCollector', '443', ONE_DS)] })))).toEqual(['v3-endpoint']);
  });

  test('of version 3 requires the certificate lists', () => {
    const ids = ['v3-pki-certs', 'v3-pki-crl', 'v3-pki-ctl', 'v3-pki-pkiops'];
    expect(violated(errorsIn((stack) => nsgIn(stack, VERSION_3, { additionalRules: [denying('DenyHttp', '80')] })))).toEqual(ids);
    expect(errorsIn((stack) => nsgIn(stack, VERSION_2, { additionalRules: [denying('DenyHttp', '80')] }))).toEqual([]);
  });

  test('of version 3 behind a proxy requires the proxy, where it is known', () => {
    const pki = PkiEgress.throughProxy('10.1.9.10', 8080);
    const additionalRules = [denying('DenyProxy', '8080', '10.1.9.10')];
    expect(violated(errorsIn((stack) => nsgIn(stack, VERSION_3, { pki, additionalRules })))).toEqual(['v3-pki-certs', 'v3-pki-crl', 'v3-pki-ctl', 'v3-pki-pkiops']);
    expect(errorsIn((stack) => nsgIn(stack, VERSION_3, { pki: PkiEgress.throughProxy('${var.proxy}', 8080), additionalRules }))).toEqual([]);
  });

  test('takes each sensor for the version that it is declared with', () => {
    const spokes = (stack: TerraformStack, deny: string) => {
      const common = { workspace: WORKSPACE, location: 'westeurope', resourceGroupName: 'rg', denyOtherInternet: true, additionalRules: [denying('DenyOne', '443', deny)] };
      new SensorNetworkSecurityGroup(stack, 'Old', { ...common, sensors: SensorSources.addressPrefixes('10.1.0.4') });
      new SensorNetworkSecurityGroup(stack, 'New', { ...common, sensors: SensorSources.addressPrefixes('10.2.0.4'), sensorVersion: VERSION_3 });
    };
    const [ofNew, ...others] = errorsIn((stack) => spokes(stack, MDE));
    expect(others).toEqual([]);
    expect(ofNew).toContain('v3-endpoint is violated');
    expect(ofNew).toMatch(/witness: 10\.2\.0\.4 /);
    expect(violated(errorsIn((stack) => spokes(stack, 'AzureAdvancedThreatProtection')))).toEqual(['sensor-api']);
  });

  test('finds a firewall that is declared for the other version of the same sensors', () => {
    const withFirewall = (stack: TerraformStack, version: SensorVersion) => {
      const policy = new FirewallPolicy(stack, 'Policy', { name: 'afwp', location: 'westeurope', resourceGroupName: 'rg' });
      nsgIn(stack, VERSION_3);
      firewallIn(stack, version, { firewallPolicyId: policy.id });
    };
    expect(errorsIn((stack) => withFirewall(stack, VERSION_3))).toEqual([]);
    const errors = errorsIn((stack) => withFirewall(stack, VERSION_2));
    expect(errors).toEqual([
      expect.stringMatching(/^sensor-api is violated(.|\n)* azurerm_network_security_group\.Nsg_\w+ denies it by rule "DenyOtherInternet"/),
      expect.stringMatching(/^v3-endpoint is violated(.|\n)* azurerm_firewall_policy\.Policy denies it by rule "default deny"/),
    ]);
  });

  test('refuses the tags for a government workspace in public Azure, and takes the lists', () => {
    const REFUSED = (tag: string) => `stack/Nsg: rules in the cloud Public mean the addresses there by the service tag ${tag}, and a gcc-high workspace is in AzureGovernment; `
      + `write endpointAddresses: [ServiceTagAddressList.fromFile('ServiceTags_AzureGovernment_<date>.json', { tag: '${tag}' })]; `
      + 'if the rules are there too, write environment on the azurerm provider.';
    expect(errorsIn((stack) => nsgIn(stack, VERSION_3, { workspace: GCC_HIGH }))).toEqual([REFUSED(MDE), REFUSED(ONE_DS)]);
    const endpointAddresses = [MDE, ONE_DS].map((tag) => ServiceTagAddressList.fromFile(extractPath('AzureGovernment'), { tag }));
    expect(errorsIn((stack) => nsgIn(stack, VERSION_3, { workspace: GCC_HIGH, endpointAddresses }))).toEqual([]);
    expect(errorsIn((stack) => nsgIn(stack, VERSION_3, { workspace: GCC_HIGH }), 'usgovernment')).toEqual([]);
    expect(errorsIn((stack) => firewallIn(stack, VERSION_3, { workspace: GCC_HIGH }))).toEqual([]);
  });
});
