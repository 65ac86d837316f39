import { BoxCover } from './box-cover';
import { Budget } from './budget';
import { uncovered } from './cover';
import { Matcher } from './first-match';
import { Probe } from './probe';
import { Region } from './region';
import { RuleTable } from './rule-table';

/** How often a packet is moved before the exact question is asked. */
const MOVES = 3;

/** Instead of the place of a part: there is none. */
const NONE = -1;

/** A table that tells which earlier matchers hold all packets of a matcher. */
export class CoverTable<M extends Matcher> extends RuleTable<M> {
  private readonly boxCover = new BoxCover(this.low, this.high);
  protected readonly probe = new Probe(this.axes, this.low, this.high, this.askedLow);
  /** Those that {@link covering} found for a matcher, by its place: places as well. */
  private readonly covered = new Array<readonly number[] | undefined>(this.matchers.length).fill(undefined);
  // The box in question, and on each axis its end (exclusive): kept here so that asking allocates little.
  protected readonly from = new Float64Array(this.axes.length);
  protected readonly to = new Float64Array(this.axes.length);

  /**
   * Earlier matchers that together hold all packets of a matcher, for each of its regions so few that none could be left out; `undefined` where some
   * packet of it is in none of them. Where one is found to be held itself, those that hold it are told in its stead.
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
    if (without.size === 0) this.covered[matcher] = covering;
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
    if (holder === undefined) return this.severalHolders(part, end, without, budget);
    if (holder === NONE) return undefined;
    const matcher = this.matcherOf[holder];
    const instead = without.size === 0 ? this.covered[matcher] : undefined;
    return instead ? this.fewest(part, instead, budget) : [matcher];
  }

  /**
   * The first part that holds all of another one; -1 where a packet of that is found that none holds, and `undefined` where neither is.
   *
   * A part that holds all of another one holds each packet of it, so only those that hold one packet are looked at.
   */
  private holderOf(part: number, end: number, without: ReadonlySet<number>): number | undefined {
    const { probe } = this;
    this.setHull(part);
    probe.enter(this.from, this.to, this.isBox[part] === 1 ? undefined : this.regions[part]);
    let holder = this.firstAtProbe(part, end, without);
    for (let other = holder; other >= 0; other = this.nextCounting(other + 1, end, without)) if (this.holdsPart(other, part)) return other;
    for (let moves = 0; holder >= 0; moves++) {
      if (moves === MOVES || !probe.leave(holder)) return undefined;
      holder = this.firstAtProbe(part, end, without);
    }
    return NONE;
  }

  /** The first part whose hull holds the probe, which is in another one. */
  private firstAtProbe(within: number, end: number, without: ReadonlySet<number>): number {
    this.askPoint(within);
    return this.nextCounting(0, end, without);
  }

  /** The next part that the question meets, and that counts. */
  private nextCounting(from: number, end: number, without: ReadonlySet<number>): number {
    let part = this.nextPart(from, end);
    while (part >= 0 && without.has(this.matcherOf[part])) part = this.nextPart(part + 1, end);
    return part;
  }

  /** Where none holds it alone. */
  private severalHolders(part: number, end: number, without: ReadonlySet<number>, budget: Budget): readonly number[] | undefined {
    const { matcherOf, isBox, regions } = this;
    const near = this.partsNear(part, end).filter((other) => {
      const matcher = matcherOf[other];
      // What is covered itself adds nothing, unless what covers it does not count.
      if (without.size === 0 ? this.covered[matcher] !== undefined : without.has(matcher)) return false;
      return isBox[other] === 1 || regions[other].overlaps(regions[part]);
    });
    const used = this.usedOf(part, near, budget);
    return used && this.fewest(part, [...new Set(used.map((one) => matcherOf[one]))].sort((one, other) => one - other), budget);
  }

  /** Those of some parts that it takes to hold all of another one; `undefined` where they do not. */
  private usedOf(part: number, near: readonly number[], budget: Budget): readonly number[] | undefined {
    const { regions, isBox } = this;
    if (isBox[part] === 1) {
      const used: number[] = [];
      this.setHull(part);
      const isHeld = this.isBoxHeld(isBox, near, budget, used);
      if (isHeld !== undefined) return isHeld ? used : undefined;
    }
    const used = new Set<Region>();
    if (uncovered(regions[part], near.map((other) => regions[other]), budget, used)) return undefined;
    return near.filter((other) => used.has(regions[other]));
  }

  /** Drops matchers, the last first, as long as the others still hold all of a part. */
  private fewest(part: number, matchers: readonly number[], budget: Budget): readonly number[] {
    if (matchers.length === 1) return matchers;
    return matchers.reduceRight((kept, matcher) => {
      const others = kept.filter((other) => other !== matcher);
      return this.isHeldWithout(matcher, part, others, budget) ? others : kept;
    }, matchers);
  }

  /** Whether matchers hold what another one has of a part: they hold what it does not, so only its own packets are in question. */
  private isHeldWithout(matcher: number, part: number, others: readonly number[], budget: Budget): boolean {
    const { firstPart, regions, isBox } = this;
    const parts: number[] = [];
    for (const other of others) for (let one = firstPart[other]; one < firstPart[other + 1]; one++) parts.push(one);
    for (let own = firstPart[matcher]; own < firstPart[matcher + 1]; own++) {
      if (!this.setBox(own, part)) continue;
      // What the part does not hold of its hull is theirs as well, so of a box the hull is what they have to hold.
      const isHeld = isBox[part] === 1 ? this.isBoxHeld(isBox, parts, budget) : undefined;
      if (isHeld === true) continue;
      if (isHeld === false) return false;
      const region = regions[part].intersect(regions[own]);
      if (region !== undefined && uncovered(region, parts.map((one) => regions[one]), budget) !== undefined) return false;
    }
    return true;
  }

  /** Makes the hull of a part the box in question. */
  private setHull(part: number): void {
    const { low, high, from, to } = this;
    for (let i = 0; i < from.length; i++) {
      from[i] = low[i][part];
      to[i] = high[i][part];
    }
  }

  /** Makes what the hulls of two parts share the box in question; false where that is nothing. */
  protected setBox(one: number, other: number): boolean {
    const { low, high, from, to } = this;
    for (let i = 0; i < from.length; i++) {
      from[i] = Math.max(low[i][one], low[i][other]);
      to[i] = Math.min(high[i][one], high[i][other]);
      if (from[i] >= to[i]) return false;
    }
    return true;
  }

  /**
   * Whether those of some parts that are boxes hold the box in question.
   *
   * @param used takes the parts that were needed for "all of it"
   * @returns `undefined` where boxes alone do not settle it
   */
  protected isBoxHeld(isBox: Uint8Array, parts: readonly number[], budget: Budget, used?: number[]): boolean | undefined {
    const boxes = parts.filter((part) => isBox[part] === 1);
    const isHeld = this.boxCover.holds(this.from, this.to, boxes, budget, used);
    return isHeld === false && boxes.length < parts.length ? undefined : isHeld;
  }
}
