import { seeded } from './random-policies';
import { Axis, Budget, BudgetExceeded, IntervalSet, Matcher, Region, RuleTable, Space } from '../src/packets';

/*
 * Policies that are made to be hard: each is decided exactly, in one process, within a second and 512 MB.
 *
 *   npm run bench:gauntlet
 */

const LONGEST_MS = 1000;
const MOST_MIB = 512;

const space = new Space();
const number = (name: string, points: number): Axis<number> => space.addAxis(name, IntervalSet.interval<number>(0, points));
const source = number('source', 2 ** 32);
const destination = number('destination', 2 ** 32);
const port = number('port', 65536);
const sourcePort = number('source port', 65536);
const axes = [source, destination, port, sourcePort];
const everything = Region.everything(space);

interface Rule extends Matcher {
  readonly allow: boolean;
}

const rule = (allow: boolean, ...sides: readonly (readonly [Axis<number>, IntervalSet<number>])[]): Rule => {
  const region = Region.product(space, sides as never);
  return { allow, regions: region ? [region] : [] };
};
const interval = (start: number, end: number): IntervalSet<number> => IntervalSet.interval<number>(start, end);

/** Deny slabs in each of four dimensions, then allow: box splitting makes some 4 · 10^9 boxes of it. */
function slabGrid(slabs: number): Rule[] {
  const rules = axes.flatMap((axis) => Array.from({ length: slabs }, (_, i) => {
    const width = Math.floor(axis.full.end / (2 * slabs));
    return rule(false, [axis, interval(2 * i * width, (2 * i + 1) * width)]);
  }));
  return [...rules, rule(true)];
}

/** Slabs in two dimensions and one rule for every gap between them, all of them allows: only together do they cover. */
function slabsWithGapClosers(slabs: number, leaveOneOpen: boolean): Rule[] {
  const width = Math.floor(2 ** 32 / (2 * slabs));
  const slab = (axis: Axis<number>): Rule[] => Array.from({ length: slabs }, (_, i) => rule(true, [axis, interval(2 * i * width, (2 * i + 1) * width)]));
  const gap = (i: number): IntervalSet<number> => interval((2 * i + 1) * width, i === slabs - 1 ? 2 ** 32 : (2 * i + 2) * width);
  const closers = Array.from({ length: slabs * slabs }, (_, n) => rule(true, [source, gap(n % slabs)], [destination, gap(Math.floor(n / slabs))]));
  return [...slab(source), ...slab(destination), ...(leaveOneOpen ? closers.slice(1) : closers), rule(false)];
}

function randomRules(count: number, seed: number): Rule[] {
  const next = seeded(seed);
  const prefix = (): IntervalSet<number> => {
    const length = 4 + next(25);
    const start = next(2 ** length > 2 ** 30 ? 2 ** 30 : 2 ** length) * 2 ** (32 - length);
    return interval(start, start + 2 ** (32 - length));
  };
  return [...Array.from({ length: count - 1 }, () => {
    const first = next(65536);
    return rule(next(10) < 6, [source, prefix()], [destination, prefix()], [port, interval(first, Math.min(65536, first + 1 + next(3000)))]);
  }), rule(false)];
}

/** One rule with as many prefixes on each side as an NSG may hold. */
function wideRule(prefixes: number): Rule[] {
  const set = (offset: number): IntervalSet<number> => IntervalSet.ofIntervals<number>(
    Array.from({ length: prefixes }, (_, i) => [offset + i * 1024, offset + i * 1024 + 256]),
  );
  return [rule(true, [source, set(2 ** 24)], [destination, set(2 ** 30)]), rule(false)];
}

/** Twenty thousand pairs of source and destination, as many as one firewall takes. */
function firewallPairs(pairs: number): Rule[] {
  const side = Math.floor(Math.sqrt(pairs / 2));
  const next = seeded(5);
  const list = (): IntervalSet<number> => IntervalSet.ofIntervals<number>(Array.from({ length: side }, () => {
    const start = next(2 ** 28) * 16;
    return [start, start + 16];
  }));
  return [rule(false, [source, list()], [destination, list()]), rule(true, [source, list()], [destination, list()]), rule(false)];
}

function ask(rules: readonly Rule[], query: Region, wanted: boolean): string {
  const table = new RuleTable(rules, axes);
  try {
    return table.find(query, (matcher) => (matcher?.allow ?? false) === wanted, new Budget()) ? 'there is one' : 'there is none';
  } catch (error) {
    if (error instanceof BudgetExceeded) return 'undecided';
    throw error;
  }
}

function main(): number {
  const cases: readonly (readonly [name: string, rules: () => Rule[], wanted: boolean, expected: string])[] = [
    ['slab grid of 1,001 rules: an allowed packet', () => slabGrid(250), true, 'there is one'],
    ['slab grid of 1,001 rules and no allow: an allowed packet', () => slabGrid(250).slice(0, -1), true, 'there is none'],
    ['900 slabs and gap closers: a denied packet', () => slabsWithGapClosers(29, false), false, 'there is none'],
    ['the same with one gap open: a denied packet', () => slabsWithGapClosers(29, true), false, 'there is one'],
    ['4,000 random rules: a denied packet in 10.0.0.0/8 to everything', () => randomRules(4000, 3), false, 'there is one'],
    ['a rule of 4,000 by 4,000 prefixes: an allowed packet', () => wideRule(4000), true, 'there is one'],
    ['a firewall of 20,000 pairs: an allowed packet', () => firewallPairs(20000), true, 'there is one'],
    ['IP groups of 5,000: an allowed packet', () => wideRule(5000), true, 'there is one'],
  ];
  let failed = 0;
  for (const [name, build, wanted, expected] of cases) {
    const rules = build();
    const start = performance.now();
    const answer = ask(rules, everything, wanted);
    const time = performance.now() - start;
    const right = answer === expected && time <= LONGEST_MS;
    if (!right) failed++;
    process.stdout.write(`${right ? 'ok  ' : 'FAIL'} ${name}: ${answer}, ${time.toFixed(1)} ms\n`);
  }
  const mebibytes = process.memoryUsage.rss() / 2 ** 20;
  process.stdout.write(`${mebibytes <= MOST_MIB ? 'ok  ' : 'FAIL'} memory of the process: ${mebibytes.toFixed(0)} MiB\n`);
  return failed > 0 || mebibytes > MOST_MIB ? 1 : 0;
}

process.exitCode = main();
