import { Unknown } from '../azure';
import { equal } from './comparison';
import { LIST_LIMIT } from './effort';
import { Expression, ExpressionStep, isTemplate } from './expression';
import { evaluateFor } from './for-expression';
import { callFunction } from './functions';
import { JsonObject, JsonValue, isJsonArray, isJsonObject } from './json';
import { binary, unary } from './operators';
import { Attribute, isAttributeList } from './resource';
import { isScalar, toFlag, toText } from './scalars';
import { Scope } from './scope';
import { Step, follow, traversalText } from './traverse';
import { ValueBlock } from './value-blocks';
import { concatenated, dependent, isRefused, refusalIn, refused, settled, sizeOf, unknownOf } from './values';

/** A JSON value of a configuration, its strings taken as templates. */
export function evaluateJson(raw: JsonValue | undefined, scope: Scope, address: string, path: string): Attribute {
  if (raw === undefined || raw === null) return null;
  if (typeof raw === 'string') {
    if (!isTemplate(raw)) return raw;
    const place = `${address}.${path}`;
    return scope.located(settled(scope.nested(place, () => evaluate(scope.effort.parse(raw), scope, place))), raw);
  }
  if (isJsonArray(raw)) return raw.map((element, index) => evaluateJson(element, scope, address, `${path}[${index}]`));
  if (!isJsonObject(raw)) return raw as number | boolean;
  return Object.keys(raw).some(isTemplate) ? objectWithTemplateKeys(raw, scope, address, path) : scope.block(raw, address, path);
}

/** Keys of an object are templates too; blocks have none that are. */
function objectWithTemplateKeys(raw: JsonObject, scope: Scope, address: string, path: string): Attribute {
  const values = new Map<string, Attribute>();
  for (const [name, value] of Object.entries(raw)) {
    const key = evaluateJson(name, scope, address, path);
    if (!isScalar(key)) return unknownKey(key, `${address}.${path}`);
    values.set(String(key), evaluateJson(value, scope, address, `${path}.${String(key)}`));
  }
  return new ValueBlock(address, path, values);
}

/** The value of an expression; unknown, with the reason, where it cannot be told. */
export function evaluate(expression: Expression, scope: Scope, place: string): Attribute {
  if (expression.kind === 'literal') return expression.value;
  const why = scope.effort.enter();
  if (why !== undefined) return Unknown.at(place, why);
  try {
    const value = evaluated(expression, scope, place);
    const size = isAttributeList(value) ? sizeOf(value) : 1;
    return size > LIST_LIMIT ? Unknown.at(place, `has more than the ${LIST_LIMIT} values that are read of one list`) : value;
  } finally {
    scope.effort.leave();
  }
}

function evaluated(expression: Expression, scope: Scope, place: string): Attribute {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return concatenate(expression.parts, scope, place);
    case 'list': {
      const items = expression.items.map((item) => evaluate(item, scope, place));
      return refusalIn(items) ?? items;
    }
    case 'object':
      return evaluateObject(expression.entries, scope, place);
    case 'call':
      return callFunction(expression, scope, place, evaluate);
    case 'traversal': {
      const steps = evaluateSteps(expression.steps, scope, place);
      return steps instanceof Unknown ? steps : scope.resolve(expression.root, steps, place);
    }
    case 'access': {
      const steps = evaluateSteps(expression.steps, scope, place);
      return steps instanceof Unknown ? steps : follow(evaluate(expression.source, scope, place), steps, traversalText('(…)', steps), place);
    }
    case 'unary':
      return unary(expression.operator, evaluate(expression.operand, scope, place), place);
    case 'binary':
      return binary(expression.operator, evaluate(expression.left, scope, place), () => evaluate(expression.right, scope, place), place);
    case 'conditional':
      return conditional(expression, scope, place);
    case 'for':
      return evaluateFor(expression, scope, place, evaluate);
    case 'unsupported':
      return Unknown.at(place, 'is an expression that is not evaluated');
  }
}

function conditional({ condition, yes, no }: Expression & { readonly kind: 'conditional' }, scope: Scope, place: string): Attribute {
  const value = evaluate(condition, scope, place);
  const decision = toFlag(value);
  if (decision !== undefined) {
    const chosen = evaluate(decision ? yes : no, scope, place);
    if (typeof chosen !== 'number' && typeof chosen !== 'boolean') return chosen;
    // Both sides are brought to one type, so beside a text everything is a text.
    return typeof evaluate(decision ? no : yes, scope, place) === 'string' ? toText(chosen) ?? chosen : chosen;
  }
  const unknown = unknownOf(value);
  if (unknown === undefined) return refused(place, 'depends on a condition that is neither true nor false');
  if (isRefused(unknown)) return unknown;
  // What is the same either way does not depend on the condition.
  const [either, or] = [evaluate(yes, scope, place), evaluate(no, scope, place)];
  return equal(either, or) === true ? either : dependent(place, 'depends on a condition that is not known', unknown);
}

/** Parts put together as text; used by every construct that makes text of values. */
function concatenate(parts: readonly Expression[], scope: Scope, place: string): Attribute {
  return concatenated(parts.map((part) => evaluate(part, scope, place)), place);
}

function evaluateObject(entries: readonly (readonly [Expression, Expression])[], scope: Scope, place: string): Attribute {
  const values = new Map<string, Attribute>();
  for (const [name, value] of entries) {
    const key = evaluate(name, scope, place);
    if (!isScalar(key)) return unknownKey(key, place);
    values.set(String(key), evaluate(value, scope, place));
  }
  const error = refusalIn([...values.values()]);
  if (error !== undefined) return error;
  return new ValueBlock(place, '', values);
}

function unknownKey(key: Attribute, place: string): Unknown {
  const unknown = unknownOf(key);
  if (unknown === undefined) return refused(place, 'has a key that is no text');
  return isRefused(unknown) ? unknown : dependent(place, 'has a key that is not known', unknown);
}

function evaluateSteps(steps: readonly ExpressionStep[], scope: Scope, place: string): readonly Step[] | Unknown {
  const evaluatedSteps: Step[] = [];
  for (const step of steps) {
    if (step.kind !== 'index') {
      evaluatedSteps.push(step);
      continue;
    }
    const key = evaluate(step.index, scope, place);
    if (typeof key !== 'string' && typeof key !== 'number') {
      return refusalIn([key]) ?? Unknown.at(place, 'is chosen by an index that is not known');
    }
    evaluatedSteps.push({ kind: 'index', key });
  }
  return evaluatedSteps;
}

