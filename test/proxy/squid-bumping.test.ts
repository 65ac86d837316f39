import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { freePort, RunningSquid, SQUID_BUMPS } from './squid-rig';
import { parseProxyUrl, ping } from '../../src/connectivity';
import { allowList, clientAt, connectRequest, decideBumping, readSquidConfigurationFile } from '../../src/proxy';
import { requirementsFor } from '../../src/requirements';
import { Authority, Issued } from '../connectivity/certificates';
import { httpServer, httpsServer, Loopback } from '../connectivity/loopback';

/*
 * Squid with `ssl-bump` before a local TLS server: what the reader says becomes of a tunnel, and what does. And `ping` through it.
 * The stand-ins for the documented hosts listen on the documented ports of an address of loopback of their own.
 */

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const PKI = ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'];
const ORIGIN = '127.83.0.2';
const CLIENT = 0x7f050004;

const genuine = new Authority('DigiCert Test Root', 'DigiCert Inc');
const inspector = new Authority('Contoso Inspection CA', 'Contoso');

/** Makes certificates for `generate-host-certificates`; where it is depends on the distribution. */
const CERTIFICATE_HELPER = ['/usr/lib/squid/security_file_certgen', '/usr/lib64/squid/security_file_certgen'].find((path) => existsSync(path));
const CAN_BUMP = SQUID_BUMPS && CERTIFICATE_HELPER !== undefined;

/** The documented ports need a right that not every account has. */
const MAY_LISTEN = [80, 443].every((documented) => spawnSync(process.execPath, [
  '-e', `require('net').createServer().on('error', () => process.exit(1)).listen(${documented}, '${ORIGIN}', () => process.exit(0))`,
]).status === 0);
const CAN_TRY = CAN_BUMP && MAY_LISTEN;

function listening(server: Server, on: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(on, ORIGIN, resolve);
  });
}

let folder: string;
let port: number;
const servers: Server[] = [];

/** Names in the certificates that clients presented to the sensor host; `undefined` for none. */
const presented: (string | undefined)[] = [];

function nameOf(client: TLSSocket): string | undefined {
  const { subject } = client.getPeerCertificate();
  return subject === undefined ? undefined : String(subject.CN);
}

beforeAll(async () => {
  if (!CAN_TRY) return;
  folder = mkdtempSync(join(tmpdir(), 'bumping-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'ca.pem'), `${inspector.root}${inspector.key}`);
  writeFileSync(join(folder, 'genuine.pem'), genuine.root);
  port = await freePort();
  // As the service does, it asks clients for a certificate.
  const sensorApi = httpsServer(genuine.issue(HOST), 200, { requestCert: true, rejectUnauthorized: false });
  sensorApi.on('secureConnection', (socket: TLSSocket) => presented.push(nameOf(socket)));
  servers.push(sensorApi, httpServer(200));
  await Promise.all([listening(servers[0], 443), listening(servers[1], 80)]);
});
afterAll(() => {
  servers.forEach((server) => server.close());
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const NAMES = Object.fromEntries([HOST, ...PKI].map((host) => [host, ORIGIN]));

function bumping(lines: string): string {
  return [
    `http_port ${port} ssl-bump cert=${folder}/ca.pem generate-host-certificates=on`,
    `sslcrtd_program ${CERTIFICATE_HELPER}`,
    'sslcrtd_children 1',
    `tls_outgoing_options cafile=${folder}/genuine.pem`,
    'http_access allow all',
    'acl step1 at_step SslBump1',
    'acl step2 at_step SslBump2',
    `acl sensor dstdomain -n ${HOST}`,
    'acl names ssl::server_name .atp.azure.com',
    'acl others ssl::server_name .example.com',
    lines,
    '',
  ].join('\n');
}

/** What a client that trusts nobody sees at the other end of a tunnel. */
function seen(): Promise<'tunnel' | 'bump' | 'terminate'> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`CONNECT ${HOST}:443 HTTP/1.1\r\nHost: ${HOST}:443\r\n\r\n`));
    socket.setTimeout(8000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('close', () => resolve('terminate'));
    socket.once('data', () => {
      socket.removeAllListeners('error');
      const tls = connectTls({ socket, servername: HOST, rejectUnauthorized: false }, () => {
        resolve(tls.getPeerCertificate().issuer.CN === 'DigiCert Test Root' ? 'tunnel' : 'bump');
        tls.destroy();
      });
      tls.on('error', () => resolve('terminate'));
      tls.on('close', () => resolve('terminate'));
    });
  });
}

const whenSquidBumps = CAN_TRY ? describe : describe.skip;

whenSquidBumps('ssl_bump, as a running Squid has it (needs squid-openssl)', () => {
  test.each([
    ['no line'], ['ssl_bump splice all'], ['ssl_bump none all'], ['ssl_bump bump all'], ['ssl_bump terminate all'], ['ssl_bump splice sensor\nssl_bump bump all'],
    ['ssl_bump bump all\nssl_bump splice sensor'], ['ssl_bump peek step1\nssl_bump splice names\nssl_bump bump all'], ['ssl_bump peek step1\nssl_bump splice others\nssl_bump bump all'],
    ['ssl_bump peek step1\nssl_bump terminate names\nssl_bump splice all'], ['ssl_bump peek all'], ['ssl_bump peek step1'], ['ssl_bump peek all\nssl_bump splice all'],
    ['ssl_bump stare all'], ['ssl_bump stare step1\nssl_bump bump all'], ['ssl_bump splice others'], ['ssl_bump splice step2\nssl_bump bump step1'],
  ])('%s', async (lines) => {
    const text = bumping(lines === 'no line' ? '' : lines);
    const path = join(folder, 'squid.conf');
    writeFileSync(path, text);
    const { outcomes } = decideBumping(readSquidConfigurationFile(path)!, connectRequest(HOST, 443), clientAt(CLIENT), () => undefined);
    const possible = (['tunnel', 'bump', 'terminate'] as const).filter((outcome) => !outcomes[outcome].isEmpty);
    const squid = await RunningSquid.start(text, port, NAMES);
    try {
      expect(possible).toEqual([await seen()]);
    } finally {
      await squid.stop();
    }
  });

  test.each([
    ['ssl_bump stare step1'], ['ssl_bump peek all\nssl_bump bump all'], ['ssl_bump stare all\nssl_bump splice all'],
  ])('%s: more than one outcome is possible, and one of them comes', async (lines) => {
    const text = bumping(lines);
    const path = join(folder, 'squid.conf');
    writeFileSync(path, text);
    const { outcomes, doubts } = decideBumping(readSquidConfigurationFile(path)!, connectRequest(HOST, 443), clientAt(CLIENT), () => undefined);
    const possible = (['tunnel', 'bump', 'terminate'] as const).filter((outcome) => !outcomes[outcome].isEmpty);
    const squid = await RunningSquid.start(text, port, NAMES);
    try {
      expect({ possible, doubts: doubts.length > 0 }).toEqual({ possible: ['tunnel', 'bump'], doubts: true });
      expect(possible).toContain(await seen());
    } finally {
      await squid.stop();
    }
  });

  test('ping tells that such a proxy inspects, and names its authority', async () => {
    expect(await pingThrough(bumping('ssl_bump bump all'))).toMatchObject({
      verdict: 'violated',
      sentence: `The TLS to ${HOST} is inspected: its certificate is issued by "Contoso Inspection CA", which is no public certification authority; exempt ${HOST} from inspection.`,
    });
  });

  test('ping is content with the configuration that allow-list writes', async () => {
    const text = allowList('squid', { workspace: 'contoso-corp', proxy: `127.0.0.1:${port}`, sensors: ['127.0.0.1'] });
    expect(await pingThrough(text)).toMatchObject({
      verdict: 'satisfied', sentence: 'Sensors can reach Defender for Identity and the hosts of revocation and trust lists from here.',
    });
  });

  test('both ends authenticate each other through the configuration that allow-list writes, and not through one that bumps', async () => {
    const text = allowList('squid', { workspace: 'contoso-corp', proxy: `127.0.0.1:${port}`, sensors: ['127.0.0.1'] });
    const client = genuine.issue('sensor.contoso.local');
    presented.length = 0;
    for (const configuration of [text, bumping('ssl_bump bump all')]) {
      const squid = await RunningSquid.start(configuration, port, NAMES);
      try {
        await answered(client);
      } finally {
        await squid.stop();
      }
    }
    expect(presented).toEqual(['sensor.contoso.local', undefined]);
  });

  /** A request through a tunnel, by a client that presents a certificate. */
  function answered(client: Issued): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(`CONNECT ${HOST}:443 HTTP/1.1\r\nHost: ${HOST}:443\r\n\r\n`));
      socket.setTimeout(8000, () => socket.destroy(new Error('no answer')));
      socket.once('error', reject);
      socket.once('data', () => {
        const tls = connectTls({ socket, servername: HOST, rejectUnauthorized: false, ...client }, () => tls.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
        tls.once('data', () => {
          tls.destroy();
          resolve();
        });
        tls.on('error', reject);
      });
    });
  }

  test('ping tells that a proxy for another workspace refuses', async () => {
    const text = allowList('squid', { workspace: 'fabrikam', proxy: `127.0.0.1:${port}`, sensors: ['127.0.0.1'] });
    expect(await pingThrough(text)).toMatchObject({ verdict: 'violated', sentence: expect.stringContaining(`refuses ${HOST} with status 403`) });
  });

  async function pingThrough(text: string): ReturnType<typeof ping> {
    const squid = await RunningSquid.start(text, port, NAMES);
    try {
      return await ping({
        requirements: requirementsFor({ workspace: 'contoso-corp' }),
        workspace: 'contoso-corp',
        cloud: 'commercial',
        strict: true,
        ways: { network: new Loopback().lead('proxy.contoso.com', 8080, port), proxy: parseProxyUrl('http://proxy.contoso.com:8080'), roots: [genuine.root], seconds: 5 },
      });
    } finally {
      await squid.stop();
    }
  }
});

if (!CAN_BUMP) test.skip('Squid that looks into TLS is not installed: apt-get install squid-openssl', () => undefined);
else if (!MAY_LISTEN) test.skip('This account may not listen on ports 80 and 443 of loopback: run as root', () => undefined);
