/*
 * Where exactly a text breaks the rules of JSON (RFC 8259). Runs only after something is known to be wrong: it is several
 * times slower than `JSON.parse`, and it can say which line, and which key stands twice, which `JSON.parse` cannot.
 */

export interface JsonFault {
  readonly kind: 'syntax' | 'duplicate-key';
  readonly line: number;
  readonly column: number;
  /** What stands there, in words; for a duplicate the key as written, shortened. */
  readonly what: string;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The first fault of a text, or undefined where it has none. */
export function findJsonFault(text: string): JsonFault | undefined {
  return new FaultFinder(text).find();
}

class FaultFinder {
  private at = 0;
  /** Keys of each open object; undefined stands for an open array. */
  private readonly open: (Set<string> | undefined)[] = [];

  public constructor(private readonly text: string) {}

  public find(): JsonFault | undefined {
    const fault = this.value() ?? this.rest();
    if (fault !== undefined) return fault;
    this.match(SPACE);
    return this.at < this.text.length ? this.fault('text after the end of the value') : undefined;
  }

  /** Everything after the first value's opening, until no bracket is open. */
  private rest(): JsonFault | undefined {
    while (this.open.length > 0) {
      this.match(SPACE);
      const keys = this.open[this.open.length - 1];
      const close = keys === undefined ? ']' : '}';
      const character = this.text[this.at];
      if (character === close) {
        this.open.pop();
        this.at += 1;
        continue;
      }
      if (character !== ',') return this.fault(this.unexpected(`"," or "${close}"`));
      this.at += 1;
      const fault = (keys === undefined ? undefined : this.key(keys)) ?? this.value();
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  /** A scalar, an empty object or list, or the opening of one together with its first element's opening. */
  private value(): JsonFault | undefined {
    for (;;) {
      this.match(SPACE);
      const character = this.text[this.at];
      if (character === '"') return this.match(STRING) === undefined ? this.stringFault() : undefined;
      if (character !== '{' && character !== '[') {
        return this.match(SCALAR) ? undefined : this.fault(this.unexpected('a value'));
      }
      this.at += 1;
      this.match(SPACE);
      if (this.text[this.at] === (character === '{' ? '}' : ']')) {
        this.at += 1;
        return undefined;
      }
      const keys = character === '{' ? new Set<string>() : undefined;
      this.open.push(keys);
      const fault = keys && this.key(keys);
      if (fault !== undefined) return fault;
    }
  }

  private key(keys: Set<string>): JsonFault | undefined {
    this.match(SPACE);
    if (this.text[this.at] !== '"') return this.fault(this.unexpected('a key in double quotes'));
    const start = this.at;
    const written = this.match(STRING);
    if (written === undefined) return this.stringFault();
    const key = JSON.parse(written) as string;
    if (keys.has(key)) {
      this.at = start;
      return this.fault(written.length > 80 ? `${written.slice(0, 80)}…"` : written, 'duplicate-key');
    }
    keys.add(key);
    this.match(SPACE);
    if (this.text[this.at] !== ':') return this.fault(this.unexpected('":"'));
    this.at += 1;
    return undefined;
  }

  private stringFault(): JsonFault {
    const end = this.text.slice(this.at + 1).search(/["\n]/);
    return this.fault(end < 0 ? 'a string that never ends' : 'a string that JSON does not allow');
  }

  private unexpected(wanted: string): string {
    return this.at >= this.text.length ? `the end of the text where ${wanted} is expected` : `a character that is not ${wanted}`;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private fault(what: string, kind: JsonFault['kind'] = 'syntax'): JsonFault {
    return { kind, what, ...positionOf(this.text, this.at) };
  }
}

/** Line and column of an offset, both counted from 1. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
