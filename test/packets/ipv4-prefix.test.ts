import * as fc from 'fast-check';
import { isAddressProblem, packedIpv4Prefix, parseAddressRange, unpacked } from '../../src/packets';

/* An IPv4 prefix as one number that sorts by address. */
test.each([['0.0.0.0/0', [0, 2 ** 32]], ['10.0.0.0/8', [0x0a000000, 0x0b000000]], ['255.255.255.255/32', [2 ** 32 - 1, 2 ** 32]], ['20.36.120.112/29', [0x14247870, 0x14247878]],
  ['20.36.120.112', [0x14247870, 0x14247871]], ['255.255.255.255', [2 ** 32 - 1, 2 ** 32]], ['0.0.0.0', [0, 1]]])(
  '%s', (text, bounds) => {
    expect(unpacked(packedIpv4Prefix(text))).toEqual(bounds);
  },
);

test.each([
  '', '10.0.0', '10.0.0.', '10.0.0.256', '10.0.0.01', '10.0.0.0.0', '10.0.0/8', '10.0.0.0.0/8', '10.0.0.0/33', '10.0.0.0/99', '10.0.0.0/320', '10.0.0.0/1:', '10.0.0.0/1 ', '10.0.0.0/:', '10.0.0.0/', '10.0.0.0/08', '10.0.0.5/24', '010.0.0.0/8', '10.00.0.0/8', '256.0.0.0/8', '10..0.0/8', '.10.0.0.0/8',
  '10.0.0.0/8/8', '10.0.0.0 /8', '::/0', 'x', '10.0.0.0/-1', '/8', '10/8.0.0.0', '10.0.0.0:8', '1e1.0.0.0/8', '10.0.0.0/8.', '25500.0.0.0/8',
])('%j takes the thorough way', (text) => {
  expect(packedIpv4Prefix(text)).toBe(-1);
});

test.each([
  '10.0.0.a', '10.0.0.1a', 'a.0.0.0', '10.0.0.0:', ':.0.0.0/8', '10...0/32', '...0', '10.0.0./32', '0/0', '0/8', '0.0/16', '0.0.0/8', '0.0.0.0.0', '0.0.0.0.0/8', '0.0.0.0.0.0.0.0',
])('%j has not four octets', (text) => {
  expect([packedIpv4Prefix(text), isAddressProblem(parseAddressRange(text))]).toEqual([-1, true]);
});

test.each(['0.0.0.0', '128.0.0.0'])('%s has a prefix of each length that leaves its bits alone', (address) => {
  const start = address === '0.0.0.0' ? 0 : 2 ** 31;
  const lengths = Array.from({ length: 34 }, (_, length) => length);
  // The first bit of the one is set, so that it has no prefix of length 0; and there is none of length 33.
  const read = (length: number): readonly [number, number] | undefined => {
    const packed = packedIpv4Prefix(`${address}/${length}`);
    return packed < 0 ? undefined : unpacked(packed);
  };
  const isPrefix = (length: number): boolean => length <= 32 && (length > 0 || start === 0);
  expect(lengths.map(read)).toEqual(lengths.map((length) => (isPrefix(length) ? [start, start + 2 ** (32 - length)] : undefined)));
  const others = ['', ':', 'a', ' ', '.', '/', '-', '-1', '+1', '.8', '/8', ':1', '1.', '1/', '1-', '1:', '1a', '1 ', '08', '00', '001', '99', '100', '320', '8/8', '8.'];
  expect(others.map((length) => packedIpv4Prefix(`${address}/${length}`))).toEqual(others.map(() => -1));
});

test('is what the thorough way reads', () => {
  fc.assert(fc.property(fc.ipV4(), fc.option(fc.integer({ min: 0, max: 33 })), (address, length) => {
    const text = length === null ? address : `${address}/${length}`;
    const range = parseAddressRange(text);
    const packed = packedIpv4Prefix(text);
    if (isAddressProblem(range)) expect(packed).toBe(-1);
    else expect(unpacked(packed)).toEqual([range.addresses.first, range.addresses.end]);
  }), { numRuns: 300 });
});

test('sorts by address, then by size', () => {
  const texts = ['10.0.0.0/32', '10.0.0.0/8', '10.0.0.1/32', '9.255.255.255/32'];
  expect([...texts].sort((a, b) => packedIpv4Prefix(a) - packedIpv4Prefix(b))).toEqual(['9.255.255.255/32', '10.0.0.0/32', '10.0.0.0/8', '10.0.0.1/32']);
});
