import { AxisIndex } from './axis-index';
import { Budget } from './budget';
import { uncovered } from './cover';
import { Decision, findDecision, firstMatch, Matcher } from './first-match';
import { Region } from './region';
import { Axis } from './space';

/** An index pays for itself after some questions; before that, looking at the bounds of every part is cheaper. */
const QUESTIONS_BEFORE_INDEXING = 32;

/** The index has as many bits in each of its rows as there are parts. */
const LARGEST_INDEX = 200_000;

/** Steps aside that are tried for a packet of its own before the exact question is asked. */
const STEPS_ASIDE = 8;

/**
 * An ordered list of matchers with an index of where they can match, so that a question about a small part of the space
 * meets only the few entries that overlap it.
 *
 * For every region of every matcher ("part") the table keeps its hull (the smallest box around it) on the numeric axes in
 * flat arrays. Asking is then two binary searches and a few machine words of bit sets per axis; everything exact is still
 * decided by regions, on the candidates alone, unless the part is that very box.
 */
export class RuleTable<M extends Matcher> {
  private readonly matcherOf: Uint32Array;
  /** For each matcher the place of its first part, and at the end how many parts there are. */
  private readonly firstPart: Uint32Array;
  private readonly low: readonly Float64Array[];
  private readonly high: readonly Float64Array[];
  private readonly isBox: Uint8Array;
  private readonly regions: readonly Region[];
  private readonly parts: number;
  private indexes: readonly AxisIndex[] | undefined;
  private asked = 0;
  // The question being asked: kept here so that asking allocates nothing.
  private readonly askedLow: Float64Array;
  private readonly askedHigh: Float64Array;
  private readonly point: Float64Array;
  private readonly near: number[] = [];

  /**
   * @param matchers in the order in which they are tried
   * @param axes numeric axes to index, the most telling first
   */
  constructor(private readonly matchers: readonly M[], private readonly axes: readonly Axis<number>[]) {
    const regions: Region[] = [];
    const matcherOf: number[] = [];
    this.firstPart = new Uint32Array(matchers.length + 1);
    matchers.forEach((matcher, index) => {
      for (const region of matcher.regions) {
        regions.push(region);
        matcherOf.push(index);
      }
      this.firstPart[index + 1] = regions.length;
    });
    this.regions = regions;
    this.parts = regions.length;
    this.matcherOf = Uint32Array.from(matcherOf);
    this.isBox = Uint8Array.from(regions, (region) => Number(region.isBoxOn(axes as unknown as Axis[])));
    this.low = axes.map((axis) => Float64Array.from(regions, (region) => region.on(axis).first));
    this.high = axes.map((axis) => Float64Array.from(regions, (region) => region.on(axis).end));
    this.askedLow = new Float64Array(axes.length);
    this.askedHigh = new Float64Array(axes.length);
    this.point = new Float64Array(axes.length);
  }

  /** Splits a region by which matcher decides it; exactly what {@link firstMatch} over the whole list gives. */
  public decide(query: Region, budget: Budget): Decision<M>[] {
    return firstMatch(query, this.candidates(query), budget);
  }

  /** Some packets of a region whose deciding matcher is wanted; see {@link findDecision}. */
  public find(query: Region, isWanted: (matcher: M | undefined) => boolean, budget: Budget): Decision<M> | undefined {
    // Mostly one matcher holds the whole question, and it is the first that overlaps it.
    this.ask(query);
    for (let part = this.nextPart(0, this.parts); part >= 0; part = this.nextPart(part + 1, this.parts)) {
      if (this.holds(part, query)) {
        const matcher = this.matchers[this.matcherOf[part]];
        return isWanted(matcher) ? { region: query, matcher } : undefined;
      }
      if (this.isBox[part] === 1 || this.regions[part].overlaps(query)) return findDecision(query, this.candidates(query), isWanted, budget);
    }
    return isWanted(undefined) ? { region: query } : undefined;
  }

  /** The matchers that may match some packet of a region, in order. */
  public candidates(query: Region): M[] {
    const found: M[] = [];
    let last = -1;
    this.ask(query);
    for (let part = this.nextPart(0, this.parts); part >= 0; part = this.nextPart(part + 1, this.parts)) {
      const matcher = this.matcherOf[part];
      if (matcher !== last) found.push(this.matchers[matcher]);
      last = matcher;
    }
    return found;
  }

  /**
   * Matchers before a place of the list that together hold all packets of a region, so few that none could be left out;
   * `undefined` where some packet is in none of them.
   *
   * @param without matchers that do not count, by their place
   */
  public covering(query: Region, before: number, without: ReadonlySet<number>, budget: Budget): M[] | undefined {
    this.ask(query);
    const { near } = this;
    const end = this.firstPart[before];
    near.length = 0;
    for (let part = this.nextPart(0, end); part >= 0; part = this.nextPart(part + 1, end)) {
      const matcher = this.matcherOf[part];
      if (without.size > 0 && without.has(matcher)) continue;
      if (this.holds(part, query)) return [this.matchers[matcher]];
      near.push(part);
    }
    if (near.length === 0 || this.stepsAside(query)) return undefined;
    const parts = near.map((part) => this.regions[part]);
    const used = new Set<Region>();
    if (uncovered(query, parts, budget, used)) return undefined;
    const matchers = [...new Set(near.filter((part) => used.has(this.regions[part])).map((part) => this.matchers[this.matcherOf[part]]))];
    return fewest(query, matchers, budget);
  }

  /** Whether a part holds all of the question's region. */
  private holds(part: number, query: Region): boolean {
    const { low, high, askedLow, askedHigh } = this;
    for (let i = 0; i < askedLow.length; i++) if (low[i][part] > askedLow[i] || high[i][part] < askedHigh[i]) return false;
    return this.isBox[part] === 1 || this.regions[part].contains(query);
  }

  /**
   * Looks for one packet outside the parts that are near, from the first point of the question's region upwards: past each
   * part that may hold the point, on an axis on which the region goes on behind it. For a box; others are not looked into.
   */
  private stepsAside(query: Region): boolean {
    const { point, near, low, high, askedLow, askedHigh, axes } = this;
    if (!query.isBoxOn(axes as unknown as Axis[])) return false;
    point.set(askedLow);
    for (let step = 0; step < STEPS_ASIDE; step++) {
      const part = near.find((one) => point.every((at, i) => low[i][one] <= at && at < high[i][one]));
      if (part === undefined) return true;
      const axis = high.findIndex((bounds, i) => bounds[part] < askedHigh[i]);
      if (axis < 0) return false;
      point[axis] = high[axis][part];
    }
    return false;
  }

  /** Makes a region the question that {@link nextPart} and {@link holds} are about. */
  private ask(query: Region): void {
    const { axes, askedLow, askedHigh } = this;
    if (++this.asked === QUESTIONS_BEFORE_INDEXING && this.parts <= LARGEST_INDEX) {
      const words = (this.parts + 31) >>> 5;
      this.indexes = axes.map((_, i) => new AxisIndex(this.low[i], this.high[i], words));
    }
    for (let i = 0; i < axes.length; i++) {
      const set = query.on(axes[i]);
      askedLow[i] = set.first;
      askedHigh[i] = set.end;
      if (this.indexes) this.indexes[i].ask(askedLow[i], askedHigh[i]);
    }
  }

  /** The first part from `from` on and before `end` whose hull overlaps that of the question's region; -1 where there is none. */
  private nextPart(from: number, end: number): number {
    const { indexes } = this;
    if (!indexes) {
      for (let part = from; part < end; part++) if (this.overlaps(part)) return part;
      return -1;
    }
    for (let word = from >>> 5; word << 5 < end; word++) {
      let bits = word === from >>> 5 ? 0xffffffff << (from & 31) : 0xffffffff;
      for (let i = 0; i < indexes.length && bits !== 0; i++) bits &= indexes[i].overlapping(word);
      for (; bits !== 0; bits &= bits - 1) {
        const part = (word << 5) + 31 - Math.clz32(bits & -bits);
        if (part >= end) return -1;
        if (this.overlaps(part)) return part;
      }
    }
    return -1;
  }

  private overlaps(part: number): boolean {
    const { low, high, askedLow, askedHigh } = this;
    for (let i = 0; i < askedLow.length; i++) if (low[i][part] >= askedHigh[i] || high[i][part] <= askedLow[i]) return false;
    return true;
  }
}

/** Drops matchers, the last first, as long as the others still hold all of a region. */
function fewest<M extends Matcher>(region: Region, matchers: readonly M[], budget: Budget): M[] {
  let kept = [...matchers];
  for (const matcher of [...matchers].reverse()) {
    const others = kept.filter((other) => other !== matcher);
    if (!uncovered(region, others.flatMap(({ regions }) => regions), budget)) kept = others;
  }
  return kept;
}
