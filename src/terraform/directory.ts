import { isKnown, Link, Maybe, Notes, Unknown } from '../azure';
import { AttributeReader } from './attributes';
import { Attribute, Block, Reference, ResourceInstance } from './resource';

/** What an attribute that names its parent by name and resource group points to. */
export type Owner =
  | { readonly kind: 'instance'; readonly id: string }
  /** Not in the input. The id is made up, the same for the same names. */
  | { readonly kind: 'outside'; readonly id: string; readonly name: Maybe<string>; readonly resourceGroup: Maybe<string> }
  /** It may be any of its type. */
  | { readonly kind: 'unknown'; readonly reason: Unknown };

/** Terraform types by the type in an ARM id, and the attribute that names the parent within the resource group, if one does. */
const ARM_TYPES: Readonly<Record<string, { readonly type: string; readonly parent?: string }>> = {
  'networksecuritygroups': { type: 'azurerm_network_security_group' },
  'routetables': { type: 'azurerm_route_table' },
  'virtualnetworks': { type: 'azurerm_virtual_network' },
  'virtualnetworks/subnets': { type: 'azurerm_subnet', parent: 'virtual_network_name' },
  'networkinterfaces': { type: 'azurerm_network_interface' },
  'applicationsecuritygroups': { type: 'azurerm_application_security_group' },
  'ipgroups': { type: 'azurerm_ip_group' },
  'firewallpolicies': { type: 'azurerm_firewall_policy' },
  'azurefirewalls': { type: 'azurerm_firewall' },
};
const PARENT_ATTRIBUTE: ReadonlyMap<string, string> = new Map(
  Object.values(ARM_TYPES).flatMap(({ type, parent }) => (parent === undefined ? [] : [[type, parent] as const])),
);
const NAMED_TYPES: ReadonlySet<string> = new Set(Object.values(ARM_TYPES).map(({ type }) => type));

/** Finds resource instances by what other resources say of them: reference, ARM id, or names. */
export class Directory {
  private readonly byType = new Map<string, ResourceInstance[]>();
  private readonly byArmId = new Map<string, ResourceInstance>();
  private readonly byNames = new Map<string, ResourceInstance[]>();
  private readonly owners = new Map<string, Owner>();
  /** Instances and their own ARM ids. */
  private readonly armIds = new Map<ResourceInstance, string>();

  public constructor(
    private readonly instances: readonly ResourceInstance[],
    private readonly read: AttributeReader,
    private readonly notes: Notes,
  ) {
    // Managed resources first: a data source that reads one of them is the same thing.
    for (const mode of ['managed', 'data'] as const) {
      for (const instance of instances) if (instance.mode === mode && !instance.removed) this.add(instance);
    }
  }

  /** Managed resources and data sources of a type; a data source that reads a resource of the input is left out. */
  public ofType(type: string): readonly ResourceInstance[] {
    return (this.byType.get(type) ?? []).filter((instance) => this.idOf(instance) === instance.address);
  }

  public managed(type: string): readonly ResourceInstance[] {
    return this.ofType(type).filter((instance) => instance.mode === 'managed');
  }

  /** Resources of a type that the plan removes. */
  public removed(type: string): readonly ResourceInstance[] {
    return this.instances.filter((instance) => instance.removed && instance.type === type);
  }

  /** The id in the estate: the address, for a data source that of the resource it reads, where that is in the input. */
  public idOf(instance: ResourceInstance): string {
    if (instance.mode === 'managed' || !NAMED_TYPES.has(instance.type)) return instance.address;
    const armId = this.armIds.get(instance);
    const same = armId === undefined ? this.oneNamed(this.namesOf(instance)) : this.byArmId.get(armId.toLowerCase());
    if (same === undefined || same === instance) return instance.address;
    if (armId === undefined) this.assumeSame(instance.address, same);
    return same.address;
  }

  /** An attribute that holds an ARM id; undefined where it is unset. */
  public link(block: Block, name: string): Link | undefined {
    return this.linkOf(block.get(name), block, name);
  }

  /** Like {@link link}; one that must be there and is not is unknown. */
  public requiredLink(block: Block, name: string): Link {
    return this.link(block, name) ?? this.read.missing(block, name);
  }

  public links(block: Block, name: string): readonly Link[] {
    return this.read.elements(block, name).flatMap((element, index) => this.linkOf(element, block, `${name}[${index}]`) ?? []);
  }

  /** The resource of a type that two attributes name. */
  public owner(block: Block, type: string, nameAttribute: string, groupAttribute = 'resource_group_name'): Owner {
    const reference = block.referenceAt(nameAttribute);
    if (reference?.target.type === type && reference.attribute === 'name') return { kind: 'instance', id: this.idOf(reference.target) };
    const name = this.read.requiredText(block, nameAttribute);
    if (name instanceof Unknown) return { kind: 'unknown', reason: name };
    const group = this.read.text(block, groupAttribute) ?? Unknown.at(`${block.address}.${groupAttribute}`, 'is not set');
    const key = `${type}\n${name}\n${group instanceof Unknown ? group.key : group}`;
    const owner = this.owners.get(key) ?? this.findOwner(block, type, nameAttribute, name, group);
    // An answer that names the block it was found for serves that block alone.
    if (owner.kind !== 'unknown') this.owners.set(key, owner);
    return owner;
  }

  private findOwner(block: Block, type: string, nameAttribute: string, name: string, group: Maybe<string>): Owner {
    const candidates = this.ofType(type).filter((instance) => sameText(this.read.text(instance.attributes, 'name'), name) === true);
    const byGroup = (certainty: boolean | undefined) =>
      candidates.filter((instance) => sameText(this.read.text(instance.attributes, 'resource_group_name'), group) === certainty);
    const certain = byGroup(true);
    const only = certain[0] ?? (byGroup(undefined).length === 1 ? byGroup(undefined)[0] : undefined);
    if (only !== undefined && certain.length <= 1) return { kind: 'instance', id: only.address };
    if (certain.length > 1 || byGroup(undefined).length > 1) {
      const found = (certain.length > 1 ? certain : byGroup(undefined)).map((instance) => instance.address).join(', ');
      return { kind: 'unknown', reason: Unknown.at(`${block.address}.${nameAttribute}`, `names more than one resource of the input (${found})`) };
    }
    return { kind: 'outside', id: outsideId(type, group, name), name, resourceGroup: group };
  }

  private linkOf(value: Attribute, block: Block, name: string): Link | undefined {
    if (value instanceof Reference) return value.attribute === 'id' ? this.idOf(value.target) : value.unknown;
    const text = this.read.textOf(value, block, name);
    if (typeof text !== 'string') return text;
    const known = this.byArmId.get(text.toLowerCase());
    if (known !== undefined) return this.idOf(known);
    const named = this.oneNamed(namesInArmId(text));
    if (named === undefined || this.armIds.has(named)) return text;
    this.assumeSame(text, named);
    return named.address;
  }

  private add(instance: ResourceInstance): void {
    const group = this.byType.get(instance.type);
    if (group === undefined) this.byType.set(instance.type, [instance]);
    else group.push(instance);
    if (!NAMED_TYPES.has(instance.type)) return;
    const id = instance.attributes.get('id');
    if (typeof id === 'string' && id !== '') {
      this.armIds.set(instance, id);
      if (!this.byArmId.has(id.toLowerCase())) this.byArmId.set(id.toLowerCase(), instance);
    }
    const names = instance.mode === 'managed' ? this.namesOf(instance) : undefined;
    if (names !== undefined) this.byNames.set(names, [...(this.byNames.get(names) ?? []), instance]);
  }

  private namesOf(instance: ResourceInstance): string | undefined {
    const parent = PARENT_ATTRIBUTE.get(instance.type);
    const names = ['resource_group_name', ...(parent === undefined ? [] : [parent]), 'name'].map((name) => this.read.text(instance.attributes, name));
    return names.every((name) => typeof name === 'string') ? namesKey(instance.type, names) : undefined;
  }

  private oneNamed(names: string | undefined): ResourceInstance | undefined {
    const found = names === undefined ? [] : this.byNames.get(names) ?? [];
    return found.length === 1 ? found[0] : undefined;
  }

  private assumeSame(outside: string, inside: ResourceInstance): void {
    this.notes.assume(`${outside} is ${inside.address}, which has the same name and resource group.`);
  }
}

/** An id for something outside the input that resources of the input name. */
export function outsideId(type: string, resourceGroup: Maybe<string>, name: string): string {
  const group = isKnown(resourceGroup) ? resourceGroup.toLowerCase() : `(${resourceGroup.key})`;
  return `outside the input: ${type} ${group}/${name.toLowerCase()}`;
}

/** Whether two texts are one name to Azure, which has no regard to case; undefined where an unknown keeps it open. */
function sameText(a: Maybe<string> | undefined, b: Maybe<string> | undefined): boolean | undefined {
  if (a instanceof Unknown || b instanceof Unknown) return a instanceof Unknown && b instanceof Unknown && a.key === b.key ? true : undefined;
  return a?.toLowerCase() === b?.toLowerCase();
}

function namesKey(type: string, names: readonly string[]): string {
  return [type, ...names].join('\n').toLowerCase();
}

function namesInArmId(id: string): string | undefined {
  const match = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/(.+)$/i.exec(id);
  if (match === null) return undefined;
  const [group = '', rest = ''] = match.slice(1);
  const words = rest.split('/');
  const kinds = words.filter((_, index) => index % 2 === 0).join('/').toLowerCase();
  const arm = Object.hasOwn(ARM_TYPES, kinds) ? ARM_TYPES[kinds] : undefined;
  return arm && namesKey(arm.type, [group, ...words.filter((_, index) => index % 2 === 1)]);
}
