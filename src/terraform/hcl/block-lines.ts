import { Cursor } from '../expression/cursor';

/*
 * Where blocks begin. The parser gives no lines, so the text is gone through once more: not to understand it, only to tell
 * brackets that open blocks from those in strings, comments and heredocs.
 */

/** Block types at the top of a file that have an address of their own, and how it is written. */
const ADDRESSES: Readonly<Record<string, (labels: readonly string[]) => string | undefined>> = {
  resource: ([type, name]) => (name === undefined ? undefined : `${type}.${name}`),
  data: ([type, name]) => (name === undefined ? undefined : `data.${type}.${name}`),
  module: ([name]) => (name === undefined ? undefined : `module.${name}`),
  variable: ([name]) => (name === undefined ? undefined : `var.${name}`),
  output: ([name]) => (name === undefined ? undefined : `output.${name}`),
};

/** Lines, counted from 1, by address: blocks, and each of the locals. */
export function blockLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const scan = new Scan(text);
  for (let token = scan.next(); token !== undefined; token = scan.next()) {
    if (scan.depth === 1 && token.kind === 'word' && scan.block === 'locals' && scan.isAssigned()) set(lines, `local.${token.text}`, token.line);
    if (scan.depth !== 0 || token.kind !== 'word') continue;
    const labels = scan.labels();
    const address = Object.hasOwn(ADDRESSES, token.text) ? ADDRESSES[token.text]?.(labels) : undefined;
    scan.block = token.text;
    if (address !== undefined) set(lines, address, token.line);
  }
  return lines;
}

function set(lines: Map<string, number>, address: string, line: number): void {
  if (!lines.has(address)) lines.set(address, line);
}

const SPACE = /[^\S\n]+/y;
const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING_TEXT = /(?:[^"\\$%]|\\[\s\S]|[$%](?!\{))+/y;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
const LABEL = /"((?:[^"\\]|\\.)*)"|([\p{ID_Start}_][\p{ID_Continue}-]*)/uy;

interface Token {
  readonly kind: 'word' | 'other';
  readonly text: string;
  readonly line: number;
}

class Scan {
  /** Brackets that are open. */
  public depth = 0;
  /** Type of the last block at the top. */
  public block = '';
  private readonly cursor: Cursor;
  private counted = 0;
  private line = 1;

  public constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  public next(): Token | undefined {
    const { cursor } = this;
    while (cursor.match(/\s+/y) !== undefined || cursor.match(COMMENT) !== undefined);
    if (cursor.isAtEnd) return undefined;
    const word = cursor.identifier();
    if (word !== undefined) return { kind: 'word', text: word, line: this.lineHere() };
    if (cursor.looksAt('"')) this.skipString();
    else if (cursor.looksAt('<<') && cursor.match(HEREDOC) !== undefined) this.skipHeredoc();
    else this.bracket();
    return { kind: 'other', text: '', line: 0 };
  }

  /** Labels up to the bracket that opens a block. */
  public labels(): readonly string[] {
    const labels: string[] = [];
    for (;;) {
      this.cursor.match(SPACE);
      const label = this.cursor.match(LABEL);
      if (label === undefined) return labels;
      labels.push(label.replace(/^"|"$/g, ''));
    }
  }

  public isAssigned(): boolean {
    this.cursor.match(SPACE);
    return this.cursor.looksAt('=') && !this.cursor.looksAt('==') && !this.cursor.looksAt('=>');
  }

  private bracket(): void {
    const character = this.cursor.next ?? '';
    if ('{[('.includes(character)) this.depth += 1;
    else if ('}])'.includes(character)) this.depth -= 1;
    this.cursor.at += 1;
  }

  /** A string with what is interpolated in it, which may hold strings again. */
  private skipString(): void {
    const { cursor } = this;
    // One entry for each string that is open, and the brackets that are open in the interpolation on top of it.
    const open: number[] = [];
    do {
      const brackets = open[open.length - 1];
      if (brackets === undefined || brackets < 0) {
        if (brackets === undefined) {
          cursor.at += 1;
          open.push(-1);
        }
        cursor.match(STRING_TEXT);
        if (cursor.take('"')) open.pop();
        else if (cursor.take('${') || cursor.take('%{')) open[open.length - 1] = 0;
        else cursor.at += 1;
      } else if (cursor.take('"')) {
        open.push(-1);
      } else if (cursor.take('{')) {
        open[open.length - 1] = brackets + 1;
      } else if (cursor.take('}')) {
        open[open.length - 1] = brackets - 1;
      } else if (cursor.match(/[^"{}]+/y) === undefined) {
        cursor.at += 1;
      }
    } while (open.length > 0 && !cursor.isAtEnd);
  }

  private skipHeredoc(): void {
    const { cursor } = this;
    const opened = cursor.text.lastIndexOf('<<', cursor.at);
    const marker = cursor.text.slice(opened, cursor.at).replace(/^<<-?/, '').trim();
    while (!cursor.isAtEnd) {
      const end = cursor.text.indexOf('\n', cursor.at);
      const line = cursor.text.slice(cursor.at, end < 0 ? undefined : end);
      cursor.at = end < 0 ? cursor.text.length : end + 1;
      if (line.trim() === marker) return;
    }
  }

  private lineHere(): number {
    for (let at = this.cursor.text.indexOf('\n', this.counted); at >= 0 && at < this.cursor.at; at = this.cursor.text.indexOf('\n', this.counted)) {
      this.line += 1;
      this.counted = at + 1;
    }
    return this.line;
  }
}
