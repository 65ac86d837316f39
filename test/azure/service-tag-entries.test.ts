import { AddressTerms, EgressSpace, Notes, ServiceTag, ServiceTagSnapshot, Unknown } from '../../src/azure';
import { addressSet, AddressFamily, IntervalSet, Region } from '../../src/packets';
import { littleTags } from '../support/little-tags';
import { holds, reasonsOf } from '../support/packets';

/* Address entries of rules: literals, service tags by what is known of them (service tags overview), and entries of neither kind. */

const SENSORS = { ipv4: addressSet('20.0.0.0/30'), ipv6: addressSet('2603:1000::/123') };
const nothing = { ipv4: IntervalSet.empty<number | bigint>(), ipv6: IntervalSet.empty<number | bigint>() };
const tag = (name: string, parts: Partial<ServiceTag>): ServiceTag => ({ name, relation: 'exact', addresses: SENSORS, features: ['NSG', 'FW', 'UDR'], ...parts });
const TAGS: readonly ServiceTag[] = [
  tag('AzureAdvancedThreatProtection', {}),
  tag('AzureCloud', { relation: 'superset', lacks: { ipv4: addressSet('52.0.0.0/16'), ipv6: addressSet('2a01::/32') } }),
  tag('AzureFrontDoor.Backend', { relation: 'superset' }),
  tag('Storage', { relation: 'disjoint' }),
  tag('AzureCloud.westeurope', { relation: 'unknown', addresses: nothing, reason: 'nobody knows' }),
  tag('AzureSphere', { features: ['NSG'] }),
  tag('OnlyFirewall', { features: ['FW'] }),
];
const snapshot: ServiceTagSnapshot = {
  ...littleTags(), cloud: 'Public', date: '2026-06-26', names: () => TAGS.map(({ name }) => ({ name, regional: false })),
  find: (name) => TAGS.find((one) => one.name.toLowerCase() === name.toLowerCase()),
};
/** No file of Microsoft's has tags of these names; one of somebody else's does not change what they mean. */
const SPECIAL = ['VirtualNetwork', 'virtual_network', 'Internet', 'azureloadbalancer', 'AzurePlatformDNS'];
const odd: ServiceTagSnapshot = { ...snapshot, find: (name) => snapshot.find(name) ?? tag(name, {}) };

class Entries {
  public readonly space: EgressSpace;
  public readonly notes = new Notes();
  public readonly terms: AddressTerms;
  constructor(kind: 'nsg' | 'firewall' = 'nsg', family: AddressFamily = 'ipv4', tags = snapshot) {
    this.space = new EgressSpace(family);
    const reading = { key: 'dc', space: addressSet('10.1.0.0/16'), routed: IntervalSet.empty<number | bigint>() };
    this.terms = new AddressTerms(this.space, tags, this.notes, kind === 'nsg' ? reading : undefined);
  }

  public regions(...entries: (string | Unknown)[]): Region[] {
    return this.terms.regions('destination', entries, { text: 'rule.to', address: 'rule' });
  }

  public holds(entry: string | Unknown, destination: string): string {
    return holds(this.space, this.regions(entry), { destination });
  }
}

describe('what is known of a tag', () => {
  test.each([
    // exact: its addresses
    ['AzureAdvancedThreatProtection', '20.0.0.3', 'yes'], ['azureadvancedthreatprotection', '20.0.0.3', 'yes'], ['AzureAdvancedThreatProtection', '20.0.0.4', 'no'],
    // superset: the sensors' for certain, of other clouds' none, and perhaps any other public one
    ['AzureCloud', '20.0.0.3', 'yes'], ['AzureCloud', '20.0.0.4', 'perhaps'], ['AzureCloud', '52.0.0.1', 'no'], ['AzureCloud', '10.0.0.1', 'no'],
    ['AzureFrontDoor.Backend', '52.0.0.1', 'perhaps'],
    // disjoint: none of the sensors', perhaps any other public one
    ['Storage', '20.0.0.3', 'no'], ['Storage', '20.0.0.4', 'perhaps'], ['Storage', '192.168.0.1', 'no'],
    // unknown: perhaps any public one
    ['AzureCloud.westeurope', '20.0.0.3', 'perhaps'], ['AzureCloud.westeurope', '10.0.0.1', 'no'],
    // platform tags: the platform's addresses
    ['AzureLoadBalancer', '168.63.129.16', 'yes'], ['AzurePlatformDNS', '168.63.129.16', 'yes'], ['AzurePlatformIMDS', '169.254.169.254', 'yes'],
    ['AzurePlatformIMDS', '168.63.129.16', 'no'], ['AzurePlatformLKM', '20.0.0.3', 'no'], ['AzurePlatformLKM', '20.0.0.4', 'perhaps'],
    // literals
    ['*', '20.0.0.3', 'yes'], ['Any', '20.0.0.3', 'yes'], ['any', '20.0.0.3', 'yes'], ['20.0.0.0/8', '20.0.0.3', 'yes'], ['20.0.0.0-20.0.0.2', '20.0.0.3', 'no'],
    ['::/0', '20.0.0.3', 'no'],
  ])('%s and %s: %s', (entry, destination, expected) => {
    expect(new Entries().holds(entry, destination)).toBe(expected);
  });

  test.each([
    ['AzureAdvancedThreatProtection', '2603:1000::1', 'yes'], ['*', '2603:1000::1', 'yes'], ['20.0.0.0/8', '2603:1000::1', 'no'],
    // "Doesn't include IPv6" (service tags overview) against the published file, which has IPv6 prefixes.
    ['AzureCloud', '2603:1000::1', 'perhaps'], ['AzureCloud', '2a01::1', 'no'], ['AzureCloud', '2603:1000:1::', 'perhaps'],
    ['Storage', '2603:1000::1', 'no'], ['Storage', '2603:1000:1::', 'perhaps'], ['Storage', 'fd00::1', 'no'],
    ['AzureLoadBalancer', '2603:1000::1', 'no'], ['AzurePlatformIMDS', '2603:1000::1', 'no'],
  ])('in IPv6, %s and %s: %s', (entry, destination, expected) => {
    expect(new Entries('nsg', 'ipv6').holds(entry, destination)).toBe(expected);
  });

  test('the reason says whose addresses are not known', () => {
    const entries = new Entries();
    expect(reasonsOf(entries.space, entries.regions('Storage'))).toEqual(['the addresses of the service tag Storage are not in the snapshot (Public of 2026-06-26)']);
    expect(reasonsOf(entries.space, entries.regions('AzureCloud.westeurope'))).toEqual(['nobody knows']);
  });

  test('a tag in any case is one question', () => {
    const entries = new Entries();
    entries.regions('Storage');
    entries.regions('STORAGE');
    expect(entries.space.unknowns).toHaveLength(1);
  });

  test('a tag limited to one family is the tag without the other', () => {
    expect([new Entries().holds('AzureAdvancedThreatProtection (IPv4 only)', '20.0.0.3'), new Entries().holds('AzureAdvancedThreatProtection (IPv6 only)', '20.0.0.3')]).toEqual(['yes', 'no']);
    expect(new Entries('nsg', 'ipv6').holds('AzureAdvancedThreatProtection (IPv6 only)', '2603:1000::1')).toBe('yes');
    // As a list of addresses it may stand where the tag itself may not.
    const firewall = new Entries('firewall');
    expect([firewall.holds('AzureSphere (IPv4 only)', '20.0.0.3'), firewall.notes.findings]).toEqual(['yes', []]);
  });

  test('several entries are their union', () => {
    const entries = new Entries();
    const unknown = Unknown.at('x', 'is not known');
    const regions = entries.regions('9.9.9.9', 'AzureAdvancedThreatProtection', unknown, '9.9.9.10');
    expect(['9.9.9.9', '9.9.9.10', '20.0.0.1', '8.8.8.8'].map((destination) => holds(entries.space, regions, { destination }))).toEqual(['yes', 'yes', 'yes', 'perhaps']);
    expect(entries.regions()).toEqual([]);
  });

  test('sides are two questions', () => {
    const entries = new Entries();
    const source = entries.terms.regions('source', ['20.0.0.0/30'], { text: 'x', address: 'x' });
    expect([holds(entries.space, source, { source: '20.0.0.1' }), holds(entries.space, source, { destination: '20.0.0.1' })]).toEqual(['yes', 'no']);
  });
});

describe('tags that a kind of rule does not take', () => {
  test.each([
    ['firewall', 'AzureSphere', 'perhaps'], ['firewall', 'OnlyFirewall', 'yes'], ['nsg', 'AzureSphere', 'yes'], ['nsg', 'OnlyFirewall', 'perhaps'],
  ] as const)('in a rule of a %s, %s: %s', (kind, entry, expected) => {
    const entries = new Entries(kind);
    expect(entries.holds(entry, '20.0.0.1')).toBe(expected);
    expect(entries.notes.findings.map(({ id }) => id)).toEqual(expected === 'perhaps' ? ['service-tag-without-feature'] : []);
    if (expected === 'perhaps') expect(entries.space.unknowns[0].reason).toBe(`rule.to names the service tag ${entry}, which Azure does not take there`);
  });

  test('VirtualNetwork is no tag of a firewall, and Internet all public addresses', () => {
    const entries = new Entries('firewall');
    expect([entries.holds('VirtualNetwork', '10.1.0.4'), entries.holds('Internet', '8.8.8.8'), entries.holds('Internet', '10.1.0.4')]).toEqual(['perhaps', 'yes', 'no']);
    expect(entries.notes.findings.map(({ id, message }) => [id, message.includes('names "VirtualNetwork"')])).toEqual([['unknown-service-tag', true]]);
  });
});

describe('entries that are neither addresses nor tags', () => {
  test.each([
    ['10.0.0.5/24', 'has bits set beyond its prefix; write 10.0.0.0/24'],
    ['10.0.0.256', 'is not an IP address, a CIDR prefix or a range of addresses'],
    ['10.0.0.9-10.0.0.1', 'is a range that ends before it starts'],
    ['fe80::/129', 'has a prefix length above 128 or none that is a number'],
  ])('%s is an address that %s', (entry, problem) => {
    const entries = new Entries();
    const regions = entries.regions(entry);
    expect(holds(entries.space, regions)).toBe('perhaps');
    expect(reasonsOf(entries.space, regions)).toEqual([`rule.to "${entry}" ${problem}`]);
    expect(entries.notes.findings).toMatchObject([{ id: 'invalid-address', level: 'error', address: 'rule', message: `rule.to has "${entry}", which ${problem}.` }]);
  });

  test('are questions of their own, whatever their case', () => {
    const entries = new Entries();
    entries.regions('Strange', 'STRANGE', 'Stranger', '10.0.0.5/24', '10.0.0.6/24');
    expect(entries.space.unknowns).toHaveLength(4);
  });

  test.each(['Strange', 'Strange (IPv4 only)', 'AzurePlatformOther'])('%s is told at every place that names it', (entry) => {
    const entries = new Entries();
    for (const text of ['rule.to', 'other.to', 'rule.to']) entries.terms.regions('destination', [entry], { text, address: text.split('.')[0] });
    expect(entries.notes.findings.map(({ id, address }) => [id, address])).toEqual([['unknown-service-tag', 'rule'], ['unknown-service-tag', 'other']]);
  });

  test('a tag in another case is told at every place, and is one set', () => {
    const entries = new Entries();
    const found = ['rule', 'other'].map((address) => entries.terms.regions('destination', ['azuresphere'], { text: address, address }));
    expect(entries.notes.findings.map(({ address }) => address)).toEqual(['rule', 'other']);
    expect(found.map((regions) => holds(entries.space, regions, { destination: '20.0.0.1' }))).toEqual(['yes', 'yes']);
  });

  test('a list and its tag are two entries, and so are two sides', () => {
    const { terms, space } = new Entries('firewall');
    const place = { text: 'rule.to', address: 'rule' };
    expect(['AzureSphere (IPv4 only)', 'AzureSphere', 'AzureSphere (IPv4 only)'].map((entry) => holds(space, terms.regions('destination', [entry], place), { destination: '20.0.0.1' })))
      .toEqual(['yes', 'perhaps', 'yes']);
    expect((['source', 'destination'] as const).map((side) => holds(space, terms.regions(side, ['Internet'], place), { source: '10.1.0.4' }))).toEqual(['no', 'yes']);
  });

  test.each(['Strange', 'cafe', 'my 10.0.0.1', '-', '10.0.0.1 or so'])('%s is no tag of the snapshot', (entry) => {
    const entries = new Entries();
    const regions = entries.regions(entry);
    expect(holds(entries.space, regions)).toBe('perhaps');
    expect(reasonsOf(entries.space, regions)).toEqual([`"${entry}" at rule.to is no address and no service tag of the snapshot`]);
    expect(entries.notes.findings.map(({ id }) => id)).toEqual(['unknown-service-tag']);
  });
});

describe('entries that are all plain', () => {
  const plain = (...entries: (string | Unknown)[]): string | undefined => {
    const set = new Entries().terms.plainSet(entries);
    return set && [...set.intervals()].map(([start, end]) => `${start}-${end}`).join();
  };

  test('a plain tag is one side\'s set, as often as it is asked', () => {
    const { terms } = new Entries();
    const sets = [0, 1].map(() => terms.plainSet(['AzureAdvancedThreatProtection', '20.0.0.4']));
    expect(sets.map((set) => set!.equals(addressSet('20.0.0.0-20.0.0.4')))).toEqual([true, true]);
  });

  test('names that mean something by themselves are none, even where a file has tags of those names', () => {
    const { terms } = new Entries('nsg', 'ipv4', odd);
    expect(SPECIAL.map((name) => terms.plainSet([name]))).toEqual(SPECIAL.map(() => undefined));
    expect(['MyInternet', 'InternetOfThings'].map((name) => terms.plainSet([name])?.equals(SENSORS.ipv4))).toEqual([true, true]);
  });

  test('are one set', () => {
    expect(plain('20.0.0.0/30')).toBe('335544320-335544324');
    expect(plain('AzureAdvancedThreatProtection')).toBe('335544320-335544324');
    expect(plain('20.0.0.4', 'AzureAdvancedThreatProtection')).toBe('335544320-335544325');
    expect(plain('*')).toBe('0-4294967296');
    expect(plain('::1')).toBe('');
  });

  test.each([
    ['an unknown one', Unknown.at('x', 'y')], ['a tag in another case', 'azureadvancedthreatprotection'], ['a tag whose addresses are not known', 'Storage'],
    ['one that depends on the place', 'VirtualNetwork'], ['another', 'Internet'], ['a platform tag', 'AzurePlatformDNS'], ['a limited tag', 'AzureAdvancedThreatProtection (IPv4 only)'],
    ['one that is not taken', 'OnlyFirewall'], ['no tag', 'Strange'],
  ])('and none with %s among them', (_, entry) => {
    expect(plain('20.0.0.4', entry)).toBeUndefined();
  });
});
