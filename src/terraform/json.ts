/** A value as `JSON.parse` makes it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Own properties only: a key named `constructor` in a file is a key, and one that is absent is absent. */
export function member(object: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The member as an object, or an empty one where it is anything else. */
export function objectMember(object: JsonValue | undefined, key: string): JsonObject {
  const value = member(object, key);
  return isJsonObject(value) ? value : {};
}

/** The member as a list, or an empty one where it is anything else. */
export function listMember(object: JsonValue | undefined, key: string): readonly JsonValue[] {
  const value = member(object, key);
  return isJsonArray(value) ? value : [];
}

export function stringMember(object: JsonValue | undefined, key: string): string | undefined {
  const value = member(object, key);
  return typeof value === 'string' ? value : undefined;
}

/** What a value is, in words for people. */
export function describeJson(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
