import { Expression, parseExpression } from './expression';
import { JsonObject, JsonValue, isJsonArray, isJsonObject, listMember, member, objectMember, stringMember } from './json';

/*
 * The `configuration` of a plan: what the author wrote, as expressions. A constant is there with its value (one written in
 * JSON syntax also with its templates); of any other expression only the references are, in one flat list.
 */

/** An instance of a module: the names and instance keys of the calls that lead to it. */
export interface ModuleInstance {
  readonly address: string;
  readonly calls: readonly { readonly name: string; readonly key?: string | number }[];
}

export const ROOT_MODULE: ModuleInstance = { address: '', calls: [] };

/** One step down: the instance of a module that a call makes. */
export function childModule(parent: ModuleInstance, name: string, key?: string | number): ModuleInstance {
  const own = `module.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`;
  return {
    address: parent.address === '' ? own : `${parent.address}.${own}`,
    calls: [...parent.calls, { name, ...(key === undefined ? {} : { key }) }],
  };
}

/** The instance of a module with the given address, such as `module.net["a"].module.rules`; undefined for anything else. */
export function moduleInstanceAt(address: string): ModuleInstance | undefined {
  if (address === '') return ROOT_MODULE;
  const parsed = parseExpression(address);
  if (parsed.kind !== 'traversal') return undefined;
  let module = ROOT_MODULE;
  const words = [{ kind: 'attribute', name: parsed.root } as const, ...parsed.steps];
  for (let at = 0; at < words.length;) {
    const [keyword, name, key] = words.slice(at, at + 3);
    if (keyword?.kind !== 'attribute' || keyword.name !== 'module' || name?.kind !== 'attribute') return undefined;
    const index = key?.kind === 'index' && key.index.kind === 'literal' ? key.index.value : undefined;
    const isKeyed = typeof index === 'string' || typeof index === 'number';
    module = childModule(module, name.name, isKeyed ? index : undefined);
    at += isKeyed ? 3 : 2;
  }
  return module.address === address ? module : undefined;
}

/** Looks up what the configuration says about a module or resource. Anything odd is as if it were not there. */
export class PlanConfiguration {
  private readonly resourcesByModule = new Map<JsonObject, ReadonlyMap<string, JsonObject>>();

  public constructor(private readonly root: JsonObject) {}

  /** The configuration of a module; empty where there is none. */
  public module(instance: ModuleInstance): JsonObject {
    return instance.calls.reduce<JsonObject>((module, call) => objectMember(this.call(module, call.name), 'module'), this.root);
  }

  public call(module: JsonObject, name: string): JsonObject {
    return objectMember(objectMember(module, 'module_calls'), name);
  }

  /** The configuration of a resource by its base address, such as `data.azurerm_subnet.dc`; undefined where there is none. */
  public resource(instance: ModuleInstance, base: string): JsonObject | undefined {
    const module = this.module(instance);
    let resources = this.resourcesByModule.get(module);
    if (resources === undefined) {
      const listed = listMember(module, 'resources').filter(isJsonObject);
      resources = new Map(listed.map((resource) => [stringMember(resource, 'address') ?? '', resource]));
      this.resourcesByModule.set(module, resources);
    }
    return resources.get(base);
  }
}

/** What the configuration says about one attribute. */
export interface PlanExpression {
  /** Set for constants, and for anything written in JSON syntax (then with templates in it where there are references). */
  readonly constant?: JsonValue;
  /** Every reference in the expression, without those that are only the beginning of another. */
  readonly references: readonly Expression[];
}

export function planExpression(json: JsonValue | undefined): PlanExpression | undefined {
  if (!isJsonObject(json)) return undefined;
  const constant = member(json, 'constant_value');
  const references = listMember(json, 'references').filter((reference): reference is string => typeof reference === 'string');
  return constant === undefined && references.length === 0 ? undefined : new WrittenExpression(constant, references);
}

/** Most expressions are asked for their constant alone, so references are read when they are wanted. */
class WrittenExpression implements PlanExpression {
  private parsed?: readonly Expression[];

  public constructor(public readonly constant: JsonValue | undefined, private readonly names: readonly string[]) {}

  public get references(): readonly Expression[] {
    return (this.parsed ??= longest(this.names).map(parseExpression));
  }
}

/** A plan lists `a.b.id` and then `a.b`, which is its beginning. */
function longest(references: readonly string[]): readonly string[] {
  const beginnings = new Set<string>();
  for (const reference of references) {
    for (let at = reference.length - 1; at > 0; at -= 1) {
      if (reference[at] !== '.' && reference[at] !== '[') continue;
      const beginning = reference.slice(0, at);
      // Whoever began so before has told the shorter ones, too.
      if (beginnings.has(beginning)) break;
      beginnings.add(beginning);
    }
  }
  return [...new Set(references)].filter((reference) => !beginnings.has(reference));
}

/** Configuration of one block, or of an object within a constant, beside the block's planned values. */
export type BlockConfiguration =
  | { readonly kind: 'expressions'; readonly expressions: JsonObject }
  /** An object of a constant that refers to something (`hasReferences`) or is plain data. */
  | { readonly kind: 'constant'; readonly value: JsonObject; readonly hasReferences: boolean }
  /** Only the references of the attribute around it are known. */
  | { readonly kind: 'references'; readonly references: readonly Expression[] };

/** The expression of an attribute of a block. */
export function expressionAt(block: BlockConfiguration | undefined, name: string): PlanExpression | undefined {
  if (block === undefined) return undefined;
  if (block.kind === 'expressions') return planExpression(member(block.expressions, name));
  if (block.kind === 'references') return { references: block.references };
  const constant = member(block.value, name);
  // A constant with templates: the references need not be told apart, the templates say more.
  return constant === undefined ? undefined : { constant, references: block.hasReferences ? [parseExpression('templates')] : [] };
}

/**
 * The configuration beside each planned block of one name. Blocks that a `dynamic` block made have none: a plan leaves
 * them out of its configuration, so the rest is matched by place where nothing is missing and by `name` otherwise.
 */
export function configurationsOf(
  parent: BlockConfiguration | undefined, name: string, planned: readonly JsonValue[],
): readonly (BlockConfiguration | undefined)[] {
  const nothing = planned.map(() => undefined);
  if (parent === undefined) return nothing;
  if (parent.kind === 'references') return planned.map(() => parent);
  const written = parent.kind === 'expressions' ? member(parent.expressions, name) : member(parent.value, name);
  if (parent.kind === 'expressions' && isJsonArray(written)) {
    const blocks = written.filter(isJsonObject).map((expressions): BlockConfiguration => ({ kind: 'expressions', expressions }));
    return blocks.length === planned.length ? blocks : byName(planned, blocks);
  }
  const expression = parent.kind === 'expressions' ? planExpression(written) : expressionAt(parent, name);
  if (expression === undefined) return nothing;
  if (isJsonArray(expression.constant)) {
    const hasReferences = expression.references.length > 0;
    const blocks = expression.constant.filter(isJsonObject).map((value): BlockConfiguration => ({ kind: 'constant', value, hasReferences }));
    // Attributes that stand for blocks are sets in this provider: their order in the plan is not the written one.
    return blocks.length === 1 && planned.length === 1 ? blocks : byName(planned, blocks);
  }
  return expression.constant === undefined ? planned.map(() => ({ kind: 'references', references: expression.references })) : nothing;
}

function byName(planned: readonly JsonValue[], blocks: readonly BlockConfiguration[]): readonly (BlockConfiguration | undefined)[] {
  const found = new Map<string, BlockConfiguration | undefined>();
  for (const block of blocks) {
    const name = writtenName(block);
    // Two blocks of one name cannot be told apart.
    if (name !== undefined) found.set(name, found.has(name) ? undefined : block);
  }
  const names = planned.map((value) => stringMember(value, 'name'));
  const seen = new Set<string | undefined>();
  const repeated = new Set(names.filter((name) => seen.size === seen.add(name).size));
  return names.map((name) => (name === undefined || repeated.has(name) ? undefined : found.get(name)));
}

function writtenName(block: BlockConfiguration): string | undefined {
  if (block.kind === 'expressions') return stringMember(member(block.expressions, 'name'), 'constant_value');
  return block.kind === 'constant' ? stringMember(block.value, 'name') : undefined;
}
