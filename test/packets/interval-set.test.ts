import * as fc from 'fast-check';
import { IntervalSet } from '../../src/packets';

const UNIVERSE = 24;
const points = Array.from({ length: UNIVERSE }, (_, i) => i);
const intervals = fc.array(fc.tuple(fc.nat(UNIVERSE), fc.nat(UNIVERSE)), { maxLength: 6 });
/** The oracle: an interval set is a list of booleans. */
const membership = (pairs: readonly (readonly [number, number])[]): boolean[] => points.map((p) => pairs.some(([a, b]) => a <= p && p < b));
const setOf = (pairs: readonly (readonly [number, number])[]): IntervalSet<number> => IntervalSet.ofIntervals(pairs);

describe('every set of seven points, with every other one', () => {
  const POINTS = 7;
  const subsets = Array.from({ length: 1 << POINTS }, (_, bits) => bits);
  const ofBits = (bits: number): IntervalSet<number> =>
    setOf(Array.from({ length: POINTS }, (_, at): [number, number] => [at, at + 1]).filter((_, at) => (bits & (1 << at)) !== 0));
  const sets = subsets.map(ofBits);
  const copies = subsets.map(ofBits);

  /** The points of a set as bits; -1 where its intervals are not in order, are empty or touch. */
  function bitsOf(set: IntervalSet<number>): number {
    let bits = 0;
    let from = -1;
    for (const [start, end] of set.intervals()) {
      if (start <= from || end <= start) return -1;
      for (let at = start; at < end; at++) bits |= 1 << at;
      from = end;
    }
    return bits;
  }

  /** The pairs of subsets that something is not true of, a set being another object than the same set on the other side. */
  function pairsAgainst(isRight: (x: IntervalSet<number>, y: IntervalSet<number>, p: number, q: number) => boolean): string[] {
    return subsets.flatMap((p) => subsets.filter((q) => !isRight(sets[p], copies[q], p, q)).map((q) => `${p.toString(2)}, ${q.toString(2)}`));
  }

  test('has its points, and as few intervals as can be', () => {
    expect(sets.map(bitsOf)).toEqual(subsets);
    expect(subsets.filter((bits) => sets[bits].isEmpty)).toEqual([0]);
    // An interval starts at a point that follows no other one.
    const starts = (bits: number): number => (bits & ~(bits << 1)).toString(2).replaceAll('0', '').length;
    expect(sets.map((set) => set.intervalCount)).toEqual(subsets.map(starts));
  });

  test('holds a point where its bit is set, and has a first one from each on, unless all are below', () => {
    const places = Array.from({ length: POINTS + 1 }, (_, at) => at);
    const isSet = (bits: number, at: number): boolean => (bits & (1 << at)) !== 0;
    expect(sets.map((set) => places.map((at) => set.includes(at)))).toEqual(subsets.map((bits) => places.map((at) => isSet(bits, at))));
    expect(sets.map((set) => places.map((from) => set.firstFrom(from))))
      .toEqual(subsets.map((bits) => places.map((from) => places.find((at) => at >= from && isSet(bits, at)))));
    expect(sets.slice(1).map((set) => [set.first, set.end]))
      .toEqual(subsets.slice(1).map((bits) => [places.find((at) => isSet(bits, at)), bits.toString(2).length]));
  });

  test('is joined, cut and asked as bits are', () => {
    expect(pairsAgainst((x, y, p, q) => bitsOf(x.union(y)) === (p | q))).toEqual([]);
    expect(pairsAgainst((x, y, p, q) => bitsOf(x.intersect(y)) === (p & q))).toEqual([]);
    expect(pairsAgainst((x, y, p, q) => bitsOf(x.subtract(y)) === (p & ~q))).toEqual([]);
    expect(pairsAgainst((x, y, p, q) => x.overlaps(y) === ((p & q) !== 0))).toEqual([]);
    expect(pairsAgainst((x, y, p, q) => x.contains(y) === ((q & ~p) === 0))).toEqual([]);
    expect(pairsAgainst((x, y, p, q) => x.equals(y) === (p === q))).toEqual([]);
  });

  test('is what operations give back where it is the answer', () => {
    const given = (answer: IntervalSet<number>, bits: number, operands: readonly (readonly [IntervalSet<number>, number])[]): boolean =>
      answer === (operands.find(([, own]) => own === bits)?.[0] ?? answer);
    const none = [IntervalSet.empty<number>(), 0] as const;
    expect(pairsAgainst((x, y, p, q) => given(x.intersect(y), p & q, [none, [x, p], [y, q]]))).toEqual([]);
    expect(pairsAgainst((x, y, p, q) => given(x.subtract(y), p & ~q, [none, [x, p]]))).toEqual([]);
    expect(subsets.filter((p) => sets[p].union(sets[p]) !== sets[p] || sets[p].union(sets[0]) !== sets[p] || sets[0].union(sets[p]) !== sets[p])).toEqual([]);
  });
});

/*
 * Sets cost what they compare, and their points can count that: objects that are compared by a number.
 */
describe('comparisons', () => {
  let looks = 0;
  const point = (at: number): number => ({
    valueOf: () => {
      looks++;
      return at;
    },
  }) as unknown as number;
  const counted = (pairs: readonly (readonly [number, number])[]): IntervalSet<number> => setOf(pairs.map(([a, b]) => [point(a), point(b)]));
  /** Intervals of one point each, so far apart that as many others fit in between. */
  const spread = (count: number, from: number, step = 4): IntervalSet<number> =>
    counted(Array.from({ length: count }, (_, i) => [from + step * i, from + step * i + 1]));
  /** How many comparisons a question took; each looks at two points. */
  function cost(ask: () => unknown): number {
    looks = 0;
    ask();
    return looks / 2;
  }

  const many = spread(1000, 0);
  const between = spread(1000, 2);
  /** Halving 2000 bounds until one is left takes 11 steps. */
  const SEARCH = 11;

  test('sets that are apart as a whole are compared at their ends', () => {
    for (const after of [spread(1000, 5000), spread(1000, 4 * 999 + 1)]) {
      expect([many.overlaps(after), after.overlaps(many)]).toEqual([false, false]);
      expect([cost(() => many.overlaps(after)), cost(() => after.overlaps(many))].map((one) => one <= 2)).toEqual([true, true]);
    }
    const none = IntervalSet.empty<number>();
    expect([cost(() => many.overlaps(none)), cost(() => none.overlaps(many))]).toEqual([0, 0]);
  });

  test('few intervals are looked up in many', () => {
    const few = counted([[1202, 1203], [2402, 2403]]);
    const inside = counted([[1200, 1201], [2400, 2401]]);
    expect([many.overlaps(few), few.overlaps(many), many.contains(few), many.contains(inside)]).toEqual([false, false, false, true]);
    for (const ask of [() => many.overlaps(few), () => few.overlaps(many), () => many.contains(inside), () => many.includes(point(1200))]) {
      // For each of the two the search, its neighbours, and the ends of both sets.
      expect(cost(ask)).toBeLessThanOrEqual(2 * (SEARCH + 2) + 2);
    }
  });

  test('as many are gone through once, side by side', () => {
    // At most two comparisons for each interval of either; looking up each of them would be 1000 searches.
    expect([many.overlaps(between), between.overlaps(many), many.contains(spread(500, 0, 8))]).toEqual([false, false, true]);
    for (const ask of [() => many.overlaps(between), () => between.overlaps(many), () => many.contains(spread(500, 0, 8))]) {
      expect(cost(ask)).toBeLessThanOrEqual(2 * 2000 + 2);
    }
    // A step leaves one interval behind, by its start, its end and what is in between; the last one of the other set has no step.
    for (const ask of [() => many.intersect(between), () => between.intersect(many)]) expect(cost(ask)).toBeLessThanOrEqual(3 * 1999);
  });

  test('what is cut off is looked for where the last cut was', () => {
    // For each interval: one that ends before it, one that does not, whether that starts in it, and whether anything is left. None ends before the first.
    expect(cost(() => many.subtract(between))).toBeLessThanOrEqual(4 * 1000 - 1);
    for (const touching of [spread(1000, -1), spread(1000, 1)]) {
      expect(many.subtract(touching)).toBe(many);
      expect(cost(() => many.subtract(touching))).toBeLessThanOrEqual(4 * 1000);
    }
    // Behind the last cut only whether anything is left.
    const before = spread(1, -8);
    expect(cost(() => many.subtract(before))).toBeLessThanOrEqual(1000 + 1);
  });

  test('one interval is compared at its ends', () => {
    const whole = counted([[0, 4000]]);
    expect([whole.contains(many), cost(() => whole.contains(many))]).toEqual([true, 2]);
    const part = counted([[10, 20]]);
    expect([cost(() => whole.intersect(part)), cost(() => part.intersect(whole))]).toEqual([2, 2]);
  });

  test('a set is not compared with itself', () => {
    expect([cost(() => many.intersect(many)), cost(() => many.contains(many)), cost(() => many.union(many))]).toEqual([0, 0, 0]);
  });

  test('intervals in order are joined without sorting them', () => {
    const after = spread(1000, 5000);
    expect(many.union(after).intervalCount).toBe(2000);
    // Each once to see that they are in order, and once to see that it starts behind the one before it; sorting takes 2000 · 11.
    expect(cost(() => many.union(after))).toBeLessThanOrEqual(2 * 2000);
    // Where several start at one point, they may end in any order, and their ends are compared too.
    const pairs = Array.from({ length: 2000 }, (_, i): [number, number] => [point(4 * (i >>> 1)), point(4 * (i >>> 1) + 1 + (i % 2))]);
    expect(cost(() => setOf(pairs))).toBeLessThanOrEqual(4 * 2000);
  });
});

describe('IntervalSet', () => {
  test('keeps intervals sorted, disjoint and apart', () => {
    const set = IntervalSet.ofIntervals([[5, 8], [1, 3], [3, 4], [7, 9], [20, 20]]);
    expect([...set.intervals()]).toEqual([[1, 4], [5, 9]]);
    expect(set.intervalCount).toBe(2);
  });

  test('an interval that ends before it starts is empty', () => {
    expect(IntervalSet.interval(5, 2).isEmpty).toBe(true);
    expect(IntervalSet.interval(5, 5).isEmpty).toBe(true);
  });

  test('the empty set has neither a first point nor an end', () => {
    expect(() => IntervalSet.empty<number>().first).toThrow(new RangeError('the empty set has no first point'));
    expect(() => IntervalSet.empty<number>().end).toThrow(new RangeError('the empty set has no end'));
  });

  test('has the points of its intervals, in whatever order they come and however they overlap', () => {
    fc.assert(fc.property(intervals, (pairs) => {
      const set = setOf(pairs);
      expect(points.map((point) => set.includes(point))).toEqual(membership(pairs));
    }), { numRuns: 500 });
  });

  test('agrees with going through all points where one set has far fewer intervals, in both directions', () => {
    const starts = Array.from({ length: 20 }, (_, i) => 3 * i);
    const many = setOf(starts.map((start) => [start, start + 2]));
    const places = Array.from({ length: 66 }, (_, i) => i - 3);
    const isInMany = (at: number): boolean => starts.some((start) => start <= at && at < start + 2);
    const wrong: string[] = [];
    for (const start of places) {
      for (const end of places.filter((one) => one > start)) {
        const inside = places.filter((at) => start <= at && at < end).map(isInMany);
        // By itself, and behind and before one in the gap between the others and in one of them.
        for (const [others, overlaps, contains] of [[[], false, true], [[[2, 3]], false, false], [[[56, 57]], false, false], [[[0, 1]], true, true]] as const) {
          const few = IntervalSet.ofIntervals<number>([...others, [start, end]]);
          const wanted = [overlaps || inside.includes(true), overlaps || inside.includes(true), contains && !inside.includes(false)];
          const found = [many.overlaps(few), few.overlaps(many), many.contains(few)];
          if (found.join() !== wanted.join()) wrong.push(`${[...others, [start, end]].join(' ')}: ${found.join()}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('works on bigints and on texts', () => {
    const ipv6 = IntervalSet.ofIntervals<bigint>([[1n << 100n, 1n << 101n]]);
    expect(ipv6.includes((1n << 101n) - 1n)).toBe(true);
    expect(ipv6.includes(1n << 101n)).toBe(false);
    const paths = IntervalSet.interval<string>('/pki/', '/pki0');
    expect(['/pki/x', '/pki', '/pkiops/', '/pki0'].map((path) => paths.includes(path))).toEqual([true, false, false, false]);
  });
});
