import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Server as HttpServer } from 'node:http';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority, Issued } from './certificates';
import { blackHole, cutting, forwardProxy, httpServer, httpsServer, Loopback, ProxyRules, saying } from './loopback';
import { parseProxyUrl, ping, PingReport } from '../../src/connectivity';
import { requirementsFor } from '../../src/requirements';

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const PKI = ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'];
const PROXY = 'proxy.contoso.com';

const genuine = new Authority('DigiCert Test Root', 'DigiCert Inc');
const inspector = new Authority('Contoso Inspection CA', 'Contoso');
const elsewhere = new Authority('Another Public CA', 'Another');
const certificate = genuine.issue(HOST);

let net: Loopback;
beforeEach(() => {
  net = new Loopback();
});
afterEach(() => net.stop());

/** Leads the sensor host and the PKI hosts to servers. */
async function world(sensor: Server | number | 'silent' | 'refused', pki: HttpServer | 'silent' | 'refused' = httpServer(200)): Promise<void> {
  net.lead(HOST, 443, typeof sensor === 'object' ? await net.serve(sensor) : sensor);
  const place = typeof pki === 'object' ? await net.serve(pki) : pki;
  for (const host of PKI) net.lead(host, 80, place);
}

interface Options {
  readonly proxy?: string;
  readonly roots?: readonly string[];
  readonly strict?: boolean;
  readonly publicRoots?: readonly string[];
}

function pinged({ proxy, roots = [genuine.root], strict, publicRoots }: Options = {}): Promise<PingReport> {
  return ping({
    requirements: requirementsFor({ workspace: 'contoso-corp' }),
    workspace: 'contoso-corp',
    cloud: 'commercial',
    strict,
    ways: { network: net, roots, seconds: 1, ...(proxy && { proxy: parseProxyUrl(proxy) }), ...(publicRoots && { publicRoots }) },
  });
}

function verdicts(report: PingReport): Record<string, string> {
  return Object.fromEntries(report.requirements.map(({ id, verdict }) => [id, verdict]));
}

const GOOD = { 'sensor-api': 'satisfied', 'pki-crl': 'satisfied', 'pki-ctl': 'satisfied', 'pki-pkiops': 'satisfied', 'pki-certs': 'satisfied', 'no-tls-inspection': 'satisfied' };

describe('directly', () => {
  test('200: sensors can reach it', async () => {
    await world(httpsServer(certificate, 200));
    const report = await pinged();
    expect({ verdict: report.verdict, sentence: report.sentence, each: verdicts(report) }).toEqual({
      verdict: 'satisfied',
      sentence: 'Sensors can reach Defender for Identity and the hosts of revocation and trust lists from here.',
      each: GOOD,
    });
  });

  test('contacts the documented hosts and nobody else', async () => {
    await world(httpsServer(certificate, 200));
    await pinged();
    expect([...new Set(net.contacted)].sort()).toEqual(['192.0.2.1:443', '192.0.2.2:80', '192.0.2.3:80', '192.0.2.4:80']);
  });

  test('503 with a genuine certificate: success with a note', async () => {
    await world(httpsServer(certificate, 503));
    expect(await pinged()).toMatchObject({
      verdict: 'satisfied',
      sentence: `${HOST}, port 443 answers with status 503 and a genuine certificate, which some older workspaces do for a time: sensors can reach it from here.`,
    });
  });

  test('503 with the certificate of another public authority: a failure', async () => {
    await world(httpsServer(elsewhere.issue(HOST), 503));
    expect(await pinged({ roots: [], publicRoots: [elsewhere.root] })).toMatchObject({
      verdict: 'violated',
      sentence: `${HOST}, port 443 answers with status 503, and its certificate (issued by "Another Public CA") is none that the service has; look at what stands between.`,
    });
  });

  const failures: readonly (readonly [string, () => Server | 'silent' | 'refused', string])[] = [
    ['another status', () => httpsServer(certificate, 404),
      `${HOST}, port 443 answers with status 404 where 200 is expected; check the workspace name and --cloud, and what stands between.`],
    ['a refused port', () => 'refused',
      `${HOST}, port 443 refuses the connection; let this machine out to TCP port 443, or name the proxy it must use with --proxy.`],
    ['a firewall that drops', () => 'silent',
      `${HOST}, port 443 does not answer within 1 second, as when a firewall drops the traffic; let this machine out to TCP port 443, or name the proxy it must use with --proxy.`],
    ['a black hole', () => blackHole(), `The TLS handshake with ${HOST} gets no answer within 1 second; let ${HOST} through without inspection.`],
    ['a cut handshake', () => cutting(),
      `The TLS handshake with ${HOST} is cut, as firewalls and proxies do that look for host names; let ${HOST} through without inspection, with TLS 1.2 or newer.`],
    ['a captive portal', () => saying('HTTP/1.1 302 Found\r\nLocation: http://login/\r\n\r\n'),
      `What answers for ${HOST}, port 443 does not speak TLS; look at what stands between (firewall, proxy, captive portal).`],
    ['old TLS alone', () => httpsServer(certificate, 200, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      `The TLS handshake with ${HOST} fails: no common version or cipher; allow TLS 1.2 with current ciphers on the way.`],
    ['a certificate for another name', () => httpsServer(genuine.issue('portal.atp.azure.com'), 200),
      `The certificate that answers for ${HOST} is genuine and for another name (issued by "DigiCert Test Root"); look at DNS, and at what stands between.`],
    ['a certificate of last month', () => httpsServer(genuine.issue(HOST, -30, -1), 200),
      `The certificate of ${HOST} (issued by "DigiCert Test Root") is not valid at this time; set this machine's clock right.`],
  ];
  test.each(failures)('%s', async (_, sensor, sentence) => {
    await world(sensor());
    const report = await pinged();
    expect({ verdict: report.verdict, sentence: report.sentence, api: verdicts(report)['sensor-api'] }).toEqual({ verdict: 'violated', sentence, api: 'violated' });
  });

  test('TLS inspection: the issuer is named', async () => {
    await world(httpsServer(inspector.issue(HOST), 200));
    const report = await pinged();
    expect(report.sentence).toBe(
      `The TLS to ${HOST} is inspected: its certificate is issued by "Contoso Inspection CA", which is no public certification authority; exempt ${HOST} from inspection.`);
    expect(report.verdict).toBe('violated');
    expect(verdicts(report)).toMatchObject({ 'sensor-api': 'unknown', 'no-tls-inspection': 'violated' });
  });

  test('TLS inspection by an authority that has a known name in its own', async () => {
    await world(httpsServer(new Authority('Contoso Microsoft CA', 'Contoso').issue(HOST), 200));
    const report = await pinged();
    expect(report.sentence).toContain('is issued by "Contoso Microsoft CA", which is no public certification authority');
    expect(verdicts(report)).toMatchObject({ 'no-tls-inspection': 'violated' });
  });

  test('a missing root', async () => {
    await world(httpsServer(certificate, 200));
    const report = await pinged({ roots: [] });
    expect(report.sentence).toBe(
      `The certificate of ${HOST} leads to "DigiCert Test Root", and no root here vouches for it; install the root certificate from the certification authority, or add it with --ca.`);
    expect(verdicts(report)).toMatchObject({ 'sensor-api': 'violated', 'no-tls-inspection': 'unknown' });
  });

  test('a name that does not exist', async () => {
    await world(httpsServer(certificate, 200));
    net.unresolvable(HOST, 'ENOTFOUND');
    expect((await pinged()).sentence).toBe(
      `The name ${HOST} does not exist in DNS here; check the workspace name (Settings > Identities > About) and --cloud, and that DNS resolves public names.`);
  });

  test('a resolver that does not answer', async () => {
    await world(httpsServer(certificate, 200));
    net.unresolvable(HOST, 'EAI_AGAIN');
    expect((await pinged()).sentence).toBe(
      `DNS gives no answer for ${HOST}; let this machine reach its DNS servers (port 53), or name a proxy with --proxy if names are resolved there.`);
  });

  test('an issuer with control characters in its name cannot forge a line', async () => {
    const evil = new Authority('X\u001b[32m\nall is well', 'X');
    await world(httpsServer(evil.issue(HOST), 200));
    expect((await pinged()).sentence).toContain('issued by "X\\u001b[32m\\nall is well"');
  });
});

describe('revocation and trust lists', () => {
  const cases: readonly (readonly [string, () => HttpServer | 'silent' | 'refused', string])[] = [
    ['a refused port', () => 'refused', 'crl.microsoft.com, port 80 refuses the connection; let this machine out to TCP port 80, or name the proxy it must use with --proxy.'],
    ['a firewall that drops', () => 'silent',
      'crl.microsoft.com, port 80 does not answer within 1 second, as when a firewall drops the traffic; let this machine out to TCP port 80, or name the proxy it must use with --proxy.'],
    ['a firewall that answers itself', () => httpServer(403),
      'Something between here and crl.microsoft.com, port 80 refuses with status 403; let HTTP to crl.microsoft.com through, which revocation checks need.'],
    ['a gateway that cannot', () => httpServer(504),
      'crl.microsoft.com, port 80 answers with status 504: revocation checks cannot be done from here; look at what stands between.'],
  ];
  test.each(cases)('%s', async (_, pki, sentence) => {
    await world(httpsServer(certificate, 200), pki());
    const report = await pinged();
    expect({ verdict: report.verdict, sentence: report.sentence }).toEqual({ verdict: 'satisfied', sentence });
    expect(verdicts(report)['pki-crl']).toBe('violated');
  });

  test('a name that does not exist: no matter of the workspace', async () => {
    await world(httpsServer(certificate, 200));
    net.unresolvable('crl.microsoft.com', 'ENOTFOUND');
    expect((await pinged()).sentence).toBe(
      'The name crl.microsoft.com does not exist in DNS here; let DNS resolve public names, or name the proxy that this machine must use with --proxy.');
  });

  test('they decide with strict', async () => {
    await world(httpsServer(certificate, 200), 'refused');
    expect((await pinged({ strict: true })).verdict).toBe('violated');
  });

  test('404 is an answer of the host: it was reached', async () => {
    await world(httpsServer(certificate, 200), httpServer(404));
    expect(verdicts(await pinged())).toEqual(GOOD);
  });

  test('the documented paths are asked for', async () => {
    const asked: string[] = [];
    const server = httpServer(200).on('request', (request) => asked.push(`${request.headers.host}${request.url}`));
    await world(httpsServer(certificate, 200), server);
    await pinged();
    expect(asked.sort()).toEqual([
      'crl.microsoft.com/pki/crl/products/MicRooCerAut2011_2011_03_22.crl',
      'ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootstl.cab',
      'www.microsoft.com/pki/certs/MicRooCerAut_2010-06-23.crt',
      'www.microsoft.com/pkiops/crl/MicSecSerCA2011_2011-10-18.crl',
    ]);
  });
});

describe('through a proxy', () => {
  /** A world that is reached through the proxy alone. */
  async function behind(rules: Partial<ProxyRules>, seen: string[] = [], issued: Issued = certificate): Promise<void> {
    const sensor = await net.serve(httpsServer(issued, 200));
    const origins = { [`${HOST}:443`]: sensor, ...Object.fromEntries(PKI.map((host) => [`${host}:80`, 1])) };
    net.lead(PROXY, 8080, await net.serve(forwardProxy({ origins, ...rules }, seen)));
  }

  test('all is well, and names are resolved by the proxy', async () => {
    await behind({});
    const report = await pinged({ proxy: `http://${PROXY}:8080` });
    expect(verdicts(report)).toEqual(GOOD);
    expect({ proxy: report.proxy, contacted: [...new Set(net.contacted)] }).toEqual({ proxy: `${PROXY}:8080`, contacted: ['192.0.2.1:8080'] });
  });

  test('Basic authentication, credentials in the URL', async () => {
    const seen: string[] = [];
    await behind({ credentials: 'CONTOSO\\proxy user:p@ss:w0rd' }, seen);
    const report = await pinged({ proxy: `http://CONTOSO%5Cproxy%20user:p%40ss%3Aw0rd@${PROXY}:8080` });
    expect(verdicts(report)).toEqual(GOOD);
    expect(new Set(seen)).toEqual(new Set([`Basic ${Buffer.from('CONTOSO\\proxy user:p@ss:w0rd').toString('base64')}`]));
    expect(JSON.stringify(report)).not.toMatch(/p@ss|proxy user|Basic/);
  });

  const refusals: readonly (readonly [string, Partial<ProxyRules>, string, string])[] = [
    ['407 without credentials', { credentials: 'user:right' }, '',
      `The proxy ${PROXY}:8080 asks for credentials (407); let ${HOST} through without authentication, or give the sensor a user name and password for the proxy.`],
    ['407 with wrong credentials', { credentials: 'user:right' }, 'user:wrong@',
      `The proxy ${PROXY}:8080 does not take the credentials (407); correct the user name and password, or let ${HOST} through without authentication.`],
    ['401', { status: 401 }, '',
      `The proxy ${PROXY}:8080 refuses ${HOST} with status 401, which sensors take for a licensing problem; let ${HOST} through, and if credentials are what is missing, let the proxy answer 407.`],
    ['403', { status: 403 }, '',
      `The proxy ${PROXY}:8080 refuses ${HOST} with status 403, which sensors take for a licensing problem; let ${HOST} through, and if credentials are what is missing, let the proxy answer 407.`],
    ['503', { status: 503 }, '',
      `The proxy ${PROXY}:8080 answers with status 503: it cannot reach ${HOST} itself; check its DNS and its own way out to TCP port 443, and the workspace name and --cloud.`],
    ['405', { status: 405 }, '',
      `The proxy ${PROXY}:8080 answers the request for ${HOST} with status 405; let it open tunnels (CONNECT) to ${HOST}, port 443.`],
  ];
  test.each(refusals)('%s', async (_, rules, user, sentence) => {
    await behind(rules);
    const report = await pinged({ proxy: `http://${user}${PROXY}:8080` });
    expect({ verdict: report.verdict, sentence: report.sentence }).toEqual({ verdict: 'violated', sentence });
    expect(JSON.stringify(report)).not.toMatch(/wrong|right/);
  });

  test('a proxy that intercepts', async () => {
    await behind({}, [], inspector.issue(HOST));
    expect((await pinged({ proxy: `http://${PROXY}:8080` })).sentence).toBe(
      `The TLS to ${HOST} is inspected: its certificate is issued by "Contoso Inspection CA", which is no public certification authority; exempt ${HOST} from inspection.`);
  });

  const absent: readonly (readonly [string, () => Promise<number | 'silent' | 'refused'>, string])[] = [
    ['a closed port', async () => 'refused', `The proxy ${PROXY}:8080 refuses the connection; check its port, and that this machine may connect to it.`],
    ['a firewall before it', async () => 'silent', `The proxy ${PROXY}:8080 does not answer within 1 second; check its address, and that this machine may connect to it.`],
    ['a black hole', async () => net.serve(blackHole()), `The proxy ${PROXY}:8080 does not answer within 1 second; check its address, and that this machine may connect to it.`],
    ['something else', async () => net.serve(saying('220 mail ready\r\n')), `What listens at ${PROXY}:8080 does not speak HTTP as a proxy does; check the address and the scheme of the proxy.`],
  ];
  test.each(absent)('no proxy there: %s', async (_, place, sentence) => {
    net.lead(PROXY, 8080, await place());
    expect((await pinged({ proxy: `http://${PROXY}:8080` })).sentence).toBe(sentence);
  });

  test('no proxy there: a name that does not exist', async () => {
    expect((await pinged({ proxy: 'http://nowhere.contoso.com:8080' })).sentence).toBe('The name of the proxy nowhere.contoso.com:8080 does not exist in DNS here; correct it.');
  });

  test('a proxy that speaks TLS itself', async () => {
    const sensor = await net.serve(httpsServer(certificate, 200));
    const plain = await net.serve(forwardProxy({ origins: { [`${HOST}:443`]: sensor, ...Object.fromEntries(PKI.map((host) => [`${host}:80`, 1])) } }));
    const { createServer } = await import('node:tls');
    const { connect } = await import('node:net');
    net.lead(PROXY, 8443, await net.serve(createServer({ ...inspector.issue(PROXY) }, (socket) => {
      const inner = connect(plain, '127.0.0.1');
      inner.on('error', () => socket.destroy());
      socket.on('error', () => inner.destroy());
      socket.pipe(inner).pipe(socket);
    }).on('tlsClientError', () => undefined)));
    expect(verdicts(await pinged({ proxy: `https://${PROXY}:8443`, roots: [genuine.root, inspector.root] }))).toEqual(GOOD);
    expect((await pinged({ proxy: `https://${PROXY}:8443` })).sentence).toBe(
      `The TLS connection to the proxy ${PROXY}:8443 itself cannot be trusted; add its root with --ca, or use the proxy's http port.`);
  });
});

describe('what cannot be used', () => {
  test.each([
    ['no URL', 'proxy.contoso.com:8080', 'The URL of the proxy cannot be used; write it like http://proxy.contoso.com:8080.'],
    ['another scheme', 'socks5://user:s3cret@proxy:1080', 'The URL of the proxy cannot be used; write it like http://proxy.contoso.com:8080.'],
    ['a path', 'http://user:s3cret@proxy:8080/wpad.dat', 'The URL of the proxy has something behind host and port; write it like http://proxy.contoso.com:8080.'],
    ['a line break in the password', 'http://user:s3%0Acret@proxy:8080',
      'The credentials for the proxy cannot be used; write user:password, percent-encoded where they stand in the URL, without control characters.'],
    ['half an escape', 'http://user:s3cret%@proxy:8080',
      'The credentials for the proxy cannot be used; write user:password, percent-encoded where they stand in the URL, without control characters.'],
  ])('a proxy: %s', (_, url, sentence) => {
    expect(() => parseProxyUrl(url)).toThrow(new Error(sentence));
  });

  test('credentials from the environment, where the URL has none', () => {
    expect(parseProxyUrl('http://proxy:8080', 'user:pass')).toEqual({ host: 'proxy', port: 8080, isTls: false, authorization: 'Basic dXNlcjpwYXNz' });
    expect(parseProxyUrl('http://a:b@[2001:db8::1]', 'user:pass')).toEqual({ host: '2001:db8::1', port: 80, isTls: false, authorization: 'Basic YTpi' });
    expect(() => parseProxyUrl('http://proxy:8080', 'nocolon')).toThrow('The credentials for the proxy cannot be used');
  });
});

describe('root certificates from a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'roots-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('several, with text around them', async () => {
    const { readRoots } = await import('../../src/connectivity');
    writeFileSync(join(folder, 'roots.pem'), `DigiCert\n${genuine.root}\n# and\n${elsewhere.root}`);
    expect(readRoots(join(folder, 'roots.pem'))).toHaveLength(2);
  });

  test.each([
    ['none', 'nothing here', 'has no certificate in PEM form; export root certificates as "Base-64 encoded X.509".'],
    ['a damaged one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'has a certificate that cannot be read; export it again as "Base-64 encoded X.509".'],
  ])('%s', async (name, text, sentence) => {
    const { readRoots } = await import('../../src/connectivity');
    const path = join(folder, `${name}.pem`);
    writeFileSync(path, text);
    expect(() => readRoots(path)).toThrow(new Error(`The file ${path} ${sentence}`));
  });

  test('no file', async () => {
    const { readRoots } = await import('../../src/connectivity');
    expect(() => readRoots(join(folder, 'missing.pem'))).toThrow(new Error(`The file of root certificates ${folder}/missing.pem does not exist; name a file that can be read.`));
  });
});
