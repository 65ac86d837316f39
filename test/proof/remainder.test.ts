import * as fc from 'fast-check';
import { IntervalSet } from '../../src/packets';
import { Remainder } from '../../src/proof/diff/remainder';

const SIZE = 12;
const set = fc.uniqueArray(fc.nat(SIZE - 1), { maxLength: SIZE }).map((points) => IntervalSet.ofIntervals<number>(points.map((at) => [at, at + 1])));

test('what is left of a set is what subtracting each part leaves, and a part was left where it overlaps that', () => {
  fc.assert(fc.property(set, fc.array(set, { maxLength: 8 }), (whole, cuts) => {
    const parts = cuts.map((cut) => cut.intersect(whole));
    const remainder = new Remainder(whole, parts);
    let rest = whole;
    for (const part of parts) {
      expect(remainder.take(part)).toBe(rest.overlaps(part));
      rest = rest.subtract(part);
      expect([...remainder.rest.intervals()]).toEqual([...rest.intervals()]);
    }
  }), { numRuns: 2000 });
});
