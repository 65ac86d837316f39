import { Notes, Unknown } from '../azure';
import { Effort } from './effort';
import { InputError } from './input-error';
import { JsonObject, JsonValue, isJsonArray, isJsonObject, listMember, member, objectMember, stringMember } from './json';
import { PlanBlock } from './plan-block';
import { BlockConfiguration, ModuleInstance, PlanConfiguration, ROOT_MODULE, moduleInstanceAt } from './plan-configuration';
import { PlanIndex, PlanScope, instanceGroupKey } from './plan-scope';
import { ResourceInstance } from './resource';

/*
 * A plan as `terraform show -json` prints it: https://developer.hashicorp.com/terraform/internals/json-format. Planned
 * values, what of them is not known yet, what is sensitive, and the configuration they come from stand in separate trees.
 */

/** One entry of `planned_values`, `prior_state` or `resource_changes`. */
interface Entry {
  readonly module: ModuleInstance;
  readonly json: JsonObject;
  readonly values: JsonObject;
  readonly change: JsonObject | undefined;
  /** Whether absent attributes are unset for certain. */
  readonly isComplete: boolean;
  readonly removed?: boolean;
  readonly uncertain?: Unknown;
}

/**
 * The resource instances of a plan.
 *
 * @param path names the input in errors
 * @throws InputError where the file does not have the shape of a plan, or Terraform could not finish it
 */
export function readPlan(path: string, plan: JsonObject, notes: Notes): readonly ResourceInstance[] {
  if (member(plan, 'errored') === true) throw InputError.of('errored-plan', path);
  noteIncompletePlan(plan, notes);
  const changes = changesByAddress(path, plan);
  const entries: Entry[] = [...plannedEntries(path, plan, changes), ...dataEntries(path, plan), ...deferredEntries(plan, notes)];
  const present = new Set(entries.map((entry) => stringMember(entry.json, 'address')));
  for (const change of changes.values()) {
    const entry = present.has(stringMember(change, 'address')) ? undefined : changeEntry(change);
    if (entry !== undefined) entries.push(entry);
  }
  const instances = new Map<string, ResourceInstance[]>();
  const index: PlanIndex = {
    configuration: new PlanConfiguration(objectMember(objectMember(plan, 'configuration'), 'root_module')),
    variables: objectMember(plan, 'variables'),
    notes,
    instances,
    resolved: new Map(),
    spent: new Effort(),
  };
  const addresses = new Set<string>();
  const all: ResourceInstance[] = [];
  for (const entry of entries) {
    const instance = instanceOf(path, entry, index);
    // Data that is known already stands in the prior state; while it waits to be read again it is in the plan, too.
    if (addresses.has(instance.address) && instance.mode === 'data') continue;
    if (addresses.has(instance.address)) throw InputError.of('duplicate-resource', path, instance.address);
    addresses.add(instance.address);
    all.push(instance);
    if (instance.removed) continue;
    const key = instanceGroupKey(entry.module, `${instance.mode === 'data' ? 'data.' : ''}${instance.type}.${instance.name}`);
    const group = instances.get(key);
    if (group === undefined) instances.set(key, [instance]);
    else group.push(instance);
  }
  return all;
}

function noteIncompletePlan(plan: JsonObject, notes: Notes): void {
  if (member(plan, 'complete') !== false) return;
  notes.find({
    id: 'plan-incomplete', level: 'warning', address: '',
    message: 'Terraform says that this plan is not complete (targeted or deferred), so further changes will follow; plan again without -target.',
  });
}

/** Changes by address; those of deposed objects (left over from a failed replacement) are not what will be there. */
function changesByAddress(path: string, plan: JsonObject): ReadonlyMap<string, JsonObject> {
  const changes = new Map<string, JsonObject>();
  for (const [index, change] of listMember(plan, 'resource_changes').entries()) {
    const address = stringMember(change, 'address');
    if (!isJsonObject(change) || address === undefined || !isJsonObject(member(change, 'change'))) {
      throw InputError.of('malformed-plan', path, `resource_changes[${index}]`, 'a change with an address');
    }
    if (member(change, 'deposed') === undefined) changes.set(address, change);
  }
  return changes;
}

function plannedEntries(path: string, plan: JsonObject, changes: ReadonlyMap<string, JsonObject>): readonly Entry[] {
  return resourcesIn(path, 'planned_values', member(plan, 'planned_values')).map(({ module, json, values }): Entry => {
    const change = changes.get(stringMember(json, 'address') ?? '');
    return { module, json, values, change: change && objectMember(change, 'change'), isComplete: change !== undefined };
  });
}

/** Data sources that were read while planning: their values are complete. */
function dataEntries(path: string, plan: JsonObject): readonly Entry[] {
  const prior = member(member(plan, 'prior_state'), 'values');
  return resourcesIn(path, 'prior_state.values', prior)
    .filter(({ json }) => member(json, 'mode') === 'data')
    .map((found) => ({ ...found, change: undefined, isComplete: true }));
}

/** A change that the planned values do not show: a removal, or a data source that will be read during apply. */
function changeEntry(change: JsonObject): Entry | undefined {
  const inner = objectMember(change, 'change');
  const module = moduleInstanceAt(stringMember(change, 'module_address') ?? '') ?? ROOT_MODULE;
  const actions = listMember(inner, 'actions');
  if (actions.length === 1 && (actions[0] === 'delete' || actions[0] === 'forget')) {
    const sensitive = { sensitive_values: member(inner, 'before_sensitive') ?? {} };
    // What Terraform only forgets stays in Azure as it is.
    const removed = actions[0] === 'delete' ? { removed: true } : {};
    return { module, json: { ...change, ...sensitive }, values: objectMember(inner, 'before'), change: undefined, isComplete: true, ...removed };
  }
  return { module, json: change, values: objectMember(inner, 'after'), change: inner, isComplete: true };
}

function deferredEntries(plan: JsonObject, notes: Notes): readonly Entry[] {
  return listMember(plan, 'deferred_changes').filter(isJsonObject).flatMap((deferred): readonly Entry[] => {
    const change = objectMember(deferred, 'resource_change');
    const address = stringMember(change, 'address');
    if (address === undefined) return [];
    const reason = stringMember(deferred, 'reason') ?? 'for a reason the plan does not give';
    notes.find({ id: 'deferred-change', level: 'warning', address, message: `${address} is deferred to a later plan (${reason}), so it is not known; apply and plan again.` });
    const inner = objectMember(change, 'change');
    const module = moduleInstanceAt(stringMember(change, 'module_address') ?? '') ?? ROOT_MODULE;
    return [{ module, json: change, values: objectMember(inner, 'after'), change: inner, isComplete: true, uncertain: Unknown.at(address, `is deferred to a later plan (${reason})`) }];
  });
}

interface FoundResource {
  readonly module: ModuleInstance;
  readonly json: JsonObject;
  readonly values: JsonObject;
}

/** All resources of a tree of modules. */
function resourcesIn(path: string, where: string, tree: JsonValue | undefined): readonly FoundResource[] {
  const found: FoundResource[] = [];
  const visit = (moduleJson: JsonValue | undefined, place: string, module: ModuleInstance): void => {
    if (!isJsonObject(moduleJson)) throw InputError.of('malformed-plan', path, place, 'an object');
    for (const [index, json] of listAt(path, place, moduleJson, 'resources').entries()) {
      if (!isJsonObject(json)) throw InputError.of('malformed-plan', path, `${place}.resources[${index}]`, 'an object');
      found.push({ module, json, values: objectMember(json, 'values') });
    }
    for (const [index, child] of listAt(path, place, moduleJson, 'child_modules').entries()) {
      const childPlace = `${place}.child_modules[${index}]`;
      const address = stringMember(child, 'address');
      const childModule = address === undefined ? undefined : moduleInstanceAt(address);
      if (childModule === undefined) throw InputError.of('malformed-plan', path, `${childPlace}.address`, 'the address of a module');
      visit(child, childPlace, childModule);
    }
  };
  const root = member(tree, 'root_module');
  if (root !== undefined) visit(root, `${where}.root_module`, ROOT_MODULE);
  return found;
}

function listAt(path: string, place: string, object: JsonObject, key: string): readonly JsonValue[] {
  const list = member(object, key);
  if (list === undefined) return [];
  if (!isJsonArray(list)) throw InputError.of('malformed-plan', path, `${place}.${key}`, 'a list');
  return list;
}

/** Whether a tree of marks may mark anything: of nearly every resource it is empty. */
function hasMarks(tree: JsonValue | undefined): boolean {
  if (typeof tree !== 'object' || tree === null) return tree === true;
  for (const _ in tree) return true;
  return false;
}

function instanceOf(path: string, entry: Entry, index: PlanIndex): ResourceInstance {
  const { json, module } = entry;
  const address = stringMember(json, 'address');
  const type = stringMember(json, 'type');
  const name = stringMember(json, 'name');
  if (address === undefined || type === undefined || name === undefined) {
    throw InputError.of('malformed-plan', path, 'one of its resources', 'complete (address, type and name)');
  }
  const mode = member(json, 'mode') === 'data' ? 'data' : 'managed';
  const written = member(json, 'index');
  const key = typeof written === 'string' || typeof written === 'number' ? written : undefined;
  const configured = index.configuration.resource(module, `${mode === 'data' ? 'data.' : ''}${type}.${name}`);
  const scope = new PlanScope(index, module, { key, forEach: member(configured, 'for_each_expression') });
  const actions = listMember(entry.change, 'actions');
  const configuration: BlockConfiguration | undefined = configured && { kind: 'expressions', expressions: objectMember(configured, 'expressions') };
  return {
    address,
    mode,
    type,
    name,
    key,
    attributes: new PlanBlock({ address, type, isCreated: actions.includes('create'), scope }, '', {
      values: entry.values,
      unknown: entry.isComplete ? member(entry.change, 'after_unknown') ?? {} : undefined,
      sensitive: [member(json, 'sensitive_values'), member(entry.change, 'after_sensitive')].filter(hasMarks),
      configuration: () => configuration,
    }),
    uncertain: entry.uncertain,
    removed: entry.removed,
  };
}
