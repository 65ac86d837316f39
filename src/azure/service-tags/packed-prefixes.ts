/*
 * An IPv4 prefix as one number that sorts by address: `address * 64 + (32 - length)`.
 */

/** Room for the bits beyond a prefix, 0 to 32, below the address. */
const PACKING = 64;

/** The number of a well-formed IPv4 prefix; -1 for anything else, which then takes the thorough way. */
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
    address = address * 256 + value;
    value = -1;
    if (digit === DOT && dots < 3) dots++;
    else if (digit === SLASH && dots === 3) return withLength(address, text.slice(i + 1));
    else return -1;
  }
  return -1;
}

/** First address of a packed prefix, and the one after its last. */
export function unpacked(packed: number): readonly [number, number] {
  const bits = packed % PACKING;
  const first = (packed - bits) / PACKING;
  return [first, first + 2 ** bits];
}

const ZERO = 48;
const DOT = 46 - ZERO;
const SLASH = 47 - ZERO;

function withLength(address: number, lengthText: string): number {
  const length = LENGTHS.get(lengthText);
  if (length === undefined || address % 2 ** (32 - length) !== 0) return -1;
  return address * PACKING + (32 - length);
}

const LENGTHS: ReadonlyMap<string, number> = new Map(Array.from({ length: 33 }, (_, length) => [String(length), length]));
