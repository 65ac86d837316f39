import { Budget, Decision, findDecision, firstMatch, Matcher } from './first-match';
import { Region } from './region';
import { Axis } from './space';

/**
 * An ordered list of matchers with an index of where they can match, so that a question about a small part of the space
 * meets only the few entries that overlap it.
 *
 * For every region of every matcher the table keeps its hull (the smallest box around it) on the numeric axes in flat
 * arrays. Asking is then three binary searches and a few machine words of bit sets per axis; everything exact is still
 * decided by regions, on the candidates alone.
 */
export class RuleTable<M extends Matcher> {
  private readonly matcherOf: Uint32Array;
  private readonly low: readonly Float64Array[];
  private readonly high: readonly Float64Array[];
  private readonly indexes: readonly AxisIndex[];
  private readonly regions: readonly Region[];
  private readonly parts: number;
  private readonly words: number;
  // The question being asked: kept here so that asking allocates nothing.
  private readonly askedLow: Float64Array;
  private readonly askedHigh: Float64Array;
  private isIndexed = false;
  private asked = 0;

  /**
   * @param matchers in the order in which they are tried
   * @param axes numeric axes to index, the most telling first
   */
  constructor(private readonly matchers: readonly M[], private readonly axes: readonly Axis<number>[]) {
    const parts = matchers.flatMap((matcher, index) => matcher.regions.map((region) => ({ region, index })));
    this.matcherOf = Uint32Array.from(parts, (part) => part.index);
    this.low = axes.map((axis) => Float64Array.from(parts, (part) => part.region.on(axis).first));
    this.high = axes.map((axis) => Float64Array.from(parts, (part) => part.region.on(axis).end));
    this.regions = parts.map((part) => part.region);
    this.parts = parts.length;
    this.words = (parts.length + 31) >>> 5;
    this.askedLow = new Float64Array(axes.length);
    this.askedHigh = new Float64Array(axes.length);
    this.indexes = axes.map((_, i) => new AxisIndex(this.low[i], this.high[i], this.words));
  }

  /** Splits a region by which matcher decides it; exactly what {@link firstMatch} over the whole list gives. */
  public decide(query: Region, budget: Budget): Decision<M>[] {
    return firstMatch(query, this.candidates(query), budget);
  }

  /** Some packets of a region whose deciding matcher is wanted; see {@link findDecision}. */
  public find(query: Region, isWanted: (matcher: M | undefined) => boolean, budget: Budget): Decision<M> | undefined {
    // Mostly one matcher holds the whole question, and it is the first that overlaps it.
    for (let part = this.nextPart(query, 0); part >= 0; part = this.nextPart(undefined, part + 1)) {
      const region = this.regions[part];
      if (region.contains(query)) {
        const matcher = this.matchers[this.matcherOf[part]];
        return isWanted(matcher) ? { region: query, matcher } : undefined;
      }
      if (region.overlaps(query)) return findDecision(query, this.candidates(query), isWanted, budget);
    }
    return isWanted(undefined) ? { region: query } : undefined;
  }

  /** The matchers that may match some packet of a region, in order. */
  public candidates(query: Region): M[] {
    const found: M[] = [];
    let last = -1;
    for (let part = this.nextPart(query, 0); part >= 0; part = this.nextPart(undefined, part + 1)) {
      const matcher = this.matcherOf[part];
      if (matcher !== last) found.push(this.matchers[matcher]);
      last = matcher;
    }
    return found;
  }

  /**
   * The first part from `from` on whose hull overlaps that of a region; -1 where there is none.
   *
   * @param query a new question; absent to go on with the last one
   */
  private nextPart(query: Region | undefined, from: number): number {
    if (query) this.ask(query);
    const { parts } = this;
    if (!this.isIndexed) {
      for (let part = from; part < parts; part++) if (this.overlaps(part)) return part;
      return -1;
    }
    for (let word = from >>> 5; word < this.words; word++) {
      let bits = 0xffffffff;
      for (const index of this.indexes) bits &= index.overlapping(word);
      if (word === from >>> 5) bits &= 0xffffffff << (from & 31);
      if (bits !== 0) return (word << 5) + 31 - Math.clz32(bits & -bits);
    }
    return -1;
  }

  private ask(query: Region): void {
    // An index pays for itself after some questions; before that, looking at every hull is cheaper.
    this.isIndexed = this.asked++ >= QUESTIONS_BEFORE_INDEXING && this.parts <= LARGEST_INDEX;
    for (let i = 0; i < this.axes.length; i++) {
      const set = query.on(this.axes[i]);
      this.askedLow[i] = set.first;
      this.askedHigh[i] = set.end;
      if (this.isIndexed) this.indexes[i].ask(set.first, set.end);
    }
  }

  private overlaps(part: number): boolean {
    for (let i = 0; i < this.axes.length; i++) {
      if (this.low[i][part] >= this.askedHigh[i] || this.high[i][part] <= this.askedLow[i]) return false;
    }
    return true;
  }
}

const QUESTIONS_BEFORE_INDEXING = 32;

/** Bit sets grow with the square of the number of parts; beyond this a scan of the hulls is the better bargain. */
const LARGEST_INDEX = 6000;

/** For one axis: which parts start before a point, and which end after it. */
class AxisIndex {
  private starts = new Float64Array();
  private ends = new Float64Array();
  private startsBefore = new Uint32Array();
  private endsAfter = new Uint32Array();
  private before = 0;
  private after = 0;

  constructor(private readonly low: Float64Array, private readonly high: Float64Array, private readonly words: number) {}

  /** Sets the interval `[low, high)` that {@link overlapping} is about. */
  public ask(low: number, high: number): void {
    if (this.starts.length === 0) this.build();
    this.before = lowerBound(this.starts, high) * this.words;
    this.after = upperBound(this.ends, low) * this.words;
  }

  /** One word of the set of parts that overlap the interval. */
  public overlapping(word: number): number {
    return this.startsBefore[this.before + word] & this.endsAfter[this.after + word];
  }

  private build(): void {
    const starts = Float64Array.from(new Set(this.low)).sort();
    const ends = Float64Array.from(new Set(this.high)).sort();
    const startsBefore = new Uint32Array((starts.length + 1) * this.words);
    const endsAfter = new Uint32Array((ends.length + 1) * this.words);
    // Row k of `startsBefore` holds the parts whose start is among the k smallest; row k of `endsAfter` those whose end is not.
    for (let part = 0; part < this.low.length; part++) {
      startsBefore[(lowerBound(starts, this.low[part]) + 1) * this.words + (part >>> 5)] |= 1 << (part & 31);
      endsAfter[lowerBound(ends, this.high[part]) * this.words + (part >>> 5)] |= 1 << (part & 31);
    }
    for (let i = this.words; i < startsBefore.length; i++) startsBefore[i] |= startsBefore[i - this.words];
    for (let i = endsAfter.length - this.words - 1; i >= 0; i--) endsAfter[i] |= endsAfter[i + this.words];
    Object.assign(this, { starts, ends, startsBefore, endsAfter });
  }
}

/** How many entries are smaller than a value. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many entries are not greater than a value. */
function upperBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
