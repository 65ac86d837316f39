import { getQuickJS } from '@tootallnate/quickjs-emscripten';
import { createPacResolver } from 'pac-resolver';
import { allowList } from '../../src/proxy';

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const PROXY = 'proxy.contoso.com:8080';

/** What a real engine for proxy auto-configuration makes of the file. */
async function proxyFor(pac: string, url: string): Promise<string> {
  return createPacResolver(await getQuickJS(), pac)(url);
}

describe('hosts', () => {
  test('the documented ones, each once', () => {
    expect(allowList('hosts', { workspace: 'Contoso-Corp' })).toBe(`${HOST}\ncrl.microsoft.com\nctldl.windowsupdate.com\nwww.microsoft.com\n`);
  });

  test.each([
    ['gcc', ['contososensorapi.atp.gcc.azure.com', 'contososensorapi.gcc.atp.azure.com']],
    ['gcc-high', ['contososensorapi.atp.azure.us']],
    ['dod', ['contososensorapi.atp.azure.us']],
  ])('of %s', (cloud, hosts) => {
    expect(allowList('hosts', { workspace: 'contoso', cloud }).split('\n').slice(0, hosts.length)).toEqual(hosts);
  });

  test('of version 3 sensors, which have no host of the workspace', () => {
    expect(allowList('hosts', { workspace: 'contoso', sensorVersion: 3 })).not.toContain('sensorapi');
    expect(allowList('hosts', { workspace: 'contoso', sensorVersion: 3 })).toContain('*.endpoint.security.microsoft.com\n');
  });
});

describe('PAC file, evaluated by a PAC engine', () => {
  const pac = allowList('pac', { workspace: 'contoso-corp', proxy: PROXY });

  test.each([
    `https://${HOST}/tri/sensor/api/ping`, `https://${HOST.toUpperCase()}/`, `https://${HOST}./`, 'http://crl.microsoft.com/pki/crl/products/a.crl', 'http://ctldl.windowsupdate.com/x',
    'http://www.microsoft.com/pkiops/crl/a.crl', 'http://www.microsoft.com/pki/certs/a.crt', 'https://www.microsoft.com/',
  ])('%s goes through the proxy', async (url) => {
    expect(await proxyFor(pac, url)).toBe(`PROXY ${PROXY}`);
  });

  test.each([
    'https://fabrikamsensorapi.atp.azure.com/', `https://x${HOST}/`, `https://x.${HOST}/`, `https://${HOST}.evil.example/`, 'https://atp.azure.com/', 'https://contoso-corp.sensorapi.atp.azure.com/',
    'http://xcrl.microsoft.com/', 'http://microsoft.com/', 'http://dc1/', 'http://10.1.0.4/', `http://evil.example/?${HOST}`, 'https://login.microsoftonline.com/',
  ])('%s goes directly', async (url) => {
    expect(await proxyFor(pac, url)).toBe('DIRECT');
  });

  test('wildcards of version 3 sensors mean the names below them', async () => {
    const both = allowList('pac', { workspace: 'contoso-corp', proxy: '[2001:db8::10]:8080', sensorVersion: 'both' });
    expect(await proxyFor(both, 'https://eu.endpoint.security.microsoft.com/')).toBe('PROXY [2001:db8::10]:8080');
    expect(await proxyFor(both, 'https://a.b.endpoint.security.microsoft.com/')).toBe('PROXY [2001:db8::10]:8080');
    expect(await proxyFor(both, 'https://endpoint.security.microsoft.com/')).toBe('DIRECT');
    expect(await proxyFor(both, 'https://xendpoint.security.microsoft.com/')).toBe('DIRECT');
    expect(await proxyFor(both, `https://${HOST}/`)).toBe('PROXY [2001:db8::10]:8080');
  });

  test('is the ECMAScript 3 that WinHTTP reads', () => {
    expect(pac).not.toMatch(/=>|`|\b(?:let|const|class)\b|\.includes\(|\.endsWith\(/);
  });
});

describe('Squid configuration', () => {
  const text = allowList('squid', { workspace: 'contoso-corp', sensors: ['10.1.0.4', '10.1.0.5', '2001:db8::4'] });
  const lines = text.split('\n');
  const at = (line: string): number => lines.indexOf(line);

  test('the guards come before what is let through, and all else is denied last', () => {
    const access = lines.filter((line) => line.startsWith('http_access'));
    expect(access.slice(0, 3)).toEqual(['http_access deny !Safe_ports', 'http_access deny CONNECT !SSL_ports', 'http_access deny !localnet']);
    expect(access.at(-1)).toBe('http_access deny all');
    expect(access.filter((line) => line.includes(' allow ') && line.includes('CONNECT'))).toEqual(['http_access allow CONNECT mdi_sensor_api mdi_port_443']);
  });

  test('hosts are compared without lookups, sources are the sensors, nothing is bumped', () => {
    expect(lines.filter((line) => /dstdomain(?! -n)/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('acl localnet'))).toEqual(['acl localnet src 10.1.0.4/31', 'acl localnet src 2001:db8::4']);
    expect(text).not.toMatch(/ssl_bump|ssl-bump\n|intercept/);
  });

  test('listens where the proxy is said to be', () => {
    expect(at('http_port 3128')).toBeGreaterThan(0);
    expect(allowList('squid', { workspace: 'contoso-corp', proxy: PROXY })).toContain('\nhttp_port 8080\n');
  });

  test('names of lists are distinct and short enough for Squid', () => {
    for (const cloud of ['commercial', 'gcc']) {
      const names = allowList('squid', { workspace: 'c'.repeat(54), cloud, sensorVersion: 'both' }).split('\n')
        .filter((line) => line.startsWith('acl mdi_')).map((line) => line.split(' ')[1]);
      expect(new Set(names).size).toBe(names.length);
      expect(Math.max(...names.map((name) => name.length))).toBeLessThan(64);
    }
  });
});

describe('rules for Azure Firewall as explicit proxy', () => {
  interface Rules { readonly applicationRules: Record<'Standard' | 'Premium', readonly Record<string, unknown>[]> }
  const { applicationRules } = JSON.parse(allowList('azure-explicit-proxy', { workspace: 'contoso-corp', sensors: ['10.1.0.4'] })) as Rules;

  test('the sensor host by name, over HTTPS, without TLS termination, on both tiers', () => {
    for (const tier of ['Standard', 'Premium'] as const) {
      expect(applicationRules[tier][0]).toEqual({
        ruleType: 'ApplicationRule', name: 'sensor-api', description: 'Defender for Identity: sensor-api', protocols: [{ protocolType: 'Https', port: 443 }],
        sourceAddresses: ['10.1.0.4'], targetFqdns: [HOST], terminateTLS: false,
      });
    }
  });

  test('PKI over HTTP: hosts on Standard, URLs with their paths on Premium', () => {
    expect(applicationRules.Standard.slice(1).map(({ targetFqdns, protocols }) => [targetFqdns, protocols])).toEqual(
      ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com', 'www.microsoft.com'].map((host) => [[host], [{ protocolType: 'Http', port: 80 }]]));
    expect(applicationRules.Premium.slice(1).flatMap(({ targetUrls }) => targetUrls)).toEqual(
      ['crl.microsoft.com/*', 'ctldl.windowsupdate.com/*', 'www.microsoft.com/pkiops/*', 'www.microsoft.com/pki/*']);
  });
});

test('the table for other proxies has a row for each documented request', () => {
  const rows = allowList('markdown', { workspace: 'contoso-corp' }).split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual([
    `| \`${HOST}\` | 443 | HTTPS, \`CONNECT ${HOST}:443\` | required | sensor-api |`,
    '| `crl.microsoft.com` | 80 | HTTP, `http://crl.microsoft.com/*` | recommended | pki-crl |',
    '| `ctldl.windowsupdate.com` | 80 | HTTP, `http://ctldl.windowsupdate.com/*` | recommended | pki-ctl |',
    '| `www.microsoft.com` | 80 | HTTP, `http://www.microsoft.com/pkiops/*` | recommended | pki-pkiops |',
    '| `www.microsoft.com` | 80 | HTTP, `http://www.microsoft.com/pki/*` | recommended | pki-certs |',
  ]);
});

describe('what cannot be answered', () => {
  test.each([
    ['another proxy', 'nginx', {}, 'There is no allow list for "nginx"; write squid, pac, azure-explicit-proxy, hosts or markdown.'],
    ['a name of an object\'s own', '__proto__', {}, 'There is no allow list for "__proto__"; write squid, pac, azure-explicit-proxy, hosts or markdown.'],
    ['a PAC file without a proxy', 'pac', {}, 'A PAC file names the proxy, and none is given; add --proxy HOST:PORT.'],
    ['a proxy for a list of hosts', 'hosts', { proxy: PROXY }, 'An allow list for hosts does not name a proxy; leave --proxy out.'],
    ['a proxy with a scheme', 'pac', { proxy: 'http://proxy:8080' }, 'The proxy "http://proxy:8080" is no HOST:PORT; write it like proxy.contoso.com:8080, without scheme and credentials.'],
    ['a proxy that would end the string', 'pac', { proxy: 'p";alert(1);":1' }, 'The proxy "p\\";alert(1);\\":1" is no HOST:PORT; write it like proxy.contoso.com:8080, without scheme and credentials.'],
    ['a port that is none', 'squid', { proxy: 'proxy:70000' }, 'The proxy "proxy:70000" is no HOST:PORT; write it like proxy.contoso.com:8080, without scheme and credentials.'],
    ['sensors that are none', 'squid', { sensors: ['10.1.0.0/8'] }, 'The sensors "10.1.0.0/8" cannot be used: this has bits set beyond its prefix; write 10.0.0.0/8.'],
    ['IPv6 sensors behind Azure Firewall', 'azure-explicit-proxy', { sensors: ['2001:db8::4'] },
      'The sensors "2001:db8::4" have an IPv6 address, which application rules of Azure Firewall do not take; name IPv4 addresses.'],
  ])('%s', (_, form, question, sentence) => {
    expect(() => allowList(form, { workspace: 'contoso-corp', ...question })).toThrow(new Error(sentence));
  });
});
