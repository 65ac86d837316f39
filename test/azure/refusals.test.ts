import { Estate, Unknown } from '../../src/azure';
import { refusals } from '../../src/azure/refusals/refusals';
import { estate, group, nsg, policy, RuleShape } from '../support/estates';

/*
 * What Azure refuses although each value is one that could stand there. Sources: "Network security groups overview" (augmented security rules),
 * "Azure networking limits", "Naming rules and restrictions for Azure resources".
 */

const unknown = Unknown.at('var.x', 'has no default');
const NSG = 'azurerm_network_security_group.nsg';
const told = (parts: Partial<Estate>): string[] => refusals(estate(parts)).map(({ id, level, address, rule, message }) => `${id} ${level} ${address} ${rule ?? '-'}: ${message}`);
const ofNsg = (rules: readonly RuleShape[], parts: Parameters<typeof nsg>[1] = {}): string[] => told({ networkSecurityGroups: [nsg(rules, parts)] });

describe('address lists', () => {
  const subject = (side: string): string => `The ${side} list of rule "Rule0" of ${NSG}`;
  const head = (id: string): string => `${id} error ${NSG} Rule0: `;

  test.each<[string, readonly string[], string]>([
    ['service-tag-in-list', ['Storage', '20.0.0.0/8'], 'has "Storage" among other entries, which Azure refuses; give a service tag or * a rule of its own.'],
    ['service-tag-in-list', ['a', '10.0.0.4', 'b', '*', 'c'], 'has "a", "b", "*" among other entries, which Azure refuses; give a service tag or * a rule of its own.'],
    ['mixed-address-families', ['10.0.0.4', 'fd00::4'], 'has IPv4 and IPv6 addresses, which Azure refuses in one rule; write one rule for each.'],
    ['overlapping-prefixes', ['10.0.0.0/8', '10.1.0.0/16'], 'has 10.0.0.0/8 and 10.1.0.0/16, which overlap; Azure refuses that, so keep the wider one.'],
    ['overlapping-prefixes', ['10.9.0.0/16', '10.1.0.4', '10.1.0.0/16'], 'has 10.1.0.0/16 and 10.1.0.4, which overlap; Azure refuses that, so keep the wider one.'],
    ['overlapping-prefixes', ['10.0.0.9', '10.0.0.4', '10.0.0.5', '10.0.0.4'], 'has 10.0.0.4 and 10.0.0.4, which overlap; Azure refuses that, so keep the wider one.'],
    ['overlapping-prefixes', ['fd00::/64', 'fd00::4'], 'has fd00::/64 and fd00::4, which overlap; Azure refuses that, so keep the wider one.'],
  ])('%s: %j', (id, entries, message) => {
    expect(ofNsg([{ to: entries }])).toEqual([`${head(id)}${subject('destination')} ${message}`]);
    expect(ofNsg([{ from: entries }])).toEqual([`${head(id)}${subject('source')} ${message}`]);
  });

  test.each<readonly string[]>([['Storage'], ['10.0.0.0/8'], ['10.0.0.0/16', '10.1.0.0/16'], ['10.0.0.5', '10.0.0.4', '10.0.0.6'], ['fd00::4', 'fd00::5']])('%j are taken', (...entries) => {
    expect(ofNsg([{ from: entries, to: entries }])).toEqual([]);
  });

  test('both families may each overlap, and one family is no part of the other', () => {
    expect(ofNsg([{ to: ['10.0.0.4', 'fd00::4', 'fd00::/64'] }]).map((one) => one.split(' ')[0])).toEqual(['mixed-address-families', 'overlapping-prefixes']);
    expect(ofNsg([{ to: ['0.0.0.0/0', '::/0'] }]).map((one) => one.split(' ')[0])).toEqual(['mixed-address-families']);
  });

  test('what is not known is left out, and a rule without a known name is a rule', () => {
    expect(ofNsg([{ to: [unknown, '10.0.0.4'] }])).toEqual([]);
    const [rule] = nsg([{ to: ['Storage', unknown] }]).rules;
    expect(ofNsg([], { rules: [{ ...rule, name: unknown }] })).toEqual([
      `service-tag-in-list error ${NSG} -: The destination list of a rule of ${NSG} has "Storage" among other entries, which Azure refuses; give a service tag or * a rule of its own.`,
    ]);
  });
});

describe('limits', () => {
  const address = (i: number): string => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
  const rules = (count: number, shape: (i: number) => RuleShape = () => ({})): RuleShape[] => Array.from({ length: count }, (_, i) => shape(i));

  test('a thousand rules of an NSG', () => {
    expect(ofNsg(rules(1000))).toEqual([]);
    expect(ofNsg(rules(1001))).toEqual([`nsg-rule-limit error ${NSG} -: ${NSG} has 1001 rules, and Azure takes 1000 at most; join rules that differ in one field.`]);
  });

  test('four thousand addresses on a side of all rules', () => {
    const some = (each: number): readonly string[] => ofNsg(rules(2, (i) => ({ from: Array.from({ length: each }, (_, n) => address(2 * (i * each + n))) })));
    expect(some(2000)).toEqual([]);
    expect(some(2001)).toEqual([
      `nsg-address-limit error ${NSG} -: The rules of ${NSG} have 4002 source addresses, and Azure takes 4000 at most; name service tags or wider prefixes, or split the group.`,
    ]);
    expect(ofNsg([{ to: Array.from({ length: 4001 }, (_, n) => address(2 * n)) }])[0]).toContain('have 4001 destination addresses');
  });

  test('ten application security groups on a side of a rule', () => {
    const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `asg${i}`);
    expect(ofNsg([{ fromGroups: names(10), toGroups: names(10) }])).toEqual([]);
    expect(ofNsg([{}, { fromGroups: names(11), toGroups: names(3) }])).toEqual([
      `application-security-group-limit error ${NSG} Rule1: Rule1 of ${NSG} has 11 application security groups as its source, and Azure takes 10 at most; split the rule.`,
    ]);
    const [rule] = nsg([{ toGroups: names(12) }]).rules;
    expect(ofNsg([], { rules: [{ ...rule, name: unknown }] })).toEqual([
      `application-security-group-limit error ${NSG} a rule: a rule of ${NSG} has 12 application security groups as its destination, and Azure takes 10 at most; split the rule.`,
    ]);
  });

  test('five thousand addresses of an IP group', () => {
    const ipGroup = (count: number): Partial<Estate> =>
      ({ ipGroups: [{ id: 'ipg', origin: { address: 'ipg' }, name: 'ipg', cidrs: Array.from({ length: count }, (_, i) => address(i)) }] });
    expect(told(ipGroup(5000))).toEqual([]);
    expect(told(ipGroup(5001))).toEqual(['ip-group-limit error ipg -: ipg has 5001 addresses, and Azure takes 5000 at most; spread them over several IP groups.']);
  });
});

describe('names', () => {
  const WRONG = 'does not start with a letter or digit, does not end with a letter, digit or underscore, or holds other characters than those, "." and "-"';

  test('of NSGs and their rules', () => {
    expect(ofNsg([{ name: 'a.b-c_' }], { name: 'x'.repeat(80) })).toEqual([]);
    expect(ofNsg([{ name: 'ok' }, { name: '-a' }], { name: 'nsg.' })).toEqual([
      `invalid-name error ${NSG} nsg.: The name "nsg." of the NSG at ${NSG} ${WRONG}; choose another name.`,
      `invalid-name error ${NSG} -a: The name "-a" of the NSG rule at ${NSG} ${WRONG}; choose another name.`,
    ]);
    const [long, shown] = ['x'.repeat(81), `${'x'.repeat(80)}…`];
    expect(ofNsg([], { name: long })).toEqual([
      `invalid-name error ${NSG} ${shown}: The name "${shown}" of the NSG at ${NSG} has 81 characters, and Azure takes 80 at most; choose another name.`,
    ]);
    expect(ofNsg([], { name: unknown })).toEqual([]);
  });

  test('of firewall policies and their rule collection groups', () => {
    const named = (name: string, of: string): string[] => told({ firewallPolicies: [policy([group([], { name: of, origin: { address: 'rcg' } })], { id: 'p', name })] });
    expect(named('policy', 'rcg')).toEqual([]);
    expect(named('p', 'rcg-')).toEqual([
      `invalid-name error p p: The name "p" of the firewall policy at p ${WRONG}; choose another name.`,
      `invalid-name error rcg rcg-: The name "rcg-" of the rule collection group at rcg ${WRONG}; choose another name.`,
    ]);
  });
});
