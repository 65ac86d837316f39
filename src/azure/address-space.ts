import { AddressFamily, AddressSet, ALL_ADDRESSES, addressSet } from '../packets';

/**
 * Addresses that no packet crosses the public Internet with: private (RFC 1918, RFC 6598, RFC 4193), this host,
 * loopback, link local, multicast and reserved (RFC 6890).
 */
const NOT_PUBLIC: Record<AddressFamily, AddressSet> = {
  ipv4: addressSet(
    '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3',
  ),
  ipv6: ALL_ADDRESSES.ipv6.subtract(addressSet('2000::/3')),
};

/**
 * Platform addresses: DHCP, DNS, instance metadata and health probes. NSG rules do not apply to them unless they name
 * one of the AzurePlatform* tags, and routes do not either ("Azure platform considerations" of the NSG overview).
 */
export const HOST_VIRTUAL_ADDRESS = addressSet('168.63.129.16');
export const METADATA_ADDRESS = addressSet('169.254.169.254');

/** Addresses of the public Internet; in IPv6 the global unicast block 2000::/3 (RFC 4291). */
export const PUBLIC_ADDRESSES: Record<AddressFamily, AddressSet> = {
  ipv4: ALL_ADDRESSES.ipv4.subtract(NOT_PUBLIC.ipv4).subtract(HOST_VIRTUAL_ADDRESS),
  ipv6: addressSet('2000::/3'),
};

/** Addresses that a virtual network usually takes its space from. */
export const PRIVATE_ADDRESSES: Record<AddressFamily, AddressSet> = {
  ipv4: addressSet('10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'),
  ipv6: addressSet('fc00::/7'),
};
