import * as fc from 'fast-check';
import { Packet, ruleMatches } from './oracle';
import { Estate, Unknown } from '../../src/azure';
import { explain, ExplainedPoint, TracedRule, TrafficQuestion } from '../../src/proof';
import { addressEntries } from '../support/address-entries';
import { applicationCollection, estate, group, networkCollection, nsgAtSubnet, nsgRule, policy, RuleShape, subnet } from '../support/estates';
import { littleTags } from '../support/little-tags';

const SPACE = ['10.1.0.0/24'];
const tags = littleTags();

const behindNsg = (rules: readonly RuleShape[]): Estate => nsgAtSubnet(rules, SPACE);

function pointsOf(world: Estate, question: Partial<TrafficQuestion> = {}): readonly ExplainedPoint[] {
  return explain(world, { from: '10.1.0.4', to: '20.0.0.1', port: 443, protocol: 'tcp', serviceTags: tags, ...question }).points;
}

/** Each rule that is considered, as "name: effect" or "name: field asked, …". */
function told(considered: readonly TracedRule[] | undefined): string[] | undefined {
  return considered?.map(({ rule, effect, differsIn }) => {
    const fields = differsIn.map(({ field, asks }) => `${field} ${asks.join('|')}`).join(', ');
    return `${rule.rule}: ${effect === 'does not match' ? fields : effect}`;
  });
}

describe('the rules that one packet is tried against', () => {
  test('at an NSG: every field that rules it out, what Azure adds, and inbound rules, up to the first match', () => {
    const [point] = pointsOf(behindNsg([
      { name: 'Source', from: ['10.1.0.9', '10.1.0.77'], priority: 100 },
      { name: 'Inbound', direction: 'Inbound', priority: 105 },
      { name: 'Dns', ports: ['53'], protocol: 'Udp', priority: 110 },
      { name: 'SourcePort', fromPorts: ['22'], priority: 115, to: ['Storage'] },
      { name: 'Ipv6', to: ['2001:db8::/32'], priority: 118 },
      { name: 'Api', to: ['AzureAdvancedThreatProtection'], ports: ['443'], protocol: 'Tcp', priority: 120 },
      { name: 'Never', access: 'Deny', priority: 130 },
    ]));
    expect(told(point.considered)).toEqual([
      'Azure platform services: destination 168.63.129.16|169.254.169.254',
      'Source: source 10.1.0.9|10.1.0.77',
      'Inbound: direction Inbound',
      'Dns: port 53, protocol Udp',
      'SourcePort: destination Storage',
      'Ipv6: destination 2001:db8::/32',
      'Api: decides',
    ]);
  });

  test('at an NSG whose default rules decide', () => {
    const [point] = pointsOf(behindNsg([{ name: 'Http', ports: ['80'] }]));
    expect(told(point.considered)).toEqual([
      'Azure platform services: destination 168.63.129.16|169.254.169.254', 'Http: port 80',
      'AllowVnetOutBound: destination VirtualNetwork', 'AllowInternetOutBound: decides',
    ]);
  });

  test('at a route table: the routes that are longer and lead elsewhere', () => {
    const world = { ...behindNsg([]), routeTables: [{
      id: 'rt', origin: { address: 'azurerm_route_table.rt' }, name: 'rt', routes: [
        { origin: { address: 'azurerm_route_table.rt' }, attribute: 'route[0]', name: 'default', addressPrefix: '0.0.0.0/0', nextHopType: 'Internet' },
        { origin: { address: 'azurerm_route_table.rt' }, attribute: 'route[1]', name: 'near', addressPrefix: '20.0.0.128/25', nextHopType: 'None' },
      ],
    }], routeTableAssociations: [{ origin: { address: 'rta' }, routeTable: 'rt', subnet: 'azurerm_subnet.dc' }] };
    const route = pointsOf(world).find(({ kind }) => kind === 'route')!;
    expect(told(route.considered)!.filter((line) => !line.startsWith('system'))).toEqual(['near: destination 20.0.0.128/25', 'default: decides']);
  });

  test('at a firewall: network rules, then application rules with the host and the protocol they ask for', () => {
    const world = estate({ firewallPolicies: [policy([group([
      networkCollection([
        { name: 'elsewhere', destinationAddresses: ['Storage'], destinationPorts: ['443'] },
        { name: 'ping', protocols: ['ICMP'], destinationPorts: ['*'] },
        { name: 'dns', protocols: ['UDP'], destinationPorts: ['53'] },
      ]),
      applicationCollection([
        { name: 'crl', destinationFqdns: ['crl.microsoft.com'], protocols: [{ type: 'Http', port: 80 }] },
        { name: 'other', destinationFqdns: ['*.contoso.com', 'x.example'] },
        { name: 'sources', destinationFqdns: ['*'], sourceAddresses: ['10.1.0.77'] },
        { name: 'api', destinationFqdns: ['*.atp.azure.com'] },
      ]),
    ])])] });
    const [point] = pointsOf(world, { to: 'contoso-corpsensorapi.atp.azure.com' });
    expect(told(point.considered)).toEqual([
      'group / network / elsewhere: destination Storage',
      'group / network / ping: protocol ICMP',
      'group / network / dns: port 53, protocol UDP',
      'group / application / crl: protocol Http:80, host crl.microsoft.com',
      'group / application / other: host *.contoso.com|x.example',
      'group / application / sources: source 10.1.0.77',
      'group / application / api: decides',
    ]);
  });

  test('UDP is nothing that an application rule sees, and is told so', () => {
    const world = estate({ firewallPolicies: [policy([group([applicationCollection([{ name: 'any', destinationFqdns: ['*'] }])])])] });
    expect(told(pointsOf(world, { protocol: 'udp' })[0].considered)).toEqual(['group / application / any: protocol Https:443 over IPv4', 'default deny: decides']);
  });

  test('an unknown field decides on condition, and the rules after it are still considered', () => {
    const [point] = pointsOf(behindNsg([
      { name: 'Perhaps', from: [Unknown.reference('azurerm_ip_group.x.cidrs', 'azurerm_ip_group.x.cidrs is not known')], access: 'Deny', ports: ['443'], protocol: 'Tcp' },
      { name: 'Other', from: [Unknown.reference('azurerm_ip_group.x.cidrs', 'azurerm_ip_group.x.cidrs is not known')], ports: ['80'], protocol: 'Tcp' },
      { name: 'Api', ports: ['443'], protocol: 'Tcp' },
    ]));
    expect(told(point.considered)!.slice(1)).toEqual(['Perhaps: decides', 'Other: port 80', 'Api: decides']);
    expect(point.regions.map(({ rule, conditions }) => [rule.rule, conditions])).toEqual([
      ['Perhaps', ['it holds the source (azurerm_ip_group.x.cidrs is not known)']], ['Api', ['it does not hold the source (azurerm_ip_group.x.cidrs is not known)']],
    ]);
  });
});

test('what a point behind a denial would do is marked as not reached', () => {
  expect(pointsOf(behindNsg([{ access: 'Deny' }])).map(({ kind, isReached }) => [kind, isReached])).toEqual([['subnet-nsg', true], ['route', false]]);
});

test('of more than one connection the deciding rules alone are told', () => {
  const world = behindNsg([{ name: 'Dns', ports: ['53'] }, { name: 'Api', ports: ['443'] }]);
  expect(pointsOf(world, { port: undefined })[0].considered).toBeUndefined();
  expect(pointsOf(world, { from: '10.1.0.0/30' })[0].considered).toBeUndefined();
});

const rule: fc.Arbitrary<RuleShape> = fc.record({
  access: fc.constantFrom('Allow', 'Deny'),
  protocol: fc.constantFrom('*', 'Tcp', 'Udp'),
  from: addressEntries(fc.constantFrom('*', '10.1.0.4', '10.1.0.5', '10.1.0.0/30', 'VirtualNetwork')),
  to: addressEntries(fc.constantFrom('AzureAdvancedThreatProtection', 'AzureCloud', 'Storage', '20.0.0.8', '8.8.8.8')),
  ports: fc.uniqueArray(fc.constantFrom('443', '80', '80-443', '444'), { minLength: 1, maxLength: 2 }),
});

test('the rules that are passed over are those that do not match, each by just the fields that rule the packet out', () => {
  const guess = { has: () => 0 };
  // The rule with every other field at "any": it matches if this field does.
  const holds = (shape: RuleShape, field: string, packet: Packet): boolean => {
    const keys: Record<string, keyof RuleShape> = { source: 'from', destination: 'to', port: 'ports', protocol: 'protocol' };
    return ruleMatches(nsgRule({ [keys[field]]: shape[keys[field]] }), packet, SPACE, guess);
  };
  let passed = 0;
  const packets = fc.record({
    source: fc.constantFrom('10.1.0.4', '10.1.0.77'), destination: fc.constantFrom('20.0.0.1', '20.0.0.8', '20.0.0.130', '8.8.8.8'),
    port: fc.constantFrom(443, 80, 444, 22), protocol: fc.constantFrom<Packet['protocol']>('tcp', 'udp'),
  });
  fc.assert(fc.property(fc.array(rule, { minLength: 1, maxLength: 6 }), packets, (rules, { source, destination, port, protocol }) => {
    const packet: Packet = { source, destination, port, protocol, sourcePort: 50000 };
    const [{ considered = [] }] = pointsOf(behindNsg(rules), { from: source, to: destination, port, protocol });
    const first = rules.findIndex((shape) => ruleMatches(nsgRule(shape), packet, SPACE, guess));
    const until = first < 0 ? rules.length : first;
    const expected = rules.slice(0, until).map((shape, i) => [`Rule${i}`, ['source', 'destination', 'port', 'protocol'].filter((field) => !holds(shape, field, packet))]);
    const written = considered.filter(({ rule: { address } }) => address !== undefined);
    passed += until;
    expect(written.slice(0, until).map(({ rule: { rule: name }, differsIn }) => [name, differsIn.map(({ field }) => field)])).toEqual(expected);
    expect(written[until]?.rule.rule).toBe(first < 0 ? undefined : `Rule${first}`);
  }), { numRuns: 150 });
  expect(passed).toBeGreaterThan(100);
});

test('a source in several subnets, or inside and outside of one, is not answered for the first alone', () => {
  const world = nsgAtSubnet([{ access: 'Deny' }], SPACE);
  const two = { ...world, subnets: [...world.subnets, subnet('web', ['10.1.1.0/24'])] };
  const verdict = (from: string): string => explain(two, { from, to: '20.0.0.1', port: 443, protocol: 'tcp', serviceTags: tags }).verdict;
  expect([verdict('10.1.0.0/25'), verdict('10.1.1.0/24')]).toEqual(['denied', 'permitted']);
  expect(() => verdict('10.1.0.0/23')).toThrow('The source "10.1.0.0/23" holds addresses of several subnets, or inside and outside of one, and each may fare differently; '
    + 'ask for a part of it, such as 10.1.0.0/24 or 10.1.1.0/24.');
  expect(() => verdict('10.1.0.0/22')).toThrow('such as 10.1.0.0/24 or 10.1.1.0/24 or 10.1.2.0/23.');
});
