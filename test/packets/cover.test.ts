import * as fc from 'fast-check';
import { Axis, Budget, BudgetExceeded, CoverTable, findDecision, firstMatch, IntervalSet, Region, Space, uncovered } from '../../src/packets';
import { coverDiagram } from '../../src/packets/cover-diagram';

/*
 * What parts cover together: by taking slabs and splitting, and by a diagram, against trying every packet and against the plain
 * walk over a list.
 */

const SIZE = 6;
const space = new Space();
const axes: Axis<number>[] = ['x', 'y', 'z'].map((name) => space.addAxis(name, IntervalSet.interval<number>(0, SIZE)));
const everything = Region.everything(space);
const points = Array.from({ length: SIZE }, (_, i) => i);
const packets = points.flatMap((x) => points.flatMap((y) => points.map((z) => [x, y, z])));

const setOf = (chosen: readonly number[]): IntervalSet<number> => IntervalSet.ofIntervals<number>(chosen.map((at) => [at, at + 1]));
const set = fc.oneof(
  { weight: 2, arbitrary: fc.constant(axes[0].full) },
  { weight: 1, arbitrary: fc.uniqueArray(fc.nat(SIZE - 1), { minLength: 1, maxLength: 5 }).map((chosen) => setOf(chosen)) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)).map(([a, b]) => IntervalSet.interval<number>(Math.min(a, b), Math.max(a, b) + 1)) },
);
const region = fc.tuple(set, set, set).map((sets) => sets.reduce<Region>((whole, one, i) => whole.where(axes[i], one)!, everything));
const parts = fc.array(region, { maxLength: 14 });

const has = (one: Region, packet: readonly number[]): boolean => axes.every((axis, i) => one.on(axis).includes(packet[i]));
const left = (query: Region, cuts: readonly Region[]): (readonly number[])[] =>
  packets.filter((packet) => has(query, packet) && !cuts.some((cut) => has(cut, packet)));

function expectAnswer(found: Region | undefined, query: Region, cuts: readonly Region[]): void {
  const open = left(query, cuts);
  expect(found !== undefined).toBe(open.length > 0);
  // Every packet of the witness is one.
  if (found) expect(packets.filter((packet) => has(found, packet)).every((packet) => open.includes(packet))).toBe(true);
}

describe('what parts leave of a region', () => {
  test('agrees with trying every packet, and what was used covers by itself', () => {
    let covered = 0;
    fc.assert(fc.property(region, parts, (query, cuts) => {
      const used = new Set<Region>();
      const found = uncovered(query, cuts, new Budget(), used);
      expectAnswer(found, query, cuts);
      if (found) return;
      covered++;
      expect([...used].every((part) => cuts.includes(part))).toBe(true);
      expect(left(query, [...used])).toEqual([]);
    }), { numRuns: 1500 });
    expect(covered).toBeGreaterThan(100);
  });

  test('a diagram agrees with trying every packet', () => {
    let covered = 0;
    fc.assert(fc.property(region, parts, (query, cuts) => {
      const answer = coverDiagram(query, cuts, new Budget())!;
      expectAnswer(answer.uncovered, query, cuts);
      if (!answer.uncovered) covered++;
    }), { numRuns: 1500 });
    expect(covered).toBeGreaterThan(100);
  });

  test('slabs on every axis are taken without a split for each of their products', () => {
    // 3 · 3 · 3 gaps are left; each slab costs a step.
    const slabs = axes.flatMap((axis) => [0, 2, 4].map((at) => everything.where(axis, IntervalSet.interval<number>(at, at + 1))!));
    const found = uncovered(everything, slabs, new Budget(20))!;
    expect(packets.filter((packet) => has(found, packet))).toEqual(left(everything, slabs));
  });

  test('where splitting goes on for too long a diagram answers', () => {
    const wide = new Space();
    const wideAxes: Axis<number>[] = ['a', 'b', 'c'].map((name) => wide.addAxis(name, IntervalSet.interval<number>(0, 24)));
    const at = (axis: Axis<number>, n: number, all: Region): Region => all.where(axis, IntervalSet.interval<number>(n, n + 1))!;
    // Every cell a part of its own, in an order that no axis follows: 24 · 24 · 24 of them.
    const cells = Array.from({ length: 24 ** 3 }, (_, n) => (n * 7919) % 24 ** 3)
      .map((n) => at(wideAxes[2], Math.floor(n / 576), at(wideAxes[1], Math.floor(n / 24) % 24, at(wideAxes[0], n % 24, Region.everything(wide)))));
    expect(uncovered(Region.everything(wide), cells, new Budget(200_000))).toBeUndefined();
    const open = uncovered(Region.everything(wide), cells.slice(1), new Budget(200_000))!;
    expect(wideAxes.map((axis) => [...open.on(axis).intervals()])).toEqual([[[0, 1]], [[0, 1]], [[0, 1]]]);
  });

  test('stops when the answer costs more than the budget', () => {
    const diagonal = points.map((at) => axes.reduce((whole, axis) => whole.where(axis, IntervalSet.interval<number>(at, at + 1))!, everything));
    expect(() => uncovered(everything, diagonal, new Budget(1))).toThrow(new BudgetExceeded(1));
  });
});

describe('a wanted decision', () => {
  test('is found exactly where the plain walk over the list has one', () => {
    const list = fc.array(fc.record({ regions: fc.array(region, { maxLength: 3 }), wanted: fc.boolean() }), { maxLength: 10 });
    fc.assert(fc.property(region, list, fc.boolean(), (query, matchers, noneWanted) => {
      const isWanted = (matcher: { wanted: boolean } | undefined): boolean => matcher?.wanted ?? noneWanted;
      const found = findDecision(query, matchers, isWanted, new Budget());
      const all = firstMatch(query, matchers, new Budget());
      expect(found !== undefined).toBe(all.some((decision) => isWanted(decision.matcher)));
      if (!found) return;
      for (const packet of packets.filter((one) => has(found.region, one))) {
        expect(has(query, packet)).toBe(true);
        expect(matchers.find((matcher) => matcher.regions.some((part) => has(part, packet)))).toBe(found.matcher);
      }
    }), { numRuns: 1000 });
  });
});

describe('matchers before another one that hold all of it', () => {
  const interval = fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)).map(([a, b]) => IntervalSet.interval<number>(Math.min(a, b), Math.max(a, b) + 1));
  const side = fc.oneof(interval, fc.constant(axes[0].full));
  const box = fc.tuple(side, side, side).map((sides) => Region.product(space, sides as never)!);
  const listOf = (one: fc.Arbitrary<Region>): fc.Arbitrary<{ regions: Region[] }[]> =>
    fc.array(fc.record({ regions: fc.array(one, { minLength: 1, maxLength: 2 }) }), { minLength: 1, maxLength: 45 });

  test.each([
    ['of any kind', region], ['that are boxes', box], ['of which some are boxes', fc.oneof({ weight: 4, arbitrary: box }, { weight: 1, arbitrary: region })],
  ])('are there exactly where it decides no packet, and none of them could be left out: regions %s', (_, kind) => {
    let several = 0;
    fc.assert(fc.property(listOf(kind), fc.boolean(), (list, indexesAll) => {
      const table = new CoverTable(list, indexesAll ? axes : axes.slice(0, 2));
      list.forEach((matcher, place) => {
        const covering = table.covering(place, new Set(), new Budget());
        const packetsOf = packets.filter((packet) => matcher.regions.some((part) => has(part, packet)));
        const before = list.slice(0, place);
        const holds = (some: readonly (typeof matcher)[]): boolean =>
          packetsOf.every((packet) => some.some(({ regions }) => regions.some((part) => has(part, packet))));
        expect(covering !== undefined).toBe(holds(before));
        if (!covering) return;
        expect([...covering].every((one) => before.includes(one))).toBe(true);
        expect(holds([...covering])).toBe(true);
        if (matcher.regions.length === 1) for (const one of covering) expect(holds([...covering].filter((other) => other !== one))).toBe(false);
        if (covering.length > 1) several++;
      });
    }), { numRuns: 200 });
    expect(several).toBeGreaterThan(20);
  });

  test('are those that hold it without some that do not count, whatever holds those', () => {
    fc.assert(fc.property(listOf(box), fc.infiniteStream(fc.nat()), (list, random) => {
      const table = new CoverTable(list, axes);
      list.forEach((_, place) => table.covering(place, new Set(), new Budget()));
      list.forEach((matcher, place) => {
        const without = new Set([0, 1].map(() => Number(random.next().value) % list.length));
        const before = list.filter((_, other) => other < place && !without.has(other));
        const isIn = ({ regions }: typeof matcher, packet: readonly number[]): boolean => regions.some((part) => has(part, packet));
        const isHeld = packets.every((packet) => !isIn(matcher, packet) || before.some((other) => isIn(other, packet)));
        const covering = table.covering(place, without, new Budget());
        expect(covering !== undefined).toBe(isHeld);
        expect((covering ?? []).every((other) => before.includes(other))).toBe(true);
      });
    }), { numRuns: 100 });
  });

  test('are found of a part with a hole, in whose middle it has no packet', () => {
    const ends = (...chosen: readonly number[]): { regions: Region[] } => ({ regions: [everything.where(axes[0], setOf(chosen))!] });
    const list = [ends(0), ends(SIZE - 1), ends(0, SIZE - 1)];
    expect(new CoverTable(list, axes).covering(2, new Set(), new Budget())).toEqual(list.slice(0, 2));
    expect(new CoverTable(list.slice(1), axes).covering(1, new Set(), new Budget())).toBeUndefined();
  });

  test('leaves out those that do not count', () => {
    const half = (from: number, to: number): Region => everything.where(axes[0], IntervalSet.interval<number>(from, to))!;
    const list = [{ regions: [half(0, 6)] }, { regions: [half(0, 4)] }, { regions: [half(2, 6)] }, { regions: [half(1, 5)] }];
    expect([...new CoverTable(list, axes).covering(3, new Set(), new Budget())!]).toEqual([list[0]]);
    expect([...new CoverTable(list, axes).covering(3, new Set([0]), new Budget())!]).toEqual([list[1], list[2]]);
    expect(new CoverTable(list, axes).covering(3, new Set([0, 2]), new Budget())).toBeUndefined();
  });
});
