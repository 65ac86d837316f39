/*
 * An IPv4 prefix as one number that sorts by address: `address * 64 + (32 - length)`.
 */

/** Room for the bits beyond a prefix, 0 to 32, below the address. */
const PACKING = 64;

const BITS = 32;

/**
 * The number of a well-formed IPv4 prefix, or address, which is a prefix of 32 bits; -1 for anything else, which then takes the thorough way.
 *
 * One pass without a substring: the addresses of every rule of an input come through here.
 */
export function packedIpv4Prefix(text: string): number {
  let address = 0;
  let value = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9) {
      // A leading zero is for the thorough way to refuse.
      if (value === 0) return -1;
      value = value < 0 ? digit : value * 10 + digit;
      if (value > 255) return -1;
      continue;
    }
    if (value < 0) return -1;
    address = (address << 8) | value;
    value = -1;
    if (digit === DOT) dots++;
    else if (digit === SLASH && dots === 3) return withLength(address, lengthAt(text, i + 1));
    else return -1;
  }
  return dots === 3 && value >= 0 ? withLength((address << 8) | value, BITS) : -1;
}

/** First address of a packed prefix, and the one after its last. */
export function unpacked(packed: number): readonly [number, number] {
  const first = Math.floor(packed / PACKING);
  return [first, first + SIZES[packed - first * PACKING]];
}

/** How many addresses there are with so many bits beyond the prefix: looked up, since powers and remainders of large numbers are slow. */
const SIZES = Float64Array.from({ length: BITS + 1 }, (_, bits) => 2 ** bits);

const ZERO = 48;
const DOT = 46 - ZERO;
const SLASH = 47 - ZERO;

/** @param address as a signed number of 32 bits */
function withLength(address: number, length: number): number {
  const bits = BITS - length;
  if (length < 0 || (bits === BITS ? address : address & ((1 << bits) - 1)) !== 0) return -1;
  return (address >>> 0) * PACKING + bits;
}

/** The length at the end of a text, without leading zeros; -1 where there is none. */
function lengthAt(text: string, start: number): number {
  const first = text.charCodeAt(start) - ZERO;
  if (!(first >= 0 && first <= 9)) return -1;
  if (text.length === start + 1) return first;
  const second = text.charCodeAt(start + 1) - ZERO;
  if (text.length > start + 2 || first === 0 || second < 0 || second > 9) return -1;
  const length = first * 10 + second;
  return length <= BITS ? length : -1;
}
