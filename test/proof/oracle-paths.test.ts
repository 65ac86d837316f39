import * as fc from 'fast-check';
import { groupAllows, Guess, holds, Packet, policyAllows, TAGS } from './oracle';
import { compare, decided, groups, maybe, nsgRules, SENSORS } from './oracle-worlds';
import { Estate, Maybe, Route, Unknown } from '../../src/azure';
import { estate, nsg, policy, subnet, withRulesApart } from '../support/estates';

/*
 * The whole way of a packet against packet-by-packet enumeration: NSG of the interface, NSG of the subnet, the route by its
 * longest prefix, and the firewall that a route leads to, with a base policy.
 */

const VIRTUAL_NETWORK = ['10.1.0.0/16'];
const APPLIANCE = '10.0.0.4';

interface LittleRoute { readonly prefix: Maybe<string>; readonly hop: Maybe<string> }
const routes: fc.Arbitrary<LittleRoute[]> = fc.uniqueArray(fc.record({
  prefix: maybe('prefix', fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '20.0.0.0/24', '20.0.0.0/31', '20.0.0.8/32', '8.8.8.0/24', 'Storage', 'AzureAdvancedThreatProtection')),
  hop: maybe('next hop', fc.constantFrom('VirtualAppliance', 'VirtualAppliance', 'VirtualAppliance', 'Internet', 'None', 'VirtualNetworkGateway')),
}), { maxLength: 3, selector: ({ prefix }) => (prefix instanceof Unknown ? prefix.key : prefix) });

const prefixesOf = (prefix: string): readonly string[] => TAGS[prefix.toLowerCase()] ?? [prefix];
const lengthOf = (prefix: string): number => Number(prefix.split('/')[1]);

/** "Azure selects a route based on the destination IP address … the longest prefix match"; system routes lead to the Internet. */
function nextHop(table: readonly LittleRoute[], packet: Packet, guess: Guess): string {
  // A prefix that is not known may be the packet's own address, and no prefix is longer.
  const hidden = table.find(({ prefix }) => prefix instanceof Unknown && guess.has(`prefix ${prefix.key} holds it`, 2) === 1);
  const found = hidden ?? table.flatMap(({ prefix, hop }) => (prefix instanceof Unknown ? [] : prefixesOf(prefix).map((one) => ({ prefix: one, hop }))))
    .filter(({ prefix }) => holds(prefix, packet.destination))
    .sort((a, b) => lengthOf(b.prefix) - lengthOf(a.prefix))[0];
  if (!found) return 'system';
  return found.hop instanceof Unknown ? ['elsewhere, allowed', 'elsewhere, denied'][guess.has(`beyond ${found.hop.key}`, 2)]
    : found.hop === 'VirtualNetworkGateway' ? ['elsewhere, allowed', 'elsewhere, denied'][guess.has(`beyond the gateway of ${String(found.prefix)}`, 2)] : found.hop;
}

/**
 * "Address prefixes used on user-defined routes … might also contain default routes" (service tags overview): either reading. A prefix that is
 * not known may be a default route.
 */
function virtualNetworkSpace(table: readonly LittleRoute[], guess: Guess): readonly string[] {
  const routed = table.flatMap(({ prefix, hop }) => {
    if (prefix instanceof Unknown) return ['0.0.0.0/0'];
    return hop === 'Internet' && prefix === '0.0.0.0/0' ? [] : prefixesOf(prefix);
  });
  return routed.length > 0 && guess.has('VirtualNetwork holds the prefixes of routes', 2) === 1 ? [...VIRTUAL_NETWORK, ...routed] : VIRTUAL_NETWORK;
}

function world(parts: Partial<Estate>, table: readonly LittleRoute[]): Estate {
  return estate({
    virtualNetworks: [{ id: 'vnet', origin: { address: 'vnet' }, name: 'vnet', resourceGroup: 'rg', addressSpace: VIRTUAL_NETWORK }],
    subnets: [subnet('dc', ['10.1.0.0/24'], 'vnet')],
    networkInterfaces: [{ id: 'nic', origin: { address: 'nic' }, ipConfigurations: [{ subnet: 'dc', privateAddress: SENSORS[0] }] }],
    networkSecurityGroupAssociations: [
      { origin: { address: 'of the subnet' }, networkSecurityGroup: 'subnet-nsg', subnet: 'dc' }, { origin: { address: 'of the nic' }, networkSecurityGroup: 'nic-nsg', networkInterface: 'nic' },
    ],
    routeTables: [{ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes: table.map(({ prefix, hop }, i): Route => (
      { origin: { address: 'rt' }, attribute: `route[${i}]`, name: `route ${i}`, addressPrefix: prefix, nextHopType: hop, nextHopAddress: APPLIANCE })) }],
    routeTableAssociations: [{ origin: { address: 'rta' }, routeTable: 'rt', subnet: 'dc' }],
    ...parts,
  });
}

describe('the engine agrees with trying every packet on its whole way', () => {
  /** Rules of NSGs that a way has two of: less unknown in each, or the guesses multiply. */
  const few = fc.array(nsgRules, { maxLength: 2 });

  test('both NSGs, the route and a firewall with a base policy', () => {
    const seen = new Set<string>();
    const [perhapsBase, one] = [fc.array(groups, { maxLength: 1 }), fc.array(groups, { minLength: 1, maxLength: 1 })];
    fc.assert(fc.property(few, few, routes, perhapsBase, one, (ofNic, ofSubnet, table, base, own) => {
      const [nicGroup, subnetGroup] = [withRulesApart(nsg(ofNic, { id: 'nic-nsg' })), withRulesApart(nsg(ofSubnet, { id: 'subnet-nsg' }))];
      const of = world({
        networkSecurityGroups: [nicGroup, subnetGroup], firewallPolicies: [policy(base, { id: 'base' }), policy(own, { id: 'child', basePolicy: 'base' })],
      }, table);
      compare(of, (packet, guess) => {
        const space = virtualNetworkSpace(table, guess);
        if (packet.source === SENSORS[0] && !groupAllows(nicGroup, packet, space, guess)) return false;
        if (!groupAllows(subnetGroup, packet, space, guess)) return false;
        const hop = nextHop(table, packet, guess);
        seen.add(hop);
        return hop === 'VirtualAppliance' ? policyAllows(of.firewallPolicies[1], of, packet, guess) : hop !== 'None' && hop !== 'elsewhere, denied';
      });
    }), { numRuns: 200 });
    // Every kind of way was gone.
    expect([...seen].sort()).toEqual(['Internet', 'None', 'VirtualAppliance', 'elsewhere, allowed', 'elsewhere, denied', 'system']);
  });

  afterAll(() => {
    expect(decided()).toBeGreaterThan(100_000);
  });
});
