import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Asked, describeWithSquid, freePort, RunningSquid } from './squid-rig';
import { parseAddress } from '../../src/packets';
import { allowList, clientAt, decide, documentedTraffic, readSquidConfigurationFile, SquidConfiguration, SquidRequest } from '../../src/proxy';
import { requirementsFor } from '../../src/requirements';

/*
 * The reader's answer against a running Squid's, request by request: for the generated configuration, for every mutation of it, and
 * for small configurations that each turn on one rule of Squid's language.
 */

const SENSOR_HOST = 'contoso-corpsensorapi.atp.azure.com';
const ORIGIN = '127.83.0.1';
const SENSOR = '127.5.0.4';
const STRANGER = '127.9.0.4';

const HOSTS = [SENSOR_HOST, 'crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com', 'evil.example', `x${SENSOR_HOST}`, `x.${SENSOR_HOST}`, 'atp.azure.com'];
const NAMES: Readonly<Record<string, string>> = Object.fromEntries(HOSTS.map((host) => [host, ORIGIN]));

const REQUESTS: readonly (readonly [string, string])[] = [
  ['CONNECT', `${SENSOR_HOST}:443`],
  ['CONNECT', `${SENSOR_HOST}:80`],
  ['CONNECT', `${SENSOR_HOST}:8443`],
  ['CONNECT', `x${SENSOR_HOST}:443`],
  ['CONNECT', `x.${SENSOR_HOST}:443`],
  ['CONNECT', 'atp.azure.com:443'],
  ['CONNECT', 'crl.microsoft.com:80'],
  ['CONNECT', 'crl.microsoft.com:443'],
  ['CONNECT', `${ORIGIN}:443`],
  ['GET', `http://${SENSOR_HOST}/tri/sensor/api/ping`],
  ['GET', 'http://crl.microsoft.com/pki/crl/products/MicRooCerAut2011_2011_03_22.crl'],
  ['GET', 'http://crl.microsoft.com:8080/a.crl'],
  ['GET', 'http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootstl.cab?1'],
  ['GET', 'http://www.microsoft.com/pkiops/crl/MicSecSerCA2011_2011-10-18.crl'],
  ['GET', 'http://www.microsoft.com/pkiops/'],
  ['GET', 'http://www.microsoft.com/pkiops'],
  ['GET', 'http://www.microsoft.com/PKIOPS/a'],
  ['GET', 'http://www.microsoft.com/pki/certs/MicRooCerAut_2010-06-23.crt'],
  ['GET', 'http://www.microsoft.com/en-us/pki/x.exe'],
  ['GET', 'http://www.microsoft.com/%70ki/a%20b'],
  ['POST', 'http://www.microsoft.com/pki/certs/a'],
  ['HEAD', 'http://crl.microsoft.com/a.crl'],
  ['GET', 'http://evil.example/pki/a'],
  ['GET', `http://${ORIGIN}/pki/a`],
  ['GET', 'ftp://crl.microsoft.com:80/a'],
];

/** A request target as the reader's model has it. */
function requestOf(method: string, target: string): SquidRequest {
  if (method === 'CONNECT') {
    const [host, port] = target.split(':');
    return { method, scheme: '', host, port: Number(port) };
  }
  const [, scheme, host, port, path] = /^(\w+):\/\/([^/:]+)(?::(\d+))?(\/.*)$/.exec(target)!;
  const usual: Record<string, number> = { http: 80, https: 443, ftp: 21 };
  return { method, scheme, host: host.toLowerCase(), port: port === undefined ? usual[scheme] : Number(port), path: decodeURIComponent(path) };
}

type Answer = 'permitted' | 'denied' | 'unknown';

function read(configuration: SquidConfiguration, { method, target, from }: Asked): Answer {
  const { decisions: [{ allowed, denied }] } = decide(configuration, requestOf(method, target), clientAt(parseAddress(from!)!), () => undefined);
  return denied.isEmpty ? 'permitted' : allowed.isEmpty ? 'denied' : 'unknown';
}

function questions(requests: readonly (readonly [string, string])[]): Asked[] {
  return requests.flatMap(([method, target]) => [SENSOR, STRANGER].map((from) => ({ method, target, from })));
}

function sentence({ method, target, from }: Asked, answer: Answer): string {
  return `${method} ${target} from ${from}: ${answer}`;
}

let folder: string;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agreement-'));
  port = await freePort();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Both answers to every question; those that the reader leaves open are given on their own. */
async function answers(
  text: string, asked: readonly Asked[], names = NAMES,
): Promise<{ readonly read: string[]; readonly ran: string[]; readonly open: string[] }> {
  const path = join(folder, 'squid.conf');
  writeFileSync(path, text);
  const configuration = readSquidConfigurationFile(path)!;
  const squid = await RunningSquid.start(text, port, names);
  try {
    const result = { read: [] as string[], ran: [] as string[], open: [] as string[] };
    for (const one of asked) {
      const fromReading = read(configuration, one);
      const fromRunning = await squid.permits(one) ? 'permitted' : 'denied';
      if (fromReading === 'unknown') {result.open.push(sentence(one, 'unknown'));} else {
        result.read.push(sentence(one, fromReading));
        result.ran.push(sentence(one, fromRunning));
      }
    }
    return result;
  } finally {
    await squid.stop();
  }
}

function generated(): string {
  return allowList('squid', { workspace: 'contoso-corp', proxy: `127.0.0.1:${port}`, sensors: ['127.5.0.0/24'] });
}

/** The generated configuration with one thing changed in each. */
function mutations(text: string): (readonly [string, string])[] {
  const lines = text.split('\n');
  const without = (index: number): string => [...lines.slice(0, index), ...lines.slice(index + 1)].join('\n');
  const replaced = (index: number, line: string): string => [...lines.slice(0, index), line, ...lines.slice(index + 1)].join('\n');
  return lines.flatMap((line, index): (readonly [string, string])[] => {
    if (line.startsWith('http_access')) {
      const other = line.includes(' allow ') ? line.replace(' allow ', ' deny ') : line.replace(' deny ', ' allow ');
      const next = lines[index + 1] ?? '';
      return [
        [`without "${line}"`, without(index)],
        [`"${other}"`, replaced(index, other)],
        [`"${line}" last`, `${without(index)}\n${line}\n`],
        [`"${line}" first`, moveFirst(lines, index)],
        ...(line.includes('!') ? [[`"${line}" without !`, replaced(index, line.replace('!', ''))] as const] : []),
        ...(next.startsWith('http_access') ? [[`"${line}" behind the next`, [...lines.slice(0, index), next, line, ...lines.slice(index + 2)].join('\n')] as const] : []),
      ];
    }
    if (/^acl \w+ (dstdomain|port|urlpath_regex|method)/.test(line)) {
      const changed = line
        .replace('dstdomain -n www.microsoft.com', 'dstdomain -n .microsoft.com')
        .replace(`dstdomain -n ${SENSOR_HOST}`, 'dstdomain -n .atp.azure.com')
        .replace('dstdomain -n crl.microsoft.com', 'dstdomain -n *.crl.microsoft.com')
        .replace('port 80', 'port 80-8080')
        .replace('port 443', 'port 8443')
        .replace('urlpath_regex ^', 'urlpath_regex -i ')
        .replace('GET HEAD', 'HEAD POST');
      return changed === line ? [] : [[`"${changed}"`, replaced(index, changed)]];
    }
    return [];
  });
}

/** The access line before all other access lines. */
function moveFirst(lines: readonly string[], index: number): string {
  const first = lines.findIndex((line) => line.startsWith('http_access'));
  const rest = lines.filter((_, other) => other !== index);
  return [...rest.slice(0, first), lines[index], ...rest.slice(first)].join('\n');
}

describeWithSquid('the configuration that allow-list writes', () => {
  test('lets the documented requests of sensors through and nothing else', async () => {
    const { ran, open } = await answers(generated(), questions(REQUESTS));
    expect(open).toEqual([]);
    expect(ran.filter((answer) => answer.endsWith('permitted'))).toEqual([
      `CONNECT ${SENSOR_HOST}:443`,
      'GET http://crl.microsoft.com/pki/crl/products/MicRooCerAut2011_2011_03_22.crl',
      'GET http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootstl.cab?1',
      'GET http://www.microsoft.com/pkiops/crl/MicSecSerCA2011_2011-10-18.crl',
      'GET http://www.microsoft.com/pkiops/',
      'GET http://www.microsoft.com/pki/certs/MicRooCerAut_2010-06-23.crt',
      'GET http://www.microsoft.com/%70ki/a%20b',
      'HEAD http://crl.microsoft.com/a.crl',
    ].map((request) => `${request} from ${SENSOR}: permitted`));
  });

  const GENERATED = ['commercial', 'gcc', 'gcc-high', 'dod'].flatMap((cloud) => ['2', '3', 'both'].map((sensorVersion) => ({ cloud, sensorVersion })));

  test.each(GENERATED)('for $cloud and sensors of version $sensorVersion: the documented requests and nothing else, read as it runs', async ({ cloud, sensorVersion }) => {
    const question = { workspace: 'contoso-corp', cloud, sensorVersion };
    const { tunnels, fetches } = documentedTraffic(requirementsFor(question));
    const named = (host: string): string => host.replace(/^\*\./, 'tenant.');
    const documented: [string, string][] = [
      ...tunnels.map(({ host, port: own }): [string, string] => ['CONNECT', `${named(host)}:${own}`]),
      ...fetches.map(({ host, pathPrefix }): [string, string] => ['GET', `http://${named(host)}${pathPrefix}a.crl`]),
    ];
    const forbidden: [string, string][] = tunnels.flatMap(({ host }): [string, string][] => [
      ['CONNECT', `${named(host)}:80`], ['CONNECT', `${named(host)}:8443`], ['CONNECT', `${named(host)}.evil.example:443`], ['GET', `http://${named(host)}/`],
    ]);
    const text = allowList('squid', { ...question, proxy: `127.0.0.1:${port}`, sensors: ['127.5.0.0/24'] });
    const all = [...documented, ...forbidden, ['CONNECT', `${ORIGIN}:443`], ['CONNECT', 'evil.example:443']] as [string, string][];
    const hosts = all.map(([, target]) => target.replace(/^http:\/\//, '').replace(/[:/].*$/, ''));
    const { read: fromReading, ran, open } = await answers(text, questions(all), { ...NAMES, ...Object.fromEntries(hosts.map((host) => [host, ORIGIN])) });
    expect({ open, answers: fromReading }).toEqual({ open: [], answers: ran });
    expect(ran.filter((answer) => answer.endsWith('permitted'))).toEqual(documented.map(([method, target]) => `${method} ${target} from ${SENSOR}: permitted`));
  });

  test('means what a running Squid does, and so does every mutation of it', async () => {
    const all = mutations(generated());
    expect(all.length).toBeGreaterThan(50);
    for (const [name, text] of all) {
      const { read: fromReading, ran, open } = await answers(text, questions(REQUESTS));
      expect({ name, open, answers: fromReading }).toEqual({ name, open: [], answers: ran });
    }
  });
});

/** One rule of the language each: a name, the lines, and how many of the answers may stay open. */
const LANGUAGE: readonly (readonly [string, string])[] = [
  ['no http_access line denies', ''],
  ['the opposite of the last line, allow', 'acl a port 80\nhttp_access allow a'],
  ['the opposite of the last line, deny', 'acl a port 80\nhttp_access deny a'],
  ['lines of one name are one list', 'acl a port 80\nacl a port 443\nhttp_access allow a\nhttp_access deny all'],
  ['a list may grow behind its use', 'acl a port 80\nhttp_access allow a\nhttp_access deny all\nacl a port 443'],
  ['names in any case', 'acl Ports port 80\nhttp_access allow PORTS\nhttp_access deny ALL'],
  ['an access line without lists is skipped', 'http_access deny\nacl a port 80\nhttp_access allow a\nhttp_access deny all'],
  ['a continued line', 'acl a port \\\n  80 \\\n# not the end\n 443\nhttp_access allow a\nhttp_access deny all'],
  ['a comment ends a line', 'acl a port 80 # 443\nhttp_access allow a # b\nhttp_access deny all'],
  ['a hash inside a word is no comment', 'acl a urlpath_regex x#y\nhttp_access deny a\nhttp_access allow all'],
  ['everything, as it used to be written', 'acl a src 0.0.0.0/0\nhttp_access allow a\nhttp_access deny all'],
  ['a dotted mask', 'acl a src 127.5.0.0/255.255.0.0\nhttp_access allow a\nhttp_access deny all'],
  ['bits beyond a mask', 'acl a src 127.5.0.77/16\nhttp_access allow a\nhttp_access deny all'],
  ['a range of clients', 'acl a src 127.5.0.1-127.5.0.9\nhttp_access allow a\nhttp_access deny all'],
  ['a range of networks', 'acl a src 127.1.0.0-127.5.0.0/16\nhttp_access allow a\nhttp_access deny all'],
  ['a literal address as a domain', `acl a dstdomain -n ${ORIGIN}\nhttp_access allow a\nhttp_access deny all`],
  ['domains in upper case', 'acl a dstdomain -n WWW.Microsoft.COM\nhttp_access allow a\nhttp_access deny all'],
  ['a domain with a dot in front', 'acl a dstdomain -n .microsoft.com\nhttp_access allow a\nhttp_access deny all'],
  ['a domain and one below it', 'acl a dstdomain -n .microsoft.com www.microsoft.com\nhttp_access allow a\nhttp_access deny all'],
  ['a pattern over hosts', 'acl a dstdom_regex -n ^(crl|www)\\.microsoft\\.com$\nhttp_access allow a\nhttp_access deny all'],
  ['a pattern over URLs', 'acl a url_regex ^http://www\\.microsoft\\.com/(pkiops|pki)/\nhttp_access allow a\nhttp_access deny all'],
  ['a pattern over URLs in any case, then not', 'acl a url_regex -i /PKIOPS/ +i /PKI/\nhttp_access allow a\nhttp_access deny all'],
  ['a pattern over the URL of CONNECT', `acl a url_regex ^${SENSOR_HOST.replaceAll('.', '\\.')}:443$\nhttp_access allow a\nhttp_access deny all`],
  ['a pattern over paths', 'acl a urlpath_regex \\.crl$ [[:digit:]]{4}-[0-9]+ ^/pki(ops)?/?$\nhttp_access allow a\nhttp_access deny all'],
  ['CONNECT has no path', 'acl a urlpath_regex .*\nhttp_access allow a\nhttp_access deny all'],
  ['CONNECT has no path, negated', 'acl a urlpath_regex .*\nhttp_access allow !a\nhttp_access deny all'],
  ['escapes are undone before patterns', 'acl a urlpath_regex ^/pki/a\\ b$\nhttp_access allow a\nhttp_access deny all'],
  ['schemes', 'acl a proto HTTP\nhttp_access allow a\nhttp_access deny all'],
  ['schemes, ftp', 'acl a proto ftp\nhttp_access allow a\nhttp_access deny all'],
  ['methods', 'acl a method POST CONNECT\nhttp_access allow a\nhttp_access deny all'],
  ['lists of lists', 'acl p port 80\nacl h dstdomain -n www.microsoft.com\nacl both all-of p h\nacl c method CONNECT\nacl any any-of both c\nhttp_access allow any\nhttp_access deny all'],
  ['lists of lists, negated', 'acl p port 80\nacl h dstdomain -n www.microsoft.com\nacl both all-of p !h\nhttp_access allow !both\nhttp_access deny all'],
  ['lines of lists of lists', 'acl p port 443\nacl h dstdomain -n www.microsoft.com\nacl x all-of p\nacl x all-of h\nhttp_access allow x\nhttp_access deny all'],
  ['the manager\'s own list', 'http_access deny manager\nhttp_access allow all'],
  ['destinations that no documented host has', 'acl inside dst 169.254.0.0/16\nhttp_access deny inside\nhttp_access allow all'],
  ['replies', 'http_access allow all\nacl c method CONNECT\nhttp_reply_access deny c'],
  ['forwarding of what is not cached', 'http_access allow all\nacl c method CONNECT\nmiss_access deny c'],
  ['forwarding of what is not cached, by host', 'http_access allow all\nacl h dstdomain -n www.microsoft.com\nmiss_access deny h'],
  ['a second look', 'http_access allow all\nacl h dstdomain -n www.microsoft.com\nadapted_http_access deny h'],
  ['names that TLS would say', `acl a ssl::server_name ${SENSOR_HOST}\nhttp_access allow CONNECT a\nhttp_access deny all`],
  ['names that TLS would say, below', 'acl a ssl::server_name .atp.azure.com\nhttp_access allow CONNECT a\nhttp_access deny all'],
  ['an empty list', 'acl a port\nhttp_access allow a\nhttp_access deny all'],
  ['two lists on a line, one negated', 'acl a port 80\nhttp_access allow all !a'],
];

/** Of a literal address, some lists may know the name: the reader does not guess. */
const MAY_STAY_OPEN = /127\.83\.0\.1(:443|\/pki\/a) from/;

describeWithSquid('the language of squid.conf, as a running Squid has it', () => {
  test.each(LANGUAGE)('%s', async (_, lines) => {
    const { read: fromReading, ran, open } = await answers(`http_port ${port}\n${lines}\n`, questions(REQUESTS));
    expect(open.filter((sentenceLeftOpen) => !MAY_STAY_OPEN.test(sentenceLeftOpen))).toEqual([]);
    expect(fromReading).toEqual(ran);
  });

  test('values from a file beside the configuration', async () => {
    writeFileSync(join(folder, 'domains'), '# ours\n\ncrl.microsoft.com\n  www.microsoft.com   # and this\n');
    const lines = `acl a dstdomain -n "${join(folder, 'domains')}"\nhttp_access allow a\nhttp_access deny all`;
    const { read: fromReading, ran, open } = await answers(`http_port ${port}\n${lines}\n`, questions(REQUESTS));
    expect({ open, answers: fromReading }).toEqual({ open: [], answers: ran });
    expect(ran).toContain(`GET http://crl.microsoft.com:8080/a.crl from ${STRANGER}: permitted`);
  });

  test('an included file, by a pattern', async () => {
    writeFileSync(join(folder, '10-allow.rules'), 'acl a port 80\nhttp_access allow a\n');
    writeFileSync(join(folder, '20-deny.rules'), 'http_access deny all\n');
    const { read: fromReading, ran, open } = await answers(`http_port ${port}\ninclude ${folder}/*.rules\n`, questions(REQUESTS));
    expect({ open, answers: fromReading }).toEqual({ open: [], answers: ran });
    expect(ran).toContain(`GET http://evil.example/pki/a from ${STRANGER}: permitted`);
  });
});

/** Lists of every kind that the reader decides, and lines over them. */
const LISTS: readonly string[] = [
  'sensors src 127.5.0.0/24', 'strangers src 127.9.0.0/16', 'web port 80', 'tls port 443', 'any_port port 1-9000', `sensor dstdomain -n ${SENSOR_HOST}`,
  'zone dstdomain -n .atp.azure.com', 'pki dstdomain -n crl.microsoft.com www.microsoft.com', 'hosts dstdom_regex -n microsoft\\.com$',
  'paths urlpath_regex ^/pki(ops)?/', 'files urlpath_regex -i \\.(crl|crt)$', 'urls url_regex ^http://www\\.microsoft\\.com/', 'fetch method GET HEAD', 'http proto HTTP',
  'both all-of web pki', 'either any-of tls paths',
];
const LIST_NAMES = [...LISTS.map((list) => list.split(' ')[0]), 'CONNECT', 'all'];

const line = fc.record({
  action: fc.constantFrom('allow', 'deny'),
  terms: fc.array(fc.tuple(fc.boolean(), fc.constantFrom(...LIST_NAMES)), { minLength: 1, maxLength: 3 }),
}).map(({ action, terms }) => `http_access ${action} ${terms.map(([negated, name]) => `${negated ? '!' : ''}${name}`).join(' ')}`);

describeWithSquid('random configurations', () => {
  test('the reader and a running Squid agree', async () => {
    await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (lines) => {
      const text = [`http_port ${port}`, ...LISTS.map((list) => `acl ${list}`), ...lines, ''].join('\n');
      const { read: fromReading, ran, open } = await answers(text, questions(REQUESTS));
      expect(open.filter((leftOpen) => !MAY_STAY_OPEN.test(leftOpen))).toEqual([]);
      expect(fromReading).toEqual(ran);
    }), { numRuns: 40, endOnFailure: true });
  });
});
