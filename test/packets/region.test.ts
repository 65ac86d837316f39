import { Axis, IntervalSet, Point, Region, Space, subtractAll } from '../../src/packets';

/*
 * Every region of a small space, with every other one, against its packets as bits: axes of 3, 2 and 2 points make 12 packets. An axis
 * may be left alone, may have any of its points, or may be said to have all of them, which is the same in more words.
 */
const SIZES = [3, 2, 2];
/** Sets by the bits of their points; one object for all axes, as sets are that come from one text. */
const SETS = Array.from({ length: 8 }, (_, bits) =>
  IntervalSet.ofIntervals<number>([0, 1, 2].filter((at) => (bits & (1 << at)) !== 0).map((at) => [at, at + 1])));
const space = new Space();
const axes = SIZES.map((size, i) => space.addAxis('xyz'[i], SETS[(1 << size) - 1]));
const everything = Region.everything(space);
const packets = [0, 1, 2].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => [x, y, z])));
const ALL = (1 << packets.length) - 1;
const subsetsOfAxes = Array.from({ length: 8 }, (_, bits) => axes.filter((__, i) => (bits & (1 << i)) !== 0));

/** Packets as bits. */
const packed = (holds: (packet: readonly number[]) => boolean): number => packets.reduce((bits, packet, n) => (holds(packet) ? bits | (1 << n) : bits), 0);

/** The packets of a region; -1 where it does not name the axes that it constrains once each, in the order of the space. */
function bitsOf(region: Region): number {
  const named = region.constrainedAxes.map(({ index }) => index);
  if (named.some((index, i) => i > 0 && index <= named[i - 1])) return -1;
  return packed((packet) => axes.every((axis, i) => region.on(axis).includes(packet[i])));
}

/** A region, what it was made of, and what it holds. */
interface Known {
  readonly region: Region;
  /** For each axis the points as bits; nothing where it is left alone. */
  readonly sides: readonly (number | undefined)[];
  readonly bits: number;
  /** Whether it says of an axis that it has all points. */
  readonly isWordy: boolean;
}

const product = (sides: readonly (IntervalSet<number> | undefined)[]): Region | undefined => Region.product(space, sides as unknown as IntervalSet<Point>[]);
const fullOf = (i: number): number => (1 << SIZES[i]) - 1;
const copyOf = (bits: number): IntervalSet<number> => IntervalSet.ofIntervals(SETS[bits].intervals());

const sidesOf = (i: number): (number | undefined)[] => [undefined, ...Array.from({ length: fullOf(i) }, (_, bits) => bits + 1)];
const known: Known[] = sidesOf(0).flatMap((x) => sidesOf(1).flatMap((y) => sidesOf(2).map((z): Known => {
  const sides = [x, y, z];
  return {
    region: product(sides.map((bits, i) => (bits === undefined ? undefined : bits === fullOf(i) ? copyOf(bits) : SETS[bits])))!,
    sides,
    bits: packed((packet) => sides.every((bits, i) => bits === undefined || (bits & (1 << packet[i])) !== 0)),
    isWordy: sides.some((bits, i) => bits === fullOf(i)),
  };
})));
const isWhole = ({ sides }: Known, i: number): boolean => sides[i] === undefined || sides[i] === fullOf(i);
const nameOf = ({ sides }: Known): string => sides.map((bits) => bits?.toString(2) ?? '-').join(' ');

/** The regions, and the pairs of them, that something is not true of. */
const against = (isRight: (x: Known) => boolean): string[] => known.filter((x) => !isRight(x)).map(nameOf);
const pairsAgainst = (isRight: (x: Known, y: Known) => boolean): string[] =>
  known.flatMap((x) => known.filter((y) => !isRight(x, y)).map((y) => `${nameOf(x)} with ${nameOf(y)}`));

test('axes are numbered as they come, and named', () => {
  expect(space.axes.map(({ index, name }) => [index, name])).toEqual([[0, 'x'], [1, 'y'], [2, 'z']]);
});

describe('every region by itself', () => {
  test('has the packets of its sides, made at once or axis by axis in any order', () => {
    expect(against(({ region, bits }) => bitsOf(region) === bits)).toEqual([]);
    for (const order of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]) {
      const inOrder = (sides: Known['sides']): Region => order.reduce((region, i) => region.where(axes[i], SETS[sides[i] ?? fullOf(i)])!, everything);
      expect(against(({ sides, bits }) => bitsOf(inOrder(sides)) === bits)).toEqual([]);
    }
  });

  test('is made from no more sides than it has axes, and of none that is empty', () => {
    expect([[], [SETS[1]], [undefined, SETS[1]]].map((sides) => bitsOf(product(sides)!))).toEqual([ALL, packed(([x]) => x === 0), packed(([, y]) => y === 0)]);
    expect([[SETS[0]], [SETS[1], SETS[0]], [undefined, undefined, SETS[0]]].map(product)).toEqual([undefined, undefined, undefined]);
  });

  test('is narrowed to a set on an axis, stays itself where that takes nothing, and is nothing where that takes all', () => {
    for (const [i, axis] of axes.entries()) {
      for (const side of SETS.keys()) {
        expect(against(({ region, bits }) => {
          const narrowed = region.where(axis, SETS[side]);
          const wanted = bits & packed((packet) => (side & (1 << packet[i])) !== 0);
          return wanted === 0 ? narrowed === undefined : bitsOf(narrowed!) === wanted && (wanted !== bits || narrowed === region);
        })).toEqual([]);
      }
    }
  });

  test('constrains an axis where some of its points are missing', () => {
    const constrained = (one: Known): Axis<number>[] => axes.filter((_, i) => !isWhole(one, i));
    expect(against((one) => {
      const found = one.region.constrainedAxes as unknown as Axis<number>[];
      return found.length === constrained(one).length && found.every((axis, i) => axis === constrained(one)[i]);
    })).toEqual([]);
    expect(against((one) => axes.every((axis, i) => one.region.isConstrainedOn(axis as unknown as Axis) === !isWhole(one, i)))).toEqual([]);
    // The long way may go unnoticed.
    expect(against(({ region, bits, isWordy }) => region.isEverything === (bits === ALL) || (isWordy && !region.isEverything))).toEqual([]);
  });

  test('without some axes is all packets that differ on those at most; itself where it says nothing of them', () => {
    for (const forgotten of subsetsOfAxes) {
      const kept = axes.flatMap((axis, i) => (forgotten.includes(axis) ? [] : [i]));
      const without = ({ region }: Known): Region => region.without(new Set(forgotten as unknown as Axis[]));
      const projected = ({ bits }: Known): number =>
        packed((packet) => packets.some((other, n) => (bits & (1 << n)) !== 0 && kept.every((i) => other[i] === packet[i])));
      expect(against((one) => bitsOf(without(one)) === projected(one))).toEqual([]);
      expect(against((one) => axes.some((axis, i) => forgotten.includes(axis) && one.sides[i] !== undefined) || without(one) === one.region)).toEqual([]);
    }
  });

  test('is a box on some axes where it is one interval on each, and everything on all others', () => {
    const isInterval = (bits: number | undefined): boolean => bits === undefined || !/10+1/.test(bits.toString(2));
    for (const some of subsetsOfAxes) {
      const isBox = (one: Known): boolean => axes.every((axis, i) => (some.includes(axis) ? isInterval(one.sides[i]) : isWhole(one, i)));
      expect(against((one) => one.region.isBoxOn(some as unknown as Axis[]) === isBox(one))).toEqual([]);

      // The places on some axes go from the last to the first, so that a place is not the number of its axis.
      const column = Int8Array.from(axes, (axis) => some.length - 1 - some.indexOf(axis)).map((place, i) => (some.includes(axes[i]) ? place : -1));
      expect(against((one) => {
        const [low, high] = [some.map(() => new Float64Array(3).fill(-7)), some.map(() => new Float64Array(3).fill(-7))];
        const isRight = one.region.writeHull(column, low, high, 1) === isBox(one);
        return isRight && axes.every((_, i) => {
          if (column[i] < 0) return true;
          const [from, to] = [[...low[column[i]]], [...high[column[i]]]];
          if (one.sides[i] === undefined) return [...from, ...to].every((value) => value === -7);
          const points = [0, 1, 2].filter((at) => (one.sides[i]! & (1 << at)) !== 0);
          return from.join() === [-7, points[0], -7].join() && to.join() === [-7, points[points.length - 1] + 1, -7].join();
        });
      })).toEqual([]);
    }
  });
});

describe('every region with every other one', () => {
  test('overlaps it and holds it where its packets do', () => {
    expect(pairsAgainst((x, y) => x.region.overlaps(y.region) === ((x.bits & y.bits) !== 0))).toEqual([]);
    expect(pairsAgainst((x, y) => x.region.contains(y.region) === ((y.bits & ~x.bits) === 0))).toEqual([]);
  });

  test('has in common what both hold: itself where the other one holds all of it', () => {
    const both = pairsAgainst((x, y) => {
      const common = x.region.intersect(y.region);
      return common === undefined ? (x.bits & y.bits) === 0 : bitsOf(common) === (x.bits & y.bits);
    });
    expect(both).toEqual([]);
    expect(pairsAgainst((x, y) => (x.bits & ~y.bits) !== 0 || y.isWordy || x.region.intersect(y.region) === x.region)).toEqual([]);
    expect(pairsAgainst((x, y) => (x.bits & ~y.bits) === 0 || x.region.intersect(y.region) !== x.region)).toEqual([]);
  });

  test('is outside of it on the axes where it has other points', () => {
    const isOutside = (x: Known, y: Known, i: number): boolean => ((x.sides[i] ?? fullOf(i)) & ~(y.sides[i] ?? fullOf(i))) !== 0;
    const outside = (x: Known, y: Known): number => axes.filter((_, i) => isOutside(x, y, i)).length;
    expect(pairsAgainst((x, y) => x.region.axesOutside(y.region) === ((x.bits & y.bits) === 0 ? undefined : outside(x, y)))).toEqual([]);
    // What is left without the other one is in pieces, one for each of those axes.
    expect(pairsAgainst((x, y) => (x.bits & y.bits) === 0 || x.region.subtract(y.region).length === outside(x, y))).toEqual([]);
  });

  test('leaves the packets that the other one has not, each in one piece; itself where they have none in common', () => {
    expect(pairsAgainst((x, y) => {
      const pieces = x.region.subtract(y.region).map(bitsOf);
      const isApart = pieces.every((piece, i) => piece !== 0 && pieces.slice(i + 1).every((other) => (piece & other) === 0));
      return isApart && pieces.reduce((sum, piece) => sum | piece, 0) === (x.bits & ~y.bits);
    })).toEqual([]);
    expect(pairsAgainst((x, y) => (x.bits & y.bits) !== 0 || x.region.subtract(y.region)[0] === x.region)).toEqual([]);
  });
});

test('a product has up to 32 axes, the last one too', () => {
  const wide = new Space();
  const many = Array.from({ length: 32 }, (_, i) => wide.addAxis<number>(`${i}`, SETS[7]));
  const region = Region.product(wide, many.map((_, i) => SETS[i % 2 === 0 ? 7 : 1]) as unknown as IntervalSet<Point>[])!;
  expect(region.constrainedAxes.map(({ index }) => index)).toEqual(many.flatMap((_, i) => (i % 2 === 0 ? [] : [i])));
  expect(many.filter((axis) => region.on(axis).equals(SETS[1])).map(({ index }) => index)).toEqual(many.flatMap((_, i) => (i % 2 === 0 ? [] : [i])));
});

test('no more cuts are asked for than it takes to leave nothing', () => {
  let asked = 0;
  function* cuts(): Generator<Region> {
    for (const [axis, side] of [[axes[0], SETS[1]], [axes[0], SETS[6]], [axes[1], SETS[1]], [axes[2], SETS[1]]] as const) {
      asked++;
      yield everything.where(axis, side)!;
    }
  }
  expect(subtractAll([everything], cuts())).toEqual([]);
  // One more, to see that there is nothing left.
  expect(asked).toBe(3);
});
