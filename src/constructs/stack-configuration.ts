import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformProvider, TerraformResource, TerraformStack, Tokenization } from 'cdktf';
import { hasOverrides, unsettled } from './settled-resources';
import { resolveTokens } from './tokens';

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

function whole(stack: TerraformStack): Attributes {
  return objectOf(stack.toTerraform());
}

/** The blocks a proof can need; the others (backends, outputs) can hold secrets and decide no packet. */
const BLOCKS = ['resource', 'data', 'module', 'variable', 'locals'] as const;

/** The same from the stack's elements, which costs a fraction: every synth pays for this. */
function assembled(stack: TerraformStack): Attributes {
  const terraform: Record<string, Record<string, unknown>> = {};
  const providers: Attributes[] = [];
  const resolved = resolverOf(stack);
  for (const element of stack.node.findAll()) {
    if (!TerraformElement.isTerraformElement(element) || TerraformStack.of(element) !== stack) continue;
    if (TerraformProvider.isTerraformProvider(element)) {
      if (element.terraformResourceType === 'azurerm') providers.push(mapValues(cloudSettings(element), resolved));
      continue;
    }
    const fragment = objectOf(element.toTerraform());
    for (const block of BLOCKS) {
      for (const [name, body] of Object.entries(objectOf(fragment[block]))) {
        const merged = terraform[block] ??= {};
        if (block !== 'resource' && block !== 'data') merged[name] = resolved(body);
        else Object.assign(merged[name] ??= {}, mapValues(objectOf(body), (attributes) => resolved(unsettled(attributes))));
      }
    }
  }
  return providers.some((settings) => Object.keys(settings).length > 0) ? { ...terraform, provider: { azurerm: providers } } : terraform;
}

/**
 * Of a provider nothing but what chooses the cloud: the rest can hold secrets. Its own attributes say that at once; written out
 * it has a hundred.
 */
function cloudSettings(provider: TerraformProvider): Attributes {
  const attribute = (name: string): unknown => Reflect.get(provider, name);
  const isPlain = 'environmentInput' in provider && 'metadataHostInput' in provider && !hasOverrides(provider);
  const { environment, metadata_host: metadataHost } = isPlain
    ? { environment: attribute('environmentInput'), metadata_host: attribute('metadataHostInput') }
    : objectOf(listOf(objectOf(objectOf(provider.toTerraform()).provider).azurerm)[0]);
  return { ...isWritten(environment) ? { environment } : {}, ...isWritten(metadataHost) ? { metadata_host: metadataHost } : {} };
}

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** Resolves the tokens of a stack. The same reference stands in many resources: each text is resolved once. */
function resolverOf(stack: TerraformStack): (value: unknown) => unknown {
  const texts = new Map<string, unknown>();
  const resolve = (part: unknown): unknown => {
    if (typeof part !== 'string') return Tokenization.resolve(part, { scope: stack, resolver: RESOLVER, preparing: false });
    if (!texts.has(part)) texts.set(part, Tokenization.resolve(part, { scope: stack, resolver: RESOLVER, preparing: false }));
    return texts.get(part);
  };
  return (value) => resolveTokens(value, resolve);
}

function mapValues(object: Attributes, change: (value: unknown) => unknown): Attributes {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
