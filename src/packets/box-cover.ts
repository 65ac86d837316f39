import { Budget } from './budget';

/** Looks at a part after which the question is left to those who see more than boxes; ordinary questions need a few hundred. */
const MOST_LOOKS = 50_000;

/**
 * Whether boxes of a list hold all of another box, on the flat arrays of their bounds: the box is split by the part that leaves the
 * fewest pieces of it, until each piece is in a part, or one is in none.
 */
export class BoxCover {
  // Boxes still in question, the bounds of each in turn, and for each from where to where the parts near it stand in `near`.
  private readonly bounds: number[] = [];
  private readonly ranges: number[] = [];
  private readonly near: number[] = [];

  /**
   * @param low for each axis the first point of each part
   * @param high for each axis the end (exclusive) of each part
   */
  constructor(private readonly low: readonly Float64Array[], private readonly high: readonly Float64Array[]) {}

  /**
   * @param from the box in question: its first point on each axis
   * @param to its end (exclusive) on each axis
   * @param parts the boxes that may hold it, by their place
   * @param used takes the parts that were needed for "all of it", some of them several times
   * @returns undefined where that takes too many splits
   */
  public holds(from: Float64Array, to: Float64Array, parts: readonly number[], budget: Budget, used?: number[]): boolean | undefined {
    const { bounds, ranges, near, low } = this;
    const dimensions = low.length;
    bounds.length = 0;
    ranges.length = 0;
    near.length = 0;
    for (const part of parts) near.push(part);
    this.push(from, to, 0, parts.length);
    for (let looks = 0; ranges.length > 0;) {
      const end = ranges.pop()!;
      const first = ranges.pop()!;
      const box = bounds.length - 2 * dimensions;
      looks += end - first;
      if (looks > MOST_LOOKS) return undefined;
      budget.spend();
      // What stands behind was of boxes that are settled.
      near.length = end;
      let best = -1;
      let fewest = Infinity;
      for (let n = first; n < end; n++) {
        const part = near[n];
        const outside = this.axesOutside(part, box);
        if (outside < 0) continue;
        near.push(part);
        if (outside >= fewest) continue;
        best = part;
        fewest = outside;
        if (outside === 0) break;
      }
      if (best < 0) return false;
      used?.push(best);
      if (fewest === 0) bounds.length = box;
      else this.split(box, best, end, near.length);
    }
    return true;
  }

  /** On how many axes a box has points outside a part; -1 where they have nothing in common. */
  private axesOutside(part: number, box: number): number {
    const { low, high, bounds } = this;
    let axes = 0;
    for (let i = 0; i < low.length; i++) {
      const from = bounds[box + 2 * i];
      const to = bounds[box + 2 * i + 1];
      if (low[i][part] >= to || high[i][part] <= from) return -1;
      if (low[i][part] > from || high[i][part] < to) axes++;
    }
    return axes;
  }

  /** Replaces the last box by what a part leaves of it. */
  private split(box: number, part: number, first: number, end: number): void {
    const { low, high, bounds } = this;
    const from = new Float64Array(low.length);
    const to = new Float64Array(low.length);
    for (let i = 0; i < low.length; i++) {
      from[i] = bounds[box + 2 * i];
      to[i] = bounds[box + 2 * i + 1];
    }
    bounds.length = box;
    // What sticks out on one axis, then of the rest what sticks out on the next.
    for (let i = 0; i < low.length; i++) {
      const [start, stop] = [from[i], to[i]];
      if (start < low[i][part]) {
        to[i] = low[i][part];
        this.push(from, to, first, end);
        to[i] = stop;
        from[i] = low[i][part];
      }
      if (high[i][part] < stop) {
        from[i] = high[i][part];
        this.push(from, to, first, end);
        from[i] = Math.max(start, low[i][part]);
        to[i] = high[i][part];
      }
    }
  }

  private push(from: Float64Array, to: Float64Array, first: number, end: number): void {
    for (let i = 0; i < from.length; i++) this.bounds.push(from[i], to[i]);
    this.ranges.push(first, end);
  }
}
