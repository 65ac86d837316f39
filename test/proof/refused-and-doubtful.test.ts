import {
  ALLOW_API, api, applicationRule, applicationRules, behindFirewall, DENY_ALL, DENY_EVERYTHING, DENY_INTERNET, firewallPolicy, GOOD_GROUP, GUARDED, NETWORK,
  networkRule, networkRules, nsg, onSubnet, proofOf, ref, Resources, routeTable, rule, ruleCollectionGroup, SENSOR_HOST, standalone, TAG, TO_FIREWALL,
  TO_NOWHERE, together, unknownsOf, verdictsOf,
} from '../support/written-estates';
import { configuration } from '../terraform/builders';

/*
 * Configurations that Azure refuses, that overwrite themselves, or whose meaning is not documented: never a certain verdict where
 * it depends on that.
 */

const findings = (resources: Resources): string[] => proofOf(resources).findings.map((finding) => `${finding.id}: ${finding.message}`);

describe('inline and standalone', () => {
  test('rules beside an NSG that says it has none: the next apply removes them', () => {
    const cleared = together(NETWORK, nsg([]), onSubnet(), standalone('allow', ALLOW_API), standalone('deny', DENY_INTERNET));
    expect(unknownsOf(proofOf(cleared))).toEqual([
      'azurerm_network_security_group.nsg.security_rule and azurerm_network_security_rule resources overwrite each other, so which rules will be there is not determined',
    ]);
    expect(findings(cleared)).toContain('inline-and-standalone-rules: azurerm_network_security_group.nsg says that it has no inline rules (security_rule is []) '
      + 'and azurerm_network_security_rule resources name it too; they overwrite each other, so keep one of the two ways.');
  });

  test('a rule as a resource may be missing, whatever its priority', () => {
    const first = (name: string, access: string): Resources => standalone(name, { ...ALLOW_API, name, access, priority: 100 });
    expect(api(together(NETWORK, nsg([DENY_INTERNET]), onSubnet(), first('allow', 'Allow')))).toBe('unknown');
    expect(api(together(NETWORK, nsg([ALLOW_API]), onSubnet(), first('deny', 'Deny')))).toBe('unknown');
  });

  test('rules beside an NSG that says nothing, or whose dynamic block comes to nothing, are its rules', () => {
    const rules = together(NETWORK, onSubnet(), standalone('allow', ALLOW_API), standalone('deny', DENY_INTERNET));
    const dynamic = { dynamic: { security_rule: { for_each: [], content: { name: 'none' } } } };
    expect(api(together(rules, nsg()))).toBe('satisfied');
    expect(api(together(rules, { azurerm_network_security_group: { nsg: { name: 'nsg', resource_group_name: 'rg', location: 'westeurope', ...dynamic } } }))).toBe('satisfied');
  });

  test('routes beside a route table that says it has none', () => {
    const route = { azurerm_route: { none: { ...TO_NOWHERE, resource_group_name: 'rg', route_table_name: ref('azurerm_route_table.rt', 'name') } } };
    expect(api(together(GUARDED, routeTable([]), route))).toBe('unknown');
  });
});

describe('application security groups', () => {
  const nic = (id: string, address: string): Resources => ({
    azurerm_network_interface: { [id]: { name: id, resource_group_name: 'rg', location: 'westeurope', ip_configuration: [{ name: 'ip', subnet_id: ref('azurerm_subnet.dc'), private_ip_address: address }] } },
  });
  const member = (id: string, interfaceId: string, groupId = ref('azurerm_application_security_group.asg')): Resources => ({
    azurerm_network_interface_application_security_group_association: { [id]: { network_interface_id: interfaceId, application_security_group_id: groupId } },
  });
  const asSource = rule('AllowMdi', 200, 'Allow', {
    to: TAG, port: '443', protocol: 'Tcp',
    raw: { source_address_prefix: null, source_application_security_group_ids: [ref('azurerm_application_security_group.asg')] },
  });
  const world = together(
    NETWORK, nsg([asSource, DENY_INTERNET]), onSubnet(), nic('one', '10.1.0.4'), nic('two', '10.1.0.5'),
    { azurerm_application_security_group: { asg: { name: 'asg', resource_group_name: 'rg', location: 'westeurope' } } }, member('one', ref('azurerm_network_interface.one')),
  );

  test('an association that does not say of which interface may be about any', () => {
    expect(api(world)).toBe('violated');
    expect(api(together(world, member('two', '${var.interface}')))).toBe('unknown');
    expect(api(together(world, member('two', '${var.interface}')), ['10.1.0.4'])).toBe('satisfied');
  });

  test('one that does not say of which group may be about this one', () => {
    expect(api(together(world, member('two', ref('azurerm_network_interface.two'), '${var.group}')))).toBe('unknown');
  });

  test('an address that a member shares with another interface, in another network, is not known to be the member\'s', () => {
    expect(api(together(world, nic('three', '10.1.0.4')), ['10.1.0.4'])).toBe('unknown');
  });
});

describe('firewalls', () => {
  const home = { resource_group_name: 'rg', location: 'westeurope' };
  const firewall = (attributes: Record<string, unknown>): Resources => ({
    azurerm_firewall: { fw: { name: 'fw', ...home, sku_name: 'AZFW_VNet', sku_tier: 'Standard', ip_configuration: [{ name: 'ip', subnet_id: '${var.hub}' }], ...attributes } },
  });
  const run = { firewall_policy_id: ref('azurerm_firewall_policy.policy') };

  test('a policy and classic rules on one firewall: which of them decide is not determined', () => {
    const classic = { azurerm_firewall_network_rule_collection: { deny: { ...DENY_EVERYTHING, azure_firewall_name: ref('azurerm_firewall.fw', 'name'), resource_group_name: 'rg' } } };
    expect(api(together(behindFirewall(), firewall(run)))).toBe('satisfied');
    expect(unknownsOf(proofOf(together(behindFirewall(), firewall(run), classic)))).toEqual([
      'azurerm_firewall.fw has a firewall policy and classic rule collections, and which of them decide is not determined',
    ]);
  });

  test('a policy of a higher tier than the firewall: what the lower tier cannot do is open, the rest is not', () => {
    const urls = { ...GOOD_GROUP, application_rule_collection: [applicationRules([applicationRule({ destination_fqdns: [], destination_urls: ['crl.microsoft.com/*'] })])] };
    const premium = behindFirewall(urls, { sku: 'Premium' });
    expect(verdictsOf(proofOf(together(premium, firewall({ ...run, sku_tier: 'Premium' }))))).toMatchObject({ 'sensor-api': 'satisfied', 'pki-crl': 'satisfied' });
    expect(verdictsOf(proofOf(together(premium, firewall(run))))).toMatchObject({ 'sensor-api': 'satisfied', 'pki-crl': 'unknown' });
    expect(findings(together(premium, firewall(run)))).toContain('policy-tier-mismatch: azurerm_firewall_policy.policy.sku is Premium, and azurerm_firewall.fw, '
      + 'which runs the policy, is of the Standard tier; give both the same tier, or the policy the lower one, so that its rules do what they say.');
    expect(verdictsOf(proofOf(together(behindFirewall(), firewall({ ...run, sku_tier: 'Premium' }))))['sensor-api']).toBe('satisfied');
  });

  test('an FQDN tag whose rule leaves HTTP out: whether it matches the tag\'s HTTP hosts is not documented', () => {
    const tagged = (protocols: readonly unknown[]): Resources => behindFirewall({
      ...GOOD_GROUP, application_rule_collection: [applicationRules([applicationRule({ destination_fqdns: [], destination_fqdn_tags: ['WindowsUpdate'], protocols })])],
    });
    expect(verdictsOf(proofOf(tagged([{ type: 'Https', port: 443 }])))).toMatchObject({ 'pki-ctl': 'unknown', 'pki-crl': 'violated' });
  });

  test.each([
    [SENSOR_HOST, 'satisfied'], [SENSOR_HOST.toUpperCase(), 'satisfied'], ['*.atp.azure.com', 'satisfied'], ['*atp.azure.com', 'satisfied'],
    [`*.${SENSOR_HOST}`, 'violated'], ['contoso-corp.sensorapi.atp.azure.com', 'violated'], ['contoso-c0rpsensorapi.atp.azure.com', 'violated'],
    // No row of the wildcard table: a dot at the end, a star inside, blanks.
    [`${SENSOR_HOST}.`, 'unknown'], ['contoso-corp*.atp.azure.com', 'unknown'], [` ${SENSOR_HOST}`, 'unknown'],
  ])('an application rule for "%s": %s', (host, verdict) => {
    const https = applicationRule({ destination_fqdns: [host], protocols: [{ type: 'Https', port: 443 }] });
    expect(api(behindFirewall({ application_rule_collection: [applicationRules([https])] }))).toBe(verdict);
  });

  test('a group whose priority Azure refuses leaves all of it open', () => {
    expect(api(behindFirewall({ ...GOOD_GROUP, priority: 99 }))).toBe('unknown');
  });

  test('a group of unknown priority may have the lowest one too, and the order of equals is not documented', () => {
    const first = together(GUARDED, routeTable([TO_FIREWALL]), firewallPolicy(), ruleCollectionGroup({ ...GOOD_GROUP, priority: 100 }));
    expect(api(together(first, ruleCollectionGroup({ network_rule_collection: [DENY_EVERYTHING], priority: '${var.priority}' }, 'other')))).toBe('unknown');
  });

  test('a classic collection with a value that Azure refuses leaves open whether it is in force', () => {
    const head = { azure_firewall_name: ref('azurerm_firewall.fw', 'name'), resource_group_name: 'rg' };
    const classic = (rules: readonly Record<string, unknown>[]): Resources => (
      { azurerm_firewall_network_rule_collection: { api: { ...networkRules(rules), ...head } } }
    );
    const world = together(GUARDED, routeTable([TO_FIREWALL]), firewall({}));
    expect(api(together(world, classic([networkRule()])))).toBe('satisfied');
    expect(api(together(world, classic([networkRule(), networkRule({ destination_ports: ['44E'] })])))).toBe('unknown');
  });
});

describe('rules of one priority', () => {
  const forOne = (sensor: string, priority: number): Record<string, unknown> => rule(`Allow-${sensor}`, priority, 'Allow', { from: sensor, to: TAG, port: '443', protocol: 'Tcp' });

  test('one for each sensor: Azure refuses one of them, and that sensor is cut off', () => {
    const world = (second: number): Resources => together(
      NETWORK, nsg(), onSubnet(), standalone('one', forOne('10.1.0.4', 200)), standalone('two', forOne('10.1.0.5', second)), standalone('deny', DENY_INTERNET),
    );
    expect(api(world(201))).toBe('satisfied');
    expect(unknownsOf(proofOf(world(200)))).toEqual([
      'azurerm_network_security_group.nsg has several outbound rules with priority 200, of which Azure refuses all but one',
    ]);
  });
});

describe('lists that Azure refuses', () => {
  test.each([
    ['a service tag alone in a list', { to: [TAG] },
      `service-tag-in-list: azurerm_network_security_group.nsg.security_rule[0].destination_address_prefixes holds "${TAG}", and Azure takes addresses alone in a list; write it as destination_address_prefix.`],
    ['* alone in a list', { from: ['*'], to: TAG },
      'service-tag-in-list: azurerm_network_security_group.nsg.security_rule[0].source_address_prefixes holds "*", and Azure takes addresses alone in a list; write it as source_address_prefix.'],
    ['a list beside the singular attribute', { from: '10.1.0.4', to: TAG, raw: { source_address_prefixes: ['10.1.0.5'] } },
      'singular-and-plural: azurerm_network_security_group.nsg.security_rule[0].source_address_prefix and source_address_prefixes are both set, and the provider takes one of them; write all entries into source_address_prefixes.'],
  ])('%s', (_, text, message) => {
    const rules = (shape: object): Resources => together(NETWORK, nsg([rule('AllowMdi', 200, 'Allow', { port: '443', protocol: 'Tcp', ...shape }), DENY_ALL]), onSubnet());
    expect(findings(rules(text))).toContain(message);
    expect(findings(rules({ to: TAG }))).toEqual([]);
  });
});

describe('rules of one collection, some of them in dynamic blocks', () => {
  // Which of them comes first, HCL as JSON does not tell.
  const group = (written: unknown, made: unknown): Resources => {
    const inspecting = (terminateTls: unknown): Record<string, unknown> =>
      applicationRule({ protocols: [{ type: 'Https', port: 443 }], destination_fqdns: [SENSOR_HOST], ...terminateTls === undefined ? {} : { terminate_tls: terminateTls } });
    return behindFirewall({
      application_rule_collection: [{ ...applicationRules([inspecting(written)]), dynamic: { rule: { for_each: ['one'], content: inspecting(made) } } }],
    }, { sku: 'Premium' });
  };

  test.each<[unknown, unknown, string]>([
    [true, undefined, 'unknown'], [undefined, true, 'unknown'], ['${var.inspect}', false, 'unknown'],
    [true, true, 'violated'], [undefined, false, 'satisfied'], [undefined, undefined, 'satisfied'],
  ])('one that says %j and one that says %j: %s', (written, made, verdict) => {
    expect(verdictsOf(proofOf(group(written, made)))).toMatchObject({ 'sensor-api': 'satisfied', 'no-tls-inspection': verdict });
  });

  test('says why', () => {
    const place = 'azurerm_firewall_policy_rule_collection_group.rcg.application_rule_collection[0].rule';
    const why = 'stands in one of several blocks, some of them dynamic, whose order the input does not tell';
    expect(unknownsOf(proofOf(group(true, false)), 'no-tls-inspection')).toEqual([`${place}[0].terminate_tls ${why}`]);
  });
});

test('a subnet that is passed to a module which is not read is taken to get nothing there, and that is said', () => {
  const json = { resource: GUARDED, module: { vm: { source: 'Azure/compute/azurerm', subnet_id: ref('azurerm_subnet.dc') } } };
  expect(configuration(json).assumptions).toEqual([
    'azurerm_subnet.dc is passed to module.vm, which is not read from a configuration, and is taken to get no network security group and no route table there.',
  ]);
});

test('how many rules of a resource there are matters for those of the way out alone', () => {
  const perhaps = (direction: unknown): string => api(together(
    NETWORK, onSubnet(), nsg(), standalone('allow', ALLOW_API), standalone('perhaps', { ...rule('Perhaps', 110, 'Deny'), direction, count: '${var.count}' }),
  ));
  expect(['Inbound', 'Outbound', '${var.direction}'].map(perhaps)).toEqual(['satisfied', 'unknown', 'unknown']);
});

test('sensors in a subnet of which nothing is known may stand behind any NSG and route', () => {
  const network = { name: 'vnet', resource_group_name: 'rg', location: 'westeurope', address_space: ['10.1.0.0/16'] };
  const made = { dynamic: { subnet: { for_each: '${var.subnets}', content: { name: '${subnet.key}', address_prefixes: ['${subnet.value}'] } } } };
  const estate = (more: Record<string, unknown>): Resources =>
    together(nsg([ALLOW_API, DENY_INTERNET]), { azurerm_virtual_network: { vnet: { ...network, ...more } } });
  expect([api(estate({})), api(estate(made))]).toEqual(['satisfied', 'unknown']);
  // One that is known to hold them is theirs.
  expect(api(estate({ ...made, subnet: [{ name: 'dc', address_prefixes: ['10.1.0.0/24'], security_group: ref('azurerm_network_security_group.nsg') }] }))).toBe('satisfied');
});
