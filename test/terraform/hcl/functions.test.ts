import * as fc from 'fast-check';
import { evaluated } from './evaluated';
import { EVALUATED_FUNCTIONS } from '../../../src/terraform/functions';

/*
 * Examples of https://developer.hashicorp.com/terraform/language/functions, with the results that the page of each function shows.
 */
const DOCUMENTED: readonly (readonly [string, unknown])[] = [
  ['abs(23)', 23], ['abs(0)', 0], ['abs(-12.4)', 12.4], ['ceil(5)', 5], ['ceil(5.1)', 6], ['floor(5)', 5], ['floor(4.9)', 4],
  ['max(12, 54, 3)', 54], ['max([12, 54, 3]...)', 54], ['min(12, 54, 3)', 3], ['parseint("100", 10)', 100], ['parseint("FF", 16)', 255],
  ['parseint("-10", 16)', -16], ['parseint("1011111011101111", 2)', 48879], ['pow(3, 2)', 9], ['pow(4, 0)', 1], ['signum(-13)', -1], ['signum(0)', 0],
  ['signum(344)', 1], ['sum([10, 13, 6, 4.5])', 33.5],
  ['chomp("hello\\n")', 'hello'], ['chomp("hello\\r\\n")', 'hello'], ['chomp("hello\\n\\n")', 'hello'], ['endswith("hello world", "world")', true],
  ['endswith("hello world", "hello")', false], ['format("Hello, %s!", "Ander")', 'Hello, Ander!'], ['format("There are %d lights", 4)', 'There are 4 lights'],
  ['format("%s-%03d", "vm", 7)', 'vm-007'], ['format("%v", [1, "a"])', '[1,"a"]'], ['format("100%%")', '100%'], ['format("%5s|%-5s|", "a", "b")', '    a|b    |'],
  ['formatlist("Hello, %s!", ["Valentina", "Ander", "Olivia", "Sam"])', ['Hello, Valentina!', 'Hello, Ander!', 'Hello, Olivia!', 'Hello, Sam!']],
  ['formatlist("%s, %s!", "Salutations", ["Valentina", "Ander"])', ['Salutations, Valentina!', 'Salutations, Ander!']],
  ['indent(2, "[\\n  foo,\\n]")', '[\n    foo,\n  ]'], ['join("-", ["foo", "bar", "baz"])', 'foo-bar-baz'], ['join(", ", ["foo"])', 'foo'], ['lower("HELLO")', 'hello'],
  ['replace("1 + 2 + 3", "+", "-")', '1 - 2 - 3'], ['split(",", "foo,bar,baz")', ['foo', 'bar', 'baz']], ['split(",", "foo")', ['foo']], ['split(",", "")', ['']],
  ['startswith("hello world", "hello")', true], ['startswith("hello world", "world")', false], ['strcontains("hello world", "wor")', true],
  ['strcontains("hello world", "wod")', false], ['strrev("hello")', 'olleh'], ['substr("hello world", 1, 4)', 'ello'], ['substr("hello world", -5, -1)', 'world'],
  ['substr("hello world", 6, 10)', 'world'], ['title("hello world")', 'Hello World'], ['trim("?!hello?!", "!?")', 'hello'], ['trim("foobar", "far")', 'oob'],
  ['trim("   hello! world.!  ", "! ")', 'hello! world.'], ['trimprefix("helloworld", "hello")', 'world'], ['trimprefix("helloworld", "cat")', 'helloworld'],
  ['trimsuffix("helloworld", "world")', 'hello'], ['trimspace("  hello\\n\\n")', 'hello'], ['upper("hello")', 'HELLO'], ['sort(["e", "d", "a", "x"])', ['a', 'd', 'e', 'x']],
  ['alltrue(["true", true])', true], ['alltrue([true, false])', false], ['alltrue([])', true], ['anytrue(["true"])', true], ['anytrue([true, false])', true], ['anytrue([])', false],
  ['chunklist(["a", "b", "c", "d", "e"], 2)', [['a', 'b'], ['c', 'd'], ['e']]], ['coalesce("a", "b")', 'a'], ['coalesce("", "b")', 'b'], ['coalesce(1, 2)', 1],
  ['coalesce(null, "b")', 'b'], ['coalesce(["", "b"]...)', 'b'], ['coalesce(1, "hello")', '1'], ['coalescelist(["a", "b"], ["c", "d"])', ['a', 'b']],
  ['coalescelist([], ["c", "d"])', ['c', 'd']], ['compact(["a", "", "b", null, "c"])', ['a', 'b', 'c']], ['concat(["a", ""], ["b", "c"])', ['a', '', 'b', 'c']],
  ['contains(["a", "b", "c"], "a")', true], ['contains(["a", "b", "c"], "d")', false], ['distinct(["a", "b", "a", "c", "d", "b"])', ['a', 'b', 'c', 'd']],
  ['element(["a", "b", "c"], 1)', 'b'], ['element(["a", "b", "c"], 3)', 'a'], ['flatten([["a", "b"], [], ["c"]])', ['a', 'b', 'c']],
  ['flatten([[["a", "b"], []], ["c"]])', ['a', 'b', 'c']], ['index(["a", "b", "c"], "b")', 1], ['keys({a=1, c=2, d=3})', ['a', 'c', 'd']], ['length([])', 0],
  ['length(["a", "b"])', 2], ['length({"a" = "b"})', 1], ['length("hello")', 5], ['lookup({a="ay", b="bee"}, "a", "what?")', 'ay'],
  ['lookup({a="ay", b="bee"}, "c", "what?")', 'what?'], ['matchkeys(["i-123", "i-abc", "i-def"], ["us-west", "us-east", "us-east"], ["us-east"])', ['i-abc', 'i-def']],
  ['merge({a="b", c="d"}, {e="f", c="z"})', { a: 'b', c: 'z', e: 'f' }], ['merge({a="b"}, {a=[1,2], c="z"}, {d=3})', { a: [1, 2], c: 'z', d: 3 }],
  ['merge([{a="b", c="d"}, {}, {e="f", c="z"}]...)', { a: 'b', c: 'z', e: 'f' }], ['one([])', null], ['one(["hello"])', 'hello'], ['range(3)', [0, 1, 2]],
  ['range(1, 4)', [1, 2, 3]], ['range(1, 8, 2)', [1, 3, 5, 7]], ['range(4, 1)', [4, 3, 2]], ['range(10, 5, -2)', [10, 8, 6]], ['reverse([1, 2, 3])', [3, 2, 1]],
  ['setintersection(["a", "b"], ["b", "c"], ["b", "d"])', { set: ['b'] }], ['setproduct(["development", "staging"], ["app1", "app2"])', [['development', 'app1'], ['development', 'app2'], ['staging', 'app1'], ['staging', 'app2']]],
  ['setsubtract(["a", "b", "c"], ["a", "c"])', { set: ['b'] }], ['setunion(["a", "b"], ["b", "c"], ["d"])', { set: ['a', 'b', 'c', 'd'] }],
  ['slice(["a", "b", "c", "d"], 1, 3)', ['b', 'c']], ['transpose({"a" = ["1", "2"], "b" = ["2", "3"]})', { 1: ['a'], 2: ['a', 'b'], 3: ['b'] }],
  ['values({a=3, c=2, d=1})', [3, 2, 1]], ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],
  ['cidrhost("10.12.112.0/20", 16)', '10.12.112.16'], ['cidrhost("10.12.112.0/20", 268)', '10.12.113.12'], ['cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)', 'fd00:fd12:3456:7890::22'],
  ['cidrhost("10.1.2.240/28", 1)', '10.1.2.241'], ['cidrhost("10.1.2.240/28", 14)', '10.1.2.254'], ['cidrhost("10.1.2.240/28", -2)', '10.1.2.254'],
  ['cidrnetmask("172.16.0.0/12")', '255.240.0.0'], ['cidrsubnet("172.16.0.0/12", 4, 2)', '172.18.0.0/16'], ['cidrsubnet("10.1.2.0/24", 4, 15)', '10.1.2.240/28'],
  ['cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)', 'fd00:fd12:3456:7800:a200::/72'], ['cidrsubnet("10.0.0.0/8", 0, 0)', '10.0.0.0/8'],
  ['cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)', ['10.1.0.0/20', '10.1.16.0/20', '10.1.32.0/24', '10.1.48.0/20']],
  ['cidrsubnets("fd00:fd12:3456:7890::/56", 16, 16, 16, 32)', ['fd00:fd12:3456:7800::/72', 'fd00:fd12:3456:7800:100::/72', 'fd00:fd12:3456:7800:200::/72', 'fd00:fd12:3456:7800:300::/88']],
  ['jsonencode({"hello"="world"})', '{"hello":"world"}'], ['jsonencode("<>&")', '"\\u003c\\u003e\\u0026"'], ['jsondecode("{\\"hello\\": \\"world\\"}")', { hello: 'world' }], ['jsondecode("true")', true],
  ['tobool(true)', true], ['tobool("true")', true], ['tobool("1")', true], ['tobool("0")', false], ['"1" ? "a" : "b"', 'a'],
  ['distinct([1, "1", 1])', ['1']], ['tomap({ a = 1, b = "x" })', { a: '1', b: 'x' }], ['tobool(null)', null], ['tolist(["a", "b", "c"])', ['a', 'b', 'c']], ['tolist(["a", "b", 3])', ['a', 'b', '3']],
  ['tomap({"a" = 1, "b" = 2})', { a: 1, b: 2 }], ['tonumber(1)', 1], ['tonumber("1")', 1], ['tonumber(null)', null], ['toset(["a", "b", "c"])', { set: ['a', 'b', 'c'] }],
  ['toset(["a", "b", 3])', { set: ['3', 'a', 'b'] }], ['toset(["c", "b", "b"])', { set: ['b', 'c'] }], ['tostring("hello")', 'hello'], ['tostring(1)', '1'], ['tostring(true)', 'true'],
  ['try("a".b, "fallback")', 'fallback'], ['can({a=1}.b)', false], ['can({a=1}.a)', true], ['nonsensitive("a")', 'a'],
];

const REFUSED: readonly (readonly [string, string])[] = [
  ['tobool(1)', 'here uses the function tobool, which is called with something that is neither true nor false'],
  ['tobool("no")', 'here uses the function tobool, which is called with something that is neither true nor false'],
  ['tonumber("no")', 'here uses the function tonumber, which is called with something that is no number'],
  ['tostring([])', 'here uses the function tostring, which is called with something that is no text'],
  ['cidrhost("10.0.0.0/30", 4)', 'here uses the function cidrhost, which asks for a host beyond the prefix'],
  ['cidrsubnet("10.0.0.0/30", 3, 0)', 'here uses the function cidrsubnet, which asks for a prefix that is too long'],
  ['cidrsubnet("10.0.0.0/24", 2, 4)', 'here uses the function cidrsubnet, which asks for a subnet beyond the prefix'],
  ['cidrnetmask("fd00::/8")', 'here uses the function cidrnetmask, which is called with a prefix that is not of IPv4'],
  ['cidrhost("10.0.0.0/33", 0)', 'here uses the function cidrhost, which is called with something that is no prefix of addresses'],
  ['lookup({}, "a")', 'here uses the function lookup, which does not find the key'],
  ['element([], 0)', 'here uses the function element, which is called with an empty list'],
  ['one([1, 2])', 'here uses the function one, which is called with more than one element'],
  ['coalesce(null, "")', 'here uses the function coalesce, which finds nothing that is set'],
  ['range(2000)', 'here uses the function range, which makes more than 1024 numbers'],
  ['slice(["a"], 0, 2)', 'here uses the function slice, which asks for elements that are not there'],
  ['index(["a"], "b")', 'here uses the function index, which does not find the element'],
  ['format("%s")', 'here uses the function format, which has more verbs than arguments'],
  ['format("", 1)', 'here uses the function format, which has fewer verbs than arguments'],
  ['jsondecode("{")', 'here uses the function jsondecode, which is called with a text that is not JSON'],
  ['sum([])', 'here uses the function sum, which is called with an empty list'],
  ['upper()', 'here uses the function upper, which is called with too few arguments'],
  ['merge("a")', 'here uses the function merge, which is called with something that is no map (argument 1)'],
  ['concat("a")', 'here uses the function concat, which is called with something that is no list (argument 1)'],
  ['max("a"...)', 'here uses the function max, which spreads something that is no list'],
  ['try({}.a)', 'here uses the function try, which finds nothing that can be evaluated'],
  ['zipmap(["a"], [])', 'here uses the function zipmap, which is called with lists of different lengths'],
];

const LEFT: readonly (readonly [string, string])[] = [
  ['jsonencode(jsondecode("12345678901234567890"))', 'here is the result of the function jsonencode, which is called with a number that is not written exactly, and is not evaluated'],
  ['file("/etc/passwd")', 'here is the result of the function file, which is not evaluated'],
  ['templatefile("a", {})', 'here is the result of the function templatefile, which is not evaluated'],
  ['timestamp()', 'here is the result of the function timestamp, which is not evaluated'],
  ['provider::azurerm::normalise_resource_id("x")', 'here is the result of the function provider::azurerm::normalise_resource_id, which is not evaluated'],
  ['sensitive("a")', 'here is the result of the function sensitive, which is not evaluated'],
  ['regex("(a+)+$", "aaaa")', 'here is the result of the function regex, which is not evaluated'],
  ['replace("aaa", "/a+/", "b")', 'here is the result of the function replace, which looks for a pattern, and is not evaluated'],
  ['upper("straße")', 'here is the result of the function upper, which is called with letters beyond ASCII, and is not evaluated'],
  ['length("straße")', 'here is the result of the function length, which is called with letters beyond ASCII, and is not evaluated'],
  ['format("%.2f", 1.005)', 'here is the result of the function format, which has a verb that is not read, and is not evaluated'],
  ['cidrhost("010.0.0.0/8", 1)', 'here is the result of the function cidrhost, which is called with something that is no prefix of addresses, and is not evaluated'],
  ['pow(2, 100)', 'here is the result of the function pow, which makes a number that is not calculated exactly, and is not evaluated'],
  ['1 / 3', 'here is a number that is not calculated exactly'],
  ['0.1 + 0.2', 'here is a number that is not calculated exactly'],
  ['upper(var.x)', 'here depends on something that is not known: var.x is not known'],
  ['merge({a = 1}, var.x)', 'here depends on something that is not known: var.x is not known'],
  ['length(concat(["a"], var.x))', 'here depends on something that is not known: var.x is not known'],
  ['concat(["a"], var.x)[0]', 'here refers to (…)[0], and how many elements stand before that is not known'],
  ['length(toset(["a", var.x]))', 'here depends on something that is not known: var.x is not known'],
  ['contains(["a", var.x], "b")', 'here depends on something that is not known: var.x is not known'],
  ['try(var.x, "a")', 'here depends on whether something that is not known can be evaluated: var.x is not known'],
  ['can(var.x)', 'here depends on whether something that is not known can be evaluated: var.x is not known'],
];

describe('functions', () => {
  test.each(DOCUMENTED)('%s is what its page says', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  test.each(REFUSED)('%s is refused by Terraform, and unknown', (expression, reason) => {
    expect(evaluated(expression)).toBe(reason);
    expect(evaluated(`try(${expression}, "instead")`)).toBe('instead');
    expect(evaluated(`can(${expression})`)).toBe(false);
  });

  test.each(LEFT)('%s is unknown, and no try makes good what is merely not known', (expression, reason) => {
    expect(evaluated(expression)).toBe(reason);
    expect(evaluated(`try(${expression}, "instead")`)).toMatch(/ not known$| not evaluated$| not calculated exactly$/);
  });

  test('what stays known of lists that are known in part', () => {
    expect(evaluated('concat(["a"], var.x)')).toEqual(['a', 'var.x is not known']);
    expect(evaluated('flatten([["a"], var.x])')).toEqual(['a', 'var.x is not known']);
    expect(evaluated('contains(["a", var.x], "a")')).toBe(true);
    expect(evaluated('element(["a", var.x], 0)')).toBe('a');
    expect(evaluated('length([var.x, var.x])')).toBe(2);
    expect(evaluated('anytrue([true, var.x])')).toBe(true);
    expect(evaluated('lookup({a = "b", c = var.x}, "a")')).toBe('b');
  });
});

describe('functions against slow and obvious ones', () => {
  const literal = (value: unknown): string => JSON.stringify(value);
  const word = fc.string({ unit: fc.constantFrom(...'abcXY -_.'), maxLength: 6 });
  const words = fc.array(word, { maxLength: 8 });

  test('lists', () => {
    fc.assert(fc.property(words, words, fc.nat(20), (a, b, at) => {
      const [x, y] = [literal(a), literal(b)];
      expect(evaluated(`concat(${x}, ${y})`)).toEqual([...a, ...b]);
      expect(evaluated(`distinct(${x})`)).toEqual(a.filter((one, index) => a.indexOf(one) === index));
      expect(evaluated(`compact(${x})`)).toEqual(a.filter((one) => one !== ''));
      expect(evaluated(`setunion(${x}, ${y})`)).toEqual({ set: [...new Set([...a, ...b])].sort() });
      expect(evaluated(`setintersection(${x}, ${y})`)).toEqual({ set: [...new Set(a)].filter((one) => b.includes(one)).sort() });
      expect(evaluated(`setsubtract(${x}, ${y})`)).toEqual({ set: [...new Set(a)].filter((one) => !b.includes(one)).sort() });
      expect(evaluated(`flatten([${x}, [[${y}]]])`)).toEqual([...a, ...b]);
      expect(evaluated(`reverse(sort(${x}))`)).toEqual([...a].sort().reverse());
      expect(evaluated(`length(setproduct(${x}, ${y}))`)).toBe(a.length * b.length);
      expect(evaluated(`[for i, s in ${x} : "\${i}\${s}" if s != ""]`)).toEqual(a.flatMap((one, index) => (one === '' ? [] : [`${index}${one}`])));
      expect(evaluated(`{for s in ${x} : s => length(s)...}`)).toEqual(Object.fromEntries(a.map((one) => [one, a.filter((other) => other === one).map(() => one.length)])));
      if (a.length > 0) expect(evaluated(`element(${x}, ${at})`)).toBe(a[at % a.length]);
    }), { numRuns: 60 });
  });

  test('texts', () => {
    fc.assert(fc.property(word, words, fc.constantFrom('-', ', ', 'ab'), (text, list, separator) => {
      const [t, l, s] = [literal(text), literal(list), literal(separator)];
      expect(evaluated(`join(${s}, ${l})`)).toBe(list.join(separator));
      expect(evaluated(`split(${s}, ${t})`)).toEqual(text.split(separator));
      expect(evaluated(`replace(${t}, ${s}, "+")`)).toBe(text.replaceAll(separator, '+'));
      expect(evaluated(`upper(lower(${t}))`)).toBe(text.toUpperCase());
      expect(evaluated(`strrev(strrev(${t}))`)).toBe(text);
      expect(evaluated(`trimspace(${t})`)).toBe(text.trim());
      expect(evaluated(`"\${trimprefix(${t}, ${s})}"`)).toBe(text.startsWith(separator) ? text.slice(separator.length) : text);
    }), { numRuns: 100 });
  });

  test('subnets, bit by bit', () => {
    const prefix = fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 28 }), fc.integer({ min: 0, max: 4 }), fc.nat(15));
    const dotted = (bits: string) => (bits.match(/.{8}/g) ?? []).map((octet) => parseInt(octet, 2)).join('.');
    fc.assert(fc.property(prefix, ([address, length, added, number]) => {
      const bits = address.toString(2).padStart(32, '0');
      const subnet = number < 2 ** added ? number : 0;
      const expected = (bits.slice(0, length) + (added === 0 ? '' : subnet.toString(2).padStart(added, '0'))).padEnd(32, '0');
      expect(evaluated(`cidrsubnet("${dotted(bits)}/${length}", ${added}, ${subnet})`)).toBe(`${dotted(expected)}/${length + added}`);
      const host = bits.slice(0, length) + number.toString(2).padStart(32 - length, '0');
      if (number < 2 ** (32 - length)) expect(evaluated(`cidrhost("${dotted(bits)}/${length}", ${number})`)).toBe(dotted(host));
      expect(evaluated(`cidrnetmask("${dotted(bits)}/${length}")`)).toBe(dotted('1'.repeat(length).padEnd(32, '0')));
    }), { numRuns: 200 });
  });

  test('JSON comes back as it went', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: fc.constantFrom(...'abc"\\<é'), maxLength: 4 }), fc.oneof(word, fc.integer({ min: -1000, max: 1000 }), fc.boolean(), fc.constant(null), words)), (value) => {
      const sorted = Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
      expect(evaluated(`jsondecode(${literal(literal(sorted))})`)).toEqual(sorted);
      expect(JSON.parse(evaluated(`jsonencode(jsondecode(${literal(literal(value))}))`) as string)).toEqual(value);
    }), { numRuns: 100 });
  });
});

test('whatever is asked, there is an answer', () => {
  const leaf = fc.constantFrom('null', 'true', '0', '-1', '1.5', '1e300', '""', '"a"', '"10.0.0.0/8"', '"fd00::/8"', '"1"', '[]', '{}', 'var.x', '["a", 1, null]', '[var.x]', '{a = 1}', '{a = [var.x]}', '[[1], ["b"]]', 'toset(["a", var.x])', 'concat(["a"], var.x)');
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof({ maxDepth: 3 }, leaf,
      fc.tuple(fc.constantFrom(...EVALUATED_FUNCTIONS), fc.array(tie('expression'), { maxLength: 4 }), fc.constantFrom('', '...')).map(([name, list, dots]) => `${name}(${list.join(', ')}${list.length > 0 ? dots : ''})`),
      fc.tuple(tie('expression'), fc.constantFrom('+', '%', '/', '==', '<', '&&'), tie('expression')).map((parts) => parts.join(' ')),
      fc.tuple(tie('expression'), fc.constantFrom('.a', '[0]', '[*]', '.*.a', '["a"]', '[*][0]')).map(([one, step]) => `(${one})${step}`),
      fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(tie('expression'), tie('expression')).map(([list, value]) => `[for k, v in ${list} : ${value} if v != k]`),
      fc.tuple(tie('expression'), tie('expression')).map(([list, value]) => `{for k, v in ${list} : k => ${value}...}`)),
  }));
  fc.assert(fc.property(expression, (text) => {
    expect(evaluated(text)).not.toBe(undefined);
    expect(typeof evaluated(`can(${text})`) === 'boolean' || String(evaluated(`can(${text})`))).toBeTruthy();
  }), { numRuns: 3000 });
});
