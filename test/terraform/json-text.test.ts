import * as fc from 'fast-check';
import { findJsonFault } from '../../src/terraform/json-faults';
import { decodeText, parseJsonObject } from '../../src/terraform/json-text';

function refusal(text: string): string {
  try {
    parseJsonObject('plan.json', text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('a text as JSON', () => {
  test('an object is read as JSON.parse reads it', () => {
    const text = '{"a": [1, -2.5e3, true, null], "b": {"c": "\\u00e9 \\"q\\" :{}"}}';
    expect(parseJsonObject('plan.json', text)).toEqual(JSON.parse(text));
  });

  test('a byte order mark in front is no part of it', () => {
    expect(parseJsonObject('plan.json', '\ufeff{"a": 1}')).toEqual({ a: 1 });
  });

  test('a truncated text is refused with line and column of its end', () => {
    expect(refusal('{"format_version": "1.2",\n "planned_values": {"root_module": {"resources": [{"address"')).toBe(
      'plan.json is not valid JSON: the end of the text where ":" is expected at line 2, column 61; write the file again from its source.');
  });

  test('a trailing comma is refused where it stands', () => {
    expect(refusal('{"a": 1,\n}')).toBe('plan.json is not valid JSON: a character that is not a key in double quotes at line 2, column 1; write the file again from its source.');
  });

  test('a key that stands twice in one object is refused with its second place', () => {
    expect(refusal('{"a": {"priority": 100,\n  "priority": 200}}')).toBe(
      'plan.json has the key "priority" twice in one object (the second time at line 2, column 3), so its meaning is uncertain; keep one of the two.');
  });

  test('one key spelt in two ways is one key', () => {
    expect(refusal('{"a": 1, "\\u0061": 2}')).toContain('has the key "\\u0061" twice in one object (the second time at line 1, column 10)');
  });

  test('equal keys in different objects, and colons in texts, are no duplicates', () => {
    const text = '{"a": {"x": "1:2:3"}, "b": {"x": "\\"x\\": \\\\"}}';
    expect(parseJsonObject('plan.json', text)).toEqual(JSON.parse(text));
  });

  test('__proto__ and constructor are keys like others', () => {
    const parsed = parseJsonObject('plan.json', '{"__proto__": {"polluted": true}, "constructor": 1}');
    expect(Object.keys(parsed)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(refusal('{"__proto__": 1, "__proto__": 2}')).toContain('has the key "__proto__" twice');
  });

  test('nesting beyond the limit is refused before it is parsed, however deep', () => {
    const expected = 'plan.json nests more than 256 levels deep at line 1, column 1281, which no Terraform file does; pass a plan or a Terraform JSON configuration.';
    expect(refusal('{"a":'.repeat(257))).toBe(expected);
    expect(refusal('{"a":'.repeat(2_000_000))).toBe(expected);
    const deepest = '{"a":'.repeat(256) + '1' + '}'.repeat(256);
    expect(parseJsonObject('plan.json', deepest)).toEqual(JSON.parse(deepest));
  });

  test.each([['[1, 2]', 'a list'], ['7', 'a number'], ['"text"', 'a string'], ['null', 'null']])('%s is no object', (text, what) => {
    expect(refusal(text)).toBe(`plan.json holds ${what} where a JSON object is expected; pass a plan or a Terraform JSON configuration.`);
  });

  test('nothing but white space is an empty input', () => {
    expect(refusal(' \n ')).toBe('plan.json is empty; write it again, for instance with "terraform show -json <plan file> > plan.json".');
  });

  test('a list of a million elements is no problem', () => {
    expect(parseJsonObject('plan.json', `{"a": [${'0,'.repeat(1_000_000)}0]}`)).toHaveProperty('a.length', 1_000_001);
  });
});

describe('bytes as text', () => {
  test('UTF-16 with a mark, as PowerShell writes what a command prints', () => {
    const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(decodeText('plan.json', utf16('{"name": "Müller"}'))).toBe('{"name": "Müller"}');
    expect(() => decodeText('plan.json', utf16('{}').subarray(0, 5))).toThrow('plan.json is not UTF-8 text; write it again as UTF-8, for instance with "terraform show -json <plan file>".');
  });

  test('a zero byte makes it a binary file', () => {
    expect(() => decodeText('tfplan', Uint8Array.of(0x50, 0x4b, 0, 1))).toThrow(
      'tfplan is a binary file (byte 2 is zero); if it is a saved plan, pass the output of "terraform show -json <plan file>" instead.');
  });

  test('other encodings are refused', () => {
    expect(() => decodeText('plan.json', Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(
      'plan.json is not UTF-8 text; write it again as UTF-8, for instance with "terraform show -json <plan file>".');
  });
});

describe('the fault finder agrees with JSON.parse', () => {
  const parses = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  test('on valid JSON it finds nothing', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), (text) => {
      expect(findJsonFault(text)).toBeUndefined();
    }));
  });

  test('on JSON that was damaged it finds a syntax fault exactly where there is one', () => {
    const damaged = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', '\\', '{', '0', 'x', '\n'))
      .map(([text, at, replacement]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + replacement + text.slice(place + 1);
      });
    fc.assert(fc.property(damaged, (text) => {
      const fault = findJsonFault(text);
      expect(fault?.kind === 'syntax').toBe(!parses(text) && fault?.kind !== 'duplicate-key');
      if (fault === undefined) expect(parses(text)).toBe(true);
    }), { numRuns: 2000 });
  });

  test('every repeated key is refused and nothing else', () => {
    const members = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), fc.json({ maxDepth: 2 })), { maxLength: 4 });
    fc.assert(fc.property(members, (all) => {
      const text = `{"outer": {${all.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}}`;
      const isRepeated = new Set(all.map(([key]) => key)).size < all.length;
      if (isRepeated) expect(() => parseJsonObject('x', text)).toThrow('twice in one object');
      else expect(parseJsonObject('x', text)).toEqual(JSON.parse(text));
    }));
  });
});
