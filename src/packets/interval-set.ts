/** A value on an axis: a port or IPv4 address (number), an IPv6 address (bigint), a URL path (string). */
export type Point = number | bigint | string;

/**
 * An immutable set of points of one ordered type, kept as sorted, disjoint, non-touching half-open intervals.
 *
 * Half-open intervals need nothing but comparison, so one implementation serves ports, both address families and URL
 * paths (where "everything that starts with /pki/" is the interval from `/pki/` up to `/pki0`).
 */
export class IntervalSet<T extends Point> {
  /** The set without points. */
  public static empty<T extends Point>(): IntervalSet<T> {
    return EMPTY as unknown as IntervalSet<T>;
  }

  /** All points from `start` up to, and without, `end`; empty unless `start < end`. */
  public static interval<T extends Point>(start: T, end: T): IntervalSet<T> {
    return start < end ? new IntervalSet<T>([start, end]) : IntervalSet.empty<T>();
  }

  /** The union of any half-open intervals, in any order, overlapping or not. */
  public static ofIntervals<T extends Point>(intervals: Iterable<readonly [T, T]>): IntervalSet<T> {
    const pairs: T[] = [];
    for (const [start, end] of intervals) if (start < end) pairs.push(start, end);
    return IntervalSet.ofPairs(pairs);
  }

  /** The union of sets. */
  public static union<T extends Point>(sets: Iterable<IntervalSet<T>>): IntervalSet<T> {
    let only: IntervalSet<T> | undefined;
    let pairs: T[] | undefined;
    for (const set of sets) {
      if (set.isEmpty || set === only) continue;
      if (only === undefined) {
        only = set;
        continue;
      }
      pairs ??= only.bounds.slice();
      for (const bound of set.bounds) pairs.push(bound);
    }
    return pairs === undefined ? only ?? IntervalSet.empty<T>() : IntervalSet.ofPairs(pairs);
  }

  /** @param pairs start, end, start, end, …: each pair an interval with points in it, in any order */
  private static ofPairs<T extends Point>(pairs: readonly T[]): IntervalSet<T> {
    if (pairs.length === 0) return IntervalSet.empty<T>();
    const sorted = inOrder(pairs);
    const bounds: T[] = [sorted[0], sorted[1]];
    for (let i = 2; i < sorted.length; i += 2) {
      const last = bounds.length - 1;
      if (sorted[i] > bounds[last]) bounds.push(sorted[i], sorted[i + 1]);
      else if (sorted[i + 1] > bounds[last]) bounds[last] = sorted[i + 1];
    }
    return new IntervalSet(bounds);
  }

  private constructor(
    /** start, end, start, end, …: strictly increasing. */
    private readonly bounds: readonly T[],
  ) {}

  public get isEmpty(): boolean {
    return this.bounds.length === 0;
  }

  /** How many maximal intervals the set has. */
  public get intervalCount(): number {
    return this.bounds.length / 2;
  }

  /** The smallest point. Throws on the empty set. */
  public get first(): T {
    if (this.isEmpty) throw new RangeError('the empty set has no first point');
    return this.bounds[0];
  }

  /** The end (exclusive) of the last interval. Throws on the empty set. */
  public get end(): T {
    if (this.isEmpty) throw new RangeError('the empty set has no end');
    return this.bounds[this.bounds.length - 1];
  }

  /** The maximal half-open intervals in ascending order. */
  public *intervals(): Generator<readonly [T, T]> {
    for (let i = 0; i < this.bounds.length; i += 2) yield [this.bounds[i], this.bounds[i + 1]];
  }

  public includes(point: T): boolean {
    return this.boundsUpTo(point) % 2 === 1;
  }

  /** The smallest point that is not below another one; `undefined` where all are. */
  public firstFrom(point: T): T | undefined {
    const place = this.boundsUpTo(point);
    return place % 2 === 1 ? point : this.bounds[place];
  }

  public intersect(other: IntervalSet<T>): IntervalSet<T> {
    if (this === other) return this;
    const a = this.bounds;
    const b = other.bounds;
    if (a.length === 2 && b.length === 2) {
      const start = a[0] > b[0] ? a[0] : b[0];
      const end = a[1] < b[1] ? a[1] : b[1];
      if (start === a[0] && end === a[1]) return this;
      if (start === b[0] && end === b[1]) return other;
      return IntervalSet.interval(start, end);
    }
    const bounds: T[] = [];
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      const start = a[i] > b[j] ? a[i] : b[j];
      const aEndsFirst = a[i + 1] < b[j + 1];
      const end = aEndsFirst ? a[i + 1] : b[j + 1];
      if (start < end) bounds.push(start, end);
      if (aEndsFirst) i += 2;
      else j += 2;
    }
    return this.same(bounds, other);
  }

  public subtract(other: IntervalSet<T>): IntervalSet<T> {
    const a = this.bounds;
    const b = other.bounds;
    const bounds: T[] = [];
    let j = 0;
    for (let i = 0; i < a.length; i += 2) {
      let start = a[i];
      const end = a[i + 1];
      while (j < b.length && b[j + 1] <= start) j += 2;
      for (let k = j; k < b.length && b[k] < end; k += 2) {
        if (start < b[k]) bounds.push(start, b[k]);
        start = b[k + 1];
      }
      if (start < end) bounds.push(start, end);
    }
    return this.same(bounds, this);
  }

  public union(other: IntervalSet<T>): IntervalSet<T> {
    return IntervalSet.union([this, other]);
  }

  public overlaps(other: IntervalSet<T>): boolean {
    const a = this.bounds;
    const b = other.bounds;
    // Most pairs that are asked about are apart as a whole.
    if (a.length === 0 || b.length === 0 || a[a.length - 1] <= b[0] || b[b.length - 1] <= a[0]) return false;
    if (a.length * FAR_SMALLER < b.length) return other.overlapsSmall(this);
    if (b.length * FAR_SMALLER < a.length) return this.overlapsSmall(other);
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      if (a[i + 1] <= b[j]) i += 2;
      else if (b[j + 1] <= a[i]) j += 2;
      else return true;
    }
    return false;
  }

  public contains(other: IntervalSet<T>): boolean {
    if (this === other) return true;
    const a = this.bounds;
    const b = other.bounds;
    if (a.length === 2) return b.length === 0 || (a[0] <= b[0] && b[b.length - 1] <= a[1]);
    const isSmall = b.length * FAR_SMALLER < a.length;
    for (let i = 0, j = 0; j < b.length; j += 2) {
      if (isSmall) i = this.boundsUpTo(b[j]) & ~1;
      else while (i < a.length && a[i + 1] <= b[j]) i += 2;
      if (i === a.length || a[i] > b[j] || a[i + 1] < b[j + 1]) return false;
    }
    return true;
  }

  /** Whether one of the few intervals of another set has points of this one. */
  private overlapsSmall({ bounds: few }: IntervalSet<T>): boolean {
    for (let j = 0; j < few.length; j += 2) {
      const place = this.boundsUpTo(few[j]);
      if (place % 2 === 1 || (place < this.bounds.length && this.bounds[place] < few[j + 1])) return true;
    }
    return false;
  }

  public equals(other: IntervalSet<T>): boolean {
    return this === other || (this.bounds.length === other.bounds.length && this.bounds.every((bound, i) => bound === other.bounds[i]));
  }

  /** How many bounds are not above a point: an odd number exactly inside an interval. */
  private boundsUpTo(point: T): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.bounds[middle] <= point) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** An operand where the result equals it, so that equal sets tend to be identical and later tests are cheap. */
  private same(bounds: T[], other: IntervalSet<T>): IntervalSet<T> {
    if (bounds.length === 0) return IntervalSet.empty<T>();
    for (const candidate of [this, other] as const) {
      if (candidate.bounds.length === bounds.length && candidate.bounds.every((bound, i) => bound === bounds[i])) return candidate;
    }
    return new IntervalSet(bounds);
  }
}

/** How many times fewer intervals a set has where looking up each of them is cheaper than going through both sets. */
const FAR_SMALLER = 8;

/** Pairs by their starts. Most lists are in order already, and sorting is what a union costs. */
function inOrder<T extends Point>(pairs: readonly T[]): readonly T[] {
  let isSorted = true;
  for (let i = 2; i < pairs.length && isSorted; i += 2) isSorted = pairs[i - 2] <= pairs[i];
  if (isSorted) return pairs;
  const order = Uint32Array.from({ length: pairs.length / 2 }, (_, i) => 2 * i);
  order.sort((a, b) => (pairs[a] < pairs[b] ? -1 : pairs[a] > pairs[b] ? 1 : 0));
  return Array.from(order).flatMap((i) => [pairs[i], pairs[i + 1]]);
}

const EMPTY = new (IntervalSet as unknown as new (bounds: readonly Point[]) => IntervalSet<Point>)([]);
