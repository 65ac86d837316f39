/*
 * The part of HashiCorp's expression language that reads as data: templates, literals, references, lists, objects and
 * conversions. Everything else (operators, conditionals, `for`, other functions, directives) is `unsupported`, as one
 * node with its text, and so ends as an unknown value. Syntax: HCL native syntax specification, "Expressions" and "Templates".
 */

export type Expression =
  | { readonly kind: 'literal'; readonly value: null | string | number | boolean }
  /** Concatenated parts; a template of one part that is not text keeps the part's type and is no template. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'traversal'; readonly root: string; readonly steps: readonly ExpressionStep[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'unsupported'; readonly text: string };

export type Traversal = Expression & { readonly kind: 'traversal' };

export type ExpressionStep =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  | { readonly kind: 'splat' };

const NESTING_LIMIT = 40;
const TEXT_LIMIT = 65_536;

const SPACE = /\s*/y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /-?\d+(?:\.\d+)?/y;
const PLAIN_TEXT = /(?:[^$%"\\]|[$%](?!\{))+/y;

/** Whether a string holds anything but itself. */
export function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

/** A string of Terraform's JSON syntax: a template. Never throws; what it does not understand is `unsupported`. */
export function parseTemplate(text: string): Expression {
  return guarded(text, (parser) => parser.template(false));
}

/** A bare reference as a plan's configuration lists it, such as `azurerm_subnet.dc["a"].id`. */
export function parseReference(text: string): Expression {
  return guarded(text, (parser) => parser.whole());
}

class Unsupported extends Error {}

function guarded(text: string, parse: (parser: ExpressionParser) => Expression): Expression {
  const unsupported: Expression = { kind: 'unsupported', text };
  if (text.length > TEXT_LIMIT) return unsupported;
  try {
    return parse(new ExpressionParser(text));
  } catch (error) {
    if (error instanceof Unsupported) return unsupported;
    throw error;
  }
}

class ExpressionParser {
  private at = 0;
  private depth = 0;

  public constructor(private readonly text: string) {}

  public whole(): Expression {
    const expression = this.expression();
    if (this.at < this.text.length) throw new Unsupported();
    return expression;
  }

  /** Template text up to the end of the input, or up to a closing quote (where backslashes escape). */
  public template(quoted: boolean): Expression {
    const parts: Expression[] = [];
    let literal = '';
    const flush = () => {
      if (literal !== '') parts.push({ kind: 'literal', value: literal });
      literal = '';
    };
    for (;;) {
      const plain = this.match(PLAIN_TEXT);
      if (plain !== undefined) {
        // `$${` stands for a literal `${`: the plain text before it ends in the escaping sign.
        const escaped = /[$%]$/.test(plain) && this.text[this.at] === plain[plain.length - 1] && this.text[this.at + 1] === '{';
        literal += plain;
        if (escaped) {
          literal += '{';
          this.at += 2;
        }
        continue;
      }
      const character = this.text[this.at];
      if (character === undefined) {
        if (quoted) throw new Unsupported();
        break;
      }
      if (character === '"' && quoted) break;
      if (character === '\\' && quoted) {
        literal += this.escape();
      } else if (character === '"' || character === '\\') {
        literal += character;
        this.at += 1;
      } else if (character === '$') {
        flush();
        this.at += 2;
        if (this.text[this.at] === '~') throw new Unsupported();
        parts.push(this.expression());
        this.expect('}');
      } else {
        throw new Unsupported();
      }
    }
    flush();
    if (parts.length === 0) return { kind: 'literal', value: '' };
    const only = parts[0];
    return parts.length === 1 && only !== undefined ? only : { kind: 'template', parts };
  }

  private expression(): Expression {
    this.depth += 1;
    if (this.depth > NESTING_LIMIT) throw new Unsupported();
    this.match(SPACE);
    const primary = this.primary();
    this.match(SPACE);
    this.depth -= 1;
    return primary;
  }

  private primary(): Expression {
    const character = this.text[this.at];
    if (character === '"') {
      this.at += 1;
      const template = this.template(true);
      this.expect('"');
      return template;
    }
    if (character === '[') return this.list();
    if (character === '{') return this.object();
    if (character === '(') {
      this.at += 1;
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    const name = this.match(IDENTIFIER);
    if (name === undefined) throw new Unsupported();
    if (this.text[this.at] === '(') return this.call(name);
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (name === 'null') return { kind: 'literal', value: null };
    return { kind: 'traversal', root: name, steps: this.steps() };
  }

  private steps(): ExpressionStep[] {
    const steps: ExpressionStep[] = [];
    for (;;) {
      const character = this.text[this.at];
      if (character === '.') {
        this.at += 1;
        steps.push(this.dottedStep());
      } else if (character === '[') {
        this.at += 1;
        this.match(SPACE);
        if (this.text[this.at] === '*') {
          this.at += 1;
          steps.push({ kind: 'splat' });
        } else {
          steps.push({ kind: 'index', index: this.expression() });
        }
        this.expect(']');
      } else {
        return steps;
      }
    }
  }

  private dottedStep(): ExpressionStep {
    if (this.text[this.at] === '*') {
      this.at += 1;
      return { kind: 'splat' };
    }
    const index = this.match(/\d+/y);
    if (index !== undefined) return { kind: 'index', index: { kind: 'literal', value: Number(index) } };
    const name = this.match(IDENTIFIER);
    if (name === undefined) throw new Unsupported();
    return { kind: 'attribute', name };
  }

  private call(name: string): Expression {
    this.at += 1;
    return { kind: 'call', name, arguments: this.items(')') };
  }

  private list(): Expression {
    this.at += 1;
    return { kind: 'list', items: this.items(']') };
  }

  private items(close: string): Expression[] {
    const items: Expression[] = [];
    this.match(SPACE);
    while (this.text[this.at] !== close) {
      items.push(this.expression());
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== close) throw new Unsupported();
      this.match(SPACE);
    }
    this.at += 1;
    return items;
  }

  private object(): Expression {
    this.at += 1;
    const entries: [Expression, Expression][] = [];
    this.match(SPACE);
    while (this.text[this.at] !== '}') {
      const key = this.expression();
      const separator = this.text[this.at];
      if (separator !== '=' && separator !== ':') throw new Unsupported();
      this.at += 1;
      // A bare word before the sign is the key itself, not a reference.
      const name: Expression = key.kind === 'traversal' && key.steps.length === 0 ? { kind: 'literal', value: key.root } : key;
      entries.push([name, this.expression()]);
      if (this.text[this.at] === ',') this.at += 1;
      this.match(SPACE);
    }
    this.at += 1;
    return { kind: 'object', entries };
  }

  private escape(): string {
    const simple: Readonly<Record<string, string>> = { 'n': '\n', 'r': '\r', 't': '\t', '"': '"', '\\': '\\' };
    const character = this.text[this.at + 1] ?? '';
    const plain = Object.hasOwn(simple, character) ? simple[character] : undefined;
    if (plain !== undefined) {
      this.at += 2;
      return plain;
    }
    const code = this.match(/\\u([0-9a-fA-F]{4})/y);
    if (code === undefined) throw new Unsupported();
    return String.fromCharCode(parseInt(code.slice(2), 16));
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) throw new Unsupported();
    this.at += 1;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || found === '') return undefined;
    this.at += found.length;
    return found;
  }
}
