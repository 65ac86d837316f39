import { Unknown } from '../azure';
import { Effort, LIST_LIMIT } from './effort';
import { Expression, parseExpression } from './expression';
import { JsonValue } from './json';
import { Attribute, Block, Reference, isAttributeList, isBlock } from './resource';
import { toFlag, toNumber, toText } from './scalars';
import { ValueBlock } from './value-blocks';
import { isOpen, openList, refused, setOf } from './values';

/** The type of a variable: https://developer.hashicorp.com/terraform/language/expressions/type-constraints */
export type TypeConstraint =
  | { readonly kind: 'any' | 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly of: TypeConstraint }
  | { readonly kind: 'tuple'; readonly of: readonly TypeConstraint[] }
  | { readonly kind: 'object'; readonly of: ReadonlyMap<string, Member> };

interface Member {
  readonly type: TypeConstraint;
  readonly isOptional: boolean;
  readonly byDefault?: Expression;
}

const ANY: TypeConstraint = { kind: 'any' };

/** The type that a variable declares; any, where it declares none or one that is not understood. */
export function parseType(json: JsonValue | undefined): TypeConstraint {
  if (typeof json !== 'string') return ANY;
  return typeOf(parseExpression(/^\$\{([\s\S]*)\}$/.exec(json)?.[1] ?? json));
}

function typeOf(expression: Expression | undefined): TypeConstraint {
  if (expression?.kind === 'traversal' && expression.steps.length === 0) {
    switch (expression.root) {
      case 'string': case 'number': case 'bool': return { kind: expression.root };
      case 'list': case 'set': case 'map': return { kind: expression.root, of: ANY };
      default: return ANY;
    }
  }
  if (expression?.kind !== 'call') return ANY;
  const [argument] = expression.arguments;
  switch (expression.name) {
    case 'list': case 'set': case 'map': return { kind: expression.name, of: typeOf(argument) };
    case 'tuple': return argument?.kind === 'list' ? { kind: 'tuple', of: argument.items.map(typeOf) } : ANY;
    case 'object':
      if (argument?.kind !== 'object') return ANY;
      return { kind: 'object', of: new Map(argument.entries.map(([name, type]) => [keyOf(name), memberOf(type)])) };
    default: return ANY;
  }
}

function keyOf(name: Expression): string {
  return name.kind === 'literal' ? String(name.value) : '';
}

function memberOf(expression: Expression): Member {
  if (expression.kind !== 'call' || expression.name !== 'optional') return { type: typeOf(expression), isOptional: false };
  const [type, byDefault] = expression.arguments;
  return { type: typeOf(type), isOptional: true, ...(byDefault === undefined ? {} : { byDefault }) };
}

/** A value brought to a type as Terraform does; unknown where it would refuse. */
export function convert(value: Attribute, type: TypeConstraint, place: string, effort: Effort): Attribute {
  if (value === null || value instanceof Unknown || value instanceof Reference || type.kind === 'any') return value;
  if (!effort.spend(1)) return Unknown.at(place, 'takes more work than is spent on one input');
  const wrong = () => refused(place, `is not of the type that is declared (${type.kind})`);
  switch (type.kind) {
    case 'string': return toText(value) ?? (typeof value === 'number' ? value : wrong());
    case 'number': return toNumber(value) ?? wrong();
    case 'bool': return toFlag(value) ?? wrong();
    case 'list': case 'set': {
      if (!isAttributeList(value)) return wrong();
      if (value.length > LIST_LIMIT) return Unknown.at(place, 'has more values than are read');
      const elements = value.map((element) => convert(element, type.of, place, effort));
      const list = isOpen(value) ? openList(elements) : elements;
      return type.kind === 'set' ? setOf(list) : list;
    }
    case 'tuple':
      if (!isAttributeList(value) || value.length !== type.of.length) return wrong();
      return value.map((element, at) => convert(element, type.of[at] ?? ANY, place, effort));
    case 'map':
      if (!isBlock(value)) return wrong();
      return new ValueBlock(place, '', new Map(value.names().map((name) => [name, convert(value.get(name), type.of, place, effort)])));
    case 'object':
      return isBlock(value) ? toObject(value, type, place, effort) : wrong();
  }
}

/** Names that the type does not have are dropped, optional ones that the value does not have are filled in. */
function toObject(value: Block, { of }: TypeConstraint & { readonly kind: 'object' }, place: string, effort: Effort): Attribute {
  const names = new Set(value.names());
  const values = new Map<string, Attribute>();
  for (const [name, { type, isOptional, byDefault }] of of) {
    if (!names.has(name) && !isOptional) return refused(place, `has no ${name}, which its type asks for`);
    const given = names.has(name) ? value.get(name) : null;
    const filled = given === null && byDefault !== undefined ? constantOf(byDefault, place) : given;
    values.set(name, convert(filled, type, place, effort));
  }
  return new ValueBlock(place, '', values);
}

/** Defaults of optional members are constants. */
function constantOf(expression: Expression, place: string): Attribute {
  switch (expression.kind) {
    case 'literal': return expression.value;
    case 'list': return expression.items.map((item) => constantOf(item, place));
    case 'object': return new ValueBlock(place, '', new Map(expression.entries.map(([name, value]) => [keyOf(name), constantOf(value, place)])));
    default: return Unknown.at(place, 'has a default that is not evaluated');
  }
}
