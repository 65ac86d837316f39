import { prefixBounds, prefixSet, ServiceTagSnapshot, ServiceTagState, Topology } from '../azure';
import { Address, AddressFamily, AddressSet, IntervalSet, toPrefixes } from '../packets';
import { RecognisedList, recognisedLists } from './address-list-recognition';
import { listOwners } from './address-list-sources';
import { Verdict } from './report';

/** The lists of one enforcement point that stand for a tag, against what the tag has now. */
export interface ComparedLists {
  /** Address of the NSG, firewall policy or firewall, or in words. */
  readonly place: string;
  readonly tag: string;
  readonly lists: readonly { readonly address: string; readonly attribute?: string }[];
  /** violated: addresses are missing; unknown: they may be among what the input does not say. */
  readonly verdict: Verdict;
  /** Published prefixes that the lists lack, or the part that they lack: sensors cannot reach those. */
  readonly missing: readonly string[];
  /** Entries, or parts of them, that the tag does not have now: open for nobody. */
  readonly surplus: readonly string[];
  /** Narrow prefixes that hold addresses of the tag and others. */
  readonly rounded: readonly string[];
  /** Published prefixes of a family in which no list stands for the tag: needed only where sensors have addresses of that family. */
  readonly unlisted: readonly string[];
  /** What keeps the lists from being known. */
  readonly unknowns: readonly string[];
  /** The newest published state that the lists hold whole; absent where they hold none. */
  readonly asOf?: Pick<ServiceTagState, 'date' | 'changeNumber'>;
}

const FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];

/**
 * Compares every list that stands for a service tag with what the tag has now.
 *
 * Lists at one enforcement point are taken together; each enforcement point has to be complete, since a packet passes all of them.
 * How a list is recognised is said at {@link recognisedLists}.
 *
 * @param families families that have to be covered; a family in which a point has no list that stands for the tag is left alone
 */
export function compareAddressLists(
  topology: Topology, tag: string, serviceTags: ServiceTagSnapshot, families: readonly AddressFamily[] = FAMILIES,
): ComparedLists[] {
  const states = serviceTags.states(tag);
  const current = states.at(-1);
  if (!current) return [];
  return listOwners(topology).flatMap((owner) => {
    const parts = families
      .map((family) => ({ family, recognised: recognisedLists(owner, tag, family, serviceTags) }))
      .filter(({ recognised }) => recognised.length > 0);
    if (parts.length === 0) return [];
    const missing = parts.flatMap(({ family, recognised }) => missingPrefixes(current.addressPrefixes, family, heldBy(recognised)));
    const recognised = parts.flatMap((part) => part.recognised);
    const unknowns = [...new Set(recognised.flatMap((one) => one.unknowns.map((unknown) => unknown.reason)))];
    const holds = (state: ServiceTagState): boolean => parts.every((part) => heldBy(part.recognised).contains(prefixSet(state.addressPrefixes, part.family)));
    const asOf = [...states].reverse().find(holds);
    return [{
      place: owner.place,
      tag,
      lists: placesOf(recognised),
      verdict: missing.length === 0 ? 'satisfied' : unknowns.length > 0 ? 'unknown' : 'violated',
      missing,
      surplus: distinct(parts.flatMap((part) => surplusEntries(part.recognised, prefixSet(current.addressPrefixes, part.family)))),
      rounded: distinct(recognised.flatMap((one) => one.entries.filter((entry) => entry.relation === 'rounds').map((entry) => entry.text))),
      unlisted: FAMILIES.filter((family) => !parts.some((part) => part.family === family))
        .flatMap((family) => missingPrefixes(current.addressPrefixes, family, IntervalSet.empty())),
      unknowns,
      ...(asOf ? { asOf: { date: asOf.date, ...(asOf.changeNumber === undefined ? {} : { changeNumber: asOf.changeNumber }) } } : {}),
    }];
  });
}

function placesOf(recognised: readonly RecognisedList[]): ComparedLists['lists'] {
  const places = recognised.map(({ list: { address, attribute } }) => (attribute === undefined ? { address } : { address, attribute }));
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

/** Whether lists that stand for service tags hold what the tags hold now, for the report of a proof. */
export interface AddressListJudgement {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** Judges the lists of all enforcement points together; an estate without lists that stand for a tag has nothing to keep current. */
export function judgeAddressLists(
  topology: Topology, tags: readonly string[], serviceTags: ServiceTagSnapshot, families: readonly AddressFamily[],
): AddressListJudgement {
  const compared = tags.flatMap((tag) => compareAddressLists(topology, tag, serviceTags, families));
  const verdicts = compared.map(({ verdict }) => verdict);
  return {
    verdict: verdicts.includes('violated') ? 'violated' : verdicts.includes('unknown') ? 'unknown' : 'satisfied',
    reasons: compared.filter(({ verdict }) => verdict !== 'satisfied').map((one) => reasonOf(one, serviceTags)),
  };
}

function reasonOf({ place, tag, missing, unknowns, verdict }: ComparedLists, { date, changeNumber }: ServiceTagSnapshot): string {
  const shown = missing.slice(0, MOST_NAMED).join(', ') + (missing.length > MOST_NAMED ? `, and ${missing.length - MOST_NAMED} more` : '');
  const snapshot = date === '' ? `change ${changeNumber}` : date;
  const what = `Address lists of ${place} that stand for ${tag} ${verdict === 'unknown' ? 'do not show' : 'lack'} ${shown} (snapshot of ${snapshot})`;
  return unknowns.length === 0 ? `${what}.` : `${what}; what else they hold is not known: ${unknowns[0]}.`;
}

const MOST_NAMED = 5;

function heldBy(recognised: readonly RecognisedList[]): AddressSet {
  return IntervalSet.union(recognised.flatMap((one) => one.entries.map((entry) => entry.addresses)));
}

/** Prefixes as published where all of one is missing, in the order of the file. */
function missingPrefixes(prefixes: readonly string[], family: AddressFamily, held: AddressSet): string[] {
  const wanted = prefixSet(prefixes, family);
  const missing = wanted.subtract(held);
  if (missing.isEmpty) return [];
  const ofFamily = prefixes.filter((prefix) => prefix.includes(':') === (family === 'ipv6'));
  if (missing.equals(wanted)) return ofFamily;
  const intervals = [...missing.intervals()];
  return ofFamily.flatMap((prefix) => {
    const bounds = prefixBounds(prefix);
    if (!bounds) return [];
    const [first, end] = bounds;
    const at = firstEndingAfter(intervals, first);
    if (at === intervals.length || intervals[at][0] >= end) return [];
    const [from, to] = intervals[at];
    return from <= first && end <= to ? [prefix] : toPrefixes(IntervalSet.interval(first, end).subtract(held));
  });
}

/** Place of the first of some ascending intervals that ends after an address. */
function firstEndingAfter(intervals: readonly (readonly [Address, Address])[], address: Address): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (intervals[middle][1] <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

function surplusEntries(recognised: readonly RecognisedList[], current: AddressSet): string[] {
  return recognised.flatMap(({ entries, strangers }) => [
    ...entries.filter(({ relation }) => relation === 'names').flatMap(({ text, addresses }) => {
      const rest = addresses.subtract(current);
      return rest.equals(addresses) ? [text] : toPrefixes(rest);
    }),
    ...strangers.map(({ text }) => text),
  ]);
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
