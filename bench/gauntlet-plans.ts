import { firewallPlan, NetworkRules, planOf, RuleSides, securityRule } from './plans';
import { portText, prefixText, PlainRule, plainRules, seeded } from './random-policies';
import { bundledServiceTags } from '../src/azure';
import { toPrefixes } from '../src/packets';

/*
 * Plans that are made to be hard, each with what is true of it by construction.
 */

export interface Trial {
  readonly what: string;
  readonly plan: string;
  readonly sensors: readonly string[];
  /** Whether the sensors reach the whole service tag on port 443; by construction, or to be asked of Z3 about `rules`. */
  readonly sensorApi: 'satisfied' | 'violated' | { readonly rules: readonly PlainRule[] };
  /** Rules that never match, by the last part of their name; where it is not known by construction, Z3 is asked about some of `rules`. */
  readonly shadowed?: readonly string[];
}

/** Prefixes of the service tag that sensors talk to. */
export const SENSOR_TAG = toPrefixes(bundledServiceTags().find('AzureAdvancedThreatProtection')!.addresses.ipv4);

export function trials(): Trial[] {
  return [slabGrid('Deny'), slabGrid('Allow'), gapClosers(false), gapClosers(true), randomRules(), firewallOfPairs(), wideRule(), wideGroups()];
}

const ANY: RuleSides = { access: 'Allow', protocol: 'Tcp', source: ['*'], destination: ['*'], ports: ['*'] };

/** The n-th of all prefixes of a length. */
function block(n: number, length: number): string {
  return prefixText([n * 2 ** (32 - length), length]);
}

/** An NSG of the given rules in their order, on the subnet of the sensors. */
function group(rules: readonly (readonly [name: string, sides: RuleSides])[], subnet?: string): string {
  return planOf([{ rules: rules.map(([name, sides], i) => securityRule(name, 100 + i, sides)), subnet }]);
}

/** Azure refuses an NSG with more, and then nothing is certain. */
const MOST_RULES = 1000;

/** What is left of the 4,000 addresses that the rules of an NSG may have on a side, beside those of two other rules. */
const MOST_PREFIXES = 3998;

/** Slabs of one action in each of four dimensions, and the other action for what none of them holds: splitting into boxes makes some 4 · 10^9 of it. */
function slabGrid(access: 'Allow' | 'Deny'): Trial {
  const slabs = Array.from({ length: 250 }, (_, i) => {
    const ports = `${262 * i}-${262 * i + 130}`;
    return ([{ source: [block(2 * i, 9)] }, { destination: [block(2 * i, 9)] }, { ports: [ports] }, { sourcePorts: [ports] }] as const)
      .map((side, axis): readonly [string, RuleSides] => [`slab-${i}-${axis}`, { ...ANY, ...side, access }]);
  }).flat().slice(0, MOST_RULES - 1);
  const rest: readonly [string, RuleSides] = ['rest', { ...ANY, access: access === 'Deny' ? 'Allow' : 'Deny' }];
  return {
    what: `slab grid of 1,000 rules, slabs that ${access === 'Deny' ? 'deny' : 'allow'}`,
    plan: group([...slabs, rest], access === 'Allow' ? '10.1.0.0/24' : '10.200.0.0/24'),
    // 10.1.0.4 stands in a source slab; 10.200.0.4 in none, but some of its source ports do.
    sensors: [access === 'Allow' ? '10.1.0.4' : '10.200.0.4'],
    sensorApi: access === 'Allow' ? 'satisfied' : 'violated',
    shadowed: [],
  };
}

/** Slabs on two axes and one rule for every gap between them: only together do they hold everything, so that the last rule never matches. */
function gapClosers(leaveOneOpen: boolean): Trial {
  const count = 29;
  const gap = (i: number): string[] => (i < count - 1 ? [block(2 * i + 1, 6)] : Array.from({ length: 7 }, (_, n) => block(2 * i + 1 + n, 6)));
  const numbers = [...Array(count).keys()];
  const slabs = numbers.flatMap((i): (readonly [string, RuleSides])[] => [
    [`source-${i}`, { ...ANY, source: [block(2 * i, 6)] }], [`destination-${i}`, { ...ANY, destination: [block(2 * i, 6)] }],
  ]);
  // For IPv6 the others say nothing.
  const rest: readonly [string, RuleSides] = ['rest', { ...ANY, access: 'Deny', source: ['0.0.0.0/0'], destination: ['0.0.0.0/0'] }];
  // 172.16.0.4 stands in gap 21; 20.0.0.0/6, where most of the tag is, is gap 2.
  const closers = numbers.flatMap((i) => numbers.map((j): readonly [string, RuleSides] => [`closer-${i}-${j}`, { ...ANY, source: gap(i), destination: gap(j) }]))
    .filter(([name]) => !leaveOneOpen || name !== 'closer-21-2');
  return {
    what: `900 rules of slabs and gap closers, ${leaveOneOpen ? 'one gap open' : 'closed'}`,
    plan: group([...slabs, ...closers, rest], '172.16.0.0/24'),
    sensors: ['172.16.0.4'],
    sensorApi: leaveOneOpen ? 'violated' : 'satisfied',
    shadowed: leaveOneOpen ? [] : ['rest'],
  };
}

/** Random rules, as a firewall policy: an NSG takes no more than 1,000. */
function randomRules(): Trial {
  const rules = plainRules('random', 4000, 3).map((rule) => ({ ...rule, protocol: rule.protocol ?? 6 }));
  return { what: '4,000 random rules of a firewall', plan: firewallPlan({ network: collectionsOf(rules) }), sensors: ['10.1.0.4'], sensorApi: { rules } };
}

/** A network rule collection for each run of rules with one action. */
function collectionsOf(rules: readonly PlainRule[]): NetworkRules[] {
  const collections: { action: 'Allow' | 'Deny'; rules: NetworkRules['rules'][number][] }[] = [];
  rules.forEach((rule, i) => {
    const action = rule.allow ? 'Allow' : 'Deny';
    let last = collections[collections.length - 1];
    if (last?.action !== action) collections.push(last = { action, rules: [] });
    last.rules.push({ name: `rule${i}`, protocols: [rule.protocol === 17 ? 'UDP' : 'TCP'], source: [prefixText(rule.source)], destination: [prefixText(rule.destination)], ports: [portText(rule)] });
  });
  return collections;
}

/** Twenty rules of 25 sources and 40 destinations each, as many pairs as one firewall takes; the sensors and their tag are among them. */
function firewallOfPairs(): Trial {
  const next = seeded(5);
  const hosts = (count: number): string[] => Array.from({ length: count }, () => prefixText([(30 * 2 ** 24) + next(2 ** 26) * 4, 30]));
  // Forty destinations to a rule: the tag takes more than two.
  const parts = Array.from({ length: Math.ceil(SENSOR_TAG.length / 40) }, (_, i) => SENSOR_TAG.slice(40 * i, 40 * i + 40));
  const rules = Array.from({ length: 20 }, (_, i) => ({
    name: `pairs${i}`, protocols: ['TCP'], ports: ['443'],
    source: ['10.1.0.4', ...hosts(24)], destination: parts[i] === undefined ? hosts(40) : [...parts[i], ...hosts(40 - parts[i].length)],
  }));
  return {
    what: 'a firewall of 20,000 pairs', plan: firewallPlan({ network: [{ action: 'Allow', rules }] }), sensors: ['10.1.0.4'], sensorApi: 'satisfied', shadowed: [],
  };
}

/** One rule with as many prefixes on each side as an NSG may hold, and a rule for one pair of them, which never matches. */
function wideRule(): Trial {
  const source = ['10.1.0.4', ...distant(MOST_PREFIXES - 1, 11)];
  const destination = [...SENSOR_TAG, ...distant(MOST_PREFIXES - SENSOR_TAG.length, 64)];
  return {
    what: 'a rule of 3,998 × 3,998 prefixes',
    plan: group([
      ['wide', { ...ANY, source, destination, ports: ['443'] }],
      ['pair', { ...ANY, source: [source[1999]], destination: [destination[MOST_PREFIXES - 1]], ports: ['443'] }],
      ['rest', { ...ANY, access: 'Deny' }],
    ]),
    sensors: ['10.1.0.4'], sensorApi: 'satisfied', shadowed: ['pair'],
  };
}

/** IP groups with as many entries as one takes, on both sides of the rule. */
function wideGroups(): Trial {
  return {
    what: 'IP groups of 5,000', plan: firewallPlan({ groups: { sensors: ['10.1.0.4', ...distant(4999, 11)], mdi: [...SENSOR_TAG, ...distant(5000 - SENSOR_TAG.length, 64)] } }),
    sensors: ['10.1.0.4'], sensorApi: 'satisfied', shadowed: [],
  };
}

/** Prefixes that do not touch, from a first octet on. */
function distant(count: number, octet: number): string[] {
  return Array.from({ length: count }, (_, i) => prefixText([octet * 2 ** 24 + i * 1024, 24]));
}
