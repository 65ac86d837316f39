import * as fc from 'fast-check';
import { changesAt, Dictionary, inChanges } from './diff-packets';
import { everyGuess, groupAllows, Guess, Packet, policyAllows } from './oracle';
import { Estate, Maybe, Unknown } from '../../src/azure';
import { diff, DiffReport } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { addressEntries } from '../support/address-entries';
import { applicationCollection, estate, group, networkCollection, nsg, policy, RuleShape, subnet } from '../support/estates';
import { littleTags } from '../support/little-tags';

/*
 * What the diff tells, packet by packet: permitted(after) = permitted(before) + opened - closed, for every value of what
 * neither side says. The words of the report are read back as packets, so that naming is tested with the sets.
 */

const tags = littleTags();
const VIRTUAL_NETWORK = ['10.1.0.0/24'];
const SOURCES = ['10.1.0.4', '10.1.0.5', '10.1.0.77'];
const DESTINATIONS = ['20.0.0.0', '20.0.0.1', '20.0.0.2', '20.0.0.8', '20.0.0.20', '20.0.0.130', '8.8.8.8', '40.0.0.1', '10.1.0.9'];
const PORTS = [443, 80, 100, 444];

const maybe = <T>(kind: string, known: fc.Arbitrary<T>): fc.Arbitrary<Maybe<T>> => fc.oneof(
  { weight: 6, arbitrary: known },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b').map((name) => Unknown.reference(`${kind}.${name}`, `${kind}.${name} is not known`)) },
);
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(item, { minLength: 1, maxLength: 2 });
const sources = fc.constantFrom('*', '10.1.0.4', '10.1.0.5', '10.1.0.4/31', '10.1.0.0/24');
const destinations = fc.constantFrom('*', 'AzureAdvancedThreatProtection', 'AzureCloud', 'Storage', '20.0.0.0/31', '20.0.0.8', '8.8.8.8', '10.1.0.0/24');
const ports = fc.constantFrom('*', '443', '80', '80-443', '444');

const nsgRule: fc.Arbitrary<RuleShape> = fc.record({
  access: maybe('action', fc.constantFrom('Allow', 'Deny')),
  protocol: maybe('protocol', fc.constantFrom('*', 'Tcp', 'Udp')),
  from: addressEntries(maybe('addresses', fc.oneof(sources, fc.constant('VirtualNetwork')))),
  fromPorts: fc.constantFrom(['*'], ['*'], ['0-1023']),
  to: addressEntries(maybe('addresses', fc.oneof(destinations, fc.constantFrom('Internet', 'VirtualNetwork')))),
  ports: list(maybe('ports', ports)),
});
/** Two versions of one list: some rules stay, some change place, some are new. */
const twoLists = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<{ before: T[]; after: T[] }> => fc.record({
  pool: fc.array(item, { minLength: 1, maxLength: 5 }),
  keepBefore: fc.array(fc.nat(4), { maxLength: 4 }),
  keepAfter: fc.array(fc.nat(4), { maxLength: 4 }),
}).map(({ pool, keepBefore, keepAfter }) => {
  const pick = (places: readonly number[]): T[] => [...new Set(places)].flatMap((place) => (place < pool.length ? [pool[place]] : []));
  return { before: pick(keepBefore), after: pick(keepAfter) };
});

function nsgWorld(rules: readonly RuleShape[]): Estate {
  const group1 = nsg(rules.map((rule, i) => ({ ...rule, priority: 100 + 10 * i })));
  return estate({
    networkSecurityGroups: [group1],
    virtualNetworks: [{ id: 'azurerm_virtual_network.vnet', origin: { address: 'azurerm_virtual_network.vnet' }, name: 'vnet', resourceGroup: 'rg', addressSpace: VIRTUAL_NETWORK }],
    subnets: [subnet('azurerm_subnet.dc', VIRTUAL_NETWORK)],
    networkSecurityGroupAssociations: [{ origin: { address: 'association' }, networkSecurityGroup: group1.id, subnet: 'azurerm_subnet.dc' }],
  });
}

function compare(before: Estate, after: Estate): Omit<DiffReport, 'inputs'> {
  return diff(before, after, {
    requirements: requirementsFor({ workspace: 'contoso-corp' }), workspace: 'contoso-corp', cloud: 'commercial', serviceTags: tags, sensors: ['10.1.0.4', '10.1.0.5'],
  });
}

const nsgPackets: readonly Packet[] = SOURCES.flatMap((source) => DESTINATIONS.flatMap((destination) => PORTS.flatMap((port) =>
  ([['tcp', 1000], ['tcp', 50000], ['udp', 50000]] as const).map(([protocol, sourcePort]) => ({ source, destination, port, protocol, sourcePort })))));

type Fate = 'opened' | 'closed' | 'perhaps' | 'same';

/** What a change does to a packet, over all values of what is not known. */
function fateOf(allows: (guess: Guess) => readonly [boolean, boolean]): { opened: Fate; closed: Fate } {
  const fates: (readonly [boolean, boolean])[] = [];
  everyGuess((guess) => {
    fates.push(allows(guess));
    return true;
  });
  const of = (direction: 'opened' | 'closed', isSo: (fate: readonly [boolean, boolean]) => boolean): Fate => {
    const count = fates.filter(isSo).length;
    return count === 0 ? 'same' : count === fates.length ? direction : 'perhaps';
  };
  return { opened: of('opened', ([old, next]) => !old && next), closed: of('closed', ([old, next]) => old && !next) };
}

function told(report: Pick<DiffReport, 'points'>, packet: Packet, words: Dictionary): { opened: Fate; closed: Fate } {
  const changes = changesAt(report);
  const of = (direction: 'opened' | 'closed'): Fate => {
    if (inChanges(changes, direction, true, packet, words)) return direction;
    return inChanges(changes, direction, false, packet, words) ? 'perhaps' : 'same';
  };
  return { opened: of('opened'), closed: of('closed') };
}

let decisions = 0;

describe('the diff of an NSG', () => {
  const words = { virtualNetwork: VIRTUAL_NETWORK, hostPatterns: [] };

  test('tells of each packet what trying it on both sides tells', () => {
    fc.assert(fc.property(twoLists(nsgRule), ({ before, after }) => {
      const worlds = [nsgWorld(before), nsgWorld(after)];
      const report = compare(worlds[0], worlds[1]);
      for (const packet of nsgPackets) {
        decisions++;
        const expected = fateOf((guess) => {
          const allows = (world: Estate): boolean => groupAllows(world.networkSecurityGroups[0], packet, VIRTUAL_NETWORK, guess);
          return [allows(worlds[0]), allows(worlds[1])];
        });
        expect({ packet, ...told(report, packet, words) }).toEqual({ packet, ...expected });
      }
    }), { numRuns: 150 });
  });

  test('is empty between a list and itself, and between a list and its renumbered self', () => {
    fc.assert(fc.property(fc.array(nsgRule, { maxLength: 5 }), (rules) => {
      const renumbered = nsg(rules.map((rule, i) => ({ ...rule, priority: 300 + 7 * i })));
      const world = nsgWorld(rules);
      expect(compare(world, nsgWorld(rules))).toMatchObject({ outcome: 'kept', points: [], paths: [], resources: [] });
      const report = compare(world, { ...world, networkSecurityGroups: [renumbered] });
      expect(changesAt(report)).toEqual([]);
      expect(report.paths).toEqual([]);
      expect(report.points.flatMap((point) => point.edits).every((edit) => edit.kind === 'renumbered')).toBe(true);
    }), { numRuns: 100 });
  });

  test('swaps opened and closed when its arguments swap', () => {
    fc.assert(fc.property(twoLists(nsgRule), ({ before, after }) => {
      const there = compare(nsgWorld(before), nsgWorld(after));
      const back = compare(nsgWorld(after), nsgWorld(before));
      for (const packet of nsgPackets) {
        const [one, other] = [told(there, packet, words), told(back, packet, words)];
        const swap = (fate: Fate): Fate => (fate === 'opened' ? 'closed' : fate === 'closed' ? 'opened' : fate);
        expect({ packet, opened: swap(one.closed), closed: swap(one.opened) }).toEqual({ packet, ...other });
      }
    }), { numRuns: 40 });
  });
});

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const HOSTS = [HOST, `x${HOST}`, 'crl.microsoft.com', 'www.microsoft.com', 'other.azure.com', 'azure.com', 'unheard.example'];
const PATTERNS = [HOST, '*.atp.azure.com', 'crl.microsoft.com', '*.microsoft.com', 'www.microsoft.com', '*azure.com', `x${HOST}`];
const networkRules = fc.record({
  protocols: list(fc.constantFrom('TCP', 'UDP', 'Any')),
  sourceAddresses: list(maybe('addresses', sources)),
  destinationAddresses: list(maybe('addresses', destinations)),
  destinationPorts: list(ports),
});
const applicationRules = fc.oneof(
  fc.record({
    protocols: fc.constantFrom([{ type: 'Https', port: 443 }], [{ type: 'Http', port: 80 }], [{ type: 'Http', port: 80 }, { type: 'Https', port: 443 }]),
    sourceAddresses: list(maybe('addresses', sources)),
    destinationFqdns: list(fc.constantFrom(...PATTERNS)),
  }),
  fc.record({
    protocols: fc.constant([{ type: 'Http', port: 80 }]),
    sourceAddresses: list(sources),
    destinationUrls: fc.constantFrom(['www.microsoft.com/pkiops/*'], ['www.microsoft.com/pki*'], ['crl.microsoft.com/*']),
  }),
);
const action = maybe('action', fc.constantFrom('Allow', 'Deny'));
let serial = 0;
const collection = fc.oneof(
  fc.record({ rules: list(networkRules), action }).map(({ rules, action: does }) => networkCollection(rules, { action: does, name: `n${serial++}` })),
  fc.record({ rules: list(applicationRules), action }).map(({ rules, action: does }) => applicationCollection(rules, { action: does, name: `a${serial++}` })),
);

function policyWorld(collections: readonly ReturnType<typeof networkCollection>[]): Estate {
  return estate({ firewallPolicies: [policy([group(collections.map((one, i) => ({ ...one, priority: 100 + 10 * i })))])] });
}

const firewallPackets: readonly Packet[] = SOURCES.slice(0, 2).flatMap((source) => ['20.0.0.0', '20.0.0.8', '20.0.0.130', '8.8.8.8', '10.1.0.9'].flatMap((destination) => {
  const head = { source, destination, sourcePort: 50000 };
  return [
    ...[443, 80, 444].flatMap((port) => (['tcp', 'udp'] as const).map((protocol): Packet => ({ ...head, port, protocol }))),
    ...HOSTS.map((host): Packet => ({ ...head, port: 443, protocol: 'tcp', host, scheme: 'https', path: '/' })),
    ...HOSTS.flatMap((host) => ['/', '/pki/x', '/pkiops/y'].map((path): Packet => ({ ...head, port: 80, protocol: 'tcp', host, scheme: 'http', path }))),
  ];
}));

describe('the diff of a firewall policy', () => {
  const words = { virtualNetwork: [], hostPatterns: [...PATTERNS, 'www.microsoft.com', 'crl.microsoft.com'] };

  test('tells of each packet, host and URL what trying it on both sides tells', () => {
    fc.assert(fc.property(twoLists(collection), ({ before, after }) => {
      const worlds = [policyWorld(before), policyWorld(after)];
      const report = compare(worlds[0], worlds[1]);
      const patterns = [...before, ...after].flatMap((one) => (one.kind === 'application'
        ? one.rules.flatMap((rule) => [...rule.destinationFqdns, ...rule.destinationUrls.map((url) => String(url).split('/')[0])]) : []) as string[]);
      for (const packet of firewallPackets) {
        decisions++;
        const expected = fateOf((guess) => {
          const allows = (world: Estate): boolean => policyAllows(world.firewallPolicies[0], world, packet, guess);
          return [allows(worlds[0]), allows(worlds[1])];
        });
        expect({ packet, ...told(report, packet, { ...words, hostPatterns: patterns }) }).toEqual({ packet, ...expected });
      }
    }), { numRuns: 120 });
  });

  test('is empty between a policy and itself', () => {
    fc.assert(fc.property(fc.array(collection, { maxLength: 4 }), (collections) => {
      expect(compare(policyWorld(collections), policyWorld(collections))).toMatchObject({ outcome: 'kept', points: [], paths: [], resources: [] });
    }), { numRuns: 80 });
  });
});

test('the comparison is worth its name: it decided many packets', () => {
  expect(decisions).toBeGreaterThan(50_000);
});
