import { Unknown } from '../azure';
import { equal } from './comparison';
import { BinaryOperator, UnaryOperator } from './expression';
import { Attribute } from './resource';
import { isExact, isScalar, toFlag, toNumber } from './scalars';
import { AttributeSet, dependent, isRefused, refusalIn, refused, unknownOf } from './values';

/** `-` and `!`. */
export function unary(operator: UnaryOperator, operand: Attribute, place: string): Attribute {
  const unknown = dependence([operand], place);
  if (unknown !== undefined) return unknown;
  if (operator === '!') {
    const flag = toFlag(operand);
    return flag === undefined ? refused(place, 'negates something that is neither true nor false') : !flag;
  }
  const number = toNumber(operand);
  return number === undefined ? refused(place, 'negates something that is no number') : -number;
}

/** Operators of two operands. Terraform asks for both; where one decides alone, the other need not be known. */
export function binary(operator: BinaryOperator, left: Attribute, rightOf: () => Attribute, place: string): Attribute {
  const right = rightOf();
  if (operator === '&&' || operator === '||') return logical(operator === '||', left, right, place);
  if (operator === '==' || operator === '!=') {
    const same = isRefused(left) || isRefused(right) ? undefined : identical(left, right);
    if (same !== undefined) return same === (operator === '==');
    return dependence([left, right], place) ?? Unknown.at(place, 'compares values of different types, or of which a part or the type is not known');
  }
  const unknown = dependence([left, right], place);
  if (unknown !== undefined) return unknown;
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === undefined || b === undefined) return refused(place, `applies ${operator} to something that is no number`);
  return compare(operator, a, b) ?? calculate(operator, a, b, place);
}

/**
 * Equality as `==` has it. A list is never equal to a tuple, which `[]` makes, nor a map to an object, whatever is in them; which of
 * them a value is, is not told here, but of sets.
 */
function identical(left: Attribute, right: Attribute): boolean | undefined {
  const same = equal(left, right);
  if (same !== true || left === null || isScalar(left)) return same;
  return left instanceof AttributeSet && right instanceof AttributeSet && left.length > 0 ? true : undefined;
}

function logical(decides: boolean, left: Attribute, right: Attribute, place: string): Attribute {
  const [a, b] = [toFlag(left), toFlag(right)];
  // Whether an error beside what decides counts depends on the version of Terraform.
  if (a === decides && isRefused(right)) return Unknown.at(place, 'is decided by one side of an operator, while Terraform may refuse the other');
  const unknown = dependence([left, right], place);
  if (isRefused(unknown ?? null)) return unknown ?? null;
  if (a === decides || b === decides) return decides;
  if (unknown !== undefined) return unknown;
  return a === undefined || b === undefined ? refused(place, 'combines something that is neither true nor false') : !decides;
}

function compare(operator: BinaryOperator, a: number, b: number): boolean | undefined {
  switch (operator) {
    case '<': return a < b;
    case '<=': return a <= b;
    case '>': return a > b;
    case '>=': return a >= b;
    default: return undefined;
  }
}

function calculate(operator: BinaryOperator, a: number, b: number, place: string): Attribute {
  if ((operator === '/' || operator === '%') && b === 0) return Unknown.at(place, 'divides by zero');
  const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b;
  return isExact(result) ? result : Unknown.at(place, 'is a number that is not calculated exactly');
}

/** The unknown value that something which depends on all of the given values is; undefined where they are known. */
export function dependence(values: readonly Attribute[], place: string): Unknown | undefined {
  const error = refusalIn(values);
  if (error !== undefined) return error;
  const unknown = values.map(unknownOf).find((value) => value !== undefined);
  return unknown && dependent(place, 'depends on something that is not known', unknown);
}
