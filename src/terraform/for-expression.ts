import { Unknown } from '../azure';
import { ForExpression } from './expression';
import { dependence } from './operators';
import { Attribute, isAttributeList, isBlock } from './resource';
import { isScalar, toFlag } from './scalars';
import { Evaluate, Scope } from './scope';
import { elementsOf } from './traverse';
import { ValueBlock } from './value-blocks';
import { concatenated, dependent, isRefused, refusalIn, refused, unknownOf } from './values';

/** A `for` expression, or a `%{ for }` of a template. */
export function evaluateFor(expression: ForExpression, scope: Scope, place: string, evaluate: Evaluate): Attribute {
  const collection = evaluate(expression.collection, scope, place);
  const unknown = dependence([collection], place);
  if (unknown !== undefined) return unknown;
  const elements = elementsOf(collection);
  if (elements === undefined) {
    if (isAttributeList(collection) || isBlock(collection)) return Unknown.at(place, 'goes through a collection of which only a part is known');
    return refused(place, 'goes through something that is no collection');
  }
  const made = new Collected(expression, place);
  for (const [key, value] of elements) {
    if (!scope.effort.spend(1)) return Unknown.at(place, 'takes more steps of evaluation than are spent on one input');
    // The key of an element in a set of objects is the element.
    const bound = new Map<string, Attribute>([[expression.valueName, value]]);
    if (expression.keyName !== undefined) bound.set(expression.keyName, key === -1 ? value : key);
    const inner = scope.binding(bound);
    const condition = expression.condition === undefined ? true : evaluate(expression.condition, inner, place);
    const isTaken = toFlag(condition);
    if (isTaken === undefined) {
      return dependence([condition], place) ?? refused(place, 'has a condition that is neither true nor false');
    }
    const problem = isTaken ? made.add(expression.key && evaluate(expression.key, inner, place), evaluate(expression.value, inner, place)) : undefined;
    if (problem !== undefined) return problem;
  }
  return made.value();
}

class Collected {
  private readonly list: Attribute[] = [];
  private readonly byKey = new Map<string, Attribute>();
  private readonly groups = new Map<string, Attribute[]>();

  public constructor(private readonly expression: ForExpression, private readonly place: string) {}

  /** Takes one result; yields an unknown value where the whole is not known any more. */
  public add(key: Attribute | undefined, value: Attribute): Unknown | undefined {
    if (key === undefined) {
      this.list.push(value);
      return refusalIn([value]);
    }
    if (!isScalar(key)) {
      const unknown = unknownOf(key);
      if (unknown === undefined) return refused(this.place, 'has a key that is no text');
      return isRefused(unknown) ? unknown : dependent(this.place, 'has a key that is not known', unknown);
    }
    const name = String(key);
    const group = this.groups.get(name);
    if (this.expression.isGrouped && group !== undefined) group.push(value);
    else if (this.expression.isGrouped) this.groups.set(name, [value]);
    else if (this.byKey.has(name)) return refused(this.place, `makes two values for the key ${JSON.stringify(name)}`);
    else this.byKey.set(name, value);
    return refusalIn([value]);
  }

  public value(): Attribute {
    if (this.expression.makes === 'text') return concatenated(this.list, this.place);
    if (this.expression.makes === 'list') return this.list;
    return new ValueBlock(this.place, '', this.expression.isGrouped ? this.groups : this.byKey);
  }
}

