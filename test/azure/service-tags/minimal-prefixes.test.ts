import fc from 'fast-check';
import { exclude, merge } from 'fast-cidr-tools';
import { minimalPrefixes } from '../../../src/azure';
import { weeklyStates } from '../../support/service-tags';

/** A prefix in a small part of the space, so that prefixes often nest, touch and repeat. */
const ipv4Prefix = fc.tuple(fc.integer({ min: 0, max: 1023 }), fc.integer({ min: 22, max: 32 })).map(([low, length]) => {
  const address = low - low % 2 ** (32 - length);
  return `20.36.${120 + Math.floor(address / 256)}.${address % 256}/${length}`;
});
const ipv6Prefix = fc.tuple(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 112, max: 128 })).map(([low, length]) => {
  const address = low - low % 2 ** (128 - length);
  return `2603:1000:4::${address.toString(16)}/${length}`;
});

describe('minimised lists', () => {
  test.each([['ipv4', ipv4Prefix], ['ipv6', ipv6Prefix]] as const)('of %s prefixes are what an independent library makes of them', (family, prefix) => {
    fc.assert(fc.property(fc.array(prefix, { minLength: 1, maxLength: 40 }), (prefixes) => {
      const minimal = minimalPrefixes(prefixes)[family].map(withLength);
      // As many as the library's, and nothing left over either way: equal as sets, and none larger than needed.
      expect(minimal.length).toBe(merge(prefixes).length);
      expect(exclude(minimal, prefixes)).toEqual([]);
      expect(exclude(prefixes, minimal)).toEqual([]);
      expect([...minimal].sort()).toEqual(merge(prefixes).map(withLength).sort());
    }), { numRuns: 300 });
  });

  test('never overlap', () => {
    fc.assert(fc.property(fc.array(ipv4Prefix, { minLength: 2, maxLength: 20 }), (prefixes) => {
      const ipv4 = minimalPrefixes(prefixes).ipv4.map(withLength);
      // What is left of one without another is itself, unless they overlap.
      ipv4.forEach((one, i) => ipv4.slice(i + 1).forEach((other) => expect(exclude([one], [other])).toEqual([one])));
    }));
  });

  test('of every week are equal as sets to what was published, with the families apart', () => {
    for (const { addressPrefixes } of weeklyStates('Public').filter((_, i) => i % 20 === 0)) {
      const { ipv4, ipv6 } = minimalPrefixes(addressPrefixes);
      expect([...ipv4, ...ipv6].map(withLength).sort()).toEqual(merge([...addressPrefixes]).map(withLength).sort());
      expect(ipv4.some((prefix) => prefix.includes(':'))).toBe(false);
      expect(ipv6.every((prefix) => prefix.includes(':'))).toBe(true);
    }
  });
});

function withLength(prefix: string): string {
  return prefix.includes('/') ? prefix : `${prefix}/${prefix.includes(':') ? 128 : 32}`;
}
