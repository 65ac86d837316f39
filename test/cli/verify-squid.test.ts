import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from './plans';
import { run } from './run';

interface ReportJson {
  readonly verdict: string;
  readonly inputs: readonly { readonly kind: string }[];
  readonly requirements: readonly { readonly id: string; readonly verdict: string; readonly flows: readonly unknown[] }[];
  readonly findings: readonly { readonly id: string }[];
}

const HOST = 'contoso-corpsensorapi.atp.azure.com';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-squid-'));
  path = join(folder, 'proxy.txt');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function generated(workspace = 'contoso-corp'): Promise<string> {
  return (await run(['allow-list', '--for', 'squid', '--workspace', workspace, '--sensors', '10.1.0.4'])).stdout;
}

async function verified(text: string, ...options: readonly string[]): ReturnType<typeof run> {
  writeFileSync(path, text);
  return run(['verify', path, '--workspace', 'contoso-corp', ...options]);
}

test('the configuration that allow-list writes is proven, whatever its name', async () => {
  const { exitCode, stdout, stderr } = await verified(await generated());
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.split('\n')[0]).toBe('contoso-corp: sensors can reach Defender for Identity: every requirement is satisfied.');
  expect(stdout).toContain(`\nInput: ${path} (squid-conf)\n`);
});

test('one for another workspace is not: exit code 1, witness, line', async () => {
  const { exitCode, stdout } = await verified(await generated('fabrikam'), '--sensors', '10.1.0.4', '--format', 'json');
  const report = JSON.parse(stdout) as ReportJson;
  expect({ exitCode, verdict: report.verdict, kind: report.inputs[0].kind }).toEqual({ exitCode: 1, verdict: 'violated', kind: 'squid-conf' });
  const last = (await generated('fabrikam')).split('\n').indexOf('http_access deny all') + 1;
  expect(report.requirements.find(({ id }) => id === 'sensor-api')!.flows).toEqual([{
    source: '10.1.0.4',
    host: HOST,
    protocol: 'tcp',
    port: 443,
    verdict: 'violated',
    decidedBy: [{ enforcementPoint: path, rule: 'http_access deny all', action: 'deny', address: `${path}:${last}` }],
    witness: { source: '10.1.0.4', destination: HOST, protocol: 'tcp', port: 443 },
    unknowns: [],
  }]);
});

test('what cannot be read is unknown: exit code 2, and the text names the line', async () => {
  const { exitCode, stdout } = await verified((await generated()).replace('http_access deny !Safe_ports', 'include /etc/squid/conf.d/*.conf'));
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/includes \/etc\/squid\/conf\.d\/\*\.conf, which is outside the folder of the configuration/);
});

test('recommended requirements count with --strict', async () => {
  const text = (await generated()).replace(/^http_access allow mdi_fetch.*pki_ctl.*$/m, '');
  expect((await verified(text)).exitCode).toBe(0);
  expect((await verified(text, '--strict')).exitCode).toBe(1);
});

test('TLS inspection is told, with the line that bumps', async () => {
  const { exitCode, stdout } = await verified(`${(await generated()).replace('http_port 3128', 'http_port 3128 ssl-bump cert=/x')}\nssl_bump bump all\n`);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('no-tls-inspection is violated (required)');
  expect(stdout).toContain('Take TLS termination off rule "ssl_bump bump all"');
});

test.each([
  ['a plan beside it', [planOf('nsg-only-ok')], 'is a Squid configuration, and the other inputs are not the same one; verify it in a command of its own.'],
  ['a proxy for PKI', ['--pki-proxy', '10.2.0.10:8080'], 'is a Squid configuration, of which --pki-proxy says nothing; leave the option out.'],
])('%s cannot be used with it', async (_, more, sentence) => {
  expect(await verified(await generated(), ...more)).toEqual({ exitCode: 3, stdout: '', stderr: `mdi-egress: ${path} ${sentence}\n` });
});

test('the whole of each format holds it', async () => {
  for (const format of ['text', 'json', 'markdown', 'sarif', 'junit', 'html']) {
    const { exitCode, stdout, stderr } = await verified(await generated('fabrikam'), '--sensors', '10.1.0.4', '--format', format);
    expect({ format, exitCode, stderr }).toEqual({ format, exitCode: 1, stderr: '' });
    expect(stdout).toContain('http_access deny all');
  }
});
