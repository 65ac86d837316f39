import * as fc from 'fast-check';
import { AddressTerms, EgressSpace, networkRuleRegions, Notes } from '../../src/azure';
import { Region, subtractAll } from '../../src/packets';
import { networkRule } from '../support/estates';
import { littleTags } from '../support/little-tags';

/*
 * Network rules of a firewall whose values are all known are read in a way of their own. A protocol that is listed twice says no more,
 * but is read in the general way, so the two are compared.
 */

const addresses = fc.uniqueArray(fc.oneof(
  fc.tuple(fc.constantFrom('10.1.0.0', '10.1.128.0', '20.0.0.0'), fc.integer({ min: 17, max: 32 })).map(([address, length]) => `${address}/${length}`),
  fc.constantFrom(
    '*', '0.0.0.0/0', '10.1.0.4', '10.1.0.4-10.1.0.9', 'fd00:1::/64', 'Internet', 'AzureAdvancedThreatProtection', 'azureadvancedthreatprotection', 'Storage',
    'AzureCloud', 'NoSuchTag', '10.1.0.4/24',
  ),
), { maxLength: 3 });
const ports = fc.uniqueArray(fc.constantFrom('*', '443', '0-65535', '0-1023', '1024-65535', '8000-8080', 'https'), { maxLength: 3 });
const protocol = fc.constantFrom('Any', 'any', 'TCP', 'tcp', 'UDP', 'ICMP', 'Esp');

test.each(['ipv4', 'ipv6'] as const)('rules that are known in full match what they match in the general way, %s', (family) => {
  fc.assert(fc.property(addresses, addresses, ports, protocol, (sourceAddresses, destinationAddresses, destinationPorts, word) => {
    const space = new EgressSpace(family);
    const read = (protocols: string[]): { regions: Region[]; notes: Notes } => {
      const notes = new Notes();
      const regions = networkRuleRegions(networkRule({ sourceAddresses, destinationAddresses, destinationPorts, protocols }), {
        space, serviceTags: littleTags(), notes, ipGroup: () => undefined, sku: 'Standard', dnsProxyEnabled: true, owner: 'the policy', terms: new AddressTerms(space, littleTags(), notes),
      });
      return { regions, notes };
    };
    const [own, general] = [read([word]), read([word, word])];
    expect(subtractAll(own.regions, general.regions)).toEqual([]);
    expect(subtractAll(general.regions, own.regions)).toEqual([]);
    expect(own.notes.findings).toEqual(general.notes.findings);
  }), { numRuns: 600 });
});
