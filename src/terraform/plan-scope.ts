import { Notes, Unknown } from '../azure';
import { AppliedBlock } from './applied-block';
import { ConfigurationBlock } from './configuration-block';
import { literal } from './configuration-literal';
import { COPY_LIMIT } from './configuration-scope';
import { Effort } from './effort';
import { evaluate, evaluateJson } from './evaluate';
import { Expression, Traversal, isTemplate, parseTemplate } from './expression';
import { JsonObject, JsonValue, member, objectMember } from './json';
import { typeOfLink } from './link-types';
import { ModuleInstance, PlanConfiguration, PlanExpression, ROOT_MODULE, childModule, planExpression } from './plan-configuration';
import { Attribute, Block, Reference, ResourceInstance, isAttributeList, isBlock } from './resource';
import { Scope } from './scope';
import { Step, follow, traversalText } from './traverse';
import { ValueBlock } from './value-blocks';

/** What all scopes of one plan share. */
export interface PlanIndex {
  readonly configuration: PlanConfiguration;
  /** Values of the root module's variables, by name. */
  readonly variables: JsonObject;
  readonly notes: Notes;
  /** Instances by module instance address and base address, joined by a line break. */
  readonly instances: ReadonlyMap<string, readonly ResourceInstance[]>;
  /** Values that were resolved through the configuration, by place; `undefined` while one is being resolved. */
  readonly resolved: Map<string, Attribute | undefined>;
  readonly spent: Effort;
}

export function instanceGroupKey(module: ModuleInstance, base: string): string {
  return `${module.address}\n${base}`;
}

/** Where an expression stands in the plan. */
interface Place {
  readonly address: string;
  readonly path: string;
  /** Name of the attribute: those that end in `_id` name a whole resource even where the plan drops the `.id`. */
  readonly attribute: string;
  /** Set for variables and outputs: they may pass on a whole resource or object. */
  readonly passesOn?: boolean;
}

/** Who makes the instances that `each` and `count` speak of: a resource, or a module call seen from inside its arguments. */
interface Repetition {
  readonly key?: string | number;
  readonly forEach: JsonValue | undefined;
}

const DEPTH_LIMIT = 100;
/** References that a reason lists. */
const NAMES_SHOWN = 10;
const NO_BINDINGS: ReadonlyMap<string, Attribute> = new Map();

/** Resolves what a plan does not know through its configuration: which resource will a reference name. */
export class PlanScope implements Scope {
  public constructor(
    private readonly index: PlanIndex,
    private readonly module: ModuleInstance,
    private readonly repetition: Repetition,
    private readonly bindings: ReadonlyMap<string, Attribute> = NO_BINDINGS,
    private readonly depth = 0,
  ) {}

  /** Resolves a place once; one that depends on itself, or on too many others, is unknown. */
  public once(place: string, resolution: () => Attribute): Attribute {
    const { resolved, spent } = this.index;
    if (resolved.has(place)) return resolved.get(place) ?? Unknown.at(place, 'refers to itself');
    if (spent.depth >= DEPTH_LIMIT) return Unknown.at(place, `goes through more than ${DEPTH_LIMIT} references`);
    resolved.set(place, undefined);
    spent.depth += 1;
    try {
      const value = resolution();
      resolved.set(place, value);
      return value;
    } finally {
      spent.depth -= 1;
    }
  }

  /** The value of an expression whose value the plan does not know. */
  public valueOf(expression: PlanExpression, place: Place): Attribute {
    const whole = `${place.address}.${place.path}`;
    if (expression.constant !== undefined && expression.constant !== null) {
      return expression.references.length === 0 ? literal(expression.constant) : evaluateJson(expression.constant, this, place.address, place.path);
    }
    return this.ofReferences(expression.references, place) ?? Unknown.at(whole, `is not known before apply (it refers to ${this.words(expression.references)})`);
  }

  /** The attribute that an expression names if it is nothing but a reference. */
  public referenceIn(expression: PlanExpression, place: string): Reference | undefined {
    if (typeof expression.constant !== 'string' || !isTemplate(expression.constant)) return undefined;
    const parsed = parseTemplate(expression.constant);
    return parsed.kind === 'traversal' ? this.referenceOf(parsed, place) : undefined;
  }

  /**
   * Replaces elements of a list that the plan does not know by what the configuration says about them, where that is certain.
   *
   * @param open places of those elements in the list
   */
  public resolveElements(elements: readonly Attribute[], open: ReadonlySet<number>, expression: PlanExpression, place: Place): readonly Attribute[] {
    const value = this.valueOf(expression, place);
    if (!isAttributeList(value)) return elements;
    const isInPlace = expression.constant !== undefined && value.length === elements.length
      && elements.every((element, at) => open.has(at) || element === value[at]);
    if (isInPlace) return elements.map((element, at) => (open.has(at) ? value[at] ?? element : element));
    // A set's unknown elements stand last, in no order that means anything: they are matched as a set.
    const candidates = value.filter((element) => element instanceof Reference || element instanceof Unknown);
    if (candidates.length !== open.size) return elements;
    let next = 0;
    return elements.map((element, at) => (open.has(at) ? candidates[next++] ?? element : element));
  }

  public resolve(root: string, steps: readonly Step[], place: string): Attribute {
    const whole = traversalText(root, steps);
    if (this.depth >= DEPTH_LIMIT) return Unknown.at(place, `goes through more than ${DEPTH_LIMIT} references`);
    const binding = this.bindings.get(root);
    if (binding !== undefined) return follow(binding, steps, whole, place);
    const first = steps[0];
    if (first?.kind !== 'attribute') return this.notKnown(whole, place);
    switch (root) {
      case 'each':
        if (first.name === 'key') return this.repetition.key ?? this.notKnown(whole, place);
        return follow(this.eachValue(place), steps.slice(1), whole, place);
      case 'count':
        return this.repetition.key ?? this.notKnown(whole, place);
      case 'var':
        return follow(this.once(`${this.module.address} var.${first.name}`, () => this.variable(first.name, place)), steps.slice(1), whole, place);
      case 'module':
        return this.output(first.name, steps.slice(1), whole, place);
      default:
        return this.resource(root, steps, whole, place);
    }
  }

  public block(raw: JsonObject, address: string, path: string): Block {
    return new ConfigurationBlock(address, path, raw, this);
  }

  public get effort(): Effort {
    return this.index.spent;
  }

  public binding(values: ReadonlyMap<string, Attribute>): Scope {
    return new PlanScope(this.index, this.module, this.repetition, new Map([...this.bindings, ...values]), this.depth);
  }

  public located(value: Attribute): Attribute {
    return value;
  }

  public nested(_place: string, evaluation: () => Attribute): Attribute {
    return evaluation();
  }

  public allows(copies: number): boolean {
    if (this.index.spent.copies + copies > COPY_LIMIT) return false;
    this.index.spent.copies += copies;
    return true;
  }

  public referenceOf(traversal: Traversal, place: string): Reference | undefined {
    const last = traversal.steps[traversal.steps.length - 1];
    if (last?.kind !== 'attribute') return undefined;
    const owner = evaluate({ ...traversal, steps: traversal.steps.slice(0, -1) }, this, place);
    if (!(owner instanceof AppliedBlock) || owner.path !== '') return undefined;
    const value = `${owner.address}.${last.name}`;
    return new Reference(owner.instance, last.name, Unknown.reference(value, `${value} is not known before apply`));
  }

  private notKnown(whole: string, place: string): Unknown {
    return Unknown.at(place, `is not known before apply (it refers to ${whole})`);
  }

  /**
   * What an expression of which only the references are known will be, if that is certain: an id is never computed from
   * another of its type, so a single reference to an id is that id, and a list of ids holds the ids it refers to. One of another
   * type is the beginning of the id (`"${azurerm_virtual_network.hub.id}/subnets/dc"`), or decides which it is.
   */
  private ofReferences(references: readonly Expression[], place: Place): Attribute | undefined {
    const whole = `${place.address}.${place.path}`;
    const isPlural = /(_ids|_ip_groups)$/.test(place.attribute);
    const isId = isPlural || /_id$/.test(place.attribute);
    const keyed = this.ofSameKey(references, whole, isId);
    const values = keyed === undefined ? references.map((reference) => evaluate(reference, this, whole)) : [keyed];
    const only = values[0];
    if (place.passesOn && values.length === 1 && (isBlock(only) || (only !== undefined && isAttributeList(only) && only.every(isBlock)))) return only;
    const targets = values.flatMap((value) => this.targetsOf(value, isId));
    if (targets.length === 0) return undefined;
    const type = typeOfLink(place.attribute);
    const isOfType = (target: Reference): boolean => type === undefined || target.attribute !== 'id' || target.target.type === type;
    if (!targets.every((target) => target !== undefined && isOfType(target))) return undefined;
    const found = [...new Map(targets.filter((target) => target !== undefined).map((target) => [`${target.target.address}.${target.attribute}`, target])).values()];
    if (isPlural) {
      if (found.some((target) => target.attribute !== 'id')) return undefined;
      if (found.length > 1) {
        this.index.notes.assume(`${whole} is taken to hold exactly what its configuration refers to: ${found.map((target) => target.target.address).join(', ')}.`);
      }
      return found;
    }
    const target = found[0];
    if (found.length !== 1 || target === undefined) return undefined;
    // Anything but an id may be part of a longer expression: it is not the same value as the reference's.
    return target.attribute === 'id' ? target : new Reference(target.target, target.attribute, Unknown.at(whole, 'is not known before apply'));
  }

  /** `azurerm_subnet.dc[each.key].id` is listed as `azurerm_subnet.dc` and `each.key`. */
  private ofSameKey(references: readonly Expression[], place: string, isId: boolean): Attribute | undefined {
    const key = references.find((reference) => reference.kind === 'traversal' && ['each.key', 'count.index'].includes(textOf(reference)));
    const other = references.find((reference) => reference !== key);
    if (key === undefined || other === undefined || references.length !== 2 || !isId || this.repetition.key === undefined) return undefined;
    const collection = evaluate(other, this, place);
    const found = elementWith(this.repetition.key, collection);
    if (found === undefined) return undefined;
    // `[count.index + 1]` is listed alike.
    this.index.notes.assume(`${place.replace(/\[[^\]]*\]/g, '')} is taken to be the element of ${textOf(other)} with the same key or index, for each of them.`);
    return found;
  }

  private targetsOf(value: Attribute, isId: boolean): readonly (Reference | undefined)[] {
    if (value instanceof Reference) return [value];
    if (!isId) return [undefined];
    if (isAttributeList(value)) return value.flatMap((element) => this.targetsOf(element, isId));
    if (value instanceof AppliedBlock && value.path === '') {
      const id = value.get('id');
      return [id instanceof Reference ? id : undefined];
    }
    if (value instanceof ValueBlock) return value.names().flatMap((name) => this.targetsOf(value.get(name), isId));
    return [undefined];
  }

  private eachValue(place: string): Attribute {
    const { key, forEach } = this.repetition;
    const expression = planExpression(forEach);
    if (expression === undefined || key === undefined) return this.notKnown('each.value', place);
    const outside = this.deeper({ forEach: undefined });
    const only = expression.references.length === 1 ? expression.references[0] : undefined;
    const collection =
      expression.constant !== undefined
        ? outside.valueOf(expression, { address: place, path: 'for_each', attribute: 'for_each' })
        : only && evaluate(only, outside, place);
    if (collection === undefined) return this.notKnown('each.value', place);
    // Of a set, key and value are one.
    const found = isBlock(collection) ? collection.get(String(key)) : isAttributeList(collection) && collection.includes(key) ? key : null;
    if (found === null) return this.notKnown('each.value', place);
    if (expression.constant === undefined) {
      this.index.notes.assume(`In ${place}, each.value is taken to be the element of ${this.words(expression.references)} with the same key.`);
    }
    return found;
  }

  private variable(name: string, place: string): Attribute {
    const whole = `var.${name}`;
    const declared = objectMember(objectMember(this.index.configuration.module(this.module), 'variables'), name);
    if (member(declared, 'sensitive') === true) return Unknown.at(place, `refers to ${whole}, which is marked sensitive`);
    const call = this.module.calls[this.module.calls.length - 1];
    if (call === undefined) {
      const value = member(objectMember(this.index.variables, name), 'value') ?? member(declared, 'default');
      return value === undefined ? this.notKnown(whole, place) : literal(value);
    }
    const parent = this.module.calls.slice(0, -1).reduce((module, { name: step, key }) => childModule(module, step, key), ROOT_MODULE);
    const configuration = this.index.configuration.call(this.index.configuration.module(parent), call.name);
    const argument = planExpression(member(objectMember(configuration, 'expressions'), name));
    if (argument === undefined) {
      const byDefault = member(declared, 'default');
      return byDefault === undefined ? this.notKnown(whole, place) : literal(byDefault);
    }
    const repetition = { ...(call.key === undefined ? {} : { key: call.key }), forEach: member(configuration, 'for_each_expression') };
    const scope = new PlanScope(this.index, parent, repetition, new Map(), this.depth + 1);
    return scope.valueOf(argument, { address: this.module.address, path: whole, attribute: name, passesOn: true });
  }

  private output(name: string, steps: readonly Step[], whole: string, place: string): Attribute {
    const first = steps[0];
    const key = first?.kind === 'index' ? first.key : undefined;
    const output = key === undefined ? first : steps[1];
    if (output?.kind !== 'attribute') return this.notKnown(whole, place);
    const child = childModule(this.module, name, key);
    const outputs = objectMember(this.index.configuration.module(child), 'outputs');
    const expression = planExpression(member(objectMember(outputs, output.name), 'expression'));
    if (expression === undefined) return this.notKnown(whole, place);
    const scope = new PlanScope(this.index, child, { forEach: undefined }, new Map(), this.depth + 1);
    const value = scope.valueOf(expression, { address: child.address, path: output.name, attribute: output.name, passesOn: true });
    return follow(value, steps.slice(key === undefined ? 1 : 2), whole, place);
  }

  private resource(root: string, steps: readonly Step[], whole: string, place: string): Attribute {
    const words = root === 'data' ? 2 : 1;
    const base = traversalText(root, steps.slice(0, words));
    const instances = this.index.instances.get(instanceGroupKey(this.module, base));
    if (instances === undefined || instances.length === 0) return this.notKnown(whole, place);
    const values = instances.map((instance) => new AppliedBlock(instance, false));
    const only = values[0];
    const isSingle = instances.length === 1 && instances[0]?.key === undefined;
    const byKey = new Map(values.map((value, at) => [String(instances[at]?.key), value]));
    const rest = steps.slice(words);
    if (isSingle && only !== undefined) return follow(only, rest, whole, place);
    if (instances.every((instance) => typeof instance.key === 'number')) {
      const ordered = [...values].sort((a, b) => Number(a.instance.key) - Number(b.instance.key));
      return follow(ordered, rest, whole, place);
    }
    return follow(new ValueBlock('', '', byKey), rest, whole, place);
  }

  private deeper(repetition: Repetition): PlanScope {
    return new PlanScope(this.index, this.module, repetition, new Map(), this.depth + 1);
  }

  private words(references: readonly Expression[]): string {
    const more = references.length - NAMES_SHOWN;
    return [...references.slice(0, NAMES_SHOWN).map(textOf), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  }
}

function elementWith(key: string | number, collection: Attribute): Attribute | undefined {
  if (isAttributeList(collection)) return typeof key === 'number' ? collection[key] : undefined;
  return isBlock(collection) && !(collection instanceof AppliedBlock) ? collection.get(String(key)) ?? undefined : undefined;
}

function textOf(expression: Expression): string {
  if (expression.kind === 'unsupported') return expression.text;
  if (expression.kind !== 'traversal') return 'something that is not read';
  return expression.steps.reduce((text, step) => {
    if (step.kind === 'splat') return `${text}[*]`;
    if (step.kind === 'attribute') return `${text}.${step.name}`;
    return step.index.kind === 'literal' ? `${text}[${JSON.stringify(step.index.value)}]` : `${text}[…]`;
  }, expression.root);
}
