import { Remainder } from './remainder';
import { NamedSet } from './report';
import { IntervalSet, Point } from '../../packets';

/** A set of points and what people call it. */
export interface Name<T extends Point> {
  readonly name: string;
  readonly set: IntervalSet<T>;
}

export const ANY: NamedSet = { names: ['any'], except: [] };

/**
 * A set in as few names as can be found: the name of the whole, names of parts and what remains, or everything except
 * some parts.
 *
 * @param full every point of the axis
 * @param names names that may be used; of equal sets the first one
 * @param spell what has no name, in a form that says exactly what it is
 */
export function nameSet<T extends Point>(
  set: IntervalSet<T>, full: IntervalSet<T>, names: readonly Name<T>[], spell: (rest: IntervalSet<T>) => readonly string[],
): NamedSet {
  if (set.equals(full)) return ANY;
  const whole = names.find((name) => name.set.equals(set));
  if (whole) return { names: [whole.name], except: [] };
  const parts = cover(set, names, spell);
  // What has an exception takes two names at least.
  if (parts.length <= 2) return { names: parts, except: [] };
  const candidates: NamedSet[] = [{ names: parts, except: [] }];
  candidates.push({ names: ['any'], except: cover(full.subtract(set), names, spell) });
  // Inside the smallest named set that holds it.
  const around = names.filter((name) => name.set.contains(set)).sort((a, b) => sizeOf(a.set) - sizeOf(b.set)).slice(0, 3);
  for (const { name, set: outer } of around) candidates.push({ names: [name], except: cover(outer.subtract(set), names, spell) });
  const length = ({ names: used, except }: NamedSet): number => used.length + except.length;
  return candidates.reduce((best, candidate) => (length(candidate) < length(best) ? candidate : best));
}

/** Names of parts that together with what is spelled out are exactly the set. */
export function cover<T extends Point>(
  set: IntervalSet<T>, names: readonly Name<T>[], spell: (rest: IntervalSet<T>) => readonly string[],
): readonly string[] {
  if (set.isEmpty) return [];
  const whole = names.find((name) => name.set.equals(set));
  if (whole) return [whole.name];
  // The widest first: a name within another one adds nothing.
  const inside = widestFirst(names.filter((name) => !name.set.isEmpty && set.includes(name.set.first) && set.contains(name.set)));
  const untold = new Remainder(set, inside.map((name) => name.set));
  const parts = inside.filter((name) => untold.take(name.set)).map(({ name }) => name);
  if (!untold.rest.isEmpty) parts.push(...spell(untold.rest));
  // Each interval takes at least one text.
  if (set.intervalCount >= parts.length) return parts;
  const spelled = spell(set);
  return spelled.length < parts.length ? spelled : parts;
}

function widestFirst<T extends Point>(names: readonly Name<T>[]): Name<T>[] {
  return names.map((name) => ({ name, size: sizeOf(name.set) })).sort((a, b) => b.size - a.size).map(({ name }) => name);
}

/** Number of points, for sorting; of texts, the number of intervals. */
export function sizeOf(set: IntervalSet<Point>): number {
  let total = 0;
  for (const [start, end] of set.intervals()) total += typeof start === 'string' || typeof end === 'string' ? 1 : Number(end) - Number(start);
  return total;
}
