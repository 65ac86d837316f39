import * as fc from 'fast-check';
import { Budget, BudgetExceeded } from '../../src/packets';
import { BoxCover } from '../../src/packets/box-cover';

/*
 * Whether boxes hold all of another one, against trying every point.
 */

const SIZE = 6;
const side = fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b) + 1]);
const wide = fc.oneof({ weight: 2, arbitrary: side }, { weight: 1, arbitrary: fc.constant<[number, number]>([0, SIZE]) });
type Box = readonly (readonly [number, number])[];
const box: fc.Arbitrary<Box> = fc.tuple(wide, wide, wide);

const numbers = Array.from({ length: SIZE }, (_, i) => i);
const points = numbers.flatMap((x) => numbers.flatMap((y) => numbers.map((z) => [x, y, z])));
const has = (one: Box, point: readonly number[]): boolean => one.every(([from, to], i) => from <= point[i] && point[i] < to);

function coverOf(boxes: readonly Box[]): BoxCover {
  const bound = (at: 0 | 1): Float64Array[] => [0, 1, 2].map((axis) => Float64Array.from(boxes, (one) => one[axis][at]));
  return new BoxCover(bound(0), bound(1));
}

function isHeld(cover: BoxCover, asked: Box, parts: readonly number[], budget = new Budget()): boolean | undefined {
  return cover.holds(Float64Array.from(asked, ([from]) => from), Float64Array.from(asked, ([, to]) => to), parts, budget);
}

describe('boxes together', () => {
  test('hold another one exactly where they hold each of its points, of which some may be chosen', () => {
    const answers = { yes: 0, no: 0 };
    fc.assert(fc.property(fc.array(box, { maxLength: 14 }), fc.array(fc.tuple(box, fc.nat(2)), { minLength: 1, maxLength: 4 }), (boxes, questions) => {
      const cover = coverOf(boxes);
      for (const [asked, every] of questions) {
        const parts = [...boxes.keys()].filter((part) => every === 0 || part % (every + 1) === 0);
        const expected = points.every((point) => !has(asked, point) || parts.some((part) => has(boxes[part], point)));
        expect(isHeld(cover, asked, parts)).toBe(expected);
        answers[expected ? 'yes' : 'no']++;
      }
    }), { numRuns: 1500 });
    expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(200);
  });

  const all: Box = [[0, SIZE], [0, SIZE], [0, SIZE]];
  const cells = points.map((point): Box => point.map((at) => [at, at + 1]));

  test('hold what each of many small ones holds a part of', () => {
    expect(isHeld(coverOf(cells), all, [...cells.keys()])).toBe(true);
    expect(isHeld(coverOf(cells), all, [...cells.keys()].slice(1))).toBe(false);
  });

  test('leave open what takes too many splits, and what the budget does not allow', () => {
    const slabs = [0, 1, 2].flatMap((axis) => Array.from({ length: 40 }, (_, i): Box => [0, 1, 2].map((one) => (one === axis ? [2 * i, 2 * i + 1] : [0, 80]))));
    expect(isHeld(coverOf([...slabs, [[0, 80], [0, 80], [0, 80]]]), [[0, 80], [0, 80], [0, 80]], [...slabs.keys(), slabs.length])).toBe(true);
    expect(isHeld(coverOf(slabs), [[0, 80], [0, 80], [0, 80]], [...slabs.keys()])).toBe(false);
    const closed = [...slabs, ...[0, 1].flatMap(() => Array.from({ length: 1600 }, (_, i): Box => (
      [[2 * (i % 40) + 1, 2 * (i % 40) + 2], [2 * Math.floor(i / 40) + 1, 2 * Math.floor(i / 40) + 2], [0, 80]]
    )))];
    expect(isHeld(coverOf(closed), [[0, 80], [0, 80], [0, 80]], [...closed.keys()])).toBeUndefined();
    expect(() => isHeld(coverOf(cells), all, [...cells.keys()], new Budget(3))).toThrow(new BudgetExceeded(3));
  });
});
