import { sizeOf } from './named-set';
import { regionKey } from './region-key';
import { Axis, IntervalSet, Point, Region, subtractAll } from '../../packets';

/** Regions up to which the union is described anew; beyond, the regions stay as they were found. */
const MOST_TO_ENLARGE = 150;

/**
 * The same packets in few regions, each as large as it can be; they may overlap.
 *
 * First-match splitting leaves slivers; people think in whole rules. So regions that differ on one axis are joined, then
 * each is enlarged axis by axis as far as the union reaches, and those that others hold are dropped.
 */
export function fewest(regions: readonly Region[], axes: readonly Axis[]): Region[] {
  const joined = join(regions, axes);
  if (joined.length < 2 || joined.length > MOST_TO_ENLARGE) return joined;
  const large = distinct(joined.map((region) => enlarge(region, joined, axes)));
  large.sort((a, b) => weight(b, axes) - weight(a, axes));
  const kept: Region[] = [];
  let open: Region[] = joined;
  for (const region of large) {
    const rest = subtractAll(open, [region]);
    if (rest.length === open.length && rest.every((part, i) => part === open[i])) continue;
    kept.push(region);
    open = rest;
    if (open.length === 0) break;
  }
  return needed(kept);
}

/** Without those that the others hold. One after the other, the smallest first: of two that each would do, one must stay. */
function needed(regions: readonly Region[]): Region[] {
  return regions.reduceRight<Region[]>((left, region) => {
    const others = left.filter((other) => other !== region);
    return subtractAll([region], others).length > 0 ? left : others;
  }, [...regions]);
}

/** The smallest product that holds all of some regions. */
export function hull(regions: readonly Region[], axes: readonly Axis[]): Region {
  return axes.reduce((whole, axis) => withSet(whole, axis, IntervalSet.union(regions.map((region) => region.on(axis)))), regions[0]);
}

/** Joins regions that are the same but for one axis, until there are none left. The result is disjoint if the input is. */
export function join(regions: readonly Region[], axes: readonly Axis[]): Region[] {
  let current = distinct(regions);
  for (let before = Infinity; current.length < before;) {
    before = current.length;
    for (const axis of axes) {
      const groups = new Map<string, Region[]>();
      for (const region of current) {
        const key = regionKey(region, [axis]);
        const group = groups.get(key);
        if (group) group.push(region);
        else groups.set(key, [region]);
      }
      current = [...groups.values()].map((group) => (
        group.length === 1 ? group[0] : withSet(group[0], axis, IntervalSet.union(group.map((one) => one.on(axis))))
      ));
    }
  }
  return current;
}

/** How much of the space a region is, as a fraction of its axes' sizes; for sorting only. */
export function weight(region: Region, axes: readonly Axis[]): number {
  return axes.reduce((product, axis) => {
    if (!region.isConstrainedOn(axis)) return product;
    // Texts are without number: half of them is as good a guess as any.
    return typeof axis.full.first === 'string' ? product / 2 : product * (sizeOf(region.on(axis)) / sizeOf(axis.full));
  }, 1);
}

function enlarge(region: Region, union: readonly Region[], axes: readonly Axis[]): Region {
  return axes.reduce((current, axis) => {
    if (!current.isConstrainedOn(axis)) return current;
    // Points of the axis at which the whole cross-section of the region lies in the union.
    const lacking = IntervalSet.union(subtractAll([current.without(new Set([axis]))], union).map((gap) => gap.on(axis)));
    return withSet(current, axis, axis.full.subtract(lacking));
  }, region);
}

function withSet(region: Region, axis: Axis, set: IntervalSet<Point>): Region {
  const rest = region.without(new Set([axis]));
  return set.equals(axis.full) ? rest : rest.where(axis, set)!;
}

function distinct(regions: readonly Region[]): Region[] {
  const seen = new Map<string, Region>();
  for (const region of regions) {
    const key = regionKey(region);
    if (!seen.has(key)) seen.set(key, region);
  }
  return [...seen.values()];
}

/** Largest first, then in a stable order. */
export function bySize(axes: readonly Axis[]): (a: Region, b: Region) => number {
  return (a, b) => weight(b, axes) - weight(a, axes) || (regionKey(a) < regionKey(b) ? -1 : 1);
}

