import { Estate, isUnknown, Origin, Unknown } from '../../azure';

/**
 * The second of two estates, with its unknown values named so that a name both estates use means one value.
 *
 * A reference means the same wherever it is written. A value that is known by its place alone is the same on both sides
 * only if the place is: the same field of the same rule (by name, not by number in its list), written the same otherwise.
 * All other unknown values of the second estate get a name of their own, as do the places of rules that changed: two
 * unknowns that may differ are never taken for one.
 */
export function aligned(before: Estate, after: Estate): Estate {
  return alignObject(before as unknown as Fields, after as unknown as Fields) as unknown as Estate;
}

const MARK = '(after)';

type Fields = Readonly<Record<string, unknown>>;

function alignValue(before: unknown, after: unknown): unknown {
  if (isUnknown(after)) return alignUnknown(before, after);
  if (Array.isArray(after)) return alignList(Array.isArray(before) ? before : [], after);
  return isObject(after) ? alignObject(isObject(before) ? before : undefined, after) : after;
}

function alignUnknown(before: unknown, after: Unknown): Unknown {
  if (after.isReference) return after;
  if (isUnknown(before) && !before.isReference && whyOf(before) === whyOf(after)) return before;
  return Unknown.at(`${placeOf(after)} ${MARK}`, whyOf(after));
}

function placeOf(unknown: Unknown): string {
  return unknown.key.replace(/^place /, '');
}

function whyOf(unknown: Unknown): string {
  const place = placeOf(unknown);
  return unknown.reason.startsWith(`${place} `) ? unknown.reason.slice(place.length + 1) : unknown.reason;
}

function alignList(before: readonly unknown[], after: readonly unknown[]): unknown[] {
  if (after.some((element) => isObject(element) && !isUnknown(element))) return alignObjects(before, after);
  // An unknown element is any set: which one stays the same only if nothing else in the list changed.
  const known = (list: readonly unknown[]): string => JSON.stringify(list.filter((element) => !isUnknown(element)).map(String).sort());
  const unknowns = before.filter(isUnknown);
  const same = known(before) === known(after) && unknowns.length === after.filter(isUnknown).length;
  let next = 0;
  return after.map((element) => (isUnknown(element) ? alignUnknown(same ? unknowns[next++] : undefined, element) : element));
}

function alignObjects(before: readonly unknown[], after: readonly unknown[]): unknown[] {
  const partners = new Map<string, unknown>();
  const repeated = new Set<string>();
  for (const [i, element] of before.entries()) {
    const identity = identityOf(element, i);
    if (partners.has(identity)) repeated.add(identity);
    partners.set(identity, element);
  }
  return after.map((element, i) => {
    const identity = identityOf(element, i);
    return alignValue(repeated.has(identity) ? undefined : partners.get(identity), element);
  });
}

function identityOf(element: unknown, place: number): string {
  if (!isObject(element)) return `place ${place}`;
  const origin = element.origin as Origin | undefined;
  if (typeof element.id === 'string') return `id ${element.id}`;
  if (typeof element.name === 'string') return `name ${element.kind ?? ''} ${element.name} of ${origin?.address}`;
  return origin ? `at ${origin.address} ${element.attribute ?? ''}` : `place ${place}`;
}

function alignObject(before: Fields | undefined, after: Fields): Fields {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(after)) result[name] = name === 'origin' ? value : alignValue(before?.[name], value);
  const origin = after.origin as Origin | undefined;
  if (origin === undefined) return result;
  const members = MEMBERS.find((name) => Array.isArray(result[name]));
  if (members !== undefined) {
    // What the order of members depends on is named by their owner and their number, which mean nothing once the list changed.
    const same = before !== undefined && contentOf(before[members]) === contentOf(result[members]);
    return same ? result : { ...result, [members]: (result[members] as readonly Fields[]).map(marked) };
  }
  if (!('attribute' in after) && !('access' in after)) return result;
  const same = before !== undefined && contentOf(withoutPlace(before)) === contentOf(withoutPlace(result));
  if (same) return { ...result, attribute: before.attribute };
  return { ...result, attribute: after.attribute === undefined ? MARK : `${String(after.attribute)} ${MARK}` };
}

/** Lists whose members' order may be uncertain. */
const MEMBERS = ['ruleCollectionGroups', 'collections'];

function marked(member: Fields): Fields {
  const origin = member.origin as Origin;
  return { ...member, origin: { ...origin, address: `${origin.address} ${MARK}` } };
}

/** A rule without its place in the list: neither name nor priority says which packets it matches. */
function withoutPlace({ attribute, name, priority, ...rest }: Fields): Fields {
  return rest;
}

/** Text that is equal for equal content. */
export function contentOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (isUnknown(part)) return { key: part.key, reason: part.reason };
    return part;
  }) ?? '';
}

/** Text that is equal for content that is equal whatever the order of its lists, which are sets to Azure. */
export function canonical(content: object): string {
  return JSON.stringify(JSON.parse(contentOf(content)), (_, part: unknown) => {
    if (!Array.isArray(part)) return part;
    return part.map((element) => (typeof element === 'string' ? element : JSON.stringify(element))).sort();
  });
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
