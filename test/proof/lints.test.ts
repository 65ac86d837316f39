import { Estate, FINDING_CATALOGUE, Finding } from '../../src/azure';
import { prove, ProofOptions } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { readText } from '../../src/terraform';
import { applicationCollection, estate, group, networkCollection, nsg, policy, RuleShape } from '../support/estates';

/*
 * The mistakes that Azure refuses, or takes and does not mean: each found where it is made, also in rules that no sensor meets.
 */

const MDI: RuleShape = { name: 'AllowMdi', priority: 200, protocol: 'Tcp', from: ['10.1.0.4'], to: ['AzureAdvancedThreatProtection'], ports: ['443'] };
const DENY: RuleShape = { name: 'DenyInternet', priority: 4000, access: 'Deny', to: ['Internet'] };

function findings(of: Estate, options: Partial<ProofOptions> = {}): readonly Finding[] {
  return prove(of, {
    requirements: requirementsFor({ workspace: 'contoso-corp' }), workspace: 'contoso-corp', cloud: 'commercial', sensors: ['10.1.0.4'], examine: true, ...options,
  }).findings;
}

const groupOf = (...rules: RuleShape[]): Estate => estate({ networkSecurityGroups: [nsg(rules)] });
const policyOf = (collections: Parameters<typeof group>[0], parts: Parameters<typeof policy>[1] = {}): Estate => (
  estate({ firewallPolicies: [policy([group(collections)], parts)] })
);
const named = (name: string, priority: number, shape: RuleShape): RuleShape => ({ name, priority, ...shape });

const CASES: readonly (readonly [id: string, wrong: Estate, right: Estate])[] = [
  ['allow-list-without-deny', groupOf(MDI), groupOf(MDI, DENY)],
  ['service-tag-only-egress', groupOf(MDI, DENY), groupOf(MDI, named('Pki', 300, { from: ['10.1.0.4'], to: ['Internet'], ports: ['80'], protocol: 'Tcp' }), DENY)],
  ['service-tag-only-egress', groupOf(MDI, DENY), groupOf(named('Other', 300, { to: ['Storage'], ports: ['443'], protocol: 'Tcp' }), DENY)],
  ['url-without-premium',
    policyOf([applicationCollection([{ destinationUrls: ['elsewhere.example/a/*'], protocols: [{ type: 'Http', port: 80 }] }])], { sku: 'Standard' }),
    policyOf([applicationCollection([{ destinationUrls: ['elsewhere.example/a/*'], protocols: [{ type: 'Http', port: 80 }] }])], { sku: 'Premium' })],
  ['network-rule-fqdn-without-dns-proxy',
    policyOf([networkCollection([{ destinationFqdns: ['elsewhere.example'] }])], { dnsProxyEnabled: false }),
    policyOf([networkCollection([{ destinationFqdns: ['elsewhere.example'] }])])],
  ['wildcard-in-network-rule', policyOf([networkCollection([{ destinationFqdns: ['*.example'] }])]), policyOf([networkCollection([{ destinationFqdns: ['a.example'] }])])],
  ['unsupported-pattern', policyOf([applicationCollection([{ destinationFqdns: ['a.*.example'] }])]), policyOf([applicationCollection([{ destinationFqdns: ['*.example'] }])])],
  ['application-rules-bypassed',
    policyOf([networkCollection([{ destinationPorts: ['80', '443'], sourceAddresses: ['10.1.0.0/24'] }]), applicationCollection([{ destinationFqdns: ['*.example'] }])]),
    policyOf([networkCollection([{ destinationPorts: ['53'], sourceAddresses: ['10.1.0.0/24'] }]), applicationCollection([{ destinationFqdns: ['*.example'] }])])],
  ['duplicate-priority', groupOf(MDI, { ...DENY, priority: 200 }), groupOf(MDI, { ...DENY, priority: 200, direction: 'Inbound' })],
  ['duplicate-priority',
    groupOf(named('A', 100, { direction: 'Inbound' }), named('B', 100, { direction: 'Inbound', access: 'Deny' })),
    groupOf(named('A', 100, { direction: 'Inbound' }), named('B', 110, { direction: 'Inbound', access: 'Deny' }))],
  ['equal-priority',
    estate({ firewallPolicies: [policy([group([], { name: 'a' }), group([], { name: 'b' })])] }), estate({ firewallPolicies: [policy([group([]), group([], { name: 'b', priority: 600 })])] })],
  ['equal-priority',
    policyOf([networkCollection([{}], { name: 'a', priority: 100 }), networkCollection([{}], { name: 'b', priority: 100 })]),
    policyOf([networkCollection([{}], { name: 'a', priority: 100 }), applicationCollection([{ destinationFqdns: ['*'] }], { name: 'b', priority: 100 })])],
  ['service-tag-in-list', groupOf({ ...MDI, to: ['AzureAdvancedThreatProtection', 'Storage'] }), groupOf(MDI)],
  ['overlapping-prefixes', groupOf({ to: ['20.0.0.0/8', '20.1.0.0/16'] }), groupOf({ to: ['20.0.0.0/16', '20.1.0.0/16'] })],
  ['mixed-address-families', groupOf({ to: ['20.0.0.0/8', '2001:db8::/32'] }), groupOf({ to: ['20.0.0.0/8', '21.0.0.0/8'] })],
  ['default-rule-name', groupOf({ ...DENY, name: 'DenyAllOutBound' }), groupOf(DENY)],
  ['service-tag-casing', groupOf({ ...MDI, to: ['azureadvancedthreatprotection'] }), groupOf(MDI)],
  ['unknown-service-tag', groupOf({ ...MDI, to: ['AzureAdvancedThreatProtecton'] }), groupOf(MDI)],
  ['service-tag-without-regions', groupOf({ ...MDI, to: ['AzureAdvancedThreatProtection.WestEurope'] }), groupOf(MDI)],
];

test.each(CASES)('%s', (id, wrong, right) => {
  const [finding, ...others] = findings(wrong).filter((one) => one.id === id);
  expect(others).toEqual([]);
  const { levels, page } = FINDING_CATALOGUE[id];
  expect(levels).toContain(finding.level);
  expect(finding.url).toMatch(/^https:\/\/learn\.microsoft\.com\//);
  expect(finding.address).not.toBe('');
  expect(page).toBeDefined();
  // What is wrong, and after a semicolon or a comma what to do.
  expect(finding.message).toMatch(/^[^\n]{20,600}\.$/);
  expect(findings(right).filter((one) => one.id === id)).toEqual([]);
});

test('service-tag-only-egress says what holds and what to do, and not where a proxy carries certificate checks', () => {
  const of = groupOf(MDI, DENY);
  expect(findings(of).find(({ id }) => id === 'service-tag-only-egress')?.message).toBe(
    'azurerm_network_security_group.nsg lets sensors out to AzureAdvancedThreatProtection and nowhere else on TCP 80, and no service tag holds the hosts of certificate and revocation lists; '
    + 'allow that port to the service tag Internet and tell hosts apart at a firewall, or give the sensors a proxy and name it with --pki-proxy.',
  );
  expect(findings(of, { pkiProxy: { address: '10.2.0.10', port: 8080 } }).filter(({ id }) => id === 'service-tag-only-egress')).toEqual([]);
});

test('inline-and-standalone-rules, from Terraform', () => {
  const rule = { direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '443', source_address_prefix: '10.1.0.4', destination_address_prefix: 'Storage' };
  const text = (standalone: object): string => JSON.stringify({ resource: {
    azurerm_network_security_group: { dc: { name: 'nsg-dc', resource_group_name: 'rg', location: 'westeurope', security_rule: [{ ...rule, name: 'A', priority: 200 }] } },
    azurerm_network_security_rule: standalone,
  } });
  const own = { b: { ...rule, name: 'B', priority: 210, resource_group_name: 'rg', network_security_group_name: '${azurerm_network_security_group.dc.name}' } };
  const idsOf = (standalone: object): string[] => findings(readText('x.tf.json', text(standalone)).estate).map(({ id }) => id);
  expect(idsOf(own)).toContain('inline-and-standalone-rules');
  expect(idsOf({})).not.toContain('inline-and-standalone-rules');
});
