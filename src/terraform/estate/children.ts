import { Maybe, Unknown } from '../../azure';
import { Owner } from '../directory';
import { Attribute, isAttributeList, ResourceInstance } from '../resource';
import { EstateContext, Grouped } from './context';

/** Resources of their own that belong to another by name, such as `azurerm_network_security_rule` to its NSG. */
export interface Children<T> {
  /** By id of the owner. */
  readonly byOwner: Grouped<T>;
  /** Owners that are not in the input, by id. */
  readonly outside: ReadonlyMap<string, Owner & { readonly kind: 'outside' }>;
  /** Why an owner may have more children than are listed, by id. */
  readonly hiddenAt: ReadonlyMap<string, Unknown>;
  /** Set when a child may belong to any owner. */
  readonly hiddenEverywhere?: Unknown;
}

/**
 * Sorts children by owner. One whose existence or owner is not certain is not listed; it makes the owner (or all of them)
 * one that may hold more.
 */
export function childrenOf<T>(
  { directory }: EstateContext,
  children: readonly ResourceInstance[],
  owner: { readonly type: string; readonly nameAttribute: string },
  map: (child: ResourceInstance) => T,
): Children<T> {
  const byOwner = new Grouped<T>();
  const outside = new Map<string, Owner & { readonly kind: 'outside' }>();
  const hiddenAt = new Map<string, Unknown>();
  let hiddenEverywhere: Unknown | undefined;
  for (const child of children) {
    const found = directory.owner(child.attributes, owner.type, owner.nameAttribute);
    if (found.kind === 'unknown') {
      hiddenEverywhere ??= found.reason;
      continue;
    }
    if (found.kind === 'outside' && !outside.has(found.id)) outside.set(found.id, found);
    if (child.uncertain !== undefined) {
      if (!hiddenAt.has(found.id)) hiddenAt.set(found.id, child.uncertain);
    } else {
      byOwner.add(found.id, map(child));
    }
  }
  return { byOwner, outside, hiddenAt, ...(hiddenEverywhere === undefined ? {} : { hiddenEverywhere }) };
}

/** What an inline list and resources of their own come to. */
export interface Combined<T> {
  readonly children: readonly T[];
  /** Set where the two ways are mixed: there may be others, and some of these may be missing. */
  readonly contested?: Unknown;
}

/**
 * Inline children and standalone children of one resource.
 *
 * Terraform sets the inline list as a whole and each standalone resource by itself, so both on one resource overwrite each
 * other in turn, and which survive is undetermined. The one innocent case: the inline list is not configured but filled in
 * by Azure, and shows what the standalone resources made before.
 */
export function combine<T extends { readonly name: Maybe<string> }>(
  context: EstateContext,
  resource: ResourceInstance,
  options: {
    readonly attribute: string;
    readonly inline: readonly T[];
    readonly standalone: readonly T[];
    /** Names of standalone resources that the plan removes. */
    readonly removed: ReadonlySet<string>;
    readonly findingId: string;
    /** Such as `rules`. */
    readonly noun: string;
    readonly standaloneType: string;
  },
): Combined<T> {
  const { inline, standalone, attribute, noun } = options;
  const names = new Set(standalone.map((child) => (child.name instanceof Unknown ? undefined : child.name.toLowerCase())));
  const isConfigured = resource.mode === 'managed' && resource.attributes.isConfigured(attribute) === true;
  const left = isConfigured
    ? inline
    : inline.filter(({ name }) => name instanceof Unknown || !(names.has(name.toLowerCase()) || options.removed.has(name.toLowerCase())));
  // `[]` says that there are none: the next apply removes what standalone resources made.
  const isCleared = isConfigured && isEmptyList(resource.attributes.get(attribute));
  const isMixed = resource.mode === 'managed' && (left.length > 0 || isCleared) && standalone.length > 0;
  if (!isMixed) return { children: [...left, ...standalone] };
  context.notes.find({
    id: options.findingId,
    level: 'error',
    address: resource.address,
    message: `${resource.address} ${isCleared ? `says that it has no inline ${noun} (${attribute} is [])` : `has inline ${noun} (${attribute})`} and ${options.standaloneType} resources name it too; they overwrite each other, so keep one of the two ways.`,
  });
  return {
    children: [...left, ...standalone],
    contested: Unknown.at(`${resource.address}.${attribute}`, `and ${options.standaloneType} resources overwrite each other, so which ${noun} will be there is not determined`),
  };
}

function isEmptyList(value: Attribute): boolean {
  return isAttributeList(value) && value.length === 0;
}
