import { Region } from './region';
import { Axis } from './space';

/**
 * A packet of a box or a region that is moved out of one part after another: one that no part holds tells at once that they do not
 * hold all of it.
 *
 * Boxes are given by the bounds of all parts on some numeric axes, and regions are met on these axes alone.
 */
export class Probe {
  private from!: Float64Array;
  private to!: Float64Array;
  private region: Region | undefined;
  private moves = 0;

  /**
   * @param low for each axis the first point of each part
   * @param high for each axis the end (exclusive) of each part
   * @param point takes the coordinates of the packet on the axes
   */
  constructor(
    private readonly axes: readonly Axis<number>[], private readonly low: readonly Float64Array[], private readonly high: readonly Float64Array[],
    private readonly point: Float64Array,
  ) {}

  /**
   * Begins in the middle: fewer parts share it than a corner.
   *
   * @param from the first point on each axis; read again by each move
   * @param to the end (exclusive) on each axis; read again as well
   * @param region what is to be kept to, where it is not all of that box: from its first point to its end on each axis
   */
  public enter(from: Float64Array, to: Float64Array, region?: Region): void {
    this.region = region;
    this.moves = 0;
    this.from = from;
    this.to = to;
    const { point } = this;
    for (let i = 0; i < point.length; i++) point[i] = Math.floor((from[i] + to[i]) / 2);
    if (region) for (let i = 0; i < point.length; i++) this.moveTo(i, point[i]);
  }

  /** Whether the packet is in the hull of a part. */
  public isIn(part: number): boolean {
    const { low, high, point } = this;
    for (let i = 0; i < point.length; i++) if (point[i] < low[i][part] || point[i] >= high[i][part]) return false;
    return true;
  }

  /**
   * Moves the packet out of a part whose hull it is in, on an axis where that does not reach as far as the box: behind it, or else to
   * the first point. Each move begins to look on the next axis.
   *
   * @returns false where the part reaches as far on all axes
   */
  public leave(part: number): boolean {
    const { low, high, from, to } = this;
    const first = this.moves++;
    for (let n = 0; n < from.length; n++) {
      const i = (first + n) % from.length;
      if (high[i][part] < to[i]) this.moveTo(i, high[i][part]);
      else if (low[i][part] > from[i]) this.moveTo(i, from[i]);
      else continue;
      return true;
    }
    return false;
  }

  /** Moves it on an axis to a point, or to the next one in question. */
  private moveTo(i: number, point: number): void {
    this.point[i] = this.region === undefined ? point : this.region.on(this.axes[i]).firstFrom(point)!;
  }
}
