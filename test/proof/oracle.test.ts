import * as fc from 'fast-check';
import { groupAllows, policyAllows } from './oracle';
import { compare, decided, groups, nsgRules } from './oracle-worlds';
import { estate, nsg, policy, withRulesApart } from '../support/estates';

/*
 * The engine against packet-by-packet enumeration, unknown values tried one by one, on random estates of a little world.
 */

describe('the engine agrees with trying every packet under every value of the unknowns', () => {
  test('one NSG', () => {
    fc.assert(fc.property(fc.array(nsgRules, { maxLength: 5 }), (rules) => {
      const world = estate({ networkSecurityGroups: [withRulesApart(nsg(rules))] });
      compare(world, (packet, guess) => groupAllows(world.networkSecurityGroups[0], packet, ['10.1.0.4/31'], guess));
    }), { numRuns: 600 });
  });

  test('a firewall policy with a base policy', () => {
    fc.assert(fc.property(fc.array(groups, { maxLength: 1 }), fc.array(groups, { minLength: 1, maxLength: 2 }), (base, own) => {
      const world = estate({ firewallPolicies: [policy(base, { id: 'base' }), policy(own, { id: 'child', basePolicy: 'base' })] });
      compare(world, (packet, guess) => policyAllows(world.firewallPolicies[1], world, packet, guess));
    }), { numRuns: 300 });
  });

  test('an NSG and then a firewall policy', () => {
    fc.assert(fc.property(fc.array(nsgRules, { maxLength: 3 }), fc.array(groups, { minLength: 1, maxLength: 1 }), (rules, own) => {
      const world = estate({ networkSecurityGroups: [withRulesApart(nsg(rules))], firewallPolicies: [policy(own)] });
      compare(world, (packet, guess) => groupAllows(world.networkSecurityGroups[0], packet, ['10.1.0.4/31'], guess)
        && policyAllows(world.firewallPolicies[0], world, packet, guess));
    }), { numRuns: 120 });
  });

  afterAll(() => {
    // The comparison is worth its name only if it decides many packets.
    expect(decided()).toBeGreaterThan(100_000);
  });
});
