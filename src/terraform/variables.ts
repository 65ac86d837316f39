import { Notes, Unknown } from '../azure';
import { fingerprint } from './comparison';
import { Variable } from './configuration-declarations';
import { literal } from './configuration-literal';
import { ConfigurationScope } from './configuration-scope';
import { Effort } from './effort';
import { evaluateJson } from './evaluate';
import { JsonValue, member } from './json';
import { Attribute } from './resource';
import { convert, parseType } from './type-constraint';

export interface VariableContext {
  readonly name: string;
  /** What goes before the name in reasons. */
  readonly label: string;
  /** Where it is asked for. */
  readonly place: string;
  readonly effort: Effort;
  /** Variables of the root module may be set where the input does not show it. */
  readonly isRoot: boolean;
  readonly notes: Notes;
  /** Set for an argument in the call of a module. */
  readonly argument?: () => Attribute;
}

/**
 * The value of a variable: the argument of the call, a variables file, or its default; brought to its declared type.
 * https://developer.hashicorp.com/terraform/language/values/variables
 */
export function variableValue(variable: Variable, context: VariableContext): Attribute {
  const { name, label, place, effort, isRoot, notes, argument } = context;
  const whole = `${label}var.${name}`;
  const unknown = (why: string) => Unknown.reference(whole, `${isRoot ? `var.${name}` : whole} ${why}`);
  if (member(variable.body, 'sensitive') === true) return unknown('is marked sensitive, so its value is not used');
  if (variable.unread !== undefined) return unknown(`may be set in ${variable.unread}, which is not read`);
  const type = parseType(member(variable.body, 'type'));
  const typed = (value: Attribute) => convert(value, type, whole, effort);
  const given = argument?.() ?? (variable.value === undefined ? null : constant(variable.value.json, variable.value.syntax, effort, whole));
  const isSet = argument !== undefined || variable.value !== undefined;
  const byDefault = member(variable.body, 'default');
  // `null` is a value, unless the variable says that it is none.
  if (isSet && (given !== null || member(variable.body, 'nullable') !== false)) return typed(given);
  if (byDefault === undefined) return unknown(`has no value in the input (${place})`);
  const value = typed(constant(byDefault, variable.syntax, effort, whole));
  if (isRoot) notes.assume(`The variable ${label}${name} has its default value${shown(value)}.`);
  return value;
}

/** A value in which no names stand. In JSON its texts are themselves, in HCL they may hold escapes. */
function constant(json: JsonValue, syntax: 'hcl' | 'json', effort: Effort, place: string): Attribute {
  return syntax === 'json' ? literal(json) : evaluateJson(json, new ConfigurationScope(NO_NAMES, effort), place, 'value');
}

const NO_NAMES = {
  resolve: (root: string, _: unknown, place: string) => Unknown.at(place, `refers to ${root}, which a constant cannot`),
  instanceAt: () => undefined,
  passedOn: () => undefined,
};

function shown(value: Attribute): string {
  const text = fingerprint(value);
  return text === undefined || text.length > 80 ? '' : ` ${text}`;
}
