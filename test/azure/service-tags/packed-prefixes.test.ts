import * as fc from 'fast-check';
import { packedIpv4Prefix, unpacked } from '../../../src/azure/service-tags/packed-prefixes';
import { isAddressProblem, parseAddressRange } from '../../../src/packets';

/* An IPv4 prefix as one number that sorts by address. */
test.each([['0.0.0.0/0', [0, 2 ** 32]], ['10.0.0.0/8', [0x0a000000, 0x0b000000]], ['255.255.255.255/32', [2 ** 32 - 1, 2 ** 32]], ['20.36.120.112/29', [0x14247870, 0x14247878]]])(
  '%s', (text, bounds) => {
    expect(unpacked(packedIpv4Prefix(text))).toEqual(bounds);
  },
);

test.each([
  '', '10.0.0.0', '10.0.0/8', '10.0.0.0.0/8', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '10.0.0.5/24', '010.0.0.0/8', '10.00.0.0/8', '256.0.0.0/8', '10..0.0/8', '.10.0.0.0/8',
  '10.0.0.0/8/8', '10.0.0.0 /8', '::/0', 'x', '10.0.0.0/-1', '/8', '10/8.0.0.0', '10.0.0.0:8', '1e1.0.0.0/8', '10.0.0.0/8.', '25500.0.0.0/8',
])('%j takes the thorough way', (text) => {
  expect(packedIpv4Prefix(text)).toBe(-1);
});

test('is what the thorough way reads', () => {
  fc.assert(fc.property(fc.ipV4(), fc.integer({ min: 0, max: 33 }), (address, length) => {
    const text = `${address}/${length}`;
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
