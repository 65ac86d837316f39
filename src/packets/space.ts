import { IntervalSet, Point } from './interval-set';

/** One dimension of a space of packets: its points, and what to call it. */
export interface Axis<T extends Point = Point> {
  readonly index: number;
  readonly name: string;
  /** Every point of the axis. */
  readonly full: IntervalSet<T>;
}

/**
 * The product of its axes. Axes may be added at any time: a region that says nothing of an axis spans all of it, so
 * regions made earlier keep their meaning.
 */
export class Space {
  public readonly axes: Axis[] = [];

  public addAxis<T extends Point>(name: string, full: IntervalSet<T>): Axis<T> {
    const axis: Axis<T> = { index: this.axes.length, name, full };
    this.axes.push(axis as unknown as Axis);
    return axis;
  }
}
