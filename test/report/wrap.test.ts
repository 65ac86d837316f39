import * as fc from 'fast-check';
import { paragraph, wrapped } from '../../src/report/wrap';

describe('wrapped', () => {
  test('breaks between words', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  });

  test('breaks a word that is longer than a line where the line ends', () => {
    expect(wrapped('a azurerm_firewall b', 6)).toEqual(['a', 'azurer', 'm_fire', 'wall b']);
  });

  test('no line is longer than the width, and no character is lost but the blanks at breaks', () => {
    const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', '.', '_') });
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 20 }), (words, width) => {
      const lines = wrapped(words.join(' '), width);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
    }));
  });
});

describe('paragraph', () => {
  test('sets further lines under the text of the first', () => {
    expect(paragraph('  flow: ', 'one two three four five six', 28)).toEqual(['  flow: one two three four', '        five six']);
  });

  test('stays on one line without a width', () => {
    const text = 'word '.repeat(100).trim();
    expect(paragraph('  ', text, undefined)).toEqual([`  ${text}`]);
  });
});
