import { Axis, IntervalSet, Region, Space } from '../../src/packets';
import { Probe } from '../../src/packets/probe';

/* Where a packet is that is moved out of one part after another. */

const space = new Space();
const [x, y]: Axis<number>[] = ['x', 'y'].map((name) => space.addAxis(name, IntervalSet.interval<number>(0, 100)));
type Side = readonly [from: number, to: number];
type Box = readonly [x: Side, y: Side];

function probeOf(boxes: readonly Box[]): { probe: Probe; point: Float64Array } {
  const point = new Float64Array(2);
  const bounds = (at: 0 | 1): Float64Array[] => [0, 1].map((axis) => Float64Array.from(boxes, (box) => box[axis][at]));
  return { probe: new Probe([x, y], bounds(0), bounds(1), point), point };
}

const enter = (probe: Probe, box: Box, region?: Region): void =>
  probe.enter(Float64Array.from(box, ([from]) => from), Float64Array.from(box, ([, to]) => to), region);

describe('a packet that is moved out of parts', () => {
  test('begins in the middle of a box', () => {
    const { probe, point } = probeOf([]);
    enter(probe, [[10, 20], [30, 37]]);
    expect([...point]).toEqual([15, 33]);
  });

  test('begins in a region at the next point from the middle of its hull on', () => {
    const { probe, point } = probeOf([]);
    const region = Region.everything(space).where(x, IntervalSet.ofIntervals<number>([[10, 12], [18, 20]]))!.where(y, IntervalSet.interval<number>(30, 37))!;
    enter(probe, [[10, 20], [30, 37]], region);
    expect([...point]).toEqual([18, 33]);
    // What comes next is about a box again.
    enter(probe, [[10, 20], [30, 37]]);
    expect([...point]).toEqual([15, 33]);
  });

  test.each<[string, Box, boolean]>([
    ['holds it', [[0, 100], [0, 100]], true], ['begins with it', [[15, 100], [33, 100]], true], ['ends with it', [[0, 16], [0, 34]], true],
    ['ends before it', [[0, 15], [0, 100]], false], ['ends before it on the other axis', [[0, 100], [0, 33]], false],
    ['begins behind it', [[16, 100], [0, 100]], false], ['begins behind it on the other axis', [[0, 100], [34, 100]], false],
  ])('is in a part or not: one that %s', (_, part, expected) => {
    const { probe } = probeOf([part]);
    enter(probe, [[10, 20], [30, 37]]);
    expect(probe.isIn(0)).toBe(expected);
  });

  test.each<[string, Box, readonly number[] | undefined]>([
    ['behind it', [[12, 18], [30, 37]], [18, 33]],
    ['to the first point where the part reaches the end', [[12, 20], [30, 37]], [10, 33]],
    ['behind it on the next axis where the part reaches as far on one', [[10, 20], [30, 35]], [15, 35]],
    ['to the first point of the next axis', [[0, 100], [32, 100]], [15, 30]],
    ['nowhere out of what is as large', [[10, 20], [30, 37]], undefined],
    ['nowhere out of what is larger', [[9, 21], [29, 38]], undefined],
  ])('is moved %s', (_, part, expected) => {
    const { probe, point } = probeOf([part]);
    enter(probe, [[10, 20], [30, 37]]);
    expect(probe.leave(0)).toBe(expected !== undefined);
    expect([...point]).toEqual(expected ?? [15, 33]);
  });

  test('is moved on another axis each time, and on the first one where it begins again', () => {
    const { probe, point } = probeOf([[[14, 17], [32, 35]]]);
    const moved = (): number[] => {
      probe.leave(0);
      return [...point];
    };
    enter(probe, [[10, 20], [30, 37]]);
    expect([moved(), moved()]).toEqual([[17, 33], [17, 35]]);
    enter(probe, [[10, 20], [30, 37]]);
    expect(moved()).toEqual([17, 33]);
  });

  test('keeps to the points of a region', () => {
    const { probe, point } = probeOf([[[10, 14], [0, 100]]]);
    const region = Region.everything(space).where(x, IntervalSet.ofIntervals<number>([[10, 12], [17, 20]]))!;
    enter(probe, [[10, 20], [30, 37]], region);
    expect(probe.leave(0)).toBe(true);
    expect([...point]).toEqual([17, 33]);
  });
});
