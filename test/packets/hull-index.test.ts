import * as fc from 'fast-check';
import { HullIndex } from '../../src/packets/hull-index';

/*
 * Which parts may overlap a box, against a look at the bounds of each part.
 */

type Box = readonly (readonly [number, number])[];

function columns(boxes: readonly Box[], axes: number): { readonly low: readonly Float64Array[]; readonly high: readonly Float64Array[] } {
  const bound = (at: 0 | 1): Float64Array[] => Array.from({ length: axes }, (_, axis) => Float64Array.from(boxes, (box) => box[axis][at]));
  return { low: bound(0), high: bound(1) };
}

function indexOf(boxes: readonly Box[], axes: number): HullIndex {
  const { low, high } = columns(boxes, axes);
  return new HullIndex(low, high, boxes.length);
}

const ask = (index: HullIndex, box: Box): void => index.ask(Float64Array.from(box, ([from]) => from), Float64Array.from(box, ([, to]) => to));
const overlaps = (one: Box, other: Box): boolean => one.every(([from, to], axis) => from < other[axis][1] && other[axis][0] < to);
const meeting = (boxes: readonly Box[], asked: Box): number[] => [...boxes.keys()].filter((part) => overlaps(boxes[part], asked));

const intervalBelow = (size: number): fc.Arbitrary<readonly [number, number]> =>
  fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const);
const boxBelow = (size: number): fc.Arbitrary<Box> => fc.tuple(intervalBelow(size), intervalBelow(size));

describe('parts with few bounds on each axis', () => {
  // 31 points have 32 bounds, which are as many places as there are in a small table; of 64 parts every bound is looked at for one.
  const box = boxBelow(31);
  const boxes = fc.array(box, { minLength: 1, maxLength: 64 });

  test('are found exactly where they overlap a box, wherever it lies', () => {
    // Questions also about what lies partly or wholly beside all parts.
    const asked = fc.tuple(box, fc.nat(40), fc.nat(40)).map(([[x, y], dx, dy]): Box => [[x[0] + dx - 20, x[1] + dx - 20], [y[0] + dy - 20, y[1] + dy - 20]]);
    fc.assert(fc.property(boxes, fc.array(asked, { minLength: 1, maxLength: 5 }), fc.nat(), (parts, questions, end) => {
      const index = indexOf(parts, 2);
      for (const question of questions) {
        ask(index, question);
        const expected = meeting(parts, question);
        expect(index.all(parts.length)).toEqual(expected);
        const limit = end % (parts.length + 1);
        expect(index.all(limit)).toEqual(expected.filter((part) => part < limit));
      }
    }), { numRuns: 300 });
  });

  test('are found one after another, from any place up to any other', () => {
    fc.assert(fc.property(boxes, box, fc.nat(), (parts, question, end) => {
      const index = indexOf(parts, 2);
      ask(index, question);
      const limit = end % (parts.length + 1);
      const expected = meeting(parts, question).filter((part) => part < limit);
      for (let from = 0; from <= limit; from++) expect(index.next(from, limit)).toBe(expected.find((part) => part >= from) ?? -1);
    }), { numRuns: 300 });
  });

  test('are found for the hull of a part and for a point in it as for any other box', () => {
    fc.assert(fc.property(boxes, fc.nat(), fc.nat(30), fc.nat(30), (parts, place, dx, dy) => {
      const index = indexOf(parts, 2);
      const part = place % parts.length;
      index.askHull(part);
      expect(index.all(parts.length)).toEqual(meeting(parts, parts[part]));
      const point = parts[part].map(([from, to], axis) => from + ([dx, dy][axis] % (to - from)));
      index.askPoint(Float64Array.from(point), part);
      expect(index.all(parts.length)).toEqual(meeting(parts, point.map((at) => [at, at + 1] as const)));
    }), { numRuns: 300 });
  });

  test('are all found where no axis tells them apart', () => {
    const index = indexOf(Array.from({ length: 70 }, () => []), 0);
    index.ask(new Float64Array(), new Float64Array());
    expect([index.all(70).length, index.next(40, 70), index.next(70, 70)]).toEqual([70, 40, -1]);
  });
});

describe('parts with more bounds than there are places', () => {
  test('are among those found where they overlap a box', () => {
    fc.assert(fc.property(fc.array(boxBelow(1000), { minLength: 1, maxLength: 300 }), boxBelow(1000), (parts, question) => {
      const index = indexOf(parts, 2);
      ask(index, question);
      const found = index.all(parts.length);
      expect(found).toEqual(expect.arrayContaining(meeting(parts, question)));
      const oneByOne: number[] = [];
      for (let part = index.next(0, parts.length); part >= 0; part = index.next(part + 1, parts.length)) oneByOne.push(part);
      expect(oneByOne).toEqual(found);
    }), { numRuns: 200 });
  });

  // Side by side; the second kind have their bounds far closer together at the start.
  test.each([
    ['as wide as each other', 4096, 32, (at: number) => at],
    ['of growing width', 4096, 32, (at: number) => at * at],
    ['as wide as each other, in the smallest of the larger tables', 4097, 64, (at: number) => at],
    ['as wide as each other, in a larger table', 8192, 64, (at: number) => at],
    ['of growing width, in a larger table', 8192, 64, (at: number) => at * at],
  ])('are few for each point: %s', (_kind, count, places, boundAt) => {
    const parts = Array.from({ length: count }, (_, at): Box => [[boundAt(at), boundAt(at + 1)]]);
    const index = indexOf(parts, 1);
    const found = parts.map((_part, part) => {
      index.askPoint(Float64Array.of(boundAt(part)), part);
      return index.all(count);
    });
    expect(found.every((near, part) => near.includes(part))).toBe(true);
    expect(Math.max(...found.map((near) => near.length))).toBeLessThanOrEqual(count / places + 1);
    // And no more places than that are kept, which is what the index costs.
    expect(new Set(found.map(([first]) => first)).size).toBeLessThanOrEqual(places + 1);
  });
});
