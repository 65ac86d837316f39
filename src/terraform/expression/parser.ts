import { Cursor, Unsupported } from './cursor';
import { heredocAt } from './heredoc';
import { BinaryOperator, Expression, ExpressionStep } from './syntax';
import { forHeadAt, parseTemplateAt } from './template-parser';

/** Characters of one expression. Real ones are far shorter; big objects are spread over many. */
const TEXT_LIMIT = 1_000_000;

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATOR = /\|\||&&|==|!=|>=|<=|[<>+*%-]|\/(?![/*])/y;
const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  '||': 1, '&&': 2, '==': 3, '!=': 3, '>': 4, '>=': 4, '<': 4, '<=': 4, '+': 5, '-': 5, '*': 6, '/': 6, '%': 6,
};

/** A string of Terraform's JSON syntax: a template. Never throws; what it does not understand is `unsupported`. */
export function parseTemplate(text: string): Expression {
  return guarded(text, (cursor) => new ExpressionParser(cursor).template('text'));
}

/** A bare expression, such as the reference `azurerm_subnet.dc["a"].id` that a plan's configuration lists. */
export function parseExpression(text: string): Expression {
  return guarded(text, (cursor) => new ExpressionParser(cursor).expression());
}

function guarded(text: string, parse: (cursor: Cursor) => Expression): Expression {
  const unsupported: Expression = { kind: 'unsupported', text };
  if (text.length > TEXT_LIMIT) return unsupported;
  const cursor = new Cursor(text);
  try {
    const expression = parse(cursor);
    return cursor.isAtEnd ? expression : unsupported;
  } catch (error) {
    if (error instanceof Unsupported) return unsupported;
    throw error;
  }
}

class ExpressionParser {
  public constructor(private readonly cursor: Cursor) {}

  public readonly template = (end: 'text' | 'quote'): Expression => parseTemplateAt(this.cursor, end, this.expression);

  /** An expression with the space around it. */
  public readonly expression = (): Expression => {
    this.cursor.skip();
    const condition = this.operation(1);
    this.cursor.skip();
    if (!this.cursor.take('?')) return condition;
    return this.cursor.deeper(() => {
      const yes = this.expression();
      this.cursor.expect(':');
      return { kind: 'conditional', condition, yes, no: this.expression() };
    });
  };

  /** Operators of at least the given precedence, grouped to the left. */
  private operation(least: number): Expression {
    let left = this.term();
    for (;;) {
      const operator = this.operator(least);
      if (operator === undefined) return left;
      const right = this.cursor.deeper(() => this.operation(PRECEDENCE[operator] + 1));
      left = { kind: 'binary', operator, left, right };
    }
  }

  private operator(least: number): BinaryOperator | undefined {
    return this.cursor.tentatively(() => {
      this.cursor.skip();
      const operator = this.cursor.match(OPERATOR) as BinaryOperator | undefined;
      return operator !== undefined && PRECEDENCE[operator] >= least ? operator : undefined;
    });
  }

  private term(): Expression {
    this.cursor.skip();
    const sign = this.cursor.match(/[-!]/y);
    if (sign === '-' || sign === '!') {
      const operand = this.cursor.deeper(() => this.term());
      return sign === '-' && operand.kind === 'literal' && typeof operand.value === 'number'
        ? { kind: 'literal', value: -operand.value }
        : { kind: 'unary', operator: sign, operand };
    }
    const source = this.primary();
    const steps = this.steps();
    if (steps.length === 0) return source;
    if (source.kind === 'traversal') return { ...source, steps };
    return { kind: 'access', source, steps };
  }

  private primary(): Expression {
    const { cursor } = this;
    if (cursor.take('"')) {
      const template = cursor.nested(true, () => this.template('quote'));
      cursor.expect('"');
      return template;
    }
    if (cursor.take('(')) return this.closed(')', true, this.expression);
    if (cursor.take('[')) return this.closed(']', true, () => this.forExpression('list') ?? { kind: 'list', items: this.items(']').items });
    if (cursor.take('{')) return this.closed('}', false, () => this.forExpression('object') ?? this.entries());
    if (cursor.looksAt('<<')) return cursor.deeper(() => heredocAt(cursor, parseTemplate));
    const number = cursor.match(NUMBER);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    return this.named();
  }

  private named(): Expression {
    let name = this.cursor.identifier();
    if (name === undefined) throw new Unsupported();
    while (this.cursor.take('::')) name += `::${this.cursor.identifier() ?? ''}`;
    if (this.cursor.take('(')) {
      return this.closed(')', true, () => {
        const { items, spreadsLast } = this.items(')');
        return { kind: 'call', name, arguments: items, spreadsLast };
      });
    }
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    return name === 'null' ? { kind: 'literal', value: null } : { kind: 'traversal', root: name, steps: [] };
  }

  private steps(): ExpressionStep[] {
    const steps: ExpressionStep[] = [];
    // After `.*` come attributes alone: Terraform refuses a second one, and an index written with a dot means something else there.
    let takesAttributes = false;
    for (;;) {
      if (takesAttributes && this.cursor.looksAt('.') && this.cursor.match(/\.(?=[*\d])/y) !== undefined) throw new Unsupported();
      takesAttributes = takesAttributes && this.cursor.looksAt('.');
      const step = this.step();
      if (step === undefined) return steps;
      const [first] = step;
      if (first?.kind === 'splat' && first.attributesOnly) takesAttributes = true;
      steps.push(...step);
    }
  }

  private step(): readonly ExpressionStep[] | undefined {
    const { cursor } = this;
    if (cursor.looksAt('...')) return undefined;
    if (cursor.take('.')) {
      if (cursor.take('*')) return [{ kind: 'splat', attributesOnly: true }];
      const indexes = cursor.match(/\d+(?:\.\d+)*/y);
      // `list.0.1` reads like a number with a fraction.
      if (indexes !== undefined) return indexes.split('.').map((index) => ({ kind: 'index', index: { kind: 'literal', value: Number(index) } }));
      const name = cursor.identifier();
      if (name === undefined) throw new Unsupported();
      return [{ kind: 'attribute', name }];
    }
    if (!cursor.take('[')) return undefined;
    return this.closed(']', true, () => {
      cursor.skip();
      return [cursor.take('*') ? { kind: 'splat', attributesOnly: false } : { kind: 'index', index: this.expression() }];
    });
  }

  private items(close: string): { readonly items: readonly Expression[]; readonly spreadsLast: boolean } {
    const items: Expression[] = [];
    this.cursor.skip();
    while (!this.cursor.looksAt(close)) {
      items.push(this.expression());
      if (this.cursor.take('...')) {
        this.cursor.skip();
        return { items, spreadsLast: true };
      }
      if (!this.cursor.take(',') && !this.cursor.looksAt(close)) throw new Unsupported();
      this.cursor.skip();
    }
    return { items, spreadsLast: false };
  }

  private entries(): Expression {
    const entries: [Expression, Expression][] = [];
    for (;;) {
      this.cursor.skipLines();
      if (this.cursor.take(',')) continue;
      if (this.cursor.looksAt('}')) return { kind: 'object', entries };
      const key = this.expression();
      if (!this.cursor.take('=') && !this.cursor.take(':')) throw new Unsupported();
      // A bare word before the sign is the key itself, not a reference.
      const name: Expression = key.kind === 'traversal' && key.steps.length === 0 ? { kind: 'literal', value: key.root } : key;
      entries.push([name, this.expression()]);
      if (!['\n', ',', '}'].includes(this.cursor.next ?? '')) throw new Unsupported();
    }
  }

  private forExpression(makes: 'list' | 'object'): Expression | undefined {
    const isFor = this.cursor.tentatively(() => {
      this.cursor.skipLines();
      return this.cursor.match(/for(?![\p{ID_Continue}-])/uy);
    });
    if (isFor === undefined) return undefined;
    return this.cursor.nested(true, () => {
      const head = forHeadAt(this.cursor, this.expression);
      this.cursor.expect(':');
      const first = this.expression();
      const isObject = makes === 'object';
      if (isObject) this.cursor.expect('=>');
      const value = isObject ? this.expression() : first;
      const isGrouped = isObject && this.cursor.take('...');
      this.cursor.skip();
      const condition = this.cursor.match(/if(?![\p{ID_Continue}-])/uy) === undefined ? undefined : this.expression();
      this.cursor.skip();
      return { kind: 'for', makes, ...head, ...(isObject ? { key: first } : {}), value, ...(condition === undefined ? {} : { condition }), isGrouped };
    });
  }

  private closed<T>(close: string, ignoresNewlines: boolean, parse: () => T): T {
    return this.cursor.nested(ignoresNewlines, () => {
      const parsed = parse();
      this.cursor.skipLines();
      this.cursor.expect(close);
      return parsed;
    });
  }
}
