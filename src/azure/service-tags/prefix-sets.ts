import { Address, AddressFamily, AddressProblem, AddressSet, describeAddressProblem, IntervalSet, isAddressProblem, packedIpv4Prefix, parseAddressRange, toPrefixes, unpacked } from '../../packets';

/** The same list is asked for as a tag, as a state of it and as what a list has to hold: read once, it serves all of them. */
const alreadyRead = new WeakMap<readonly string[], Record<AddressFamily, AddressSet>>();

/**
 * The addresses of many prefixes, by family. Files may have lists of a million: an IPv4 prefix is a number here, and numbers
 * sort fast.
 *
 * @param refuse called with the first prefix that denotes no addresses; does not return
 */
export function prefixSets(prefixes: readonly string[], refuse: (prefix: string, problem: AddressProblem) => never): Record<AddressFamily, AddressSet> {
  const known = alreadyRead.get(prefixes);
  if (known) return known;
  const ipv4 = new Float64Array(prefixes.length);
  let ipv4Count = 0;
  const others: Record<AddressFamily, (readonly [Address, Address])[]> = { ipv4: [], ipv6: [] };
  for (const prefix of prefixes) {
    const packed = packedIpv4Prefix(prefix);
    if (packed >= 0) {
      ipv4[ipv4Count++] = packed;
      continue;
    }
    const range = parseAddressRange(prefix);
    if (isAddressProblem(range)) return refuse(prefix, range);
    others[range.family].push([range.addresses.first, range.addresses.end]);
  }
  const sorted = ipv4.subarray(0, ipv4Count).sort();
  const sets = { ipv4: IntervalSet.ofIntervals([...mergedIntervals(sorted), ...others.ipv4]), ipv6: IntervalSet.ofIntervals(others.ipv6) };
  alreadyRead.set(prefixes, sets);
  return sets;
}

/**
 * The addresses of prefixes of one family; those of the other are left out.
 *
 * @throws RangeError for a prefix that denotes no addresses
 */
export function prefixSet(prefixes: readonly string[], family: AddressFamily): AddressSet {
  return prefixSets(prefixes, (prefix, problem) => {
    throw new RangeError(`${prefix} ${describeAddressProblem(problem)}`);
  })[family];
}

/** First address of a prefix and the one after its last; `undefined` for a text that denotes no addresses. */
export function prefixBounds(prefix: string): readonly [Address, Address] | undefined {
  const packed = packedIpv4Prefix(prefix);
  if (packed >= 0) return unpacked(packed);
  const range = parseAddressRange(prefix);
  return isAddressProblem(range) ? undefined : [range.addresses.first, range.addresses.end];
}

/** The fewest prefixes that hold the same addresses, by family and in ascending order; none of them overlap. */
export function minimalPrefixes(prefixes: readonly string[]): Record<AddressFamily, string[]> {
  return { ipv4: toPrefixes(prefixSet(prefixes, 'ipv4')), ipv6: toPrefixes(prefixSet(prefixes, 'ipv6')) };
}

/** @param sorted packed prefixes in ascending order */
function mergedIntervals(sorted: Float64Array): (readonly [Address, Address])[] {
  const intervals: (readonly [Address, Address])[] = [];
  let start = -1;
  let end = -1;
  for (const packed of sorted) {
    const [first, beyond] = unpacked(packed);
    if (first > end) {
      if (start >= 0) intervals.push([start, end]);
      start = first;
      end = beyond;
    } else {
      end = Math.max(end, beyond);
    }
  }
  if (start >= 0) intervals.push([start, end]);
  return intervals;
}
