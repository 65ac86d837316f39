import { HOST_VIRTUAL_ADDRESS, METADATA_ADDRESS, PRIVATE_ADDRESSES, PUBLIC_ADDRESSES } from '../../src/azure';
import { ALL_ADDRESSES, addressCount, addressSet, parseAddress } from '../../src/packets';

/** [address, is public, is of a space that virtual networks take] by the registries of special addresses (RFC 6890, RFC 1918, RFC 6598, RFC 4193, RFC 4291). */
const REGISTRY: readonly [string, boolean, boolean][] = [
  ['0.255.255.255', false, false], ['1.0.0.0', true, false], ['9.255.255.255', true, false],
  ['10.0.0.0', false, true], ['10.255.255.255', false, true], ['11.0.0.0', true, false],
  ['100.63.255.255', true, false], ['100.64.0.0', false, true], ['100.127.255.255', false, true], ['100.128.0.0', true, false],
  ['126.255.255.255', true, false], ['127.0.0.1', false, false], ['128.0.0.0', true, false],
  ['168.63.129.15', true, false], ['168.63.129.16', false, false], ['168.63.129.17', true, false],
  ['169.253.255.255', true, false], ['169.254.169.254', false, false], ['169.255.0.0', true, false],
  ['172.15.255.255', true, false], ['172.16.0.0', false, true], ['172.31.255.255', false, true], ['172.32.0.0', true, false],
  ['192.167.255.255', true, false], ['192.168.0.0', false, true], ['192.168.255.255', false, true], ['192.169.0.0', true, false],
  ['223.255.255.255', true, false], ['224.0.0.0', false, false], ['255.255.255.255', false, false],
  ['1fff:ffff::', false, false], ['2000::', true, false], ['3fff:ffff::', true, false], ['4000::', false, false],
  ['fbff::', false, false], ['fc00::', false, true], ['fdff::', false, true], ['fe00::', false, false],
];

test.each(REGISTRY)('%s: public %s, private %s', (text, isPublic, isPrivate) => {
  const address = parseAddress(text)!;
  const family = text.includes(':') ? 'ipv6' : 'ipv4';
  expect([PUBLIC_ADDRESSES[family].includes(address), PRIVATE_ADDRESSES[family].includes(address)]).toEqual([isPublic, isPrivate]);
});

test('the platform addresses are those of the documentation', () => {
  expect(HOST_VIRTUAL_ADDRESS.equals(addressSet('168.63.129.16'))).toBe(true);
  expect(METADATA_ADDRESS.equals(addressSet('169.254.169.254'))).toBe(true);
});

test('there are 2^32 and 2^128 addresses', () => {
  expect([addressCount(ALL_ADDRESSES.ipv4), addressCount(ALL_ADDRESSES.ipv6)]).toEqual([1n << 32n, 1n << 128n]);
});
