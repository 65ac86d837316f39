import { BoxCover } from './box-cover';
import { Budget } from './budget';
import { uncovered } from './cover';
import { Matcher } from './first-match';
import { Region } from './region';
import { RuleTable } from './rule-table';
import { Axis } from './space';

/** Points of a part that are looked at for one of its own before the exact question is asked. */
const STEPS_ASIDE = 4;

/** What a part is found to be held by instead of one part. */
const NONE = -1;
const NOT_ONE_ALONE = -2;

/** A table that tells which earlier matchers hold all packets of a matcher. */
export class CoverTable<M extends Matcher> extends RuleTable<M> {
  private readonly boxCover: BoxCover;
  /** Those that {@link covering} found, by the place of the matcher: places as well. */
  private readonly covered = new Map<number, readonly number[]>();
  private readonly isCovered: Uint8Array;
  // The box in question: kept here so that asking allocates little.
  private readonly first: Float64Array;
  private readonly end: Float64Array;

  constructor(matchers: readonly M[], axes: readonly Axis<number>[]) {
    super(matchers, axes);
    this.boxCover = new BoxCover(this.low, this.high);
    this.isCovered = new Uint8Array(matchers.length);
    this.first = new Float64Array(this.axes.length);
    this.end = new Float64Array(this.axes.length);
  }

  /**
   * Earlier matchers that together hold all packets of a matcher, for each of its regions so few that none could be left out; `undefined` where some
   * packet of it is in none of them.
   *
   * @param matcher its place in the list
   * @param without further matchers that do not count, by their place
   */
  public covering(matcher: number, without: ReadonlySet<number>, budget: Budget): readonly M[] | undefined {
    const { firstPart, matchers } = this;
    let covering: readonly number[] = [];
    for (let part = firstPart[matcher]; part < firstPart[matcher + 1]; part++) {
      const holders = this.holdersOf(part, firstPart[matcher], without, budget);
      if (!holders) return undefined;
      covering = covering.length === 0 ? holders : [...new Set([...covering, ...holders])];
    }
    if (without.size === 0) {
      this.covered.set(matcher, covering);
      this.isCovered[matcher] = 1;
    }
    return covering.map((place) => matchers[place]);
  }

  /** Whether a part holds all of another one. */
  public holdsPart(part: number, other: number): boolean {
    const { low, high } = this;
    for (let i = 0; i < low.length; i++) if (low[i][part] > low[i][other] || high[i][part] < high[i][other]) return false;
    return this.isBox[part] === 1 || this.regions[part].contains(this.regions[other]);
  }

  /** Matchers before a part that together hold all of it. */
  private holdersOf(part: number, end: number, without: ReadonlySet<number>, budget: Budget): readonly number[] | undefined {
    const holder = this.holderOf(part, end, without);
    if (holder === NONE) return undefined;
    if (holder === NOT_ONE_ALONE) return this.severalHolders(part, end, without, budget);
    const matcher = this.matcherOf[holder];
    const instead = without.size === 0 && this.isCovered[matcher] === 1 ? this.covered.get(matcher) : undefined;
    return instead ? this.fewest(part, instead, budget) : [matcher];
  }

  /**
   * The first part that holds all of another one.
   *
   * A part that does so holds each of its points: one that no part holds settles it. So one point is looked at, and where it
   * is held, another one beside the part that holds it.
   */
  private holderOf(part: number, end: number, without: ReadonlySet<number>): number {
    const { low, high, askedLow, matcherOf } = this;
    const isBox = this.isBox[part] === 1;
    // The first point of each axis is in the part for certain; of a box the middle is, which fewer others share.
    for (let i = 0; i < low.length; i++) askedLow[i] = isBox ? Math.floor((low[i][part] + high[i][part]) / 2) : low[i][part];
    for (let step = 0; step < STEPS_ASIDE; step++) {
      this.askPoint(part);
      let holder = NONE;
      for (let other = this.nextPart(0, end); other >= 0; other = this.nextPart(other + 1, end)) {
        if (without.size > 0 && without.has(matcherOf[other])) continue;
        if (holder < 0) holder = other;
        // What holds the whole part holds its first point that is looked at.
        if (step > 0) break;
        if (this.holdsPart(other, part)) return other;
      }
      if (holder < 0) return NONE;
      if (!isBox || !this.stepAside(part, holder, step)) return NOT_ONE_ALONE;
    }
    return NOT_ONE_ALONE;
  }

  /** Moves the point in question out of a part that holds it, within another one, a box; false where it goes on nowhere. */
  private stepAside(within: number, holder: number, step: number): boolean {
    const { low, high, askedLow } = this;
    for (let n = 0; n < low.length; n++) {
      const i = (n + step) % low.length;
      const beyond = high[i][holder] < high[i][within] ? high[i][holder] : low[i][holder] > low[i][within] ? low[i][holder] - 1 : undefined;
      if (beyond === undefined) continue;
      askedLow[i] = beyond;
      return true;
    }
    return false;
  }

  /** Where none holds it alone. */
  private severalHolders(part: number, end: number, without: ReadonlySet<number>, budget: Budget): readonly number[] | undefined {
    const { matcherOf, isBox, regions } = this;
    const near: number[] = [];
    let areBoxes = true;
    for (const other of this.partsNear(part, end)) {
      const matcher = matcherOf[other];
      // What is covered itself adds nothing, unless what covers it does not count.
      if (without.size === 0 ? this.isCovered[matcher] === 1 : without.has(matcher)) continue;
      if (isBox[other] === 0) {
        if (!regions[other].overlaps(regions[part])) continue;
        areBoxes = false;
      }
      near.push(other);
    }
    const used = this.usedOf(part, near, areBoxes, budget);
    return used && this.fewest(part, [...new Set(used.map((one) => matcherOf[one]))].sort((one, other) => one - other), budget);
  }

  /** Those of some parts that it takes to hold all of another one; `undefined` where they do not. */
  private usedOf(part: number, near: readonly number[], areBoxes: boolean, budget: Budget): readonly number[] | undefined {
    const { regions, isBox } = this;
    if (isBox[part] === 1) {
      const used: number[] = [];
      const boxes = areBoxes ? near : near.filter((other) => isBox[other] === 1);
      const isHeld = this.boxCover.holds(this.lowOf(part), this.highOf(part), boxes, budget, used);
      if (isHeld === true) return used;
      if (isHeld === false && areBoxes) return undefined;
    }
    const used = new Set<Region>();
    if (uncovered(regions[part], near.map((other) => regions[other]), budget, used)) return undefined;
    return near.filter((other) => used.has(regions[other]));
  }

  /** Drops matchers, the last first, as long as the others still hold all of a part. */
  private fewest(part: number, matchers: readonly number[], budget: Budget): readonly number[] {
    if (matchers.length === 1) return matchers;
    let kept = matchers;
    for (let i = matchers.length - 1; i >= 0; i--) {
      const others = kept.filter((other) => other !== matchers[i]);
      if (this.isHeldWithout(matchers[i], part, others, budget)) kept = others;
    }
    return kept;
  }

  /** Whether matchers hold what another one has of a part: they hold what it does not, so only its own packets are in question. */
  private isHeldWithout(matcher: number, part: number, others: readonly number[], budget: Budget): boolean {
    const { firstPart, regions, isBox } = this;
    const parts: number[] = [];
    for (const other of others) for (let one = firstPart[other]; one < firstPart[other + 1]; one++) parts.push(one);
    for (let own = firstPart[matcher]; own < firstPart[matcher + 1]; own++) {
      const shared = isBox[own] === 1 && isBox[part] === 1 ? this.boxIsHeld(own, part, parts, budget) : undefined;
      if (shared === true) continue;
      if (shared === false) return false;
      const region = regions[part].intersect(regions[own]);
      if (region !== undefined && uncovered(region, parts.map((one) => regions[one]), budget) !== undefined) return false;
    }
    return true;
  }

  /** Whether parts hold what two boxes share; `undefined` where boxes alone do not settle it. */
  private boxIsHeld(one: number, other: number, parts: readonly number[], budget: Budget): boolean | undefined {
    const { low, high, first, end, isBox } = this;
    for (let i = 0; i < low.length; i++) {
      first[i] = Math.max(low[i][one], low[i][other]);
      end[i] = Math.min(high[i][one], high[i][other]);
      if (first[i] >= end[i]) return true;
    }
    const boxes = parts.filter((part) => isBox[part] === 1);
    const isHeld = this.boxCover.holds(first, end, boxes, budget);
    return isHeld === false && boxes.length < parts.length ? undefined : isHeld;
  }

  private lowOf(part: number): Float64Array {
    for (let i = 0; i < this.first.length; i++) this.first[i] = this.low[i][part];
    return this.first;
  }

  private highOf(part: number): Float64Array {
    for (let i = 0; i < this.end.length; i++) this.end[i] = this.high[i][part];
    return this.end;
  }
}
