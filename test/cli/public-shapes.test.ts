import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';
import { CONTRADICTED, FORGOTTEN, Json, SHAPES, WIDE } from './shapes';

/*
 * Configurations like public ones, as `verify` tells of them; what a change to them does is in diff.test.ts.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mdi-shapes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly sentence: string;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly findings: readonly { readonly id: string; readonly level: string; readonly message: string }[];
}

function written(content: Json, name = 'main'): string {
  const path = join(folder, `${name}.tf.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function verify(content: Json, ...options: readonly string[]): Promise<Told> {
  const path = written(content);
  const argv = ['verify', path, '--workspace', 'contoso-corp', ...options];
  const { findings, requirements } = JSON.parse((await run([...argv, '--format', 'json'])).stdout) as Pick<Told, 'findings'> & { requirements: { id: string; verdict: string }[] };
  return {
    sentence: (await run(argv)).stdout.split('\n')[0], findings,
    verdicts: Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict])),
  };
}

test('an NSG whose final "DenyAll" has the access Allow: everything is satisfied, and the report says at what price', async () => {
  const { verdicts, findings } = await verify(CONTRADICTED.after, '--least-privilege');
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['satisfied']));
  expect(findings.map(({ id, level }) => `${level} ${id}`)).toEqual([
    'warning name-contradicts-action', 'note allow-list-without-deny', 'note redundant-rule', 'error excess-access', 'note excess-private-access',
  ]);
  expect(findings[0].message).toBe('"DenyAll" of azurerm_network_security_group.dc has the action Allow, the opposite of what its name says; correct the action, or the name.');
  expect(findings[3].message).toMatch(/^The sensors 10\.1\.0\.4 may reach 3,702,390,783 addresses on 65,536 ports beyond what any requirement needs, by rule "DenyAll" \(priority 4096\) of azurerm_network_security_group\.dc: everything to Internet except TCP 80 \(HTTP\) to /);
});

test('a policy that lets *.atp.azure.com out on 80 and 443 and forgets the PKI hosts', async () => {
  const { sentence, verdicts, findings } = await verify(FORGOTTEN.after);
  expect(sentence).toBe('contoso-corp: sensors can reach Defender for Identity; of what is recommended, pki-crl, pki-ctl, pki-pkiops and pki-certs are violated.');
  expect(verdicts).toMatchObject({ 'sensor-api': 'satisfied', 'pki-crl': 'violated', 'pki-ctl': 'violated', 'pki-pkiops': 'violated', 'pki-certs': 'violated' });
  expect(findings.map(({ id }) => id)).toEqual(['excess-access']);
  // The tag has a name, whether or not a rule writes it.
  expect(findings[0].message).toContain('TCP 80 (HTTP) to *.atp.azure.com at Internet and TCP 443 (HTTPS) to other hosts of *.atp.azure.com at Internet but AzureAdvancedThreatProtection; ');
});

test('a list of tags on every port, UDP too: the API is reached, the PKI hosts are unknown and never taken for reached', async () => {
  const { sentence, verdicts, findings } = await verify(WIDE.after, '--least-privilege');
  expect(sentence).toBe('contoso-corp: sensors can reach Defender for Identity; of what is recommended, pki-crl, pki-ctl, pki-pkiops and pki-certs are unknown; '
    + 'they may reach MORE of the Internet than any requirement needs.');
  expect(verdicts).toMatchObject({ 'sensor-api': 'satisfied', 'pki-crl': 'unknown', 'no-tls-inspection': 'satisfied' });
  expect(findings.map(({ id, level }) => `${level} ${id}`)).toEqual(['error excess-access', 'warning possible-excess-access']);
  expect(findings[0].message).toMatch(/TCP, UDP to AzureAdvancedThreatProtection except TCP 443 to AzureAdvancedThreatProtection/);
  expect(findings[1].message.length).toBeLessThan(700);
});

/** Rows that a terminal of so many columns needs. */
function rows(text: string, columns: number): number {
  return text.trimEnd().split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
}

describe('in one screen', () => {
  const COLUMNS = 120;
  const SCREEN = 40;

  test.each(Object.entries(SHAPES))('verify of %s', async (_, { after, options = [] }) => {
    const argv = ['verify', written(after), '--workspace', 'contoso-corp', ...options];
    const [terminal, piped] = [await run(argv, { NO_COLOR: '1' }, COLUMNS), await run(argv)];
    expect(rows(terminal.stdout, COLUMNS)).toBeLessThanOrEqual(SCREEN);
    expect(piped.stdout.split('\n').length).toBeLessThanOrEqual(SCREEN);
  });

  test.each(Object.entries(SHAPES))('diff of %s', async (_, { before, after, options = [] }) => {
    const { stdout } = await run(['diff', written(before, 'before'), written(after, 'after'), '--workspace', 'contoso-corp', ...options], { NO_COLOR: '1' }, COLUMNS);
    expect(rows(stdout, COLUMNS)).toBeLessThanOrEqual(SCREEN);
  });
});
