import { AddressTerms, ApplicationRule, applicationRuleRegions, ApplicationTraffic, EgressSpace, FirewallContext, fqdnTagHolds, fqdnTagPatterns, Notes, Unknown } from '../../src/azure';
import { AddressFamily, Region } from '../../src/packets';
import { applicationRule } from '../support/estates';
import { littleTags } from '../support/little-tags';
import { holds, PacketShape, reasonsOf } from '../support/packets';

/* Application rules of Azure Firewall: rule processing logic (2026-03-23), Premium features, FQDN tags (2026-03-28), features by SKU. */

const unknown = Unknown.at('var.x', 'has no default');
const RULE = 'rcg.application_rule_collection[0].rule[0]';
const HTTPS: ApplicationTraffic = { scheme: 'https', host: 'www.contoso.com' };
const HTTP: ApplicationTraffic = { scheme: 'http', host: 'www.contoso.com' };
const http = [{ type: 'Http', port: 80 }];

class Rule {
  public readonly space: EgressSpace;
  public readonly notes = new Notes();
  public readonly regions: Region[];
  constructor(shape: Partial<ApplicationRule>, application: ApplicationTraffic | undefined = HTTPS, context: Partial<FirewallContext> = {}, family: AddressFamily = 'ipv4') {
    this.space = new EgressSpace(family);
    this.regions = applicationRuleRegions(applicationRule(shape), {
      space: this.space, serviceTags: littleTags(), notes: this.notes, sku: 'Premium', dnsProxyEnabled: true, owner: 'the policy', application,
      terms: new AddressTerms(this.space, littleTags(), this.notes),
      ipGroup: (id) => (id === 'dcs' ? { id, origin: { address: id }, name: id, cidrs: ['10.1.0.4'] } : undefined), ...context,
    });
  }

  public matches(shape: PacketShape = {}): string {
    return holds(this.space, this.regions, shape);
  }

  public get reasons(): string[] {
    return reasonsOf(this.space, this.regions);
  }
}
const named = { destinationFqdns: ['www.contoso.com'] };

describe('what an application rule sees', () => {
  test.each<[Partial<ApplicationRule>, ApplicationTraffic | undefined, PacketShape, string]>([
    [named, HTTPS, {}, 'yes'],
    // "The destination IP is ignored": the firewall resolves the host itself.
    [named, HTTPS, { destination: '203.0.113.1' }, 'yes'],
    [named, HTTPS, { port: 444 }, 'no'], [named, HTTPS, { protocol: 17 }, 'no'], [named, HTTP, { port: 443 }, 'no'],
    [{ ...named, protocols: http }, HTTP, { port: 80 }, 'yes'], [{ ...named, protocols: http }, HTTPS, { port: 80 }, 'no'],
    [{ ...named, protocols: [...http, { type: 'https', port: 8443 }] }, HTTPS, { port: 8443 }, 'yes'], [{ ...named, protocols: [...http, { type: 'https', port: 8443 }] }, HTTPS, { port: 80 }, 'no'],
    [{ ...named, protocols: [{ type: 'Mssql', port: 443 }] }, HTTPS, {}, 'no'],
    [{ ...named, sourceAddresses: ['10.1.0.4'] }, HTTPS, {}, 'yes'], [{ ...named, sourceAddresses: ['10.1.0.5'] }, HTTPS, {}, 'no'], [{ ...named, sourceIpGroups: ['dcs'] }, HTTPS, {}, 'yes'],
    [{ ...named, protocols: [unknown] }, HTTPS, { port: 80 }, 'perhaps'], [{ ...named, protocols: [unknown] }, HTTPS, { protocol: 17 }, 'no'],
    [{ ...named, protocols: [{ type: unknown, port: 443 }] }, HTTPS, {}, 'perhaps'], [{ ...named, protocols: [{ type: unknown, port: 443 }] }, HTTPS, { port: 80 }, 'no'],
    [{ ...named, protocols: [{ type: 'Https', port: unknown }] }, HTTPS, {}, 'perhaps'], [{ ...named, protocols: [{ type: 'Http', port: unknown }] }, HTTPS, {}, 'no'],
  ])('%j of %j, packet %j: %s', (shape, application, packet, expected) => {
    expect(new Rule(shape, application).matches(packet)).toBe(expected);
  });

  test.each([
    [{ type: 'Htps', port: 443 }, 'rcg.application_rule_collection[0].rule[0].protocols has the type "Htps", which Azure refuses; write Http, Https or Mssql.'],
    [{ type: 'Https', port: 70000 }, 'rcg.application_rule_collection[0].rule[0].protocols.port has the port "70000", which Azure refuses; write a number from 0 to 65535, a range such as 8000-8080, or *.'],
    [{ type: 'Https', port: 442.5 }, 'rcg.application_rule_collection[0].rule[0].protocols.port has the port "442.5", which Azure refuses; write a number from 0 to 65535, a range such as 8000-8080, or *.'],
  ])('what no protocol is, %j, may be any', (protocol, message) => {
    const rule = new Rule({ ...named, protocols: [protocol] });
    expect([rule.matches(), rule.notes.findings.map((finding) => finding.message), rule.notes.isRefused('rcg')]).toEqual(['perhaps', [message], true]);
  });

  test('is HTTP and HTTPS alone, over IPv4 alone (deploy a dual-stack firewall, 2026-07-16)', () => {
    expect(new Rule(named).regions).not.toEqual([]);
    expect(applicationRegionsWithout('application')).toEqual([]);
    expect(new Rule(named, HTTPS, {}, 'ipv6').regions).toEqual([]);
  });

  test('without protocols is refused, unless the rule has FQDN tags, whose protocols the tag knows', () => {
    const rule = new Rule({ ...named, protocols: [] });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`${RULE}.protocols is not set, which Azure refuses`]]);
    const tagged = new Rule({ ...named, destinationFqdnTags: ['WindowsUpdate'], protocols: [] });
    expect([tagged.matches(), tagged.matches({ port: 80 }), tagged.matches({ protocol: 17 })]).toEqual(['yes', 'yes', 'no']);
  });

  test('without source or destination is refused', () => {
    const sourceless = new Rule({ ...named, sourceAddresses: [] });
    expect([sourceless.matches(), sourceless.reasons, sourceless.notes.findings.map(({ message }) => message)])
      .toEqual(['perhaps', [`${RULE} names no source, which Azure refuses`], [`${RULE} names no source, which Azure refuses.`]]);
    const nameless = new Rule({});
    expect([nameless.matches(), nameless.reasons, nameless.notes.findings.map(({ id }) => id)])
      .toEqual(['perhaps', [`${RULE} names no destination, which Azure refuses`], ['rule-without-destination']]);
  });

  test('how destination addresses combine with names is not documented', () => {
    const rule = new Rule({ ...named, destinationAddresses: ['8.8.8.8'] });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`${RULE}.destination_addresses combines with names in a way that is not documented`]]);
  });
});

function applicationRegionsWithout(field: 'application'): readonly Region[] {
  return new Rule(named, HTTPS, { [field]: undefined }).regions;
}

describe('FQDNs', () => {
  test('by the wildcard table', () => {
    expect([['*.contoso.com'], ['contoso.com'], ['x.com', 'www.contoso.com']].map((destinationFqdns) => new Rule({ destinationFqdns }).matches())).toEqual(['yes', 'no', 'yes']);
  });

  test('* alone is every host, which is not in the documented table', () => {
    const rule = new Rule({ destinationFqdns: ['*'] });
    expect([rule.matches(), rule.notes.assumptions]).toEqual(['yes', ['The FQDN * in an application rule matches every host (widely used, but not in the documented table of wildcards).']]);
  });

  test('a pattern that Azure does not support is found', () => {
    const rule = new Rule({ destinationFqdns: ['www.contoso.*'] });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`${RULE}.destination_fqdns[0] is "www.contoso.*", which Azure Firewall does not support`]]);
    expect(rule.notes.findings).toMatchObject([{
      id: 'unsupported-pattern', level: 'error', address: 'rcg',
      message: `${RULE}.destination_fqdns[0] is "www.contoso.*", which Azure Firewall does not support; write the exact host, or one * at the very left.`,
    }]);
  });

  test('of traffic whose host is not known may match, and so may a name that is not known', () => {
    const rule = new Rule({ destinationFqdns: ['WWW.contoso.com'] }, { scheme: 'https' });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`the host name that the traffic carries is not known, and ${RULE}.destination_fqdns[0] asks for "WWW.contoso.com"`]]);
    expect([new Rule({ destinationFqdns: [unknown] }).matches(), new Rule({ destinationFqdns: [unknown] }).reasons]).toEqual(['perhaps', ['var.x has no default']]);
  });
});

/* "URL filtering can be applied to both HTTP and HTTPS traffic … TLS inspection must be enabled at the application rule level" for HTTPS; Premium alone. */
describe('URLs', () => {
  const urls = (url: string | Unknown, context: Partial<FirewallContext> = {}, traffic = HTTP, parts: Partial<ApplicationRule> = {}): Rule =>
    new Rule({ destinationUrls: [url], protocols: [{ type: 'Http', port: 80 }, { type: 'Https', port: 443 }], ...parts }, traffic, context);

  test.each([
    ['www.contoso.com/pki/*', '/pki/x', 'yes'], ['www.contoso.com/pki/*', '/other', 'no'], ['www.contoso.com', '/', 'yes'], ['www.contoso.com', '/deeper', 'perhaps'], ['contoso.com/*', '/', 'no'],
  ])('%s, path %s: %s', (url, path, expected) => {
    expect(urls(url).matches({ port: 80, path })).toBe(expected);
  });

  test('what is not documented says what to write', () => {
    expect(urls('www.contoso.com').reasons)
      .toEqual([`${RULE}.destination_urls[0] is "www.contoso.com", and whether that matches more than its exact path is not documented; write www.contoso.com/*`]);
  });

  test('an unsupported one is found', () => {
    const rule = urls('http://www.contoso.com/');
    expect(rule.matches({ port: 80 })).toBe('perhaps');
    expect(rule.notes.findings.map(({ message }) => message))
      .toEqual([`${RULE}.destination_urls[0] is "http://www.contoso.com/", which Azure Firewall does not support; write host/path without scheme, port or query, with * at the very left or right.`]);
  });

  test('that are not known, or of traffic without a host, may match', () => {
    expect([urls(unknown).matches({ port: 80 }), urls(unknown).reasons]).toEqual(['perhaps', ['var.x has no default']]);
    const rule = urls('www.contoso.com/*', {}, { scheme: 'http' });
    expect([rule.matches({ port: 80 }), rule.reasons]).toEqual(['perhaps', [`the URL of the traffic is not known, and ${RULE}.destination_urls[0] asks for "www.contoso.com/*"`]]);
  });

  test.each(['Standard', 'Basic'])('are not filtered by the %s tier', (sku) => {
    const rule = urls('www.contoso.com/*', { sku });
    expect([rule.matches({ port: 80 }), rule.reasons]).toEqual(['perhaps', [`${RULE}.destination_urls[0] filters by URL, which the ${sku} tier of the policy does not do`]]);
    expect(rule.notes.findings).toMatchObject([{
      id: 'url-without-premium', level: 'error', address: 'rcg',
      message: `${RULE}.destination_urls[0] filters by URL, but the policy is of the ${sku} tier; use destination_fqdns, or a Premium policy.`,
    }]);
  });

  test('a tier that is not known may filter them; the word has no case', () => {
    expect([urls('www.contoso.com/*', { sku: unknown }).matches({ port: 80 }), urls('www.contoso.com/*', { sku: unknown }).notes.findings]).toEqual(['perhaps', []]);
    expect(urls('www.contoso.com/*', { sku: 'premium' }).matches({ port: 80 })).toBe('yes');
  });

  test.each([[true, 'yes'], [false, 'perhaps'], [unknown, 'perhaps']])('of HTTPS need TLS inspection: terminate_tls %s: %s', (terminateTls, expected) => {
    const rule = urls('www.contoso.com/*', {}, HTTPS, { terminateTls });
    expect(rule.matches()).toBe(expected);
    expect(rule.reasons).toEqual(expected === 'yes' ? [] : [`${RULE}.destination_urls[0] filters HTTPS by URL without terminate_tls, which cannot see the path`]);
  });
});

describe('FQDN tags', () => {
  // "Software updates" of the Internet access requirements, which the page refers to for WindowsUpdate.
  test.each([
    ['ctldl.windowsupdate.com', 'perhaps'], ['download.windowsupdate.com', 'perhaps'], ['a.b.update.microsoft.com', 'perhaps'], ['windowsupdate.microsoft.com', 'perhaps'],
    ['x.windowsupdate.microsoft.com', 'perhaps'], ['download.microsoft.com', 'perhaps'], ['ntservicepack.microsoft.com', 'perhaps'], ['x.download.windowsupdate.com', 'perhaps'],
    ['windowsupdate.net', 'no'], ['crl.microsoft.com', 'no'], ['www.microsoft.com', 'no'], ['windowsupdate.com', 'no'], ['update.microsoft.com', 'no'],
  ])('WindowsUpdate and %s: %s', (host, expected) => {
    expect([fqdnTagHolds('WindowsUpdate', host), fqdnTagHolds('WINDOWSUPDATE', host)]).toEqual([expected, expected]);
    const rule = new Rule({ destinationFqdnTags: ['WindowsUpdate'] }, { scheme: 'https', host });
    expect(rule.matches()).toBe(expected);
    expect(rule.notes.assumptions).toEqual(expected === 'no' ? ['The FQDN tag WindowsUpdate holds none but the hosts that its documentation lists.'] : []);
  });

  test('another tag may hold any host', () => {
    expect([fqdnTagHolds('AzureBackup', 'crl.microsoft.com'), fqdnTagHolds('constructor', 'x.com'), fqdnTagPatterns('AzureBackup'), fqdnTagPatterns('constructor')])
      .toEqual(['perhaps', 'perhaps', [], []]);
    expect(fqdnTagPatterns('windowsUpdate')).toContain('*.windowsupdate.com');
  });

  test('that may hold the host say that Microsoft keeps them', () => {
    const rule = new Rule({ destinationFqdnTags: ['AzureBackup'] });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`the hosts of the FQDN tag AzureBackup, which ${RULE} uses, are kept by Microsoft and not published as a list`]]);
    expect([new Rule({ destinationFqdnTags: [unknown] }).matches(), new Rule({ destinationFqdnTags: [unknown] }).reasons]).toEqual(['perhaps', ['var.x has no default']]);
    // "Set protocol:port to https": whether that leaves out the hosts' HTTP is not said.
    const overHttp = new Rule({ destinationFqdnTags: ['WindowsUpdate'] }, { scheme: 'http' });
    expect([overHttp.matches({ port: 80 }), overHttp.matches({ port: 443 })]).toEqual(['perhaps', 'no']);
    expect(overHttp.reasons).toContain(`${RULE}.protocols may leave out http:80, and whether a rule for an FQDN tag then matches it is not documented`);
    expect(new Rule({ destinationFqdnTags: ['WindowsUpdate'], protocols: http }, { scheme: 'http' }).matches({ port: 80 })).toBe('perhaps');
  });
});

describe('web categories', () => {
  test('are decided by Microsoft', () => {
    const rule = new Rule({ webCategories: ['Business'] });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', ['whether www.contoso.com belongs to the web category Business is decided by Microsoft']]);
    expect(new Rule({ webCategories: ['Business'] }, { scheme: 'https' }).reasons).toEqual(['whether the host belongs to the web category Business is decided by Microsoft']);
    expect(new Rule({ webCategories: [unknown] }).reasons).toEqual(['var.x has no default']);
  });
});

/* What is not known is asked once for one thing, and apart for two. */
test.each<[string, (name: string) => Partial<ApplicationRule>, ApplicationTraffic, readonly string[], number]>([
  ['hosts', (name) => ({ destinationFqdns: [name] }), { scheme: 'https' }, ['a.com', 'A.com', 'b.com'], 2],
  ['URLs', (name) => ({ destinationUrls: [name] }), { scheme: 'https' }, ['a.com/*', 'a.com/*', 'b.com/*'], 2],
  ['paths', (name) => ({ destinationUrls: [name], protocols: http }), HTTP, ['www.contoso.com', 'www.contoso.com', '*.contoso.com'], 2],
  ['tags', (name) => ({ destinationFqdnTags: [name] }), HTTPS, ['AzureBackup', 'azurebackup', 'Windows365'], 2],
  ['categories', (name) => ({ webCategories: [name] }), HTTPS, ['Business', 'business', 'Games'], 2],
])('%s', (_, shape, traffic, names, questions) => {
  const space = new EgressSpace('ipv4');
  for (const name of names) new Rule(shape(name), traffic, { space });
  expect(space.unknowns).toHaveLength(questions);
});

test('a category of two hosts is two questions', () => {
  const space = new EgressSpace('ipv4');
  for (const host of ['a.com', 'b.com']) new Rule({ webCategories: ['Business'] }, { scheme: 'https', host }, { space });
  expect(space.unknowns).toHaveLength(2);
});
