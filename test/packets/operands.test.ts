import { IntervalSet, Region, Space } from '../../src/packets';

/*
 * Operations give an operand back where it is the answer: equal sets then tend to be identical, which is what makes asking
 * cheap, and what rules tell "all" from "listed" by.
 */
const set = (...pairs: [number, number][]): IntervalSet<number> => IntervalSet.ofIntervals(pairs);
const pair = set([0, 4], [8, 12]);
const wide = set([0, 20]);
const inner = set([2, 3]);
const bounds = (of: IntervalSet<number>): (readonly [number, number])[] => [...of.intervals()];

describe('interval sets', () => {
  test('of an intersection, the operand that the other holds', () => {
    const found = [pair.intersect(wide), wide.intersect(pair), wide.intersect(inner), inner.intersect(wide)];
    expect(found.map((one) => [pair, inner].indexOf(one))).toEqual([0, 0, 1, 1]);
    expect(pair.intersect(pair)).toBe(pair);
    expect(pair.intersect(set([0, 4], [8, 12], [15, 16]))).toBe(pair);
    expect(set([0, 4], [8, 12], [15, 16]).intersect(pair)).toBe(pair);
    expect([bounds(wide.intersect(set([10, 30]))), bounds(set([10, 30]).intersect(wide))]).toEqual([[[10, 20]], [[10, 20]]]);
    expect(bounds(set([5, 30]).intersect(wide))).toEqual([[5, 20]]);
    expect(wide.intersect(set([20, 30]))).toBe(IntervalSet.empty());
    expect(pair.intersect(set([4, 8], [12, 13]))).toBe(IntervalSet.empty());
  });

  test('of a difference, the set that loses nothing', () => {
    expect(pair.subtract(set([4, 8]))).toBe(pair);
    expect(pair.subtract(IntervalSet.empty())).toBe(pair);
    expect(pair.subtract(wide)).toBe(IntervalSet.empty());
    expect(bounds(wide.subtract(pair))).toEqual([[4, 8], [12, 20]]);
    expect(bounds(set([0, 10], [20, 30]).subtract(set([2, 3], [5, 25])))).toEqual([[0, 2], [3, 5], [25, 30]]);
  });

  test('of a union, the only one that has points', () => {
    expect(IntervalSet.union([IntervalSet.empty(), pair, IntervalSet.empty()])).toBe(pair);
    expect(IntervalSet.union([pair, pair])).toBe(pair);
    expect(IntervalSet.union([])).toBe(IntervalSet.empty());
    expect(pair.union(IntervalSet.empty())).toBe(pair);
    expect(bounds(IntervalSet.union([set([8, 9]), set([1, 2]), set([2, 3]), set([0, 1])]))).toEqual([[0, 3], [8, 9]]);
    expect(bounds(pair)).toEqual([[0, 4], [8, 12]]);
  });

  test('without points there is one set', () => {
    const empty = [IntervalSet.interval(3, 3), IntervalSet.ofIntervals<number>([]), IntervalSet.ofIntervals([[5, 2]])];
    for (const one of empty) expect(one).toBe(IntervalSet.empty());
    expect([IntervalSet.empty<number>().intervalCount, pair.intervalCount]).toEqual([0, 2]);
  });

  test('contain themselves and the empty set; apart and touching ones do not overlap', () => {
    const none = IntervalSet.empty<number>();
    expect([pair.contains(pair), pair.contains(none), none.contains(pair), wide.contains(none)]).toEqual([true, true, false, true]);
    const holding = [wide.contains(set([0, 20])), wide.contains(set([0, 21])), wide.contains(set([5, 6], [19, 21])), pair.contains(set([0, 2], [9, 12]))];
    expect(holding).toEqual([true, false, false, true]);
    const touching = [pair.overlaps(set([4, 8])), pair.overlaps(set([12, 13])), pair.overlaps(none), none.overlaps(pair)];
    expect([...touching, pair.overlaps(set([5, 6], [11, 12]))]).toEqual([false, false, false, false, true]);
    expect([set([0, 4], [8, 12]), set([0, 4]), set([0, 4], [8, 13]), pair].map((one) => pair.equals(one))).toEqual([true, false, false, true]);
  });

  test('have a first point and an end', () => {
    expect([pair.first, pair.end]).toEqual([0, 12]);
  });
});

describe('regions', () => {
  const space = new Space();
  const x = space.addAxis('x', set([0, 20]));
  const y = space.addAxis('y', set([0, 20]));
  const everything = Region.everything(space);
  const some = everything.where(x, pair)!;

  test('of what is asked again, the region itself', () => {
    for (const one of [some.where(x, wide), some.where(y, y.full), some.intersect(everything)]) expect(one).toBe(some);
    expect(everything.intersect(some)!.contains(some)).toBe(true);
    expect(some.intersect(everything.where(x, set([0, 13]))!)).toBe(some);
    expect(some.subtract(everything.where(x, set([5, 6]))!)).toEqual([some]);
    expect(some.where(x, set([5, 6]))).toBeUndefined();
    expect(some.intersect(everything.where(x, set([5, 6]))!)).toBeUndefined();
    expect([some.without(new Set([y])), some.without(new Set([x])).on(x) === x.full]).toEqual([some, true]);
  });

  test('an axis is constrained where some of its points are missing', () => {
    expect([everything.isConstrainedOn(x as never), some.isConstrainedOn(x as never), some.isConstrainedOn(y as never)]).toEqual([false, true, false]);
    expect(Region.product(space, [set([0, 20]), inner] as never)!.isConstrainedOn(x as never)).toBe(false);
    expect([everything.isEverything, some.isEverything]).toEqual([true, false]);
  });

  test('a product has the sets of its sides, and none where one is empty', () => {
    const product = Region.product(space, [pair, inner] as never)!;
    expect([bounds(product.on(x)), bounds(product.on(y))]).toEqual([[[0, 4], [8, 12]], [[2, 3]]]);
    expect(Region.product(space, [pair, IntervalSet.empty()] as never)).toBeUndefined();
    expect(bounds(Region.product(space, [undefined, inner] as never)!.on(x))).toEqual(bounds(x.full));
    expect([[], [undefined], [x.full]].map((sides) => Region.product(space, sides as never)!.isEverything)).toEqual([true, true, true]);
  });

  test('contain what is inside, on every axis', () => {
    const corner = some.where(y, inner)!;
    expect([some.contains(corner), corner.contains(some), everything.contains(some), some.contains(everything)]).toEqual([true, false, true, false]);
  });

  test('are left in pieces, one for each axis of the cut that something sticks out on', () => {
    const cut = everything.where(x, set([2, 10]))!.where(y, inner)!;
    const pieces = some.subtract(cut).map((piece) => [bounds(piece.on(x)), bounds(piece.on(y))]);
    expect(pieces).toEqual([[[[0, 2], [10, 12]], [[0, 20]]], [[[2, 4], [8, 10]], [[0, 2], [3, 20]]]]);
    expect(some.subtract(everything)).toEqual([]);
    expect(some.subtract(some)).toEqual([]);
  });
});
