import { IntervalSet } from './interval-set';

/** An IPv4 address is a number below 2^32, an IPv6 address a bigint below 2^128. */
export type Address = number | bigint;
export type AddressFamily = 'ipv4' | 'ipv6';
export type AddressSet = IntervalSet<Address>;

const BITS: Record<AddressFamily, number> = { ipv4: 32, ipv6: 128 };

/** Every address of a family. */
export const ALL_ADDRESSES: Record<AddressFamily, AddressSet> = {
  ipv4: IntervalSet.interval<Address>(0, 2 ** 32),
  ipv6: IntervalSet.interval<Address>(0n, 1n << 128n),
};

/** What an address, a CIDR prefix or a range `a-b` denotes. */
export interface AddressRange {
  readonly family: AddressFamily;
  readonly addresses: AddressSet;
}

/** Why a text denotes no addresses. */
export type AddressProblem =
  | { readonly code: 'not-an-address' }
  | { readonly code: 'prefix-length'; readonly maximum: number }
  /** Bits are set to the right of the prefix; `corrected` is the prefix that holds the address. */
  | { readonly code: 'host-bits'; readonly corrected: string }
  | { readonly code: 'reversed-range' }
  | { readonly code: 'mixed-families' };

/** A readable sentence part for a problem, such as `has bits set beyond its prefix; write 10.0.0.0/24`. */
export function describeAddressProblem(problem: AddressProblem): string {
  switch (problem.code) {
    case 'not-an-address': return 'is not an IP address, a CIDR prefix or a range of addresses';
    case 'prefix-length': return `has a prefix length above ${problem.maximum} or none that is a number`;
    case 'host-bits': return `has bits set beyond its prefix; write ${problem.corrected}`;
    case 'reversed-range': return 'is a range that ends before it starts';
    case 'mixed-families': return 'is a range from one address family to the other';
  }
}

/**
 * Reads an IPv4 or IPv6 address, CIDR prefix (RFC 4632, RFC 4291) or range `first-last`.
 *
 * Strict: no octets with leading zeros (some readers take them for octal), no zone ids, no bits beyond a prefix.
 */
export function parseAddressRange(text: string): AddressRange | AddressProblem {
  const dash = text.indexOf('-');
  if (dash >= 0) return parseRange(text.slice(0, dash).trim(), text.slice(dash + 1).trim());
  const slash = text.indexOf('/');
  if (slash >= 0) return parsePrefix(text.slice(0, slash), text.slice(slash + 1));
  const address = parseAddress(text);
  return address === undefined ? { code: 'not-an-address' } : rangeOf(address, address);
}

export function isAddressProblem(result: AddressRange | AddressProblem): result is AddressProblem {
  return 'code' in result;
}

export function familyOf(address: Address): AddressFamily {
  return typeof address === 'bigint' ? 'ipv6' : 'ipv4';
}

/** Reads one IPv4 address (dotted decimal) or IPv6 address (RFC 4291, section 2.2); `undefined` when it is neither. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** Writes an address: IPv4 in dotted decimal, IPv6 as RFC 5952 wants it. */
export function formatAddress(address: Address): string {
  return typeof address === 'bigint' ? formatIpv6(address) : formatIpv4(address);
}

/** The fewest CIDR prefixes that together are exactly the set, in ascending order; a single address has no `/32` or `/128`. */
export function toPrefixes(addresses: AddressSet): string[] {
  return blocksOf(addresses).map(({ start, length }) => (length === BITS[familyOf(start)] ? formatAddress(start) : `${formatAddress(start)}/${length}`));
}

/** The CIDR prefix that is exactly the addresses from one up to, and without, another one; `undefined` where that is none. */
export function prefixOf(start: Address, end: Address): string | undefined {
  if (typeof start === 'bigint' || typeof end === 'bigint') {
    const prefixes = toPrefixes(IntervalSet.interval<Address>(start, end));
    return prefixes.length === 1 ? prefixes[0] : undefined;
  }
  const bits = Math.log2(end - start);
  if (!Number.isInteger(bits) || start % (end - start) !== 0) return undefined;
  return bits === 0 ? formatIpv4(start) : `${formatIpv4(start)}/${BITS.ipv4 - bits}`;
}

/** The sets of the fewest CIDR prefixes that together are exactly the set, in ascending order. */
export function prefixSetsOf(addresses: AddressSet): AddressSet[] {
  return blocksOf(addresses).map(({ start, end }) => IntervalSet.interval<Address>(start, end));
}

/** An aligned block of addresses, as a prefix denotes it. */
interface Block {
  readonly start: Address;
  readonly end: Address;
  readonly length: number;
}

function blocksOf(addresses: AddressSet): Block[] {
  const blocks: Block[] = [];
  for (const [start, end] of addresses.intervals()) {
    if (typeof start === 'number' && typeof end === 'number') addBlocks(blocks, start, end);
    else addWideBlocks(blocks, BigInt(start), BigInt(end));
  }
  return blocks;
}

function addBlocks(blocks: Block[], from: number, end: number): void {
  for (let start = from; start < end;) {
    // The largest block that is aligned at `start` and still ends inside the interval.
    let size = 1;
    let length = BITS.ipv4;
    while (start % (size * 2) === 0 && start + size * 2 <= end) {
      size *= 2;
      length -= 1;
    }
    blocks.push({ start, end: start + size, length });
    start += size;
  }
}

/** The same for addresses that are no plain numbers. */
function addWideBlocks(blocks: Block[], from: bigint, end: bigint): void {
  for (let start = from; start < end;) {
    let size = 1n;
    let length = BITS.ipv6;
    while (start % (size * 2n) === 0n && start + size * 2n <= end) {
      size *= 2n;
      length -= 1;
    }
    blocks.push({ start, end: start + size, length });
    start += size;
  }
}

/** How many addresses the set has. */
export function addressCount(addresses: AddressSet): bigint {
  let count = 0n;
  for (const [start, end] of addresses.intervals()) count += BigInt(end) - BigInt(start);
  return count;
}

/** The union of texts that are known to be good; throws on others. For constants. */
export function addressSet(...texts: readonly string[]): AddressSet {
  return IntervalSet.union(texts.map((text) => {
    const range = parseAddressRange(text);
    if (isAddressProblem(range)) throw new RangeError(`${text} ${describeAddressProblem(range)}`);
    return range.addresses;
  }));
}

function parseRange(firstText: string, lastText: string): AddressRange | AddressProblem {
  const first = parseAddress(firstText);
  const last = parseAddress(lastText);
  if (first === undefined || last === undefined) return { code: 'not-an-address' };
  if (familyOf(first) !== familyOf(last)) return { code: 'mixed-families' };
  if (last < first) return { code: 'reversed-range' };
  return rangeOf(first, last);
}

function parsePrefix(addressText: string, lengthText: string): AddressRange | AddressProblem {
  const address = parseAddress(addressText);
  if (address === undefined) return { code: 'not-an-address' };
  const family = familyOf(address);
  const bits = BITS[family];
  const length = parseDecimal(lengthText, 0, lengthText.length);
  if (length === undefined || length > bits) return { code: 'prefix-length', maximum: bits };
  const [start, end] = typeof address === 'number' ? blockOf(address, 2 ** (bits - length)) : wideBlockOf(address, BigInt(bits - length));
  if (start !== address) return { code: 'host-bits', corrected: `${formatAddress(start)}/${length}` };
  return { family, addresses: IntervalSet.interval<Address>(start, end) };
}

/** The aligned block of a size that holds an address. Sizes are powers of two, so numbers below 2^53 are exact. */
function blockOf(address: number, size: number): readonly [number, number] {
  const start = address - address % size;
  return [start, start + size];
}

function wideBlockOf(address: bigint, hostBits: bigint): readonly [bigint, bigint] {
  const start = (address >> hostBits) << hostBits;
  return [start, start + (1n << hostBits)];
}

function rangeOf(first: Address, last: Address): AddressRange {
  const end = typeof last === 'bigint' ? last + 1n : last + 1;
  return { family: familyOf(first), addresses: IntervalSet.interval<Address>(first, end) };
}

/** Four decimal octets. Plain loops: the addresses of every rule of an input come through here. */
function parseIpv4(text: string): number | undefined {
  let address = 0;
  let start = 0;
  for (let octets = 0; octets < 4; octets++) {
    let end = start;
    while (end < text.length && text.charCodeAt(end) !== DOT) end++;
    const isLast = octets === 3;
    if (isLast !== (end === text.length)) return undefined;
    const octet = parseDecimal(text, start, end);
    if (octet === undefined || octet > 255 || (text.charCodeAt(start) === ZERO && end > start + 1)) return undefined;
    address = address * 256 + octet;
    start = end + 1;
  }
  return address;
}

const DOT = 0x2e;
const ZERO = 0x30;

/** One to three decimal digits. */
function parseDecimal(text: string, start: number, end: number): number | undefined {
  if (end === start || end - start > 3) return undefined;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => parseIpv6Groups(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  // `::` stands for at least one group of zeros.
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])].reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; the last one may be an IPv4 address at the very end (RFC 4291, section 2.2, form 3). */
function parseIpv6Groups(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const ipv4 = isLast && index === parts.length - 1 ? parseIpv4(part) : undefined;
      if (ipv4 === undefined) return undefined;
      groups.push(Math.floor(ipv4 / 65536), ipv4 % 65536);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined;
      groups.push(parseInt(part, 16));
    }
  }
  return groups;
}

function formatIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

function formatIpv6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => Number((address >> BigInt(112 - 16 * i)) & 0xffffn));
  // RFC 5952: the longest run of at least two zero groups, the first of equals, becomes `::`.
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const text = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.length < 2) return text(groups);
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`;
}
