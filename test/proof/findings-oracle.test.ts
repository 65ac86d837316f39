import * as fc from 'fast-check';
import { groupAllows, Guess, Packet, ruleMatches } from './oracle';
import { Estate, Finding, NetworkSecurityGroup, NetworkSecurityRule, Unknown } from '../../src/azure';
import { prove } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { nsgAtSubnet, RuleShape } from '../support/estates';
import { littleTags } from '../support/little-tags';

/*
 * Shadowed, redundant and partly void rules, against trying every packet of a little universe that has one packet of each kind that the
 * rules below can tell apart.
 */

const SPACE = ['10.1.0.0/24'];
const tags = littleTags();
const GUESS: Guess = { has: () => 0 };

const rule: fc.Arbitrary<RuleShape> = fc.record({
  access: fc.constantFrom('Allow', 'Deny'),
  matched: fc.oneof(
    fc.record({ protocol: fc.constantFrom('Tcp', 'Udp'), ports: fc.uniqueArray(fc.constantFrom('*', '443', '80', '80-443', '444'), { minLength: 1, maxLength: 2 }) }),
    fc.constant({ protocol: '*', ports: ['*'] }),
  ),
  from: fc.uniqueArray(fc.constantFrom('0.0.0.0/0', '10.1.0.4', '10.1.0.5', '10.1.0.4/31', '10.1.0.0/24'), { minLength: 1, maxLength: 2 }),
  to: fc.uniqueArray(fc.constantFrom('0.0.0.0/0', 'AzureAdvancedThreatProtection', 'AzureCloud', 'Storage', '20.0.0.0/31', '20.0.0.8', '8.8.8.8', '10.1.0.0/24'), { minLength: 1, maxLength: 2 }),
}).map(({ matched, ...rest }) => ({ ...rest, ...matched }));

const packets: readonly Packet[] = ['10.1.0.4', '10.1.0.5', '10.1.0.77', '203.0.113.9'].flatMap((source) =>
  ['20.0.0.0', '20.0.0.2', '20.0.0.8', '20.0.0.9', '20.0.0.20', '20.0.0.130', '8.8.8.8', '40.0.0.1', '10.1.0.9', '172.16.9.9'].flatMap((destination) =>
    [443, 80, 100, 444, 22].flatMap((port) => ['tcp', 'udp', 'esp'].map((protocol) =>
      ({ source, destination, port, sourcePort: 50000, protocol: protocol as Packet['protocol'] })))));

const world = (rules: readonly RuleShape[]): Estate => nsgAtSubnet(rules, SPACE);

function found(estateOf: Estate, id: string): string[] {
  return findings(estateOf).filter((finding) => finding.id === id).map((finding) => finding.rule!).sort();
}

function findings(of: Estate): readonly Finding[] {
  return prove(of, {
    requirements: requirementsFor({ workspace: 'contoso-corp' }), workspace: 'contoso-corp', cloud: 'commercial', serviceTags: tags, sensors: ['10.1.0.4'], examine: true,
  }).findings;
}

/** The packets that each rule decides, and what would decide them without it. */
function decided(group: NetworkSecurityGroup): { name: string; packets: { action: boolean; withoutIt: boolean; byRule: boolean }[] }[] {
  return group.rules.map((own) => ({
    name: String(own.name),
    packets: packets.filter((packet) => group.rules.find((one) => ruleMatches(one, packet, SPACE, GUESS)) === own).map((packet) => {
      const others = { ...group, rules: group.rules.filter((one) => one !== own) };
      return {
        action: own.access === 'Allow',
        withoutIt: groupAllows(others, packet, SPACE, GUESS),
        byRule: others.rules.some((one) => ruleMatches(one, packet, SPACE, GUESS)),
      };
    }),
  }));
}

test('shadowed rules are those that decide no packet', () => {
  let total = 0;
  fc.assert(fc.property(fc.array(rule, { minLength: 1, maxLength: 7 }), (rules) => {
    const of = world(rules);
    const expected = decided(of.networkSecurityGroups[0]).filter((one) => one.packets.length === 0).map((one) => one.name).sort();
    total += expected.length;
    expect(found(of, 'shadowed-rule')).toEqual(expected);
  }), { numRuns: 120 });
  expect(total).toBeGreaterThan(20);
});

test('redundant rules are those without which no packet fares otherwise, and that another rule stands in for', () => {
  let total = 0;
  fc.assert(fc.property(fc.array(rule, { minLength: 1, maxLength: 7 }), (rules) => {
    const of = world(rules);
    const expected = decided(of.networkSecurityGroups[0])
      .filter((one) => one.packets.length > 0 && one.packets.every(({ action, withoutIt }) => action === withoutIt) && one.packets.some(({ byRule }) => byRule))
      .map((one) => one.name).sort();
    total += expected.length;
    expect(found(of, 'redundant-rule')).toEqual(expected);
  }), { numRuns: 120 });
  expect(total).toBeGreaterThan(20);
});

/** Some rules leave open which sources they have. Each names one destination, so that a rule is one product. */
const uncertain: fc.Arbitrary<RuleShape> = fc.tuple(rule, fc.integer({ min: 0, max: 19 })).map(([one, n]) => (
  { ...one, to: one.to!.slice(0, 1), from: n < 3 ? [Unknown.at(`list ${n}`, 'is not known')] : one.from!.slice(0, 1) }
));
const guesses = Array.from({ length: 8 }, (_, bits) => ({ has: (question: string) => (bits >> Number(/list (\d)/.exec(question)![1])) & 1 }));

test('partly void allows are those of which an earlier deny that is no exception takes packets, whatever the unknowns are', () => {
  let [total, withUnknowns] = [0, 0];
  fc.assert(fc.property(fc.array(uncertain, { minLength: 2, maxLength: 7 }), (rules) => {
    const of = world(rules);
    const [{ rules: all }] = of.networkSecurityGroups;
    const isKnown = (one: NetworkSecurityRule): boolean => !one.source.addresses.some((entry) => entry instanceof Unknown);
    const matches = (one: NetworkSecurityRule, packet: Packet): boolean => ruleMatches(one, packet, SPACE, GUESS);
    const decides = (one: NetworkSecurityRule, packet: Packet, guess: typeof GUESS): boolean => (
      all.find((other) => ruleMatches(other, packet, SPACE, guess)) === one
    );
    const expected = all.filter((allow, place) => allow.access === 'Allow' && isKnown(allow)
      && guesses.some((guess) => packets.some((packet) => decides(allow, packet, guess)))
      && all.slice(0, place).some((deny) => deny.access === 'Deny' && isKnown(deny)
        && packets.some((packet) => matches(deny, packet) && !matches(allow, packet))
        && packets.some((packet) => matches(allow, packet) && guesses.every((guess) => decides(deny, packet, guess)))));
    total += expected.length;
    if (!all.every(isKnown)) withUnknowns += expected.length;
    expect(found(of, 'partly-void-allow')).toEqual(expected.map((one) => String(one.name)).sort());
  }), { numRuns: 200 });
  expect(withUnknowns).toBeGreaterThan(10);
  expect(total - withUnknowns).toBeGreaterThan(10);
});

test('the rules that cover a shadowed rule are as few as can be', () => {
  fc.assert(fc.property(fc.array(rule, { minLength: 2, maxLength: 7 }), (rules) => {
    const of = world(rules);
    const [group] = of.networkSecurityGroups;
    for (const finding of findings(of).filter(({ id }) => id === 'shadowed-rule')) {
      const own = group.rules.find((one) => one.name === finding.rule)!;
      const names = [...finding.message.split('can never match')[1].matchAll(/rule "(Rule\d)"/g)].map(([, name]) => name);
      const covers = (without?: string): boolean => packets.filter((packet) => ruleMatches(own, packet, SPACE, GUESS))
        .every((packet) => group.rules.some((one) => names.includes(String(one.name)) && one.name !== without && ruleMatches(one, packet, SPACE, GUESS)));
      // Beyond four, a message counts.
      if (/\d more/.test(finding.message)) continue;
      expect(covers()).toBe(true);
      for (const name of names) expect(covers(name)).toBe(false);
    }
  }), { numRuns: 100 });
});
