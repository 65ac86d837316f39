import { Cursor, Unsupported } from './cursor';
import { Expression } from './syntax';

/** How literal text ends and what in it escapes. */
export type TemplateEnd = 'text' | 'quote';

interface ForHead {
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
}

type Piece =
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'if'; readonly condition: Expression }
  | ForHead & { readonly kind: 'for' }
  | { readonly kind: 'else' | 'endif' | 'endfor' | 'end' };

const PLAIN_TEXT = /(?:[^$%"\\]|[$%](?!\{))+/y;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { 'n': '\n', 'r': '\r', 't': '\t', '"': '"', '\\': '\\' };

/**
 * Parses a template: text with `${ }` and `%{ }` in it, up to the end of the input or a closing quote.
 *
 * @param expression parses one expression at the cursor
 */
export function parseTemplateAt(cursor: Cursor, end: TemplateEnd, expression: () => Expression): Expression {
  const pieces = piecesAt(cursor, end, expression);
  const tree = new TemplateTree(pieces);
  const parts = tree.parts(['end']);
  const only = parts[0];
  if (only === undefined) return { kind: 'literal', value: '' };
  return parts.length === 1 && tree.isBare ? only : { kind: 'template', parts };
}

/** The flat sequence of text, values and directives, with the strip markers (`~`) applied. */
function piecesAt(cursor: Cursor, end: TemplateEnd, expression: () => Expression): readonly Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  let isStripping = false;
  const flush = (isStripped: boolean) => {
    const text = isStripped ? literal.trimEnd() : literal;
    const left = isStripping ? text.trimStart() : text;
    if (left !== '') pieces.push({ kind: 'text', text: left });
    literal = '';
  };
  for (;;) {
    const plain = cursor.match(PLAIN_TEXT);
    if (plain !== undefined) {
      if (end === 'quote' && plain.includes('\n')) throw new Unsupported();
      literal += plain;
      // `$${` stands for a literal `${`: the plain text before it ends in the escaping sign.
      const isEscaped = /[$%]$/.test(plain) && cursor.next === plain[plain.length - 1] && cursor.text[cursor.at + 1] === '{';
      if (isEscaped) {
        literal += '{';
        cursor.at += 2;
      }
      continue;
    }
    const character = cursor.next;
    if (character === undefined || (character === '"' && end === 'quote')) {
      if (character === undefined && end === 'quote') throw new Unsupported();
      flush(false);
      return pieces;
    }
    if (character === '\\' && end === 'quote') {
      literal += escapeAt(cursor);
    } else if (character === '"' || character === '\\') {
      literal += character;
      cursor.at += 1;
    } else {
      cursor.at += 2;
      flush(cursor.take('~'));
      pieces.push(cursor.nested(true, () => (character === '$' ? { kind: 'value', value: expression() } : directiveAt(cursor, expression))));
      cursor.skip();
      isStripping = cursor.take('~');
      cursor.expect('}');
    }
  }
}

function directiveAt(cursor: Cursor, expression: () => Expression): Piece {
  cursor.skip();
  const keyword = cursor.identifier();
  if (keyword === 'else' || keyword === 'endif' || keyword === 'endfor') return { kind: keyword };
  if (keyword === 'if') return { kind: 'if', condition: expression() };
  if (keyword === 'for') return { kind: 'for', ...forHeadAt(cursor, expression) };
  throw new Unsupported();
}

/** `key, value in collection`, as directives and `for` expressions begin. */
export function forHeadAt(cursor: Cursor, expression: () => Expression): ForHead {
  const name = () => {
    cursor.skip();
    const found = cursor.identifier();
    cursor.skip();
    if (found === undefined) throw new Unsupported();
    return found;
  };
  const first = name();
  const second = cursor.take(',') ? name() : undefined;
  if (cursor.identifier() !== 'in') throw new Unsupported();
  const collection = expression();
  return second === undefined ? { valueName: first, collection } : { keyName: first, valueName: second, collection };
}

/** Directives with what stands between them. */
class TemplateTree {
  /** Whether a sole part may stand for the template with its own type: so unless it is a directive. */
  public isBare = true;
  private at = 0;
  private depth = 0;

  public constructor(private readonly pieces: readonly Piece[]) {}

  public parts(ends: readonly Piece['kind'][]): readonly Expression[] {
    const parts: Expression[] = [];
    for (let piece = this.next(); !ends.includes(piece.kind); piece = this.next()) {
      if (piece.kind === 'text') parts.push({ kind: 'literal', value: piece.text });
      else if (piece.kind === 'value') parts.push(piece.value);
      else parts.push(this.directive(piece));
    }
    return parts;
  }

  private directive(piece: Piece): Expression {
    this.isBare = false;
    this.depth += 1;
    if (this.depth > 50) throw new Unsupported();
    const made = this.directiveBody(piece);
    this.depth -= 1;
    return made;
  }

  private directiveBody(piece: Piece): Expression {
    if (piece.kind === 'if') {
      const yes = this.parts(['else', 'endif']);
      const no = this.pieces[this.at - 1]?.kind === 'else' ? this.parts(['endif']) : [];
      return { kind: 'conditional', condition: piece.condition, yes: { kind: 'template', parts: yes }, no: { kind: 'template', parts: no } };
    }
    if (piece.kind !== 'for') throw new Unsupported();
    const { keyName, valueName, collection } = piece;
    const value: Expression = { kind: 'template', parts: this.parts(['endfor']) };
    return { kind: 'for', makes: 'text', ...(keyName === undefined ? {} : { keyName }), valueName, collection, value, isGrouped: false };
  }

  private next(): Piece {
    const piece = this.pieces[this.at] ?? { kind: 'end' as const };
    this.at += 1;
    if (this.at > this.pieces.length + 1) throw new Unsupported();
    return piece;
  }
}

function escapeAt(cursor: Cursor): string {
  const character = cursor.text[cursor.at + 1] ?? '';
  const plain = Object.hasOwn(SIMPLE_ESCAPES, character) ? SIMPLE_ESCAPES[character] : undefined;
  if (plain !== undefined) {
    cursor.at += 2;
    return plain;
  }
  const code = cursor.match(/\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}/y);
  const point = code === undefined ? NaN : parseInt(code.slice(2), 16);
  if (!(point <= 0x10ffff)) throw new Unsupported();
  return String.fromCodePoint(point);
}
