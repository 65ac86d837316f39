import { AddressSet, describeAddressProblem, IntervalSet, isAddressProblem, parseAddressRange } from '../packets';
import { ProxyError } from './errors';

/**
 * Addresses of both families that a list of addresses, prefixes and ranges names.
 *
 * @throws ProxyError where one of them names none
 */
export function sensorAddresses(texts: readonly string[]): { readonly ipv4: AddressSet; readonly ipv6: AddressSet } {
  const ranges = texts.map((text) => {
    const range = parseAddressRange(text.trim());
    if (isAddressProblem(range)) throw new ProxyError('sensors-malformed', text, describeAddressProblem(range));
    return range;
  });
  const ofFamily = (family: 'ipv4' | 'ipv6'): AddressSet =>
    IntervalSet.union(ranges.filter((range) => range.family === family).map(({ addresses }) => addresses));
  return { ipv4: ofFamily('ipv4'), ipv6: ofFamily('ipv6') };
}
