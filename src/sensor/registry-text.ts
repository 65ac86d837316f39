/*
 * Exported registry files (regedit, "reg export"): keys in brackets, values below them, long binary values continued with a backslash
 * at the end of a line. Only binary values are decoded; nothing else is kept.
 */

/** A value of one key. */
export type RegistryValue =
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  /** Of another type, or binary that cannot be decoded. */
  | { readonly kind: 'other'; readonly problem: string };

/** Values by key and name, both in lower case and joined with a line break, which neither can have. */
export type RegistryValues = ReadonlyMap<string, RegistryValue>;

export function registryValueKey(key: string, name: string): string {
  return `${key}\n${name}`.toLowerCase();
}

/** Whether the first line is one that an exported file begins with. */
export function isRegistryText(text: string): boolean {
  return /^(?:Windows Registry Editor Version 5\.00|REGEDIT4)\s*(?:\n|\r|$)/.test(text.slice(0, 200));
}

/**
 * Reads the values of the keys that are asked for; a later value replaces an earlier one, as on import.
 *
 * @param isWanted whether a key, in lower case, is asked for
 */
export function registryValues(text: string, isWanted: (key: string) => boolean): RegistryValues {
  const values = new Map<string, RegistryValue>();
  let key = '';
  for (const line of joinedLines(text)) {
    const header = /^\[(-?)([^\]]*)\]\s*$/.exec(line);
    if (header !== null) {
      key = header[2].toLowerCase();
      if (header[1] === '-') {
        for (const known of values.keys()) if (known.startsWith(`${key}\n`) || known.startsWith(`${key}\\`)) values.delete(known);
        key = '';
      }
      continue;
    }
    if (!isWanted(key)) continue;
    const value = /^"((?:[^"\\]|\\.)*)"=(.*)$/s.exec(line);
    if (value === null) continue;
    const place = registryValueKey(key, value[1].replace(/\\(.)/g, '$1'));
    if (value[2].trim() === '-') values.delete(place);
    else values.set(place, valueOf(value[2]));
  }
  return values;
}

function valueOf(text: string): RegistryValue {
  const binary = /^hex(?:\((?:3|00000003)\))?:(.*)$/is.exec(text);
  if (binary === null) return { kind: 'other', problem: 'is not of the type REG_BINARY' };
  // One pattern over all of a long list would exhaust the stack of the matcher.
  const digits = binary[1].replace(/\s+/g, '').replace(/,$/, '');
  const pairs = digits === '' ? [] : digits.split(',');
  if (!pairs.every((pair) => /^[0-9a-f]{2}$/i.test(pair))) return { kind: 'other', problem: 'is not a list of bytes in hexadecimal' };
  return { kind: 'binary', bytes: Uint8Array.from(pairs, (pair) => parseInt(pair, 16)) };
}

/** Lines with what is continued: binary values by a backslash, strings by an open quotation mark. */
function* joinedLines(text: string): Generator<string> {
  let pending: string[] = [];
  let isOpenString = false;
  for (const physical of text.split(/\r?\n/)) {
    if (pending.length === 0 && /^\s*(?:;|$)/.test(physical)) continue;
    // A key never continues what came before: a damaged value must not swallow the rest of the file.
    if (pending.length > 0 && !isOpenString && physical.startsWith('[')) {
      yield pending.join('');
      pending = [];
    }
    const isString = isOpenString || (pending.length === 0 && /^(?:@|"(?:[^"\\]|\\.)*")="/.test(physical));
    if (isString) {
      pending.push(pending.length === 0 ? physical : `\n${physical}`);
      isOpenString = !/^(?:[^"\\]|\\.)*"\s*$/s.test(isOpenString ? physical : physical.replace(/^(?:@|"(?:[^"\\]|\\.)*")="/, ''));
      if (isOpenString) continue;
    } else if (/\\\s*$/.test(physical) && !physical.startsWith('[')) {
      pending.push(physical.replace(/\\\s*$/, ''));
      continue;
    } else {
      pending.push(physical);
    }
    yield pending.join('');
    pending = [];
  }
  if (pending.length > 0) yield pending.join('');
}
