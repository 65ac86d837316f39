import { EgressSpace, Maybe, Notes, Route, routeRows, RouteTable, Unknown } from '../../src/azure';
import { addressSet, AddressFamily, Budget, firstMatch } from '../../src/packets';
import { littleTags } from '../support/little-tags';
import { packetOf, PacketShape } from '../support/packets';

/*
 * Virtual network traffic routing: "Azure selects a route based on the destination address … using the longest prefix match
 * algorithm"; of equal prefixes user-defined routes come before system routes. System routes: the virtual network; 10.0.0.0/8,
 * 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10 to None; 0.0.0.0/0 to the Internet.
 */
const route = (addressPrefix: Maybe<string>, nextHopType: Maybe<string>, parts: Partial<Route> = {}): Route =>
  ({ origin: { address: 'rt', construct: 'stack/rt' }, attribute: 'route[0]', name: `to ${String(addressPrefix)}`, addressPrefix, nextHopType, ...parts });
const table = (routes: readonly Route[], parts: Partial<RouteTable> = {}): RouteTable => ({ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes, ...parts });

class Routed {
  public readonly space: EgressSpace;
  public readonly notes = new Notes();
  public readonly rows: ReturnType<typeof routeRows>;
  constructor(tables: readonly Maybe<RouteTable>[], family: AddressFamily = 'ipv4') {
    this.space = new EgressSpace(family);
    const virtualNetwork = addressSet(family === 'ipv4' ? '10.1.0.0/16' : 'fd00:1::/48');
    this.rows = routeRows(tables, { space: this.space, serviceTags: littleTags(), notes: this.notes, virtualNetwork });
  }

  /** Where packets go: each next hop that the unknowns leave possible. */
  public to(shape: PacketShape | string): string {
    const packet = packetOf(this.space, typeof shape === 'string' ? { destination: shape } : shape);
    const hops = firstMatch(packet, this.rows, new Budget()).map(({ matcher }) => `${matcher!.nextHop.kind} by ${matcher!.rule.name}`);
    return [...new Set(hops)].sort().join(' or ');
  }
}
const routed = (...routes: Route[]): Routed => new Routed([table(routes)]);

describe('system routes', () => {
  test.each([
    ['10.1.0.9', 'virtual-network by system route to the virtual network'],
    ['10.2.0.9', 'none by system route to nowhere for private addresses'],
    ['172.16.0.1', 'none by system route to nowhere for private addresses'],
    ['192.168.0.1', 'none by system route to nowhere for private addresses'],
    ['100.64.0.1', 'none by system route to nowhere for private addresses'],
    ['8.8.8.8', 'internet by system route to the Internet'],
  ])('to %s: %s', (destination, expected) => {
    expect(routed().to(destination)).toBe(expected);
    expect(new Routed([]).to(destination)).toBe(expected);
  });

  test('of IPv6', () => {
    const ipv6 = new Routed([], 'ipv6');
    expect(['fd00:1::9', 'fd00:2::9', '2001:db8::1'].map((destination) => ipv6.to(destination).split(' ')[0])).toEqual(['virtual-network', 'none', 'internet']);
  });

  test('are marked as such, and what is taken for granted is said', () => {
    const one = routed(route('8.0.0.0/8', 'Internet'));
    expect(one.rows.filter((row) => !row.system).map((row) => row.rule)).toEqual([{ name: 'to 8.0.0.0/8', address: 'rt', construct: 'stack/rt' }]);
    expect(one.notes.assumptions).toEqual(['No route that a gateway learns (BGP) covers the documented destinations.']);
  });
});

describe('which route is taken', () => {
  test('the longest prefix, in whatever order they stand', () => {
    const half = routed(route('0.0.0.0/0', 'Internet'), route('8.8.8.0/24', 'None'), route('8.0.0.0/8', 'Internet'));
    expect(['8.8.8.8', '8.8.9.8', '9.9.9.9'].map((destination) => half.to(destination)))
      .toEqual(['none by to 8.8.8.0/24', 'internet by to 8.0.0.0/8', 'internet by to 0.0.0.0/0']);
  });

  test('of equal prefixes the user-defined one, however they are listed', () => {
    const rows = routed(route('0.0.0.0/0', 'None'), route('10.1.0.0/16', 'None')).rows.map((row) => row.system);
    expect([rows[0], rows[1], rows.at(-2), rows.at(-1)]).toEqual([false, true, false, true]);
  });

  test('of equal prefixes the user-defined one', () => {
    expect(routed(route('0.0.0.0/0', 'None')).to('8.8.8.8')).toBe('none by to 0.0.0.0/0');
    expect(routed(route('10.1.0.0/16', 'None')).to('10.1.0.9')).toBe('none by to 10.1.0.0/16');
    // A shorter one leaves the virtual network's own route in force.
    expect(routed(route('10.0.0.0/8', 'VirtualAppliance')).to('10.1.0.9')).toBe('virtual-network by system route to the virtual network');
  });

  test('prefixes of the other family are about other packets', () => {
    expect(routed(route('::/0', 'None')).to('8.8.8.8')).toBe('internet by system route to the Internet');
  });

  // "Routes cannot have the same AddressPrefix" (RouteConflict).
  test('of two with one prefix it is not certain which is in force', () => {
    const twice = routed(route('0.0.0.0/0', 'Internet', { name: 'a' }), route('0.0.0.0/0', 'None', { name: 'b' }), route('8.0.0.0/8', 'None'));
    expect([twice.to('9.9.9.9'), twice.to('8.8.8.8')]).toEqual(['elsewhere by a', 'none by to 8.0.0.0/8']);
    expect(twice.rows.flatMap(({ nextHop }) => (nextHop.kind === 'elsewhere' ? nextHop.unknown.reason : []))).toEqual([
      'rt: "a" and "b" are routes with the same prefix 0.0.0.0/0, and which of them is in force is not certain',
    ]);
    expect(twice.notes.findings).toMatchObject([{
      id: 'duplicate-route', level: 'error', address: 'rt',
      message: 'rt: the routes "a" and "b" have the same address prefix 0.0.0.0/0, which Azure refuses in one route table; keep one of them.',
    }]);
  });

  test('of a prefix and a service tag with that prefix, the one that is written as a prefix', () => {
    const both = [route('AzureAdvancedThreatProtection', 'Internet'), route('20.0.0.8/31', 'None')];
    for (const routes of [both, [...both].reverse()]) {
      expect(routed(...routes).to('20.0.0.9')).toBe('none by to 20.0.0.8/31');
      expect(routed(...routes).notes.findings).toEqual([]);
    }
  });

  test('of two service tags with one prefix it is open', () => {
    expect(routed(route('AzureAdvancedThreatProtection', 'Internet', { name: 'a' }), route('AzureAdvancedThreatProtection', 'None', { name: 'b' })).to('20.0.0.9'))
      .toBe('elsewhere by a');
  });

  test('a default route that the network learns comes before that of Azure alone', () => {
    const space = new EgressSpace('ipv4');
    const learnedDefault = Unknown.at('gw', 'sends all traffic elsewhere');
    const rowsOf = (...routes: Route[]): string[] => routeRows([table(routes)], {
      space, serviceTags: littleTags(), notes: new Notes(), virtualNetwork: addressSet('10.1.0.0/16'), learnedDefault,
    }).slice(-2).map(({ nextHop, rule, system }) => `${nextHop.kind} by ${rule.name}${system ? ', system' : ''}`);
    expect(rowsOf().at(-1)).toBe('elsewhere by default route that the network learns, system');
    expect(rowsOf(route('0.0.0.0/0', 'Internet'))[0]).toBe('internet by to 0.0.0.0/0');
  });

  test('a service tag is all its prefixes', () => {
    const tagged = routed(route('0.0.0.0/0', 'None'), route('AzureAdvancedThreatProtection', 'Internet'));
    expect(['20.0.0.3', '20.0.0.9', '20.0.0.4'].map((destination) => tagged.to(destination).split(' ')[0])).toEqual(['internet', 'internet', 'none']);
    expect(tagged.notes.findings).toEqual([]);
  });
});

describe('next hops', () => {
  test.each([
    ['Internet', 'internet'], ['internet', 'internet'], ['VirtualAppliance', 'appliance'], ['VIRTUALAPPLIANCE', 'appliance'], ['None', 'none'], ['none', 'none'],
    ['VnetLocal', 'elsewhere'], ['VirtualNetworkGateway', 'elsewhere'],
  ])('%s: %s', (type, kind) => {
    const one = routed(route('0.0.0.0/0', type));
    expect(one.to('8.8.8.8')).toBe(`${kind} by to 0.0.0.0/0`);
    expect(one.notes.findings).toEqual([]);
  });

  test('an appliance keeps its route', () => {
    const hop = route('0.0.0.0/0', 'VirtualAppliance', { nextHopAddress: '10.0.0.4' });
    expect(routed(hop).rows.map((row) => row.nextHop)).toContainEqual({ kind: 'appliance', route: hop });
  });

  test.each([
    ['VnetLocal', 'rt.route[0] keeps the traffic inside the virtual network'],
    ['VirtualNetworkGateway', 'rt.route[0] sends the traffic through a gateway to a network that is not in the input'],
    ['Mars', 'rt.route[0].next_hop_type is "Mars", which Azure refuses'],
    [Unknown.at('var.hop', 'has no default'), 'var.hop has no default'],
  ])('where %s leads is not in the input', (type, reason) => {
    const hops = routed(route('0.0.0.0/0', type)).rows.map((row) => row.nextHop);
    expect(hops.flatMap((hop) => (hop.kind === 'elsewhere' ? hop.unknown.reason : []))).toEqual([reason]);
  });

  test('a word that Azure refuses is found', () => {
    expect(routed(route('0.0.0.0/0', 'Mars', { attribute: undefined })).notes.findings).toMatchObject([{
      id: 'invalid-next-hop', level: 'error', address: 'rt',
      message: 'rt.next_hop_type is "Mars", which Azure refuses; write VirtualAppliance, Internet, VirtualNetworkGateway, VnetLocal or None.',
    }]);
  });
});

test('of a table with more routes than Azure takes, nothing is certain', () => {
  const many = (count: number): Routed => routed(...Array.from({ length: count }, (_, i) => route(`${i % 200 + 1}.${Math.floor(i / 200)}.0.0/16`, 'None')));
  expect(many(1000).to('9.0.0.9')).toBe('none by to 9.0.0.0/16');
  const found = many(1001);
  expect(found.to('9.0.0.9')).toBe('elsewhere by routes that the input does not show or internet by system route to the Internet');
  expect(found.notes.findings).toMatchObject([{
    id: 'route-limit', level: 'error', address: 'rt', message: 'rt has 1001 routes, and Azure takes 1000 at most; join prefixes that lie side by side.',
  }]);
  expect(found.space.unknowns.map(({ reason }) => reason)).toEqual(['rt has 1001 routes, which Azure refuses']);
});

describe('routes that the input does not show', () => {
  const unknown = Unknown.at('rt', 'is not in the input');

  test.each<[string, Maybe<RouteTable>]>([['a table that is not known', unknown], ['a table with more routes', table([route('8.0.0.0/8', 'None')], { hiddenRoutes: unknown })]])(
    '%s: any packet may meet one', (_, one) => {
      const found = new Routed([one]);
      expect(found.to('9.9.9.9')).toBe('elsewhere by routes that the input does not show or internet by system route to the Internet');
      expect(found.space.unknowns.map(({ reason }) => reason)).toEqual(['rt is not in the input']);
      expect(found.rows[0]).toMatchObject({ system: false, nextHop: { kind: 'elsewhere', unknown } });
    },
  );

  test('a prefix that is not known may be the longest of any packet', () => {
    const found = routed(route(Unknown.at('var.prefix', 'has no default'), 'None', { name: Unknown.at('x', 'y') }), route('8.8.8.8/32', 'Internet'));
    expect(found.to('8.8.8.8')).toBe('internet by to 8.8.8.8/32 or none by (name not known)');
    expect(found.space.unknowns.map(({ reason }) => reason)).toEqual(['var.prefix has no default']);
    expect(found.rows[0].system).toBe(false);
  });

  test('a prefix that is no prefix and no tag is found', () => {
    const found = routed(route('Strange', 'None'));
    expect(found.to('8.8.8.8')).toBe('internet by system route to the Internet or none by to Strange');
    expect(found.notes.findings).toMatchObject([{
      id: 'unknown-service-tag', level: 'warning', address: 'rt',
      message: 'rt.route[0].address_prefix is "Strange", which is no address prefix and no service tag of the snapshot.',
    }]);
    expect(found.space.unknowns.map(({ reason }) => reason)).toEqual(['the addresses of "Strange" at rt.route[0] are not in the snapshot']);
  });

  test('prefixes that are not known are questions of their own, tags by their name in any case', () => {
    const found = routed(route('Strange', 'None'), route('STRANGE', 'None'), route('Stranger', 'None'));
    expect(found.space.unknowns).toHaveLength(2);
  });

  test('a tag that the snapshot knows in part is no finding', () => {
    const notes = new Notes();
    const space = new EgressSpace('ipv4');
    const serviceTags = { ...littleTags(), find: (name: string) => ({ name, relation: 'disjoint' as const, addresses: { ipv4: addressSet(), ipv6: addressSet() } }) };
    routeRows([table([route('Storage', 'None')])], { space, serviceTags, notes, virtualNetwork: addressSet('10.1.0.0/16') });
    expect([notes.findings, space.unknowns.length]).toEqual([[], 1]);
  });

  test('the others stay certain', () => {
    expect(new Routed([table([route('8.0.0.0/8', 'None')]), table([route('9.0.0.0/8', 'None')])]).to('9.9.9.9')).toBe('none by to 9.0.0.0/8');
  });
});
