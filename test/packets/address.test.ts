import { BlockList, isIP } from 'node:net';
import * as fc from 'fast-check';
import {
  Address, addressCount, addressSet, AddressRange, describeAddressProblem, formatAddress, IntervalSet, isAddressProblem, parseAddress, parseAddressRange,
  prefixOf, toPrefixes,
} from '../../src/packets';

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();

function problemOf(text: string): string {
  const range = parseAddressRange(text);
  return isAddressProblem(range) ? describeAddressProblem(range) : 'no problem';
}

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
