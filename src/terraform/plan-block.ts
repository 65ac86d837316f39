import { Unknown } from '../azure';
import { JsonObject, JsonValue, isJsonArray, isJsonObject, member } from './json';
import { BlockConfiguration, configurationsOf, expressionAt } from './plan-configuration';
import { PlanScope } from './plan-scope';
import { Attribute, Block, Reference, isAttributeList, pathOf, placeOf } from './resource';

/** Which attributes of a resource type Azure fills in when they are not set, and "unknown" then means just that. */
const FILLED_IN_BY_AZURE: Readonly<Record<string, readonly string[]>> = {
  azurerm_network_security_group: ['security_rule'],
  azurerm_route_table: ['route'],
  azurerm_virtual_network: ['subnet'],
  azurerm_firewall: ['dns_proxy_enabled', 'threat_intel_mode'],
};

/** What a plan says about one block, in four trees of one shape. */
export interface PlannedTrees {
  readonly values: JsonObject;
  /** `after_unknown`: `true` where a value is not known, else a tree or absent. Undefined: the plan has no such tree. */
  readonly unknown: JsonValue | undefined;
  readonly sensitive: readonly (JsonValue | undefined)[];
  /** What of it the author wrote; made when it is asked for, since blocks whose values are all known are never asked. */
  readonly configuration: () => BlockConfiguration | undefined;
}

/** Facts about the instance that its blocks share. */
export interface PlannedInstance {
  readonly address: string;
  readonly type: string;
  /** Whether the resource is made anew, so that nothing of it is left from before. */
  readonly isCreated: boolean;
  readonly scope: PlanScope;
}

/** A block of planned values; nothing is read or copied before it is asked for. */
export class PlanBlock implements Block {
  public readonly address: string;

  public constructor(private readonly instance: PlannedInstance, public readonly path: string, private readonly trees: PlannedTrees) {
    this.address = instance.address;
  }

  public get(name: string): Attribute {
    const { values, unknown, sensitive } = this.trees;
    for (const tree of sensitive) if (markOf(tree, name) === true) return this.sensitive(name);
    const isUnknown = markOf(unknown, name);
    if (isUnknown === true) return this.unknown(name);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === null) return null;
    if (value === undefined) return unknown === undefined ? Unknown.at(placeOf(this, name), 'is not in the plan') : null;
    if (typeof value !== 'object') return value;
    const marks = sensitive.map((tree) => markOf(tree, name));
    if (isJsonArray(value)) return this.list(name, value, isUnknown, marks);
    return this.inner(pathOf(this, name), value as JsonObject, isUnknown, marks);
  }

  public names(): readonly string[] {
    return Object.keys(this.trees.values);
  }

  public isConfigured(name: string): boolean | undefined {
    if (expressionAt(this.trees.configuration(), name) !== undefined) return true;
    const value = member(this.trees.values, name) ?? null;
    // Blocks in HCL syntax are missing in the configuration of attributes that stand for blocks. Of a resource that is made
    // anew, whatever value is planned was written; of an older one it may be what Azure reported.
    return this.instance.isCreated && value !== null && markOf(this.trees.unknown, name) !== true ? true : undefined;
  }

  public referenceAt(name: string): Reference | undefined {
    const expression = expressionAt(this.trees.configuration(), name);
    return expression && this.instance.scope.referenceIn(expression, placeOf(this, name));
  }

  private list(name: string, value: readonly JsonValue[], unknown: JsonValue | undefined, sensitive: readonly (JsonValue | undefined)[]): Attribute {
    const isPlain = value.every((element) => typeof element === 'string' || typeof element === 'number');
    if (isPlain && !hasMark(unknown) && !sensitive.some(hasMark)) return value as readonly (string | number)[];
    const path = pathOf(this, name);
    let configurations: readonly (BlockConfiguration | undefined)[] | undefined;
    const configurationAt = (index: number): BlockConfiguration | undefined => {
      configurations ??= configurationsOf(this.trees.configuration(), name, value);
      return configurations[index];
    };
    const open = new Set<number>();
    const elements = value.map((element, index): Attribute => {
      const elementPath = `${path}[${index}]`;
      const place = `${this.address}.${elementPath}`;
      const marks = sensitive.map((tree) => elementMark(tree, index));
      if (marks.includes(true)) return Unknown.at(place, 'is marked sensitive, so its value is not used');
      const isUnknown = elementMark(unknown, index);
      if (isUnknown === true) {
        open.add(index);
        return Unknown.at(place, 'is not known before apply');
      }
      if (isJsonObject(element)) {
        return this.inner(elementPath, element, isUnknown, marks, () => configurationAt(index));
      }
      return isJsonArray(element) ? Unknown.at(place, 'is a list within a list, which is not read') : element;
    });
    const expression = open.size > 0 ? expressionAt(this.trees.configuration(), name) : undefined;
    if (expression === undefined) return elements;
    return this.instance.scope.resolveElements(elements, open, expression, { address: this.address, path, attribute: name });
  }

  private inner(
    path: string, values: JsonObject, unknown: JsonValue | undefined, sensitive: PlannedTrees['sensitive'],
    configuration: PlannedTrees['configuration'] = () => undefined,
  ): PlanBlock {
    return new PlanBlock(this.instance, path, { values, unknown: unknown ?? {}, sensitive, configuration });
  }

  private sensitive(name: string): Unknown {
    return Unknown.at(placeOf(this, name), 'is marked sensitive, so its value is not used');
  }

  private unknown(name: string): Attribute {
    const place = placeOf(this, name);
    const expression = expressionAt(this.trees.configuration(), name);
    const fills = Object.hasOwn(FILLED_IN_BY_AZURE, this.instance.type) ? FILLED_IN_BY_AZURE[this.instance.type] : undefined;
    if (expression === undefined) {
      const isUnset = this.path === '' && this.instance.isCreated && this.trees.configuration() !== undefined && fills?.includes(name);
      return isUnset ? null : Unknown.at(place, 'is not known before apply');
    }
    return this.instance.scope.once(place, () => {
      const value = this.instance.scope.valueOf(expression, { address: this.address, path: pathOf(this, name), attribute: name });
      const isOpen = isAttributeList(value)
        ? value.some((element) => typeof element === 'object' && element !== null)
        : value instanceof Reference || value instanceof Unknown;
      // A text that the plan itself does not know is not better known by reading the configuration alone.
      return isOpen ? value : Unknown.at(place, 'is not known before apply');
    });
  }
}

/** The mark of a member in `after_unknown` or a sensitivity tree: `true` covers everything below it. */
function markOf(tree: JsonValue | undefined, name: string): JsonValue | undefined {
  if (tree === true) return true;
  return typeof tree === 'object' && tree !== null && Object.hasOwn(tree, name) ? (tree as JsonObject)[name] : undefined;
}

function elementMark(tree: JsonValue | undefined, index: number): JsonValue | undefined {
  return tree === true ? true : isJsonArray(tree) ? tree[index] : undefined;
}

/** Whether anything in the tree is marked; sees through lists and objects of marks. */
function hasMark(tree: JsonValue | undefined): boolean {
  if (tree === true) return true;
  return isJsonArray(tree) && tree.includes(true);
}
