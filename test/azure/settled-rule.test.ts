import * as fc from 'fast-check';
import { EgressSpace, NetworkSecurityContext, Notes, RuleRow, Unknown } from '../../src/azure';
import { AddressTerms } from '../../src/azure/address-terms';
import { settledRow } from '../../src/azure/settled-rule';
import { addressSet, IntervalSet, subtractAll } from '../../src/packets';
import { nsgRule, RuleShape } from '../support/estates';
import { LittleNsg } from '../support/little-nsg';
import { littleTags } from '../support/little-tags';

/*
 * Rules whose values are all known are read in a way of their own; rows that tell their fields are read in the general way, so
 * the two are compared.
 */

const addresses = fc.uniqueArray(fc.oneof(
  fc.tuple(fc.constantFrom('10.1.0.0', '10.1.128.0', '20.0.0.0'), fc.integer({ min: 17, max: 32 })).map(([address, length]) => `${address}/${length}`),
  fc.constantFrom(
    '*', '0.0.0.0/0', '10.1.0.4', '10.1.0.4-10.1.0.9', 'fd00:1::/64', '::/0', 'VirtualNetwork', 'Internet', 'AzureAdvancedThreatProtection', 'azureadvancedthreatprotection',
    'AzurePlatformDNS', 'Storage', 'AzureCloud', 'NoSuchTag', '10.1.0.4/24',
  ),
), { minLength: 1, maxLength: 3 });
const ports = fc.uniqueArray(fc.constantFrom('*', '443', '0-65535', '0-1023', '1024-65535', ' 80 ', '8000-8080', 'https'), { minLength: 1, maxLength: 3 });
const rule: fc.Arbitrary<RuleShape> = fc.record({
  access: fc.constantFrom('Allow', 'Deny', 'deny', 'ALLOW'),
  direction: fc.constantFrom('Outbound', 'outbound', 'Inbound', 'INBOUND'),
  protocol: fc.constantFrom('*', 'Any', 'Tcp', 'tcp', 'TCP', 'Udp', 'Icmp', 'Esp', 'ah', 'http'),
  from: addresses, to: addresses, fromPorts: fc.oneof({ weight: 2, arbitrary: fc.constant(['*']) }, { weight: 1, arbitrary: ports }), ports,
});

/** Both ways of reading the same rules, in one space. */
function bothWays(rules: readonly RuleShape[], family: 'ipv4' | 'ipv6'): { own: LittleNsg; general: LittleNsg; space: EgressSpace } {
  const space = new EgressSpace(family);
  const read = (context: Partial<NetworkSecurityContext>): LittleNsg => new LittleNsg(rules, { family, context: { space, ...context } });
  return { own: read({}), general: read({ tellFields: true }), space };
}

const withPackets = ({ rows }: LittleNsg): RuleRow[] => rows.filter(({ regions }) => regions.length > 0);

test.each(['ipv4', 'ipv6'] as const)('rules that are known in full match what they match in the general way, %s', (family) => {
  fc.assert(fc.property(fc.array(rule, { minLength: 1, maxLength: 6 }), (rules) => {
    const { own, general } = bothWays(rules, family);
    const [some, others] = [withPackets(own), withPackets(general)];
    expect(some.map(({ action, rule: name }) => ({ action, ...name }))).toEqual(others.map(({ action, rule: name }) => ({ action, ...name })));
    some.forEach(({ regions }, i) => {
      expect(subtractAll(regions, others[i].regions)).toEqual([]);
      expect(subtractAll(others[i].regions, regions)).toEqual([]);
    });
    expect(own.notes.findings).toEqual(general.notes.findings);
    expect(own.notes.assumptions).toEqual(general.notes.assumptions);
  }), { numRuns: 400 });
});

test('a rule about a protocol with ports asks no question about protocols without', () => {
  const questions = (shape: RuleShape, context: Partial<NetworkSecurityContext> = {}): string[] =>
    new LittleNsg([{ ports: ['443'], ...shape }], { context }).reasons.filter((reason) => reason.includes('protocol without ports'));
  for (const context of [{}, { tellFields: true }]) {
    for (const protocol of ['Tcp', 'udp']) expect(questions({ protocol }, context)).toEqual([]);
    for (const protocol of ['*', 'Icmp', Unknown.at('var.protocol', 'has no default')]) expect(questions({ protocol }, context)).toHaveLength(1);
  }
});

describe('what is read in that way', () => {
  const unknown = Unknown.at('var.x', 'has no default');

  /** The actions of a rule's rows, and how often a side was looked at for itself; `undefined` where the rule is read in the general way. */
  function settled(shape: RuleShape): { actions: string[]; sidesApart: number } | undefined {
    const [space, notes] = [new EgressSpace('ipv4'), new Notes()];
    const virtualNetwork = { key: 'dc', space: addressSet('10.1.0.0/16'), routed: IntervalSet.empty<number | bigint>() };
    const terms = new AddressTerms(space, littleTags(), notes, virtualNetwork);
    let sidesApart = 0;
    for (const method of ['within', 'regions'] as const) {
      const own = terms[method] as (...args: never[]) => never;
      terms[method] = (...args: never[]): never => {
        sidesApart++;
        return own.apply(terms, args);
      };
    }
    const members = { withoutPorts: new Map(), applicationSecurityGroupMembers: () => [space.everything] };
    const rows = settledRow(nsgRule(shape), { space, notes, terms, virtualNetwork, serviceTags: littleTags(), ...members });
    return rows && { actions: rows.map(({ action }) => action), sidesApart };
  }

  test.each<[RuleShape, string]>([
    [{}, 'allow'], [{ access: 'Deny' }, 'deny'], [{ access: 'dENY', direction: 'OUTBOUND' }, 'deny'], [{ access: 'allow' }, 'allow'],
    [{ protocol: 'Tcp', ports: ['443', '80'], from: ['10.1.0.4', '10.1.0.5'], to: ['8.8.8.8', 'Storage'] }, 'allow'],
    [{ protocol: '*', ports: ['443'], fromPorts: ['0-1023'] }, 'allow'],
  ])('plain rules, in one step: %j', (shape, action) => {
    expect(settled(shape)).toEqual({ actions: [action], sidesApart: 0 });
  });

  test.each<[RuleShape, number]>([[{ to: ['Internet'] }, 2], [{ fromGroups: ['dcs'] }, 2], [{ from: ['10.1.0.4'], fromGroups: ['dcs'] }, 2]])(
    'rules with a side that is no plain set, each side for itself: %j', (shape, sidesApart) => {
      expect(settled(shape)).toMatchObject({ actions: ['allow'] });
      expect(settled(shape)!.sidesApart).toBeGreaterThanOrEqual(sidesApart);
    },
  );

  test('a rule that matches no packet has no row', () => {
    expect(settled({ to: ['fd00:1::/64'] })).toMatchObject({ actions: [] });
  });

  test.each<RuleShape>([
    { direction: 'Inbound' }, { direction: unknown }, { access: unknown }, { access: 'Audit' }, { protocol: unknown }, { protocol: 'http' },
    { ports: [] }, { fromPorts: [] }, { ports: [unknown] }, { ports: ['443', 'https'] }, { fromPorts: [unknown, '80'] },
  ])('no others: %j', (shape) => {
    expect(settled(shape)).toBeUndefined();
  });
});
