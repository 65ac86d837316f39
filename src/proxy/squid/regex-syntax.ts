/*
 * The grammar of POSIX extended regular expressions (IEEE Std 1003.1, section 9.4), as far as its meaning is the same everywhere.
 * What is left undefined there, or depends on the locale, is not understood, and says so.
 */

export type Regex =
  | { readonly kind: 'characters'; readonly set: bigint }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Regex[] }
  /** None, one or many times. */
  | { readonly kind: 'repeat'; readonly item: Regex };

/** One top-level alternative. */
export interface RegexBranch {
  readonly body: Regex;
  /** Begins with `^`. */
  readonly atStart: boolean;
  /** Ends with `$`. */
  readonly atEnd: boolean;
}

/** All of ASCII but NUL, as a bit mask. */
export const EVERY_CHARACTER = ((1n << 128n) - 1n) & ~1n;

const LONGEST_TEXT = 4096;
const MOST_POSITIONS = 2000;
const DEEPEST = 50;

const NAMED: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', upper: 'A-Z', lower: 'a-z', xdigit: '0-9A-Fa-f', space: ' \t-\r', blank: ' \t',
};

/** Why parsing stops; never leaves this file. */
class NotUnderstood extends Error {}

export function parseRegex(text: string, ignoreCase: boolean): RegexBranch[] | undefined {
  if (text.length > LONGEST_TEXT || /[^\x01-\x7e]/.test(text)) return undefined;
  try {
    return new Parser(text, ignoreCase).branches();
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class Parser {
  private at = 0;
  private positions = 0;

  constructor(private readonly text: string, private readonly ignoreCase: boolean) {}

  public branches(): RegexBranch[] {
    const found: RegexBranch[] = [];
    do {
      const atStart = this.take('^');
      const body = this.sequence(0);
      found.push({ body, atStart, atEnd: this.take('$') });
      if (this.at < this.text.length && this.text[this.at] !== '|') throw new NotUnderstood();
    } while (this.take('|'));
    return found;
  }

  /** Up to `|`, `)`, the end, or a `$` that ends a top-level alternative. */
  private sequence(depth: number): Regex {
    if (depth > DEEPEST) throw new NotUnderstood();
    const items: Regex[] = [];
    while (this.at < this.text.length && !'|)$'.includes(this.text[this.at])) items.push(this.repeated(depth));
    // An empty alternative is undefined in POSIX, but for the empty text between anchors.
    if (items.length === 0 && (depth > 0 || this.text[this.at] === '|' || this.text[this.at - 1] === '|')) throw new NotUnderstood();
    return { kind: 'sequence', items };
  }

  private repeated(depth: number): Regex {
    const before = this.positions;
    const item = this.single(depth);
    const size = this.positions - before;
    if (this.take('*')) return this.once({ kind: 'repeat', item });
    if (this.take('+')) return this.once({ kind: 'sequence', items: [item, { kind: 'repeat', item: this.copied(item, size) }] });
    if (this.take('?')) return this.once(optional(item));
    const bounds = /^\{(\d{1,3})(,(\d{0,3}))?\}/.exec(this.text.slice(this.at, this.at + 12));
    if (bounds === null) {
      if (this.text[this.at] === '{') throw new NotUnderstood();
      return item;
    }
    this.at += bounds[0].length;
    return this.once(this.counted(item, size, Number(bounds[1]), bounds[2] === undefined ? Number(bounds[1]) : bounds[3] === '' ? Infinity : Number(bounds[3])));
  }

  private counted(item: Regex, size: number, least: number, most: number): Regex {
    if (most < least) throw new NotUnderstood();
    const copies = (count: number): Regex[] => Array.from({ length: count }, () => this.copied(item, size));
    const optionals = most === Infinity ? [{ kind: 'repeat' as const, item: this.copied(item, size) }] : copies(most - least).map(optional);
    return { kind: 'sequence', items: [...copies(least), ...optionals] };
  }

  /** A second repetition behind the first (`a**`) is undefined. */
  private once(regex: Regex): Regex {
    if ('*+?{'.includes(this.text[this.at] ?? ' ')) throw new NotUnderstood();
    return regex;
  }

  private copied(item: Regex, size: number): Regex {
    this.count(size);
    return item;
  }

  private single(depth: number): Regex {
    const character = this.text[this.at];
    this.at += 1;
    switch (character) {
      case '(': {
        const items: Regex[] = [];
        do items.push(this.sequence(depth + 1));
        while (this.take('|'));
        if (!this.take(')')) throw new NotUnderstood();
        return { kind: 'choice', items };
      }
      case '.': return this.characters(EVERY_CHARACTER);
      case '[': return this.characters(this.bracket());
      case '\\': {
        const escaped = this.text[this.at] ?? '';
        this.at += 1;
        // A backslash before a letter or digit is undefined in POSIX and an extension in practice (\w, \d, \b, \1).
        if (!/^[^A-Za-z0-9<>`']$/.test(escaped)) throw new NotUnderstood();
        return this.characters(this.cased(bitOf(escaped)));
      }
      case '^': case '*': case '+': case '?': case '{': throw new NotUnderstood();
      default: return this.characters(this.cased(bitOf(character)));
    }
  }

  private bracket(): bigint {
    const negated = this.take('^');
    let set = 0n;
    for (let first = true; ; first = false) {
      const character = this.text[this.at];
      if (character === undefined) throw new NotUnderstood();
      if (character === ']' && !first) break;
      set |= this.bracketItem();
    }
    this.at += 1;
    const cased = this.cased(set);
    return negated ? EVERY_CHARACTER & ~cased : cased;
  }

  private bracketItem(): bigint {
    const named = /^\[:([a-z]+):\]/.exec(this.text.slice(this.at, this.at + 12));
    if (named !== null) {
      if (!Object.hasOwn(NAMED, named[1])) throw new NotUnderstood();
      this.at += named[0].length;
      return spelled(NAMED[named[1]]);
    }
    if (/^\[[.=:]/.test(this.text.slice(this.at, this.at + 2))) throw new NotUnderstood();
    const low = this.text[this.at];
    this.at += 1;
    if (this.text[this.at] !== '-' || this.text[this.at + 1] === ']' || this.text[this.at + 1] === undefined) return bitOf(low);
    const high = this.text[this.at + 1];
    this.at += 2;
    // Ranges are in the order of the locale; all of them agree on digits and on letters of one case.
    if (!sameRun(low, high) || high === '[') throw new NotUnderstood();
    return rangeOf(low, high);
  }

  private cased(set: bigint): bigint {
    if (!this.ignoreCase) return set;
    const upper = spelled('A-Z');
    return set | ((set & upper) << 32n) | ((set >> 32n) & upper);
  }

  private characters(set: bigint): Regex {
    this.count(1);
    return { kind: 'characters', set };
  }

  private count(positions: number): void {
    this.positions += positions;
    if (this.positions > MOST_POSITIONS) throw new NotUnderstood();
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }
}

function optional(item: Regex): Regex {
  return { kind: 'choice', items: [item, { kind: 'sequence', items: [] }] };
}

function bitOf(character: string): bigint {
  return 1n << BigInt(character.charCodeAt(0));
}

function rangeOf(low: string, high: string): bigint {
  let set = 0n;
  for (let code = low.charCodeAt(0); code <= high.charCodeAt(0); code++) set |= 1n << BigInt(code);
  return set;
}

function sameRun(low: string, high: string): boolean {
  return ['09', 'az', 'AZ'].some(([first, last]) => first <= low && low <= high && high <= last);
}

/** `A-Z0-9` as a set; for constants of this file. */
function spelled(text: string): bigint {
  let set = 0n;
  for (let at = 0; at < text.length; at++) {
    if (text[at + 1] === '-' && at + 2 < text.length) {
      set |= rangeOf(text[at], text[at + 2]);
      at += 2;
    } else {
      set |= bitOf(text[at]);
    }
  }
  return set;
}
