/** What the parser does not understand, or will not follow. */
export class Unsupported extends Error {}

/** Levels of brackets, operators and templates in one another. */
const NESTING_LIMIT = 100;

const BLANK = /[^\S\n]+/y;
const BLANK_OR_NEWLINE = /\s+/y;
const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

/** A place in a text, moved along by what matches there. */
export class Cursor {
  public at = 0;
  private depth = 0;
  /** Whether a line break is as good as a space: so everywhere but between the entries of an object. */
  private ignoresNewlines = true;

  public constructor(public readonly text: string) {}

  public get next(): string | undefined {
    return this.text[this.at];
  }

  public get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  public looksAt(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Space and comments. */
  public skip(): void {
    const space = this.ignoresNewlines ? BLANK_OR_NEWLINE : BLANK;
    while (this.match(space) !== undefined || this.match(COMMENT) !== undefined);
  }

  /** Space, line breaks and comments, also where line breaks mean something. */
  public skipLines(): void {
    while (this.match(BLANK_OR_NEWLINE) !== undefined || this.match(COMMENT) !== undefined);
  }

  public take(text: string): boolean {
    if (!this.looksAt(text)) return false;
    this.at += text.length;
    return true;
  }

  public expect(text: string): void {
    if (!this.take(text)) throw new Unsupported();
  }

  public identifier(): string | undefined {
    return this.match(IDENTIFIER);
  }

  /** What a sticky pattern finds here; undefined where it finds nothing. */
  public match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || found === '') return undefined;
    this.at += found.length;
    return found;
  }

  /** Goes one level down. */
  public deeper<T>(parse: () => T): T {
    if (this.depth >= NESTING_LIMIT) throw new Unsupported();
    this.depth += 1;
    const parsed = parse();
    this.depth -= 1;
    return parsed;
  }

  /** Goes into brackets of some kind. */
  public nested<T>(ignoresNewlines: boolean, parse: () => T): T {
    const before = this.ignoresNewlines;
    this.ignoresNewlines = ignoresNewlines;
    const parsed = this.deeper(parse);
    this.ignoresNewlines = before;
    return parsed;
  }

  /** The parse of something that may turn out to be something else; undefined, and back at the beginning, where it is not there. */
  public tentatively<T>(parse: () => T | undefined): T | undefined {
    const { at } = this;
    const parsed = parse();
    if (parsed === undefined) this.at = at;
    return parsed;
  }
}
