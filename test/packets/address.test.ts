import { BlockList, isIP } from 'node:net';
import * as fc from 'fast-check';
import {
  Address, addressCount, AddressFamily, addressSet, AddressRange, ALL_ADDRESSES, describeAddressProblem, familyOf, formatAddress, IntervalSet, isAddressProblem,
  parseAddress, parseAddressRange, prefixOf, prefixSetsOf, toPrefixes,
} from '../../src/packets';

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();

function problemOf(text: string): string {
  const range = parseAddressRange(text);
  return isAddressProblem(range) ? describeAddressProblem(range) : 'no problem';
}

/** First address and the one after the last of a text that denotes some. */
function boundsOf(text: string): readonly [Address, Address] {
  const { addresses } = parseAddressRange(text) as AddressRange;
  expect(addresses.intervalCount).toBe(1);
  return [addresses.first, addresses.end];
}

describe('reading an address', () => {
  test.each([
    // RFC 4291, section 2.2
    ['ABCD:EF01:2345:6789:ABCD:EF01:2345:6789', 0xabcd_ef01_2345_6789_abcd_ef01_2345_6789n],
    ['2001:DB8:0:0:8:800:200C:417A', 0x2001_0db8_0000_0000_0008_0800_200c_417an],
    ['2001:DB8::8:800:200C:417A', 0x2001_0db8_0000_0000_0008_0800_200c_417an],
    ['FF01::101', 0xff01_0000_0000_0000_0000_0000_0000_0101n],
    ['::1', 1n],
    ['::', 0n],
    ['0:0:0:0:0:0:13.1.68.3', 0x0d01_4403n],
    ['::13.1.68.3', 0x0d01_4403n],
    ['::FFFF:129.144.52.38', 0xffff_8190_3426n],
    ['1:2:3:4:5:6:7::', 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    ['::2:3:4:5:6:7:8', 0x0000_0002_0003_0004_0005_0006_0007_0008n],
    // The longest text of an address.
    ['0000:0000:0000:0000:0000:ffff:255.255.255.255', 0xffff_ffff_ffffn],
    ['0.0.0.0', 0],
    ['1.2.3.4', 0x01020304],
    ['255.255.255.255', 0xffffffff],
  ])('%s', (text, address) => {
    expect(isIP(text)).not.toBe(0);
    expect(parseAddress(text)).toBe(address);
    expect(boundsOf(text)).toEqual([address, typeof address === 'bigint' ? address + 1n : address + 1]);
  });

  test.each([
    '1.2.3', '1.2.3.4.5', '1.2.3.', '.1.2.3', '1..2.3', '1.2.3.256', '1.2.3.00', '01.2.3.4', '1.2.3.0004', '1.2.3.,', '1.2.3.a', '1.2.3.4 ', ' 1.2.3.4',
    '1.2.3.4%', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8', '1:2:3:4:5:6:7:8::', '::1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:', ':1:2:3:4:5:6:7', '12345::', '::12345', 'g::',
    '::g', '::1g', 'g1::', '::1 ', ' ::1', '1.2.3.4::', '::1.2.3.4:5',
    '1.2.3.4:1:2:3:4:5:6', '::1.2.3', '::1.2.3.256', '1:2:3:4:5:6:7:1.2.3.4', '1:2:3:4:5:6::1.2.3.4', '::1.2.3.4::',
  ])('%j is none, as for Node', (text) => {
    expect([parseAddress(text), isIP(text)]).toEqual([undefined, 0]);
  });

  test('a run of zeros may stand as :: wherever it is', () => {
    // Every pattern of groups that are zero, and every part of a run of them.
    for (let pattern = 0; pattern < 256; pattern++) {
      const groups = Array.from({ length: 8 }, (_, i) => ((pattern & (1 << i)) === 0 ? '0' : `a${i}`));
      const address = BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
      const texts = [groups.join(':')];
      for (let start = 0; start < 8; start++) {
        for (let end = start + 1; end <= 8 && groups[end - 1] === '0'; end++) texts.push(`${groups.slice(0, start).join(':')}::${groups.slice(end).join(':')}`);
      }
      expect(texts.map(parseAddress)).toEqual(texts.map(() => address));
      // URLs write IPv6 addresses as RFC 5952 wants it.
      expect(`[${formatAddress(address)}]`).toBe(new URL(`http://[${texts[0]}]/`).hostname);
    }
  });
});

describe('what a text denotes', () => {
  test.each([
    ['10.0.0.1-10.0.0.3', [0x0a000001, 0x0a000004]],
    ['10.0.0.1 - 10.0.0.3', [0x0a000001, 0x0a000004]],
    ['10.0.0.1-10.0.0.1', [0x0a000001, 0x0a000002]],
    ['0.0.0.0-255.255.255.255', [0, 2 ** 32]],
    ['::1-::3', [1n, 4n]],
    ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', [0n, 1n << 128n]],
  ])('%s is a range', (text, bounds) => {
    expect(boundsOf(text)).toEqual(bounds);
  });

  test.each([
    '10.0.0.1-', '-10.0.0.1', '10.0.0.1-x', 'x-10.0.0.1', '10.0.0.0/24-10.0.1.0', '10.0.0.1-10.0.0.2-10.0.0.3', '/8', 'x/8', '10.0.0/8', '1 0.0.0.1', ' 10.0.0.1',
  ])('%j denotes nothing', (text) => {
    expect(parseAddressRange(text)).toEqual({ code: 'not-an-address' });
  });

  test.each([
    '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/0008', '10.0.0.0/8x', '10.0.0.0/+8', '10.0.0.0/:', '10.0.0.0/ 8', '10.0.0.0/8/8', '10.0.0.0//8',
  ])('%s has no length of a prefix', (text) => {
    expect(parseAddressRange(text)).toEqual({ code: 'prefix-length', maximum: 32 });
  });

  test.each<[AddressFamily, string, number]>([['ipv4', '255.255.255.255', 32], ['ipv6', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 128]])(
    'an %s prefix of any length is the addresses with the same first bits', (family, last, bits) => {
      for (let length = 0; length <= bits; length++) {
        const first = BigInt(`0b${'1'.repeat(length).padEnd(bits, '0')}`);
        const ofFamily = (value: bigint): Address => (family === 'ipv4' ? Number(value) : value);
        const prefix = `${formatAddress(ofFamily(first))}/${length}`;
        expect(boundsOf(prefix)).toEqual([ofFamily(first), ofFamily(1n << BigInt(bits))]);
        expect((parseAddressRange(prefix) as AddressRange).family).toBe(family);
        expect(toPrefixes(addressSet(prefix))).toEqual([length === bits ? last : prefix]);
        if (length < bits) expect(parseAddressRange(`${last}/${length}`)).toEqual({ code: 'host-bits', corrected: prefix });
      }
    },
  );

  test('every address of a family', () => {
    expect([toPrefixes(ALL_ADDRESSES.ipv4), toPrefixes(ALL_ADDRESSES.ipv6)]).toEqual([['0.0.0.0/0'], ['::/0']]);
    expect([addressCount(ALL_ADDRESSES.ipv4), addressCount(ALL_ADDRESSES.ipv6)]).toEqual([2n ** 32n, 2n ** 128n]);
  });

  test('constants are joined, and a wrong one is refused by name', () => {
    expect([...addressSet('10.0.0.0/30', '10.0.0.2-10.0.0.7', '10.0.0.9').intervals()]).toEqual([[0x0a000000, 0x0a000008], [0x0a000009, 0x0a00000a]]);
    expect(() => addressSet('10.0.0.0/30', '10.0.0.5/24')).toThrow(new RangeError('10.0.0.5/24 has bits set beyond its prefix; write 10.0.0.0/24'));
  });
});

describe('every set of eight neighbours', () => {
  const NEIGHBOURS = 8;
  /** The blocks of a set that are aligned and part of no larger one in it: size and first neighbour. */
  function largestBlocks(bits: number): { start: number; size: number }[] {
    const holds = (start: number, size: number): boolean => Array.from({ length: size }, (_, i) => start + i).every((at) => (bits & (1 << at)) !== 0);
    const blocks = [1, 2, 4, 8].flatMap((size) => Array.from({ length: NEIGHBOURS / size }, (_, i) => ({ start: i * size, size })));
    return blocks
      .filter(({ start, size }) => holds(start, size) && !(size < NEIGHBOURS && holds(start - (start % (2 * size)), 2 * size)))
      .sort((a, b) => a.start - b.start);
  }

  test.each<[string, Address]>([
    ['the first IPv4 addresses', 0], ['the last IPv4 addresses', 2 ** 32 - NEIGHBOURS], ['the first IPv6 addresses', 0n], ['the last IPv6 addresses', 2n ** 128n - BigInt(NEIGHBOURS)],
  ])('is written in its largest blocks: %s', (_, base) => {
    const at = (offset: number): Address => (typeof base === 'bigint' ? base + BigInt(offset) : base + offset);
    const bits = familyOf(base) === 'ipv4' ? 32 : 128;
    for (let subset = 0; subset < 1 << NEIGHBOURS; subset++) {
      const members = Array.from({ length: NEIGHBOURS }, (__, offset) => offset).filter((offset) => (subset & (1 << offset)) !== 0);
      const set = IntervalSet.ofIntervals(members.map((offset): [Address, Address] => [at(offset), at(offset + 1)]));
      const blocks = largestBlocks(subset);
      const written = blocks.map(({ start, size }) => formatAddress(at(start)) + (size === 1 ? '' : `/${bits - Math.log2(size)}`));
      expect(toPrefixes(set)).toEqual(written);
      expect(prefixSetsOf(set).map((one) => [...one.intervals()])).toEqual(blocks.map(({ start, size }) => [[at(start), at(start + size)]]));
      expect(addressCount(set)).toBe(BigInt(members.length));
      if (set.intervalCount === 1) expect(prefixOf(set.first, set.end)).toBe(blocks.length === 1 ? written[0] : undefined);
    }
    expect([prefixOf(at(3), at(3)), prefixOf(at(3), at(2))]).toEqual([undefined, undefined]);
  });
});

describe('addresses', () => {
  test('reading agrees with Node about what an address is', () => {
    fc.assert(fc.property(fc.oneof(ipv4, ipv6, fc.string({ maxLength: 20 }), fc.stringMatching(/^[0-9a-f:.]{1,24}$/)), (text) => {
      // Node takes zone ids and we do not: they name an interface of one machine.
      expect(parseAddress(text) !== undefined).toBe(isIP(text) !== 0 && !text.includes('%'));
    }), { numRuns: 5000 });
  });

  test('writing and reading are inverse', () => {
    fc.assert(fc.property(fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.bigInt({ min: 0n, max: (1n << 128n) - 1n })), (address) => {
      expect(parseAddress(formatAddress(address))).toBe(address);
    }));
  });

  test.each([
    // RFC 5952, sections 4.2.2 and 4.2.3
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['2001:DB8::1', '2001:db8::1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('%s is written %s', (text, written) => {
    expect(formatAddress(parseAddress(text)!)).toBe(written);
  });

  test.each([
    ['10.0.0.5/24', 'has bits set beyond its prefix; write 10.0.0.0/24'],
    ['2001:db8::1/64', 'has bits set beyond its prefix; write 2001:db8::/64'],
    ['0.0.0.0/33', 'has a prefix length above 32 or none that is a number'],
    ['::/129', 'has a prefix length above 128 or none that is a number'],
    ['10.0.0.0/', 'has a prefix length above 32 or none that is a number'],
    ['10.0.0.9-10.0.0.1', 'is a range that ends before it starts'],
    ['10.0.0.1-::1', 'is a range from one address family to the other'],
    ['10.0.0.256', 'is not an IP address, a CIDR prefix or a range of addresses'],
    ['010.0.0.1', 'is not an IP address, a CIDR prefix or a range of addresses'],
    ['1.2.3.4::', 'is not an IP address, a CIDR prefix or a range of addresses'],
    ['', 'is not an IP address, a CIDR prefix or a range of addresses'],
  ])('%s %s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test('a prefix holds the addresses that Node says it holds', () => {
    fc.assert(fc.property(ipv4, fc.integer({ min: 0, max: 32 }), ipv4, (address, length, probe) => {
      const list = new BlockList();
      list.addSubnet(address, length, 'ipv4');
      const exact = parseAddressRange(`${address}/${length}`);
      const range = (isAddressProblem(exact) && exact.code === 'host-bits' ? parseAddressRange(exact.corrected) : exact) as AddressRange;
      for (const one of [address, probe]) expect(range.addresses.includes(parseAddress(one)!)).toBe(list.check(one, 'ipv4'));
    }));
  });

  test('a range is a prefix where one prefix is all of it', () => {
    const large = fc.tuple(fc.nat(2 ** 16 - 1), fc.nat(2 ** 16)).map(([a, b]) => [a * 2 ** 16, b * 2 ** 16] as const);
    const small = fc.tuple(fc.nat(64), fc.nat(64));
    const beyond = small.map(([a, b]) => [BigInt(a), BigInt(b)] as const);
    let some = 0;
    fc.assert(fc.property(fc.oneof(large, small, beyond), ([a, b]) => {
      fc.pre(a < b);
      const prefixes = toPrefixes(IntervalSet.interval<Address>(a, b));
      expect(prefixOf(a, b)).toBe(prefixes.length === 1 ? prefixes[0] : undefined);
      if (prefixes.length === 1) some++;
    }), { numRuns: 1000 });
    expect(some).toBeGreaterThan(20);
    expect([prefixOf(0, 2 ** 32), prefixOf(2 ** 32 - 1, 2 ** 32), prefixOf(2 ** 31, 2 ** 32)]).toEqual(['0.0.0.0/0', '255.255.255.255', '128.0.0.0/1']);
  });

  test('prefixes of a set are the set again, none can be joined, and each is as large as it can be', () => {
    const bounds = fc.array(fc.tuple(fc.nat(600), fc.nat(600)), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(bounds, (pairs) => {
      const ranges = pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
      const set = addressSet(...ranges.map(([a, b]) => `${formatAddress(a)}-${formatAddress(b)}`));
      const prefixes = toPrefixes(set);
      expect(addressSet(...prefixes).equals(set)).toBe(true);
      expect(prefixes.reduce((sum, prefix) => sum + addressCount(addressSet(prefix)), 0n)).toBe(addressCount(set));
      // Two neighbours never form one larger aligned block.
      const mergeable = prefixes.filter((prefix, i) => {
        const pair = addressSet(prefix).union(i + 1 < prefixes.length ? addressSet(prefixes[i + 1]) : addressSet(prefix));
        return i + 1 < prefixes.length && pair.intervalCount === 1 && toPrefixes(pair).length === 1;
      });
      expect(mergeable).toEqual([]);
    }));
  });
});
