import { TerraformResource, TerraformStack } from 'cdktf';

/** A resource as its stack emits it. */
export interface StackResource {
  readonly type: string;
  /** Address in the emitted Terraform. */
  readonly address: string;
  /** Path of the construct that people wrote. */
  readonly path: string;
  /** Attributes by their Terraform names, tokens resolved. */
  readonly attributes: Attributes;
}

export type Attributes = Readonly<Record<string, unknown>>;

/** What a stack emits, and its resources one by one. */
export interface StackConfiguration {
  readonly terraform: Attributes;
  readonly resources: readonly StackResource[];
}

/** What the stack will write when it is synthesized as it is now. */
export function stackConfiguration(stack: TerraformStack): StackConfiguration {
  const terraform: unknown = stack.toTerraform();
  if (!isObject(terraform)) return { terraform: {}, resources: [] };
  const resources = Object.entries(isObject(terraform.resource) ? terraform.resource : {}).flatMap(([type, byKey]) => (
    Object.entries(isObject(byKey) ? byKey : {}).map(([key, attributes]) => stackResource(type, key, isObject(attributes) ? attributes : {}))
  ));
  return { terraform, resources };
}

function stackResource(type: string, key: string, attributes: Attributes): StackResource {
  const address = `${type}.${key}`;
  const comment = attributes['//'];
  const metadata = isObject(comment) ? comment.metadata : undefined;
  const ownPath = isObject(metadata) && typeof metadata.path === 'string' ? metadata.path : address;
  // A child of that name stands for its parent, in the names cdktf makes too; the parent is what people wrote.
  const path = ownPath.replace(/\/Resource$/, '');
  return { type, address, path, attributes };
}

/** The configuration without the resources of these addresses. */
export function withoutResources(terraform: Attributes, addresses: readonly string[]): Attributes {
  if (addresses.length === 0 || !isObject(terraform.resource)) return terraform;
  const resource = Object.entries(terraform.resource).map(([type, byKey]) => (
    [type, Object.fromEntries(Object.entries(isObject(byKey) ? byKey : {}).filter(([key]) => !addresses.includes(`${type}.${key}`)))]
  ));
  return { ...terraform, resource: Object.fromEntries(resource) };
}

/** Address of a resource in the emitted Terraform. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** The elements of a list attribute or of repeated blocks; none where Terraform fills the list in. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts among the elements that are known before Terraform runs. */
export function knownTexts(value: unknown): string[] {
  return listOf(value).filter((element): element is string => isKnownText(element));
}

export function isKnownText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('${');
}

/** Whether the attribute is written at all: absent, `null` and an empty list or text are how it is left out. */
export function isWritten(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

export function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
