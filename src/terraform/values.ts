import { Unknown } from '../azure';
import { LIST_LIMIT } from './effort';
import { Attribute, Block, Reference, isAttributeList, isBlock } from './resource';

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

export function isScalar(value: Attribute): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
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

/** Terraform's order: numbers by size, texts by their code points. */
export function compareElements(a: Attribute, b: Attribute): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return compareTexts(fingerprint(a) ?? '', fingerprint(b) ?? '');
}

export function compareTexts(a: string, b: string): number {
  // Code units order like code points but for surrogates.
  return /[\ud800-\udfff]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : Number(a > b);
}

/** A text that two values share exactly if they are equal; undefined where something in them is not known, or they are too big. */
export function fingerprint(value: Attribute, budget = { left: LIST_LIMIT }): string | undefined {
  budget.left -= 1;
  if (budget.left < 0 || value instanceof Unknown || value instanceof Reference) return undefined;
  if (value === null || isScalar(value)) return JSON.stringify(value);
  const parts: string[] = [];
  if (isAttributeList(value)) {
    for (const element of value) {
      const part = fingerprint(element, budget);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return `[${parts.join()}]`;
  }
  if (value.isPartial === true) return undefined;
  for (const name of sortedNames(value)) {
    const part = fingerprint(value.get(name), budget);
    if (part === undefined) return undefined;
    parts.push(`${JSON.stringify(name)}:${part}`);
  }
  return `{${parts.join()}}`;
}

/** The keys of a map or object in Terraform's order. */
export function sortedNames(block: Block): readonly string[] {
  return [...block.names()].sort(compareTexts);
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

/** A value as Terraform makes it into text; undefined where it refuses to, or where it is not sure how it writes a number. */
export function toText(value: Attribute): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return isExact(value) ? String(value) : undefined;
  return typeof value === 'boolean' ? String(value) : undefined;
}

export function toNumber(value: Attribute): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value) && isExact(Number(value)) ? Number(value) : undefined;
}

export function toFlag(value: Attribute): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** Whether a number is written here as Terraform, which counts with far more digits, writes it. */
export function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && Math.abs(value) < 1e6 && /^-?\d+\.\d{1,6}$/.test(String(value)));
}

/** Elements brought to one type, as lists and sets of Terraform have them: texts, if any is one. */
export function ofOneType(elements: readonly Attribute[]): readonly Attribute[] {
  if (!elements.some((element) => typeof element === 'string') || !elements.some((element) => typeof element === 'number' || typeof element === 'boolean')) return elements;
  return elements.map((element) => toText(element) ?? element);
}

/** Whether two values are equal; undefined where that is not known. */
export function equal(a: Attribute, b: Attribute): boolean | undefined {
  if (a instanceof Reference || b instanceof Reference) {
    const other = a instanceof Reference ? b : a;
    // What exists has an id.
    if (other === null && (a instanceof Reference ? a : b instanceof Reference ? b : undefined)?.attribute === 'id') return false;
    return undefined;
  }
  if (a instanceof Unknown || b instanceof Unknown) return undefined;
  if (a === null || b === null) return a === b;
  if (isScalar(a) && isScalar(b)) {
    if (typeof a === typeof b) return a === b;
    // Terraform finds them different; but attributes are written here before their schema converts them.
    return toText(a) === toText(b) ? undefined : false;
  }
  if (isScalar(a) || isScalar(b)) return false;
  if (isAttributeList(a) !== isAttributeList(b)) return false;
  const [left, right] = [fingerprint(a), fingerprint(b)];
  if (left === undefined || right === undefined) return undefined;
  if (left === right) return true;
  // A map and an object, or a list and a set, are never equal: which of them a value is, is not always told.
  return (isAttributeList(a) && isAttributeList(b) && a.length !== b.length) || (isBlock(a) && isBlock(b)) ? false : undefined;
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

/** Values that are already evaluated, by name. */
export class ValueBlock implements Block {
  public constructor(
    public readonly address: string,
    public readonly path: string,
    private readonly values: ReadonlyMap<string, Attribute>,
  ) {}

  public get(name: string): Attribute {
    return this.values.get(name) ?? null;
  }

  public names(): readonly string[] {
    return [...this.values.keys()];
  }

  public isConfigured(name: string): boolean {
    return this.values.has(name);
  }

  /** The same names with other values; itself where no value changes. */
  public mapped(map: (value: Attribute) => Attribute): ValueBlock {
    const values = new Map([...this.values].map(([name, value]) => [name, map(value)] as const));
    return [...values].every(([name, value]) => value === this.values.get(name)) ? this : new ValueBlock(this.address, this.path, values);
  }

  public referenceAt(name: string): Reference | undefined {
    const value = this.get(name);
    return value instanceof Reference ? value : undefined;
  }
}

/** Values that are made when they are asked for, by name. */
export class LazyBlock implements Block {
  public readonly path = '';

  public constructor(public readonly address: string, private readonly known: readonly string[], private readonly make: (name: string) => Attribute) {}

  public get(name: string): Attribute {
    return this.make(name);
  }

  public names(): readonly string[] {
    return this.known;
  }

  public isConfigured(name: string): boolean {
    return this.known.includes(name);
  }

  public referenceAt(name: string): Reference | undefined {
    const value = this.get(name);
    return value instanceof Reference ? value : undefined;
  }
}

/** What `each` and the iterators of dynamic blocks are. */
export function iteratorOf(key: string | number, value: Attribute): Block {
  // The key of an element in a set of objects is the element.
  return new ValueBlock('', '', new Map<string, Attribute>([['key', key === -1 ? value : key], ['value', value]]));
}

/** The unknown value of something at a place that depends on another; what depends on a part of itself has that reason. */
export function dependent(place: string, how: string, unknown: Unknown): Unknown {
  return unknown.reason.startsWith(`${place} `) ? unknown : Unknown.at(place, `${how}: ${unknown.reason}`);
}
