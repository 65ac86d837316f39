import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Outcome } from './run';
import { main } from '../../src/cli';
import { Authority } from '../connectivity/certificates';
import { forwardProxy, httpServer, httpsServer, Loopback } from '../connectivity/loopback';

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const PKI = ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'];
const genuine = new Authority('DigiCert Test Root', 'DigiCert Inc');
const inspector = new Authority('Contoso Inspection CA', 'Contoso');
const certificate = genuine.issue(HOST);

interface PingJson {
  readonly format: string;
  readonly verdict: string;
  readonly requirements: readonly { readonly id: string; readonly outcomes: readonly object[] }[];
}

let folder: string;
let net: Loopback;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ping-'));
  writeFileSync(join(folder, 'root.pem'), genuine.root);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  net = new Loopback();
});
afterEach(() => net.stop());

async function pinged(argv: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const options = ['--workspace', 'contoso-corp', '--ca', join(folder, 'root.pem'), '--timeout', '1'];
  const exitCode = await main(['ping', ...options, ...argv], { stdout: sink('stdout'), stderr: sink('stderr'), env, network: net });
  return { exitCode, ...written };
}

async function world(status = 200, issued = certificate): Promise<void> {
  net.lead(HOST, 443, await net.serve(httpsServer(issued, status)));
  const pki = await net.serve(httpServer(200));
  for (const host of PKI) net.lead(host, 80, pki);
}

test('all is well: exit code 0, the sentence first, each requirement after it', async () => {
  await world();
  expect(await pinged([])).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: [
      'Sensors can reach Defender for Identity and the hosts of revocation and trust lists from here.',
      '',
      'sensor-api: satisfied (required)',
      `  ${HOST}, port 443 answers with status 200: sensors can reach it from here.`,
      ...[['pki-crl', PKI[0]], ['pki-ctl', PKI[1]], ['pki-pkiops', PKI[2]], ['pki-certs', PKI[2]]].flatMap(([id, host]) => [
        `${id}: satisfied (recommended)`, `  ${host}, port 80 answers with status 200: sensors can reach it from here.`,
      ]),
      'no-tls-inspection: satisfied (required)',
      `  The certificate of ${HOST} is issued by "DigiCert Test Root", which is trusted here: nothing looks into the TLS.`,
      '',
    ].join('\n'),
  });
});

test('TLS inspection: exit code 1, and JSON names the issuer', async () => {
  await world(200, inspector.issue(HOST));
  const { exitCode, stdout } = await pinged(['--format', 'json']);
  const report = JSON.parse(stdout) as PingJson;
  expect({ exitCode, format: report.format, verdict: report.verdict }).toEqual({ exitCode: 1, format: 'mdi-egress/ping/v1', verdict: 'violated' });
  expect(report.requirements.find(({ id }) => id === 'no-tls-inspection')!.outcomes).toEqual([
    { code: 'inspection', verdict: 'violated', sentence: expect.stringContaining('"Contoso Inspection CA"'), host: HOST, port: 443, issuer: 'Contoso Inspection CA' },
  ]);
});

test('revocation hosts that cannot be reached: exit code 0, and 1 with --strict', async () => {
  net.lead(HOST, 443, await net.serve(httpsServer(certificate, 200)));
  for (const host of PKI) net.lead(host, 80, 'refused');
  expect((await pinged([])).exitCode).toBe(0);
  expect((await pinged(['--strict'])).exitCode).toBe(1);
});

test('credentials come from the environment and are in no output', async () => {
  const sensor = await net.serve(httpsServer(certificate, 200));
  const origins = { [`${HOST}:443`]: sensor, ...Object.fromEntries(PKI.map((host) => [`${host}:80`, 1])) };
  net.lead('proxy.contoso.com', 8080, await net.serve(forwardProxy({ origins, credentials: 'user:s3cret' })));
  const proxy = ['--proxy', 'http://proxy.contoso.com:8080'];
  const right = await pinged([...proxy, '--format', 'json'], { MDI_EGRESS_PROXY_CREDENTIALS: 'user:s3cret' });
  const wrong = await pinged(proxy, { MDI_EGRESS_PROXY_CREDENTIALS: 'user:s3cret2' });
  const none = await pinged(proxy);
  expect([right.exitCode, wrong.exitCode, none.exitCode]).toEqual([0, 1, 1]);
  expect(JSON.parse(right.stdout)).toMatchObject({ proxy: 'proxy.contoso.com:8080' });
  expect(wrong.stdout.split('\n')[0]).toContain('does not take the credentials (407)');
  expect(none.stdout.split('\n')[0]).toContain('asks for credentials (407)');
  expect(JSON.stringify([right, wrong, none])).not.toMatch(/s3cret|dXNlcj/);
});

test.each([
  ['a URL that is none', ['--proxy', 'user:s3cret@proxy:8080'], 'The URL of the proxy cannot be used; write it like http://proxy.contoso.com:8080.'],
  ['no time', ['--timeout', '0'], 'The timeout "0" is no number of seconds from 1 to 300; write a whole number, such as 10.'],
  ['too much time', ['--timeout', '1e9'], 'The timeout "1e9" is no number of seconds from 1 to 300; write a whole number, such as 10.'],
  ['no roots', ['--ca', '/nowhere.pem'], 'The file of root certificates /nowhere.pem does not exist; name a file that can be read.'],
  ['another format', ['--format', 'sarif'], '--format "sarif" does not exist here; write text or json.'],
])('%s: exit code 3 and one sentence, and nothing is contacted', async (_, argv, sentence) => {
  expect(await pinged(argv)).toEqual({ exitCode: 3, stdout: '', stderr: `mdi-egress: ${sentence}\n` });
  expect(net.contacted).toEqual([]);
});

test('the help says that it uses the network, and that no other command does', async () => {
  let help = '';
  const io = { stdout: { write: (text: string) => { help += text; }, columns: 1000 }, stderr: { write: () => undefined }, env: {} };
  await main(['ping', '--help'], io);
  expect(help).toContain('This is the only command that uses the network. It contacts the documented hosts and the proxy that is named, and nobody else');
  help = '';
  await main(['--help'], io);
  expect(help).toContain('All commands but ping read files and nothing else');
});
