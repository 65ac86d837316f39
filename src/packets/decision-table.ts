import { BoxCover } from './box-cover';
import { Budget } from './budget';
import { uncovered } from './cover';
import { Matcher } from './first-match';
import { IntervalSet, Point } from './interval-set';
import { Region } from './region';
import { RuleTable } from './rule-table';
import { Axis } from './space';

/** Packets that are tried before the exact question is asked. */
const PACKETS_TRIED = 4;

/** How the parts of a table count in a question. */
interface View {
  readonly regions: readonly Region[];
  /** Whether a part is exactly its hull. */
  readonly isBox: Uint8Array;
}

/**
 * A table that tells which matcher decides some packet of another one's.
 *
 * Nearly always one packet settles that: the table looks at one, and where it belongs to an earlier part, at another one beside that
 * part. Where none of them settles it, boxes are split; only what are no boxes is subtracted as regions.
 */
export class DecisionTable<M extends Matcher> extends RuleTable<M> {
  private readonly every: View = { regions: this.regions, isBox: this.isBox };
  private readonly certain: View;
  private readonly isUncertain: Uint8Array;
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
    this.certain = { regions, isBox: this.isBox.map((isBox, part) => (isChanged(part) ? Number(this.isExact(regions[part])) : isBox)) };
    this.isUncertain = Uint8Array.from(regions, (_, part) => Number(isChanged(part) && this.regions[part].constrainedAxes.some((axis) => unknowns.has(axis))));
  }

  /** How many parts there are: the regions of all matchers, in their order. */
  public get partCount(): number {
    return this.parts;
  }

  /** The parts of a matcher: from the first number up to, and without, the second. */
  public partsOf(matcher: number): readonly [first: number, end: number] {
    return [this.firstPart[matcher], this.firstPart[matcher + 1]];
  }

  /** The place of the matcher that a part is of. */
  public matcherAt(part: number): number {
    return this.matcherOf[part];
  }

  /** Whether the packets of a part are in it whatever the unknowns are. */
  public isCertain(part: number): boolean {
    return this.isUncertain[part] === 0;
  }

  /** Parts from one on and before another one that may have packets of a part, in order. */
  public near(part: number, first: number, end: number): number[] {
    const found: number[] = [];
    const { askedLow, askedHigh, low, high } = this;
    this.count();
    for (let i = 0; i < low.length; i++) {
      askedLow[i] = low[i][part];
      askedHigh[i] = high[i][part];
    }
    this.askIndexes();
    for (let other = this.nextPart(first, end); other >= 0; other = this.nextPart(other + 1, end)) found.push(other);
    return found;
  }

  /** Whether a part holds all of another one. */
  public holdsPart(part: number, other: number): boolean {
    const { low, high } = this;
    for (let i = 0; i < low.length; i++) if (low[i][part] > low[i][other] || high[i][part] < high[i][other]) return false;
    return this.isBox[part] === 1 || this.regions[part].contains(this.regions[other]);
  }

  /**
   * Whether some packet of two parts is in no part before another one.
   *
   * @param without matchers that do not count, by their place
   */
  public someLeft(one: number, other: number, end: number, without: ReadonlySet<number>, budget: Budget): boolean {
    return this.isSomeLeft(this.every, one, other, end, without, budget);
  }

  /** Whether some packet of two parts is in no part before another one, whatever the unknowns are. */
  public someLeftForCertain(one: number, other: number, end: number, budget: Budget): boolean {
    return this.isSomeLeft(this.certain, one, other, end, NONE, budget);
  }

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
    const answer = this.tryPackets(view, region, end, without);
    if (answer !== undefined) return answer;
    const parts = this.partsBefore(end, without);
    if (!region) {
      const boxes = parts.filter((part) => view.isBox[part] === 1);
      const isHeld = this.boxes.holds(from, to, boxes, budget);
      if (isHeld === true || (isHeld === false && boxes.length === parts.length)) return !isHeld;
    }
    const whole = region ?? view.regions[one].intersect(view.regions[other])!;
    return uncovered(whole, parts.map((part) => view.regions[part]), budget) !== undefined;
  }

  /** Parts before another one that may have packets in question. */
  private partsBefore(end: number, without: ReadonlySet<number>): number[] {
    const { askedLow, askedHigh, from, to } = this;
    this.count();
    askedLow.set(from);
    askedHigh.set(to);
    this.askIndexes();
    const parts: number[] = [];
    for (let part = this.nextPart(0, end); part >= 0; part = this.nextPart(part + 1, end)) {
      if (!without.has(this.matcherOf[part])) parts.push(part);
    }
    return parts;
  }

  /** @param region the packets in question, where they are not all of their hull. @returns undefined where the packets tried settle nothing */
  private tryPackets(view: View, region: Region | undefined, end: number, without: ReadonlySet<number>): boolean | undefined {
    const { askedLow, askedHigh, packet, from, to, matcherOf } = this;
    // The first point of each axis is in question for certain; of a box the middle is, which fewer parts share.
    for (let i = 0; i < packet.length; i++) packet[i] = region ? from[i] : Math.floor((from[i] + to[i]) / 2);
    for (let step = 0; step < PACKETS_TRIED; step++) {
      this.count();
      for (let i = 0; i < packet.length; i++) {
        askedLow[i] = packet[i];
        askedHigh[i] = packet[i] + 1;
      }
      this.askIndexes();
      let holder = -1;
      const rest = new Map<Axis, IntervalSet<Point>>();
      for (let part = this.nextPart(0, end); part >= 0; part = this.nextPart(part + 1, end)) {
        if (without.size > 0 && without.has(matcherOf[part])) continue;
        if (view.isBox[part] === 0 && (this.isBeside(view.regions[part]) || this.leave(view.regions[part], region, rest))) continue;
        if (holder < 0) holder = part;
        // What holds all of them holds the first one that is tried.
        if (step > 0) break;
        if (this.holdsAll(view, part, region)) return false;
      }
      if (holder < 0) return true;
      if (!this.moveOut(holder, region, step)) return undefined;
    }
    return undefined;
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

  private isExact(region: Region): boolean {
    return region.isBoxOn(this.axes as unknown as Axis[]);
  }
}

const NONE: ReadonlySet<number> = new Set();
