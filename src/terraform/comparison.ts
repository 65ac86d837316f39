import { Unknown } from '../azure';
import { LIST_LIMIT } from './effort';
import { Attribute, Block, Reference, isAttributeList, isBlock } from './resource';
import { isScalar, toText } from './scalars';

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
