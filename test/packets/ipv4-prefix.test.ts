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
