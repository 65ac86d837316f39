import * as fc from 'fast-check';
import { Axis, Budget, firstMatch, IntervalSet, Region, RuleTable, Space, wantedDecisions } from '../../src/packets';
import { HullIndex } from '../../src/packets/hull-index';
import { nodesOf } from '../support/work';

const space = new Space();
const axes: Axis<number>[] = ['x', 'y', 'z'].map((name) => space.addAxis(name, IntervalSet.interval<number>(0, 40)));
const interval = fc.tuple(fc.nat(39), fc.nat(39)).map(([a, b]) => IntervalSet.interval<number>(Math.min(a, b), Math.max(a, b) + 1));
const region = fc.tuple(interval, interval, interval)
  .map((sets) => sets.reduce<Region>((whole, set, i) => whole.where(axes[i], set)!, Region.everything(space)));
const matchers = fc.array(fc.record({ regions: fc.array(region, { maxLength: 2 }) }), { maxLength: 70 });

const WIDTH = 400;
const wide = new Space();
const wideAxes: Axis<number>[] = ['x', 'y'].map((name) => wide.addAxis(name, IntervalSet.interval<number>(0, WIDTH)));
const between = (from: number, to: number): IntervalSet<number> => IntervalSet.interval<number>(from, to);
const wideBox = (x: IntervalSet<number>, y: IntervalSet<number>): Region => Region.everything(wide).where(wideAxes[0], x)!.where(wideAxes[1], y)!;
const bounds = fc.tuple(fc.nat(WIDTH - 1), fc.nat(WIDTH - 1)).map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const);

describe('a table of rules', () => {
  test('leaves out none but the matchers that overlap nowhere, before and after it has built its index', () => {
    fc.assert(fc.property(matchers, fc.array(region, { minLength: 1, maxLength: 4 }), (list, queries) => {
      const table = new RuleTable(list, axes);
      const expected = queries.map((query) => list.filter((matcher) => matcher.regions.some((part) => part.overlaps(query))));
      for (let turn = 0; turn < 40; turn++) {
        // The hull of a box is the box, so here the candidates are exact.
        expect(queries.map((query) => table.candidates(query))).toEqual(expected);
      }
    }), { numRuns: 60 });
  });

  test('leaves out all matchers that overlap nowhere, also where their bounds are more than the index has places', () => {
    const box = fc.tuple(bounds, bounds).map(([x, y]) => wideBox(between(...x), between(...y)));
    fc.assert(fc.property(fc.array(box, { minLength: 80, maxLength: 200 }), box, (boxes, query) => {
      const list = boxes.map((one) => ({ regions: [one] }));
      const table = new RuleTable(list, wideAxes);
      const expected = list.filter(({ regions: [one] }) => one.overlaps(query));
      for (let turn = 0; turn < 34; turn++) expect(table.candidates(query)).toEqual(expected);
    }), { numRuns: 40 });
  });

  test('decides as the list does', () => {
    fc.assert(fc.property(matchers, region, (list, query) => {
      const byTable = new RuleTable(list, axes).decide(query, new Budget());
      expect(byTable.map((decision) => list.indexOf(decision.matcher!))).toEqual(
        firstMatch(query, list, new Budget()).map((decision) => list.indexOf(decision.matcher!)),
      );
    }), { numRuns: 300 });
  });

  test('gives the decisions that are wanted as the list does', () => {
    let total = 0;
    fc.assert(fc.property(matchers, region, fc.nat(3), fc.boolean(), (list, query, divisor, noneWanted) => {
      type Wanted = (typeof list)[number] | undefined;
      const isWanted = (matcher: Wanted): boolean => (matcher === undefined ? noneWanted : list.indexOf(matcher) % (divisor + 1) === 0);
      // The last axis is not indexed, so that hulls say less than regions.
      const table = new RuleTable(list, axes.slice(0, 2));
      for (let turn = 0; turn < 2; turn++) {
        const byTable = table.decideWanted(query, isWanted, new Budget());
        const byList = wantedDecisions(query, list, isWanted, new Budget());
        total += byList.length;
        const told = (decisions: typeof byTable): unknown[] => decisions.map(({ matcher, region: { ...own } }) => [list.indexOf(matcher!), own]);
        expect(told(byTable)).toEqual(told(byList));
      }
    }), { numRuns: 200 });
    expect(total).toBeGreaterThan(200);
  });

  test('more than thirty-two entries need more than one word of bits', () => {
    const at = (x: number): Region => Region.everything(space).where(axes[0], IntervalSet.interval<number>(x, x + 1))!;
    const list = Array.from({ length: 100 }, (_, i) => ({ i, regions: [at(i % 40)] }));
    const table = new RuleTable(list, axes);
    const query = at(39);
    for (let turn = 0; turn < 50; turn++) expect(table.candidates(query).map((matcher) => matcher.i)).toEqual([39, 79]);
  });
});

describe('the index of a table', () => {
  /** The number of axes of each question that a table puts to its index, by the number of the question. */
  function questionsToIndex(list: readonly { regions: Region[] }[], query: Region, questions: number): (number | undefined)[] {
    const own = HullIndex.prototype.ask;
    let asked: number | undefined;
    HullIndex.prototype.ask = function (this: HullIndex, low, high): void {
      asked = low.length;
      own.call(this, low, high);
    };
    try {
      const table = new RuleTable(list, wideAxes);
      return Array.from({ length: questions }, () => {
        asked = undefined;
        table.candidates(query);
        return asked;
      });
    } finally {
      HullIndex.prototype.ask = own;
    }
  }
  const strip = (n: number): { regions: Region[] } => ({ regions: [Region.everything(wide).where(wideAxes[0], between(n % WIDTH, (n % WIDTH) + 1))!] });

  test('is asked from the thirty-second question on, about the axes that tell any parts apart', () => {
    const [none, some] = [Array.from({ length: 31 }, () => undefined), Array.from({ length: 4 }, () => 1)];
    expect(questionsToIndex(Array.from({ length: 50 }, (_, n) => strip(n)), Region.everything(wide), 35)).toEqual([...none, ...some]);
  });

  test.each([
    ['starts', between(7, WIDTH)],
    ['ends', between(0, 7)],
  ])('is about an axis on which one part %s elsewhere than all', (_, set) => {
    const list = [...Array.from({ length: 9 }, (__, n) => strip(n)), { regions: [wideBox(between(0, WIDTH), set)] }];
    expect(questionsToIndex(list, Region.everything(wide), 32).at(-1)).toBe(2);
  });

  test('is not made of more than two hundred thousand parts', () => {
    const list = (parts: number): { regions: Region[] }[] => [{ regions: Array.from({ length: parts }, (_, n) => strip(n).regions[0]) }];
    const query = strip(3).regions[0];
    expect(questionsToIndex(list(200_000), query, 32).at(-1)).toBe(1);
    expect(questionsToIndex(list(200_001), query, 32).at(-1)).toBeUndefined();
  });
});

describe('finding one decision', () => {
  test('costs nothing where the first part that is met holds the whole question, to its bounds', () => {
    const boxes = [wideBox(between(0, 9), between(0, 9)), wideBox(between(10, 20), between(10, 20)), Region.everything(wide)];
    const list = boxes.map((box) => ({ regions: [box] }));
    const query = wideBox(between(10, 20), between(10, 20));
    const table = new RuleTable(list, wideAxes);
    expect(table.find(query, (matcher) => matcher === list[1], new Budget())).toEqual({ region: query, matcher: list[1] });
    expect(nodesOf((budget) => table.find(query, (matcher) => matcher !== list[1], budget))).toBe(0);
    expect(nodesOf((budget) => table.find(query, (matcher) => matcher === list[1], budget))).toBe(0);
  });

  test('finds a packet whose matcher is wanted exactly where there is one, also of regions with holes and on axes that are not indexed', () => {
    const sets = fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 6 })
      .map((chosen) => IntervalSet.ofIntervals<number>(chosen.map((at) => [5 * at, 5 * at + 5])));
    const holed = fc.tuple(sets, sets, sets)
      .map((sides) => sides.reduce<Region>((whole, set, i) => whole.where(axes[i], set)!, Region.everything(space)));
    const any = fc.array(fc.record({ regions: fc.array(fc.oneof(region, holed), { maxLength: 2 }) }), { maxLength: 12 });
    fc.assert(fc.property(any, fc.oneof(region, holed), fc.nat(3), fc.boolean(), (list, query, divisor, noneWanted) => {
      type Wanted = (typeof list)[number] | undefined;
      const isWanted = (matcher: Wanted): boolean => (matcher === undefined ? noneWanted : list.indexOf(matcher) % (divisor + 1) === 0);
      const found = new RuleTable(list, axes.slice(0, 2)).find(query, isWanted, new Budget());
      const wanted = firstMatch(query, list, new Budget()).filter((decision) => isWanted(decision.matcher));
      expect(found !== undefined).toBe(wanted.length > 0);
      if (found) expect(wanted.some((decision) => decision.matcher === found.matcher && decision.region.overlaps(found.region))).toBe(true);
    }), { numRuns: 600 });
  });

  test('finds a packet whose matcher is wanted exactly where there is one', () => {
    fc.assert(fc.property(matchers, fc.array(region, { minLength: 1, maxLength: 3 }), fc.nat(4), (list, queries, divisor) => {
      const isWanted = (matcher: (typeof list)[number] | undefined): boolean => matcher === undefined || list.indexOf(matcher) % (divisor + 2) === 0;
      const table = new RuleTable(list, axes);
      for (let turn = 0; turn < 40; turn++) {
        for (const query of queries) {
          const found = table.find(query, isWanted, new Budget());
          const wanted = firstMatch(query, list, new Budget()).filter((decision) => isWanted(decision.matcher));
          expect(found !== undefined).toBe(wanted.length > 0);
          if (found) expect(wanted.some((decision) => decision.matcher === found.matcher && decision.region.overlaps(found.region))).toBe(true);
        }
      }
    }), { numRuns: 40 });
  });
});
