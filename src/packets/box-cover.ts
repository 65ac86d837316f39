import { Budget } from './budget';

/** Looks at a part after which the question is left to those who see more than boxes; ordinary questions need a few hundred. */
const MOST_LOOKS = 50_000;

/** Numbers there is room for at first. */
const ROOM = 256;

/**
 * Whether boxes of a list hold all of another box, on the flat arrays of their bounds: the box is split by the part that leaves the
 * fewest pieces of it, until each piece is in a part, or one is in none.
 */
export class BoxCover {
  // Boxes still in question, the bounds of each in turn, and for each from where to where the parts near it stand in `near`; in arrays
  // of a fixed type that grow by halves, since lists that shrink and grow again and again are slow.
  private bounds = new Float64Array(ROOM);
  private boundCount = 0;
  private ranges = new Int32Array(ROOM);
  private rangeCount = 0;
  private near = new Int32Array(ROOM);
  private nearCount = 0;
  // The box that is split, as far as it is left.
  private readonly from: Float64Array;
  private readonly to: Float64Array;
  /** Whether {@link bestOf} holds all of the box. */
  private isHeld = false;

  /**
   * @param low for each axis the first point of each part
   * @param high for each axis the end (exclusive) of each part
   */
  constructor(private readonly low: readonly Float64Array[], private readonly high: readonly Float64Array[]) {
    this.from = new Float64Array(low.length);
    this.to = new Float64Array(low.length);
  }

  /**
   * @param from the box in question: its first point on each axis
   * @param to its end (exclusive) on each axis
   * @param parts the boxes that may hold it, by their place
   * @param used takes the parts that were needed for "all of it", some of them several times
   * @returns undefined where that takes too many splits
   */
  public holds(from: Float64Array, to: Float64Array, parts: readonly number[], budget: Budget, used?: number[]): boolean | undefined {
    const size = 2 * this.low.length;
    this.boundCount = 0;
    this.rangeCount = 0;
    this.near = withRoom(this.near, parts.length);
    for (let n = 0; n < parts.length; n++) this.near[n] = parts[n];
    this.push(from, to, 0, parts.length);
    for (let looks = 0; this.rangeCount > 0;) {
      const end = this.ranges[--this.rangeCount];
      const first = this.ranges[--this.rangeCount];
      looks += end - first;
      if (looks > MOST_LOOKS) return undefined;
      budget.spend();
      this.boundCount -= size;
      const box = this.boundCount;
      const best = this.bestOf(first, end, box);
      if (best < 0) return false;
      used?.push(best);
      if (!this.isHeld) this.split(box, best, end, this.nearCount);
    }
    return true;
  }

  /** The part that leaves the fewest pieces of a box, of some of those near; -1 where none has any of it. The others that do are put behind. */
  private bestOf(first: number, end: number, box: number): number {
    // What stands behind was of boxes that are settled.
    let count = end;
    this.near = withRoom(this.near, 2 * end - first);
    const { near } = this;
    let best = -1;
    let fewest = Infinity;
    for (let n = first; n < end && fewest > 0; n++) {
      const part = near[n];
      const outside = this.axesOutside(part, box);
      if (outside < 0) continue;
      near[count++] = part;
      if (outside >= fewest) continue;
      best = part;
      fewest = outside;
    }
    this.nearCount = count;
    this.isHeld = fewest === 0;
    return best;
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
    const { from, to } = this;
    for (let i = 0; i < low.length; i++) {
      from[i] = bounds[box + 2 * i];
      to[i] = bounds[box + 2 * i + 1];
    }
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
    this.bounds = withRoom(this.bounds, this.boundCount + 2 * from.length);
    this.ranges = withRoom(this.ranges, this.rangeCount + 2);
    for (let i = 0; i < from.length; i++) {
      this.bounds[this.boundCount++] = from[i];
      this.bounds[this.boundCount++] = to[i];
    }
    this.ranges[this.rangeCount++] = first;
    this.ranges[this.rangeCount++] = end;
  }
}

/** An array that has room for so many numbers: itself, or a copy that is larger by half. */
function withRoom<T extends Float64Array | Int32Array>(array: T, least: number): T {
  if (array.length >= least) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.ceil(1.5 * least));
  larger.set(array);
  return larger;
}
