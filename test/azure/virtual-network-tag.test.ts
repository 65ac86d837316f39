import { Estate, EgressSpace, LearnedDefaultRoute, Notes, Route, Topology, Unknown, VirtualNetworkReading } from '../../src/azure';
import { virtualNetworkAt } from '../../src/azure/virtual-network';
import { addressSet, IntervalSet } from '../../src/packets';
import { estate, subnet } from '../support/estates';
import { LittleNsg } from '../support/little-nsg';
import { littleTags } from '../support/little-tags';

/*
 * Service tags overview (2023-01-26): `VirtualNetwork` is "the virtual network address space (all IP address ranges defined
 * for the virtual network), all connected on-premises address spaces, peered virtual networks, … and address prefixes used on
 * user-defined routes. This tag might also contain default routes." `Internet` is "the IP address space that's outside the
 * virtual network and reachable by the public internet. The address range includes the Azure-owned public IP address space."
 */
const READINGS = 'whether the service tag VirtualNetwork at dc holds the prefixes of its routes is not certain';
const PRIVATE = 'whether the service tag Internet holds private addresses outside the virtual network is not documented';

/** Whether a rule with a tag as its destination matches packets to addresses. */
function matches(tag: string, reading: Partial<VirtualNetworkReading>, ...destinations: string[]): string[] {
  const nsg = new LittleNsg([{ to: [tag] }], { reading });
  return destinations.map((destination) => nsg.matches({ destination }));
}

describe('VirtualNetwork', () => {
  test.each(['VirtualNetwork', 'VIRTUALNETWORK', 'VIRTUAL_NETWORK'])('%s is the address space', (tag) => {
    expect(matches(tag, {}, '10.1.0.0', '10.1.255.255', '10.2.0.0', '8.8.8.8')).toEqual(['yes', 'yes', 'no', 'no']);
  });

  test('may be more private space, and no public one, where the input does not show all of it', () => {
    const more = Unknown.at('vnet.address_space', 'is not known before apply');
    expect(matches('VirtualNetwork', { more }, '10.1.0.4', '10.2.0.4', '192.168.0.1', '8.8.8.8')).toEqual(['yes', 'perhaps', 'perhaps', 'no']);
    expect(new LittleNsg([{ to: ['VirtualNetwork'] }], { reading: { more } }).reasons).toContain('vnet.address_space is not known before apply');
  });

  test('may hold the prefixes of user-defined routes', () => {
    const routed = addressSet('8.0.0.0/8', '10.9.0.0/16');
    expect(matches('VirtualNetwork', { routed }, '10.1.0.4', '8.8.8.8', '10.9.0.1', '9.9.9.9')).toEqual(['yes', 'perhaps', 'perhaps', 'no']);
    expect(matches('Internet', { routed }, '8.8.8.8', '9.9.9.9')).toEqual(['perhaps', 'yes']);
  });

  test('under a default route to an appliance it may be everything, and Internet nothing: one choice for the whole subnet', () => {
    const nsg = new LittleNsg([{ name: 'DenyInternet', access: 'Deny', to: ['Internet'] }], { reading: { routed: addressSet('0.0.0.0/0') } });
    expect(nsg.fate()).toBe('allow by AllowVnetOutBound or deny by DenyInternet');
    expect(nsg.space.unknowns.find(({ reason }) => reason === READINGS)!.choices).toEqual(['it does not hold them', 'it holds them']);
    // Denying both leaves no reading that lets the packet through.
    const both = new LittleNsg([{ name: 'A', access: 'Deny', to: ['Internet'] }, { name: 'B', access: 'Deny', to: ['VirtualNetwork'] }], { reading: { routed: addressSet('0.0.0.0/0') } });
    expect(both.fate()).toBe('deny by A or deny by B');
    expect(nsg.reasons).toContain(READINGS);
  });

  test('what a reading is not known of is one question for a subnet, and another for another', () => {
    const space = new EgressSpace('ipv4');
    for (const key of ['dc', 'dc', 'web']) new LittleNsg([], { reading: { key, routed: addressSet('0.0.0.0/0') }, context: { space } });
    expect(space.unknowns.map(({ reason }) => reason)).toEqual([READINGS, PRIVATE, READINGS.replace('dc', 'web')]);
  });

  test('is certain where routes say nothing new', () => {
    const nsg = new LittleNsg([{ to: ['VirtualNetwork'] }], { reading: { routed: addressSet('10.1.2.0/24') } });
    expect(nsg.reasons).toEqual([PRIVATE]);
    expect(nsg.matches({ destination: '10.1.2.4' })).toBe('yes');
  });
});

describe('Internet', () => {
  test.each(['Internet', 'INTERNET'])('%s is the public space outside the virtual network, Azure\'s own included', (tag) => {
    expect(matches(tag, {}, '8.8.8.8', '20.0.0.1', '10.1.0.4')).toEqual(['yes', 'yes', 'no']);
  });

  test('public space of the virtual network is not in it', () => {
    expect(matches('Internet', { space: addressSet('10.1.0.0/16', '8.8.8.0/24') }, '8.8.8.8', '8.8.9.8')).toEqual(['no', 'yes']);
  });

  test('whether it holds private addresses elsewhere is not documented', () => {
    expect(matches('Internet', {}, '10.2.0.4', '127.0.0.1')).toEqual(['perhaps', 'perhaps']);
    expect(new LittleNsg([{ to: ['Internet'] }]).reasons).toEqual([PRIVATE]);
  });
});

describe('what the tags mean at a subnet', () => {
  const dc = subnet('dc', ['10.1.0.0/24'], 'vnet');
  const vnet = (id: string, addressSpace: Estate['virtualNetworks'][number]['addressSpace']): Estate['virtualNetworks'][number] =>
    ({ id, origin: { address: id }, name: id, resourceGroup: 'rg', addressSpace });
  const peered = (remoteVirtualNetwork: string | Unknown, virtualNetwork = 'vnet'): Estate['virtualNetworkPeerings'][number] =>
    ({ origin: { address: 'peering' }, virtualNetwork, remoteVirtualNetwork });
  const reading = (parts: Partial<Estate>, at = dc, inside?: ReturnType<typeof addressSet>, notes = new Notes()): VirtualNetworkReading =>
    virtualNetworkAt(at, inside, { topology: new Topology(estate({ subnets: [at], ...parts })), space: new EgressSpace('ipv4'), serviceTags: littleTags(), notes });

  test('the address space of the virtual network and its peers', () => {
    const found = reading({
      virtualNetworks: [vnet('vnet', ['10.1.0.0/16', 'fd00::/48']), vnet('hub', ['10.0.0.0/16']), vnet('other', ['10.7.0.0/16'])],
      virtualNetworkPeerings: [peered('hub'), peered('other', 'hub')],
    });
    expect(found.space.equals(addressSet('10.0.0.0/15'))).toBe(true);
    expect([found.key, found.more, found.routed.isEmpty]).toEqual(['dc', undefined, true]);
  });

  test.each<[string, Partial<Estate>, ReturnType<typeof subnet>, string, string]>([
    ['a network that the input does not show', {}, dc, '10.1.0.0/24', 'dc.virtual_network_name leads to vnet, which is not in the input'],
    ['a peer that it does not show', { virtualNetworks: [vnet('vnet', ['10.1.0.0/16'])], virtualNetworkPeerings: [peered('hub')] }, dc, '10.1.0.0/16',
      'peering.remote_virtual_network_id leads to hub, which is not in the input'],
    ['a peer that is not known', { virtualNetworks: [vnet('vnet', ['10.1.0.0/16'])], virtualNetworkPeerings: [peered(Unknown.at('peering', 'is not known'))] }, dc, '10.1.0.0/16',
      'peering is not known'],
    ['a space that is not known', { virtualNetworks: [vnet('vnet', [Unknown.at('vnet.address_space[0]', 'is not known')])] }, dc, '10.1.0.0/24', 'vnet.address_space[0] is not known'],
    ['a space that is no prefix', { virtualNetworks: [vnet('vnet', ['ten', '10.2.0.0/16'])] }, dc, '10.1.0.0/24,10.2.0.0/16', 'vnet.address_space has "ten", which is no address prefix'],
    ['a subnet that is not known', { virtualNetworks: [vnet('vnet', ['10.2.0.0/16'])] }, subnet('dc', [Unknown.at('dc.address_prefixes', 'is not known')], 'vnet'), '10.2.0.0/16',
      'dc.address_prefixes is not known'],
    ['a subnet with what is no prefix', { virtualNetworks: [vnet('vnet', ['10.2.0.0/16'])] }, subnet('dc', ['ten'], 'vnet'), '10.2.0.0/16',
      'dc.address_prefixes has "ten", which is no address prefix'],
  ])('%s may be more', (_, parts, at, space, reason) => {
    const found = reading(parts, at);
    expect(found.space.equals(addressSet(...space.split(',')))).toBe(true);
    expect(found.more?.reason).toBe(reason);
  });

  test('addresses that are known to be in the subnet are in it', () => {
    const found = reading({ virtualNetworks: [vnet('vnet', [])] }, subnet('dc', [], 'vnet'), addressSet('10.5.0.4'));
    expect(found.space.equals(addressSet('10.5.0.4'))).toBe(true);
  });

  test('prefixes of user-defined routes, but for a default route to the Internet, which says nothing new', () => {
    const route = (addressPrefix: string | Unknown, nextHopType: string | Unknown): Route =>
      ({ origin: { address: 'rt' }, name: 'r', addressPrefix, nextHopType });
    const routed = (...routes: Route[]): IntervalSet<number | bigint> => reading({
      routeTables: [{ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes }],
      routeTableAssociations: [{ origin: { address: 'a' }, routeTable: 'rt', subnet: 'dc' }],
    }).routed;
    expect(routed(route('0.0.0.0/0', 'VirtualAppliance')).equals(addressSet('0.0.0.0/0'))).toBe(true);
    expect(routed(route('0.0.0.0/0', Unknown.at('x', 'y'))).equals(addressSet('0.0.0.0/0'))).toBe(true);
    expect(routed(route('0.0.0.0/0', 'Internet')).isEmpty).toBe(true);
    expect(routed(route('8.8.8.0/24', 'internet'), route('9.0.0.0/8', 'None')).equals(addressSet('8.8.8.0/24', '9.0.0.0/8'))).toBe(true);
    expect(routed(route('Storage', 'Internet')).equals(addressSet('20.0.0.128/25'))).toBe(true);
    expect(routed(route('::/0', 'VirtualAppliance')).isEmpty).toBe(true);
  });

  const table = (parts: Partial<Estate['routeTables'][number]>): Partial<Estate> => ({
    routeTables: [{ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes: [], ...parts }],
    routeTableAssociations: [{ origin: { address: 'a' }, routeTable: 'rt', subnet: 'dc' }],
  });
  const hidden = Unknown.at('x', 'is not known');
  const learned = (parts: Partial<LearnedDefaultRoute>): Partial<Estate> => ({
    virtualNetworks: [vnet('vnet', ['10.1.0.0/16'])], learnedDefaultRoutes: [{ origin: { address: 'gw' }, reachesPeers: true, mayEndAtFirewall: false, unknown: hidden, ...parts }],
  });
  const peering = { virtualNetworkPeerings: [peered('hub')] };

  test.each<[string, boolean, Partial<Estate>]>([
    ['a table that is not known', true, { routeTableAssociations: [{ origin: { address: 'b' }, routeTable: hidden, subnet: 'dc' }] }],
    ['a table that may have more routes', true, table({ hiddenRoutes: hidden })],
    ['a prefix that is not known', true, table({ routes: [{ origin: { address: 'rt' }, name: 'r', addressPrefix: hidden, nextHopType: 'VirtualAppliance' }] })],
    ['a default route of the network\'s own gateway', true, learned({ virtualNetwork: 'vnet' })],
    ['one of a gateway in a subnet of the network', true, learned({ subnet: 'dc' })],
    ['one of a gateway whose subnet the input does not show', true, learned({ subnet: 'gateway' })],
    ['one of a network that is not known', true, learned({ virtualNetwork: hidden })],
    ['one of a peer', true, { ...learned({ virtualNetwork: 'hub' }), ...peering }],
    ['one of a peer, that peers do not learn', false, { ...learned({ virtualNetwork: 'hub', reachesPeers: false }), ...peering }],
    ['one of another network', false, learned({ virtualNetwork: 'hub' })],
  ])('%s may add any prefix: %s', (_, isOpen, parts) => {
    expect(reading(parts).routed.equals(isOpen ? addressSet('0.0.0.0/0') : addressSet())).toBe(true);
  });

  test('what is taken for granted is said', () => {
    const notes = new Notes();
    reading({}, dc, undefined, notes);
    expect(notes.assumptions).toEqual(['Virtual networks have none but the address space, peerings and routes that the input shows, and no public addresses beyond them.']);
  });
});
