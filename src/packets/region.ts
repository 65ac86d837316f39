import { IntervalSet, Point } from './interval-set';
import { Axis, Space } from './space';

/**
 * A set of packets that is a product: on each axis a set of points, the packet being inside when each coordinate is.
 * Immutable; never empty (operations that could yield nothing return `undefined` or an empty list).
 *
 * Axes that are not constrained are not stored. Sets, not intervals, per axis keep "these two sensors to these ninety
 * prefixes on 443" one region.
 */
export class Region {
  /** All packets of a space. */
  public static everything(space: Space): Region {
    return new Region(space, []);
  }

  /** The product of some sets, one for each of some axes; `undefined` where one of them is empty. */
  public static product(space: Space, sides: readonly (readonly [Axis, IntervalSet<Point>])[]): Region | undefined {
    const sets: (IntervalSet<Point> | undefined)[] = [];
    for (const [axis, set] of sides) {
      if (set.isEmpty) return undefined;
      if (set !== axis.full) sets[axis.index] = set;
    }
    return new Region(space, sets);
  }

  private constructor(
    public readonly space: Space,
    private readonly sets: readonly (IntervalSet<Point> | undefined)[],
  ) {}

  /** Whether it is all packets of its space, for certain: the answer is quick, and may be no for a region that says so the long way. */
  public get isEverything(): boolean {
    return this.sets.length === 0;
  }

  /** The set of points on an axis. */
  public on<T extends Point>(axis: Axis<T>): IntervalSet<T> {
    return (this.sets[axis.index] as IntervalSet<T> | undefined) ?? axis.full;
  }

  public isConstrainedOn(axis: Axis): boolean {
    const set = this.sets[axis.index];
    return set !== undefined && !set.equals(axis.full);
  }

  /** The part of this region whose coordinate on `axis` lies in `set`. */
  public where<T extends Point>(axis: Axis<T>, set: IntervalSet<T>): Region | undefined {
    const current = this.on(axis);
    const wanted = current.intersect(set);
    if (wanted.isEmpty) return undefined;
    return wanted === current ? this : this.with(axis as unknown as Axis, wanted as unknown as IntervalSet<Point>);
  }

  /** The packets in both; this very region where the other one holds all of it. */
  public intersect(other: Region): Region | undefined {
    if (!this.overlaps(other)) return undefined;
    const length = Math.max(this.sets.length, other.sets.length);
    let sets: (IntervalSet<Point> | undefined)[] | undefined;
    for (let i = 0; i < length; i++) {
      const a = this.sets[i];
      const b = other.sets[i];
      const both = a === undefined ? b : b === undefined ? a : a.intersect(b);
      if (sets === undefined && both !== a) sets = this.sets.slice();
      if (sets !== undefined) sets[i] = both;
    }
    return sets === undefined ? this : new Region(this.space, sets);
  }

  public overlaps(other: Region): boolean {
    const length = Math.min(this.sets.length, other.sets.length);
    for (let i = 0; i < length; i++) {
      const a = this.sets[i];
      const b = other.sets[i];
      if (a !== undefined && b !== undefined && !a.overlaps(b)) return false;
    }
    return true;
  }

  public contains(other: Region): boolean {
    for (let i = 0; i < this.sets.length; i++) {
      const set = this.sets[i];
      if (set !== undefined && !set.contains(other.sets[i] ?? this.space.axes[i].full)) return false;
    }
    return true;
  }

  /** On how many axes this region has points outside another one; `undefined` where they have no packet in common. */
  public axesOutside(other: Region): number | undefined {
    if (!this.overlaps(other)) return undefined;
    let axes = 0;
    for (let i = 0; i < other.sets.length; i++) {
      const set = other.sets[i];
      if (set !== undefined && !set.contains(this.sets[i] ?? this.space.axes[i].full)) axes++;
    }
    return axes;
  }

  /** Whether it is a box: one interval on each of the given axes, and everything on all others. */
  public isBoxOn(axes: readonly Axis[]): boolean {
    return this.sets.every((set, i) => {
      const axis = this.space.axes[i];
      return set === undefined || (axes.includes(axis) ? set.intervalCount === 1 : set.equals(axis.full));
    });
  }

  /** What is left of this region without `cut`: disjoint regions, at most one for each axis that `cut` constrains. */
  public subtract(cut: Region): Region[] {
    if (!this.overlaps(cut)) return [this];
    const pieces: Region[] = [];
    // Inside-out: what sticks out of the cut on the first axis, then of the rest what sticks out on the second, …
    let rest: Region = this;
    for (let i = 0; i < cut.sets.length; i++) {
      const set = cut.sets[i];
      if (set === undefined) continue;
      const axis = this.space.axes[i];
      const current = rest.on(axis);
      const outside = current.subtract(set);
      if (outside.isEmpty) continue;
      pieces.push(rest.with(axis, outside));
      rest = rest.with(axis, current.intersect(set));
    }
    return pieces;
  }

  /** The region with an axis forgotten: all packets that differ from one of its packets on that axis at most. */
  public withoutAxis(axis: Axis): Region {
    if (this.sets[axis.index] === undefined) return this;
    const sets = this.sets.slice();
    sets[axis.index] = undefined;
    return new Region(this.space, sets);
  }

  private with(axis: Axis, set: IntervalSet<Point>): Region {
    const sets = this.sets.slice();
    sets[axis.index] = set;
    return new Region(this.space, sets);
  }
}

/**
 * What is left of some regions without others.
 *
 * @returns disjoint regions if `regions` are disjoint
 */
export function subtractAll(regions: readonly Region[], cuts: Iterable<Region>): Region[] {
  let rest = [...regions];
  for (const cut of cuts) {
    if (rest.length === 0) break;
    rest = rest.flatMap((region) => region.subtract(cut));
  }
  return rest;
}
