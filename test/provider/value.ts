import { decode, ExtensionCodec } from '@msgpack/msgpack';

/*
 * Values of a configuration, as the provider sees them: JSON, and here and there something that is not known yet.
 */

/** What Terraform does not know yet. */
export const UNKNOWN = Symbol('unknown');

export type Value = null | boolean | number | string | typeof UNKNOWN | readonly Value[] | { readonly [name: string]: Value };

export type ObjectValue = { readonly [name: string]: Value };

/** How Terraform marks what it does not know: extension 0, and 12 where it knows something of it, such as that it is not null. */
const EXTENSIONS = new ExtensionCodec();
for (const type of [0, 12]) EXTENSIONS.register({ type, encode: () => null, decode: () => UNKNOWN });

export interface DynamicValue {
  readonly msgpack: Uint8Array;
  readonly json: Uint8Array;
}

/** A value as it comes over the wire. */
export function fromMessage({ msgpack, json }: DynamicValue): Value {
  return (msgpack.length > 0 ? decode(msgpack, { extensionCodec: EXTENSIONS }) : JSON.parse(Buffer.from(json).toString('utf8'))) as Value;
}

/** A value as it stands in synthesized JSON, where whatever has an expression in it is not known. */
export function fromJson(json: unknown): Value {
  if (typeof json === 'string') return json.includes('${') ? UNKNOWN : json;
  if (Array.isArray(json)) return json.map(fromJson);
  if (typeof json === 'object' && json !== null) return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, fromJson(value)]));
  return json as Value;
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
