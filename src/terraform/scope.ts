import { Effort } from './effort';
import { Expression, Traversal } from './expression';
import { JsonObject } from './json';
import { Attribute, Block, Reference } from './resource';
import { Step } from './traverse';

/** What names stand for at one place of an input. */
export interface Scope {
  readonly effort: Effort;
  /**
   * The value of a traversal.
   *
   * @param place where it is written, for reasons
   */
  resolve(root: string, steps: readonly Step[], place: string): Attribute;
  /** A block of the raw object in this scope. */
  block(raw: JsonObject, address: string, path: string): Block;
  /** The scope with names bound, such as `each`, or the names of a `for` expression. */
  binding(values: ReadonlyMap<string, Attribute>): Scope;
  /** The instance and attribute that a traversal names directly, whether or not the value is known. */
  referenceOf(traversal: Traversal, place: string): Reference | undefined;
  /** Runs one nested evaluation; yields an unknown value instead where evaluations nest too deep. */
  nested(place: string, evaluation: () => Attribute): Attribute;
  /** Whether that many more copies of blocks may still be made; a hostile input would fill the memory with them. */
  allows(copies: number): boolean;
  /** A value with what the scope can add to the reasons in it, such as the file that the expression is in. */
  located(value: Attribute, template: string): Attribute;
}

/** Evaluates an expression in a scope. */
export type Evaluate = (expression: Expression, scope: Scope, place: string) => Attribute;
