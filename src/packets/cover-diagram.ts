import { Budget } from './budget';
import { IntervalSet, Point } from './interval-set';
import { Region } from './region';
import { Axis } from './space';

/** States of a diagram before it is given up. */
const MOST_STATES = 20_000;

/** Work that counts as one step: parts that are looked at, times the places on an axis where they change. */
const WORK_OF_A_STEP = 2000;

/** What a diagram found: some packets that no part holds, or none. */
export interface CoverAnswer {
  readonly uncovered: Region | undefined;
}

/**
 * Whether parts hold all of a region, by an interval decision diagram: axis by axis, the points between which nothing changes
 * are taken together, and the same parts in question on the same remaining axes are the same state, met once.
 *
 * Exact for any parts; good where many splits look alike, as in grids. `undefined` where there are too many states.
 */
export function coverDiagram(region: Region, parts: readonly Region[], budget: Budget): CoverAnswer | undefined {
  const near = parts.filter((part) => part.overlaps(region));
  // The axes that tell the most parts apart first: what is left behind them is alike more often.
  const axes = region.space.axes.map((axis) => ({ axis, count: near.filter((part) => !part.on(axis).contains(region.on(axis))).length }))
    .filter(({ count }) => count > 0).sort((one, other) => other.count - one.count).map(({ axis }) => axis);
  return new CoverDiagram(region, near, axes, budget).decide();
}

class CoverDiagram {
  /** For each part, the number of axes from the front after which it holds everything. */
  private readonly depths: Int32Array;
  private readonly covered = new Set<string>();
  private states = 0;

  constructor(
    private readonly region: Region, private readonly parts: readonly Region[], private readonly axes: readonly Axis[], private readonly budget: Budget,
  ) {
    this.depths = Int32Array.from(parts, (part) => {
      let depth = axes.length;
      while (depth > 0 && part.on(axes[depth - 1]).contains(region.on(axes[depth - 1]))) depth--;
      return depth;
    });
  }

  public decide(): CoverAnswer | undefined {
    // States still to be looked at, each with the points that lead to it: the last one is followed first.
    const open: { depth: number; active: readonly number[]; region: Region }[] = [{ depth: 0, active: [...this.parts.keys()], region: this.region }];
    while (open.length > 0) {
      const { depth, active, region } = open.pop()!;
      if (active.some((part) => this.depths[part] <= depth)) continue;
      if (active.length === 0) return { uncovered: region };
      const key = `${depth}:${active.join()}`;
      // A state that was met before is covered, or will be found not to be where it was met.
      if (this.covered.has(key)) continue;
      this.covered.add(key);
      if (++this.states > MOST_STATES) return undefined;
      const axis = this.axes[depth];
      for (const [points, next] of this.branches(axis, active)) open.push({ depth: depth + 1, active: next, region: region.where(axis, points)! });
    }
    return { uncovered: undefined };
  }

  /** The points of an axis by which parts hold them; one interval stands for all that are alike. */
  private branches(axis: Axis, active: readonly number[]): [IntervalSet<Point>, number[]][] {
    const whole = this.region.on(axis);
    const changes: { at: Point; part: number }[] = [];
    const holding = new Set<number>();
    for (const part of active) {
      for (const [start, end] of this.parts[part].on(axis).intersect(whole).intervals()) changes.push({ at: start, part }, { at: end, part });
    }
    changes.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
    this.budget.spend(1 + Math.floor((changes.length * active.length) / WORK_OF_A_STEP));
    const branches = new Map<string, [IntervalSet<Point>, number[]]>();
    const add = (points: IntervalSet<Point>): void => {
      if (points.isEmpty) return;
      const parts = active.filter((part) => holding.has(part));
      const key = parts.join();
      if (!branches.has(key)) branches.set(key, [points, parts]);
    };
    let from = whole.first;
    for (let i = 0; i < changes.length;) {
      const { at } = changes[i];
      if (from < at) add(IntervalSet.interval(from, at).intersect(whole));
      for (; i < changes.length && changes[i].at === at; i++) {
        // A part's intervals do not touch, so that each of its bounds changes whether it holds.
        if (!holding.delete(changes[i].part)) holding.add(changes[i].part);
      }
      from = at;
    }
    add(IntervalSet.interval(from, whole.end).intersect(whole));
    return [...branches.values()];
  }
}
