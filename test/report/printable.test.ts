import * as fc from 'fast-check';
import { printable, printableJson } from '../../src/report';

describe('printable', () => {
  test.each([
    ['a colour escape', '\u001b[31mred', '\\u001b[31mred'],
    ['a one-byte control sequence introducer', '\u009b31m', '\\u009b31m'],
    ['line breaks', 'a\r\nb\u2028c', 'a\\u000d\\u000ab\\u2028c'],
    ['a tab', 'a\tb', 'a\\u0009b'],
    ['a right-to-left override', '\u202Etxt.exe', '\\u202etxt.exe'],
    ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
    ['a no-break space', 'a\u00a0b', 'a\\u00a0b'],
    ['a Hangul filler, which looks empty', '\u3164', '\\u3164'],
    ['a tag character beyond the first plane', '\u{e0041}', '\\u{e0041}'],
    ['half a surrogate pair', '\ud800x', '\\ud800x'],
    ['a pile of combining marks', 'o\u0300\u0301\u0302', 'o\\u0300\\u0301\\u0302'],
  ])('writes out %s', (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test.each(['AllowSensorApi', 'Règle é 1', 'ルール', '😀 rule', 'module.a["x"].azurerm_subnet.b[0]', 'C:\\plans\\a.json'])('leaves %s alone', (text) => {
    expect(printable(text)).toBe(text);
  });

  test('cuts a long name after the given number of characters, and counts characters beyond the first plane once', () => {
    expect(printable('abcdef', 5)).toBe('abcde…');
    expect(printable('abcde', 5)).toBe('abcde');
    expect(printable('😀😀😀', 3)).toBe('😀😀😀');
    expect(printable('😀😀😀😀', 3)).toBe('😀😀😀…');
    expect(printable('x'.repeat(10_000))).toBe(`${'x'.repeat(200)}…`);
  });

  test('whatever the text, the result is one line without control or bidirectional characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      // Not the expression of the code: ranges of the Unicode bidirectional algorithm and of ISO 6429.
      expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
    }));
  });
});

describe('printableJson', () => {
  test('escapes what a terminal would act on and keeps the value', () => {
    const text = printableJson({ name: '\u001b[31m\u202e\u009b\u{e0041}\\\u200b' });
    expect(text).toBe('{\n  "name": "\\u001b[31m\\u202e\\u009b\\udb40\\udc41\\\\\\u200b"\n}\n');
  });

  test('is JSON of the same value for every value', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
      expect(JSON.parse(printableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });
});
