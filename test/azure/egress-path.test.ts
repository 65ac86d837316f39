import { EgressSpace, Estate, Placement, Route, SensorGroup, Unknown } from '../../src/azure';
import { addressSet, Region, subtractAll } from '../../src/packets';
import { applicationCollection, firewall, group, networkCollection, nsg, policy, RuleShape, subnet } from '../support/estates';
import { packetOf } from '../support/packets';
import { allowing, dc, https, Path, route, routed, sensors, spoke, tied, TO_INTERNET, toAppliance, told, unknown } from '../support/paths';

/*
 * The way of a packet: NSG of the interface, NSG of the subnet ("outbound: the NIC's first, then the subnet's; both must
 * allow", how NSGs work), then the route, and the firewall where the route leads to one.
 */

describe('NSGs', () => {
  const one = (rules: readonly RuleShape[], id: string): ReturnType<typeof nsg> => nsg(rules, { id });
  const nic: Estate['networkInterfaces'][number] = { id: 'nic', origin: { address: 'nic' }, ipConfigurations: [{ subnet: 'dc', privateAddress: '10.1.0.4' }] };
  const both = (ofNic: RuleShape, ofSubnet: RuleShape): Path => new Path({
    ...spoke, networkInterfaces: [nic], networkSecurityGroups: [one([ofNic], 'n'), one([ofSubnet], 's')],
    networkSecurityGroupAssociations: [tied('s', { subnet: 'dc' }), tied('n', { networkInterface: 'nic' })],
  });

  test.each<[string, string, string[]]>([
    ['Allow', 'Allow', [`network-interface-nsg n Rule0: allow > subnet-nsg s Rule0: allow > ${TO_INTERNET} = permitted`]],
    ['Allow', 'Deny', ['network-interface-nsg n Rule0: allow > subnet-nsg s Rule0: deny = denied']],
    // A denial in the first means that the second is never evaluated.
    ['Deny', 'Allow', ['network-interface-nsg n Rule0: deny = denied']],
    ['Deny', 'Deny', ['network-interface-nsg n Rule0: deny = denied']],
  ])('of the interface: %s, of the subnet: %s', (nicAccess, subnetAccess, way) => {
    expect(both({ access: nicAccess }, { access: subnetAccess }).way()).toEqual(way);
  });

  test('an interface\'s own is met in no subnet of the input too', () => {
    const parts = { networkInterfaces: [{ ...nic, ipConfigurations: [{ privateAddress: '10.1.0.4' }] }], networkSecurityGroups: [one([{ access: 'Deny' }], 'n')] };
    expect(new Path({ ...parts, networkSecurityGroupAssociations: [tied('n', { networkInterface: 'nic' })] }).way()).toEqual(['network-interface-nsg n Rule0: deny = denied']);
  });

  test('an interface\'s own is about its own address', () => {
    expect(both({ access: 'Deny' }, {}).way({ source: '10.1.0.5' })).toEqual([`subnet-nsg s Rule0: allow > ${TO_INTERNET} = permitted`]);
  });

  test('without one, everything is allowed', () => {
    expect(new Path(spoke).way()).toEqual([`${TO_INTERNET} = permitted`]);
  });

  test('that is not in the input may hold any rules', () => {
    const path = new Path({ ...spoke, networkSecurityGroupAssociations: [tied('gone', { subnet: 'dc' })] });
    expect(path.way()).toEqual([
      `${TO_INTERNET} = permitted`, `subnet-nsg gone-association rules that the input does not show: allow > ${TO_INTERNET} = permitted`,
      'subnet-nsg gone-association rules that the input does not show: deny = denied',
    ]);
    expect(path.reasons).toEqual(['gone-association.network_security_group_id leads to gone, which is not in the input']);
  });

  test('that may be of an interface of the sensors apply on that condition', () => {
    const path = new Path({
      ...spoke, networkInterfaces: [{ ...nic, ipConfigurations: [{ subnet: 'dc', privateAddress: unknown }] }], networkSecurityGroups: [one([{ access: 'Deny' }], 'n')],
      networkSecurityGroupAssociations: [tied('n', { networkInterface: 'nic' })],
    });
    expect(path.way()).toEqual(['network-interface-nsg n Rule0: deny = denied', `${TO_INTERNET} = permitted`]);
  });

  test('that nothing ties stand before sensors of a subnet without one, and of none', () => {
    const parts = { ...spoke, networkSecurityGroups: [one([{ access: 'Deny' }], 'a')] };
    expect(new Path(parts).way()).toEqual(['nsg a Rule0: deny = denied']);
    expect(new Path(parts, { subnets: [] }).way()).toEqual(['nsg a Rule0: deny = denied']);
    const tiedToOwn = { ...parts, networkSecurityGroups: [...parts.networkSecurityGroups, one([{}], 's')], networkSecurityGroupAssociations: [tied('s', { subnet: 'dc' })] };
    expect(new Path(tiedToOwn).way()).toEqual([`subnet-nsg s Rule0: allow > ${TO_INTERNET} = permitted`]);
    expect(new Path({ ...parts, networkSecurityGroups: [one([{ access: 'Deny' }], 'a'), one([{}], 'b')] }, { namedAt: () => new Map([['a', addressSet('10.9.0.1')], ['b', addressSet('10.1.0.4/31')]]) }).way())
      .toEqual([`nsg b Rule0: allow > ${TO_INTERNET} = permitted`]);
  });

  test('the rules of application security groups are about their members', () => {
    const path = new Path({
      ...spoke, networkInterfaces: [nic], applicationSecurityGroupAssociations: [{ origin: { address: 'a' }, networkInterface: 'nic', applicationSecurityGroup: 'dcs' }],
      networkSecurityGroups: [one([{ access: 'Deny', fromGroups: ['dcs'] }], 's')], networkSecurityGroupAssociations: [tied('s', { subnet: 'dc' })],
    });
    expect(path.way()).toEqual(['subnet-nsg s Rule0: deny = denied']);
  });
});

describe('sensors in one of several subnets', () => {
  const twin = subnet('twin', ['10.1.0.0/24'], 'vnet');
  test('meet the NSG and the routes of whichever it is', () => {
    const path = new Path({
      ...routed(route('None')), subnets: [dc, twin], networkSecurityGroups: [nsg([{ access: 'Deny' }], { id: 's' })], networkSecurityGroupAssociations: [tied('s', { subnet: 'twin' })],
    });
    expect(path.way()).toEqual(['route rt default to nowhere: deny = denied', 'subnet-nsg s Rule0: deny = denied']);
    expect(path.reasons).toContain('which of dc, twin holds the sensors is not certain');
    expect(path.path.space.unknowns.find(({ reason }) => reason.startsWith('which of dc'))!.choices).toEqual(['it is dc', 'it is twin']);
  });
});

describe('sensors whose addresses are not known', () => {
  const members: SensorGroup = { family: 'ipv4', memberOf: [Unknown.reference('asg', 'which machines are members of asg is not in the input')], behind: [], label: 'members of asg' };

  test('are somewhere in their subnets', () => {
    const { path } = new Path(spoke, { group: members });
    expect([path.sourceIsUnknown, path.sensors.on(path.space.source).equals(addressSet('10.1.0.0/24'))]).toEqual([true, true]);
    expect(path.space.unknowns.map(({ reason }) => reason)).toContain('which machines are members of asg is not in the input');
  });

  test.each<[string, Placement['subnets']]>([['none is known', []], ['its prefixes are not known', [subnet('dc', [unknown])]], ['one of two is not known', [dc, subnet('open', ['10.3.0.0/24', unknown])]], ['it has no IPv4', [subnet('dc', ['fd00::/64'])]]])(
    'or anywhere, where %s', (_, subnets) => {
      const { path } = new Path({ ...spoke, subnets }, { group: members, subnets });
      expect(path.sensors.on(path.space.source).equals(addressSet('0.0.0.0/0'))).toBe(true);
    },
  );

  test('known ones are what is asked', () => {
    const { path } = new Path(spoke);
    expect([path.sourceIsUnknown, path.sensors.on(path.space.source).equals(addressSet('10.1.0.4/31'))]).toEqual([false, true]);
    expect(() => new Path(spoke, { group: { ...sensors, addresses: addressSet() } })).toThrow(new RangeError('a group of sensors has at least one address'));
  });
});

describe('routes', () => {
  test('to the Internet and to nowhere end the way', () => {
    expect(new Path({ ...routed(route('Internet')), firewallPolicies: [allowing('p', 'Deny')] }).way()).toEqual(['route rt default to Internet: allow = permitted']);
    expect(new Path(routed(route('None'))).way()).toEqual(['route rt default to nowhere: deny = denied']);
    expect(new Path(routed()).way({ destination: '10.1.0.9' })).toEqual(['route rt system route to the virtual network to the virtual network: allow = permitted']);
    expect(new Path(routed()).way({ destination: '10.9.0.9' })).toEqual(['route rt system route to nowhere for private addresses to nowhere: deny = denied']);
  });

  test('to a network that the input does not show may let the packet through', () => {
    const path = new Path(routed(route('VirtualNetworkGateway')));
    const led = 'route rt default to a network that the input does not show';
    expect(path.way()).toEqual([`${led}: allow = permitted`, `${led}: deny = denied`]);
    expect(path.reasons).toEqual(['rt.route[0] sends the traffic through a gateway to a network that is not in the input']);
    expect(path.path.space.unknowns[0].choices).toEqual(['it lets it through', 'it terminates its TLS', 'it denies it']);
    const fates = path.outcomes().map(({ permitted, trail }) => [permitted, trail.at(-1)!.terminatesTls]);
    expect(fates).toEqual([[true, undefined], [true, true], [false, undefined]]);
  });

  test('of sensors that no subnet of the input holds are not shown, and nothing else stands before them', () => {
    const path = new Path({ ...routed(route('None')) }, { subnets: [] });
    const shown = 'route system routes a network that the input does not show to a network that the input does not show';
    expect(path.way()).toEqual([`${shown}: allow = permitted`, `${shown}: deny = denied`]);
    expect(path.reasons).toEqual(['the input shows no subnet that holds the sensors, and no network security group or firewall before them']);
  });

  test('to a network that the input does not show leave what an NSG did as it was', () => {
    const path = new Path({
      ...routed(route('VirtualNetworkGateway')), networkSecurityGroups: [nsg([{}], { id: 's' })], networkSecurityGroupAssociations: [tied('s', { subnet: 'dc' })],
    });
    const before = 'subnet-nsg s Rule0: allow > route rt default to a network that the input does not show';
    expect(path.way()).toEqual([`${before}: allow = permitted`, `${before}: deny = denied`]);
  });

  test('two tables are both named', () => {
    const parts = routed(route('None'));
    const path = new Path({ ...parts, routeTableAssociations: [...parts.routeTableAssociations!, { origin: { address: 'rtb' }, routeTable: unknown, subnet: 'dc' }] });
    expect(new Set(path.outcomes().map(({ trail }) => trail[0].enforcementPoint))).toEqual(new Set(['rt']));
  });
});

describe('route tables', () => {
  const table = (id: string, ...routes: Route[]): Estate['routeTables'][number] =>
    ({ id, origin: { address: id }, name: id, routes: routes.map((one) => ({ ...one, origin: { address: id } })) });
  const tiedTo = (id: string, where: Estate['routeTableAssociations'][number]['subnet']): Estate['routeTableAssociations'][number] =>
    ({ origin: { address: `${id}-association` }, routeTable: id, subnet: where });

  test('that may be about a subnet apply on that condition', () => {
    const path = new Path({ ...spoke, routeTables: [table('rt', route('None'))], routeTableAssociations: [tiedTo('rt', unknown)] });
    expect(path.way().map((way) => way.replace(/^route \S* ?/, ''))).toEqual(['default to nowhere: deny = denied', 'system route to the Internet to Internet: allow = permitted']);
    expect(path.reasons).toEqual(['whether rt-association is about dc is not known (var.x has no default)']);
  });

  test('of which two are tied to one subnet: either', () => {
    const path = new Path({ ...spoke, routeTables: [table('a', route('None')), table('b', route('Internet'))], routeTableAssociations: [tiedTo('a', 'dc'), tiedTo('b', 'dc')] });
    expect(path.way()).toEqual(['route a, b default to Internet: allow = permitted', 'route a, b default to nowhere: deny = denied']);
    expect(path.path.space.unknowns.map(({ reason, choices }) => [reason, ...choices])).toEqual([
      ['the input ties a and b to dc, which has one of them at most, so which it is is not determined', 'it is a', 'it is b'],
    ]);
  });

  test('of which one is not in the input: either', () => {
    const path = new Path({ ...spoke, routeTables: [table('a', route('None'))], routeTableAssociations: [tiedTo('a', 'dc'), tiedTo('gone', 'dc')] });
    expect(path.reasons).toContain('the input ties a and gone-association to dc, which has one of them at most, so which it is is not determined');
  });
});

describe('firewalls', () => {
  test.each<[string, string, string]>([['Allow', 'allow', 'permitted'], ['Deny', 'deny', 'denied']])('at the next hop decide: %s', (action, word, fate) => {
    const path = new Path({ ...routed(toAppliance), firewallPolicies: [allowing('p', action)] });
    expect(path.way()).toEqual([`route rt default to 10.0.0.4: allow > firewall p p / p / rule0: ${word} = ${fate}`]);
    expect(path.way({ port: 80 })).toEqual(['route rt default to 10.0.0.4: allow > firewall p default deny: deny = denied']);
    expect(path.notes.assumptions).toContain('The appliance at 10.0.0.4, the next hop of rt, is p and can be reached.');
    // There is nothing to choose.
    expect(path.reasons).toEqual([]);
  });

  test('of which two run one policy are found by either', () => {
    const parts = { ...routed(route('VirtualAppliance', { nextHopFirewall: 'g' })), firewallPolicies: [allowing('p'), allowing('q', 'Deny')] };
    expect(new Path({ ...parts, firewalls: [firewall('f', { policy: 'p' }), firewall('g', { policy: 'p' })] }).way())
      .toEqual(['route rt default to g: allow > firewall p p / p / rule0: allow = permitted']);
  });

  test('that the route names need no assumption', () => {
    const path = new Path({ ...routed(route('VirtualAppliance', { nextHopFirewall: 'f' })), firewallPolicies: [allowing('p')], firewalls: [firewall('f', { policy: 'p' })] });
    expect(path.way()).toEqual(['route rt default to f: allow > firewall p p / p / rule0: allow = permitted']);
    expect(path.notes.assumptions.join()).not.toContain('can be reached');
  });

  test.each<[Partial<Route>, string]>([[{ nextHopAddress: unknown }, 'an address that is not known'], [{}, 'an address that is not known'], [{ nextHopFirewall: unknown }, 'an address that is not known']])(
    'at a next hop that is not known: %j', (parts, words) => {
      expect(new Path({ ...routed(route('VirtualAppliance', parts)), firewallPolicies: [allowing('p')] }).way()[0]).toContain(`route rt default to ${words}: allow`);
    },
  );

  test('of which the input does not say which one stands there: either', () => {
    const path = new Path({ ...routed(toAppliance), firewallPolicies: [allowing('p'), allowing('q', 'Deny')] });
    expect(path.way()).toEqual([
      'route rt default to 10.0.0.4: allow > firewall p p / p / rule0: allow = permitted', 'route rt default to 10.0.0.4: allow > firewall q q / q / rule0: deny = denied',
    ]);
    expect(path.reasons).toContain('which of p, q the appliance at 10.0.0.4 is, the input does not say');
    expect(path.path.space.unknowns.at(-1)!.choices).toEqual(['it is p', 'it is q']);
    expect(path.notes.assumptions.join()).not.toContain('can be reached');
  });

  test('whose rules are not in the input may do anything', () => {
    const appliance = new Path(routed(toAppliance));
    expect(appliance.way()).toEqual(['route rt default to 10.0.0.4: allow = permitted', 'route rt default to 10.0.0.4: deny = denied']);
    expect(appliance.reasons).toContain('the rules of the appliance at 10.0.0.4, the next hop of rt, are not in the input');
    const hidden = new Path({ ...routed(toAppliance), firewalls: [firewall('f', { policy: 'gone', privateAddresses: ['10.0.0.4'] })] });
    expect(hidden.way()).toEqual([
      'route rt default to 10.0.0.4: allow = permitted', 'route rt default to 10.0.0.4: allow > firewall f rules that the input does not show: allow = permitted',
      'route rt default to 10.0.0.4: allow > firewall f rules that the input does not show: deny = denied',
    ]);
  });

  test('with classic rules decide as policies do', () => {
    expect(new Path({ ...routed(toAppliance), firewalls: [firewall('f', { privateAddresses: ['10.0.0.4'], collections: [networkCollection([{}])] })] }).way())
      .toEqual(['route rt default to 10.0.0.4: allow > firewall f network / rule0: allow = permitted']);
  });

  test('to which no route of the input leads are on every path that no table decides', () => {
    const path = new Path({ ...spoke, firewallPolicies: [allowing('p'), allowing('q', 'Deny')] });
    expect(path.way()).toEqual([`${TO_INTERNET} > firewall p p / p / rule0: allow > firewall q q / q / rule0: deny = denied`]);
    expect(path.way({ port: 80 })).toEqual([`${TO_INTERNET} > firewall p default deny: deny = denied`]);
    expect(path.notes.assumptions).toContain('No route that the input shows leads to p, so it is checked on its own, for every sensor.');
    // Traffic inside the virtual network does not meet them.
    expect(path.way({ destination: '10.1.0.9' })).toEqual(['route system routes system route to the virtual network to the virtual network: allow = permitted']);
    expect(new Path({ firewallPolicies: [allowing('p')] }).way()).toEqual(['firewall p p / p / rule0: allow = permitted']);
  });

  test('to which the route of another subnet leads are not on this path', () => {
    const parts = { ...routed(toAppliance), subnets: [dc, subnet('web', ['10.1.1.0/24'], 'vnet')], firewallPolicies: [allowing('p', 'Deny')] };
    expect(new Path({ ...parts, routeTableAssociations: [{ origin: { address: 'rta' }, routeTable: 'rt', subnet: 'web' }] }, { subnets: [dc] }).way()).toEqual([`${TO_INTERNET} = permitted`]);
    const elsewhere = { ...parts, ...{ routeTables: [{ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes: [route('Internet')] }] } };
    expect(new Path({ ...elsewhere, routeTableAssociations: [{ origin: { address: 'rta' }, routeTable: 'rt', subnet: 'web' }] }, { subnets: [dc] }).way())
      .toEqual([`${TO_INTERNET} > firewall p p / p / rule0: deny = denied`]);
    const open = { ...parts, ...{ routeTables: [{ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes: [route(unknown)] }] } };
    expect(new Path({ ...open, routeTableAssociations: [{ origin: { address: 'rta' }, routeTable: 'rt', subnet: 'web' }] }, { subnets: [dc] }).way()).toEqual([`${TO_INTERNET} = permitted`]);
  });

  test('to which no route of the input leads are on the path of the one subnet of two that no table decides', () => {
    const parts = { ...routed(route('Internet')), subnets: [dc, subnet('twin', ['10.1.0.0/24'], 'vnet')], firewallPolicies: [allowing('p', 'Deny')] };
    expect(new Path(parts).way()).toEqual([
      'route rt default to Internet: allow = permitted', 'route rt system route to the Internet to Internet: allow > firewall p p / p / rule0: deny = denied',
    ]);
  });

  test('a subnet whose table does not lead to them does not meet them', () => {
    expect(new Path({ ...routed(route('Internet', { addressPrefix: '9.0.0.0/8' })), firewallPolicies: [allowing('p', 'Deny')] }).way())
      .toEqual(['route rt system route to the Internet to Internet: allow = permitted']);
  });

  test('their rows are read once for all traffic where no rule looks at requests, of which one host name in a network rule is enough', () => {
    const rowsFor = (...rules: Parameters<typeof networkCollection>[0]): readonly (readonly unknown[])[] => {
      const { path } = new Path({ ...routed(toAppliance), firewallPolicies: [policy([group([networkCollection(rules)])], { id: 'p', dnsProxyEnabled: true })] });
      return [https, { ...https, host: 'example.com' }, undefined].map((traffic) => {
        path.follow(packetOf(path.space).intersect(path.sensors)!, traffic);
        return path.rulesOf('firewall', 'p', traffic);
      });
    };
    const [own, other, none] = rowsFor({ name: 'any' }, { name: 'more', destinationPorts: ['80'] });
    expect([own.length, own === other, own === none]).toEqual([3, true, true]);
    const [named, elsewhere, unnamed] = rowsFor({ name: 'any' }, { name: 'named', destinationFqdns: ['www.contoso.com'] });
    expect([named === elsewhere, named === unnamed, named.length, elsewhere.length]).toEqual([false, false, 3, 2]);
    // What the first rule matches is read once all the same.
    expect((named[0] as { regions: unknown }).regions).toBe((elsewhere[0] as { regions: unknown }).regions);
  });

  test('their rows are read for each kind of traffic', () => {
    const path = new Path({ ...routed(toAppliance), firewallPolicies: [policy([group([applicationCollection([{ destinationFqdns: ['www.contoso.com'], terminateTls: true }])])], { id: 'p' })] });
    expect(path.outcomes()[0].trail.at(-1)).toMatchObject({ action: 'allow', terminatesTls: true });
    expect(path.way({}, { scheme: 'https', host: 'example.com' })).toEqual(['route rt default to 10.0.0.4: allow > firewall p default deny: deny = denied']);
    expect(path.way({}, { scheme: 'http', host: 'www.contoso.com' })).toEqual(['route rt default to 10.0.0.4: allow > firewall p default deny: deny = denied']);
  });
});

describe('enforcement points one by one', () => {
  const parts: Partial<Estate> = {
    ...routed(toAppliance), firewallPolicies: [allowing('p')], networkSecurityGroups: [nsg([{ access: 'Deny' }], { id: 's' })], networkSecurityGroupAssociations: [tied('s', { subnet: 'dc' })],
  };

  test('each is asked for itself, in the order of the path', () => {
    const { path } = new Path(parts);
    const query = packetOf(path.space);
    expect(path.inspect(query, https).map(({ kind, outcomes }) => [kind, ...told(outcomes)])).toEqual([
      ['subnet-nsg', 'subnet-nsg s Rule0: deny = denied'], ['route', 'route rt default to 10.0.0.4: allow = permitted'], ['firewall', 'firewall p p / p / rule0: allow = permitted'],
    ]);
    expect(told(path.followBeyondGroups(query, https))).toEqual(['route rt default to 10.0.0.4: allow > firewall p p / p / rule0: allow = permitted']);
  });

  test('two firewalls on one way are two points', () => {
    const { path } = new Path({ ...spoke, firewallPolicies: [allowing('p'), allowing('q', 'Deny')] });
    expect(path.inspect(packetOf(path.space), https).map(({ kind, outcomes }) => [kind, ...told(outcomes)])).toEqual([
      ['route', `${TO_INTERNET} = permitted`], ['firewall', 'firewall p p / p / rule0: allow = permitted'], ['firewall', 'firewall q q / q / rule0: deny = denied'],
    ]);
    expect(new Path({}).path.inspect(packetOf(path.space), https)).toEqual([]);
  });

  test('a packet that the first of two firewalls denies does not meet the second', () => {
    const { path } = new Path({ ...spoke, firewallPolicies: [allowing('p'), allowing('q')] });
    const packets = packetOf(path.space).without(new Set([path.space.destinationPort as never]));
    const [, first, second] = path.inspect(packets, https).map(({ outcomes }) => told(outcomes));
    expect(first).toEqual(['firewall p default deny: deny = denied', 'firewall p p / p / rule0: allow = permitted']);
    expect(second).toEqual(['firewall q q / q / rule0: allow = permitted']);
  });

  test('an NSG that lets some packets pass without a rule of its own is a point all the same', () => {
    const nic: Estate['networkInterfaces'][number] = { id: 'nic', origin: { address: 'nic' }, ipConfigurations: [{ subnet: 'dc', privateAddress: '10.1.0.4' }] };
    const { path } = new Path({
      ...spoke, networkInterfaces: [nic], networkSecurityGroups: [nsg([{ access: 'Deny' }], { id: 'n' })],
      networkSecurityGroupAssociations: [tied('n', { networkInterface: 'nic' })],
    });
    const both = packetOf(path.space).without(new Set([path.space.source as never])).intersect(path.sensors)!;
    expect(path.inspect(both, https).map(({ kind, outcomes }) => [kind, ...told(outcomes)])).toEqual([
      ['network-interface-nsg', ' = permitted', 'network-interface-nsg n Rule0: deny = denied'], ['route', `${TO_INTERNET} = permitted`],
    ]);
  });

  test('their rules are listed as they are tried', () => {
    const { path } = new Path(parts);
    path.inspect(packetOf(path.space), https);
    expect(path.rulesOf('subnet-nsg', 's').map(({ rule }) => rule.name)).toEqual(['Azure platform services', 'Rule0', 'AllowVnetOutBound', 'AllowVnetOutBound', 'AllowInternetOutBound', 'DenyAllOutBound']
      .filter((name, i, all) => all.indexOf(name) === i));
    expect(path.rulesOf('subnet-nsg', 'other')).toEqual([]);
    expect(path.rulesOf('network-interface-nsg', 's')).toEqual([]);
    expect(path.rulesOf('firewall', 'p', https).map(({ rule }) => rule.name)).toEqual(['p / p / rule0', 'default deny']);
    // None of its rules looks at requests.
    for (const traffic of [{ scheme: 'http', host: 'www.contoso.com' } as const, undefined]) {
      expect(path.rulesOf('firewall', 'p', traffic)).toBe(path.rulesOf('firewall', 'p', https));
    }
    expect(path.rulesOf('firewall', 'q', https)).toEqual([]);
    const two = new Path({ ...spoke, firewallPolicies: [allowing('p'), allowing('q')] });
    two.way();
    expect(two.path.rulesOf('firewall', 'q', https).map(({ rule }) => rule.name)).toEqual(['q / q / rule0', 'default deny']);
    expect(path.rulesOf('route', 'rt').filter(({ rule }) => !rule.name.startsWith('system')).map(({ rule, action }) => [rule.name, action])).toEqual([['default', 'allow']]);
    expect(new Path(routed(route('None'))).path.rulesOf('route', 'rt').filter(({ rule }) => rule.name === 'default').map(({ action }) => action)).toEqual(['deny']);
    expect(new Path({}).path.rulesOf('route', 'rt')).toEqual([]);
  });

  test('stages have names that say which they are', () => {
    expect(new Path({ ...parts, firewallPolicies: [allowing('p'), allowing('q')] }).path.stages(https).map(({ name, rows }) => [name, rows.length > 0]))
      .toEqual([['unread', false], ['0 subnet-nsg', true], ['route', true], ['untied ', false], ['firewall p', true], ['firewall q', true]]);
    expect(new Path({ firewallPolicies: [allowing('p'), allowing('q')] }).path.stages(https).map(({ name }) => name)).toEqual(['unread', 'route', 'untied p\nq', 'firewall p', 'firewall q']);
  });

  test('next hops that lead to one place have one identity', () => {
    const keys = (one: Partial<Estate>): string[] => {
      const { path } = new Path(one);
      return path.stages(https).find(({ name }) => name === 'route')!.rows.flatMap((row) => ('nextHop' in row && row.rule.name === 'default' ? [path.nextHopKey(row)] : []));
    };
    expect(keys({ ...routed(toAppliance), firewallPolicies: [allowing('p')] })).toEqual(['appliance\n10.0.0.4\np']);
    expect(keys(routed(route('Internet')))).toEqual(['internet false']);
    expect(keys(routed(route(unknown)))).toEqual(['elsewhere place var.x']);
  });
});

test('what is taken for granted on every path is said', () => {
  expect(new Path({}).notes.assumptions).toEqual([
    'No security admin rules of Azure Virtual Network Manager apply: they would be evaluated before every NSG.', 'Network interfaces that the input does not show have no NSG of their own.',
    'No route sends the traffic of a subnet that the input does not show to an appliance.',
  ]);
});

test('many rules are decided as few are', () => {
  const many = (count: number): Path => new Path({
    ...spoke, networkSecurityGroups: [nsg(Array.from({ length: count }, (_, i) => ({ to: [`9.9.${i}.0/24`], access: 'Deny', priority: 100 + i })), { id: 's' })],
    networkSecurityGroupAssociations: [tied('s', { subnet: 'dc' })],
  });
  for (const count of [1, 60, 61, 200]) {
    const path = many(count);
    expect(path.way()).toEqual([`subnet-nsg s AllowInternetOutBound: allow > ${TO_INTERNET} = permitted`]);
    expect(path.way({ destination: `9.9.${count - 1}.7` })).toEqual([`subnet-nsg s Rule${count - 1}: deny = denied`]);
    expect(path.way({ destination: `9.9.${count}.7` })).toEqual([`subnet-nsg s AllowInternetOutBound: allow > ${TO_INTERNET} = permitted`]);
  }
});

test('what is not known is asked once for one thing, and apart for two', () => {
  const space = new EgressSpace('ipv4');
  for (const hop of ['10.0.0.4', '10.0.0.4', '10.0.0.5']) new Path(routed(route('VirtualAppliance', { nextHopAddress: hop })), { space }).way();
  expect(space.unknowns.filter(({ reason }) => reason.startsWith('the rules of the appliance'))).toHaveLength(2);
  const two = new EgressSpace('ipv4');
  for (const hop of ['10.0.0.4', '10.0.0.4', '10.0.0.5']) new Path({ ...routed(route('VirtualAppliance', { nextHopAddress: hop })), firewallPolicies: [allowing('p'), allowing('q')] }, { space: two }).way();
  expect(two.unknowns.filter(({ reason }) => reason.startsWith('which of p, q'))).toHaveLength(2);
});

test('a route to nowhere is denied where points are asked one by one', () => {
  const { path } = new Path({ ...routed(route('None')), firewallPolicies: [allowing('p')] });
  expect(path.inspect(packetOf(path.space), https).map(({ kind, outcomes }) => [kind, ...told(outcomes)])).toEqual([['route', 'route rt default to nowhere: deny = denied']]);
});

test('two paths may share a space', () => {
  const space = new EgressSpace('ipv4');
  expect(new Path({}, { space }).path.space).toBe(space);
});

describe('what gets through', () => {
  /** The regions of outcomes that are permitted. */
  const through = (outcomes: ReturnType<Path['outcomes']>): Region[] => outcomes.filter(({ permitted }) => permitted).map(({ region }) => region);

  test.each([['few', 9], ['many', 90]])('is found without the rest: %s rules', (_, count) => {
    const rules = Array.from({ length: count }, (__, i): RuleShape => ({ to: [`9.9.${i}.0/24`, `9.${i}.0.0/16`], access: i % 3 === 0 ? 'Allow' : 'Deny', priority: 100 + i }));
    const { path } = new Path({
      ...spoke, networkSecurityGroups: [nsg(rules, { id: 's' })], networkSecurityGroupAssociations: [tied('s', { subnet: 'dc' })], firewallPolicies: [allowing('p')],
    });
    const { space } = path;
    const packets = packetOf(space).without(new Set([space.source, space.destination, space.destinationPort] as never[])).intersect(path.sensors)!;
    const [some, all] = [path.followPermitted(packets), path.follow(packets)];
    expect(some.every(({ permitted }) => permitted)).toBe(true);
    expect(some.length).toBeLessThan(all.length);
    expect([subtractAll(through(all), through(some)), subtractAll(through(some), through(all))]).toEqual([[], []]);
  });
});

describe('resources that are not read', () => {
  const unread = { origin: { address: 'azapi_resource.odd' }, unknown: Unknown.at('azapi_resource.odd', 'may hold rules') };

  test('may let packets through, inspect them, deny them or leave them alone', () => {
    const path = new Path({ ...spoke, unreadResources: [unread] });
    const own = 'nsg azapi_resource.odd rules that the input does not show';
    expect(path.way()).toEqual([`${own}: allow = permitted`, `${own}: deny = denied`, `${TO_INTERNET} = permitted`]);
    expect(path.path.rulesOf('nsg', 'azapi_resource.odd').length).toBeGreaterThan(0);
    expect(path.path.inspect(packetOf(path.path.space), https).map(({ kind }) => kind)).toEqual(['nsg', 'route']);
  });
});

test('sensors of which the input shows no subnet are in a virtual network of which it says nothing more', () => {
  const path = new Path({ networkSecurityGroups: [nsg([{ access: 'Deny', to: ['VirtualNetwork'] }], { id: 's' })] });
  expect(path.way({ destination: '10.9.9.9' })).toContain('nsg s Rule0: deny = denied');
  expect(path.way({ destination: '8.8.8.8' })).toEqual(['nsg s AllowInternetOutBound: allow = permitted']);
  expect(path.reasons).toContain('the virtual network of the sensors is not in the input');
  expect(path.way({ destination: '10.1.0.5' })).toEqual(['nsg s Rule0: deny = denied']);
});
