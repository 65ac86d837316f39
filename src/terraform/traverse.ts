import { Unknown } from '../azure';
import { sortedNames } from './comparison';
import { Attribute, Reference, isAttributeList, isBlock } from './resource';
import { isScalar } from './scalars';
import { ValueBlock } from './value-blocks';
import { AttributeSet, isOpen, refused } from './values';

/** One step from a value into it. */
export type Step =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly key: string | number }
  | { readonly kind: 'splat'; readonly attributesOnly?: boolean };

/** What `for_each` and `for` go through, as keys and values; undefined where that is not known. */
export function elementsOf(collection: Attribute): readonly (readonly [string | number, Attribute])[] | undefined {
  if (isAttributeList(collection)) {
    if (isOpen(collection)) return undefined;
    if (collection instanceof AttributeSet) return collection.map((value) => [isScalar(value) ? String(value) : -1, value] as const);
    return collection.map((value, index) => [index, value] as const);
  }
  return isBlock(collection) && collection.isPartial !== true ? sortedNames(collection).map((name) => [name, collection.get(name)] as const) : undefined;
}

/** Follows steps into a value. `whole` is the full reference as text, `place` where it is written. */
export function follow(value: Attribute, steps: readonly Step[], whole: string, place: string): Attribute {
  let current = value;
  for (const [index, step] of steps.entries()) {
    if (current instanceof Unknown) return current.isReference ? Unknown.reference(whole, current.reason) : current;
    if (step.kind === 'splat') return splat(current, step, steps.slice(index + 1), whole, place);
    const next = into(current, step, whole, place);
    current = next;
  }
  return current;
}

function into(current: Attribute, step: Exclude<Step, { readonly kind: 'splat' }>, whole: string, place: string): Attribute {
  const name = step.kind === 'attribute' ? step.name : step.key;
  if (current instanceof Reference) {
    const attribute = current.attribute + (step.kind === 'attribute' ? `.${step.name}` : `[${JSON.stringify(step.key)}]`);
    return computedReference(current.target, attribute, current.unknown.reason);
  }
  if (isAttributeList(current)) {
    if (isOpen(current)) return Unknown.at(place, `refers to ${whole}, and how many elements stand before that is not known`);
    const at = typeof name === 'string' && /^\d+$/.test(name) ? Number(name) : name;
    const element: Attribute | undefined = typeof at === 'number' ? current[at] : undefined;
    return element === undefined ? missing(whole, place) : element;
  }
  if (!isBlock(current)) return missing(whole, place);
  // A single block may be written without a list around it; it is the list's first element all the same.
  if (name === 0 && !current.names().includes('0')) return current;
  const found = current.get(String(name));
  return found === null && current instanceof ValueBlock && !current.isConfigured(String(name)) ? missing(whole, place) : found;
}

function missing(whole: string, place: string): Unknown {
  return refused(place, `refers to ${whole}, which the input does not have`);
}

/** The rest of the steps, taken into every element; a single value is a list of itself, and null one of nothing. */
function splat(current: Attribute, step: Step & { readonly kind: 'splat' }, steps: readonly Step[], whole: string, place: string): Attribute {
  if (current instanceof Reference) return Unknown.reference(whole, `${whole} is not known, because ${current.unknown.reason}`);
  const elements = current === null ? [] : isAttributeList(current) ? current : [current];
  if (isAttributeList(current) && isOpen(current)) return Unknown.at(place, `refers to ${whole}, and how many elements it has is not known`);
  const last = step.attributesOnly === true ? steps.findIndex(({ kind }) => kind !== 'attribute') : -1;
  const each = last < 0 ? steps : steps.slice(0, last);
  const all = elements.map((element) => follow(element, each, whole, place));
  return follow(all, last < 0 ? [] : steps.slice(last), whole, place);
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
