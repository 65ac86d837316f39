import * as fc from 'fast-check';
import { evaluated } from './evaluated';
import { parseExpression, parseTemplate } from '../../../src/terraform/expression';
import { parseHcl } from '../../../src/terraform/hcl/parse-hcl';
import { processorSeconds } from '../../support/processor-time';

describe('expressions', () => {
  test.each<[string, unknown]>([
    // https://developer.hashicorp.com/terraform/language/expressions/operators
    ['1 + 2 * 3', 7], ['(1 + 2) * 3', 9], ['10 % 3', 1], ['-5 % 3', -2], ['-(2 + 3)', -5], ['7 / 2', 3.5], ['"5" + 1', 6], ['1 - 1 - 1', -1],
    ['!true || true', true], ['true && !false', true], ['1 < 2 == true', true], ['1 == 1 && 2 != 3', true], ['2 >= 2', true], ['3 <= 2', false],
    ['"a" == "a"', true], ['[1, 2] == [1]', false], ['toset([1]) == toset([1])', true], ['{a = 1} == {a = 2}', false], ['null == null', true], ['"" == null', false],
    ['false && var.x', false], ['var.x || true', true],
    // https://developer.hashicorp.com/terraform/language/expressions/conditionals
    ['true ? 1 : 2', 1], ['false ? 1 : true ? 2 : 3', 2], ['true ? 12 : "hello"', '12'], ['var.x ? "same" : "same"', 'same'], ['"true" ? 1 : 2', 1],
    // https://developer.hashicorp.com/terraform/language/expressions/for
    ['[for s in ["a", "b"] : upper(s)]', ['A', 'B']], ['[for k, v in {b = 2, a = 1} : "${k}${v}"]', ['a1', 'b2']], ['[for i, v in ["x", "y"] : "${i}${v}"]', ['0x', '1y']],
    ['{for s in ["a", "b"] : s => upper(s)}', { a: 'A', b: 'B' }], ['[for s in ["a", "", "b"] : s if s != ""]', ['a', 'b']],
    ['{for k, v in {a = "x", b = "x"} : v => k...}', { x: ['a', 'b'] }], ['[for k, v in toset(["b", "a"]) : "${k}${v}"]', ['aa', 'bb']],
    ['[for r in [for n in range(3) : n * n] : r + 1]', [1, 2, 5]], ['[for a in [1, 2] : [for b in [3, 4] : a * b]]', [[3, 4], [6, 8]]],
    // https://developer.hashicorp.com/terraform/language/expressions/splat
    ['[{n = 1}, {n = 2}][*].n', [1, 2]], ['[{n = [5]}, {n = [6]}][*].n[0]', [5, 6]], ['[{n = 1}, {n = 2}].*.n[0]', 1], ['{n = 1}[*].n', [1]], ['null[*]', []],
    ['[{m = {n = 1}}].*.m.n', [1]],
    // https://developer.hashicorp.com/terraform/language/expressions/strings
    ['"a${1 + 1}b"', 'a2b'], ['"$${a} %%{b}"', '${a} %{b}'], ['"\\"\\\\\\n\\u00e9\\U0001F600"', '"\\\né😀'], ['"${"in"}${"ner"}"', 'inner'], ['"${[1]}"', [1]],
    ['"%{ if true }yes%{ else }no%{ endif }"', 'yes'], ['"%{ if false }yes%{ endif }"', ''], ['"%{ for x in ["a", "b"] }<${x}>%{ endfor }"', '<a><b>'],
    ['"%{ for i, x in ["a", "b"] }${i}${x} %{ endfor }"', '0a 1b '], ['"a ${~ "b" ~} c"', 'abc'], ['"%{ if true ~} x %{ endif }y"', 'x y'],
    ['<<EOT\nhello\n  "${1 + 1}" \\n\nEOT\n', 'hello\n  "2" \\n\n'], ['<<-EOT\n    a\n\n      b\n    EOT\n', 'a\n\n  b\n'], ['join("", [<<A\nx\nA\n, "y"])', 'x\ny'],
    // https://developer.hashicorp.com/terraform/language/expressions/types
    ['{ "a" : 1, b = 2, (upper("c")) = 3\n  d = 4 # last\n}', { a: 1, b: 2, C: 3, d: 4 }], ['[\n  1, // one\n  /* two */ 2,\n]', [1, 2]], ['{a = {b = [1, 2]}}.a.b[1]', 2],
    ['{a = 1}["a"]', 1], ['[1, 2].1', 2], ['[[1, 2], [3, 4]].1.0', 3], ['{ if = 1, in = 2 }', { if: 1, in: 2 }], ['1e3', 1000], ['-1.5', -1.5],
    ['{a-b = 1}.a-b', 1],
  ])('%s', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  test.each([
    ['1 + ', 'here is an expression that is not evaluated'],
    ['"%{ if true }x"', 'here is an expression that is not evaluated'],
    ['{ a = 1 b = 2 }', 'here is an expression that is not evaluated'],
    // `var.x == []` is false for an empty list, and true for an empty tuple.
    ['[] == []', 'here compares values of different types, or of which a part or the type is not known'],
    ['{} != {}', 'here compares values of different types, or of which a part or the type is not known'],
    ['1 / 0', 'here divides by zero'],
    // Terraform ends there, whatever else would be tried.
    ['try(1 / 0, 5)', 'here divides by zero'],
    ['1 + "a"', 'here applies + to something that is no number'],
    ['!1', 'here negates something that is neither true nor false'],
    ['-"a"', 'here negates something that is no number'],
    ['true && 1', 'here combines something that is neither true nor false'],
    ['[] ? 1 : 2', 'here depends on a condition that is neither true nor false'],
    ['{a = 1}.b', 'here refers to (…).b, which the input does not have'],
    ['[1][1]', 'here refers to (…)[1], which the input does not have'],
    ['"a".b', 'here refers to (…).b, which the input does not have'],
    ['"${[1]}a"', 'here has a part that is no text'],
    ['[for x in 1 : x]', 'here goes through something that is no collection'],
    ['[for x in [1] : x if x]', 'here has a condition that is neither true nor false'],
    ['{for x in [1, 2] : "k" => x}', 'here makes two values for the key "k"'],
    ['{ (null) = 1 }', 'here has a key that is no text'],
    ['1 == "1"', 'here compares values of different types, or of which a part or the type is not known'],
    ['[var.x] == [1]', 'here compares values of different types, or of which a part or the type is not known'],
    ['var.x == 1', 'here depends on something that is not known: var.x is not known'],
    ['var.x ? 1 : 2', 'here depends on a condition that is not known: var.x is not known'],
    ['[for x in var.x : x]', 'here depends on something that is not known: var.x is not known'],
    ['[for x in [1] : x if var.x]', 'here depends on something that is not known: var.x is not known'],
    ['{ (var.x) = 1 }', 'here has a key that is not known: var.x is not known'],
    ['[1, 2][var.x]', 'here is chosen by an index that is not known'],
    ['"a${var.x}"', 'here holds a part that is not known: var.x is not known'],
    ['false && {}.a', 'here is decided by one side of an operator, while Terraform may refuse the other'],
  ])('%s is unknown', (expression, reason) => {
    expect(evaluated(expression)).toBe(reason);
  });

  test('numbers and texts compare, as far as they are told apart', () => {
    expect(evaluated('1 == "2"')).toBe(false);
    expect(evaluated('[1] == 1')).toBe(false);
    expect(evaluated('true == "yes"')).toBe(false);
  });
});

describe('arithmetic and logic', () => {
  const number = fc.integer({ min: -50, max: 50 });
  const { arithmetic, logic } = fc.letrec<{ arithmetic: string; logic: string }>((tie) => ({
    arithmetic: fc.oneof({ maxDepth: 4 }, number.map((n) => (n < 0 ? `(${n})` : String(n))), fc.tuple(tie('arithmetic'), fc.constantFrom('+', '-', '*'), tie('arithmetic')).map((parts) => parts.join(' ')),
      tie('arithmetic').map((inner) => `(${inner})`), fc.tuple(tie('logic'), tie('arithmetic'), tie('arithmetic')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`)),
    logic: fc.oneof({ maxDepth: 4 }, fc.constantFrom('true', 'false'), fc.tuple(tie('logic'), fc.constantFrom('&&', '||'), tie('logic')).map((parts) => parts.join(' ')),
      fc.tuple(tie('arithmetic'), fc.constantFrom('<', '<=', '>', '>='), tie('arithmetic')).map((parts) => `(${parts.join(' ')})`), tie('logic').map((inner) => `!(${inner})`)),
  }));

  // The two languages agree on these operators and on how they bind.
  test('are those of JavaScript', () => {
    fc.assert(fc.property(fc.oneof(arithmetic, logic), (expression) => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      const expected = new Function(`return ${expression};`)() as number | boolean;
      fc.pre(typeof expected === 'boolean' || Number.isSafeInteger(expected));
      expect(evaluated(expression)).toEqual(expected === 0 ? expect.closeTo(0) : expected);
    }), { numRuns: 300 });
  });
});

describe('the parser and that of Terraform', () => {
  const name = fc.constantFrom('a', 'b-c', 'var', 'each');
  const blank = fc.constantFrom('', ' ', '  ', '\n', ' # note\n', ' /* note */ ');
  const { expression } = fc.letrec<{ expression: string; template: string }>((tie) => {
    const inner = tie('expression');
    const list = fc.array(inner, { maxLength: 3 });
    return {
      expression: fc.oneof({ maxDepth: 5, withCrossShrink: true },
        fc.constantFrom('1', '-2.5', 'true', 'null', '1e3', '"text"', '"q\\"\\n"'), name,
        fc.tuple(name, fc.array(fc.oneof(name.map((step) => `.${step}`), inner.map((index) => `[${index}]`), fc.constantFrom('[*]', '.*', '[0]')), { maxLength: 2 })).map(([root, steps]) => root + steps.join('')),
        tie('template'), fc.tuple(list, blank).map(([items, space]) => `[${space}${items.join(`,${space}`)}${space}]`),
        fc.array(fc.tuple(name, inner), { maxLength: 3 }).map((entries) => `{${entries.map(([key, value]) => `\n  ${key} = ${value}`).join('')}\n}`),
        fc.array(fc.tuple(inner, inner), { maxLength: 2 }).map((entries) => `{ ${entries.map(([key, value]) => `(${key}) : ${value}`).join(', ')} }`),
        fc.tuple(name, list, fc.constantFrom('', '...')).map(([called, items, dots]) => `${called}(${items.join(', ')}${items.length > 0 ? dots : ''})`),
        fc.tuple(inner, fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||'), inner).map((parts) => parts.join(' ')),
        fc.tuple(inner, inner, inner).map(([c, a, b]) => `(${c} ? ${a} : ${b})`), inner.map((one) => `!${one}`),
        fc.tuple(inner, inner).map(([c, v]) => `[for x in ${c} : ${v}]`), fc.tuple(inner, inner, inner).map(([c, k, v]) => `{for k, x in ${c} : ${k} => ${v}... if k}`),
        fc.constantFrom('1 +', '{ a 1 }', '"${"', '[1 2]', '(', 'a..b', '"%{if a}"', 'for', '{for x in y : x}')),
      template: fc.array(fc.oneof(fc.constantFrom('text', '$', '%', '$${', '%%{'), inner.map((value) => `\${${value}}`), inner.map((value) => `\${~ ${value} ~}`),
        fc.tuple(inner, inner).map(([c, v]) => `%{ if ${c} }\${${v}}%{ else }b%{ endif }`), inner.map((c) => `%{ for x in ${c} }\${x}%{ endfor }`)), { maxLength: 3 }).map((parts) => `"${parts.join('')}"`),
    };
  });

  const isTerraform = (text: string): boolean => {
    try {
      parseHcl('main.tf', `a = (${text}\n)\n`);
      return true;
    } catch {
      return false;
    }
  };

  test('accept the same expressions', () => {
    fc.assert(fc.property(expression, (text) => {
      expect({ text, isUnderstood: parseExpression(`(${text}\n)`).kind !== 'unsupported' }).toEqual({ text, isUnderstood: isTerraform(text) });
    }), { numRuns: 1000 });
  });

  test('what Terraform\'s parser makes of a file means the same', () => {
    fc.assert(fc.property(expression, (text) => {
      fc.pre(isTerraform(text));
      const made = parseHcl('main.tf', `a = (${text}\n)\n`).json.a;
      expect(typeof made === 'string' && parseTemplate(made)).toEqual(parseExpression(`(${text}\n)`));
    }), { numRuns: 500 });
  });
});

describe('hostile expressions', () => {
  test.each([
    ['brackets', '['.repeat(50_000)], ['signs', '-'.repeat(50_000) + '1'], ['conditions', 'a ? '.repeat(50_000)], ['templates', '"${'.repeat(50_000)], ['calls', 'f('.repeat(50_000)],
    ['directives', `"${'%{ if true }'.repeat(50_000)}"`], ['operators', `1${' + 1'.repeat(200_000)}`], ['comments', '/*'.repeat(100_000)], ['a long text', `"${'a'.repeat(1_100_000)}"`],
    ['heredocs', '<<A\n'.repeat(20_000)], ['steps', `a${'.b'.repeat(100_000)}`], ['spaces', `[${' '.repeat(500_000)}`],
  ])('%s without end are unknown, soon', (_what, text) => {
    expect(processorSeconds(() => expect(typeof evaluated(text)).toBe('string'))).toBeLessThan(5);
  });

  test.each([
    ['[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]'],
    ['setproduct(range(1000), range(1000), range(1000))'],
    ['join("", [for i in range(1000) : join("", [for j in range(1000) : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"])])'],
    ['flatten([for a in range(1000) : [for b in range(1000) : range(1000)]])'],
    ['[for a in range(1000) : format("%999d", a)]'],
  ])('%s ends soon', (text) => {
    expect(processorSeconds(() => evaluated(text))).toBeLessThan(20);
  });
});
