import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli';
import { SYSTEM_NETWORK } from '../../src/connectivity/network';
import { Authority } from '../connectivity/certificates';
import { cutting, forwardProxy, httpServer, httpsServer, Loopback } from '../connectivity/loopback';

/*
 * Every outcome that the documentation tells apart: the first line and the exit code, against real servers and proxies on loopback. An intercepting
 * Squid is asked in test/proxy/squid-bumping.test.ts.
 */

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const PKI = ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'];
const PROXY = 'proxy.contoso.com';
const genuine = new Authority('DigiCert Test Root', 'DigiCert Inc');
const certificate = genuine.issue(HOST);
const firewall = new Authority('Azure Firewall Manager CA', 'Contoso');

let folder: string;
let net: Loopback;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rows-'));
  writeFileSync(join(folder, 'root.pem'), genuine.root);
  writeFileSync(join(folder, 'other.pem'), firewall.root);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  net = new Loopback();
});
afterEach(() => net.stop());

type Place = Server | 'silent' | 'refused';

/** The sensor host, and all PKI hosts, as they are met without a proxy. */
async function direct(sensor: Place, pki: Place = httpServer(200)): Promise<readonly string[]> {
  const at = async (place: Place): Promise<number | 'silent' | 'refused'> => (typeof place === 'string' ? place : net.serve(place));
  net.lead(HOST, 443, await at(sensor));
  const lists = await at(pki);
  for (const host of PKI) net.lead(host, 80, lists);
  return [];
}

/** The same hosts behind a proxy; every one of them is there. */
async function behind(rules: { readonly status?: number; readonly credentials?: string }, user = ''): Promise<readonly string[]> {
  const sensor = await net.serve(httpsServer(certificate, 200));
  const origins = { [`${HOST}:443`]: sensor, ...Object.fromEntries(PKI.map((host) => [`${host}:80`, 1])) };
  net.lead(PROXY, 8080, await net.serve(forwardProxy({ origins, ...rules })));
  return ['--proxy', `http://${user}${PROXY}:8080`];
}

const ROWS: readonly (readonly [row: string, world: () => Promise<readonly string[]>, exitCode: number, sentence: RegExp])[] = [
  ['200, any body', () => direct(httpsServer(certificate, 200)), 0, /^Sensors can reach Defender for Identity and the hosts of revocation and trust lists from here\.$/],
  ['503 of an older workspace', () => direct(httpsServer(certificate, 503)), 0,
    /answers with status 503 and a genuine certificate, which some older workspaces do for a time: sensors can reach it from here\.$/],
  ['503 of something else', async () => [...await direct(httpsServer(firewall.issue(HOST), 503)), '--ca', join(folder, 'root.pem')], 1, /^The TLS to .* is inspected/],
  ['407', () => behind({ credentials: 'user:right' }), 1, /asks for credentials \(407\)/],
  ['407 for these credentials', () => behind({ credentials: 'user:right' }, 'user:wr0ng@'), 1, /does not take the credentials \(407\)/],
  ['the right credentials', () => behind({ credentials: 'user:right' }, 'user:right@'), 0, /^Sensors can reach Defender for Identity/],
  ['401', () => behind({ status: 401 }), 1, /refuses .* with status 401, which sensors take for a licensing problem/],
  ['403', () => behind({ status: 403 }), 1, /refuses .* with status 403, which sensors take for a licensing problem/],
  ['a name that does not exist', async () => {
    const argv = await direct(httpsServer(certificate, 200));
    net.unresolvable(HOST, 'ENOTFOUND');
    return argv;
  }, 1, /^The name .* does not exist in DNS here; check the workspace name \(Settings > Identities > About\) and --cloud/],
  ['a time-out', () => direct('silent'), 1, /does not answer within 1 second, as when a firewall drops the traffic; let this machine out to TCP port 443/],
  ['a closed port', () => direct('refused'), 1, /refuses the connection; let this machine out to TCP port 443/],
  ['a reset', () => direct(cutting()), 1, /^The TLS handshake with .* is cut, as firewalls and proxies do that look for host names/],
  ['a private authority', () => direct(httpsServer(firewall.issue(HOST), 200)), 1,
    /is inspected: its certificate is issued by "Azure Firewall Manager CA", which is no public certification authority; exempt .* from inspection\.$/],
  ['a missing root', async () => [...await direct(httpsServer(certificate, 200)), '--ca', join(folder, 'other.pem')], 1,
    /leads to "DigiCert Test Root", and no root here vouches for it; install the root certificate/],
  ['no revocation', async () => [...await direct(httpsServer(certificate, 200), 'silent'), '--strict'], 1, /^crl\.microsoft\.com, port 80 does not answer .*TCP port 80/],
  ['no revocation, which is recommended alone', () => direct(httpsServer(certificate, 200), 'refused'), 0, /^crl\.microsoft\.com, port 80 refuses the connection/],
];

test.each(ROWS)('%s', async (_row, world, exitCode, sentence) => {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const argv = ['ping', '--workspace', 'contoso-corp', '--ca', join(folder, 'root.pem'), '--timeout', '1', ...await world()];
  const code = await main(argv, { stdout: sink('stdout'), stderr: sink('stderr'), env: {}, network: net });
  expect({ code, stderr: written.stderr, isSaid: sentence.test(written.stdout.split('\n')[0]) || written.stdout }).toEqual({ code: exitCode, stderr: '', isSaid: true });
  expect(written.stdout).not.toMatch(/right|wr0ng/);
});

test('names are resolved by the system', async () => {
  expect((await SYSTEM_NETWORK.resolve('localhost')).some((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
  await expect(SYSTEM_NETWORK.resolve('no-such-host.invalid')).rejects.toMatchObject({ code: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/) });
});
