import * as fc from 'fast-check';
import { Budget, BudgetExceeded } from '../../src/packets';
import { BoxCover } from '../../src/packets/box-cover';
import { nodesOf } from '../support/work';

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
  const [{ length: axes } = { length: 3 }] = boxes;
  const bound = (at: 0 | 1): Float64Array[] => Array.from({ length: axes }, (_, axis) => Float64Array.from(boxes, (one) => one[axis][at]));
  return new BoxCover(bound(0), bound(1));
}

function isHeld(cover: BoxCover, asked: Box, parts: readonly number[], budget = new Budget(), used?: number[]): boolean | undefined {
  return cover.holds(Float64Array.from(asked, ([from]) => from), Float64Array.from(asked, ([, to]) => to), parts, budget, used);
}

/** What it takes to find that some boxes together hold another one. */
function workOf(asked: Box, boxes: readonly Box[]): { readonly nodes: number; readonly used: readonly number[] } {
  const used: number[] = [];
  const nodes = nodesOf((budget) => expect(isHeld(coverOf(boxes), asked, [...boxes.keys()], budget, used)).toBe(true));
  return { nodes, used };
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

describe('the work that it takes', () => {
  const all: Box = [[0, SIZE], [0, SIZE], [0, SIZE]];
  const slab = (from: number, to: number): Box => [[from, to], [0, SIZE], [0, SIZE]];
  const corner: Box = [[0, 1], [0, 1], [0, 1]];

  test('is one look where one of them holds all of it, wherever that stands', () => {
    expect(workOf(all, [slab(0, 3), corner, all, slab(3, 6), all])).toEqual({ nodes: 1, used: [2] });
    expect(workOf([[1, 3], [2, 4], [3, 5]], [corner, all])).toEqual({ nodes: 1, used: [1] });
  });

  test('is one look where none of them has a point of it, though they touch it', () => {
    const beside = [0, 1, 2].flatMap((axis) => [[0, 2], [4, 6]].map(([from, to]): Box => all.map((whole, i) => (i === axis ? [from, to] : whole))));
    expect(nodesOf((budget) => expect(isHeld(coverOf(beside), [[2, 4], [2, 4], [2, 4]], [...beside.keys()], budget)).toBe(false))).toBe(1);
  });

  test('is least by the box that leaves the fewest pieces, whether it ends where the other one does or goes beyond it', () => {
    expect(workOf(all, [corner, slab(0, 3), slab(3, 6)])).toEqual({ nodes: 2, used: [1, 2] });
    const beyond: Box = [[0, 5], [0, 5], [0, SIZE]];
    const asked: Box = [[1, 6], [1, 6], [1, 6]];
    expect(workOf(asked, [beyond, [[1, 3], [1, 6], [1, 6]], [[3, 6], [1, 6], [1, 6]]])).toEqual({ nodes: 2, used: [1, 2] });
    // Of those that leave as many it is the first.
    expect(workOf(all, [slab(0, 4), slab(0, 3), slab(3, 6)])).toEqual({ nodes: 2, used: [0, 2] });
  });

  test('is one look for each cell of a grid: the pieces that a cell leaves have no point in common', () => {
    const inOrder = points.map((point): Box => point.map((at) => [at, at + 1]));
    // 5 has no factor in common with the number of cells, so that each of them has its turn, and most leave pieces on both sides.
    const cells = inOrder.map((_, n) => inOrder[(5 * n + 100) % inOrder.length]);
    const { nodes, used } = workOf(all, cells);
    expect(nodes).toBe(SIZE ** 3);
    expect([...used].sort((one, other) => one - other)).toEqual([...cells.keys()]);
  });

  test('has room for however many pieces wait for their turn', () => {
    // Along a line the odd places are taken first, from its start: what is left below each of them waits until the end is reached.
    const LENGTH = 300;
    const line = Array.from({ length: LENGTH }, (_, place) => place);
    const order = [...line.filter((place) => place % 2 === 1), ...line.filter((place) => place % 2 === 0)];
    const asked: Box = [[0, LENGTH], [0, 1]];
    const at = (place: number): Box => [[place, place + 1], [0, 1]];
    expect(workOf(asked, order.map(at)).nodes).toBe(LENGTH);
    for (const open of [0, 1, 150, 151, 298, 299]) {
      const others = order.filter((place) => place !== open);
      expect(isHeld(coverOf(others.map(at)), asked, [...others.keys()])).toBe(false);
    }
  });

  test('is given up after fifty thousand boxes that were looked at', () => {
    const far = Array.from({ length: 50_001 }, (): Box => [[4, 5], [4, 5], [4, 5]]);
    const cover = coverOf(far);
    expect(isHeld(cover, corner, [...far.keys()].slice(1))).toBe(false);
    expect(isHeld(cover, corner, [...far.keys()])).toBeUndefined();
  });
});
