import { familyLimitedTag, Notes, Unknown } from '../azure';
import { evaluateJson } from './evaluate';
import { isTemplate } from './expression';
import { JsonObject, JsonValue, isJsonArray, isJsonObject, member, stringMember } from './json';
import { Attribute, Block, Reference, isAttributeList, isBlock, pathOf, placeOf } from './resource';
import { Scope } from './scope';
import { elementsOf } from './traverse';
import { iteratorOf } from './value-blocks';
import { isOpen, openList, unknownOf } from './values';

/** An object of a Terraform JSON configuration, its strings evaluated on demand, its `dynamic` blocks expanded. */
export class ConfigurationBlock implements Block {
  /** Evaluated values; `undefined` while an evaluation is under way, so that a cycle is seen. Most blocks need none. */
  private values: Map<string, Attribute | undefined> | undefined;
  private readonly hasDynamicBlocks: boolean;

  public constructor(
    public readonly address: string,
    public readonly path: string,
    protected readonly raw: JsonObject,
    protected readonly scope: Scope,
    /** Attributes that hang on which of some blocks comes first, which is not known. */
    private readonly disordered: readonly string[] = [],
  ) {
    this.hasDynamicBlocks = member(raw, 'dynamic') !== undefined;
  }

  public get(name: string): Attribute {
    if (this.disordered.includes(name)) return Unknown.at(placeOf(this, name), 'stands in one of several blocks, some of them dynamic, whose order the input does not tell');
    const raw = member(this.raw, name);
    if (raw === null || (!this.hasDynamicBlocks && isPlain(raw))) return raw ?? null;
    this.values ??= new Map();
    if (this.values.has(name)) return this.values.get(name) ?? (this.isOpen(name) ? Unknown.at(placeOf(this, name), 'refers to itself') : null);
    this.values.set(name, undefined);
    const value = this.evaluated(name, raw);
    this.values.set(name, value);
    return value;
  }

  public names(): readonly string[] {
    return Object.keys(this.raw);
  }

  /** Whether the name stands there, be it with `null`. */
  public isWritten(name: string): boolean {
    return member(this.raw, name) !== undefined;
  }

  public isConfigured(name: string): boolean {
    if ((member(this.raw, name) ?? null) !== null) return true;
    if (this.dynamics(name).length === 0) return false;
    // A dynamic block that comes to no block leaves it unset.
    const value = this.get(name);
    return !(isAttributeList(value) && value.length === 0);
  }

  public referenceAt(name: string): Reference | undefined {
    const raw = member(this.raw, name);
    if (typeof raw !== 'string' || !isTemplate(raw)) return undefined;
    const expression = this.scope.effort.parse(raw);
    return expression.kind === 'traversal' ? this.scope.referenceOf(expression, placeOf(this, name)) : undefined;
  }

  private isOpen(name: string): boolean {
    return this.values?.get(name) === undefined;
  }

  private evaluated(name: string, raw: JsonValue | undefined): Attribute {
    const written = evaluateJson(raw, this.scope, this.address, pathOf(this, name));
    const dynamics = this.dynamics(name);
    if (dynamics.length === 0) return written;
    const blocks: readonly Attribute[] = written === null ? [] : isAttributeList(written) ? written : [written];
    const expansions = dynamics.map((dynamic) => this.expanded(name, dynamic));
    const expanded = expansions.flat();
    // Terraform takes the blocks of one type in the order in which the file has them, which is lost where HCL became JSON.
    const order = Object.keys(this.raw);
    const all = order.indexOf('dynamic') < order.indexOf(name) ? [...expanded, ...blocks] : [...blocks, ...expanded];
    const isMixed = blocks.length > 0 && expanded.length > 0;
    const open = isMixed ? DECIDED_BY_ORDER.filter((attribute) => differ(all, attribute)) : [];
    const placed = all.map((block, index) => (block instanceof ConfigurationBlock ? block.movedTo(`${pathOf(this, name)}[${index}]`, open) : block));
    return expansions.some(isOpen) ? openList(placed) : placed;
  }

  private movedTo(path: string, disordered: readonly string[]): Block {
    return new ConfigurationBlock(this.address, path, this.raw, this.scope, disordered);
  }

  private dynamics(name: string): readonly JsonObject[] {
    if (!this.hasDynamicBlocks) return [];
    const all = member(this.raw, 'dynamic');
    const groups = isJsonArray(all) ? all : [all];
    return groups.flatMap((group) => {
      const found = member(group, name);
      return (isJsonArray(found) ? found : [found]).filter(isJsonObject);
    });
  }

  private expanded(name: string, dynamic: JsonObject): readonly Attribute[] {
    const place = placeOf(this, name);
    const collection = evaluateJson(member(dynamic, 'for_each'), this.scope, this.address, `dynamic.${pathOf(this, name)}.for_each`);
    const elements = elementsOf(collection);
    if (elements === undefined || !this.scope.allows(elements.length)) {
      const why = elements === undefined ? unknownOf(collection)?.reason ?? 'it is no collection that is known' : 'it makes too many blocks';
      return openList([Unknown.at(place, `is made by a dynamic block whose for_each is not known: ${why}`)]);
    }
    const content = member(dynamic, 'content');
    const body = isJsonArray(content) ? content[0] : content;
    if (!isJsonObject(body)) return [Unknown.at(place, 'is made by a dynamic block without content')];
    // In HCL the name stands there like a reference.
    const iterator = stringMember(dynamic, 'iterator')?.replace(/^\$\{\s*(.*?)\s*\}$/, '$1') ?? name;
    const scopeOf = (key: string | number, value: Attribute) => this.scope.binding(new Map([[iterator, iteratorOf(key, value)]]));
    return elements.map(([key, value]) => new ConfigurationBlock(this.address, pathOf(this, name), body, scopeOf(key, value)));
  }
}

/** Whether blocks have more than one value of an attribute, "false" for one that has none. */
function differ(blocks: readonly Attribute[], attribute: string): boolean {
  return new Set(blocks.map((block) => (isBlock(block) ? block.get(attribute) : block) ?? false)).size > 1;
}

/** Attributes for which the first of several blocks that match counts: of rules in one collection all else is alike. */
const DECIDED_BY_ORDER: readonly string[] = ['terminate_tls'];

/** Whether a value is what it says, without anything to evaluate. */
function isPlain(raw: JsonValue | undefined): raw is PlainValue | undefined {
  switch (typeof raw) {
    case 'string': return !isTemplate(raw);
    case 'object': return isJsonArray(raw) && raw.every((element) => typeof element === 'string' && !isTemplate(element));
    default: return true;
  }
}

type PlainValue = string | number | boolean | readonly string[];

/** All attributes of a managed resource: what `ignore_changes` names is not what will be there. */
export class ManagedBlock extends ConfigurationBlock {
  private readonly ignored: ReadonlySet<string> | 'all';

  public constructor(address: string, raw: JsonObject, scope: Scope, private readonly notes: Notes) {
    super(address, '', raw, scope);
    this.ignored = ignoredChanges(raw);
  }

  public override get(name: string): Attribute {
    const isIgnored = this.ignored === 'all' ? !IDENTIFYING.has(name) : this.ignored.has(name);
    if (!isIgnored) return super.get(name);
    const place = placeOf(this, name);
    this.notes.find({
      id: 'ignore-changes',
      level: 'warning',
      address: this.address,
      message: `${place} is listed in ignore_changes, so what Azure already has may stay in place of what is written; remove it from the list, or pass the plan, which shows the value.`,
    });
    return Unknown.at(place, 'is listed in ignore_changes, so Azure may keep another value');
  }
}

/** What Azure itself cannot change under a resource: a change of it makes another resource. */
const IDENTIFYING: ReadonlySet<string> = new Set([
  'name', 'resource_group_name', 'network_security_group_name', 'virtual_network_name', 'route_table_name', 'azure_firewall_name',
]);

function ignoredChanges(raw: JsonObject): ReadonlySet<string> | 'all' {
  const lifecycle = member(raw, 'lifecycle');
  const list = member(isJsonArray(lifecycle) ? lifecycle[0] : lifecycle, 'ignore_changes');
  const names = (isJsonArray(list) ? list : [list]).filter((name): name is string => typeof name === 'string');
  // `"${security_rule}"`, `"security_rule"`, `"security_rule[0].priority"` all name the attribute security_rule.
  const attributes = names.map((name) => /^(?:\$\{)?\s*(\w+)/.exec(name)?.[1] ?? 'all');
  return attributes.includes('all') ? 'all' : new Set(attributes);
}

/** Attributes of the service tag data source that list addresses, and how the list is written in an estate. */
const TAG_ATTRIBUTES: ReadonlyMap<string, (tag: string) => string> = new Map([
  ['address_prefixes', (tag: string) => tag],
  ['ipv4_cidrs', (tag: string) => familyLimitedTag(tag, 'ipv4')],
  ['ipv6_cidrs', (tag: string) => familyLimitedTag(tag, 'ipv6')],
]);

/** All attributes of a data source: its arguments are written, everything else is read from Azure. */
export class DataBlock extends ConfigurationBlock {
  public constructor(
    address: string,
    raw: JsonObject,
    scope: Scope,
    private readonly type: string,
    private readonly notes: Notes,
  ) {
    super(address, '', raw, scope);
  }

  public override get(name: string): Attribute {
    const written = super.get(name);
    if (written !== null) return written;
    const tag = this.type === 'azurerm_network_service_tags' && TAG_ATTRIBUTES.has(name) ? this.serviceTag(name) : undefined;
    return tag === undefined ? Unknown.reference(placeOf(this, name), `${placeOf(this, name)} is read from Azure, not said in the input`) : [tag];
  }

  /** The addresses of a whole tag are the tag. */
  private serviceTag(name: string): string | undefined {
    const service = super.get('service');
    if (typeof service !== 'string' || (super.get('location_filter') ?? '') !== '') return undefined;
    this.notes.assume(`${placeOf(this, name)} holds the addresses of the service tag ${service} as Azure lists them at apply; it is read as the tag itself.`);
    return TAG_ATTRIBUTES.get(name)?.(service);
  }
}
