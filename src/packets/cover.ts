import { Budget } from './budget';
import { coverDiagram } from './cover-diagram';
import { IntervalSet, Point } from './interval-set';
import { Region } from './region';
import { Axis } from './space';

/** Parts that are looked at in one step of a remainder, which has many steps. */
const PARTS_OF_A_STEP = 64;

/** Splits after which a diagram is tried; ordinary questions need a few dozen. */
const SPLITS_BEFORE_DIAGRAM = 1500;

/**
 * Some packets of a region that none of the parts holds; `undefined` where together they hold all of it.
 *
 * Parts that leave something on one axis alone are taken off without splitting, however many there are; the region is split
 * only by what is left, by the part that leaves the fewest pieces. Where that goes on for too long, the same question is put
 * to a diagram that remembers what it has seen, axis by axis.
 *
 * @param used takes the parts that it needed for "all of it", which cover the region by themselves
 */
export function uncovered(region: Region, parts: readonly Region[], budget: Budget, used?: Set<Region>): Region | undefined {
  const open: Split[] = [{ region, parts }];
  for (let splits = 0; open.length > 0; splits++) {
    if (splits === SPLITS_BEFORE_DIAGRAM) {
      const answer = coverDiagram(region, parts, budget);
      if (answer !== undefined) {
        if (answer.uncovered === undefined) parts.forEach((part) => used?.add(part));
        return answer.uncovered;
      }
    }
    const left = splitOnce(open, budget, used);
    if (left !== undefined) return left;
  }
  return undefined;
}

/**
 * All packets of a region that none of the parts holds, as disjoint regions: few, since parts that leave something on one axis
 * alone are taken off together.
 */
export function remainder(region: Region, parts: readonly Region[], budget: Budget): Region[] {
  const open: Split[] = [{ region, parts }];
  const left: Region[] = [];
  while (open.length > 0) {
    // With thousands of parts a step is more work.
    budget.spend(Math.floor(open[open.length - 1].parts.length / PARTS_OF_A_STEP));
    const piece = splitOnce(open, budget, undefined);
    if (piece !== undefined) left.push(piece);
  }
  return left;
}

/** Takes the last region in question: returns it, or what is left of it, where no part holds any of it, and splits it otherwise. */
function splitOnce(open: Split[], budget: Budget, used: Set<Region> | undefined): Region | undefined {
  const rest = takeSlabs(open.pop()!, budget, used);
  if (rest === undefined) return undefined;
  const cut = bestCut(rest);
  if (cut === undefined) return rest.region;
  used?.add(cut);
  for (const piece of rest.region.subtract(cut)) open.push({ region: piece, parts: rest.parts });
  return undefined;
}

/** A region in question, and the parts that may hold some of it. */
interface Split {
  readonly region: Region;
  readonly parts: readonly Region[];
}

/** Without the parts that leave something on at most one axis; `undefined` where nothing is left. */
function takeSlabs(split: Split, budget: Budget, used: Set<Region> | undefined): Split | undefined {
  let { region, parts } = split;
  for (;;) {
    budget.spend();
    const near: Region[] = [];
    const slabs = new Map<Axis, IntervalSet<Point>[]>();
    for (const part of parts) {
      const axes = region.axesOutside(part);
      if (axes === undefined) continue;
      if (axes > 1) {
        near.push(part);
        continue;
      }
      used?.add(part);
      if (axes === 0) return undefined;
      const axis = part.constrainedAxes.find((one) => !part.on(one).contains(region.on(one)))!;
      const known = slabs.get(axis);
      if (known) known.push(part.on(axis));
      else slabs.set(axis, [part.on(axis)]);
    }
    parts = near;
    if (slabs.size === 0) return { region, parts };
    // All slabs of an axis at once: taken one by one they would cost the square of their number.
    for (const [axis, sets] of slabs) {
      const rest = region.where(axis, axis.full.subtract(IntervalSet.union(sets)));
      if (rest === undefined) return undefined;
      region = rest;
    }
    // With less of it in question, more parts may leave something on one axis alone.
  }
}

/** The part whose removal leaves the fewest pieces. */
function bestCut({ region, parts }: Split): Region | undefined {
  let best: Region | undefined;
  let fewest = Infinity;
  for (const part of parts) {
    const axes = region.axesOutside(part) ?? Infinity;
    if (axes < fewest) [best, fewest] = [part, axes];
  }
  return best;
}
