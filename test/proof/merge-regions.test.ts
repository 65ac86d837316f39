import * as fc from 'fast-check';
import { Axis, IntervalSet, Point, Region, Space } from '../../src/packets';
import { fewest } from '../../src/proof/diff/merge-regions';

/*
 * The packets of some regions told in few, against the packets one by one: two axes of three points and one of two.
 */
const SIZES = [3, 3, 2];
const space = new Space();
const axes: readonly Axis[] = SIZES.map((size, i) => space.addAxis('xyz'[i], IntervalSet.interval(0, size)));
const packets = [0, 1, 2].flatMap((x) => [0, 1, 2].flatMap((y) => [0, 1].map((z) => [x, y, z])));

/** @param sides for each axis its points */
function region(...sides: readonly (readonly number[])[]): Region {
  const sets = sides.map((points, i) => (points.length === SIZES[i] ? undefined : IntervalSet.ofIntervals<number>(points.map((at) => [at, at + 1]))));
  return Region.product(space, sets as unknown as IntervalSet<Point>[])!;
}

function packetsOf(regions: readonly Region[]): string[] {
  return packets.filter((packet) => regions.some((one) => axes.every((axis, i) => one.on(axis).includes(packet[i])))).map(String);
}

const anyRegion = fc.tuple(...SIZES.map((size) => fc.subarray(Array.from({ length: size }, (_, at) => at), { minLength: 1 }))).map((sides) => region(...sides));

test('regions told in few are the same packets, and each of the few is needed', () => {
  fc.assert(fc.property(fc.array(anyRegion, { maxLength: 7 }), (regions) => {
    const few = fewest(regions, axes);
    expect(packetsOf(few)).toEqual(packetsOf(regions));
    few.forEach((one) => expect(packetsOf(few.filter((other) => other !== one))).not.toEqual(packetsOf(regions)));
  }), { numRuns: 3000 });
});

test('of regions that each would do for the others, those stay without which packets were lost', () => {
  // A ring of six along the edges of a cube less two corners: every second one does, and all six are held by their neighbours.
  const ring = [
    region([0], [0], [0, 1]), region([0], [0, 1], [1]), region([0, 1], [1], [1]),
    region([1], [1], [0, 1]), region([1], [0, 1], [0]), region([0, 1], [0], [0]),
  ];
  const few = fewest(ring, axes);
  expect(packetsOf(few)).toEqual(packetsOf(ring));
  expect(few.length).toBeLessThan(ring.length);
});
