import fc from 'fast-check';
import { Pattern } from '../../src/proxy';
import { exactPath, pathsFrom } from '../../src/proxy/squid/paths';

/** Expressions that POSIX and JavaScript read alike, small enough to meet matches by chance. */
const { expression } = fc.letrec<{ expression: string; branch: string; item: string; atom: string }>((tie) => ({
  expression: fc.array(tie('branch'), { minLength: 1, maxLength: 2 }).map((branches) => branches.join('|')),
  branch: fc.tuple(fc.constantFrom('', '^'), fc.array(tie('item'), { minLength: 1, maxLength: 4 }), fc.constantFrom('', '$')).map(([start, items, end]) => `${start}${items.join('')}${end}`),
  item: fc.tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{1,}', '{0,1}')).map(([atom, times]) => `${atom}${times}`),
  atom: fc.oneof(
    { maxDepth: 2, depthSize: 'small', depthIdentifier: 'groups' },
    fc.constantFrom('a', 'b', '/', '\\.', '.', '[ab]', '[^a]', '[a-c]', '[^/.]', 'A', '[.a]'),
    fc.array(fc.array(tie('item'), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }).map((branches) => `(${branches.map((items) => items.join('')).join('|')})`),
  ),
}));
const text = fc.array(fc.constantFrom('a', 'b', 'c', '/', '.', 'A', 'd'), { maxLength: 7 }).map((characters) => characters.join(''));

describe('patterns', () => {
  test('search as regular expressions do', () => {
    fc.assert(fc.property(expression, fc.boolean(), fc.array(text, { minLength: 5, maxLength: 10 }), (source, ignoreCase, texts) => {
      const pattern = Pattern.of(source, ignoreCase);
      fc.pre(pattern !== undefined);
      // `s`: the dot of POSIX matches line breaks too.
      const oracle = new RegExp(source, ignoreCase ? 'is' : 's');
      for (const one of texts) expect({ source, one, matches: pattern.matches(one) }).toEqual({ source, one, matches: oracle.test(one) });
    }), { numRuns: 1500 });
  });

  test.each([
    ['[[:alpha:]]+[[:digit:]]', 'ab7', true], ['[[:alpha:]]+[[:digit:]]', '77', false], ['^[]a]$', ']', true], ['^[^]a]$', ']', false],
    ['^[a-]$', '-', true], ['[[:space:]]', 'a b', true], ['^/pkiops/', '/pkiops/x', true], ['^/pkiops/', '/x/pkiops/', false], ['x#y', 'x#y', true],
    ['^$', '', true], ['^$', 'a', false], ['[[:upper:]]', 'a', false],
  ])('%s in "%s": %s', (source, one, matches) => {
    expect(Pattern.of(source, false)?.matches(one)).toBe(matches);
  });

  test.each([
    ['a back reference', '(a)\\1'], ['a word boundary', '\\bpki\\b'], ['a digit class of another language', '\\d+'], ['an anchor inside', 'a^b'],
    ['an anchor in a group', '(^a|b)'], ['an end in a group', '(a$)'], ['two repetitions', 'a**'], ['a lazy repetition', 'a+?'], ['a group of another kind', '(?:a)'],
    ['an open group', '(a'], ['an open class', '[a'], ['an empty alternative', 'a||b'], ['an equivalence class', '[[=a=]]'], ['an unknown class', '[[:foo:]]'],
    ['a range over kinds', '[A-z]'], ['a huge repetition', '(a{255}){255}'], ['letters beyond ASCII', 'é'], ['a trailing backslash', 'a\\'],
    ['a group nested a thousand deep', `${'('.repeat(1000)}a${')'.repeat(1000)}`], ['a bound upside down', 'a{3,2}'],
  ])('%s is not understood', (_, source) => {
    expect(Pattern.of(source, false)).toBeUndefined();
  });
});

describe('kinds of paths', () => {
  test('every path is of a kind that was found, and every kind has the path that it shows', () => {
    fc.assert(fc.property(fc.array(expression, { minLength: 1, maxLength: 3 }), fc.array(text, { minLength: 20, maxLength: 20 }), (sources, endings) => {
      fc.pre(sources.join('').length < 40);
      const questions = sources.map((source, index) => ({ pattern: Pattern.of(source, false)!, before: index === 0 ? 'a/' : '' }));
      const { kinds, isComplete } = pathsFrom('/b/', questions);
      fc.pre(isComplete);
      const key = (answers: readonly boolean[]): string => answers.map(Number).join('');
      const found = new Set(kinds.map(({ answers }) => key(answers)));
      const oracle = (path: string): boolean[] => sources.map((source, index) => new RegExp(source, 's').test((index === 0 ? 'a/' : '') + path));
      for (const { example, answers } of kinds) expect({ example, answers }).toEqual({ example, answers: oracle(example) });
      for (const ending of endings) {
        expect(found).toContain(key(oracle(`/b/${ending}`)));
        expect(exactPath(`/b/${ending}`, questions).kinds[0].answers).toEqual(oracle(`/b/${ending}`));
      }
    }), { numRuns: 300 });
  });

  test('says when there are too many to look at', () => {
    const questions = Array.from({ length: 12 }, (_, index) => ({ pattern: Pattern.of(`${'abcdefghijkl'[index]}.{${index + 8}}$`, false)!, before: '' }));
    expect(pathsFrom('/', questions).isComplete).toBe(false);
  });
});
