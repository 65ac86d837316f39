import { Attribute } from './resource';

/** Whether a value is a text, a number or a flag. */
export function isScalar(value: Attribute): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
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

/** Terraform takes `"1"` and `"0"` too, but no numbers. */
export function toFlag(value: Attribute): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined;
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
