import fc from 'fast-check';
import { bundledServiceTags, Estate, parseServiceTagFile, SENSOR_SERVICE_TAGS, serviceTagChanges, Topology, Unknown } from '../../src/azure';
import { parseAddress, AddressFamily } from '../../src/packets';
import { checkAddressLists, prove } from '../../src/proof';
import { compareAddressLists } from '../../src/proof/address-lists';
import { requirementsFor } from '../../src/requirements';
import { estate, group, networkCollection, nsg, policy } from '../support/estates';
import { extract, extractText, fileOfWeek, weeklyStates, WeeklyState } from '../support/service-tags';
import { firewallWith, firewallWithIpGroups, ipGroup, nsgWith } from '../support/tag-estates';

const AATP = 'AzureAdvancedThreatProtection';
const NEWEST = weeklyStates('Public').at(-1)!;
const IPV4 = NEWEST.addressPrefixes.filter((prefix) => !prefix.includes(':'));

function compare(world: Estate, asked?: readonly AddressFamily[]) {
  return compareAddressLists(new Topology(world), AATP, bundledServiceTags(), asked);
}

describe('a list that stands for the tag', () => {
  test('is one whose entries were published for it, and current if it has all of them', () => {
    expect(compare(firewallWith(IPV4))).toEqual([expect.objectContaining({
      place: 'azurerm_firewall_policy.policy', verdict: 'satisfied', missing: [], surplus: [], rounded: [], asOf: { date: '2026-06-26', changeNumber: 37 },
      lists: [{ address: 'rcg', attribute: 'network_rule_collection[0].rule[0]' }],
    })]);
  });

  test('lacks what it does not have, named as published', () => {
    const [compared] = compare(firewallWith(IPV4.filter((prefix) => prefix !== '20.36.120.112/29')));
    expect(compared).toMatchObject({ verdict: 'violated', missing: ['20.36.120.112/29'] });
  });

  test('that has a part of a prefix lacks the rest of it', () => {
    const [compared] = compare(firewallWith(IPV4.map((prefix) => (prefix === '20.36.120.112/29' ? '20.36.120.112/30' : prefix))));
    expect(compared.missing).toEqual(['20.36.120.116/30']);
  });

  test('may be written in other ways: split, joined, as ranges and in other case', () => {
    const written = NEWEST.addressPrefixes.flatMap((prefix) => {
      if (prefix === '20.36.120.112/29') return ['20.36.120.112-20.36.120.119'];
      if (prefix === '20.37.64.112/29') return ['20.37.64.112/30', '20.37.64.116/30'];
      return [prefix.toUpperCase()];
    });
    expect(compare(firewallWith(written))).toEqual([expect.objectContaining({ verdict: 'satisfied', surplus: [] })]);
  });

  test('may be mixed with prefixes of other things, which are no surplus', () => {
    const others = Array.from({ length: 100 }, (_, i) => `52.${i}.0.0/24`);
    expect(compare(firewallWith([...others, ...IPV4]))).toEqual([expect.objectContaining({ verdict: 'satisfied', surplus: [], rounded: [] })]);
  });

  test('may be several rules, NSG or firewall, taken together', () => {
    const [one, other] = [IPV4.slice(0, 40), IPV4.slice(40)];
    expect(compare(nsgWith(one, other)).map(({ verdict, lists }) => [verdict, lists.length])).toEqual([['satisfied', 2]]);
    expect(compare(nsgWith(one)).map(({ missing }) => missing.length)).toEqual([IPV4.length - 40]);
  });

  test('may be IP groups, in a rule or for rules elsewhere', () => {
    const groups = [ipGroup('a', IPV4.slice(0, 50)), ipGroup('b', IPV4.slice(50))];
    expect(compare(firewallWithIpGroups(...groups)).map(({ place, verdict }) => [place, verdict])).toEqual([['azurerm_firewall_policy.policy', 'satisfied']]);
    expect(compare(estate({ ipGroups: [groups[0]] }))).toEqual([expect.objectContaining({
      place: 'IP groups that no rule of the input names', verdict: 'violated', missing: IPV4.slice(50), lists: [{ address: 'azurerm_ip_group.a' }],
    })]);
  });

  test('may be spread over a policy and its base, where both are passed', () => {
    const rules = (destinationAddresses: readonly string[]) => [group([networkCollection([{ sourceAddresses: ['10.1.0.4'], destinationAddresses }])])];
    const base = policy(rules(IPV4.slice(0, 50)), { id: 'azurerm_firewall_policy.base' });
    const child = policy(rules(IPV4.slice(50)), { id: 'azurerm_firewall_policy.child', basePolicy: base.id });
    expect(compare(estate({ firewallPolicies: [base, child] })).map(({ place, verdict }) => [place, verdict])).toEqual([['azurerm_firewall_policy.child', 'satisfied']]);
  });

  test('has to be complete at each enforcement point: a packet passes all of them', () => {
    const current = firewallWith(IPV4);
    const old = nsgWith(IPV4.slice(1));
    const both = compare({ ...current, networkSecurityGroups: old.networkSecurityGroups });
    expect(both.map(({ place, verdict }) => [place, verdict])).toEqual([
      ['azurerm_network_security_group.nsg', 'violated'], ['azurerm_firewall_policy.policy', 'satisfied'],
    ]);
  });

  test('may be rounded to narrow prefixes, which are told', () => {
    const rounded = [...new Set(IPV4.map((prefix) => `${prefix.split('.').slice(0, 3).join('.')}.0/24`))];
    const [compared] = compare(firewallWith(rounded));
    expect(compared).toMatchObject({ verdict: 'satisfied', missing: [], surplus: [] });
    expect(compared.rounded).toEqual(rounded);
  });

  test('may be rounded prefixes in a rule each', () => {
    expect(compare(nsgWith(['20.36.120.0/24'], ['20.37.64.0/24'])).map(({ lists, verdict }) => [lists.length, verdict])).toEqual([[2, 'violated']]);
  });

  test('that is not known whole is unknown where it may have what is missing', () => {
    const [compared] = compare(firewallWith([...IPV4.slice(1), Unknown.at('azurerm_x.y', 'is not known before apply')]));
    expect(compared).toMatchObject({ verdict: 'unknown', missing: [IPV4[0]], unknowns: ['azurerm_x.y is not known before apply'] });
    const whole = compare(firewallWith([...IPV4, Unknown.at('azurerm_x.y', 'is not known before apply')]));
    expect(whole[0].verdict).toBe('satisfied');
  });

  test('is asked for the families in which there is one, and for those of the sensors', () => {
    const [compared] = compare(firewallWith(IPV4));
    expect(compared.unlisted).toEqual(NEWEST.addressPrefixes.filter((prefix) => prefix.includes(':')));
    expect(compare(firewallWith(IPV4.slice(1)), ['ipv6'])).toEqual([]);
  });
});

describe('what a list has too much', () => {
  test('is a prefix that the tag lost', () => {
    const [compared] = compare(firewallWith([...IPV4, '13.72.105.31/32']));
    expect(compared).toMatchObject({ verdict: 'satisfied', surplus: ['13.72.105.31/32'] });
  });

  test('is also one that no known state of the tag has, in a list of little else', () => {
    expect(compare(firewallWith([...IPV4, '68.211.0.152/29']))[0].surplus).toEqual(['68.211.0.152/29']);
  });

  test('is one of the other address family alike, where the list has nothing of the tag in it', () => {
    const [compared] = compare(firewallWithIpGroups(ipGroup('g', [...IPV4, '2603:10ff::/123'])));
    expect(compared).toMatchObject({ verdict: 'satisfied', missing: [], surplus: ['2603:10ff::/123'] });
    expect(compared.unlisted).toHaveLength(80);
  });

  test('is nothing of the same tag in another cloud, nor of the tags of other sensor versions', () => {
    const government = weeklyStates('AzureGovernment').at(-1)!.addressPrefixes;
    const ofVersion3 = extract('Public').states('MicrosoftDefenderForEndpoint').at(-1)!.addressPrefixes.slice(0, 10);
    const world = firewallWithIpGroups(ipGroup('g', [...IPV4, ...government, ...ofVersion3, '52.1.0.0/29']));
    expect(compare(world)[0]).toMatchObject({ verdict: 'satisfied', surplus: ['52.1.0.0/29'] });
    const clouds = checkAddressLists(world, { tags: [AATP], serviceTags: [], today: '2026-07-01' }).clouds.map(({ serviceTags, compared }) => (
      [serviceTags.cloud, compared.map(({ missing }) => missing.filter((prefix) => !prefix.includes(':')).length)]
    ));
    expect(clouds).toEqual([['Public', [0]], ['AzureGovernment', [0]]]);
  });

  test('is not a wide prefix that holds the tag besides', () => {
    expect(compare(firewallWith([...IPV4, '20.0.0.0/8']))[0].surplus).toEqual([]);
  });
});

describe('a list that holds the tag by accident stands for nothing', () => {
  test.each([
    ['everything', ['0.0.0.0/0']],
    ['any', ['*']],
    ['half of the Internet', ['0.0.0.0/1', '128.0.0.0/1']],
    ['wide blocks', ['20.0.0.0/8', '40.64.0.0/10', '52.0.0.0/8', '13.64.0.0/11']],
    ['the prefixes of a region', ['20.36.112.0/20', '20.37.64.0/19', '40.67.48.0/21', '20.36.120.0/22']],
    ['one narrow prefix around a published one among many', ['20.36.120.0/24', '52.1.0.0/24', '52.2.0.0/24']],
    ['one narrow prefix alone', ['20.36.120.0/24']],
    ['private space', ['10.0.0.0/8', '172.16.0.0/12']],
    ['other services', ['52.239.0.0/24', '52.240.0.0/29']],
    ['an empty list', []],
    ['the tag itself', [AATP]],
  ])('%s', (_, list) => {
    expect(compare(firewallWith(list))).toEqual([]);
    expect(compare(nsgWith(list))).toEqual([]);
  });

  test.each(['Public', 'AzureGovernment', 'China'] as const)('so does the list of any other service tag of %s, in one rule or in many', (cloud) => {
    const { values } = JSON.parse(extractText(cloud)) as { values: { name: string; properties: { addressPrefixes: string[] } }[] };
    const others = values.filter(({ name }) => !SENSOR_SERVICE_TAGS.includes(name));
    expect(others.length).toBeGreaterThan(0);
    for (const { properties: { addressPrefixes } } of others) {
      for (const world of [firewallWith(addressPrefixes), firewallWith(...addressPrefixes.map((prefix) => [prefix]))]) {
        for (const tag of SENSOR_SERVICE_TAGS) expect(compareAddressLists(new Topology(world), tag, extract(cloud))).toEqual([]);
      }
    }
  });

  test('so does a list that a rule denies', () => {
    const rule = { access: 'Deny', to: IPV4.slice(0, 3), priority: 100 };
    expect(compare(estate({ networkSecurityGroups: [nsg([rule])] }))).toEqual([]);
    const collection = networkCollection([{ destinationAddresses: IPV4.slice(0, 3) }], { action: 'Deny' });
    expect(compare(estate({ firewallPolicies: [policy([group([collection])])] }))).toEqual([]);
  });

  test('so does an IP group of sources, and one that rules only deny', () => {
    const members = ipGroup('x', IPV4.slice(0, 3));
    const asSource = networkCollection([{ sourceIpGroups: [members.id], destinationAddresses: [AATP] }]);
    expect(compare(estate({ ipGroups: [members], firewallPolicies: [policy([group([asSource])])] }))).toEqual([]);
    const denied = networkCollection([{ destinationIpGroups: [members.id] }], { action: 'Deny' });
    expect(compare(estate({ ipGroups: [members], firewallPolicies: [policy([group([denied])])] }))).toEqual([]);
  });
});

describe('replaying history', () => {
  // A file of the later week alone: nothing bundled may be needed to tell what is missing.
  test.each(['Public', 'AzureGovernment'] as const)('of %s, every pair of consecutive weeks: check and diff report exactly what was added and removed', (cloud) => {
    const states = weeklyStates(cloud);
    let changes = 0;
    for (let i = 1; i < states.length; i++) {
      const [before, after] = [states[i - 1], states[i]];
      const added = difference(after, before);
      const removed = difference(before, after);
      if (added.length + removed.length > 0) changes++;
      const [older, newer] = [before, after].map((state) => parseServiceTagFile(fileOfWeek(cloud, state), 'x.json'));
      expect(serviceTagChanges(older, newer, [AATP])).toEqual([expect.objectContaining({ added, removed })]);
      const [compared] = compareAddressLists(new Topology(firewallWith(before.addressPrefixes)), AATP, newer);
      // A family that the list did not have then is told apart from what it lacks.
      expect([...compared.missing, ...compared.unlisted].sort()).toEqual([...added].sort());
      expect([...compared.surplus].sort()).toEqual([...removed].sort());
      expect(compared.verdict).toBe(compared.missing.length > 0 ? 'violated' : 'satisfied');
    }
    expect(changes).toBe(cloud === 'Public' ? 25 : 3);
  });

  test('for any list made of some weeks\' prefixes and any later week, what is missing and surplus is set difference', () => {
    const states = weeklyStates('Public');
    fc.assert(fc.property(fc.nat(states.length - 1), fc.nat(states.length - 1), fc.integer({ min: 1, max: 5 }), (at, of, step) => {
      const pinned = states[at].addressPrefixes.filter((_, i) => i % step === 0);
      const snapshot = parseServiceTagFile(fileOfWeek('Public', states[of]), 'x.json');
      const compared = compareAddressLists(new Topology(nsgWith(...families(pinned))), AATP, snapshot)
        .flatMap(({ missing, unlisted, surplus }) => [[...missing, ...unlisted].sort(), [...surplus].sort()]);
      expect(compared).toEqual([
        states[of].addressPrefixes.filter((prefix) => !pinned.includes(prefix)).sort(),
        pinned.filter((prefix) => !states[of].addressPrefixes.includes(prefix)).sort(),
      ]);
    }), { numRuns: 60 });
  });

  test('a policy pinned on 2020-02-24 lacks exactly what was added since, and a witness is among it', () => {
    const first = weeklyStates('Public')[0];
    expect(first.date).toBe('2020-02-24');
    const world = nsgWith(first.addressPrefixes);
    const [compared] = compare(world, ['ipv4']);
    const missing = IPV4.filter((prefix) => !first.addressPrefixes.includes(prefix));
    expect(missing.length).toBe(55);
    expect(compared.missing).toEqual(missing);
    const report = prove(world, { workspace: 'contoso', cloud: 'commercial', sensors: ['10.1.0.4'], requirements: requirementsFor({ workspace: 'contoso' }) });
    const sensorApi = report.requirements[0];
    expect(sensorApi.verdict).toBe('violated');
    expect(missing.some((prefix) => holds(prefix, sensorApi.flows[0].witness!.destination))).toBe(true);
    expect(report.requirements.find(({ id }) => id === 'address-list-current')).toMatchObject({
      verdict: 'violated',
      reasons: [`Address lists of azurerm_network_security_group.nsg that stand for ${AATP} lack ${missing.slice(0, 5).join(', ')}, and 50 more (snapshot of 2026-06-26).`],
    });
  });
});

describe('a check over clouds', () => {
  const government = weeklyStates('AzureGovernment').at(-1)!.addressPrefixes;
  const options = { tags: [AATP], today: '2026-07-27' };

  test('tells the age of each snapshot, and compares lists of a cloud that no file was given for with the bundled one', () => {
    const check = checkAddressLists(firewallWith(IPV4, government), { ...options, serviceTags: [extract('Public')] });
    const shown = check.clouds.map(({ serviceTags, bundled, ageInDays, compared }) => (
      [serviceTags.cloud, bundled, ageInDays, compared.map(({ verdict }) => verdict)]
    ));
    expect(shown).toEqual([
      ['Public', false, 272, ['satisfied']], ['AzureGovernment', true, 7, ['satisfied']],
    ]);
  });

  test('without lists is satisfied', () => {
    expect(checkAddressLists(firewallWith(['0.0.0.0/0']), { ...options, serviceTags: [extract('Public')] })).toMatchObject({
      verdict: 'satisfied', clouds: [{ compared: [] }],
    });
  });

  test('lets surplus count when strict', () => {
    const world = firewallWith([...IPV4, '13.72.105.31/32']);
    expect(checkAddressLists(world, { ...options, serviceTags: [] }).verdict).toBe('satisfied');
    expect(checkAddressLists(world, { ...options, serviceTags: [], strict: true }).verdict).toBe('violated');
  });
});

function families(prefixes: readonly string[]): (readonly string[])[] {
  return [prefixes.filter((prefix) => !prefix.includes(':')), prefixes.filter((prefix) => prefix.includes(':'))].filter((list) => list.length > 0);
}

function difference(one: WeeklyState, other: WeeklyState): readonly string[] {
  return one.addressPrefixes.filter((prefix) => !other.addressPrefixes.includes(prefix));
}

/** Slow and obvious: the address's bits start with the prefix's. */
function holds(prefix: string, address: string): boolean {
  const [start, length] = prefix.split('/');
  const shift = 2 ** (32 - Number(length));
  return Math.floor(Number(parseAddress(address)) / shift) === Math.floor(Number(parseAddress(start)) / shift);
}
