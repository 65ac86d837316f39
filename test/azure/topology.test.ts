import { Estate, Firewall, LearnedDefaultRoute, Maybe, Route, Topology, Unknown } from '../../src/azure';
import { estate, firewall, policy, subnet } from '../support/estates';

/* Who is tied to whom: which firewalls filter, and which of them stands at a route's next hop. */

const points = (parts: Partial<Estate>): string[] => new Topology(estate(parts)).firewallPoints
  .map(({ id, policy: filtering, classic, hidden, firewalls }) => [id, filtering ? 'policy' : classic ? 'classic' : hidden!.reason, ...firewalls.map((one) => one.id)].join(' '));
const unknown = Unknown.at('var.policy', 'has no default');

describe('where packets are filtered', () => {
  test.each<[string, Partial<Estate>, string[]]>([
    ['a policy', { firewallPolicies: [policy([], { id: 'p' })] }, ['p policy']],
    ['with the firewalls that run it', { firewallPolicies: [policy([], { id: 'p' })], firewalls: [firewall('f', { policy: 'p' }), firewall('g', { policy: 'p' })] }, ['p policy f g']],
    ['not at one that is only the base of another', { firewallPolicies: [policy([], { id: 'base' }), policy([], { id: 'p', basePolicy: 'base' })] }, ['p policy']],
    ['unless a firewall runs the base itself', { firewallPolicies: [policy([], { id: 'base' }), policy([], { id: 'p', basePolicy: 'base' })], firewalls: [firewall('f', { policy: 'base' })] },
      ['base policy f', 'p policy']],
    ['at each policy of a cycle', { firewallPolicies: [policy([], { id: 'a', basePolicy: 'b' }), policy([], { id: 'b', basePolicy: 'a' })] }, ['a policy', 'b policy']],
    ['and not twice at what a filtering policy reaches', { firewallPolicies: [policy([], { id: 'a', basePolicy: 'a' }), policy([], { id: 'p', basePolicy: 'a' })] }, ['p policy']],
    ['classic rules', { firewalls: [firewall('f')] }, ['f classic f']],
    ['a firewall whose policy is not known', { firewalls: [firewall('f', { policy: unknown })] }, ['f var.policy has no default f']],
    ['a firewall whose policy the input does not have', { firewalls: [firewall('f', { policy: 'p' })] }, ['f f runs the policy p, which is not in the input f']],
    ['nowhere', {}, []],
  ])('%s', (_, parts, expected) => {
    expect(points(parts)).toEqual(expected);
  });

  test('the chain of a policy has its bases first; classic rules have none', () => {
    const topology = new Topology(estate({ firewallPolicies: [policy([], { id: 'base' }), policy([], { id: 'p', basePolicy: 'base' })], firewalls: [firewall('f')] }));
    expect(topology.firewallPoints.map((point) => topology.chainOf(point).map(({ id }) => id))).toEqual([['base', 'p'], []]);
  });
});

describe('the firewalls at a next hop', () => {
  const route = (parts: Partial<Route>): Route => ({ origin: { address: 'rt' }, name: 'r', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', ...parts });
  const at = (firewalls: readonly Firewall[], parts: Partial<Route>, more: Partial<Estate> = {}): string[] =>
    new Topology(estate({ firewalls, ...more })).pointsAt(route(parts)).map(({ id }) => id);
  const hub = [subnet('hub', ['10.0.0.0/26']), subnet('other', ['10.9.0.0/26']), subnet('open', [unknown]), subnet('half', ['10.9.1.0/26', unknown])];
  const one = firewall('one', { privateAddresses: ['10.0.0.4'] });
  const two = firewall('two', { privateAddresses: ['10.0.1.4'] });

  test.each<[string, Firewall[], Partial<Route>, string[]]>([
    ['is the one that the route names', [one, two], { nextHopFirewall: 'two', nextHopAddress: '10.0.0.4' }, ['two']],
    ['is the one with the address', [one, two], { nextHopAddress: '10.0.1.4' }, ['two']],
    ['by its address, if the one that it names is not in the input', [one, two], { nextHopFirewall: 'three', nextHopAddress: '10.0.1.4' }, ['two']],
    ['by its address, if the one that it names is not known', [one, two], { nextHopFirewall: unknown, nextHopAddress: '10.0.1.4' }, ['two']],
    ['may be any where the address is not known', [one, two], { nextHopAddress: unknown }, ['one', 'two']],
    ['may be any where there is no address', [one, two], {}, ['one', 'two']],
    ['is none whose addresses are known to be others', [one, two], { nextHopAddress: '10.0.2.4' }, []],
    ['may be one whose address is not known', [one, firewall('three', { privateAddresses: [unknown] })], { nextHopAddress: '10.0.2.4' }, ['three']],
    ['may be one without an address', [one, firewall('three')], { nextHopAddress: '10.0.2.4' }, ['three']],
    ['is the one whose subnet holds the address', [firewall('in', { subnets: ['hub'] }), firewall('out', { subnets: ['other'] })], { nextHopAddress: '10.0.0.4' }, ['in']],
    ['is none whose subnet is known to be elsewhere', [firewall('out', { subnets: ['other'] })], { nextHopAddress: '10.0.0.4' }, []],
    ['may be one whose subnet is not known', [firewall('out', { subnets: ['other'] }), firewall('perhaps', { subnets: [unknown] })], { nextHopAddress: '10.0.0.4' }, ['perhaps']],
    ['may be one whose subnet the input does not have', [firewall('out', { subnets: ['other'] }), firewall('perhaps', { subnets: ['gone'] })], { nextHopAddress: '10.0.0.4' }, ['perhaps']],
    ['may be one whose subnet has unknown prefixes', [firewall('out', { subnets: ['other'] }), firewall('perhaps', { subnets: ['open'] })], { nextHopAddress: '10.0.0.4' }, ['perhaps']],
    ['may be one of whose addresses some are not known', [firewall('three', { privateAddresses: ['10.0.2.5', unknown] })], { nextHopAddress: '10.0.2.4' }, ['three']],
    ['may be one of whose subnets some are not known', [firewall('three', { subnets: ['other', unknown] })], { nextHopAddress: '10.0.2.4' }, ['three']],
    ['may be one of whose subnet\'s prefixes some are not known', [firewall('three', { subnets: ['half'] })], { nextHopAddress: '10.0.2.4' }, ['three']],
    ['is the one that the route names, whatever its address', [one, two], { nextHopFirewall: 'one' }, ['one']],
    ['is none for what is no address', [firewall('in', { subnets: ['hub'] })], { nextHopAddress: 'ten' }, []],
    ['may be one of two with the same', [one, firewall('twin', { privateAddresses: ['10.0.0.4'] })], { nextHopAddress: '10.0.0.4' }, ['one', 'twin']],
  ])('%s', (_, firewalls, parts, expected) => {
    expect(at(firewalls, parts, { subnets: hub })).toEqual(expected);
  });

  test('a policy that no firewall of the input runs may be at any', () => {
    expect(at([one], { nextHopAddress: '10.0.0.9' }, { firewallPolicies: [policy([], { id: 'p' })] })).toEqual(['p']);
    expect(at([one], { nextHopAddress: '10.0.0.4' }, { firewallPolicies: [policy([], { id: 'p' })] })).toEqual(['one']);
  });
});

test('a policy that several firewalls run is at the next hop where one of them is', () => {
  const firewalls = [firewall('f', { policy: 'p', privateAddresses: ['10.0.0.4'] }), firewall('g', { policy: 'p', privateAddresses: ['10.0.1.4'] })];
  const topology = new Topology(estate({ firewallPolicies: [policy([], { id: 'p' })], firewalls }));
  const at = (parts: Partial<Route>): string[] =>
    topology.pointsAt({ origin: { address: 'rt' }, name: 'r', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', ...parts }).map(({ id }) => id);
  expect([at({ nextHopFirewall: 'g' }), at({ nextHopAddress: '10.0.1.4' }), at({ nextHopAddress: '10.0.9.4' })]).toEqual([['p'], ['p'], []]);
  const open = new Topology(estate({ firewallPolicies: [policy([], { id: 'p' })], firewalls: [firewalls[0], firewall('h', { policy: 'p' })] }));
  expect(open.pointsAt({ origin: { address: 'rt' }, name: 'r', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopAddress: '10.0.9.4' })).toHaveLength(1);
});

describe('links', () => {
  const table = { id: 'rt', origin: { address: 'rt' }, name: 'rt', routes: [] };
  const dc = subnet('dc', ['10.1.0.0/24']);
  const tied = (routeTable: Maybe<string>, where: Maybe<string> = 'dc'): Estate['routeTableAssociations'][number] => ({ origin: { address: 'rta' }, routeTable, subnet: where });

  test('lead to what has the id, or are unknown and say where they stand', () => {
    const topology = new Topology(estate({ subnets: [dc], routeTables: [table], routeTableAssociations: [tied('rt'), tied('gone'), tied(unknown), tied('rt', 'web')] }));
    const found = topology.routeTablesOf(dc);
    expect(found.map((one) => (one instanceof Unknown ? one.reason : one.id))).toEqual(['rt', 'rta.route_table_id leads to gone, which is not in the input', 'var.policy has no default']);
  });
});

describe('default routes that a subnet learns', () => {
  const learned = (parts: Partial<LearnedDefaultRoute>): LearnedDefaultRoute =>
    ({ origin: { address: 'gw' }, reachesPeers: true, mayEndAtFirewall: false, unknown, ...parts });
  const peering = (virtualNetwork: string, remoteVirtualNetwork: Maybe<string>): Estate['virtualNetworkPeerings'][number] =>
    ({ origin: { address: 'peering' }, virtualNetwork, remoteVirtualNetwork });
  const dc = subnet('dc', ['10.1.0.0/24'], 'spoke');
  const learns = (route: Partial<LearnedDefaultRoute>, peerings: Estate['virtualNetworkPeerings'] = [], at = dc): boolean =>
    new Topology(estate({ subnets: [dc, subnet('gw', ['10.7.0.0/24'], 'hub')], virtualNetworkPeerings: peerings, learnedDefaultRoutes: [learned(route)] })).learnedDefaultRoutesOf(at).length > 0;

  test.each<[string, Partial<LearnedDefaultRoute>, boolean]>([
    ['its own network', { virtualNetwork: 'spoke' }, true], ['another network', { virtualNetwork: 'hub' }, false], ['some network', { virtualNetwork: unknown }, true],
    ['a subnet of its own network', { subnet: 'dc' }, true], ['a subnet of another network', { subnet: 'gw' }, false], ['a subnet that is not shown', { subnet: 'gone' }, true],
    ['a subnet that is not known', { subnet: unknown }, true], ['anything', {}, true], ['another network, whatever the subnet', { virtualNetwork: 'hub', subnet: 'dc' }, false],
  ])('of %s', (_, route, isLearned) => {
    expect(learns(route)).toBe(isLearned);
  });

  test('of a network that its own is peered with, where peers learn it', () => {
    const hub = { virtualNetwork: 'hub' };
    expect([
      learns(hub, [peering('spoke', 'hub')]), learns(hub, [peering('spoke', unknown)]), learns({ ...hub, reachesPeers: false }, [peering('spoke', 'hub')]),
      learns(hub, [peering('spoke', 'other')]), learns(hub, [peering('other', 'hub')]), learns(hub, [peering('hub', 'spoke')]),
    ]).toEqual([true, true, false, false, false, false]);
  });

  test('of any network, where that of the subnet is not known', () => {
    expect(learns({ virtualNetwork: 'hub' }, [], subnet('open', ['10.1.0.0/24'], unknown))).toBe(true);
  });
});
