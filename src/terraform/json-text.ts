import { isAscii } from 'node:buffer';
import { InputError } from './input-error';
import { JsonObject, JsonValue, describeJson, isJsonObject } from './json';
import { findJsonFault, positionOf } from './json-faults';

/** Levels of nesting that are read. Terraform's own files stay far below fifty. */
export const NESTING_LIMIT = 256;

/**
 * Bytes as text: UTF-8 with or without a byte order mark, or UTF-16 (little endian) with one.
 *
 * @throws InputError for binary files and other encodings
 */
export function decodeText(path: string, bytes: Uint8Array): string {
  // What PowerShell's `>` writes up to version 5.
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const zero = isUtf16 ? -1 : bytes.indexOf(0);
  if (zero >= 0) throw InputError.of('binary-file', path, String(zero));
  // Most files are ASCII, where no byte can be wrong and every byte is a character.
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  try {
    // Without `ignoreBOM` the decoder drops the mark itself.
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw InputError.of('invalid-utf8', path);
  }
}

/**
 * A text as the JSON object it must be: strict JSON, every key once per object, nested at most {@link NESTING_LIMIT} deep.
 *
 * @throws InputError saying which line and column break a rule
 */
export function parseJsonObject(path: string, text: string): JsonObject {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (source.trim() === '') throw InputError.of('empty-input', path);
  const { members, tooDeepAt } = survey(source);
  if (tooDeepAt !== undefined) throw InputError.of('too-deep', path, words(positionOf(source, tooDeepAt)), String(NESTING_LIMIT));
  let value: JsonValue;
  try {
    value = JSON.parse(source) as JsonValue;
  } catch {
    throw faultOf(path, source);
  }
  // `JSON.parse` keeps the last of two equal keys in silence. Every member has one colon, so a difference betrays it.
  if (members !== countMembers(value)) throw faultOf(path, source);
  if (!isJsonObject(value)) throw InputError.of('not-an-object', path, describeJson(value));
  return value;
}

function faultOf(path: string, text: string): InputError {
  const fault = findJsonFault(text);
  if (fault === undefined) return InputError.of('invalid-json', path, 'line 1, column 1', 'something this reader cannot place');
  return fault.kind === 'duplicate-key'
    ? InputError.of('duplicate-key', path, words(fault), fault.what)
    : InputError.of('invalid-json', path, words(fault), fault.what);
}

function words(position: { readonly line: number; readonly column: number }): string {
  return `line ${position.line}, column ${position.column}`;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** One pass: how many colons stand outside strings, and where the nesting goes beyond the limit. */
function survey(text: string): { readonly members: number; readonly tooDeepAt?: number } {
  let members = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COLON) {
      members += 1;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > NESTING_LIMIT) return { members, tooDeepAt: at };
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
  return { members };
}

/** Offset of the quote that ends the string which begins at `start`; the end of the text where none does. */
function endOfString(text: string, start: number): number {
  // The engine's own search skips a string several times faster than a loop over its characters.
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/** Keys of all objects in a value. Recursion is bounded by {@link NESTING_LIMIT}. */
function countMembers(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const element of value) if (typeof element === 'object' && element !== null) count += countMembers(element);
    return count;
  }
  const object = value as JsonObject;
  for (const key in object) {
    count += 1;
    const element = object[key];
    if (typeof element === 'object' && element !== null) count += countMembers(element);
  }
  return count;
}
