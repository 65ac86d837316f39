import { Firewall, Maybe } from '../../src/azure';
import { firewallPointRows } from '../../src/azure/firewall-point';
import { FirewallPoint } from '../../src/azure/topology';
import { applicationCollection, firewall, group, networkCollection, policy } from '../support/estates';
import { allowing, https, Path, routed, toAppliance, unknown } from '../support/paths';

/*
 * What runs at a firewall: a policy of some tier, or classic rules. "Firewall Premium … URL filtering" is of the Premium tier ("Choose the right
 * Azure Firewall version").
 */

/** A policy with a rule for a URL, on some firewalls at the next hop. */
function running(sku: Maybe<string>, ...tiers: readonly Maybe<string>[]): Path {
  const rules = applicationCollection([{ protocols: [{ type: 'Http', port: 80 }], destinationUrls: ['www.contoso.com/pki/*'] }]);
  return new Path({
    ...routed(toAppliance), firewallPolicies: [policy([group([rules])], { id: 'p', sku })],
    firewalls: tiers.map((skuTier, i) => firewall(`f${i}`, { policy: 'p', skuTier })),
  });
}
const http = { scheme: 'http', host: 'www.contoso.com' } as const;
const findingsOf = (path: Path): string[] => {
  path.way({ port: 80 }, http);
  return path.notes.findings.filter(({ id }) => id === 'policy-tier-mismatch').map(({ level, address, message }) => `${level} ${address}: ${message}`);
};

test.each<[Maybe<string>, Maybe<string>[]]>([
  ['Premium', ['Premium']], ['PREMIUM', ['premium']], ['Premium', []], ['Standard', ['Premium']], ['Basic', ['Standard', 'Premium']], ['Premium', [unknown]],
  ['Premium', ['Deluxe']], [unknown, ['Basic']], ['Deluxe', ['Basic']], ['Basic', ['BASIC']],
])('a policy of tier %s on firewalls of %j: as it says', (sku, tiers) => {
  expect(findingsOf(running(sku, ...tiers))).toEqual([]);
});

test.each<[string, Maybe<string>[], string, string]>([
  ['Premium', ['Standard'], 'f0', 'Standard'], ['premium', ['Premium', 'standard'], 'f1', 'standard'], ['Standard', [unknown, 'Basic'], 'f1', 'Basic'], ['Premium', ['BASIC'], 'f0', 'BASIC'],
])('a policy of tier %s on firewalls of %j: what the lower one cannot do is open', (sku, tiers, at, tier) => {
  const path = running(sku, ...tiers);
  expect(findingsOf(path)).toEqual([
    `warning p: p.sku is ${sku}, and ${at}, which runs the policy, is of the ${tier} tier; give both the same tier, or the policy the lower one, so that its rules do what they say.`,
  ]);
  expect(path.reasons).toContain(`p.sku is ${sku}, and ${at}, which runs the policy, is of the ${tier} tier`);
});

test('a policy, classic rules, and neither', () => {
  const path = new Path({ ...routed(toAppliance), firewallPolicies: [allowing('p')] });
  const question = { space: path.path.space, serviceTags: undefined, notes: path.notes } as never;
  const point = (parts: Partial<FirewallPoint>): FirewallPoint => ({ id: 'x', firewalls: [] as readonly Firewall[], ...parts }) as FirewallPoint;
  expect(firewallPointRows(point({}), question)).toEqual([]);
  expect(firewallPointRows(point({ hidden: unknown }), question).map(({ rule }) => rule.name)).toContain('rules that the input does not show');
});

test('only rules for application traffic make a list of rows for each request', () => {
  const rowsOf = (...collections: Parameters<typeof group>[0]): boolean => {
    const { path } = new Path({ ...routed(toAppliance), firewallPolicies: [policy([group(collections)], { id: 'p', dnsProxyEnabled: true })] });
    const [one, other] = [https, { ...https, host: 'example.com' }].map((traffic) => path.stages(traffic).find(({ name }) => name === 'firewall p')!.rows);
    return one !== other;
  };
  const translation = { ...networkCollection([]), kind: 'nat', rules: [] } as unknown as ReturnType<typeof networkCollection>;
  expect([rowsOf(), rowsOf(networkCollection([{}])), rowsOf(translation), rowsOf(networkCollection([{ destinationFqdns: ['www.contoso.com'] }])), rowsOf(applicationCollection([{}]))])
    .toEqual([false, false, false, true, true]);
  const classic = new Path({ ...routed(toAppliance), firewalls: [firewall('f', { privateAddresses: ['10.0.0.4'], collections: [applicationCollection([{ destinationFqdns: ['*'] }])] })] });
  expect(classic.way()).toEqual(['route rt default to 10.0.0.4: allow > firewall f application / rule0: allow = permitted']);
});
