import { spawnSync } from 'node:child_process';
import { ContractEngine } from '../../bench/contract-engine';
import { Contract, contracts, FAMILIES, Family, networkSecurityGroup, PlainRule, plainRules, seeded } from '../../bench/random-policies';
import { denialOf, hasZ3, permissionOf, policyDefinitions } from '../../bench/z3';
import { bundledServiceTags, EgressSpace, Notes, policyRows, RuleCollection, RuleCollectionGroup, RuleRow } from '../../src/azure';
import { Address, Budget, IntervalSet, Region, RuleTable } from '../../src/packets';
import { group, networkCollection, policy } from '../support/estates';

/*
 * The engine against an SMT solver, which knows nothing of intervals: NSGs and firewall policies of 400 random rules of three
 * kinds, each contract asked both ways. Where the solver says that there is such a packet, it has to name one, and the rules as
 * plain numbers have to give that packet the fate it was asked for. Runs where z3 is installed (Debian's package `z3`).
 */

const withZ3 = hasZ3() ? describe : describe.skip;
if (!hasZ3()) process.stderr.write('z3 is not installed, so the engine is not compared with it; install Debian\'s package z3.\n');

const RULES = 400;
const CONTRACTS = 30;
const VALUES = /\(src #x([0-9a-f]{8})\)\s*\(dst #x([0-9a-f]{8})\)\s*\(port #x([0-9a-f]{4})\)/;
const CASES = FAMILIES.flatMap((family) => [1, 2].map((seed) => [family, seed] as const));

interface Packet { readonly source: number; readonly destination: number; readonly port: number }

/** For each contract, a denied and an allowed packet where the solver finds one. */
function packetsOf(rules: readonly PlainRule[], asked: readonly Contract[]): { deny?: Packet; allow?: Packet }[] {
  const ask = (assertion: string): string => `(push)\n${assertion}\n(check-sat)\n(get-value (src dst port))\n(echo "next")\n(pop)`;
  const script = [policyDefinitions(rules), ...asked.flatMap((contract) => [ask(denialOf(contract)), ask(permissionOf(contract))])].join('\n');
  const { stdout } = spawnSync('z3', ['-in'], { input: script, encoding: 'utf8', maxBuffer: 2 ** 24 });
  const answers = stdout.split('next\n').slice(0, -1).map((answer): Packet | undefined => {
    // Asking for values where there are none is an error that the solver reports and goes on.
    if (answer.startsWith('unsat')) return undefined;
    const [, source, destination, port] = (/^sat\n/.test(answer) ? VALUES.exec(answer) : null)!;
    return { source: parseInt(source, 16), destination: parseInt(destination, 16), port: parseInt(port, 16) };
  });
  expect(answers).toHaveLength(2 * asked.length);
  return asked.map((_, i) => ({ deny: answers[2 * i], allow: answers[2 * i + 1] }));
}

/** What the first rule that holds a TCP packet does, by arithmetic on plain numbers. */
function fateOf({ source, destination, port }: Packet, rules: readonly PlainRule[]): 'allow' | 'deny' {
  const inside = (address: number, [base, length]: readonly [number, number]): boolean => address >= base && address < base + 2 ** (32 - length);
  const first = rules.find((rule) => (rule.protocol ?? 6) === 6 && inside(source, rule.source) && inside(destination, rule.destination)
    && rule.ports[0] <= port && port <= rule.ports[1]);
  return first?.allow ? 'allow' : 'deny';
}

function compare(rules: readonly PlainRule[], seed: number, has: (fate: 'allow' | 'deny', contract: Contract) => boolean): void {
  const asked = contracts(rules, CONTRACTS, seed);
  const found = packetsOf(rules, asked);
  const fates = ['deny', 'allow'] as const;
  expect(asked.map((contract) => fates.map((fate) => has(fate, contract)))).toEqual(found.map((packets) => fates.map((fate) => packets[fate] !== undefined)));
  for (const fate of fates) {
    const packets = found.flatMap((one) => one[fate] ?? []);
    expect(packets.map((packet) => fateOf(packet, rules))).toEqual(packets.map(() => fate));
    // The engine, asked about the solver's packet alone, says the same.
    const alone = packets.map(({ source, destination, port }): Contract => ({ source: [source, 32], destination: [destination, 32], port }));
    expect(alone.map((packet) => fates.filter((one) => has(one, packet)))).toEqual(packets.map(() => [fate]));
    expect(packets.length).toBeGreaterThan(2);
  }
}

withZ3('the engine agrees with Z3', () => {
  test.each(CASES)('about an NSG of %s rules, seed %d', (family, seed) => {
    const rules = plainRules(family, RULES, seed);
    const engine = new ContractEngine(networkSecurityGroup(rules));
    compare(rules, seed + 100, (fate, contract) => engine.has(fate, engine.regionOf(contract)));
  });

  test.each(CASES)('about a firewall policy with a base policy, of %s rules, seed %d', (family, seed) => {
    const { rules, has } = firewallOf(family, seed + 200);
    compare(rules, seed + 300, has);
  });
});

/**
 * Network rules as a policy and its base: cut into collections of 1 to 12 rules and groups of 1 to 4 collections, which are
 * listed in any order and whose priorities tell the right one.
 */
function firewallOf(family: Family, seed: number): { rules: readonly PlainRule[]; has: (fate: 'allow' | 'deny', contract: Contract) => boolean } {
  const rules = plainRules(family, RULES, seed);
  const next = seeded(seed);
  const cut = <T>(items: readonly T[], most: number): T[][] => {
    const parts: T[][] = [];
    for (let at = 0; at < items.length;) {
      const size = 1 + next(most);
      parts.push(items.slice(at, at + size));
      at += size;
    }
    return parts;
  };
  const shuffled = <T>(items: readonly T[]): T[] => items.map((item) => ({ item, at: next(2 ** 30) })).sort((a, b) => a.at - b.at).map(({ item }) => item);
  const collections = cut(rules.map(networkRuleOf), 12).flatMap(runs);
  const groups = cut(collections, 4).map((members, i): RuleCollectionGroup => group(
    shuffled(members.map(({ allow, members: own }, j): RuleCollection => networkCollection(own, { name: `c${j}`, priority: 100 + 7 * j, action: allow ? 'Allow' : 'Deny' }))),
    { name: `g${i}`, priority: 100 + i, origin: { address: `g${i}` } },
  ));
  const half = Math.floor(groups.length / 2);
  const base = policy(shuffled(groups.slice(0, half)), { id: 'base' });
  const child = policy(shuffled(groups.slice(half)), { id: 'child', basePolicy: 'base' });
  const space = new EgressSpace('ipv4');
  const rows = policyRows(child, {
    space, serviceTags: bundledServiceTags(), notes: new Notes(), ipGroup: () => undefined, policy: (id) => (id === 'base' ? base : undefined),
  });
  const table = new RuleTable<RuleRow>(rows, space.numericAxes);
  return { rules, has: (fate, contract) => table.find(regionOf(space, contract), (row) => (row?.action ?? 'deny') === fate, new Budget()) !== undefined };
}

type NetworkRuleShape = Parameters<typeof networkCollection>[0][number];
interface Ruled { readonly allow: boolean; readonly shape: NetworkRuleShape }

function networkRuleOf({ allow, source, destination, ports, protocol }: PlainRule): Ruled {
  const prefix = ([address, length]: readonly [number, number]): string =>
    (length === 0 ? '*' : `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${length}`);
  return {
    allow,
    shape: {
      sourceAddresses: [prefix(source)], destinationAddresses: [prefix(destination)], destinationPorts: [ports[0] === 0 && ports[1] === 65535 ? '*' : `${ports[0]}-${ports[1]}`],
      protocols: [protocol === undefined ? 'Any' : protocol === 6 ? 'TCP' : 'UDP'],
    },
  };
}

/** A collection has one action, so each run of rules with one action is a collection. */
function runs(rules: readonly Ruled[]): { allow: boolean; members: NetworkRuleShape[] }[] {
  const found: { allow: boolean; members: NetworkRuleShape[] }[] = [];
  for (const { allow, shape } of rules) {
    const last = found.at(-1);
    if (last?.allow === allow) last.members.push(shape);
    else found.push({ allow, members: [shape] });
  }
  return found;
}

/** All packets of a contract: TCP. */
function regionOf(space: EgressSpace, { source, destination, port }: Contract): Region {
  const range = ([address, length]: readonly [number, number]): IntervalSet<Address> => IntervalSet.interval<Address>(address, address + 2 ** (32 - length));
  return space.everything.where(space.source, range(source))!.where(space.destination, range(destination))!
    .where(space.destinationPort, IntervalSet.interval<number>(port, port + 1))!.where(space.protocol, IntervalSet.interval<number>(6, 7))!;
}
