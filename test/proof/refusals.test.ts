import { Finding, FINDING_CATALOGUE, isRefusal } from '../../src/azure';
import { diff } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import {
  ALLOW_API, api, behindFirewall, DENY_INTERNET, GOOD_GROUP, GOOD_RULES, GUARDED, NETWORK, networkRule, networkRules, nsg, onSubnet, proofOf, ref,
  Resources, routeTable, rule, standalone, TAG, TO_FIREWALL, together, unknownsOf, verdictsOf,
} from '../support/written-estates';
import { configuration } from '../terraform/builders';

/*
 * What Azure refuses is never applied: what stands there is what was there before, which no input says. So nothing that depends
 * on it is certain, neither that traffic gets through nor that it does not.
 */

const refused = (address: string): string => `${address} cannot be applied as it is written (see the findings), so what is in force there is not certain`;
const NSG = 'azurerm_network_security_group.nsg';
/** About other machines than the sensors. */
const other = (more: Parameters<typeof rule>[3]): Record<string, unknown> => rule('Other', 300, 'Deny', { from: '10.9.0.0/16', to: '20.0.0.0/8', ...more });
const inline = (one: Record<string, unknown>): Resources => together(NETWORK, nsg([...GOOD_RULES, one]), onSubnet());

const LISTS: readonly (readonly [id: string, one: Record<string, unknown>])[] = [
  ['overlapping-prefixes', other({ to: ['20.0.0.0/8', '20.1.0.0/16'] })],
  ['mixed-address-families', other({ to: ['20.0.0.0/8', '2001:db8::/32'] })],
  ['service-tag-in-list', other({ to: ['Storage', '20.0.0.0/8'] })],
  ['service-tag-in-list', other({ to: ['Storage'] })],
  ['singular-and-plural', other({ raw: { source_address_prefixes: ['10.9.1.0/24'] } })],
  ['invalid-name', other({ raw: { name: 'ends-with-' } })],
  ['invalid-port', other({ port: '44E' })],
  ['missing-value', other({ raw: { source_address_prefix: null } })],
  ['service-tag-without-regions', other({ to: `${TAG}.WestEurope` })],
];

describe('one rule that Azure refuses', () => {
  test.each(LISTS)('inside an NSG leaves all of it open: %s', (id, one) => {
    const report = proofOf(inline(one));
    expect(report.findings.filter(({ level }) => level === 'error').map((finding) => finding.id)).toContain(id);
    expect(verdictsOf(report)).toMatchObject({ 'sensor-api': 'unknown', 'pki-crl': 'unknown', 'address-list-current': 'satisfied' });
    expect(unknownsOf(report)).toContain(refused(NSG));
  });

  test.each(LISTS)('makes no denial certain either: %s', (_, one) => {
    expect(api(together(NETWORK, nsg([rule('DenyAll', 100, 'Deny'), one]), onSubnet()))).toBe('unknown');
  });

  test.each(LISTS)('as a resource of its own leaves open what is in its place: %s', (id, one) => {
    const report = proofOf(together(NETWORK, nsg(), onSubnet(), standalone('api', ALLOW_API), standalone('deny', DENY_INTERNET), standalone('other', one)));
    expect(report.findings.filter(({ level }) => level === 'error').map((finding) => finding.id)).toContain(id);
    expect(unknownsOf(report)).toContain(refused('azurerm_network_security_rule.other'));
  });

  test('inbound, as a resource of its own, says nothing of outbound traffic', () => {
    const inbound = other({ to: ['20.0.0.0/8', '20.1.0.0/16'], raw: { direction: 'Inbound' } });
    expect(api(together(NETWORK, nsg(), onSubnet(), standalone('api', ALLOW_API), standalone('deny', DENY_INTERNET), standalone('other', inbound)))).toBe('satisfied');
    expect(api(inline(inbound))).toBe('unknown');
  });

  test('of an NSG that no sensor meets says nothing of the sensors', () => {
    const elsewhere = nsg([other({ to: ['20.0.0.0/8', '20.1.0.0/16'] })], 'elsewhere');
    const there = { azurerm_subnet: { other: { name: 'other', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.9.0/24'] } } };
    const world = together(GUARDED, there, elsewhere, onSubnet('elsewhere', ref('azurerm_subnet.other')));
    expect(api(world)).toBe('satisfied');
    expect(proofOf(world).findings.map(({ id }) => id)).toEqual(['overlapping-prefixes']);
  });
});

test('names of rule collections and of firewall rules are free: no page says that Azure refuses one', () => {
  const report = proofOf(behindFirewall({ ...GOOD_GROUP, network_rule_collection: [networkRules([networkRule({ name: 'Allow the API!' })], { name: 'Allow MDI' })] }));
  expect(verdictsOf(report)).toMatchObject({ 'sensor-api': 'satisfied' });
  expect(report.findings.filter(({ level }) => level === 'error')).toEqual([]);
});

describe('numbers that Azure refuses', () => {
  const many = (count: number, first = 20): string[] => Array.from({ length: count }, (_, i) => `${first}.${i >> 8}.${i & 255}.1`);

  test('1,001 rules, or 4,001 addresses, in one NSG', () => {
    const rules = (count: number): Resources => together(NETWORK, nsg([...GOOD_RULES, ...Array.from({ length: count }, (_, i) => (
      rule(`Other${i}`, 1000 + i, 'Deny', { from: '10.9.0.0/16', to: '20.0.0.0/8' })))]), onSubnet());
    expect([api(rules(997)), api(rules(998))]).toEqual(['satisfied', 'unknown']);
    // The rules above have three destinations of their own.
    expect([api(inline(other({ to: many(3997) }))), api(inline(other({ to: many(3998) })))]).toEqual(['satisfied', 'unknown']);
  });

  test('an IP group of more than 5,000 addresses, or with one that is none, holds nobody knows what', () => {
    const group = (cidrs: readonly string[]): Resources => together(
      behindFirewall({ ...GOOD_GROUP, network_rule_collection: [networkRules([networkRule({ source_addresses: [], source_ip_groups: [ref('azurerm_ip_group.dc')] })])] }),
      { azurerm_ip_group: { dc: { name: 'dc', resource_group_name: 'rg', location: 'westeurope', cidrs } } },
    );
    expect([api(group(['10.1.0.0/24', ...many(4999)])), api(group(['10.1.0.0/24', ...many(5000)]))]).toEqual(['satisfied', 'unknown']);
    const report = proofOf(group(['10.1.0.0/24', '10.1.0.0/33']));
    expect(report.findings.map(({ id }) => id)).toContain('invalid-address');
    expect(unknownsOf(report)).toContain(refused('azurerm_ip_group.dc'));
  });
});

test('one route that Azure refuses leaves the whole route table open', () => {
  const world = (type: string): Resources => together(GUARDED, routeTable([{ name: 'other', address_prefix: '20.0.0.0/32', next_hop_type: type }]));
  expect(api(world('Internet'))).toBe('satisfied');
  const twice = [1, 2].map((n) => ({ name: `other${n}`, address_prefix: '20.0.0.0/32', next_hop_type: 'Internet' }));
  expect(api(together(GUARDED, routeTable(twice)))).toBe('unknown');
  const report = proofOf(world('Nowhere'));
  expect(unknownsOf(report)).toEqual([refused('azurerm_route_table.rt')]);
  expect(report.findings.map(({ id }) => id)).toEqual(['invalid-next-hop']);
});

test('a policy whose name Azure refuses has no rules that are certain', () => {
  expect(api(behindFirewall(GOOD_GROUP, { name: 'ends-with-' }))).toBe('unknown');
});

test('a rule collection group that Azure refuses may leave one that inspects TLS in a Premium policy', () => {
  const broken = { ...GOOD_GROUP, network_rule_collection: [networkRules([networkRule(), networkRule({ destination_ports: ['44E'] })])] };
  const verdict = (sku: string): string => verdictsOf(proofOf(behindFirewall(broken, { sku })))['no-tls-inspection'];
  expect([verdict('Standard'), verdict('Premium')]).toEqual(['satisfied', 'unknown']);
});

test('the same with an exact limit as it is written: routes to a firewall and lists that fit are certain', () => {
  expect(api(together(GUARDED, routeTable([TO_FIREWALL]), behindFirewall()))).toBe('satisfied');
  expect(api(inline(other({ to: ['20.0.0.0/16', '20.1.0.0/16'] })))).toBe('satisfied');
});

test('a change into something that Azure refuses opens and closes nothing for certain, and one side says nothing of the other', () => {
  const options = { requirements: requirementsFor({ workspace: 'contoso-corp' }), workspace: 'contoso-corp', cloud: 'commercial', sensors: ['10.1.0.4'] };
  const [good, bad] = [inline(other({})), inline(other({ to: ['20.0.0.0/8', '20.1.0.0/16'] }))].map((resource) => configuration({ resource }));
  const there = diff(good, bad, options);
  expect(there.requirements.find(({ id }) => id === 'sensor-api')).toMatchObject({ before: 'satisfied', after: 'unknown' });
  expect(there.points.flatMap(({ changes }) => changes).length).toBeGreaterThan(0);
  expect(there.points.flatMap(({ changes }) => changes).every(({ certain }) => !certain)).toBe(true);
  expect(diff(good, good, options)).toMatchObject({ outcome: 'kept', points: [] });
  expect(diff(bad, good, options).requirements.find(({ id }) => id === 'sensor-api')).toMatchObject({ before: 'unknown', after: 'satisfied' });
});

test('kinds of refusals are errors; a warning of such a kind refuses nothing', () => {
  const kinds = Object.entries(FINDING_CATALOGUE).filter(([, kind]) => kind.isRefusal);
  expect(kinds.length).toBeGreaterThan(20);
  for (const [id, { levels }] of kinds) {
    const finding = (level: Finding['level']): Finding => ({ id, level, message: 'm', address: 'a' });
    expect(levels[0]).toBe('error');
    expect([isRefusal(finding('error')), isRefusal(finding('warning'))]).toEqual([true, false]);
  }
  expect(isRefusal({ id: 'toString', level: 'error', message: 'm', address: 'a' })).toBe(false);
});
