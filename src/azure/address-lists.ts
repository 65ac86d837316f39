import {
  AddressFamily, AddressProblem, addressCount, AddressRange, AddressSet, describeAddressProblem, IntervalSet, isAddressProblem, parseAddressRange, toPrefixes,
} from '../packets';

/** Addresses of one family, the way Azure takes them in a rule. */
export interface AddressList {
  readonly family: AddressFamily;
  /** Canonical texts, none of which overlaps another; never empty. */
  readonly prefixes: readonly string[];
}

/** A text that denotes no addresses, and why, in words that continue a sentence about it. */
export interface AddressTextProblem {
  readonly code: AddressProblem['code'];
  readonly text: string;
  readonly problem: string;
}

/** Why a text denotes no addresses; `undefined` when it does. */
export function addressTextProblem(text: string): AddressTextProblem | undefined {
  const range = parseAddressRange(text);
  return isAddressProblem(range) ? { code: range.code, text, problem: describeAddressProblem(range) } : undefined;
}

/**
 * Lists to write into rules, one per address family: Azure refuses overlapping prefixes in one list, and two families in one.
 *
 * Texts that do not overlap stay one by one, so that a reviewer finds what was written; ranges become prefixes.
 *
 * @param texts addresses, prefixes and ranges without a problem
 */
export function addressLists(texts: readonly string[]): AddressList[] {
  const ranges = texts.map(knownRange);
  return FAMILIES
    .map((family) => ({ family, prefixes: prefixesOf(ranges.filter((range) => range.family === family)) }))
    .filter((list) => list.prefixes.length > 0);
}

/** Whether an address is in both lists of texts without a problem. */
export function addressesOverlap(texts: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [texts, others].map((list) => list.map(knownRange));
  return FAMILIES.some((family) => unionOf(one, family).overlaps(unionOf(other, family)));
}

const FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];

function knownRange(text: string): AddressRange {
  const range = parseAddressRange(text);
  if (isAddressProblem(range)) throw new RangeError(`${text} ${describeAddressProblem(range)}`);
  return range;
}

function unionOf(ranges: readonly AddressRange[], family: AddressFamily): AddressSet {
  return IntervalSet.union(ranges.filter((range) => range.family === family).map((range) => range.addresses));
}

function prefixesOf(ranges: readonly AddressRange[]): string[] {
  const union = IntervalSet.union(ranges.map((range) => range.addresses));
  const apart = ranges.reduce((count, range) => count + addressCount(range.addresses), 0n) === addressCount(union);
  return apart ? ranges.flatMap((range) => toPrefixes(range.addresses)) : toPrefixes(union);
}
