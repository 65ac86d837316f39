import { FAMILIES, Family, networkSecurityGroup, PlainRule, plainRules, seeded } from '../../bench/random-policies';
import { between, hasZ3, inPrefix, inRange, PACKET, policyNamed, satisfiable } from '../../bench/z3';
import { bundledServiceTags, Estate, Finding } from '../../src/azure';
import { formatAddress } from '../../src/packets';
import { diff, DiffReport, NamedSet, PacketSet, prove, TrafficChange } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { estate, group, networkCollection, policy } from '../support/estates';

/*
 * What is told of large policies, against an SMT solver, which knows nothing of intervals: the regions of a diff, read back
 * from their words, are just the packets that fare otherwise; rules that are told as shadowed or redundant, and no others,
 * are. Runs where z3 is installed (Debian's package `z3`).
 */

const withZ3 = hasZ3() ? describe : describe.skip;
if (!hasZ3()) process.stderr.write('z3 is not installed, so diffs and findings are not compared with it; install Debian\'s package z3.\n');

const OPTIONS = {
  requirements: requirementsFor({ workspace: 'contoso-corp' }), workspace: 'contoso-corp', cloud: 'commercial', serviceTags: bundledServiceTags(),
  sensors: ['10.1.0.4'],
};

// 168.63.129.16 and 169.254.169.254: not subject to NSG rules (NSG overview, "Azure platform considerations").
const PLATFORM = [0xa83f8110, 0xa9fea9fe].map((address): PlainRule => (
  { allow: true, source: [0, 0], destination: [address, 32], ports: [0, 65535] }
));

// Where a diff looks: nothing goes from a virtual network to these (RFC 6890). What a port means for protocols without ports
// is not documented, so for rules that restrict ports there is a yes and no for TCP and UDP alone.
const NOWHERE: readonly (readonly [number, number])[] = [[0, 8], [0x7f000000, 8], [0xe0000000, 3]];
const DOMAIN = and(
  ...NOWHERE.map((prefix) => not(inPrefix('dst', prefix))),
  or(not(inPrefix('dst', [0xa9fe0000, 16])), inPrefix('dst', [0xa9fea9fe, 32])),
  or('(= proto #x06)', '(= proto #x11)'),
);

const NOT_PUBLIC: readonly string[] = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3', '168.63.129.16',
];

function and(...parts: readonly string[]): string {
  return `(and true ${parts.join(' ')})`;
}

function or(...parts: readonly string[]): string {
  return `(or false ${parts.join(' ')})`;
}

function not(part: string): string {
  return `(not ${part})`;
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function inAddresses(axis: string, name: string): string {
  if (name === 'any' || name === '*') return 'true';
  if (name === 'Internet') return not(or(...NOT_PUBLIC.map((prefix) => inAddresses(axis, prefix))));
  if (name === 'Azure platform addresses') return or(...PLATFORM.map(({ destination }) => inPrefix(axis, destination)));
  const [first, last] = name.split('-');
  if (last !== undefined) return between(axis, numberOf(first), numberOf(last), 8);
  const [address, length = '32'] = name.split('/');
  return inPrefix(axis, [numberOf(address), Number(length)]);
}

function inPorts(name: string): string {
  if (name === 'any') return 'true';
  const [first, last = first] = name.split('-').map(Number);
  return inRange('port', [first, last]);
}

function inProtocols(name: string): string {
  const numbers: Readonly<Record<string, number>> = { TCP: 6, UDP: 17, ICMP: 1, ESP: 50, AH: 51 };
  if (name === 'any') return 'true';
  const [first, last = first] = name in numbers ? [numbers[name]] : name.split('-').map(Number);
  return between('proto', first, last, 2);
}

function inSet({ names, except }: NamedSet, one: (name: string) => string): string {
  return and(or(...names.map(one)), not(or(...except.map(one))));
}

/** The words of a region as a formula; nothing in these policies is about source ports, schemes or hosts. */
function inPackets(set: PacketSet): string {
  if (!set.families.includes('ipv4')) return 'false';
  expect([set.sourcePorts, set.urlPaths]).toEqual([undefined, undefined]);
  return and(
    inSet(set.sources, (name) => inAddresses('src', name)), inSet(set.destinations, (name) => inAddresses('dst', name)),
    inSet(set.ports, inPorts), inSet(set.protocols, inProtocols), not(or(...(set.except ?? []).map(inPackets))),
  );
}

interface Told {
  readonly formula: (direction: TrafficChange['direction'], certain: boolean) => string;
  readonly leftOut: number;
}

function toldBy(report: Omit<DiffReport, 'inputs'>): Told {
  const changes = report.points.flatMap((point) => point.changes);
  const packets = (direction: TrafficChange['direction'], certain: boolean): PacketSet[] =>
    changes.filter((change) => change.direction === direction && change.certain === certain).flatMap((change) => [...change.packets]);
  expect(report.points.map((point) => point.undecided).filter((reason) => reason !== undefined)).toEqual([]);
  return {
    formula: (direction, certain) => or(...packets(direction, certain).map(inPackets)),
    leftOut: changes.reduce((sum, change) => sum + (change.packetsLeftOut ?? 0), 0),
  };
}

/** A few edits of the kinds that people make. */
function edited(rules: readonly PlainRule[], seed: number): PlainRule[] {
  const next = seeded(seed);
  const after = [...rules];
  for (let edits = 1 + next(3); edits > 0; edits--) {
    const place = next(after.length - 1);
    const rule = after[place];
    const kinds: readonly (() => void)[] = [
      () => after.splice(place, 1),
      () => after.splice(0, 0, { ...rule, allow: !rule.allow }),
      () => { after[place] = { ...rule, allow: !rule.allow }; },
      () => { after[place] = { ...rule, ports: [rule.ports[0], Math.min(65535, rule.ports[1] + 100)] }; },
      () => { after.splice(next(after.length - 1), 0, ...after.splice(place, 1)); },
      () => { after[place] = { ...rule, destination: [rule.destination[0], Math.min(32, rule.destination[1] + 2)] }; },
    ];
    kinds[next(kinds.length)]();
  }
  return after;
}

function nsgWorld(rules: readonly PlainRule[]): Estate {
  return estate({ networkSecurityGroups: [networkSecurityGroup(rules)] });
}

/** The rules as network rules of a policy, each in a collection of its own. */
function policyWorld(rules: readonly PlainRule[]): Estate {
  const text = ([address, length]: readonly [number, number]): string => (length === 0 ? '*' : `${formatAddress(address)}/${length}`);
  return estate({ firewallPolicies: [policy([group(rules.map((rule, i) => networkCollection([{
    protocols: [rule.protocol === undefined ? 'Any' : rule.protocol === 6 ? 'TCP' : 'UDP'],
    sourceAddresses: [text(rule.source)], destinationAddresses: [text(rule.destination)],
    destinationPorts: [rule.ports[0] === 0 && rule.ports[1] === 65535 ? '*' : `${rule.ports[0]}-${rule.ports[1]}`],
  }], { name: `c${i}`, priority: 100 + i, action: rule.allow ? 'Allow' : 'Deny' })))])] });
}

withZ3('what a diff tells of large policies is what Z3 finds', () => {
  const cases = FAMILIES.flatMap((family) => [1, 2, 3].map((seed) => [family, seed] as const));
  let exact = 0;

  function check(before: readonly PlainRule[], after: readonly PlainRule[], platform: readonly PlainRule[], told: Told): void {
    const definitions = [PACKET, policyNamed('_before', [...platform, ...before]), policyNamed('_after', [...platform, ...after])].join('\n');
    const opens = and('allowed_after', not('allowed_before'));
    const closes = and('allowed_before', not('allowed_after'));
    const isTold = (direction: TrafficChange['direction']): string => told.formula(direction, true);
    const law = `(= allowed_after ${and(or('allowed_before', isTold('opened')), not(isTold('closed')))})`;
    const questions = [
      // permitted(after) = permitted(before) + opened - closed
      ...told.leftOut === 0 ? [and(DOMAIN, not(law)), and(DOMAIN, opens, not(isTold('opened'))), and(DOMAIN, closes, not(isTold('closed')))] : [],
      // Nothing is told that is not so, and nothing is uncertain.
      and(DOMAIN, isTold('opened'), not(opens)), and(DOMAIN, isTold('closed'), not(closes)),
      and(DOMAIN, or(told.formula('opened', false), told.formula('closed', false))),
    ];
    expect(satisfiable(definitions, questions)).toEqual(questions.map(() => false));
    // And there is something to tell.
    if (told.leftOut === 0) exact += satisfiable(definitions, [and(DOMAIN, or(opens, closes))]).filter(Boolean).length;
  }

  test.each(cases)('an NSG of 300 %s rules, seed %d', (family: Family, seed: number) => {
    const before = plainRules(family, 300, seed);
    const after = edited(before, seed + 500);
    check(before, after, PLATFORM, toldBy(diff(nsgWorld(before), nsgWorld(after), OPTIONS)));
  });

  test.each(cases)('a firewall policy of 200 %s rules, seed %d', (family: Family, seed: number) => {
    const before = plainRules(family, 200, seed + 50);
    const after = edited(before, seed + 900);
    check(before, after, [], toldBy(diff(policyWorld(before), policyWorld(after), OPTIONS)));
  });

  test('most of these changes were something, and told whole', () => {
    expect(exact).toBeGreaterThan(9);
  });
});

withZ3('shadowed and redundant rules of large NSGs are those that Z3 finds', () => {
  let total = 0;
  const found = (findings: readonly Finding[], id: string): string[] => findings.filter((finding) => finding.id === id).map((finding) => finding.rule!).sort();

  test.each(FAMILIES.flatMap((family) => [4, 5].map((seed) => [family, seed] as const)))('200 %s rules, seed %d', (family, seed) => {
    // What a port range means for every protocol is not documented, and no rule here is to be uncertain.
    const rules = plainRules(family, 200, seed)
      .map((rule) => (rule.ports[0] === 0 && rule.ports[1] === 65535 ? rule : { ...rule, protocol: rule.protocol ?? 6 }));
    const all = [...PLATFORM, ...rules];
    const definitions = [
      PACKET, policyNamed('', all),
      // a<i>: what the rules from i on do.
      ...all.map((_, i) => `(declare-const a${i} Bool)`),
      ...all.map((rule, i) => `(assert (= a${i} (ite m${i} ${rule.allow} ${i + 1 < all.length ? `a${i + 1}` : 'false'})))`),
    ].join('\n');
    // The last rule closes the list for both address families, and the solver knows one of them.
    const places = rules.slice(0, -1).map((_, i) => i + PLATFORM.length);
    const alive = satisfiable(definitions, places.map((i) => and(`n${i - 1}`, `m${i}`)));
    const needed = satisfiable(definitions, places.map((i) => and(`n${i - 1}`, `m${i}`, not(`(= a${i + 1} ${all[i].allow})`))));
    const nameOf = (i: number): string => `rule${i - PLATFORM.length}`;
    const { findings } = prove(nsgWorld(rules), { ...OPTIONS, examine: true });
    const shadowed = places.filter((_, i) => !alive[i]).map(nameOf).sort();
    expect(found(findings, 'shadowed-rule')).toEqual(shadowed);
    const redundant = places.filter((_, i) => alive[i] && !needed[i]).map(nameOf).sort();
    expect(found(findings, 'redundant-rule')).toEqual(redundant);
    total += shadowed.length + redundant.length;
  });

  test('there were many of them', () => {
    expect(total).toBeGreaterThan(60);
  });
});
