import * as fc from 'fast-check';
import { HostClasses, matchFqdn } from '../../src/azure';

const label = fc.constantFrom('a', 'b', 'ab', 'contoso', 'x1');
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
const pattern = fc.oneof(name, name.map((text) => `*.${text}`), name.map((text) => `*${text}`), fc.constant('*'));

test('hosts of one class match the same patterns, and every host is in the class that matching says', () => {
  fc.assert(fc.property(fc.array(pattern, { maxLength: 8 }), name, name, (patterns, prefix, suffix) => {
    const classes = new HostClasses(patterns);
    for (const host of [prefix, suffix, `${prefix}.${suffix}`, `${prefix}${suffix}`]) {
      const matched = patterns.map((one) => matchFqdn(one, host) === 'matches' || one === '*');
      const alike = classes.classes.filter(({ representative }) => patterns.every((one, i) => (matchFqdn(one, representative) === 'matches' || one === '*') === matched[i]));
      expect(alike).not.toEqual([]);
    }
    for (const [place, { representative }] of classes.classes.entries()) {
      for (const one of patterns) expect(classes.matching(one).includes(place)).toBe(matchFqdn(one, representative) === 'matches' || one === '*');
    }
  }), { numRuns: 500 });
});

test('no two classes match the same patterns', () => {
  fc.assert(fc.property(fc.uniqueArray(pattern, { maxLength: 8 }), (patterns) => {
    const signatures = new HostClasses(patterns).classes.map(({ representative }) => patterns.map((one) => matchFqdn(one, representative)).join());
    expect(new Set(signatures).size).toBe(signatures.length);
  }), { numRuns: 300 });
});

test('an ending whose longer endings take every host has no class of its own', () => {
  const characters = [...'abcdefghijklmnopqrstuvwxyz0123456789-_.'];
  const patterns = ['*contoso.com', 'contoso.com', ...characters.map((character) => `*${character}contoso.com`)];
  expect(new HostClasses(patterns).classes.map((one) => one.pattern)).not.toContain('*contoso.com');
  expect(new HostClasses(patterns.slice(0, -1)).classes.map((one) => one.pattern)).toContain('*contoso.com');
});

test('patterns that the documentation calls unsupported, and names longer than DNS allows, make no class', () => {
  expect(new HostClasses(['www.contoso.*', 'a*b.com', 'x'.repeat(300)]).classes.map((one) => one.pattern)).toEqual(['*']);
});

describe('one host stands for each class', () => {
  const representatives = (...patterns: string[]): Record<string, string> =>
    Object.fromEntries(new HostClasses(patterns).classes.map(({ pattern: of, representative }) => [of, representative]));

  test.each<[string[], Record<string, string | undefined>]>([
    [[], { '*': 'any-other-host' }],
    [['www.contoso.com'], { 'www.contoso.com': 'www.contoso.com', '*': 'any-other-host' }],
    [['*.contoso.com'], { '*.contoso.com': 'any-other-host.contoso.com', '*': 'any-other-host' }],
    [['*.contoso.com', 'any-other-host.contoso.com'], { '*.contoso.com': 'some-other-host.contoso.com', 'any-other-host.contoso.com': 'any-other-host.contoso.com', '*': 'any-other-host' }],
    [['WWW.Contoso.com'], { 'www.contoso.com': 'www.contoso.com', '*': 'any-other-host' }],
    // Neither of the readable hosts is outside `*-host`, so that any other one has to do.
    [['*-host'], { '*-host': 'any-other-host-host', '*': undefined }],
  ])('of %j', (patterns, expected) => {
    const found = representatives(...patterns);
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [of, representative] of Object.entries(expected)) expect(found[of]).toBe(representative ?? found[of]);
  });

  test('that has no longer ending of the set, and is no exact name, however short the way is', () => {
    const patterns = ['*contoso.com', '*t.contoso.com', '*st.contoso.com', 'any-other-host.contoso.com', '*-host.contoso.com', '*.contoso.com', 'contoso.com', '*-hostcontoso.com'];
    const classes = new HostClasses(patterns);
    for (const { pattern: of, representative } of classes.classes) {
      const longest = [...patterns, '*'].filter((one) => one.startsWith('*') && representative.endsWith(one.slice(1))).sort((a, b) => b.length - a.length)[0];
      expect(patterns.includes(representative) ? representative : longest).toBe(of);
      expect(representative).toMatch(/^[a-z0-9_]/);
    }
    expect(classes.classes.map((one) => one.pattern).sort()).toEqual([...patterns, '*'].sort());
  });

  test('a pattern that is none holds no class', () => {
    const classes = new HostClasses(['www.contoso.com']);
    for (const none of ['www.*', 'a b', '*a b', '*.com*', '']) expect(classes.matching(none).isEmpty).toBe(true);
    expect([...classes.all.intervals()]).toEqual([[0, 2]]);
    expect(classes.matching('www.contoso.net').isEmpty).toBe(true);
  });
});
