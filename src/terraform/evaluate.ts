import { Unknown } from '../azure';
import { Expression, ExpressionStep, Traversal, isTemplate, parseTemplate } from './expression';
import { JsonObject, JsonValue, isJsonObject } from './json';
import { Attribute, Block, Reference, isAttributeList, isBlock } from './resource';

/** One step from a value into it. */
export type Step =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly key: string | number }
  | { readonly kind: 'splat' };

/** What names stand for at one place of an input. */
export interface Scope {
  /**
   * The value of a traversal.
   *
   * @param place where it is written, for reasons
   */
  resolve(root: string, steps: readonly Step[], place: string): Attribute;
  /** A block of the raw object in this scope. */
  block(raw: JsonObject, address: string, path: string): Block;
  /** The scope with an iterator bound, such as `each` or the name of a dynamic block. */
  with(iterator: string, key: string | number, value: Attribute): Scope;
  /** The instance and attribute that a traversal names directly, whether or not the value is known. */
  referenceOf(traversal: Traversal, place: string): Reference | undefined;
  /** Runs one nested evaluation; yields an unknown value instead where evaluations nest too deep. */
  nested(place: string, evaluation: () => Attribute): Attribute;
  /** Whether that many more copies of blocks may still be made; a hostile input would fill the memory with them. */
  allows(copies: number): boolean;
}

/** Longest text that concatenation may make. */
const TEXT_LIMIT = 4096;

/** Conversions that leave what they are given as it is, as far as a reader of addresses and ports is concerned. */
const CONVERSIONS: ReadonlySet<string> = new Set(['toset', 'tolist', 'tomap', 'tostring', 'tonumber', 'tobool']);

/** A JSON value of a configuration, its strings taken as templates. */
export function evaluateJson(raw: JsonValue | undefined, scope: Scope, address: string, path: string): Attribute {
  if (raw === undefined || raw === null) return null;
  if (typeof raw === 'string') {
    if (!isTemplate(raw)) return raw;
    const place = `${address}.${path}`;
    return scope.nested(place, () => evaluate(parseTemplate(raw), scope, place));
  }
  if (Array.isArray(raw)) return (raw as readonly JsonValue[]).map((element, index) => evaluateJson(element, scope, address, `${path}[${index}]`));
  return isJsonObject(raw) ? scope.block(raw, address, path) : (raw as number | boolean);
}

/** The value of an expression; unknown, with the reason, where it cannot be told. */
export function evaluate(expression: Expression, scope: Scope, place: string): Attribute {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return concatenate(expression.parts, scope, place);
    case 'list':
      return expression.items.map((item) => evaluate(item, scope, place));
    case 'object':
      return evaluateObject(expression.entries, scope, place);
    case 'call': {
      const only = expression.arguments[0];
      if (CONVERSIONS.has(expression.name) && expression.arguments.length === 1 && only !== undefined) return evaluate(only, scope, place);
      return Unknown.at(place, `is the result of the function ${expression.name}, which is not evaluated`);
    }
    case 'traversal': {
      const steps = evaluateSteps(expression.steps, scope, place);
      return steps instanceof Unknown ? steps : scope.resolve(expression.root, steps, place);
    }
    case 'unsupported':
      return Unknown.at(place, 'is an expression that is not evaluated');
  }
}

function concatenate(parts: readonly Expression[], scope: Scope, place: string): Attribute {
  let text = '';
  for (const part of parts) {
    const value = evaluate(part, scope, place);
    if (value instanceof Unknown) return Unknown.at(place, `holds a part that is not known: ${value.reason}`);
    if (value instanceof Reference) return Unknown.at(place, `holds a part that is not known: ${value.unknown.reason}`);
    if (value === null || typeof value === 'object') return Unknown.at(place, 'has a part that is no text');
    text += String(value);
    if (text.length > TEXT_LIMIT) return Unknown.at(place, `is longer than the ${TEXT_LIMIT} characters that are read`);
  }
  return text;
}

function evaluateObject(entries: readonly (readonly [Expression, Expression])[], scope: Scope, place: string): Attribute {
  const values = new Map<string, Attribute>();
  for (const [name, value] of entries) {
    const key = evaluate(name, scope, place);
    if (typeof key !== 'string' && typeof key !== 'number') return Unknown.at(place, 'has a key that is not known');
    values.set(String(key), evaluate(value, scope, place));
  }
  return new ValueBlock(place, '', values);
}

function evaluateSteps(steps: readonly ExpressionStep[], scope: Scope, place: string): readonly Step[] | Unknown {
  const evaluated: Step[] = [];
  for (const step of steps) {
    if (step.kind !== 'index') {
      evaluated.push(step);
      continue;
    }
    const key = evaluate(step.index, scope, place);
    if (typeof key !== 'string' && typeof key !== 'number') return Unknown.at(place, 'is chosen by an index that is not known');
    evaluated.push({ kind: 'index', key });
  }
  return evaluated;
}

/** What `for_each` goes through, as keys and values; undefined where that is not known. */
export function elementsOf(collection: Attribute): readonly (readonly [string | number, Attribute])[] | undefined {
  if (isAttributeList(collection)) return collection.map((value, index) => [typeof value === 'string' ? value : index, value] as const);
  return isBlock(collection) ? collection.names().map((name) => [name, collection.get(name)] as const) : undefined;
}

/** Follows steps into a value. `whole` is the full reference as text, `place` where it is written. */
export function follow(value: Attribute, steps: readonly Step[], whole: string, place: string): Attribute {
  let current = value;
  for (const [index, step] of steps.entries()) {
    if (current instanceof Unknown) return current.isReference ? Unknown.reference(whole, current.reason) : current;
    if (step.kind === 'splat') {
      const rest = steps.slice(index + 1);
      const elements = elementsOf(current)?.map(([, element]) => element);
      if (elements === undefined) return Unknown.at(place, 'is a splat over something that is no list');
      return elements.map((element) => follow(element, rest, whole, place));
    }
    const name = step.kind === 'attribute' ? step.name : step.key;
    if (current instanceof Reference) {
      const attribute = current.attribute + (step.kind === 'attribute' ? `.${step.name}` : `[${JSON.stringify(step.key)}]`);
      current = computedReference(current.target, attribute, current.unknown.reason);
    } else if (isAttributeList(current)) {
      const element: Attribute | undefined = typeof name === 'number' ? current[name] : undefined;
      if (element === undefined) return Unknown.at(place, `refers to ${whole}, which the input does not have`);
      current = element;
    } else if (isBlock(current)) {
      // A single block may be written without a list around it; it is the list's first element all the same.
      current = name === 0 && !current.names().includes('0') ? current : current.get(String(name));
    } else {
      return Unknown.at(place, `refers to ${whole}, which the input does not have`);
    }
  }
  return current;
}

/** Spellings of the first address of a network interface. */
const FIRST_ADDRESS = /^(ip_configuration\[0\]\.private_ip_address|private_ip_addresses\[0\])$/;

/** A reference to something that is known after apply alone; different spellings of one address give one identity. */
export function computedReference(target: Reference['target'], attribute: string, reason: string): Reference {
  const indexed = attribute.replace(/^(ip_configuration|virtual_hub)(?:\.0)?\./, '$1[0].');
  const isFirstAddress = target.type === 'azurerm_network_interface' && FIRST_ADDRESS.test(indexed);
  const canonical = isFirstAddress ? 'private_ip_address' : indexed;
  return new Reference(target, canonical, Unknown.reference(`${target.address}.${canonical}`, reason));
}

/** A traversal as text, in one spelling. */
export function traversalText(root: string, steps: readonly Step[]): string {
  return steps.reduce((text, step) => {
    if (step.kind === 'splat') return `${text}[*]`;
    return step.kind === 'attribute' ? `${text}.${step.name}` : `${text}[${JSON.stringify(step.key)}]`;
  }, root);
}

/** Values that are already evaluated, by name. */
export class ValueBlock implements Block {
  public constructor(
    public readonly address: string,
    public readonly path: string,
    private readonly values: ReadonlyMap<string, Attribute>,
  ) {}

  public get(name: string): Attribute {
    return this.values.get(name) ?? null;
  }

  public names(): readonly string[] {
    return [...this.values.keys()];
  }

  public isConfigured(name: string): boolean {
    return this.values.has(name);
  }

  public referenceAt(name: string): Reference | undefined {
    const value = this.get(name);
    return value instanceof Reference ? value : undefined;
  }
}
