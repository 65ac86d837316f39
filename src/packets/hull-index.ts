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
    for (let axis = 0; axis < low.length; axis++) this.fill(axis, low[axis], high[axis]);
  }

  /** Sets the box that {@link next} is about. */
  public ask(low: Float64Array, high: Float64Array): void {
    const { bounds, firstRow, asked, words } = this;
    for (let axis = 0; axis < bounds.length; axis++) {
      const own = bounds[axis];
      const from = placeOf(own, low[axis]);
      // Of one point alone, as most questions are, both are the same place.
      const to = high[axis] === low[axis] + 1 ? from : placeBefore(own, high[axis]);
      asked[2 * axis] = (firstRow[axis] + to) * words;
      asked[2 * axis + 1] = (firstRow[axis] + own.length + 1 + from) * words;
    }
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

  private fill(axis: number, low: Float64Array, high: Float64Array): void {
    const { rows, words } = this;
    const bounds = this.bounds[axis];
    const starts = this.firstRow[axis] * words;
    const ends = starts + (bounds.length + 1) * words;
    for (let part = 0; part < low.length; part++) {
      const bit = 1 << (part & 31);
      const word = part >>> 5;
      rows[starts + placeOf(bounds, low[part]) * words + word] |= bit;
      rows[ends + placeBefore(bounds, high[part]) * words + word] |= bit;
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

/** How many bounds are not above a point. */
function placeOf(bounds: Float64Array, point: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle] <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many bounds are below the end of an interval, and so not above its last point. */
function placeBefore(bounds: Float64Array, end: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle] < end) low = middle + 1;
    else high = middle;
  }
  return low;
}
