import { parseAddress } from '../../src/packets';
import { allowList, proveSquid, readSquidConfiguration, sensorAddresses, SquidFiles, SquidProof } from '../../src/proxy';
import { requirementsFor } from '../../src/requirements';

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const NO_FILES: SquidFiles = { included: () => ({ problem: 'does not exist beside the configuration' }), listed: () => ({ problem: 'does not exist beside the configuration' }) };

function prove(text: string, sensors?: readonly string[]): SquidProof {
  return proveSquid(
    readSquidConfiguration({ path: 'squid.conf', text }, NO_FILES),
    requirementsFor({ workspace: 'contoso-corp' }),
    sensors === undefined ? undefined : sensorAddresses(sensors),
  );
}

/** Verdicts by requirement, those that are satisfied left out. */
function shortfalls(proof: SquidProof): Record<string, string> {
  return Object.fromEntries(proof.requirements.filter(({ verdict }) => verdict !== 'satisfied').map(({ requirement, verdict }) => [requirement.id, verdict]));
}

function unknownsOf(proof: SquidProof, id: string): string[] {
  return proof.requirements.filter(({ requirement }) => requirement.id === id).flatMap(({ flows }) => flows.flatMap(({ unknowns }) => unknowns));
}

/** A configuration that satisfies everything, with lines before and behind its own. */
function configuration({ before = '', port = 'http_port 3128', lists = '', after = '' }: Partial<Record<'before' | 'port' | 'lists' | 'after', string>>): string {
  return [
    port,
    'acl localnet src 10.0.0.0/8',
    `acl sensor dstdomain -n ${HOST}`,
    'acl pki dstdomain -n crl.microsoft.com ctldl.windowsupdate.com www.microsoft.com',
    'acl p80 port 80',
    'acl p443 port 443',
    lists,
    before,
    'http_access deny !localnet',
    'http_access allow CONNECT sensor p443',
    'http_access allow !CONNECT pki p80',
    'http_access deny all',
    after,
  ].join('\n');
}

const ALL = ['sensor-api', 'pki-crl', 'pki-ctl', 'pki-pkiops', 'pki-certs'];
const each = (verdict: string, ids: readonly string[]): Record<string, string> => Object.fromEntries(ids.map((id) => [id, verdict]));

describe('proof of a Squid configuration', () => {
  test.each(['commercial', 'gcc', 'gcc-high', 'dod'])('what allow-list writes for %s satisfies every requirement', (cloud) => {
    for (const sensorVersion of [2, 3, 'both']) {
      const text = allowList('squid', { workspace: 'contoso-corp', cloud, sensorVersion });
      const proof = proveSquid(readSquidConfiguration({ path: 'squid.conf', text }, NO_FILES), requirementsFor({ workspace: 'contoso-corp', cloud, sensorVersion }));
      expect({ shortfalls: shortfalls(proof), findings: proof.findings }).toEqual({ shortfalls: {}, findings: [] });
    }
  });

  test('what allow-list writes for one workspace does not do for another', () => {
    const text = allowList('squid', { workspace: 'fabrikam' });
    expect(shortfalls(prove(text, ['10.1.0.4']))).toEqual({ 'sensor-api': 'violated' });
  });

  test('the hand-written configuration of these tests is satisfied, for the clients that it lets through', () => {
    const proof = prove(configuration({}));
    expect(shortfalls(proof)).toEqual({});
    expect(proof.assumptions).toEqual([
      `The sensors are the clients that this configuration lets reach ${HOST}: 10.0.0.0/8; name them with --sensors.`,
      'Squid resolves the documented hosts and reaches them itself; what lies behind it is not part of this proof.',
    ]);
  });

  test.each([
    ['a sensor outside', configuration({}), ['10.1.0.4', '192.168.0.4'], each('violated', ALL)],
    ['an IPv6 sensor where IPv4 alone is let in', configuration({}), ['2001:db8::4'], each('violated', ALL)],
    ['nobody is let through', 'http_port 3128\nhttp_access deny all', undefined, each('violated', ALL)],
    ['no line at all', 'http_port 3128\nacl a port 80', undefined, each('violated', ALL)],
    ['everybody is let through', 'http_port 3128\nhttp_access allow all', undefined, {}],
    ['only port 443', configuration({ before: 'http_access deny !p443' }), ['10.1.0.4'], each('violated', ALL.slice(1))],
    ['CONNECT denied first', configuration({ before: 'http_access deny CONNECT' }), ['10.1.0.4'], { 'sensor-api': 'violated' }],
    ['one look-alike host', configuration({}).replace(HOST, 'contoso-corp.sensorapi.atp.azure.com'), ['10.1.0.4'], { 'sensor-api': 'violated' }],
    ['the wildcard of other products', configuration({}).replace(HOST, '*.atp.azure.com'), ['10.1.0.4'], { 'sensor-api': 'violated' }],
    ['every name of the zone', configuration({}).replace(HOST, '.atp.azure.com'), ['10.1.0.4'], {}],
    ['one host missing', configuration({}).replace(' ctldl.windowsupdate.com', ''), ['10.1.0.4'], { 'pki-ctl': 'violated' }],
    ['paths below other paths', configuration({ lists: 'acl paths urlpath_regex ^/pkiops/', before: 'http_access deny pki !paths !CONNECT' }), ['10.1.0.4'],
      { 'pki-crl': 'violated', 'pki-ctl': 'violated', 'pki-certs': 'violated' }],
    ['paths in one pattern', configuration({ lists: 'acl paths url_regex ^http://www\\.microsoft\\.com/(pkiops|pki)/ ^http://(crl\\.microsoft|ctldl\\.windowsupdate)\\.com/', before: 'http_access deny pki !paths !CONNECT' }), ['10.1.0.4'], {}],
    ['a file type denied', configuration({ lists: 'acl programs urlpath_regex -i \\.exe$ \\.crt$', before: 'http_access deny programs' }), ['10.1.0.4'], each('violated', ALL.slice(1))],
    ['a pattern that no documented path can match', configuration({ lists: 'acl games urlpath_regex ^/games/', before: 'http_access deny games' }), ['10.1.0.4'],
      { 'pki-crl': 'violated', 'pki-ctl': 'violated' }],
    ['users must log in', configuration({ lists: 'acl users proxy_auth REQUIRED', before: 'http_access deny !users' }), ['10.1.0.4'], each('unknown', ALL)],
    ['users must log in, sensors before it', configuration({ lists: 'acl users proxy_auth REQUIRED', after: 'http_access deny !users' }), ['10.1.0.4'], {}],
    ['the time of day, both ways', configuration({ lists: 'acl night req_header X-Night .', before: 'http_access allow sensor night\nhttp_access allow sensor !night' }), ['10.1.0.4'], {}],
    ['destinations by address', configuration({ lists: 'acl azure dst 20.0.0.0/8', before: 'http_access deny !azure CONNECT' }), ['10.1.0.4'], { 'sensor-api': 'unknown', 'address-list-current': 'unknown' }],
    ['a helper decides', configuration({ lists: 'acl asked external helper', before: 'http_access deny asked' }), ['10.1.0.4'], each('unknown', ALL)],
    ['a type of a later version', configuration({ lists: 'acl odd quantum_state up', before: 'http_access deny odd' }), ['10.1.0.4'], each('unknown', ALL)],
    ['a list that is not defined', configuration({ before: 'http_access deny nobody' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['a list that is defined too late', configuration({ before: 'http_access deny late', after: 'acl late port 1' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['a condition', configuration({ before: 'if ${process_number} = 1\nhttp_access deny all\nendif' }), ['10.1.0.4'], each('unknown', ALL)],
    ['a condition that ends and never began', configuration({ before: 'endif' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['an alternative to nothing', configuration({ after: 'else' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['a condition that never ends', configuration({ after: 'if true' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['an include that is not there, before', configuration({ before: 'include rules.conf' }), ['10.1.0.4'], { ...each('unknown', ALL), 'address-list-current': 'unknown' }],
    ['a pattern that is not understood', configuration({ lists: 'acl odd urlpath_regex \\d', before: 'http_access deny odd' }), ['10.1.0.4'], each('unknown', ALL)],
    ['a parent proxy', configuration({ after: 'cache_peer parent.contoso.com parent 3128 0 login=user:password' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['a directive nobody knows', configuration({ after: 'teleport on' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['inspection by ICAP', configuration({ after: 'icap_enable on' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['ICAP switched off', configuration({ after: 'icap_enable off' }), ['10.1.0.4'], {}],
    ['no port', configuration({ port: '' }), ['10.1.0.4'], each('violated', ALL)],
    ['a port for the machine itself', configuration({ port: 'http_port 127.0.0.1:3128\nhttp_port [::1]:3128' }), ['10.1.0.4'], each('violated', ALL)],
    ['a port for the machine itself, and one for others', configuration({ port: 'http_port localhost:3128\nhttp_port 10.0.0.9:3128' }), ['10.1.0.4'], {}],
    ['an intercepting port alone', configuration({ port: 'http_port 3129 intercept' }), ['10.1.0.4'], { ...each('unknown', ALL), 'no-tls-inspection': 'unknown' }],
    ['the manager\'s pages denied', configuration({ before: 'http_access deny manager' }), ['10.1.0.4'], {}],
    ['destinations inside denied', configuration({ before: 'http_access deny to_localhost' }), ['10.1.0.4'], {}],
  ])('%s', (_, text, sensors, expected) => {
    expect(shortfalls(prove(text, sensors))).toEqual(expected);
  });

  test('a violation comes with the request and the line that denies it', () => {
    const proof = prove(configuration({ lists: 'acl programs urlpath_regex -i \\.exe$', before: 'http_access deny programs' }), ['10.1.0.4']);
    const [flow] = proof.requirements.find(({ requirement }) => requirement.id === 'pki-pkiops')!.flows;
    expect({ ...flow, flow: flow.flow.host }).toEqual({
      flow: 'www.microsoft.com',
      source: '10.1.0.4',
      verdict: 'violated',
      decidedBy: [{ rule: 'http_access deny programs', action: 'deny', address: 'squid.conf:8' }],
      witness: { source: '10.1.0.4', url: 'http://www.microsoft.com/pkiops/.exe' },
      unknowns: [],
      reasons: [],
    });
  });

  test('the witness is one of the sensors that is denied', () => {
    const proof = prove(configuration({}), ['10.1.0.4', '192.168.0.4']);
    const [flow] = proof.requirements[0].flows;
    expect(flow.witness).toEqual({ source: '192.168.0.4' });
    expect(parseAddress(flow.witness!.source)).toBeDefined();
  });

  test.each([
    ['users must log in', 'acl users proxy_auth REQUIRED', 'http_access deny !users', 'acl users at squid.conf:7 (proxy_auth) depends on whether the sensors log in to the proxy'],
    ['an include', '', 'include /etc/squid/conf.d/*.conf', 'squid.conf:8 includes /etc/squid/conf.d/*.conf, which does not exist beside the configuration'],
    ['a list from a file', 'acl bad dstdomain "/etc/squid/bad"', 'http_access deny bad', 'acl bad at squid.conf:7 takes its values from the file /etc/squid/bad, which does not exist beside the configuration'],
    ['an undefined list', '', 'http_access deny nobody', 'squid.conf:8 names the access list nobody, which is not defined before it'],
    ['an odd pattern', 'acl odd url_regex \\bpki\\b', 'http_access deny odd', 'acl odd at squid.conf:7 has the pattern \\bpki\\b, which is not understood'],
    ['a host name for clients', 'acl dc src dc1.contoso.com', 'http_access deny dc', 'acl dc at squid.conf:7 has the value dc1.contoso.com, of which the addresses are not certain'],
    ['a type of a later version', 'acl odd quantum_state up', 'http_access deny odd', 'acl odd at squid.conf:7 is of type quantum_state, which is not understood'],
    ['another type', 'acl pki port 80', '', 'acl pki at squid.conf:7 has another type than before, and Squid does not start with that'],
  ])('says what an unknown depends on, with the line: %s', (_, lists, before, reason) => {
    expect(unknownsOf(prove(configuration({ lists, before }), ['10.1.0.4']), 'pki-crl')).toContain(reason);
  });

  test('where nobody is let through for certain, the sensors are those that may be', () => {
    const proof = prove(configuration({ lists: 'acl users proxy_auth REQUIRED', before: 'http_access deny !users' }));
    expect(proof.assumptions[0]).toBe(`The sensors are the clients that this configuration may let reach ${HOST}: 10.0.0.0/8; name them with --sensors.`);
    expect(shortfalls(proof)).toEqual(each('unknown', ALL));
  });

  test('the proxy\'s own machine is no sensor', () => {
    const proof = prove('http_port 3128\nhttp_access allow localhost\nhttp_access deny all');
    expect(shortfalls(proof)).toEqual(each('violated', ALL));
  });

  test('a password in the configuration is in no part of the proof', () => {
    const text = configuration({ after: 'cache_peer parent.contoso.com parent 3128 0 login=user:s3cret\ncachemgr_passwd s3cret all\nauth_param basic program /x s3cret' });
    expect(JSON.stringify(prove(text))).not.toContain('s3cret');
  });
});

describe('findings', () => {
  test.each([
    ['a wildcard that Squid does not have', configuration({}).replace(HOST, `${HOST} *.atp.azure.com`), 'squid-domain-wildcard',
      'The list sensor has *.atp.azure.com, which Squid compares as it stands, so it matches no host; write .atp.azure.com for every name below it.'],
    ['a reverse lookup', configuration({}).replace('sensor dstdomain -n', 'sensor dstdomain'), 'squid-reverse-lookup',
      'The list sensor is a dstdomain without -n, so Squid looks up the name of an address in a request, and whoever owns that zone chooses the name; write "dstdomain -n".'],
    ['tunnels to any port', configuration({}).replace('sensor p443', 'sensor'), 'squid-connect-port',
      `CONNECT to port 22 of ${HOST} is let through too, so tunnels are not limited to HTTPS; put "http_access deny CONNECT !SSL_ports" before the lines that allow.`],
  ])('%s', (_, text, id, message) => {
    expect(prove(text, ['10.1.0.4']).findings).toEqual([expect.objectContaining({ id, message })]);
  });
});

describe('TLS inspection', () => {
  const bumping = (lines: string, port = 'http_port 3128 ssl-bump cert=/etc/squid/ca.pem'): string => configuration({ port, after: lines });
  test.each([
    ['a port that could bump and no line', '', {}],
    ['everything is spliced', 'ssl_bump splice all', {}],
    ['everything is bumped', 'ssl_bump bump all', { 'no-tls-inspection': 'violated' }],
    ['the old way to bump', 'ssl_bump server-first all', { 'no-tls-inspection': 'violated' }],
    ['the sensor host is spliced first', 'ssl_bump splice sensor\nssl_bump bump all', {}],
    ['the sensor host is spliced too late', 'ssl_bump bump all\nssl_bump splice sensor', { 'no-tls-inspection': 'violated' }],
    ['peek, then splice the sensor host by its name', 'acl s1 at_step SslBump1\nacl names ssl::server_name .atp.azure.com\nssl_bump peek s1\nssl_bump splice names\nssl_bump bump all', {}],
    ['peek, then splice another host', 'acl s1 at_step SslBump1\nacl names ssl::server_name .example.com\nssl_bump peek s1\nssl_bump splice names\nssl_bump bump all', { 'no-tls-inspection': 'violated' }],
    ['stare, then bump', 'ssl_bump stare all\nssl_bump bump all', { 'no-tls-inspection': 'violated' }],
    ['stare at everything', 'ssl_bump stare all', { 'no-tls-inspection': 'violated' }],
    ['peek at everything', 'ssl_bump peek all', {}],
    ['peek at everything, then bump', 'ssl_bump peek all\nssl_bump bump all', { 'no-tls-inspection': 'unknown' }],
    ['tunnels are cut', 'ssl_bump terminate all', { 'sensor-api': 'violated' }],
    ['the certificate decides', 'acl names ssl::server_name --server-provided .atp.azure.com\nssl_bump splice names\nssl_bump bump all', { 'no-tls-inspection': 'unknown' }],
    ['an action of a later version', 'ssl_bump telepathy all', { 'sensor-api': 'unknown', 'no-tls-inspection': 'unknown' }],
    ['bumped for other clients', 'acl guests src 10.9.0.0/16\nssl_bump bump guests', {}],
  ])('%s', (_, lines, expected) => {
    expect(shortfalls(prove(bumping(lines), ['10.1.0.4']))).toEqual(expected);
  });

  test('the line that bumps is named', () => {
    const proof = prove(bumping('ssl_bump bump all'), ['10.1.0.4']);
    const [flow] = proof.requirements.find(({ requirement }) => requirement.id === 'no-tls-inspection')!.flows;
    expect(flow).toMatchObject({ decidedBy: [{ rule: 'ssl_bump bump all', action: 'allow', address: 'squid.conf:13', terminatesTls: true }], witness: { source: '10.1.0.4' } });
  });

  test('ports that differ leave it open', () => {
    const proof = prove(bumping('ssl_bump bump all', 'http_port 3128\nhttp_port 3129 ssl-bump cert=/etc/squid/ca.pem'), ['10.1.0.4']);
    expect(shortfalls(proof)).toEqual({ 'no-tls-inspection': 'unknown' });
    expect(unknownsOf(proof, 'no-tls-inspection')).toEqual(['which port the sensors use: squid.conf:2, squid.conf:1 differ in ssl-bump']);
  });
});
