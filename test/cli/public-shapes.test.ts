import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

/*
 * Configurations like public ones, as `verify` tells of them; what a change to them does is in diff.test.ts.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mdi-shapes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const RULE = { direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '443', source_address_prefix: '10.1.0.4' };
const nsg = (...rules: readonly object[]): object => ({
  resource: { azurerm_network_security_group: { dc: { name: 'nsg-dc', resource_group_name: 'rg', location: 'westeurope', security_rule: rules } } },
});
const policy = (collections: object): object => ({
  resource: {
    azurerm_firewall_policy: { hub: { name: 'policy-hub', resource_group_name: 'rg', location: 'westeurope', sku: 'Standard' } },
    azurerm_firewall_policy_rule_collection_group: { all: { name: 'rcg-all', firewall_policy_id: '${azurerm_firewall_policy.hub.id}', priority: 500, ...collections } },
  },
});

interface Told {
  readonly sentence: string;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly findings: readonly { readonly id: string; readonly level: string; readonly message: string }[];
}

async function verify(content: object, ...options: readonly string[]): Promise<Told> {
  const path = join(folder, 'main.tf.json');
  writeFileSync(path, JSON.stringify(content));
  const argv = ['verify', path, '--workspace', 'contoso-corp', ...options];
  const { findings, requirements } = JSON.parse((await run([...argv, '--format', 'json'])).stdout) as Pick<Told, 'findings'> & { requirements: { id: string; verdict: string }[] };
  return {
    sentence: (await run(argv)).stdout.split('\n')[0], findings,
    verdicts: Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict])),
  };
}

test('an NSG whose final "DenyAll" has the access Allow: everything is satisfied, and the report says at what price', async () => {
  const { verdicts, findings } = await verify(nsg(
    { ...RULE, name: 'AllowMdi', priority: 200, destination_address_prefix: 'AzureAdvancedThreatProtection' },
    { ...RULE, name: 'DenyAll', priority: 4096, protocol: '*', destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: '*' },
  ), '--least-privilege');
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['satisfied']));
  expect(findings.map(({ id, level }) => `${level} ${id}`)).toEqual([
    'warning name-contradicts-action', 'note allow-list-without-deny', 'note redundant-rule', 'error excess-access', 'note excess-private-access',
  ]);
  expect(findings[0].message).toBe('"DenyAll" of azurerm_network_security_group.dc has the action Allow, the opposite of what its name says; correct the action, or the name.');
  expect(findings[3].message).toMatch(/^The sensors 10\.1\.0\.4 may reach 3,702,390,783 addresses on 65,536 ports beyond what any requirement needs, by rule "DenyAll" \(priority 4096\) of azurerm_network_security_group\.dc: everything to Internet except TCP 80 \(HTTP\) to /);
});

test('a policy that lets *.atp.azure.com out on 80 and 443 and forgets the PKI hosts', async () => {
  const { sentence, verdicts, findings } = await verify(policy({ application_rule_collection: [{
    name: 'arc', priority: 500, action: 'Allow', rule: [{
      name: 'mdi', protocols: [{ type: 'Http', port: 80 }, { type: 'Https', port: 443 }], source_addresses: ['10.1.0.4'], destination_fqdns: ['*.atp.azure.com'],
    }],
  }] }));
  expect(sentence).toBe('contoso-corp: sensors can reach Defender for Identity; of what is recommended, pki-crl, pki-ctl, pki-pkiops and pki-certs are violated.');
  expect(verdicts).toMatchObject({ 'sensor-api': 'satisfied', 'pki-crl': 'violated', 'pki-ctl': 'violated', 'pki-pkiops': 'violated', 'pki-certs': 'violated' });
  expect(findings.map(({ id }) => id)).toEqual(['excess-access']);
  // The tag has a name, whether or not a rule writes it.
  expect(findings[0].message).toContain('TCP 80 (HTTP) to *.atp.azure.com at Internet and TCP 443 (HTTPS) to other hosts of *.atp.azure.com at Internet but AzureAdvancedThreatProtection; ');
});

test('a list of tags on every port, UDP too: the API is reached, the PKI hosts are unknown and never taken for reached', async () => {
  const { sentence, verdicts, findings } = await verify(policy({ network_rule_collection: [{
    name: 'nrc', priority: 400, action: 'Allow', rule: [{
      name: 'tags', protocols: ['TCP', 'UDP'], source_addresses: ['10.1.0.0/24'], destination_addresses: ['AzureAdvancedThreatProtection', 'AzureMonitor', 'Storage'], destination_ports: ['*'],
    }],
  }] }), '--least-privilege');
  expect(sentence).toBe('contoso-corp: sensors can reach Defender for Identity; of what is recommended, pki-crl, pki-ctl, pki-pkiops and pki-certs are unknown; '
    + 'they may reach MORE of the Internet than any requirement needs.');
  expect(verdicts).toMatchObject({ 'sensor-api': 'satisfied', 'pki-crl': 'unknown', 'no-tls-inspection': 'satisfied' });
  expect(findings.map(({ id, level }) => `${level} ${id}`)).toEqual(['error excess-access', 'warning possible-excess-access']);
  expect(findings[0].message).toMatch(/TCP, UDP to AzureAdvancedThreatProtection except TCP 443 to AzureAdvancedThreatProtection/);
  expect(findings[1].message.length).toBeLessThan(700);
});
