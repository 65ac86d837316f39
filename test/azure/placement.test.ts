import {
  Estate, Maybe, networkInterfaceGroups, Notes, place, PlacedNetworkSecurityGroup, pointsFor, SensorGroup, subnetGroups, Topology, Unknown, untiedGroups,
} from '../../src/azure';
import { alternatives } from '../../src/azure/placement';
import { addressSet, AddressSet, toPrefixes } from '../../src/packets';
import { estate, nsg, subnet } from '../support/estates';

/* Where sensors stand, and which NSGs filter them: "0 or 1 NSG per subnet and per NIC; one NSG may be attached to many" (NSG overview). */

const unknown = Unknown.at('var.x', 'has no default');
const label = (addresses: AddressSet): string => toPrefixes(addresses).join(', ');
const sensors = (...addresses: string[]): SensorGroup => ({ family: 'ipv4', addresses: addressSet(...addresses), memberOf: [], behind: [], label: addresses.join(', ') });
const members = (...behind: string[]): SensorGroup => ({ family: 'ipv4', memberOf: [unknown], behind, label: 'members' });
type Association = Estate['networkSecurityGroupAssociations'][number];
const atSubnet = (networkSecurityGroup: Maybe<string>, where: Maybe<string>, address = 'association'): Association => ({ origin: { address }, networkSecurityGroup, subnet: where });
const atNic = (networkSecurityGroup: Maybe<string>, networkInterface: Maybe<string>): Association => ({ origin: { address: 'association' }, networkSecurityGroup, networkInterface });
const nic = (id: string, ...ipConfigurations: Estate['networkInterfaces'][number]['ipConfigurations']): Estate['networkInterfaces'][number] => ({ id, origin: { address: id }, ipConfigurations });

describe('the subnets of sensors', () => {
  const placed = (group: SensorGroup, subnets: Estate['subnets'], namedAt: ReadonlyMap<string, AddressSet> = new Map(), parts: Partial<Estate> = {}): string[] =>
    place(group, new Topology(estate({ subnets, ...parts })), () => namedAt, label).map((one) => `${one.sensors.label} in ${one.subnets.map(({ id }) => id).join(' or ') || 'none'}`);
  const dc = subnet('dc', ['10.1.0.0/24']);
  const web = subnet('web', ['10.1.1.0/24', '10.1.2.0/24']);

  test.each<[string, SensorGroup, Estate['subnets'], string[]]>([
    ['one subnet', sensors('10.1.0.4'), [dc, web], ['10.1.0.4 in dc']],
    ['two subnets', sensors('10.1.0.4', '10.1.1.4', '10.1.2.4'), [dc, web], ['10.1.0.4 in dc', '10.1.1.4, 10.1.2.4 in web']],
    ['none of them', sensors('10.9.0.4'), [dc, web], ['10.9.0.4 in none']],
    ['some of them', sensors('10.1.0.4', '10.9.0.4'), [dc, web], ['10.1.0.4 in dc', '10.9.0.4 in none']],
    ['subnets that repeat a prefix', sensors('10.1.0.4'), [dc, subnet('twin', ['10.1.0.0/25'])], ['10.1.0.4 in dc or twin']],
    ['partly', sensors('10.1.0.4', '10.1.0.200'), [dc, subnet('twin', ['10.1.0.0/25'])], ['10.1.0.4 in dc or twin', '10.1.0.200 in dc']],
    ['one without known prefixes', sensors('10.9.0.4'), [dc, subnet('open', [unknown])], ['10.9.0.4 in open']],
    ['not one without known prefixes where another holds it', sensors('10.1.0.4'), [dc, subnet('open', [unknown])], ['10.1.0.4 in dc']],
    ['one with some known prefixes', sensors('10.9.0.4'), [subnet('open', ['10.1.0.0/24', 'x'])], ['10.9.0.4 in open']],
    ['a subnet of the other family', sensors('10.1.0.4'), [subnet('six', ['fd00::/64'])], ['10.1.0.4 in none']],
  ])('%s', (_, group, subnets, expected) => {
    expect(placed(group, subnets)).toEqual(expected);
  });

  test('outside them, sensors are told apart by the points that name them', () => {
    const namedAt = new Map([['one', addressSet('10.9.0.4')], ['two', addressSet('10.9.0.4', '10.9.0.5')], ['three', addressSet('10.1.0.4')]]);
    expect(placed(sensors('10.9.0.4', '10.9.0.5', '10.9.0.6', '10.9.0.7'), [dc], namedAt)).toEqual(['10.9.0.4 in none', '10.9.0.5 in none', '10.9.0.6/31 in none']);
    // In one subnet they meet the same points, whoever names them.
    expect(placed(sensors('10.1.0.4', '10.1.0.5'), [dc], namedAt)).toEqual(['10.1.0.4/31 in dc']);
  });

  test('of sensors whose addresses are not known are those of the NSGs that name them', () => {
    const parts = { networkSecurityGroupAssociations: [atSubnet('a', 'dc'), atSubnet('b', 'web'), atSubnet('a', 'dc'), atSubnet('a', unknown), atSubnet(unknown, 'web'), atSubnet('a', 'gone'), atNic('a', 'nic')] };
    expect(placed(members('a'), [dc, web], new Map(), parts)).toEqual(['members in dc']);
    // Members of a group that no NSG names may stand in any subnet that the input shows.
    expect(placed(members(), [dc, web], new Map(), parts)).toEqual(['members in dc or web']);
  });

  test('of sensors that are known by interfaces are those of the interfaces', () => {
    const parts = {
      networkInterfaces: [
        nic('nic', { subnet: 'web', privateAddress: unknown }, { subnet: 'gone', privateAddress: unknown }, { privateAddress: unknown }),
        nic('other', { subnet: 'dc', privateAddress: Unknown.at('var.y', 'has no default') }, { subnet: 'dc', privateAddress: '10.1.0.4' }),
      ],
      networkSecurityGroupAssociations: [atSubnet('a', 'dc')],
    };
    expect(placed(members('a'), [dc, web], new Map(), parts)).toEqual(['members in web']);
  });

  // Azure keeps these names for its own appliances.
  test('of sensors of which nothing is said are all that machines can be in', () => {
    const kept = ['AzureFirewallSubnet', 'AzureFirewallManagementSubnet', 'GatewaySubnet', 'RouteServerSubnet', 'azurebastionsubnet'];
    const like = ['MyGatewaySubnet', 'GatewaySubnet2', 'AzureFirewall'];
    const subnets = [...kept, ...like].map((name) => subnet(name, ['10.1.0.0/24']));
    expect(placed(members(), subnets)).toEqual([`members in ${like.join(' or ')}`]);
    expect(placed(members(), [{ ...subnet('open', ['10.1.0.0/24']), name: unknown }])).toEqual(['members in open']);
  });
});

test('things of which one at most can be tied to an owner are alternatives, each once', () => {
  const nameOf = (name: string): string => name.toLowerCase();
  expect(alternatives([], 'dc', nameOf)).toEqual([]);
  expect(alternatives(['A', 'a'], 'dc', nameOf)).toEqual([{ thing: 'a' }]);
  const reason = 'the input ties a and b to dc, which has one of them at most, so which it is is not determined';
  expect(alternatives(['A', 'b', 'a'], 'dc', nameOf)).toEqual(['a', 'b'].map((thing, index) => (
    { thing, alternative: { key: 'one of a, b at dc', reason, names: ['a', 'b'], index } }
  )));
});

describe('points that nothing ties to a subnet', () => {
  const asked = (group: SensorGroup, named: Readonly<Record<string, AddressSet>>, notes = new Notes()): string[] =>
    pointsFor([{ id: 'one' }, { id: 'two' }, { id: 'three' }], group, () => new Map(Object.entries(named)), notes).map(({ id }) => id);

  test('stand before all sensors where none names these', () => {
    expect(asked(sensors('10.1.0.4'), {})).toEqual(['one', 'two', 'three']);
    expect(asked(sensors('10.1.0.4'), { one: addressSet('10.2.0.4') })).toEqual(['one', 'two', 'three']);
  });

  test('are left out where they name others, and another names these', () => {
    const notes = new Notes();
    expect(asked(sensors('10.1.0.4'), { one: addressSet('10.1.0.0/24'), two: addressSet('10.2.0.4'), three: addressSet() }, notes)).toEqual(['one', 'three']);
    expect(notes.assumptions).toEqual(['two names other sensors than 10.1.0.4, so it is taken to stand before those alone.']);
  });

  test('by id for sensors whose addresses are not known', () => {
    expect(asked(members('one'), { two: addressSet('10.2.0.4') })).toEqual(['one', 'three']);
    expect(asked(members(), { two: addressSet('10.2.0.4') })).toEqual(['one', 'two', 'three']);
  });
});

const groups = [nsg([], { id: 'a' }), nsg([], { id: 'b' })];
const told = ({ address, sources, ifHolds }: PlacedNetworkSecurityGroup): string => [address, sources && `from ${label(sources)}`, ifHolds && `if ${ifHolds.reason}`].filter(Boolean).join(' ');

describe('NSGs of network interfaces', () => {
  const dc = subnet('dc', ['10.1.0.0/24']);
  const found = (association: Association, nics: Estate['networkInterfaces'], group = sensors('10.1.0.4'), where: typeof dc | undefined = dc): string[] =>
    networkInterfaceGroups(group, where, new Topology(estate({
      networkSecurityGroups: groups, networkInterfaces: nics, networkSecurityGroupAssociations: [association],
    }))).map(told);

  test.each<[string, Association, Estate['networkInterfaces'], string[]]>([
    ['filter their own address', atNic('a', 'nic'), [nic('nic', { subnet: 'dc', privateAddress: '10.1.0.4' })], ['a from 10.1.0.4']],
    ['of several configurations, the sensors\'', atNic('a', 'nic'), [nic('nic', { subnet: 'dc', privateAddress: '10.1.0.9' }, { subnet: 'dc', privateAddress: '10.1.0.4' })], ['a from 10.1.0.4']],
    ['not another\'s', atNic('a', 'nic'), [nic('nic', { subnet: 'dc', privateAddress: '10.1.0.9' })], []],
    ['not of another subnet', atNic('a', 'nic'), [nic('nic', { subnet: 'web', privateAddress: '10.1.0.4' })], []],
    ['perhaps of a subnet that is not known', atNic('a', 'nic'), [nic('nic', { subnet: unknown, privateAddress: '10.1.0.4' })], ['a from 10.1.0.4']],
    ['without a subnet of their own', atNic('a', 'nic'), [nic('nic', { privateAddress: '10.1.0.4' })], ['a from 10.1.0.4']],
    ['perhaps, where the address is not known', atNic('a', 'nic'), [nic('nic', { subnet: 'dc', privateAddress: unknown })], ['a if whether nic is the interface of a sensor is not known (var.x has no default)']],
    ['certainly, where another address is known', atNic('a', 'nic'), [nic('nic', { subnet: 'dc', privateAddress: unknown }, { subnet: 'dc', privateAddress: '10.1.0.4' })], ['a from 10.1.0.4']],
    ['perhaps, where the address is none', atNic('a', 'nic'), [nic('nic', { subnet: 'dc', privateAddress: 'x' })],
      ['a if whether nic is the interface of a sensor is not known (nic.private_ip_address has "x", which is no address prefix)']],
    ['perhaps, where the interface is not in the input', atNic('a', 'gone'), [], ['a if association.network_interface_id leads to gone, which is not in the input']],
    ['that are not in the input, at their association', atNic('gone', 'nic'), [nic('nic', { subnet: 'dc', privateAddress: '10.1.0.4' })], ['association from 10.1.0.4']],
    ['are not those of subnets', atSubnet('a', 'dc'), [nic('nic', { subnet: 'dc', privateAddress: '10.1.0.4' })], []],
    ['without configurations', atNic('a', 'nic'), [nic('nic')], []],
  ])('%s', (_, association, nics, expected) => {
    expect(found(association, nics)).toEqual(expected);
  });

  test('of sensors that may have any address, or stand in no subnet of the input', () => {
    const one = [nic('nic', { subnet: 'dc', privateAddress: '10.1.0.9' })];
    expect(found(atNic('a', 'nic'), one, members('a'))).toEqual(['a from 10.1.0.9']);
    expect(found(atNic('a', 'nic'), one, sensors('10.1.0.9'), undefined)).toEqual(['a from 10.1.0.9']);
  });

  test('the reason of an NSG that is not in the input', () => {
    const [placed] = networkInterfaceGroups(sensors('10.1.0.4'), dc, new Topology(estate({
      networkInterfaces: [nic('nic', { subnet: 'dc', privateAddress: '10.1.0.4' })], networkSecurityGroupAssociations: [atNic('gone', 'nic')],
    })));
    expect(placed.networkSecurityGroup).toMatchObject({ reason: 'association.network_security_group_id leads to gone, which is not in the input' });
  });
});

describe('the NSG of a subnet', () => {
  const dc = subnet('dc', ['10.1.0.0/24']);
  const found = (...networkSecurityGroupAssociations: Association[]): PlacedNetworkSecurityGroup[] =>
    subnetGroups(dc, new Topology(estate({ networkSecurityGroups: groups, networkSecurityGroupAssociations })));

  test.each<[string, Association[], string[]]>([
    ['is the one that is tied to it', [atSubnet('a', 'dc'), atSubnet('b', 'web')], ['a']],
    ['may be one whose subnet is not known', [atSubnet('a', unknown)], ['a if whether association is about dc is not known (var.x has no default)']],
    ['is not one whose subnet is not known where there is one for certain', [atSubnet('a', 'dc'), atSubnet('b', unknown)], ['a']],
    ['that is not in the input stands at its association', [atSubnet('gone', 'dc')], ['association']],
    ['is not that of an interface', [atNic('a', 'nic')], []],
  ])('%s', (_, associations, expected) => {
    expect(found(...associations).map(told)).toEqual(expected);
  });

  test('that is not in the input is not known', () => {
    expect(found(atSubnet('gone', 'dc'))[0].networkSecurityGroup).toMatchObject({ reason: 'association.network_security_group_id leads to gone, which is not in the input' });
  });
});

describe('NSGs that the input ties to nothing', () => {
  const found = (associations: Association[], notes = new Notes()): string[] => untiedGroups(sensors('10.1.0.4'), new Topology(estate({
    subnets: [subnet('dc', ['10.1.0.0/24'])], networkInterfaces: [nic('nic')], networkSecurityGroups: groups, networkSecurityGroupAssociations: associations,
  })), () => new Map(), notes).map(told);

  test.each<[string, Association[], string[]]>([
    ['no association', [], ['a', 'b']],
    ['tied to a subnet', [atSubnet('a', 'dc')], ['b']],
    ['tied to an interface', [atNic('b', 'nic')], ['a']],
    ['tied to a subnet that the input does not show', [atSubnet('a', 'gone')], ['a', 'b']],
    ['tied to an interface that the input does not show', [atNic('a', 'gone')], ['a', 'b']],
    ['tied to what is not known', [atSubnet('a', unknown)], ['a', 'b']],
    ['tied to both', [atSubnet('a', 'gone'), atSubnet('a', 'dc')], ['b']],
  ])('%s', (_, associations, expected) => {
    expect(found(associations)).toEqual(expected);
  });

  test('are checked on their own, and that is said', () => {
    const notes = new Notes();
    found([atSubnet('a', 'dc')], notes);
    expect(notes.assumptions).toEqual(['b is tied to no subnet that the input shows, so it is checked on its own, for every sensor.']);
  });
});
