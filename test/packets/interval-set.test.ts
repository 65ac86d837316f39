import * as fc from 'fast-check';
import { IntervalSet } from '../../src/packets';

const UNIVERSE = 24;
const points = Array.from({ length: UNIVERSE }, (_, i) => i);

const intervals = fc.array(fc.tuple(fc.nat(UNIVERSE), fc.nat(UNIVERSE)), { maxLength: 6 });
/** The oracle: an interval set is a list of booleans. */
const membership = (pairs: readonly (readonly [number, number])[]): boolean[] => points.map((p) => pairs.some(([a, b]) => a <= p && p < b));
const setOf = (pairs: readonly (readonly [number, number])[]): IntervalSet<number> => IntervalSet.ofIntervals(pairs);
const memberOf = (set: IntervalSet<number>): boolean[] => points.map((p) => set.includes(p));

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

  test('agrees with a list of booleans in every operation', () => {
    fc.assert(fc.property(intervals, intervals, (a, b) => {
      const [x, y] = [setOf(a), setOf(b)];
      const [p, q] = [membership(a), membership(b)];
      expect(memberOf(x)).toEqual(p);
      expect(memberOf(x.union(y))).toEqual(p.map((v, i) => v || q[i]));
      expect(memberOf(x.intersect(y))).toEqual(p.map((v, i) => v && q[i]));
      expect(memberOf(x.subtract(y))).toEqual(p.map((v, i) => v && !q[i]));
      expect(x.overlaps(y)).toBe(p.some((v, i) => v && q[i]));
      expect(x.contains(y)).toBe(q.every((v, i) => !v || p[i]));
      expect(x.equals(y)).toBe(p.every((v, i) => v === q[i]));
      expect(x.isEmpty).toBe(!p.includes(true));
    }), { numRuns: 2000 });
  });

  test('agrees with going through all points where one set has far fewer intervals, in both directions', () => {
    const many = fc.uniqueArray(fc.nat(99), { minLength: 60, maxLength: 90 });
    const few = fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 3 });
    const answers = { yes: 0, no: 0 };
    fc.assert(fc.property(many, few, fc.boolean(), (larger, smaller, isInside) => {
      // Every second point, so that intervals do not grow together.
      const at = (places: readonly number[]): IntervalSet<number> => setOf(places.map((place) => [2 * place, 2 * place + 1]));
      const [x, y] = [at(larger), at(isInside ? smaller.map((place) => larger[place % larger.length]) : smaller)];
      const inBoth = [...y.intervals()].map(([start]) => x.includes(start));
      expect([x.overlaps(y), y.overlaps(x)]).toEqual([inBoth.includes(true), inBoth.includes(true)]);
      expect([x.contains(y), y.contains(x)]).toEqual([!inBoth.includes(false), false]);
      answers[inBoth.includes(false) ? 'no' : 'yes']++;
    }), { numRuns: 500 });
    expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(50);
  });

  test('has a first point from any other on, unless all are below it', () => {
    fc.assert(fc.property(intervals, fc.nat(UNIVERSE), (a, from) => {
      expect(setOf(a).firstFrom(from)).toBe(points.find((point) => point >= from && membership(a)[point]));
    }), { numRuns: 1000 });
  });

  test('every result is in normal form, so that equal sets have equal intervals', () => {
    fc.assert(fc.property(intervals, intervals, (a, b) => {
      for (const set of [setOf(a).union(setOf(b)), setOf(a).intersect(setOf(b)), setOf(a).subtract(setOf(b))]) {
        const bounds = [...set.intervals()].flat();
        expect(bounds).toEqual([...bounds].sort((x, y) => x - y));
        expect(new Set(bounds).size).toBe(bounds.length);
      }
    }), { numRuns: 1000 });
  });

  test('works on bigints and on texts', () => {
    const ipv6 = IntervalSet.ofIntervals<bigint>([[1n << 100n, 1n << 101n]]);
    expect(ipv6.includes((1n << 101n) - 1n)).toBe(true);
    expect(ipv6.includes(1n << 101n)).toBe(false);
    const paths = IntervalSet.interval<string>('/pki/', '/pki0');
    expect(['/pki/x', '/pki', '/pkiops/', '/pki0'].map((path) => paths.includes(path))).toEqual([true, false, false, false]);
  });
});
