import { regionKey } from './region-key';
import { Matcher, Region } from '../../packets';

/** What tells two rows apart beside the packets they match. */
export type Meaning<R extends Matcher> = (row: R) => string;

/**
 * Where two first-match lists may decide differently.
 *
 * Rows that both lists have in the same order decide a packet alike unless a row that only one list has comes into play:
 * outside the regions of those rows, the first match is the same row on both sides.
 */
export interface ChangedRows {
  /** Regions of the rows that are not common, as a union. */
  readonly regions: readonly Region[];
  /** How many rows at the start are the same: packets that one of them matches are decided alike. */
  readonly prefix: number;
}

export function changedRows<R extends Matcher>(before: readonly R[], after: readonly R[], meaning: Meaning<R>): ChangedRows {
  const keysBefore = before.map((row) => rowKey(row, meaning));
  const keysAfter = after.map((row) => rowKey(row, meaning));
  let prefix = 0;
  while (prefix < keysBefore.length && prefix < keysAfter.length && keysBefore[prefix] === keysAfter[prefix]) prefix++;
  let suffix = 0;
  while (
    suffix < keysBefore.length - prefix && suffix < keysAfter.length - prefix
    && keysBefore[keysBefore.length - 1 - suffix] === keysAfter[keysAfter.length - 1 - suffix]
  ) suffix++;
  const middleBefore = keysBefore.slice(prefix, keysBefore.length - suffix);
  const middleAfter = keysAfter.slice(prefix, keysAfter.length - suffix);
  const common = commonRows(middleBefore, middleAfter);
  return {
    prefix,
    regions: [
      ...middleBefore.flatMap((_, i) => (common.before.has(i) ? [] : before[prefix + i].regions)),
      ...middleAfter.flatMap((_, i) => (common.after.has(i) ? [] : after[prefix + i].regions)),
    ],
  };
}

/** Places of a common subsequence, as long as the keys that occur once in each list allow. */
export function commonRows(before: readonly string[], after: readonly string[]): { before: ReadonlySet<number>; after: ReadonlySet<number> } {
  const placesAfter = unique(after);
  const pairs: { readonly before: number; readonly after: number }[] = [];
  for (const [key, place] of unique(before)) {
    const other = placesAfter.get(key);
    if (other !== undefined) pairs.push({ before: place, after: other });
  }
  const kept = longestRising(pairs.map((pair) => pair.after)).map((i) => pairs[i]);
  return { before: new Set(kept.map((pair) => pair.before)), after: new Set(kept.map((pair) => pair.after)) };
}

/** The keys that occur once, with their places, in order. */
function unique(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Map(keys.flatMap((key, i): [string, number][] => (counts.get(key) === 1 ? [[key, i]] : [])));
}

/** Places of a longest strictly rising subsequence (patience sorting). */
export function longestRising(values: readonly number[]): number[] {
  const tops: number[] = [];
  const previous: number[] = [];
  for (const [i, value] of values.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[tops[middle]] < value) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? tops[low - 1] : -1;
    tops[low] = i;
  }
  const rising: number[] = [];
  for (let i = tops.length > 0 ? tops[tops.length - 1] : -1; i >= 0; i = previous[i]) rising.push(i);
  return rising.reverse();
}

function rowKey<R extends Matcher>(row: R, meaning: Meaning<R>): string {
  return `${meaning(row)} | ${row.regions.map((region) => regionKey(region)).sort().join(' | ')}`;
}
