import { Unknown } from '../azure';
import { compareElements, fingerprint } from './comparison';
import { Attribute, Reference, isAttributeList } from './resource';
import { toText } from './scalars';

/*
 * Values of Terraform's type system beyond what attributes tell: sets, lists of which only a part is known, and values that
 * are not unknown but errors.
 */

/** A set: each element once, in Terraform's order. To readers of attributes it is a list like any other. */
export class AttributeSet extends Array<Attribute> {
  public static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

const refusals = new WeakSet<Unknown>();
const openLists = new WeakSet<readonly Attribute[]>();
const sizes = new WeakMap<readonly Attribute[], number>();

/** What Terraform itself would refuse to evaluate: `try` and `can` tell it from a value that is merely not known. */
export function refused(place: string, why: string): Unknown {
  const unknown = Unknown.at(place, why);
  refusals.add(unknown);
  return unknown;
}

export function isRefused(value: Attribute): boolean {
  return value instanceof Unknown && refusals.has(value);
}

/** The first of the values that Terraform would refuse. */
export function refusalIn(values: readonly Attribute[]): Unknown | undefined {
  return values.find((value): value is Unknown => value instanceof Unknown && refusals.has(value));
}

/** The value of something that has a name: what Terraform refuses there, no `try` elsewhere makes good. */
export function settled(value: Attribute): Attribute {
  return value instanceof Unknown && refusals.has(value) ? value.because(value.reason) : value;
}

/** Marks a list whose unknown elements may each stand for any number of elements. */
export function openList<T extends readonly Attribute[]>(list: T): T {
  openLists.add(list);
  return list;
}

export function isOpen(list: readonly Attribute[]): boolean {
  return openLists.has(list);
}

/** The unknown value in what is not known; undefined for anything known. */
export function unknownOf(value: Attribute): Unknown | undefined {
  if (value instanceof Unknown) return value;
  return value instanceof Reference ? value.unknown : undefined;
}

/** Elements as a set. Unknown ones stand last, and may turn out to be equal to others. */
export function setOf(elements: readonly Attribute[]): AttributeSet {
  const known = new Map<string, Attribute>();
  const unknown: Attribute[] = [];
  for (const element of elements) {
    const key = fingerprint(element);
    if (key === undefined) unknown.push(element);
    else if (!known.has(key)) known.set(key, element);
  }
  const set = new AttributeSet();
  for (const element of [...known.values()].sort(compareElements)) set.push(element);
  for (const element of unknown) set.push(element);
  return isOpen(elements) || (unknown.length > 0 && set.length > 1) ? openList(set) : set;
}

/** Values in a list, those of the lists in it included: shared lists count each time, as a reader meets them. */
export function sizeOf(value: Attribute): number {
  if (!isAttributeList(value)) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 1;
  for (const element of value) size += sizeOf(element);
  sizes.set(value, size);
  return size;
}

/** Longest text that concatenation may make. */
const TEXT_LIMIT = 4096;

/** Values put together as one text. */
export function concatenated(values: readonly Attribute[], place: string): Attribute {
  const unknown = values.map(unknownOf).find((value) => value !== undefined);
  const error = refusalIn(values);
  if (error !== undefined) return error;
  if (unknown !== undefined) return dependent(place, 'holds a part that is not known', unknown);
  let text = '';
  for (const value of values) {
    if (value === null || typeof value === 'object') return refused(place, 'has a part that is no text');
    const part = toText(value);
    if (part === undefined) return Unknown.at(place, 'holds a number that is not written exactly');
    text += part;
    if (text.length > TEXT_LIMIT) return Unknown.at(place, `is longer than the ${TEXT_LIMIT} characters that are read`);
  }
  return text;
}

/** The unknown value of something at a place that depends on another; what depends on a part of itself has that reason. */
export function dependent(place: string, how: string, unknown: Unknown): Unknown {
  return unknown.reason.startsWith(`${place} `) ? unknown : Unknown.at(place, `${how}: ${unknown.reason}`);
}
