import { EgressSpace, Maybe, Notes, Unknown } from '../../src/azure';
import { explicitProxies, namesSensors, waysThrough } from '../../src/azure/explicit-proxy';
import { FirewallPoint } from '../../src/azure/topology';
import { addressSet } from '../../src/packets';
import { applicationCollection, group, policy } from '../support/estates';
import { packetOf } from '../support/packets';
import { https, Path, route, routed, sensors, told, unknown } from '../support/paths';

/*
 * "Azure Firewall explicit proxy": clients that are told of it send their requests to the firewall itself, whatever their routes say.
 */

const point = (id: string, explicitProxyEnabled: Maybe<boolean>, hiddenRules?: Unknown): FirewallPoint =>
  ({ id, firewalls: [], policy: policy([], { id, explicitProxyEnabled, ...hiddenRules ? { hiddenRules } : {} }) }) as unknown as FirewallPoint;

test('a proxy is a policy with explicit proxy, or one that may have it', () => {
  const hidden = Unknown.at('gone', 'is not in the input');
  const points = [
    point('on', true), point('off', false), point('open', unknown), point('on, and hidden', true, hidden), point('hidden', unknown, hidden),
    { id: 'classic', firewalls: [] } as unknown as FirewallPoint,
  ];
  // That nothing is known of a policy outside the input is said of its rules already.
  expect(explicitProxies(points).map(({ id }) => id)).toEqual(['on', 'open', 'on, and hidden']);
});

test.each([
  ['none at all', undefined, sensors.addresses, false],
  ['nobody in particular', addressSet(), sensors.addresses, true],
  ['these', addressSet('10.1.0.4'), sensors.addresses, true],
  ['others', addressSet('10.9.0.0/24'), sensors.addresses, false],
  ['others, and where these are is not known', addressSet('10.9.0.0/24'), undefined, true],
])('the rules of a point name sensors: %s', (_, named, addresses, isNamed) => {
  const namedAt = () => new Map(named ? [['p', named]] : []);
  expect(namesSensors(point('p', true), { ...sensors, addresses }, namedAt)).toBe(isNamed);
});

test('requests go the way of the routes, or to one of the proxies, and which way is one choice', () => {
  const space = new EgressSpace('ipv4');
  const notes = new Notes();
  const proxies = [point('p', true), point('q', true)];
  const ways = waysThrough(proxies, space, notes);
  expect(ways.map(({ proxy }) => proxy)).toEqual([undefined, ...proxies]);
  expect(space.unknowns.map(({ reason, choices }) => ({ reason, choices }))).toEqual([{
    reason: 'whether the sensors use the explicit proxy of p or q, which looks at application rules alone, or go the way of their routes, the input does not say',
    choices: ['they go the way of their routes', 'they use that of p', 'they use that of q'],
  }]);
  expect(ways.flatMap(({ condition }, i) => ways.slice(0, i).map((other) => other.condition.overlaps(condition)))).toEqual([false, false, false]);
  expect(notes.assumptions).toEqual(['Sensors that use the explicit proxy of p can reach it.', 'Sensors that use the explicit proxy of q can reach it.']);
  // The same proxies are the same question, and others are another one.
  for (const asked of [proxies, [proxies[0]], [point('p\nq', true)]]) waysThrough(asked, space, notes);
  expect(space.unknowns).toHaveLength(3);
});

describe('a proxy whose rules name no sensors', () => {
  const behind = (host: string, source = '*'): Path => new Path({
    ...routed(route('Internet')),
    firewallPolicies: [policy([group([applicationCollection([{ sourceAddresses: [source], destinationFqdns: [host] }])])], { id: 'p', explicitProxyEnabled: true })],
  });
  const DIRECT = 'route rt default to Internet: allow = permitted';
  const NOT_USED = 'The sensors do not use the explicit proxy of p, whose rules name none of them.';

  test('may be theirs all the same where it lets some of the traffic through', () => {
    const path = behind('www.contoso.com', '10.1.0.4');
    const { space } = path.path;
    const both = packetOf(space).without(new Set([space.source as never])).intersect(path.path.sensors)!;
    expect(told(path.path.follow(both, https))).toEqual([
      'firewall p default deny: deny = denied', 'firewall p group / application / rule0: allow = permitted', DIRECT,
    ]);
    expect(path.notes.assumptions).not.toContain(NOT_USED);
  });

  test('is somebody else\'s where it lets none through, and that is said', () => {
    const path = behind('www.contoso.org');
    expect([path.way(), path.reasons]).toEqual([[DIRECT], []]);
    expect(path.notes.assumptions).toContain(NOT_USED);
  });

  test('sees requests alone', () => {
    const path = behind('www.contoso.com');
    expect(told(path.path.follow(packetOf(path.path.space).intersect(path.path.sensors)!))).toEqual([DIRECT]);
  });
});
