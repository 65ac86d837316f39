import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// eslint-disable-next-line @typescript-eslint/no-require-imports
import MarkdownIt = require('markdown-it');
import { Outcome, run } from './run';
import { DIFF_FORMATS, EXPLANATION_FORMATS, REPORT_FORMATS } from '../../src/report';
import { HOSTILE_NAMES } from '../report/hostile';
import { planJson, RULE } from '../terraform/builders';

/*
 * Plans from a stranger's pull request, whole: every name is chosen to do harm, and what Terraform marks as sensitive stands
 * in every field that can be so marked. Through every command that reads plans, in every format.
 */

const SECRET = 'hunter2-Tr0ub4dor';
const NAMES: readonly string[] = [...HOSTILE_NAMES.filter((name) => name !== ''), 'n'.repeat(10_000)];

function plan(access: string, secret: string): object {
  const rules = NAMES.map((name, i) => ({
    ...RULE, name, priority: 200 + i, access, description: name,
    destination_address_prefix: 'Internet', destination_port_range: String(1000 + i), source_port_ranges: [], destination_port_ranges: [], source_address_prefixes: [], destination_address_prefixes: [],
  }));
  const group = (security_rule: readonly object[]): object => ({ name: NAMES[0], resource_group_name: NAMES[1], location: 'westeurope', security_rule });
  const hidden = {
    ...RULE, name: secret, priority: 150, source_address_prefix: secret, destination_address_prefix: secret, destination_port_range: secret, access: secret,
  };
  const own = { ...hidden, name: 'own', resource_group_name: 'rg', network_security_group_name: 'nsg-open' };
  return planJson({
    resources: [
      { address: 'azurerm_network_security_group.names', values: group([{ ...RULE }, ...rules]) as Record<string, unknown> },
      { address: 'azurerm_network_security_group.hidden', values: group([hidden]) as Record<string, unknown>, sensitive: { security_rule: [Object.fromEntries(Object.keys(hidden).map((key) => [key, true]))] } },
      { address: 'azurerm_network_security_group.open', values: { name: 'nsg-open', resource_group_name: 'rg', location: 'westeurope' }, unknown: { id: true } },
      {
        address: 'azurerm_network_security_rule.own', values: own, before: { ...own, destination_address_prefix: secret }, actions: ['update'],
        sensitive: { source_address_prefix: true, destination_address_prefix: true, destination_port_range: true, access: true },
      },
      { address: 'azurerm_ip_group.g', values: { name: secret, resource_group_name: 'rg', location: 'x', cidrs: ['10.1.0.4', secret] }, sensitive: { name: true, cidrs: [false, true] } },
      { address: 'azurerm_firewall_policy.p', values: { name: secret, resource_group_name: 'rg', location: 'x', sku: secret }, sensitive: { name: true, sku: true }, unknown: { id: true } },
      {
        address: 'azurerm_firewall_policy_rule_collection_group.r',
        values: { name: secret, priority: 100, firewall_policy_id: null, application_rule_collection: [{
          name: NAMES[2], priority: 100, action: 'Allow', rule: [{
            name: NAMES[3], description: secret, protocols: [{ type: 'Https', port: 443 }], source_addresses: ['10.1.0.4'], destination_fqdns: [secret, NAMES[4]], terminate_tls: false,
          }],
        }] },
        unknown: { firewall_policy_id: true },
        sensitive: { name: true, application_rule_collection: [{ rule: [{ description: true, destination_fqdns: [true, false] }] }] },
      },
    ],
    configuration: { resources: [
      {
        address: 'azurerm_firewall_policy_rule_collection_group.r', mode: 'managed', type: 'azurerm_firewall_policy_rule_collection_group', name: 'r',
        expressions: { firewall_policy_id: { references: ['azurerm_firewall_policy.p.id', 'azurerm_firewall_policy.p'] }, name: { references: ['var.secret'] } },
      },
    ], variables: { secret: { sensitive: true, default: secret } } },
    rest: { variables: { secret: { value: secret } }, output_changes: { s: { after: secret, after_sensitive: true } } },
  });
}

let folder: string;
let before: string;
let after: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mdi-hostile-'));
  [before, after] = ['before.json', 'after.json'].map((name) => join(folder, name));
  writeFileSync(before, JSON.stringify(plan('Allow', SECRET)));
  writeFileSync(after, JSON.stringify(plan('Deny', `${SECRET}-new`)));
});
afterAll(() => rmSync(folder, { recursive: true }));

const github = new MarkdownIt({ html: true, linkify: true });
const PAGES = /^https:\/\/(?:learn\.microsoft\.com|developer\.hashicorp\.com|registry\.terraform\.io)\//;

function check({ exitCode, stdout, stderr }: Outcome, format: string): void {
  expect(exitCode).toBeLessThan(3);
  expect(stdout.length).toBeGreaterThan(500);
  expect(stdout + stderr).not.toContain(SECRET);
  // eslint-disable-next-line no-control-regex
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2028\u2066-\u2069\ufeff]/);
  expect(stdout.split('\n').filter((line) => /^\s*::/.test(line) || /##\[|##vso\[/i.test(line))).toEqual([]);
  if (format === 'json' || format === 'sarif') JSON.parse(stdout);
  if (format === 'html') {
    expect(stdout.match(/<(?:img|script|iframe|object|embed|link|base|form)\b|<[^>]* on[a-z]+=|javascript:[^<]*"/gi)).toBeNull();
    for (const [, address] of stdout.matchAll(/href="([^"]*)"/g)) expect(address).toMatch(/^#|^https:\/\//);
  }
  if (format === 'markdown') {
    expect(Buffer.byteLength(stdout)).toBeLessThan(65_536);
    const tokens = github.parse(stdout, {}).flatMap((token) => [token, ...token.children ?? []]);
    expect(tokens.filter(({ type }) => type === 'image')).toEqual([]);
    for (const token of tokens.filter(({ type }) => type === 'link_open')) expect(token.attrGet('href')).toMatch(PAGES);
    for (const { content } of tokens.filter(({ type }) => type.startsWith('html_'))) expect(content.replace(/<\/?(?:details|summary|code|br)>|<!-- mdi-egress(?:-diff)? -->/g, '')).not.toMatch(/<[a-z!/]/i);
  }
  if (format === 'text') expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(5_000);
}

const OPTIONS = ['--workspace', 'contoso-corp', '--sensors', '10.1.0.4'];

test.each(REPORT_FORMATS)('verify as %s, one and several', async (format) => {
  check(await run(['verify', after, ...OPTIONS, '--format', format]), format);
  check(await run(['verify', before, after, '--each', '--least-privilege', ...OPTIONS, '--format', format]), format);
});

test.each(DIFF_FORMATS)('diff as %s', async (format) => {
  check(await run(['diff', before, after, ...OPTIONS, '--format', format]), format);
});

test.each(EXPLANATION_FORMATS)('explain as %s, one packet and many', async (format) => {
  check(await run(['explain', after, '--from', '10.1.0.4', '--to', '8.8.8.8:1040', '--format', format]), format);
  check(await run(['explain', after, '--from', '10.1.0.4', '--to', 'crl.microsoft.com', '--format', format]), format);
});

test('the findings know the rules by their names, so that all of this was about something', async () => {
  const { stdout } = await run(['verify', after, ...OPTIONS, '--format', 'json']);
  const { findings } = JSON.parse(stdout) as { findings: { id: string; rule?: string }[] };
  expect(findings.filter(({ id }) => id === 'invalid-name').length).toBeGreaterThan(40);
  expect(stdout).toContain('is marked sensitive');
});
