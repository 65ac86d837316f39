import * as fc from 'fast-check';
import { closestName } from '../../../src/azure';

/* The name that was probably meant: the closest by edit distance (Levenshtein), if at most a third of the text differs. */
const names = ['Storage', 'AzureCloud', 'Sql'].map((name) => ({ name, regional: false }));

test.each<[string, string | undefined]>([
  ['Storag', 'Storage'], ['Storages', 'Storage'], ['Stprage', 'Storage'], ['storage', 'Storage'], ['Sotrage', 'Storage'], ['AzurCloude', 'AzureCloud'], ['Sq', 'Sql'], ['Sqll', 'Sql'], ['Sqxx', undefined],
  ['S', undefined], ['Xyzzy', undefined], ['', undefined], ['x'.repeat(101), undefined],
  // names that no file has
  ['Interne', 'Internet'], ['VirtualNetwrk', 'VirtualNetwork'], ['AzureLoadBalancr', 'AzureLoadBalancer'], ['AzurePlatformDN', 'AzurePlatformDNS'], ['AzurePlatformIMD', 'AzurePlatformIMDS'],
  ['AzurePlatformLK', 'AzurePlatformLKM'],
  // at most a third of the longer text
  ['Stora12', 'Storage'], ['Stor123', undefined],
])('%j: %s', (written, expected) => {
  expect(closestName(written, names)).toBe(expected);
});

test('a text as long as can be is still looked at', () => {
  const long = 'x'.repeat(100);
  expect([closestName(long, [{ name: long, regional: false }]), closestName(`${long}x`, [{ name: long, regional: false }])]).toEqual([long, undefined]);
});

test('of equally close ones the first', () => {
  expect(closestName('abcd', [{ name: 'abce', regional: false }, { name: 'abcf', regional: false }])).toBe('abce');
  expect(closestName('abcf', [{ name: 'abce', regional: false }, { name: 'abcf', regional: false }])).toBe('abcf');
});

/** Edit distance by its definition, without a table. */
function distance(one: string, other: string): number {
  if (one === '' || other === '') return one.length + other.length;
  if (one[0] === other[0]) return distance(one.slice(1), other.slice(1));
  return 1 + Math.min(distance(one.slice(1), other), distance(one, other.slice(1)), distance(one.slice(1), other.slice(1)));
}

test('by the definition of the distance', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
  fc.assert(fc.property(text, text, (written, name) => {
    expect(closestName(written, [{ name, regional: false }])).toBe(distance(written, name) <= Math.max(written.length, name.length) / 3 ? name : undefined);
  }), { numRuns: 300 });
});
