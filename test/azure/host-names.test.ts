import { matchFqdn, matchUrl } from '../../src/azure';

/* Every row of the wildcard table of the Azure Firewall FAQ ("How do wildcards work in target URLs and target FQDNs"). */

describe('FQDNs of application rules', () => {
  test.each([
    ['www.contoso.com', 'www.contoso.com', 'matches'],
    ['www.contoso.com', 'contoso.com', 'differs'],
    ['*.contoso.com', 'any.contoso.com', 'matches'],
    ['*.contoso.com', 'sub1.any.contoso.com', 'matches'],
    ['*.contoso.com', 'contoso.com', 'differs'],
    ['*contoso.com', 'contoso.com', 'matches'],
    ['*contoso.com', 'example.anycontoso.com', 'matches'],
    ['*contoso.com', 'th3re4lcontoso.com', 'matches'],
    ['*contoso.com', 'contoso.co', 'differs'],
    ['www.contoso.*', 'www.contoso.com', 'unsupported'],
    ['*.contoso.*', 'www.contoso.com', 'unsupported'],
    ['*.ATP.azure.com', 'contoso-corpsensorapi.atp.azure.com', 'matches'],
    ['*.crl.microsoft.com', 'crl.microsoft.com', 'differs'],
    ['http://crl.microsoft.com', 'crl.microsoft.com', 'unsupported'],
    ['www.*.com', 'www.contoso.com', 'unsupported'],
    ['**.contoso.com', 'www.contoso.com', 'unsupported'],
    ['*.contoso.com', '.contoso.com', 'differs'],
    ['WWW.contoso.com', 'www.CONTOSO.com', 'matches'],
    ['con toso.com', 'contoso.com', 'unsupported'],
    // No name at all is nothing that Azure takes, so it is not known to match nothing.
    ['', 'www.contoso.com', 'unsupported'],
  ])('%s and %s: %s', (pattern, host, expected) => {
    expect(matchFqdn(pattern, host)).toBe(expected);
  });
});

describe('URLs of application rules', () => {
  /** `yes`, `no`, `not documented` for one path of a host. */
  function verdict(pattern: string, host: string, path: string): string {
    const match = matchUrl(pattern, host);
    if (typeof match === 'string') return match;
    return match.certain.includes(path) ? 'yes' : match.possible.includes(path) ? 'not documented' : 'no';
  }

  test.each([
    ['www.contoso.com', 'www.contoso.com', '/', 'yes'],
    ['www.contoso.com', 'www.contoso.com', '/x', 'not documented'],
    ['*.contoso.com', 'any.contoso.com', '/', 'yes'],
    ['*.contoso.com', 'contoso.com', '/', 'differs'],
    ['www.contoso.com/test', 'www.contoso.com', '/test', 'yes'],
    ['www.contoso.com/test', 'www.contoso.com', '/test/', 'yes'],
    ['www.contoso.com/test', 'www.contoso.com', '/test?with_query=1', 'yes'],
    ['www.contoso.com/test', 'www.contoso.com', '/test/anything', 'no'],
    ['www.contoso.com/test/*', 'www.contoso.com', '/test/anything', 'yes'],
    ['www.contoso.com/test/*', 'www.contoso.com', '/test', 'no'],
    ['www.contoso.com/*', 'www.contoso.com', '/deep/er?x', 'yes'],
    ['www.contoso.com/Test/*', 'www.contoso.com', '/test/x', 'not documented'],
    ['www.contoso.com/test?example=1', 'www.contoso.com', '/test', 'unsupported'],
    ['www.contoso.*/test/*', 'www.contoso.com', '/test/x', 'unsupported'],
    ['www.*contoso.com', 'www.contoso.com', '/', 'unsupported'],
    ['www.contoso.com:8080', 'www.contoso.com', '/', 'unsupported'],
    ['*.contoso.*', 'www.contoso.com', '/', 'unsupported'],
    ['http://www.contoso.com/*', 'www.contoso.com', '/', 'unsupported'],
    ['www.microsoft.com/pki/*', 'www.microsoft.com', '/pkiops/x', 'no'],
    ['www.microsoft.com/pki*', 'www.microsoft.com', '/pkiops/x', 'yes'],
    ['www.contoso.com/', 'www.contoso.com', '/', 'yes'],
    ['www.contoso.com/', 'www.contoso.com', '/x', 'no'],
    ['www.contoso.com/', 'www.contoso.com', '', 'no'],
    ['www.contoso.com/test/', 'www.contoso.com', '/test/', 'yes'],
    ['www.contoso.com/test/', 'www.contoso.com', '/test', 'not documented'],
    ['www.contoso.com/test/', 'www.contoso.com', '/test//', 'no'],
    ['www.contoso.com/test/', 'www.contoso.com', '/', 'no'],
    ['www.contoso.com/test', 'www.contoso.com', '/tes', 'no'],
    ['www.contoso.com/test', 'www.contoso.com', '/Test', 'no'],
    ['www.contoso.com/Test', 'www.contoso.com', '/test', 'not documented'],
    ['www.contoso.com/Test', 'www.contoso.com', '/Test', 'yes'],
    ['www.contoso.com/test?', 'www.contoso.com', '/test', 'unsupported'],
    ['www.contoso.com/*/x', 'www.contoso.com', '/a/x', 'unsupported'],
    ['www.contoso.com/**', 'www.contoso.com', '/a', 'unsupported'],
    ['*contoso.com', 'contoso.com', '/', 'yes'],
    ['*.contoso.com', 'sub1.any.contoso.com', '/', 'yes'],
    ['www.contoso.*', 'www.contoso.com', '/', 'unsupported'],
    ['/pki/*', 'www.contoso.com', '/pki/x', 'unsupported'],
  ])('%s on %s, path %s: %s', (pattern, host, path, expected) => {
    expect(verdict(pattern, host, path)).toBe(expected);
  });
});
