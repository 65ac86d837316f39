import { BoxCover } from './box-cover';
import { Budget } from './budget';
import { uncovered } from './cover';
import { CoverTable } from './cover-table';
import { Matcher } from './first-match';
import { IntervalSet, Point } from './interval-set';
import { Region } from './region';
import { Axis } from './space';

/** Packets that are tried before boxes are split and regions are subtracted. */
const PACKETS_TRIED = 4;

/** Places of parts that are remembered: more would cost more memory than finding them again costs time. */
const MOST_REMEMBERED = 2_000_000;

/** How the parts of a table count in a question. */
interface View {
  readonly regions: readonly Region[];
  /** Whether a part is exactly its hull. */
  readonly isBox: Uint8Array;
}

/**
 * A table that tells which matcher decides some packet of another one's.
 *
 * A part is asked about again and again, so those near it are found once. Mostly one of them holds all that is in question, or a
 * packet is soon found that none of them holds; then boxes are split, and only what are no boxes is subtracted as regions.
 */
export class DecisionTable<M extends Matcher> extends CoverTable<M> {
  private readonly every: View = { regions: this.regions, isBox: this.isBox };
  private readonly certain: View;
  private readonly isUncertain: Uint8Array;
  private readonly nearby: (Int32Array | undefined)[] = [];
  private remembered = 0;
  // The packets in question, their hull and one of them: kept here so that asking allocates little.
  private readonly from = new Float64Array(this.axes.length);
  private readonly to = new Float64Array(this.axes.length);
  private readonly packet = new Float64Array(this.axes.length);
  private readonly boxes = new BoxCover(this.low, this.high);

  /** @param unknowns axes that stand for what is not known, and are none of the numeric ones */
  constructor(matchers: readonly M[], axes: readonly Axis<number>[], unknowns: ReadonlySet<Axis>) {
    super(matchers, axes);
    const regions = this.regions.map((region) => region.without(unknowns));
    const isChanged = (part: number): boolean => regions[part] !== this.regions[part];
    const isBoxNow = (part: number): number => Number(regions[part].isBoxOn(this.axes as unknown as Axis[]));
    this.certain = { regions, isBox: this.isBox.map((isBox, part) => (isChanged(part) ? isBoxNow(part) : isBox)) };
    this.isUncertain = Uint8Array.from(regions, (_, part) => Number(isChanged(part) && this.regions[part].constrainedAxes.some((axis) => unknowns.has(axis))));
  }

  /** How many parts there are: the regions of all matchers, in their order. */
  public get partCount(): number {
    return this.parts;
  }

  /** The first part of a matcher; of the place behind the last one, how many parts there are. */
  public firstPartOf(matcher: number): number {
    return this.firstPart[matcher];
  }

  /** The place of the matcher that a part is of. */
  public matcherAt(part: number): number {
    return this.matcherOf[part];
  }

  /** Whether the packets of a part are in it whatever the unknowns are. */
  public isCertain(part: number): boolean {
    return this.isUncertain[part] === 0;
  }

  /** Parts of earlier matchers that may have packets of a part, in order. */
  public before(part: number): Int32Array {
    const near = this.near(part);
    return near.subarray(0, countBelow(near, this.firstPart[this.matcherOf[part]]));
  }

  /** Parts of later matchers that may have packets of a part, in order. */
  public after(part: number): Int32Array {
    const near = this.near(part);
    return near.subarray(countBelow(near, this.firstPart[this.matcherOf[part] + 1]));
  }

  /**
   * Whether a part decides some packet of another one: one that no earlier matcher holds.
   *
   * @param without matchers that do not count, by their place
   */
  public decidesSome(part: number, of: number, without: ReadonlySet<number>, budget: Budget): boolean {
    return this.isSomeLeft(this.every, part, of, this.firstPart[this.matcherOf[part]], without, budget);
  }

  /** Whether a part decides some packet of another one whatever the unknowns are; both are certain. */
  public decidesSomeForCertain(part: number, of: number, budget: Budget): boolean {
    return this.isSomeLeft(this.certain, part, of, this.firstPart[this.matcherOf[part]], NONE, budget);
  }

  /** Whether some packet of a part is in no matcher but those that do not count. */
  public leavesSome(part: number, without: ReadonlySet<number>, budget: Budget): boolean {
    // Most lists end with what holds everything.
    const last = this.parts - 1;
    if (!without.has(this.matcherOf[last]) && this.holdsPart(last, part)) return false;
    return this.isSomeLeft(this.every, part, part, this.parts, without, budget);
  }

  /** Parts that may have packets of a part, itself among them. */
  private near(part: number): Int32Array {
    const known = this.nearby[part];
    if (known) return known;
    const near = Int32Array.from(this.partsNear(part, this.parts));
    this.remembered += near.length;
    if (this.remembered <= MOST_REMEMBERED) this.nearby[part] = near;
    return near;
  }

  /** Whether some packet of two parts is in no part before `end`. */
  private isSomeLeft(view: View, one: number, other: number, end: number, without: ReadonlySet<number>, budget: Budget): boolean {
    budget.spend();
    const { from, to, low, high, axes } = this;
    for (let i = 0; i < from.length; i++) {
      from[i] = Math.max(low[i][one], low[i][other]);
      to[i] = Math.min(high[i][one], high[i][other]);
      if (from[i] >= to[i]) return false;
    }
    let region: Region | undefined;
    if (view.isBox[one] === 0 || view.isBox[other] === 0) {
      region = view.regions[one].intersect(view.regions[other]);
      if (!region) return false;
      for (let i = 0; i < from.length; i++) {
        const set = region.on(axes[i]);
        from[i] = set.first;
        to[i] = set.end;
      }
    }
    const boxes: number[] = [];
    const more: number[] = [];
    // What is near both is in either list.
    const [near, nearOther] = [this.near(one), this.near(other)];
    const others = near.length < nearOther.length ? near : nearOther;
    for (let n = 0; n < others.length && others[n] < end; n++) {
      const part = others[n];
      if (!this.isNear(part) || (without.size > 0 && without.has(this.matcherOf[part]))) continue;
      if (this.holdsAll(view, part, region)) return false;
      (view.isBox[part] === 1 ? boxes : more).push(part);
    }
    const parts = [...boxes, ...more];
    if (this.isPacketLeft(view, region, parts)) return true;
    if (!region) {
      const isHeld = this.boxes.holds(from, to, boxes, budget);
      if (isHeld === true || (isHeld === false && more.length === 0)) return !isHeld;
    }
    return uncovered(region ?? view.regions[one].intersect(view.regions[other])!, parts.map((part) => view.regions[part]), budget) !== undefined;
  }

  /** Whether the hull of a part overlaps that of the packets in question. */
  private isNear(part: number): boolean {
    const { low, high, from, to } = this;
    for (let i = 0; i < from.length; i++) if (low[i][part] >= to[i] || high[i][part] <= from[i]) return false;
    return true;
  }

  /** Whether one of a few packets in question is in none of some parts. */
  private isPacketLeft(view: View, region: Region | undefined, parts: readonly number[]): boolean {
    const { packet, from, to } = this;
    // The first point of each axis is in question for certain; of a box the middle is, which fewer parts share.
    for (let i = 0; i < packet.length; i++) packet[i] = region ? from[i] : Math.floor((from[i] + to[i]) / 2);
    for (let step = 0; step < PACKETS_TRIED; step++) {
      const rest = new Map<Axis, IntervalSet<Point>>();
      const isHeld = (own: Region): boolean => !(this.isBeside(own) || this.leave(own, region, rest));
      const holder = parts.find((part) => this.isInHull(part) && (view.isBox[part] === 1 || isHeld(view.regions[part])));
      if (holder === undefined) return true;
      if (!this.moveOut(holder, region, step)) return false;
    }
    return false;
  }

  private isInHull(part: number): boolean {
    const { low, high, packet } = this;
    for (let i = 0; i < packet.length; i++) if (packet[i] < low[i][part] || packet[i] >= high[i][part]) return false;
    return true;
  }

  /** Whether the packet is outside a region already by its coordinates on the numeric axes. */
  private isBeside(region: Region): boolean {
    const { axes, packet } = this;
    for (let i = 0; i < axes.length; i++) if (!region.on(axes[i]).includes(packet[i])) return true;
    return false;
  }

  /**
   * Leaves a region by the choice of the packet's coordinates on the other axes.
   *
   * @param rest what is left to choose from, by axis; all of what is in question at first
   */
  private leave(part: Region, region: Region | undefined, rest: Map<Axis, IntervalSet<Point>>): boolean {
    for (const axis of part.constrainedAxes) {
      if (this.axes.includes(axis as unknown as Axis<number>)) continue;
      const outside = (rest.get(axis) ?? region?.on(axis) ?? axis.full).subtract(part.on(axis));
      if (outside.isEmpty) continue;
      rest.set(axis, outside);
      return true;
    }
    return false;
  }

  /** Whether a part holds all packets in question. */
  private holdsAll(view: View, part: number, region: Region | undefined): boolean {
    const { from, to, low, high, axes } = this;
    for (let i = 0; i < from.length; i++) if (low[i][part] > from[i] || high[i][part] < to[i]) return false;
    if (view.isBox[part] === 1) return true;
    if (region) return view.regions[part].contains(region);
    return view.regions[part].constrainedAxes.every((axis) => {
      const i = axes.indexOf(axis as unknown as Axis<number>);
      return i >= 0 && (view.regions[part].on(axes[i])).contains(IntervalSet.interval<number>(from[i], to[i]));
    });
  }

  /** Moves the packet out of a part that holds it, within those in question; false where it goes on nowhere. */
  private moveOut(holder: number, region: Region | undefined, step: number): boolean {
    const { packet, from, to, low, high, axes } = this;
    for (let n = 0; n < packet.length; n++) {
      const i = (n + step) % packet.length;
      const [start, end] = [low[i][holder], high[i][holder]];
      const beyond = end < to[i] ? region?.on(axes[i]).firstFrom(end) ?? end : start > from[i] ? region ? from[i] : start - 1 : undefined;
      if (beyond === undefined) continue;
      packet[i] = beyond;
      return true;
    }
    return false;
  }
}

const NONE: ReadonlySet<number> = new Set();

/** How many of some ascending numbers are below another one. */
function countBelow(sorted: Int32Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
