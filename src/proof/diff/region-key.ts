import { Axis, IntervalSet, Point, Region } from '../../packets';

const keys = new WeakMap<IntervalSet<Point>, string>();

/** Identity of a set of points: equal sets have equal keys. */
export function setKey(set: IntervalSet<Point>): string {
  let key = keys.get(set);
  if (key === undefined) {
    const bounds = [...set.intervals()].flat();
    key = bounds.map((bound) => (typeof bound === 'string' ? JSON.stringify(bound) : String(bound))).join(' ');
    keys.set(set, key);
  }
  return key;
}

/** Identity of a region within its space, with or without some axes: equal sets of packets have equal keys. */
export function regionKey(region: Region, without: readonly Axis[] = []): string {
  return region.space.axes
    .filter((axis) => !without.includes(axis) && region.isConstrainedOn(axis))
    .map((axis) => `${axis.index}: ${setKey(region.on(axis))}`)
    .join('; ');
}
