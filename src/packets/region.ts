import { IntervalSet, Point } from './interval-set';
import { Axis, Space } from './space';

/**
 * A set of packets that is a product: on each axis a set of points, the packet being inside when each coordinate is.
 * Immutable; never empty (operations that could yield nothing return `undefined` or an empty list).
 *
 * Axes that are not constrained are not stored, so that a region costs what it says and not how many axes its space has.
 * Sets, not intervals, per axis keep "these two sensors to these ninety prefixes on 443" one region.
 */
export class Region {
  /** All packets of a space. */
  public static everything(space: Space): Region {
    return new Region(space, NO_AXES, NO_SETS);
  }

  /**
   * The product of some sets, by the places of their axes in the space; `undefined` where one of them is empty.
   *
   * @param sides of at most 32 axes; none for an axis, and none behind the last, are all of its points
   */
  public static product(space: Space, sides: readonly (IntervalSet<Point> | undefined)[]): Region | undefined {
    const { axes } = space;
    let constrained = 0;
    let mask = 0;
    for (let i = 0; i < sides.length; i++) {
      const set = sides[i];
      if (set === undefined || set === axes[i].full) continue;
      if (set.isEmpty) return undefined;
      mask |= 1 << i;
      constrained++;
    }
    // An array of just that size: one that grows has room for many more, and inputs have thousands of regions.
    const sets = new Array<IntervalSet<Point>>(constrained);
    for (let i = 0, place = 0; place < constrained; i++) if ((mask & (1 << i)) !== 0) sets[place++] = sides[i]!;
    return new Region(space, placesIn(mask), sets);
  }

  private constructor(
    public readonly space: Space,
    /** The places of the constrained axes in the space, ascending. */
    private readonly indexes: readonly number[],
    /** For each of them, in the same order, the points. */
    private readonly sets: readonly IntervalSet<Point>[],
  ) {}

  /** Whether it is all packets of its space, for certain: the answer is quick, and may be no for a region that says so the long way. */
  public get isEverything(): boolean {
    return this.sets.length === 0;
  }

  /** The set of points on an axis. */
  public on<T extends Point>(axis: Axis<T>): IntervalSet<T> {
    const place = this.indexes.indexOf(axis.index);
    return place < 0 ? axis.full : this.sets[place] as unknown as IntervalSet<T>;
  }

  /** The axes that it constrains, in the order of the space. */
  public get constrainedAxes(): readonly Axis[] {
    return this.indexes.map((index) => this.space.axes[index]).filter((axis) => this.isConstrainedOn(axis));
  }

  public isConstrainedOn(axis: Axis): boolean {
    return !this.on(axis).equals(axis.full);
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
    const indexes: number[] = [];
    const sets: IntervalSet<Point>[] = [];
    let isThis = true;
    for (let i = 0, j = 0; i < this.indexes.length || j < other.indexes.length;) {
      const [a, b] = [this.indexes[i] ?? Infinity, other.indexes[j] ?? Infinity];
      const both = a < b ? this.sets[i] : b < a ? other.sets[j] : this.sets[i].intersect(other.sets[j]);
      if (b < a || both !== this.sets[i]) isThis = false;
      indexes.push(Math.min(a, b));
      sets.push(both);
      if (a <= b) i++;
      if (b <= a) j++;
    }
    return isThis ? this : new Region(this.space, indexes, sets);
  }

  public overlaps(other: Region): boolean {
    for (let i = 0, j = 0; i < this.indexes.length && j < other.indexes.length;) {
      const [a, b] = [this.indexes[i], other.indexes[j]];
      if (a === b && !this.sets[i].overlaps(other.sets[j])) return false;
      if (a <= b) i++;
      if (b <= a) j++;
    }
    return true;
  }

  public contains(other: Region): boolean {
    for (let i = 0, j = 0; i < this.indexes.length; i++) {
      const index = this.indexes[i];
      while (other.indexes[j] < index) j++;
      if (!this.sets[i].contains(other.indexes[j] === index ? other.sets[j] : this.space.axes[index].full)) return false;
    }
    return true;
  }

  /** On how many axes this region has points outside another one; `undefined` where they have no packet in common. */
  public axesOutside(other: Region): number | undefined {
    if (!this.overlaps(other)) return undefined;
    let axes = 0;
    for (let i = 0, j = 0; j < other.indexes.length; j++) {
      const index = other.indexes[j];
      while (this.indexes[i] < index) i++;
      if (!other.sets[j].contains(this.indexes[i] === index ? this.sets[i] : this.space.axes[index].full)) axes++;
    }
    return axes;
  }

  /**
   * Writes down the hull of the region on some axes: the smallest box around it.
   *
   * @param column for each axis of the space its place in `low` and `high`; -1 for the others
   * @param low takes at `part` the first point on each axis that the region constrains
   * @param high takes at `part` the end (exclusive) on each such axis
   * @returns whether the region is exactly that box: one interval on each of the axes, and everything on all others
   */
  public writeHull(column: Int8Array, low: readonly Float64Array[], high: readonly Float64Array[], part: number): boolean {
    const { indexes, sets } = this;
    let isBox = true;
    for (let i = 0; i < sets.length; i++) {
      const set = sets[i];
      const at = column[indexes[i]];
      if (at >= 0) {
        low[at][part] = set.first as number;
        high[at][part] = set.end as number;
        isBox &&= set.intervalCount === 1;
      } else {
        isBox &&= set.equals(this.space.axes[indexes[i]].full);
      }
    }
    return isBox;
  }

  /** Whether it is a box: one interval on each of the given axes, and everything on all others. */
  public isBoxOn(axes: readonly Axis[]): boolean {
    for (let i = 0; i < this.sets.length; i++) {
      const axis = this.space.axes[this.indexes[i]];
      if (axes.includes(axis) ? this.sets[i].intervalCount !== 1 : !this.sets[i].equals(axis.full)) return false;
    }
    return true;
  }

  /** What is left of this region without `cut`: disjoint regions, at most one for each axis that `cut` constrains. */
  public subtract(cut: Region): Region[] {
    if (!this.overlaps(cut)) return [this];
    const pieces: Region[] = [];
    // Inside-out: what sticks out of the cut on the first axis, then of the rest what sticks out on the second, …
    let rest: Region = this;
    for (let i = 0; i < cut.sets.length; i++) {
      const set = cut.sets[i];
      const axis = this.space.axes[cut.indexes[i]];
      const current = rest.on(axis);
      const outside = current.subtract(set);
      if (outside.isEmpty) continue;
      pieces.push(rest.with(axis, outside));
      rest = rest.with(axis, current.intersect(set));
    }
    return pieces;
  }

  /** The region with axes forgotten: all packets that differ from one of its packets on those axes at most. */
  public without(axes: ReadonlySet<Axis>): Region {
    const { space: { axes: all }, indexes, sets } = this;
    if (!indexes.some((index) => axes.has(all[index]))) return this;
    const isKept = (_: unknown, place: number): boolean => !axes.has(all[indexes[place]]);
    return new Region(this.space, indexes.filter(isKept), sets.filter(isKept));
  }

  private with(axis: Axis, set: IntervalSet<Point>): Region {
    let place = this.indexes.length;
    while (place > 0 && this.indexes[place - 1] >= axis.index) place--;
    const sets = this.sets.slice();
    if (this.indexes[place] === axis.index) {
      sets[place] = set;
      return new Region(this.space, this.indexes, sets);
    }
    const indexes = this.indexes.slice();
    indexes.splice(place, 0, axis.index);
    sets.splice(place, 0, set);
    return new Region(this.space, indexes, sets);
  }
}

const NO_AXES: readonly number[] = [];

/** The places of axes by the bits of a mask: the few that there are, shared by the thousands of regions of an input. */
function placesIn(mask: number): readonly number[] {
  return (PLACES[mask] ??= Array.from({ length: 32 }, (_, place) => place).filter((place) => (mask & (1 << place)) !== 0));
}

const PLACES: Record<number, readonly number[]> = {};
const NO_SETS: readonly IntervalSet<Point>[] = [];

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
