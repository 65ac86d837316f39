import { Estate, Maybe, Route } from '../../src/azure';
import { firewall, subnet } from '../support/estates';
import { allowing, dc, Path, route, routed, unknown } from '../support/paths';

/*
 * "Azure Firewall forced tunneling": what a firewall lets through goes by the routes of its own subnet.
 */

const toFirewall = route('VirtualAppliance', { nextHopFirewall: 'f' });
const WAY = 'route rt default to f: allow > firewall p p / p / rule0: allow';

/** Sensors behind a firewall in some subnets, each of which may have a route. */
function behind(
  subnets: Readonly<Record<string, Route | undefined>>, more: Partial<Estate> = {}, links: readonly Maybe<string>[] = Object.keys(subnets),
  led: readonly Route[] = [toFirewall],
): Path {
  const base = routed(...led);
  const own = Object.entries(subnets).flatMap(([id, one]) => (one ? [{ id, one }] : []));
  return new Path({
    ...base,
    subnets: [dc, ...Object.keys(subnets).map((id, i) => subnet(id, [`10.1.${i + 1}.0/26`], 'vnet'))],
    routeTables: [...base.routeTables!, ...own.map(({ id, one }) => {
      const origin = { address: `${id}-rt` };
      return { ...base.routeTables![0], id: origin.address, origin, routes: [{ ...one, origin }] };
    })],
    routeTableAssociations: [...base.routeTableAssociations!, ...own.map(({ id }) => ({ origin: { address: `${id}-association` }, routeTable: `${id}-rt`, subnet: id }))],
    firewallPolicies: [allowing('p')],
    firewalls: [firewall('f', { policy: 'p', subnets: links })],
    ...more,
  }, { subnets: [dc] });
}

test('to the Internet, where no route says otherwise', () => {
  for (const path of [behind({ fw: undefined }), behind({ fw: route('Internet') }), behind({}, {}, [unknown, 'gone'])]) {
    expect([path.way(), path.reasons]).toEqual([[`${WAY} = permitted`], []]);
  }
});

test('back into the virtual network, by the system route', () => {
  expect(behind({ fw: route('None') }, {}, ['fw'], [{ ...toFirewall, addressPrefix: '10.1.0.0/16' }]).way({ destination: '10.1.0.9' })).toEqual([`${WAY} = permitted`]);
});

test('through another appliance, of which the input says nothing', () => {
  const path = behind({ fw: route('VirtualAppliance', { nextHopAddress: '10.7.0.4' }) });
  const beyond = `${WAY} > route the subnet of p default to a network that the input does not show`;
  expect(path.way()).toEqual([`${beyond}: allow = permitted`, `${beyond}: deny = denied`]);
  expect(path.reasons).toEqual(['fw-rt "default" takes what the firewall lets through away from the Internet, and what becomes of it there the input does not say']);
});

test('what the firewall denies goes nowhere', () => {
  const path = behind({ fw: route('VirtualNetworkGateway') }, { firewallPolicies: [allowing('p', 'Deny')] });
  expect(path.way()).toEqual(['route rt default to f: allow > firewall p p / p / rule0: deny = denied']);
});

test('by the routes of either subnet, where a firewall is said to be in two', () => {
  const path = behind({ one: route('Internet'), other: route('VirtualNetworkGateway') });
  const beyond = `${WAY} > route the subnet of p default to a network that the input does not show`;
  expect(path.way()).toEqual([`${WAY} = permitted`, `${beyond}: allow = permitted`, `${beyond}: deny = denied`].sort());
  expect(path.path.space.unknowns.filter(({ choices }) => choices?.includes('it is one')).map(({ reason, choices }) => [reason, choices]))
    .toEqual([['which of one, other the firewall stands in is not certain', ['it is one', 'it is other']]]);
});

test('by the routes of the firewall that it is, where it may be one of two', () => {
  const base = routed(route('VirtualAppliance', { nextHopAddress: '10.0.0.4' }));
  const parts: Partial<Estate> = {
    // Two networks with the same addresses.
    ...base, subnets: [dc, subnet('fw', ['10.0.0.0/26'], 'vnet'), subnet('twin', ['10.0.0.0/26'], 'other')],
    routeTables: [...base.routeTables!, { ...base.routeTables![0], id: 'fw-rt', origin: { address: 'fw-rt' }, routes: [route('VirtualNetworkGateway')] }],
    routeTableAssociations: [...base.routeTableAssociations!, { origin: { address: 'a' }, routeTable: 'fw-rt', subnet: 'fw' }],
    firewallPolicies: [allowing('p'), allowing('q')],
    firewalls: [firewall('f', { policy: 'p', subnets: ['twin'] }), firewall('g', { policy: 'q', subnets: ['fw'] })],
  };
  const ways = new Path(parts, { subnets: [dc] }).way();
  expect(ways.map((way) => way.replace(/^route rt default to 10\.0\.0\.4: allow > /, ''))).toEqual([
    'firewall p p / p / rule0: allow = permitted',
    'firewall q q / q / rule0: allow > route the subnet of q default to a network that the input does not show: allow = permitted',
    'firewall q q / q / rule0: allow > route the subnet of q default to a network that the input does not show: deny = denied',
  ]);
});

test('paths that differ beyond a firewall have stages that differ', () => {
  const names = (path: Path): string[] => path.path.stages().map(({ name }) => name).filter((name) => name.startsWith('beyond'));
  expect([names(behind({ fw: undefined })), names(behind({ fw: route('None') }))]).toEqual([[], ['beyond p']]);
});
