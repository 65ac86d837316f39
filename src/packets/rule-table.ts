import { Budget } from './budget';
import { remainder } from './cover';
import { Decision, findDecision, firstMatch, Matcher } from './first-match';
import { HullIndex } from './hull-index';
import { Region } from './region';
import { Axis } from './space';

/** An index pays for itself after some questions; before that, looking at the bounds of every part is cheaper. */
const QUESTIONS_BEFORE_INDEXING = 32;

/** The index has as many bits in each of its rows as there are parts. */
const LARGEST_INDEX = 200_000;

/**
 * An ordered list of matchers with an index of where they can match, so that a question about a small part of the space
 * meets only the few entries that overlap it.
 *
 * For every region of every matcher ("part") the table keeps its hull (the smallest box around it) on the numeric axes in
 * flat arrays. Asking is then two binary searches and a few machine words of bit sets per axis; everything exact is still
 * decided by regions, on the candidates alone, unless the part is that very box.
 */
export class RuleTable<M extends Matcher> {
  protected readonly axes: readonly Axis<number>[];
  protected readonly matcherOf: Uint32Array;
  /** For each matcher the place of its first part, and at the end how many parts there are. */
  protected readonly firstPart: Uint32Array;
  protected readonly low: readonly Float64Array[];
  protected readonly high: readonly Float64Array[];
  protected readonly isBox: Uint8Array;
  protected readonly regions: readonly Region[];
  protected readonly parts: number;
  private index: HullIndex | undefined;
  private asked = 0;
  // The question being asked: kept here so that asking allocates nothing.
  protected readonly askedLow: Float64Array;
  protected readonly askedHigh: Float64Array;

  /**
   * @param matchers in the order in which they are tried
   * @param axes numeric axes to index, the most telling first
   */
  constructor(protected readonly matchers: readonly M[], axes: readonly Axis<number>[]) {
    this.firstPart = new Uint32Array(matchers.length + 1);
    for (let matcher = 0; matcher < matchers.length; matcher++) this.firstPart[matcher + 1] = this.firstPart[matcher] + matchers[matcher].regions.length;
    this.parts = this.firstPart[matchers.length];
    const regions = new Array<Region>(this.parts);
    this.regions = regions;
    this.matcherOf = new Uint32Array(this.parts);
    for (let matcher = 0, part = 0; matcher < matchers.length; matcher++) {
      for (const region of matchers[matcher].regions) {
        regions[part] = region;
        this.matcherOf[part++] = matcher;
      }
    }
    const hulls = hullsOf(regions, axes);
    this.axes = hulls.axes;
    this.isBox = hulls.isBox;
    this.low = hulls.low;
    this.high = hulls.high;
    this.askedLow = new Float64Array(this.axes.length);
    this.askedHigh = new Float64Array(this.axes.length);
  }

  /** Splits a region by which matcher decides it; exactly what {@link firstMatch} over the whole list gives. */
  public decide(query: Region, budget: Budget): Decision<M>[] {
    return firstMatch(query, this.candidates(query), budget);
  }

  /** The decisions of matchers that are wanted; exactly what {@link wantedDecisions} over the whole list gives. */
  public decideWanted(query: Region, isWanted: (matcher: M | undefined) => boolean, budget: Budget): Decision<M>[] {
    const decisions: Decision<M>[] = [];
    const near = this.partsMeeting(query, this.parts);
    for (const part of near) {
      const matcher = this.matchers[this.matcherOf[part]];
      const own = query.intersect(this.regions[part]);
      if (own === undefined) continue;
      if (isWanted(matcher)) {
        const earlier = this.partsMeeting(own, part).map((other) => this.regions[other]);
        for (const region of remainder(own, earlier, budget)) decisions.push({ region, matcher });
      }
      if (own === query) return decisions;
    }
    if (isWanted(undefined)) for (const region of remainder(query, near.map((part) => this.regions[part]), budget)) decisions.push({ region });
    return decisions;
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
    for (const part of this.partsMeeting(query, this.parts)) {
      const matcher = this.matcherOf[part];
      if (matcher !== last) found.push(this.matchers[matcher]);
      last = matcher;
    }
    return found;
  }

  /** Parts before another one whose hull overlaps that of a region. */
  private partsMeeting(query: Region, end: number): number[] {
    const found: number[] = [];
    this.ask(query);
    for (let part = this.nextPart(0, end); part >= 0; part = this.nextPart(part + 1, end)) found.push(part);
    return found;
  }

  /** Whether a part holds all of the question's region. */
  private holds(part: number, query: Region): boolean {
    const { low, high, askedLow, askedHigh } = this;
    for (let i = 0; i < askedLow.length; i++) if (low[i][part] > askedLow[i] || high[i][part] < askedHigh[i]) return false;
    return this.isBox[part] === 1 || this.regions[part].contains(query);
  }

  /** Makes a region the question that {@link nextPart} and {@link holds} are about. */
  protected ask(query: Region): void {
    const { axes, askedLow, askedHigh } = this;
    this.count();
    for (let i = 0; i < axes.length; i++) {
      const set = query.on(axes[i]);
      askedLow[i] = set.first;
      askedHigh[i] = set.end;
    }
    this.askIndexes();
  }

  protected count(): void {
    if (++this.asked === QUESTIONS_BEFORE_INDEXING && this.parts <= LARGEST_INDEX) this.index = new HullIndex(this.low, this.high, this.parts);
  }

  protected askIndexes(): void {
    this.index?.ask(this.askedLow, this.askedHigh);
  }

  /** The parts before `end` whose hull overlaps that of a part, in order. */
  protected partsNear(part: number, end: number): number[] {
    const { low, high, askedLow, askedHigh, index } = this;
    this.count();
    for (let i = 0; i < askedLow.length; i++) {
      askedLow[i] = low[i][part];
      askedHigh[i] = high[i][part];
    }
    const near: number[] = [];
    if (index) {
      index.askHull(part);
      for (const other of index.all(end)) if (this.overlaps(other)) near.push(other);
    } else {
      for (let other = this.nextByLooking(0, end); other >= 0; other = this.nextByLooking(other + 1, end)) near.push(other);
    }
    return near;
  }

  /** Makes the point at `askedLow`, which is in the hull of a part, the question. */
  protected askPoint(part: number): void {
    const { askedLow, askedHigh } = this;
    this.count();
    for (let i = 0; i < askedLow.length; i++) askedHigh[i] = askedLow[i] + 1;
    this.index?.askPoint(askedLow, part);
  }

  /** The first part from `from` on and before `end` whose hull overlaps that of the question's region; -1 where there is none. */
  protected nextPart(from: number, end: number): number {
    const { index } = this;
    if (!index) return this.nextByLooking(from, end);
    for (let part = index.next(from, end); part >= 0; part = index.next(part + 1, end)) if (this.overlaps(part)) return part;
    return -1;
  }

  private nextByLooking(from: number, end: number): number {
    if (this.axes.length === 0) return from < end ? from : -1;
    const { low: [low], high: [high], askedLow: [askedLow], askedHigh: [askedHigh] } = this;
    // The first axis tells most parts apart: what does not overlap there is passed without another look.
    for (let part = from; part < end; part++) if (low[part] < askedHigh && high[part] > askedLow && this.overlaps(part)) return part;
    return -1;
  }

  private overlaps(part: number): boolean {
    const { low, high, askedLow, askedHigh } = this;
    for (let i = 0; i < askedLow.length; i++) if (low[i][part] >= askedHigh[i] || high[i][part] <= askedLow[i]) return false;
    return true;
  }
}

interface Hulls {
  /** Those of the given axes on which some region does not hold everything. */
  readonly axes: readonly Axis<number>[];
  readonly low: readonly Float64Array[];
  readonly high: readonly Float64Array[];
  readonly isBox: Uint8Array;
}

/** The hulls of regions on those of some axes that tell any apart. */
function hullsOf(regions: readonly Region[], axes: readonly Axis<number>[]): Hulls {
  const isBox = new Uint8Array(regions.length);
  if (regions.length === 0) return { axes: [], low: [], high: [], isBox };
  const column = new Int8Array(regions[0].space.axes.length).fill(-1);
  axes.forEach((axis, i) => (column[axis.index] = i));
  const low = axes.map(({ full }) => new Float64Array(regions.length).fill(full.first));
  const high = axes.map(({ full }) => new Float64Array(regions.length).fill(full.end));
  for (let part = 0; part < regions.length; part++) isBox[part] = Number(regions[part].writeHull(column, low, high, part));
  // On the other axes every hull is everything.
  const isTelling = axes.map(({ full }, i) => low[i].some((first) => first !== full.first) || high[i].some((end) => end !== full.end));
  const telling = <T>(all: readonly T[]): T[] => all.filter((_, i) => isTelling[i]);
  return { axes: telling(axes), low: telling(low), high: telling(high), isBox };
}
