import { IntervalSet, Point } from '../../packets';

/**
 * What is left of a set while parts of it are taken, thousands of them if need be: between two neighbouring bounds of any of the sets
 * nothing changes, so that each such stretch is taken once.
 */
export class Remainder<T extends Point> {
  private readonly bounds: readonly T[];
  private readonly placeOf: ReadonlyMap<T, number>;
  /** For each stretch the next one that is not taken, by way of others: itself where it is not. */
  private readonly next: Int32Array;

  /** @param parts of the set: all that will be taken */
  constructor(private readonly set: IntervalSet<T>, parts: readonly IntervalSet<T>[]) {
    const bounds = new Set<T>();
    for (const one of [set, ...parts]) for (const [start, end] of one.intervals()) bounds.add(start).add(end);
    this.bounds = [...bounds].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.placeOf = new Map(this.bounds.map((bound, place) => [bound, place]));
    this.next = Int32Array.from(this.bounds, (_, place) => place);
  }

  /** Takes a part. @returns whether some of it was left */
  public take(part: IntervalSet<T>): boolean {
    let wasLeft = false;
    for (const [start, end] of part.intervals()) {
      const stop = this.placeOf.get(end)!;
      for (let place = this.left(this.placeOf.get(start)!); place < stop; place = this.left(place)) {
        this.next[place] = place + 1;
        wasLeft = true;
      }
    }
    return wasLeft;
  }

  /** What was not taken. */
  public get rest(): IntervalSet<T> {
    const { bounds } = this;
    const left: (readonly [T, T])[] = [];
    for (const [start, end] of this.set.intervals()) {
      const stop = this.placeOf.get(end)!;
      for (let place = this.left(this.placeOf.get(start)!); place < stop; place = this.left(place + 1)) left.push([bounds[place], bounds[place + 1]]);
    }
    return IntervalSet.ofIntervals(left);
  }

  /** The first stretch from a place on that is not taken. */
  private left(place: number): number {
    const { next } = this;
    let at = place;
    while (next[at] !== at) {
      next[at] = next[next[at]];
      at = next[at];
    }
    return at;
  }
}
