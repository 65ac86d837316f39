import { Unknown } from '../../azure';
import { Expression } from '../expression';
import { Attribute, isAttributeList } from '../resource';
import { Evaluate, Scope } from '../scope';
import { dependent, isOpen, isRefused, refused, unknownOf } from '../values';
import { Arguments, NoResult, TerraformFunction } from './arguments';
import { CONVERSION_FUNCTIONS } from './conversions';
import { JSON_FUNCTIONS } from './json-texts';
import { LIST_FUNCTIONS } from './lists';
import { MAP_FUNCTIONS } from './maps';
import { NETWORK_FUNCTIONS } from './networks';
import { NUMBER_FUNCTIONS } from './numbers';
import { TEXT_FUNCTIONS } from './texts';

type Call = Expression & { readonly kind: 'call' };

const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map(Object.entries({
  ...CONVERSION_FUNCTIONS, ...JSON_FUNCTIONS, ...LIST_FUNCTIONS, ...MAP_FUNCTIONS, ...NETWORK_FUNCTIONS, ...NUMBER_FUNCTIONS, ...TEXT_FUNCTIONS,
}));

/** Names of the functions that are evaluated, in order. */
export const EVALUATED_FUNCTIONS: readonly string[] = [...FUNCTIONS.keys(), 'try', 'can'].sort();

/**
 * The result of a function. One that reads files, asks the time or makes something up is unknown, as is one that is not
 * among those evaluated.
 */
export function callFunction(call: Call, scope: Scope, place: string, evaluate: Evaluate): Attribute {
  const name = call.name.replace(/^core::/, '');
  if (name === 'try' || name === 'can') return tried(name, call, scope, place, evaluate);
  const implementation = FUNCTIONS.get(name);
  if (implementation === undefined) return Unknown.at(place, `is the result of the function ${call.name}, which is not evaluated`);
  const values = call.arguments.map((argument) => evaluate(argument, scope, place));
  try {
    const args = new Arguments(name, call.spreadsLast ? spread(values, name, place) : values, place, scope.effort);
    const result = implementation(args);
    if (isAttributeList(result)) args.spend(result.length);
    return result;
  } catch (error) {
    if (error instanceof NoResult) return error.value;
    throw error;
  }
}

/** `f(list...)`: the elements of the last argument, as arguments of their own. */
function spread(values: readonly Attribute[], name: string, place: string): readonly Attribute[] {
  const last = values[values.length - 1] ?? null;
  const unknown = unknownOf(last);
  if (unknown !== undefined) throw new NoResult(isRefused(unknown) ? unknown : dependent(place, 'depends on something that is not known', unknown));
  if (!isAttributeList(last)) throw new NoResult(refused(place, `uses the function ${name}, which spreads something that is no list`));
  if (isOpen(last)) throw new NoResult(Unknown.at(place, `uses the function ${name} on a list of which only a part is known`));
  return [...values.slice(0, -1), ...last];
}

/** The first argument that Terraform does not refuse; whether it refuses one is itself unknown where the argument is. */
function tried(name: 'try' | 'can', call: Call, scope: Scope, place: string, evaluate: Evaluate): Attribute {
  for (const argument of call.arguments) {
    const value = evaluate(argument, scope, place);
    if (isRefused(value)) {
      if (name === 'can') return false;
      continue;
    }
    const unknown = value instanceof Unknown ? value : undefined;
    if (unknown === undefined) return name === 'can' ? true : value;
    return dependent(place, 'depends on whether something that is not known can be evaluated', unknown);
  }
  return refused(place, `uses the function ${name}, which finds nothing that can be evaluated`);
}
