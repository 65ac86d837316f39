/** Places on each axis that are told apart: finer ones tell apart what a look at the bounds tells apart as well. */
const PLACES = 64;

/** In small tables fewer do: the index should cost less than the questions that it answers. */
const PLACES_OF_SMALL = 32;
const SMALL = 4096;

/** Bounds that the places are chosen from, for each place that is wanted. */
const SAMPLES = 4;

/**
 * Which parts of a table may overlap a box, as sets of bits.
 *
 * Exact sets would grow with the square of the number of parts; these are kept for some places on each axis alone, so a few parts too
 * many are in them, and none too few.
 */
export class HullIndex {
  /** For each axis, bounds in ascending order; a place is the number of bounds that are not above a point. */
  private readonly bounds: readonly Float64Array[];
  /**
   * Rows of bits, one bit for each part: for each axis and place those that start there or before, then for each place those that
   * end there or behind.
   */
  private readonly rows: Uint32Array;
  private readonly words: number;
  /** Where the two rows of an axis begin that the question is about, for each axis in turn. */
  private readonly asked: Int32Array;
  /** Where the rows of each axis begin. */
  private readonly firstRow: Int32Array;
  /** For each axis the places of the first and of the last point of each part. */
  private readonly firstPlaces: readonly Uint8Array[];
  private readonly lastPlaces: readonly Uint8Array[];

  /**
   * @param low for each axis the first point of each part
   * @param high for each axis the end (exclusive) of each part
   */
  constructor(low: readonly Float64Array[], high: readonly Float64Array[], parts: number) {
    this.words = (parts + 31) >>> 5;
    this.bounds = low.map((_, axis) => someOf(low[axis], high[axis]));
    this.firstRow = new Int32Array(low.length);
    this.asked = new Int32Array(2 * low.length);
    let rows = 0;
    for (let axis = 0; axis < low.length; axis++) {
      this.firstRow[axis] = rows;
      rows += 2 * (this.bounds[axis].length + 1);
    }
    this.rows = new Uint32Array(rows * this.words);
    this.firstPlaces = low.map(() => new Uint8Array(parts));
    this.lastPlaces = low.map(() => new Uint8Array(parts));
    for (let axis = 0; axis < low.length; axis++) this.fill(axis, low[axis], high[axis]);
  }

  /** Sets the box that {@link next} is about. */
  public ask(low: Float64Array, high: Float64Array): void {
    const { bounds } = this;
    for (let axis = 0; axis < bounds.length; axis++) {
      const from = placeOf(bounds[axis], low[axis], 0, bounds[axis].length);
      this.askAxis(axis, from, lastPlaceOf(bounds[axis], high[axis], from));
    }
  }

  /** Makes the hull of a part that box: its places are known. */
  public askHull(part: number): void {
    const { firstPlaces, lastPlaces } = this;
    for (let axis = 0; axis < firstPlaces.length; axis++) this.askAxis(axis, firstPlaces[axis][part], lastPlaces[axis][part]);
  }

  /** Makes a point in the hull of a part that box. */
  public askPoint(point: Float64Array, part: number): void {
    const { bounds, firstPlaces, lastPlaces } = this;
    for (let axis = 0; axis < bounds.length; axis++) {
      const place = placeOf(bounds[axis], point[axis], firstPlaces[axis][part], lastPlaces[axis][part]);
      this.askAxis(axis, place, place);
    }
  }

  private askAxis(axis: number, from: number, to: number): void {
    const { asked, firstRow, words } = this;
    asked[2 * axis] = (firstRow[axis] + to) * words;
    asked[2 * axis + 1] = (firstRow[axis] + this.bounds[axis].length + 1 + from) * words;
  }

  /** The first part from `from` on and before `end` that may overlap the box; -1 where there is none. */
  public next(from: number, end: number): number {
    const { rows, asked } = this;
    const kinds = asked.length;
    let mask = 0xffffffff << (from & 31);
    for (let word = from >>> 5; word << 5 < end; word++) {
      let bits = mask;
      for (let kind = 0; kind < kinds && bits !== 0; kind++) bits &= rows[asked[kind] + word];
      if (bits !== 0) {
        const part = (word << 5) + 31 - Math.clz32(bits & -bits);
        return part < end ? part : -1;
      }
      mask = 0xffffffff;
    }
    return -1;
  }

  /** All parts before `end` that may overlap the box, in order. */
  public all(end: number): number[] {
    const { rows, asked } = this;
    const kinds = asked.length;
    const found: number[] = [];
    for (let word = 0; word << 5 < end; word++) {
      let bits = 0xffffffff;
      for (let kind = 0; kind < kinds && bits !== 0; kind++) bits &= rows[asked[kind] + word];
      for (; bits !== 0; bits &= bits - 1) found.push((word << 5) + 31 - Math.clz32(bits & -bits));
    }
    while (found.length > 0 && found[found.length - 1] >= end) found.pop();
    return found;
  }

  private fill(axis: number, low: Float64Array, high: Float64Array): void {
    const { rows, words } = this;
    const bounds = this.bounds[axis];
    const starts = this.firstRow[axis] * words;
    const ends = starts + (bounds.length + 1) * words;
    const [firstPlaces, lastPlaces] = [this.firstPlaces[axis], this.lastPlaces[axis]];
    for (let part = 0; part < low.length; part++) {
      const bit = 1 << (part & 31);
      const word = part >>> 5;
      const first = placeOf(bounds, low[part], 0, bounds.length);
      const last = lastPlaceOf(bounds, high[part], first);
      firstPlaces[part] = first;
      lastPlaces[part] = last;
      rows[starts + first * words + word] |= bit;
      rows[ends + last * words + word] |= bit;
    }
    for (let i = starts + words; i < ends; i++) rows[i] |= rows[i - words];
    for (let i = ends + bounds.length * words - 1; i >= ends; i--) rows[i] |= rows[i + words];
  }
}

/** Some of the bounds of parts in ascending order, spread as they are, each once. */
function someOf(low: Float64Array, high: Float64Array): Float64Array {
  const places = low.length > SMALL ? PLACES : PLACES_OF_SMALL;
  const half = Math.min(low.length, (places * SAMPLES) / 2);
  const sample = new Float64Array(2 * half);
  for (let i = 0; i < half; i++) {
    const part = Math.floor((i * low.length) / half);
    sample[2 * i] = low[part];
    sample[2 * i + 1] = high[part];
  }
  sample.sort();
  let distinct = 0;
  for (const bound of sample) if (distinct === 0 || bound !== sample[distinct - 1]) sample[distinct++] = bound;
  if (distinct <= places) return sample.subarray(0, distinct);
  for (let i = 0; i < places; i++) sample[i] = sample[Math.floor((i * distinct) / places)];
  return sample.subarray(0, places);
}

/** How many bounds are not above a point: from `low` to `high`, as is known. */
function placeOf(bounds: Float64Array, point: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle] <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many bounds are not above the last point of an interval, which is before its end: as many as are not above its first, or more. */
function lastPlaceOf(bounds: Float64Array, end: number, first: number): number {
  let low = first;
  let high = bounds.length;
  // Most intervals are small.
  if (low === high || bounds[low] >= end) return low;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle] < end) low = middle + 1;
    else high = middle;
  }
  return low;
}
