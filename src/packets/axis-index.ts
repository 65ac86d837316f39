/** Rows of bits for each side of an axis: finer ones tell apart what a look at the bounds tells apart as well. */
const ROWS = 64;
const SAMPLE = 256;

/**
 * For one axis: which parts may overlap an interval, as a set of bits.
 *
 * Exact sets would grow with the square of the number of parts; these are kept for some bounds alone, so a few parts too
 * many are in them, and none too few.
 */
export class AxisIndex {
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;
  /** Row k: the parts that start before the bound k of `starts`; the last row all of them. */
  private readonly startsBefore: Uint32Array;
  /** Row k + 1: the parts that end after the bound k of `ends`; the first row all of them. */
  private readonly endsAfter: Uint32Array;
  private before = 0;
  private after = 0;

  /** @param words of 32 bits, one bit for each part */
  constructor(low: Float64Array, high: Float64Array, private readonly words: number) {
    this.starts = someOf(low);
    this.ends = someOf(high);
    this.startsBefore = new Uint32Array((this.starts.length + 1) * words);
    this.endsAfter = new Uint32Array((this.ends.length + 1) * words);
    for (let part = 0; part < low.length; part++) {
      const bit = 1 << (part & 31);
      this.startsBefore[upperBound(this.starts, low[part]) * words + (part >>> 5)] |= bit;
      this.endsAfter[lowerBound(this.ends, high[part]) * words + (part >>> 5)] |= bit;
    }
    for (let i = words; i < this.startsBefore.length; i++) this.startsBefore[i] |= this.startsBefore[i - words];
    for (let i = this.endsAfter.length - words - 1; i >= 0; i--) this.endsAfter[i] |= this.endsAfter[i + words];
  }

  /** Sets the interval `[low, high)` that {@link overlapping} is about. */
  public ask(low: number, high: number): void {
    this.before = lowerBound(this.starts, high) * this.words;
    this.after = upperBound(this.ends, low) * this.words;
  }

  /** One word of the set of parts that may overlap the interval. */
  public overlapping(word: number): number {
    return this.startsBefore[this.before + word] & this.endsAfter[this.after + word];
  }
}

/** Some of the values in ascending order, spread as they are, each once. */
function someOf(values: Float64Array): Float64Array {
  const count = Math.min(values.length, SAMPLE);
  const sample = new Float64Array(count);
  for (let i = 0; i < count; i++) sample[i] = values[Math.floor((i * values.length) / count)];
  sample.sort();
  const every = Math.max(1, Math.floor(count / ROWS));
  let kept = 0;
  for (let i = 0; i < count; i += every) if (kept === 0 || sample[i] !== sample[kept - 1]) sample[kept++] = sample[i];
  return sample.subarray(0, kept);
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
