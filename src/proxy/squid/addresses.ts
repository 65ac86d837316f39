import { Address, ALL_ADDRESSES, addressSet, AddressSet, AddressFamily, familyOf, IntervalSet, parseAddress } from '../../packets';

/** Addresses of both families. */
export interface SquidAddresses {
  readonly ipv4: AddressSet;
  readonly ipv6: AddressSet;
}

export const NO_ADDRESSES: SquidAddresses = { ipv4: IntervalSet.empty(), ipv6: IntervalSet.empty() };
export const EVERY_ADDRESS: SquidAddresses = ALL_ADDRESSES;

/** Ways to write "everything"; Squid takes the old ones for `all` and says so in its log (src/acl/Ip.cc). */
const EVERYTHING: readonly string[] = ['all', '0/0', '0.0.0.0/0', '0.0.0.0/0.0.0.0', '0.0.0.0-255.255.255.255', '0.0.0.0-0.0.0.0/0'];

/** Addresses that no host on the Internet has, where a documented host would be. */
export const NOT_PUBLIC: SquidAddresses = {
  ipv4: addressSet('0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3'),
  ipv6: addressSet('::/8', 'fc00::/7', 'fe80::/10', 'ff00::/8'),
};

/** Clients on the proxy itself. */
export const LOOPBACK: SquidAddresses = { ipv4: addressSet('127.0.0.0/8'), ipv6: addressSet('::1') };

/**
 * Reads one value of a `src` or `dst` list: `all`, an address, `address/mask`, `first-last`, `first-last/mask`, the mask as a
 * length or in dotted decimal. Squid cuts off bits beyond a mask.
 *
 * @returns undefined for host names and whatever else has no certain addresses; so have `ipv4` and `ipv6`, which no client matches in
 *   Squid 5.7, whatever its manual says
 */
export function parseSquidAddresses(text: string): SquidAddresses | undefined {
  if (EVERYTHING.includes(text)) return EVERY_ADDRESS;
  const match = /^([^-/]+)(?:-([^-/]+))?(?:\/([^-/]+))?$/.exec(text);
  if (match === null) return undefined;
  const first = parseAddress(match[1]);
  const last = match[2] === undefined ? first : parseAddress(match[2]);
  if (first === undefined || last === undefined || familyOf(first) !== familyOf(last)) return undefined;
  const family = familyOf(first);
  const length = match[3] === undefined ? BITS[family] : maskLength(match[3], family);
  // With no bits left, an IPv6 range may or may not hold the IPv4 addresses that Squid keeps inside it.
  if (length === undefined || (family === 'ipv6' && length === 0)) return undefined;
  const size = 1n << BigInt(BITS[family] - length);
  const start = BigInt(first) - BigInt(first) % size;
  const end = BigInt(last) - BigInt(last) % size + size;
  if (end <= start) return undefined;
  const set = family === 'ipv4' ? IntervalSet.interval<Address>(Number(start), Number(end)) : IntervalSet.interval<Address>(start, end);
  return { ...NO_ADDRESSES, [family]: set };
}

export function unionOf(all: readonly SquidAddresses[]): SquidAddresses {
  return { ipv4: IntervalSet.union(all.map(({ ipv4 }) => ipv4)), ipv6: IntervalSet.union(all.map(({ ipv6 }) => ipv6)) };
}

const BITS: Readonly<Record<AddressFamily, number>> = { ipv4: 32, ipv6: 128 };

function maskLength(text: string, family: AddressFamily): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= BITS[family] ? Number(text) : undefined;
  const mask = parseAddress(text);
  if (mask === undefined || familyOf(mask) !== family) return undefined;
  const ones = BigInt(mask).toString(2).padStart(BITS[family], '0').replace(/0+$/, '');
  return /^1*$/.test(ones) ? ones.length : undefined;
}
