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

  test.each([['ipv4', ipv4Prefix], ['ipv6', ipv6Prefix]] as const)('of %s prefixes never overlap', (family, prefix) => {
    fc.assert(fc.property(fc.array(prefix, { minLength: 2, maxLength: 20 }), (prefixes) => {
      const minimal = minimalPrefixes(prefixes)[family].map(withLength);
      // What is left of one without another is itself, unless they overlap.
      minimal.forEach((one, i) => minimal.slice(i + 1).forEach((other) => expect(exclude([one], [other])).toEqual([one])));
    }));
  });

  test('keep families apart, whatever the order, and do not mind repetition', () => {
    fc.assert(fc.property(fc.array(fc.oneof(ipv4Prefix, ipv6Prefix), { maxLength: 30 }), (prefixes) => {
      const minimal = minimalPrefixes(prefixes);
      const [ipv4, ipv6] = [false, true].map((isIpv6) => prefixes.filter((prefix) => prefix.includes(':') === isIpv6));
      expect(minimal).toEqual({ ipv4: minimalPrefixes(ipv4).ipv4, ipv6: minimalPrefixes(ipv6).ipv6 });
      expect(minimalPrefixes([...prefixes, ...prefixes].reverse())).toEqual(minimal);
      // Made of itself it stays as it is.
      expect(minimalPrefixes([...minimal.ipv4, ...minimal.ipv6].map(withLength))).toEqual(minimal);
    }));
  });

  test.each([
    [['0.0.0.0/1', '128.0.0.0/1', '::/0'], { ipv4: ['0.0.0.0/0'], ipv6: ['::/0'] }],
    [['255.255.255.254/32', '255.255.255.255/32', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'], {
      ipv4: ['255.255.255.254/31'], ipv6: ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    }],
    [['10.0.0.0/32', '10.0.0.1/32', '10.0.0.2/32'], { ipv4: ['10.0.0.0/31', '10.0.0.2'], ipv6: [] }],
  ])('at the edges of the space: %j', (prefixes, expected) => {
    expect(minimalPrefixes(prefixes)).toEqual(expected);
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
