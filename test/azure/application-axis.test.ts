import * as fc from 'fast-check';
import { ApplicationAxis, EgressSpace, Estate, matchFqdn, Notes, patternsOf, policyRows, RuleRow, SCHEME, Unknown } from '../../src/azure';
import { Budget, firstMatch, IntervalSet, Region } from '../../src/packets';
import { applicationCollection, estate, group, networkCollection, policy } from '../support/estates';
import { littleTags } from '../support/little-tags';
import { packetOf, PacketShape } from '../support/packets';

/* Firewall rules over all hosts at once, against the same rules read for one host after the other. */

const unknown = Unknown.reference('var.x', 'var.x has no default');
const HOSTS = ['www.contoso.com', 'contoso.com', 'a.b.contoso.com', 'crl.microsoft.com', 'www.microsoft.com', 'ctldl.windowsupdate.com', 'example.org'];
const names = fc.constantFrom('www.contoso.com', '*.contoso.com', '*contoso.com', '*', 'crl.microsoft.com', 'WWW.Microsoft.com', '*.windowsupdate.com');
const urls = fc.constantFrom('www.microsoft.com/pki/*', '*.contoso.com/x', 'contoso.com', '*.microsoft.com/*');
const some = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(item, { minLength: 1, maxLength: 2 });
const application = fc.record({
  protocols: fc.constantFrom([{ type: 'Https', port: 443 }], [{ type: 'Http', port: 80 }], [{ type: 'Http', port: 80 }, { type: 'Https', port: 443 }]),
  sourceAddresses: fc.constantFrom(['*'], ['10.1.0.4'], ['10.9.0.0/16']),
  destinations: fc.oneof(
    { weight: 3, arbitrary: some(names).map((destinationFqdns) => ({ destinationFqdns })) },
    some(urls).map((destinationUrls) => ({ destinationUrls })),
    fc.constant({ destinationFqdnTags: ['WindowsUpdate'] }), fc.constant({ destinationFqdns: [unknown, 'contoso.com'] }),
  ),
}).map(({ destinations, ...rest }) => ({ ...rest, ...destinations }));
const network = fc.record({
  destinationPorts: fc.constantFrom(['443'], ['80'], ['22'], ['*']),
  destinations: fc.constantFrom(
    { destinationAddresses: ['8.8.8.8'] }, { destinationAddresses: ['9.9.9.9'] },
    { destinationFqdns: ['contoso.com'] }, { destinationFqdns: ['crl.microsoft.com', 'example.org'] },
  ),
}).map(({ destinations, ...rest }) => ({ ...rest, ...destinations }));
const action = fc.constantFrom('Allow', 'Deny');
const worlds = fc.record({
  ofNetwork: fc.array(network, { maxLength: 2 }), one: fc.array(application, { maxLength: 3 }), two: fc.array(application, { maxLength: 2 }),
  actions: fc.tuple(action, action, action),
}).map(({ ofNetwork, one, two, actions }) => estate({
  firewallPolicies: [policy([group([
    networkCollection(ofNetwork, { action: actions[0], priority: 100 }),
    applicationCollection(one, { action: actions[1], priority: 200 }),
    applicationCollection(two, { action: actions[2], priority: 300 }),
  ])])],
}));

class Read {
  public readonly space = new EgressSpace('ipv4');
  public readonly axis: ApplicationAxis;
  public readonly overHosts: readonly RuleRow[];
  constructor(private readonly world: Estate, further: readonly string[] = HOSTS) {
    this.axis = new ApplicationAxis(this.space, [world], further);
    this.overHosts = this.rows({ reading: this.axis.reading });
  }

  public rows(parts: Partial<Parameters<typeof policyRows>[1]>): readonly RuleRow[] {
    const { space } = this;
    const question = { space, serviceTags: littleTags(), notes: new Notes(), ipGroup: () => undefined, policy: () => undefined, ...parts };
    return policyRows(this.world.firewallPolicies[0], question);
  }

  /** Every outcome for one request, by whatever of the unknowns. */
  public outcomes(rows: readonly RuleRow[], where: Region, shape: PacketShape): string {
    const decisions = firstMatch(packetOf(this.space, shape).intersect(where)!, rows, new Budget());
    return [...new Set(decisions.map(({ matcher }) => `${matcher!.action} by ${matcher!.rule.name}`))].sort().join(' or ');
  }
}

/** Every request has the fate that it has when asked for alone. */
function expectFatesAlone(read: Read, shapes: readonly PacketShape[]): void {
  for (const host of HOSTS) {
    for (const scheme of ['http', 'https'] as const) {
      const alone = read.rows({ application: { scheme, host } });
      const where = read.axis.requests(scheme, host)!;
      for (const shape of shapes) {
        expect([host, scheme, shape, read.outcomes(read.overHosts, where, shape)]).toEqual([host, scheme, shape, read.outcomes(alone, where, shape)]);
      }
    }
  }
}

test.each([
  // Of these hosts the packets of one hold those of the other, or some are the same and some are not.
  [['*.contoso.com/x', 'contoso.com']], [['contoso.com', '*.contoso.com/x']], [['crl.microsoft.com/x', 'www.microsoft.com/*', 'contoso.com/x']],
  [['crl.microsoft.com/x', 'crl.microsoft.com/y', 'www.microsoft.com/x', 'www.microsoft.com/z']],
  [['crl.microsoft.com/y', 'crl.microsoft.com/x', 'www.microsoft.com/z', 'www.microsoft.com/x']],
])('hosts whose paths are others are told apart: %j', (destinationUrls) => {
  const rule = { protocols: [{ type: 'Http', port: 80 }], destinationUrls };
  const read = new Read(estate({ firewallPolicies: [policy([group([applicationCollection([rule])])])] }));
  expectFatesAlone(read, ['/', '/x', '/y', '/z'].map((path) => ({ port: 80, path })));
});

test('every request has the fate that it has when asked for alone', () => {
  fc.assert(fc.property(worlds, (world) => {
    const read = new Read(world);
    expectFatesAlone(read, [{ port: 443 }, { port: 80, path: '/pki/x' }, { port: 80, path: '/x' }, { port: 22 }, { source: '10.9.0.1' }]);
    // What is neither HTTP nor HTTPS fares as network rules say.
    const other = read.space.everything.where(read.axis.scheme, IntervalSet.interval<number>(SCHEME.other, SCHEME.other + 1))!;
    const without = read.rows({});
    for (const shape of [{ port: 443 }, { port: 22 }]) expect(read.outcomes(read.overHosts, other, shape)).toBe(read.outcomes(without, other, shape));
  }), { numRuns: 25 });
});

describe('the axes', () => {
  const world = estate({
    firewallPolicies: [policy([group([
      networkCollection([{ destinationFqdns: ['net.contoso.com', unknown] }]),
      applicationCollection([{ destinationFqdns: ['*.contoso.com', unknown], destinationUrls: ['url.contoso.com/x/*'], destinationFqdnTags: ['WindowsUpdate', 'AzureBackup', unknown] }]),
    ])])],
    firewalls: [{
      id: 'f', origin: { address: 'f' }, name: 'f', resourceGroup: 'rg', skuTier: 'Standard', privateAddresses: [], subnets: [], dnsProxyEnabled: false, threatIntelligenceMode: 'Alert',
      collections: [applicationCollection([{ destinationFqdns: ['classic.contoso.com'] }]), { kind: 'nat', origin: { address: 'f' }, name: 'n', priority: 100, action: 'Dnat', rules: [] }],
    }],
  });

  test('tell apart the hosts that patterns of policies and classic rules tell apart', () => {
    const found = patternsOf(world);
    expect(found).toEqual(expect.arrayContaining(['net.contoso.com', '*.contoso.com', 'url.contoso.com', '*.windowsupdate.com', 'classic.contoso.com']));
    expect(found).toHaveLength(12);
    const axis = new ApplicationAxis(new EgressSpace('ipv4'), [world], ['further.example']);
    const patterns = axis.hosts.classes.map(({ pattern }) => pattern);
    expect(patterns).toEqual(expect.arrayContaining(['net.contoso.com', '*.contoso.com', 'further.example', '*']));
    for (const { representative, pattern } of axis.hosts.classes) expect(matchFqdn(pattern, representative)).toBe('matches');
  });

  test('have three schemes and one place for each class', () => {
    const { space, axis } = new Read(world, []);
    expect([...axis.scheme.full.intervals()]).toEqual([[0, 3]]);
    expect([...axis.host.full.intervals()]).toEqual([[0, axis.hosts.classes.length]]);
    expect([axis.host.name, axis.scheme.name, SCHEME]).toEqual(['host', 'scheme', { other: 0, http: 1, https: 2 }]);
    expect([...axis.requests('http', '*.contoso.com')!.on(axis.scheme).intervals()]).toEqual([[1, 2]]);
    expect([...axis.requests('https', 'net.contoso.com')!.on(axis.scheme).intervals()]).toEqual([[2, 3]]);
    expect([axis.requests('http', 'never.example'), space.everything.contains(axis.requests('http', '*')!)]).toEqual([undefined, true]);
  });

  test('hosts that a rule matches alike are one region', () => {
    const one = new Read(estate({ firewallPolicies: [policy([group([applicationCollection([{ destinationFqdns: ['a.com', 'b.com', 'c.com'] }])])])] }), []);
    expect(one.overHosts.map((row) => row.regions.length)).toEqual([1, 1]);
    const [{ regions: [region] }] = one.overHosts;
    expect([...region.on(one.axis.host).intervals()].map(([first, end]) => end - first).reduce((sum, size) => sum + size)).toBe(3);
  });

  test('a network rule without names is the same for every host', () => {
    const one = new Read(estate({ firewallPolicies: [policy([group([networkCollection([{ destinationPorts: ['443'] }])])])] }));
    expect(one.overHosts[0].regions).toHaveLength(1);
    expect(one.overHosts[0].regions[0].isConstrainedOn(one.axis.host as never)).toBe(false);
  });
});
