import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from './plans';
import { Outcome, run } from './run';
import { ALLOW_MDI as MDI, CONTRADICTED, DENY_ALL as DENY, FORGOTTEN, INSERTED, Json, networkCollection, nsg, policy, RULE } from './shapes';

/*
 * The command over files: configurations like public ones, in one screen each.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mdi-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let serial = 0;
async function diff(before: Json, after: Json, ...options: readonly string[]): Promise<Outcome> {
  const paths = [before, after].map((content) => {
    const path = join(folder, `${serial++}.tf.json`);
    writeFileSync(path, JSON.stringify(content));
    return path;
  });
  return run(['diff', ...paths, '--workspace', 'contoso-corp', ...options]);
}

/** The report without assumptions and origins. */
function screen({ stdout }: Outcome): string {
  return stdout.split('\n\nTaken for granted')[0];
}

describe('one screen for each public shape', () => {
  test('a rule inserted at the top of a group of 40 collections', async () => {
    const outcome = await diff(INSERTED.before, INSERTED.after, '--sensors', '10.1.0.4');
    expect(screen(outcome)).toBe([
      'Closes TCP 443 from 10.1.0.0/24 to 20.3.0.0/16 at azurerm_firewall_policy.hub and 1 more.',
      '',
      'azurerm_firewall_policy.hub',
      '  closed: TCP 443 from 10.1.0.0/24 to 20.3.0.0/16',
      '    before: allowed by rule "rcg-all / nrc-3 / nrc-3-rule" (priority 1030) of azurerm_firewall_policy.hub',
      '      at azurerm_firewall_policy_rule_collection_group.all',
      '    after: denied by rule "rcg-all / nrc-top / nrc-top-rule" (priority 100) of azurerm_firewall_policy.hub',
      '      at azurerm_firewall_policy_rule_collection_group.all',
      '  closed: TCP 443 from 10.1.0.0/24 to 20.7.7.0/24',
      '    before: allowed by rule "rcg-all / nrc-7 / nrc-7-rule" (priority 1070) of azurerm_firewall_policy.hub',
      '      at azurerm_firewall_policy_rule_collection_group.all',
      '    after: denied by rule "rcg-all / nrc-top / nrc-top-rule" (priority 100) of azurerm_firewall_policy.hub',
      '      at azurerm_firewall_policy_rule_collection_group.all',
      '  rules: added "rcg-all / nrc-top / nrc-top-rule"',
      '',
      'Sensors 10.1.0.4, over their whole path: the same as at azurerm_firewall_policy.hub, for what they send',
    ].join('\n'));
    expect(outcome.exitCode).toBe(0);
  });

  test('the final "Deny" of an NSG turns into an Allow', async () => {
    const outcome = await diff(CONTRADICTED.before, CONTRADICTED.after);
    const text = screen(outcome);
    expect(text.split('\n')[0]).toMatch(/^Mends `pki-crl`, `pki-ctl`, `pki-pkiops` and `pki-certs`; opens everything from any to any but Azure platform addresses, with exceptions, at azurerm_network_security_group\.dc and 1 more\.$/);
    expect(text).toContain([
      '  opened: everything from any to any but Azure platform addresses except TCP 443 from 10.1.0.4 to AzureAdvancedThreatProtection',
      '  opened: everything from any to any (IPv6)',
      '    before: denied by rule "DenyAll" (priority 4096) of azurerm_network_security_group.dc',
      '      at azurerm_network_security_group.dc',
      '    after: allowed by rule "DenyAll" (priority 4096) of azurerm_network_security_group.dc',
    ].join('\n'));
    expect(text).toContain('  rules: changed "DenyAll"');
    expect(text.split('\n').length).toBeLessThan(40);
    expect(outcome.exitCode).toBe(0);
  });

  test('a policy that lets *.atp.azure.com out on 80 and 443 in place of one that names each host', async () => {
    const { before, after } = FORGOTTEN;
    const outcome = await diff(before, after, '--sensors', '10.1.0.4');
    const text = screen(outcome);
    expect(text.split('\n')[0]).toMatch(/^Breaks `pki-crl`, `pki-ctl`, `pki-pkiops` and `pki-certs`; opens .* at azurerm_firewall_policy\.hub.*; closes .* at azurerm_firewall_policy\.hub.*\.$/);
    expect(text).toContain('  closed: TCP 80 (HTTP) from 10.1.0.4 to ctldl.windowsupdate.com, crl.microsoft.com, www.microsoft.com\n');
    expect(text).toContain('  opened: TCP 80 (HTTP) from 10.1.0.4 to *.atp.azure.com\n');
    expect(text).toContain('  opened: TCP 443 (HTTPS) from 10.1.0.4 to other hosts of *.atp.azure.com\n');
    expect(text.split('\n').length).toBeLessThan(45);
    // They are recommended: only --strict lets them count.
    expect(outcome.exitCode).toBe(0);
    expect((await diff(before, after, '--sensors', '10.1.0.4', '--strict')).exitCode).toBe(1);
  });

  test('a list of tags with every port and UDP in place of the documented one', async () => {
    const tags = networkCollection('tags', 300, { protocols: ['TCP', 'UDP'], destination_addresses: ['AzureAdvancedThreatProtection'], destination_ports: ['*'] });
    const exact = networkCollection('tags', 300, { destination_addresses: ['AzureAdvancedThreatProtection'] });
    const text = screen(await diff(policy({ network_rule_collection: [exact] }), policy({ network_rule_collection: [tags] }), '--sensors', '10.1.0.4'));
    expect(text.split('\n')[0]).toBe('Opens TCP, UDP port any but 443 from 10.1.0.0/24 to AzureAdvancedThreatProtection at azurerm_firewall_policy.hub and 1 more.');
    expect(text).toContain('  opened: all UDP from 10.1.0.0/24 to AzureAdvancedThreatProtection\n');
  });
});

describe('no traffic changes', () => {
  const web = { ...RULE, name: 'AllowWeb', priority: 300, destination_address_prefixes: ['20.0.0.0/8', '40.0.0.0/8'], destination_address_prefix: null };

  test.each<[string, Json, string]>([
    ['renumbered', nsg(MDI, { ...web, priority: 310 }, DENY), 'No traffic changes: 1 rule renumbered.'],
    ['renamed', nsg(MDI, { ...web, name: 'AllowInternetWeb' }, DENY), 'No traffic changes: 1 rule renamed.'],
    ['reordered without effect', nsg({ ...MDI, priority: 400 }, web, DENY), 'No traffic changes: 1 rule renumbered.'],
    ['split', nsg(MDI, { ...web, destination_address_prefixes: ['20.0.0.0/8'] }, { ...web, name: 'AllowWeb2', priority: 301, destination_address_prefixes: ['40.0.0.0/8'] }, DENY),
      'No traffic changes: 1 rule added and 1 rule changed.'],
    ['the same list in another order', nsg(DENY, MDI, { ...web, destination_address_prefixes: ['40.0.0.0/8', '20.0.0.0/8'] }), 'No traffic changes.'],
  ])('%s', async (_, after, sentence) => {
    const outcome = await diff(nsg(MDI, web, DENY), after);
    expect(outcome.stdout.split('\n')[0]).toBe(sentence);
    expect(outcome.exitCode).toBe(0);
  });

  test('a plan and the configuration it was made from', async () => {
    const outcome = await run(['diff', planOf('hub-spoke-ok'), planOf('hub-spoke-ok').replace('.plan.json', '.tf.json'), '--workspace', 'contoso-corp']);
    expect(outcome.stdout.split('\n')[0]).toBe('No traffic changes.');
  });
});

describe('exit codes and output', () => {
  test('1 when a required requirement breaks', async () => {
    const outcome = await diff(nsg(MDI, DENY), nsg(DENY));
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toMatch(/^Breaks `sensor-api`; closes TCP 443 from 10\.1\.0\.4 to AzureAdvancedThreatProtection at azurerm_network_security_group\.dc\.\n/);
    expect(outcome.stdout).toContain('\n  sensor-api (required): satisfied before, violated after\n');
  });

  test('2 when one becomes unknown, with what it depends on', async () => {
    const unknown = { ...nsg(MDI, { ...DENY, priority: 100, destination_address_prefix: '${var.denied}' }), variable: { denied: {} } };
    const outcome = await diff(nsg(MDI, DENY), unknown);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stdout).toMatch(/^Leaves unknown `sensor-api`/);
    expect(outcome.stdout).toMatch(/perhaps closed: TCP 443 from 10\.1\.0\.4 to AzureAdvancedThreatProtection/);
    expect(outcome.stdout).toMatch(/depends on: .*var\.denied/);
  });

  test('0 when it was broken before, which one line for each level tells', async () => {
    const { exitCode, stdout } = await diff(nsg(DENY), nsg({ ...DENY, priority: 4000 }), '--sensors', '10.1.0.4');
    expect(exitCode).toBe(0);
    expect(stdout).toContain([
      'Requirements', '  sensor-api (required): still violated', '  pki-crl, pki-ctl, pki-pkiops, pki-certs (recommended): still violated', '',
    ].join('\n'));
  });

  test('3 for what cannot be used, in one sentence', async () => {
    const outcome = await run(['diff', join(folder, 'none.json'), planOf('hub-spoke-ok'), '--workspace', 'contoso-corp']);
    expect(outcome).toEqual({ exitCode: 3, stdout: '', stderr: `mdi-egress: ${join(folder, 'none.json')} does not exist; check the path.\n` });
    expect((await run(['diff', planOf('hub-spoke-ok'), '--workspace', 'contoso-corp'])).exitCode).toBe(3);
    expect((await run(['diff', planOf('hub-spoke-ok'), planOf('hub-spoke-ok'), '--workspace', 'a.b'])).exitCode).toBe(3);
  });

  test('JSON has the same facts', async () => {
    const { stdout } = await diff(nsg(MDI, DENY), nsg(DENY), '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'mdi-egress/diff/v1',
      outcome: 'broken',
      enforcementPoints: [{
        enforcementPoint: 'azurerm_network_security_group.dc', kind: 'nsg', status: 'both',
        changes: [{
          direction: 'closed', certain: true,
          packets: [{ sources: { names: ['10.1.0.4'] }, destinations: { names: ['AzureAdvancedThreatProtection'] }, protocols: { names: ['TCP'] }, ports: { names: ['443'] } }],
          before: [{ rule: 'AllowMdi', priority: 200, action: 'allow' }],
          after: [{ rule: 'DenyAll', priority: 4096, action: 'deny' }],
        }],
        edits: [{ kind: 'removed', rule: 'AllowMdi' }],
      }],
    });
  });

  test('--output writes the report and prints its sentence', async () => {
    const path = join(folder, 'report.txt');
    const outcome = await diff(nsg(MDI, DENY), nsg(MDI, DENY), '--output', path);
    expect(outcome.stdout).toBe('No traffic changes.\n');
    expect(readFileSync(path, 'utf8')).toMatch(/^No traffic changes\.\n/);
  });
});

test.each([
  ['an escape sequence', '\u001b[2Jx'], ['a line break', 'x\nNo traffic changes.'], ['a reading direction', '\u202ex'], ['a workflow command', 'x\r::set-output name=a::b'], ['a long name', 'x'.repeat(10_000)],
])('%s in a name forges nothing', async (_, name) => {
  const hostile = { ...MDI, name, priority: 150, access: 'Deny' };
  const { stdout } = await diff(nsg(MDI, DENY), nsg(hostile, MDI, DENY));
  // eslint-disable-next-line no-control-regex
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
  expect(stdout.split('\n').filter((line) => /^(?:::|No traffic)/.test(line))).toEqual([]);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(2_000);
});

test('--help says what the exit codes mean', async () => {
  const { stdout, exitCode } = await run(['diff', '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('  1  it breaks one: violated after the change, and not before\n');
});
