import fc from 'fast-check';
import { addressesOverlap, addressLists, addressTextProblem } from '../../src/azure';

describe('lists of addresses for rules', () => {
  test.each<[string[], string[][]]>([
    [['10.1.0.4/32', '10.1.0.5'], [['10.1.0.4', '10.1.0.5']]],
    [['10.0.0.0/16', '10.0.0.0/8'], [['10.0.0.0/8']]],
    [['10.0.0.4-10.0.0.5', '10.0.0.5-10.0.0.6'], [['10.0.0.4/31', '10.0.0.6']]],
    [['2001:DB8:0:0::1', '192.0.2.1'], [['192.0.2.1'], ['2001:db8::1']]],
    [['0.0.0.0-255.255.255.255'], [['0.0.0.0/0']]],
    [[], []],
  ])('of %j', (texts, prefixes) => {
    expect(addressLists(texts).map((list) => list.prefixes)).toEqual(prefixes);
  });

  test('a text that is no address is no list', () => {
    expect(() => addressLists(['Internet'])).toThrow(new RangeError('Internet is not an IP address, a CIDR prefix or a range of addresses'));
  });

  test('hold the same addresses as the texts, none of them twice', () => {
    // Sixteen addresses, one by one: slow and obvious.
    const last = fc.integer({ min: 0, max: 15 });
    const text = fc.oneof(
      last.map((low) => `192.0.2.${low}`),
      fc.tuple(last, last).map(([one, other]) => `192.0.2.${Math.min(one, other)}-192.0.2.${Math.max(one, other)}`),
      fc.tuple(last, fc.integer({ min: 28, max: 32 })).map(([low, length]) => `192.0.2.${low - low % 2 ** (32 - length)}/${length}`),
    );
    fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
      const [{ prefixes }] = addressLists(texts);
      const listed = prefixes.flatMap(addressesOf);
      expect(new Set(listed)).toEqual(new Set(texts.flatMap(addressesOf)));
      expect(new Set(listed).size).toBe(listed.length);
      expect(prefixes.every((prefix) => !prefix.includes('-'))).toBe(true);
    }));
  });
});

describe('lists that share addresses', () => {
  test.each<[string[], string[], boolean]>([
    [['10.0.0.0/8'], ['10.1.0.4'], true], [['10.0.0.0/8'], ['11.0.0.0/8'], false], [['11.0.0.1', '10.0.0.1-10.0.0.9'], ['10.0.0.9'], true], [['::/0'], ['10.1.0.4'], false],
    [['10.0.0.1', 'fd00::/8'], ['11.0.0.1', 'fd00::1'], true], [['10.0.0.1', 'fd00::/8'], ['10.0.0.1', 'fe80::1'], true], [[], ['10.1.0.4'], false], [['10.1.0.4'], [], false],
  ])('%j and %j: %s', (texts, others, overlap) => {
    expect(addressesOverlap(texts, others)).toBe(overlap);
  });
});

describe('texts that denote no addresses', () => {
  test.each([
    ['10.0.0.5/24', { code: 'host-bits', text: '10.0.0.5/24', problem: 'has bits set beyond its prefix; write 10.0.0.0/24' }],
    ['AzureCloud', { code: 'not-an-address', text: 'AzureCloud', problem: 'is not an IP address, a CIDR prefix or a range of addresses' }],
    ['10.0.0.4', undefined],
  ])('%s', (text, problem) => {
    expect(addressTextProblem(text)).toEqual(problem);
  });
});

function addressesOf(text: string): number[] {
  const [first, end] = text.split('-').map((part) => Number(part.split('/')[0].split('.')[3]));
  if (end !== undefined) return Array.from({ length: end - first + 1 }, (_, index) => first + index);
  const length = Number(text.split('/')[1] ?? 32);
  return Array.from({ length: 2 ** (32 - length) }, (_, index) => first + index);
}
