import { BUNDLED_CLOUDS, bundledServiceTags, isUnknown, PUBLIC_ADDRESSES, SENSOR_SERVICE_TAGS, ServiceTagSnapshot, Unknown } from '../azure';
import { addressCount, AddressFamily, AddressSet, familyOf, isAddressProblem, parseAddressRange } from '../packets';
import { ListOwner, LiteralList } from './address-list-sources';

/** One entry of a list, in one address family. */
export interface ListEntry {
  /** As written. */
  readonly text: string;
  readonly addresses: AddressSet;
  /**
   * How it relates to the tag: `names` it when all of its addresses are, or once were, published for the tag; `rounds` it when it
   * is a narrow prefix around some that were, and `holds` it when it is a wide one; `other` where it has nothing of the tag.
   */
  readonly relation: 'names' | 'rounds' | 'holds' | 'other';
}

/** A list that stands for the tag. */
export interface RecognisedList {
  readonly list: LiteralList;
  /** Those of the family that was asked about. */
  readonly entries: readonly ListEntry[];
  /** What is too much because the list, in both families, stands for the tag and for little else. */
  readonly strangers: readonly ListEntry[];
  readonly unknowns: readonly Unknown[];
}

/**
 * The widest prefix that may be a published one rounded up, in addresses: a /24, and for IPv6 a /64. Published prefixes are /29 to
 * /32 and /123; what else holds them by accident (the address space of a region, 0.0.0.0/0) is a /21 or wider nearly without exception.
 */
const WIDEST_ROUNDED: Record<AddressFamily, bigint> = { ipv4: 1n << 8n, ipv6: 1n << 64n };

/**
 * The lists of one enforcement point that stand for a service tag in one address family.
 *
 * - A list with an entry that *names* the tag stands for it: those addresses are the service's and no other's, whatever else the
 *   list holds.
 * - A list of which at least half, and at least two entries, *round* the tag stands for it as well.
 * - So do lists that hold nothing but rounding entries (one in each rule, say), where the point has another list that stands for
 *   the tag or they come to two such entries together.
 * - A wide prefix that holds the tag among much else is never counted as standing for it.
 */
export function recognisedLists(owner: ListOwner, tag: string, family: AddressFamily, serviceTags: ServiceTagSnapshot): RecognisedList[] {
  const literal = owner.lists.map((list) => ({ list, literals: literalsOf(list, family) })).filter(({ literals }) => literals.length > 0);
  // Most estates list nothing but addresses of their own networks.
  if (!literal.some(({ literals }) => literals.some(({ addresses }) => addresses.overlaps(PUBLIC_ADDRESSES[family])))) return [];
  const ever = { ipv4: serviceTags.everPublished('ipv4', tag), ipv6: serviceTags.everPublished('ipv6', tag) };
  if (ever[family].isEmpty) return [];
  const read = literal.map(({ list, literals }) => ({ list, entries: related(literals, family, ever[family]) }));
  const certain = read.filter(({ entries }) => standsForTag(entries));
  const rounded = read.filter((one) => !certain.includes(one) && one.entries.every((entry) => entry.relation === 'rounds'));
  const counted = certain.length > 0 || rounded.reduce((sum, one) => sum + one.entries.length, 0) >= 2 ? rounded : [];
  const other = family === 'ipv4' ? 'ipv6' : 'ipv4';
  return read.filter((one) => certain.includes(one) || counted.includes(one)).map(({ list, entries }) => {
    const inBoth = [...entries, ...related(literalsOf(list, other), other, ever[other])].filter((entry) => !isOfAnotherTag(entry));
    return { list, entries, strangers: isTagAlone(inBoth) ? inBoth.filter(({ relation }) => relation === 'other') : [], unknowns: list.entries.filter(isUnknown) };
  });
}

/** Entries of a list that are addresses of a family. */
function literalsOf(list: LiteralList, family: AddressFamily): Omit<ListEntry, 'relation'>[] {
  const literals: Omit<ListEntry, 'relation'>[] = [];
  for (const text of list.entries) {
    const range = isUnknown(text) ? undefined : parseAddressRange(text);
    if (range === undefined || isAddressProblem(range) || range.family !== family) continue;
    literals.push({ text: text as string, addresses: range.addresses });
  }
  return literals;
}

function related(literals: readonly Omit<ListEntry, 'relation'>[], family: AddressFamily, ever: AddressSet): ListEntry[] {
  return literals.map((one) => ({ ...one, relation: relationOf(one.addresses, family, ever) }));
}

function relationOf(addresses: AddressSet, family: AddressFamily, ever: AddressSet): ListEntry['relation'] {
  if (!ever.overlaps(addresses)) return 'other';
  if (ever.contains(addresses)) return 'names';
  return addressCount(addresses) <= WIDEST_ROUNDED[family] ? 'rounds' : 'holds';
}

function standsForTag(entries: readonly ListEntry[]): boolean {
  if (entries.some((entry) => entry.relation === 'names')) return true;
  const rounding = entries.filter((entry) => entry.relation === 'rounds').length;
  return rounding >= 2 && rounding * 2 >= entries.length;
}

/** One list may stand for the tags of several clouds and sensor versions. */
function isOfAnotherTag({ relation, addresses }: ListEntry): boolean {
  if (relation !== 'other') return false;
  const family = familyOf(addresses.first);
  return BUNDLED_CLOUDS.some((cloud) => SENSOR_SERVICE_TAGS.some((tag) => bundledServiceTags(cloud).everPublished(family, tag).overlaps(addresses)));
}

/** At least four entries in five, and at least four: three are not yet a pattern. */
function isTagAlone(entries: readonly ListEntry[]): boolean {
  const own = entries.filter(({ relation }) => relation === 'names' || relation === 'rounds').length;
  return own >= 4 && own * 5 >= entries.length * 4;
}
