import * as fc from 'fast-check';
import {
  Axis, Budget, BudgetExceeded, findDecision, firstMatch, IntervalSet, Matcher, Region, Space, subtractAll, wantedDecisions,
} from '../../src/packets';

/** A universe small enough to try every packet: three axes of 5, 4 and 3 points. */
const SIZES = [5, 4, 3];
const space = new Space();
const axes: Axis<number>[] = SIZES.map((size, i) => space.addAxis(`axis ${i}`, IntervalSet.interval<number>(0, size)));
const packets = Array.from({ length: SIZES[0] * SIZES[1] * SIZES[2] }, (_, n) => [n % 5, Math.floor(n / 5) % 4, Math.floor(n / 20)]);

/** A region as the oracle sees it: for each axis the list of points, or nothing for all. */
type Shape = (number[] | undefined)[];
const shape = fc.tuple(...SIZES.map((size) => fc.option(fc.uniqueArray(fc.nat(size - 1), { minLength: 1 }), { nil: undefined }))) as fc.Arbitrary<Shape>;
const inShape = (packet: number[], wanted: Shape): boolean => wanted.every((points, i) => points === undefined || points.includes(packet[i]));

function regionOf(wanted: Shape): Region {
  return wanted.reduce<Region>((region, points, i) => (
    points === undefined ? region : region.where(axes[i], IntervalSet.ofIntervals<number>(points.map((point) => [point, point + 1])))!
  ), Region.everything(space));
}
const inRegion = (packet: number[], region: Region): boolean => axes.every((axis, i) => region.on(axis).includes(packet[i]));

describe('regions', () => {
  test('intersection, difference, overlap and containment agree with trying every packet', () => {
    fc.assert(fc.property(shape, shape, (a, b) => {
      const [x, y] = [regionOf(a), regionOf(b)];
      const both = x.intersect(y);
      const rest = x.subtract(y);
      expect(packets.map((packet) => both !== undefined && inRegion(packet, both)))
        .toEqual(packets.map((packet) => inShape(packet, a) && inShape(packet, b)));
      expect(packets.map((packet) => rest.filter((piece) => inRegion(packet, piece)).length))
        .toEqual(packets.map((packet) => (inShape(packet, a) && !inShape(packet, b) ? 1 : 0)));
      expect(x.overlaps(y)).toBe(both !== undefined);
      expect(x.contains(y)).toBe(packets.every((packet) => !inShape(packet, b) || inShape(packet, a)));
    }), { numRuns: 1000 });
  });

  test('an axis added later is spanned by regions made before', () => {
    const late = new Space();
    const first = late.addAxis('first', IntervalSet.interval<number>(0, 4));
    const region = Region.everything(late).where(first, IntervalSet.interval<number>(1, 2))!;
    const second = late.addAxis('second', IntervalSet.interval<number>(0, 2));
    const half = Region.everything(late).where(second, IntervalSet.interval<number>(0, 1))!;
    const [rest] = region.subtract(half);
    expect([...rest.on(second).intervals()]).toEqual([[1, 2]]);
    expect(rest.without(new Set([second])).on(second).equals(second.full)).toBe(true);
  });

  test('what is left of a union without others', () => {
    fc.assert(fc.property(fc.array(shape, { maxLength: 3 }), fc.array(shape, { maxLength: 3 }), (wanted, cuts) => {
      const rest = subtractAll(wanted.map(regionOf), cuts.map(regionOf));
      expect(packets.map((packet) => rest.some((piece) => inRegion(packet, piece))))
        .toEqual(packets.map((packet) => wanted.some((one) => inShape(packet, one)) && !cuts.some((one) => inShape(packet, one))));
    }), { numRuns: 500 });
  });
});

describe('first match', () => {
  const rules = fc.array(fc.array(shape, { maxLength: 2 }), { maxLength: 8 });

  test('every packet of the query is decided exactly once, by the first rule that holds it', () => {
    fc.assert(fc.property(shape, rules, (query, list) => {
      const matchers = list.map((shapes, index) => ({ index, regions: shapes.map(regionOf) }));
      const decisions = firstMatch(regionOf(query), matchers, new Budget());
      const deciders = (packet: number[]): (number | string)[] =>
        decisions.filter((decision) => inRegion(packet, decision.region)).map((decision) => decision.matcher?.index ?? 'none');
      const expected = (packet: number[]): (number | string)[] => {
        const first = list.findIndex((shapes) => shapes.some((one) => inShape(packet, one)));
        return inShape(packet, query) ? [first < 0 ? 'none' : first] : [];
      };
      expect(packets.map(deciders)).toEqual(packets.map(expected));
      const places = decisions.map(({ matcher }) => matcher?.index ?? list.length);
      expect(places).toEqual([...places].sort((one, other) => one - other));
    }), { numRuns: 2000 });
  });

  test('wanted decisions alone are the same packets by the same rules, each once', () => {
    let total = 0;
    fc.assert(fc.property(shape, rules, fc.integer({ min: 1, max: 3 }), fc.boolean(), (query, list, divisor, noneWanted) => {
      const matchers = list.map((shapes, index) => ({ index, regions: shapes.map(regionOf) }));
      const isWanted = (matcher: { index: number } | undefined): boolean => (matcher === undefined ? noneWanted : matcher.index % divisor === 0);
      const decidersIn = (decisions: readonly { region: Region; matcher?: { index: number } }[]) => (packet: number[]): (number | string)[] =>
        decisions.filter((decision) => inRegion(packet, decision.region)).map((decision) => decision.matcher?.index ?? 'none');
      const all = firstMatch(regionOf(query), matchers, new Budget()).filter((decision) => isWanted(decision.matcher));
      total += all.length;
      expect(packets.map(decidersIn(wantedDecisions(regionOf(query), matchers, isWanted, new Budget())))).toEqual(packets.map(decidersIn(all)));
    }), { numRuns: 1000 });
    expect(total).toBeGreaterThan(1000);
  });

  test('what slabs on every axis leave of a wanted rule is one region', () => {
    const slab = (axis: number, point: number) => ({ isWanted: false, regions: [regionOf(SIZES.map((_, i) => (i === axis ? [point] : undefined)))] });
    const matchers = [...[0, 2].flatMap((point) => [0, 1, 2].map((axis) => slab(axis, point))), { isWanted: true, regions: [Region.everything(space)] }];
    const [decision, ...others] = wantedDecisions(Region.everything(space), matchers, (matcher) => matcher?.isWanted ?? true, new Budget(4));
    expect(others).toEqual([]);
    expect(axes.map((axis) => [...decision.region.on(axis).intervals()])).toEqual([[[1, 2], [3, 5]], [[1, 2], [3, 4]], [[1, 2]]]);
  });

  test('stops when the answer costs more than the budget', () => {
    const matchers = Array.from({ length: 5 }, (_, point) => ({ regions: [regionOf([[point], undefined, undefined])] }));
    expect(() => firstMatch(Region.everything(space), matchers, new Budget(3)))
      .toThrow(new BudgetExceeded(3));
    expect(new BudgetExceeded(3).message).toBe('the exact answer needs more than 3 steps');
    expect(firstMatch(Region.everything(space), matchers, new Budget(5))).toHaveLength(5);
  });
});

describe('entries behind those that decide everything', () => {
  const everything = Region.everything(space);
  const [low, high] = [[0, 1], [2, 3, 4]].map((points) => regionOf([points, undefined, undefined]));
  const behind: Matcher = {
    get regions(): never {
      throw new Error('it decides nothing');
    },
  };
  const first: Matcher = { regions: [low, low] };
  const second: Matcher = { regions: [low, everything] };
  const matchers = [first, second, behind];

  test('are not looked at for all decisions', () => {
    expect(firstMatch(everything, matchers, new Budget())).toEqual([{ region: low, matcher: first }, { region: high, matcher: second }]);
    expect(firstMatch(low, [{ regions: [everything] }, behind], new Budget())).toHaveLength(1);
  });

  test('are not looked at for those that are wanted', () => {
    expect(wantedDecisions(everything, matchers, (matcher) => matcher === second, new Budget())).toEqual([{ region: high, matcher: second }]);
    expect(wantedDecisions(everything, matchers, (matcher) => matcher === behind || matcher === undefined, new Budget())).toEqual([]);
  });

  test('are not looked at for one that is wanted', () => {
    expect(findDecision(everything, matchers, (matcher) => matcher === second, new Budget())).toEqual({ region: high, matcher: second });
    expect(findDecision(everything, matchers, (matcher) => matcher === behind || matcher === undefined, new Budget())).toBeUndefined();
  });

  test('nor is it asked whether those are wanted that match nothing of the query', () => {
    const asked: (Matcher | undefined)[] = [];
    const isWanted = (matcher: Matcher | undefined): boolean => {
      asked.push(matcher);
      return false;
    };
    const third: Matcher = { regions: [high] };
    const both: Matcher = { regions: [high, regionOf([[1], undefined, undefined])] };
    expect(findDecision(low, [third, { regions: [] }, both, third], isWanted, new Budget())).toBeUndefined();
    expect(asked).toEqual([both, undefined]);
  });
});
