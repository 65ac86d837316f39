import * as fc from 'fast-check';
import { Axis, Budget, BudgetExceeded, CoverTable, findDecision, firstMatch, IntervalSet, Region, Space, uncovered } from '../../src/packets';
import { coverDiagram } from '../../src/packets/cover-diagram';
import { nodesOf } from '../support/work';

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

/** Those of some packets that are at one point of an axis. */
const slice = (axis: Axis<number>, n: number, all: Region): Region => all.where(axis, IntervalSet.interval<number>(n, n + 1))!;

/** Ways to put pigeons into holes, an axis for each pigeon, and those that put two of them into one. */
function pigeons(count: number, holes: number): { everywhere: Region; collisions: Region[] } {
  const loft = new Space();
  const each = Array.from({ length: count }, (_, i) => loft.addAxis(`pigeon ${i}`, IntervalSet.interval<number>(0, holes)));
  const everywhere = Region.everything(loft);
  const inOneHole = (one: Axis<number>, other: Axis<number>): Region[] =>
    Array.from({ length: holes }, (_, hole) => slice(one, hole, slice(other, hole, everywhere)));
  return { everywhere, collisions: each.flatMap((one, i) => each.slice(0, i).flatMap((other) => inOneHole(one, other))) };
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

  describe('where splitting goes on for too long', () => {
    const SIDE = 28;
    const wide = new Space();
    const wideAxes: Axis<number>[] = ['a', 'b', 'c'].map((name) => wide.addAxis(name, IntervalSet.interval<number>(0, SIDE)));
    const all = Region.everything(wide);
    // Every cell a part of its own, in an order that no axis follows.
    const cells = Array.from({ length: SIDE ** 3 }, (_, n) => (n * 7919) % SIDE ** 3)
      .map((n) => slice(wideAxes[2], Math.floor(n / SIDE ** 2), slice(wideAxes[1], Math.floor(n / SIDE) % SIDE, slice(wideAxes[0], n % SIDE, all))));

    test('a diagram answers, and all parts are used', () => {
      const used = new Set<Region>();
      const nodes = nodesOf((budget) => expect(uncovered(all, cells, budget, used)).toBeUndefined());
      expect(used.size).toBe(cells.length);
      // What was split before is all that it takes beyond the diagram: a node for each of 1,500 splits.
      expect(nodes - nodesOf((budget) => coverDiagram(all, cells, budget))).toBe(1500);
    });

    test('a diagram finds the one cell that is open, and has not used all parts', () => {
      const used = new Set<Region>();
      const open = uncovered(all, cells.slice(1), new Budget(2_000_000), used)!;
      expect(wideAxes.map((axis) => [...open.on(axis).intervals()])).toEqual([[[0, 1]], [[0, 1]], [[0, 1]]]);
      expect(used.size).toBeLessThan(cells.length - 1);
    });

    test('it goes on where a diagram has too many states', () => {
      const { everywhere, collisions } = pigeons(9, 8);
      expect(coverDiagram(everywhere, collisions, new Budget())).toBeUndefined();
      const used = new Set<Region>();
      expect(uncovered(everywhere, collisions, new Budget(200_000), used)).toBeUndefined();
      expect([...used].every((part) => collisions.includes(part))).toBe(true);
    });
  });

  test('the part that leaves the fewest pieces is taken first, wherever it stands', () => {
    const rows = points.map((y) => slice(axes[1], y, everything.where(axes[0], IntervalSet.interval<number>(0, 5))!));
    const corner = slice(axes[0], 5, slice(axes[1], 2, slice(axes[2], 3, everything)));
    const nodes = [[...rows, corner], [corner, ...rows]].map((order) => nodesOf((budget) => uncovered(everything, order, budget)));
    expect(nodes[0]).toBe(nodes[1]);
  });

  test('stops when the answer costs more than the budget', () => {
    const diagonal = points.map((at) => axes.reduce((whole, axis) => whole.where(axis, IntervalSet.interval<number>(at, at + 1))!, everything));
    expect(() => uncovered(everything, diagonal, new Budget(1))).toThrow(new BudgetExceeded(1));
  });
});

describe('a diagram', () => {
  test('finds that of eight pigeons in seven holes two share one, and how eight have a hole each', () => {
    const seven = pigeons(8, 7);
    expect(coverDiagram(seven.everywhere, seven.collisions, new Budget())).toEqual({ uncovered: undefined });
    const eight = pigeons(8, 8);
    const open = coverDiagram(eight.everywhere, eight.collisions, new Budget())!.uncovered!;
    expect(eight.everywhere.space.axes.map((axis) => open.on(axis).first).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('spends a node for each state, and another one for each two thousand times that a part is looked at', () => {
    const line = new Space();
    const axis: Axis<number> = line.addAxis('x', IntervalSet.interval<number>(0, 100));
    const columns = Array.from({ length: 100 }, (_, n) => slice(axis, n, Region.everything(line)));
    // One state, with 200 bounds of 100 parts.
    expect(nodesOf((budget) => coverDiagram(Region.everything(line), columns, budget))).toBe(1 + 10);
    expect(nodesOf((budget) => coverDiagram(Region.everything(line), columns.slice(0, 9), budget))).toBe(1);
  });

  test('meets what is alike once', () => {
    // Whatever the first axis is, the same parts are in question on the others.
    const columns = points.flatMap((x) => points.map((y) => slice(axes[0], x, slice(axes[1], y, everything))));
    const same = points.map((z) => slice(axes[2], z, everything.where(axes[1], IntervalSet.interval<number>(0, 3))!));
    expect(nodesOf((budget) => coverDiagram(everything, [...columns.slice(3), ...same], budget))).toBeLessThanOrEqual(1 + SIZE + 2);
  });

  test('begins with the axis that tells the most parts apart, and ends a branch where a part holds everything that is left', () => {
    const half = everything.where(axes[0], IntervalSet.interval<number>(0, 3))!;
    const rows = points.map((y) => slice(axes[1], y, everything));
    // Each row holds all of its branch, so that the other axis is not looked at.
    expect(nodesOf((budget) => coverDiagram(everything, [half, ...rows], budget))).toBe(1);
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
