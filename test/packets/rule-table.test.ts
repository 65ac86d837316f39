import * as fc from 'fast-check';
import { Axis, Budget, firstMatch, IntervalSet, Region, RuleTable, Space, wantedDecisions } from '../../src/packets';

const space = new Space();
const axes: Axis<number>[] = ['x', 'y', 'z'].map((name) => space.addAxis(name, IntervalSet.interval<number>(0, 40)));
const interval = fc.tuple(fc.nat(39), fc.nat(39)).map(([a, b]) => IntervalSet.interval<number>(Math.min(a, b), Math.max(a, b) + 1));
const region = fc.tuple(interval, interval, interval)
  .map((sets) => sets.reduce<Region>((whole, set, i) => whole.where(axes[i], set)!, Region.everything(space)));
const matchers = fc.array(fc.record({ regions: fc.array(region, { maxLength: 2 }) }), { maxLength: 70 });

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

describe('finding one decision', () => {
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
