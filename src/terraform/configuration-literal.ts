import { JsonValue, isJsonArray, isJsonObject } from './json';
import { Attribute } from './resource';
import { ValueBlock } from './value-blocks';

/** A value that holds no templates, such as the default of a variable. */
export function literal(raw: JsonValue): Attribute {
  if (isJsonArray(raw)) return raw.map(literal);
  if (!isJsonObject(raw)) return raw;
  return new ValueBlock('', '', new Map(Object.entries(raw).map(([key, value]) => [key, literal(value ?? null)])));
}
