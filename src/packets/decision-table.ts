import { Budget } from './budget';
import { uncovered } from './cover';
import { CoverTable } from './cover-table';
import { Matcher } from './first-match';
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
    if (!this.setBox(one, other)) return false;
    const { isBox, regions } = view;
    let region: Region | undefined;
    if (isBox[one] === 0 || isBox[other] === 0) {
      region = regions[one].intersect(regions[other]);
      if (!region) return false;
      this.setHullOf(region);
    }
    const whole = (): Region => region ?? regions[one].intersect(regions[other])!;
    const parts: number[] = [];
    // What is near both is in either list.
    const [near, nearOther] = [this.near(one), this.near(other)];
    const others = near.length < nearOther.length ? near : nearOther;
    for (const part of others.subarray(0, countBelow(others, end))) {
      if (!this.isNear(part) || without.has(this.matcherOf[part])) continue;
      if (this.isHullAround(part) && (isBox[part] === 1 || regions[part].contains(whole()))) return false;
      parts.push(part);
    }
    if (this.isPacketLeft(region, parts)) return true;
    const isHeld = region ? undefined : this.isBoxHeld(isBox, parts, budget);
    if (isHeld !== undefined) return !isHeld;
    return uncovered(whole(), parts.map((part) => regions[part]), budget) !== undefined;
  }

  /** Makes the hull of a region the box in question. */
  private setHullOf(region: Region): void {
    const { axes, from, to } = this;
    for (let i = 0; i < axes.length; i++) ({ first: from[i], end: to[i] } = region.on(axes[i]));
  }

  /** Whether the hull of a part overlaps the box in question. */
  private isNear(part: number): boolean {
    const { low, high, from, to } = this;
    for (let i = 0; i < from.length; i++) if (low[i][part] >= to[i] || high[i][part] <= from[i]) return false;
    return true;
  }

  /** Whether the hull of a part holds the box in question. */
  private isHullAround(part: number): boolean {
    const { low, high, from, to } = this;
    for (let i = 0; i < from.length; i++) if (low[i][part] > from[i] || high[i][part] < to[i]) return false;
    return true;
  }

  /** Whether one of a few packets in question is in the hull of none of some parts. */
  private isPacketLeft(region: Region | undefined, parts: readonly number[]): boolean {
    const { probe, from, to } = this;
    probe.enter(from, to, region);
    for (let tried = 0; tried < PACKETS_TRIED; tried++) {
      const holder = parts.find((part) => probe.isIn(part));
      if (holder === undefined) return true;
      if (!probe.leave(holder)) return false;
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
