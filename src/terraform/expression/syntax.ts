/*
 * The syntax tree of HashiCorp's expression language. Syntax: HCL native syntax specification, "Expressions" and "Templates".
 */

export type Expression =
  | { readonly kind: 'literal'; readonly value: null | string | number | boolean }
  /** Concatenated parts; a template of one part that is not text keeps the part's type and is no template. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'traversal'; readonly root: string; readonly steps: readonly ExpressionStep[] }
  /** Steps into the value of any other expression, such as `values(local.rules)[0].name`. */
  | { readonly kind: 'access'; readonly source: Expression; readonly steps: readonly ExpressionStep[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[]; readonly spreadsLast: boolean }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'conditional'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | ForExpression
  /** What does not parse; it ends as an unknown value. */
  | { readonly kind: 'unsupported'; readonly text: string };

export interface ForExpression {
  readonly kind: 'for';
  /** What comes of it; the parts of a `%{ for }` directive are put together as text. */
  readonly makes: 'list' | 'object' | 'text';
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
  /** Set where an object is made. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  /** `...`: values of one key are gathered in a list. */
  readonly isGrouped: boolean;
}

export type UnaryOperator = '-' | '!';
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '>' | '>=' | '<' | '<=' | '+' | '-' | '*' | '/' | '%';

export type Traversal = Expression & { readonly kind: 'traversal' };

export type ExpressionStep =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  /** `[*]`, or the older `.*` that goes through attributes alone. */
  | { readonly kind: 'splat'; readonly attributesOnly: boolean };

/** Whether a string holds anything but itself. */
export function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}
