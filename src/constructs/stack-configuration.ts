import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformResource, TerraformStack, Token, Tokenization } from 'cdktf';

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

/** What the stack will write when it is synthesized as it is now: its resources and whatever they refer to. */
export function stackConfiguration(stack: TerraformStack): StackConfiguration {
  const terraform = hasOverrides(stack) ? whole(stack) : assembled(stack);
  const resources = Object.entries(objectOf(terraform.resource)).flatMap(([type, byKey]) => (
    Object.entries(objectOf(byKey)).map(([key, attributes]) => stackResource(type, key, objectOf(attributes)))
  ));
  return { terraform, resources };
}

/** The configuration without the resources of these addresses. */
export function withoutResources(terraform: Attributes, addresses: readonly string[]): Attributes {
  if (addresses.length === 0 || !isObject(terraform.resource)) return terraform;
  const resource = Object.entries(terraform.resource).map(([type, byKey]) => (
    [type, Object.fromEntries(Object.entries(objectOf(byKey)).filter(([key]) => !addresses.includes(`${type}.${key}`)))]
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

function objectOf(value: unknown): Attributes {
  return isObject(value) ? value : {};
}

function stackResource(type: string, key: string, attributes: Attributes): StackResource {
  const address = `${type}.${key}`;
  const { path: ownPath } = objectOf(objectOf(attributes['//']).metadata);
  // A child of that name stands for its parent, in the names cdktf makes too; the parent is what people wrote.
  return { type, address, path: typeof ownPath === 'string' ? ownPath.replace(/\/Resource$/, '') : address, attributes };
}

/** `stack.addOverride` changes what is written beyond its elements. Where cdktf keeps that is its own affair: if in doubt, yes. */
function hasOverrides(stack: TerraformStack): boolean {
  const overrides: unknown = Reflect.get(stack, 'rawOverrides');
  return !isObject(overrides) || Object.keys(overrides).length > 0;
}

function whole(stack: TerraformStack): Attributes {
  return objectOf(stack.toTerraform());
}

/** The blocks a proof can need; the others (backends, outputs) can hold secrets and decide no packet. */
const BLOCKS = ['resource', 'data', 'module', 'variable', 'locals'] as const;

/**
 * The same from the stack's elements. Every synth pays for this, and most values hold no token: only those that do go
 * through cdktf's resolver, which costs more than all the rest.
 */
function assembled(stack: TerraformStack): Attributes {
  const terraform: Record<string, Record<string, unknown>> = {};
  const providers: Attributes[] = [];
  for (const element of stack.node.findAll()) {
    if (!TerraformElement.isTerraformElement(element) || TerraformStack.of(element) !== stack) continue;
    const fragment = objectOf(element.toTerraform());
    providers.push(...listOf(objectOf(fragment.provider).azurerm).map((settings) => mapValues(cloudSettings(settings), (value) => resolved(stack, value))));
    for (const block of BLOCKS) {
      for (const [name, body] of Object.entries(objectOf(fragment[block]))) {
        const merged = terraform[block] ??= {};
        merged[name] = block === 'resource' || block === 'data'
          ? { ...objectOf(merged[name]), ...mapValues(objectOf(body), (attributes) => mapValues(objectOf(attributes), (value) => resolved(stack, value))) }
          : resolved(stack, body);
      }
    }
  }
  return providers.some((settings) => Object.keys(settings).length > 0) ? { ...terraform, provider: { azurerm: providers } } : terraform;
}

/** Of a provider nothing but what chooses the cloud: the rest can hold secrets. */
function cloudSettings(settings: unknown): Attributes {
  const { environment, metadata_host: metadataHost } = objectOf(settings);
  return { ...isWritten(environment) ? { environment } : {}, ...isWritten(metadataHost) ? { metadata_host: metadataHost } : {} };
}

const RESOLVER = new DefaultTokenResolver(new StringConcat());

function resolved(stack: TerraformStack, value: unknown): unknown {
  return holdsToken(value) ? Tokenization.resolve(value, { scope: stack, resolver: RESOLVER, preparing: false }) : value;
}

function holdsToken(value: unknown): boolean {
  switch (typeof value) {
    case 'string': return value.includes('{');
    case 'number': return Token.isUnresolved(value);
    case 'object': return value !== null && (isPlain(value) ? entriesHoldToken(value) : true);
    case 'function': return true;
    default: return false;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === Array.prototype) && !('resolve' in value);
}

function entriesHoldToken(value: object): boolean {
  return Object.entries(value).some(([key, entry]) => key.includes('{') || holdsToken(entry));
}

function mapValues(object: Attributes, change: (value: unknown) => unknown): Attributes {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
