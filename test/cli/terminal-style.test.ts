import { styleFor } from '../../src/cli/terminal-style';
import { toText } from '../../src/report';
import { VIOLATED } from '../report/reports';

const sink = (isTTY: boolean, columns?: number) => ({ write: () => true, isTTY, columns });
const RED = '\u001b[31m';

describe('the look of a report', () => {
  test('on a terminal has colour, a width and a table', () => {
    const text = toText(VIOLATED, styleFor({ stdout: sink(true, 100), env: {} }));
    expect(text).toContain(`${RED}violated`);
    expect(text).toMatch(/\n\nrequirement +verdict +decided by\n─+\nsensor-api \(required\) +/);
  });

  test('piped is plain: no colour, no table, one line for each fact', () => {
    expect(toText(VIOLATED, styleFor({ stdout: sink(false), env: {} }))).toBe(toText(VIOLATED));
  });

  test.each([
    ['NO_COLOR on a terminal', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['NO_COLOR over FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0 on a terminal', true, { FORCE_COLOR: '0' }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('%s', (_, isTTY, env, coloured) => {
    expect(styleFor({ stdout: sink(isTTY), env }).paint('bad', 'x') !== 'x').toBe(coloured);
  });

  test('the table fits a terminal of its width', () => {
    const text = toText(VIOLATED, styleFor({ stdout: sink(true, 90), env: { NO_COLOR: '1' } }));
    const [, table] = text.split('\n\n');
    const lines = table.split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(90);
    // Cells stand under their heads.
    const [verdict, decidedBy] = ['verdict', 'decided by'].map((head) => lines[0].indexOf(head));
    for (const line of lines.filter((one) => /violated|unknown|satisfied/.test(one))) {
      expect(line.slice(verdict)).toMatch(/^(violated|unknown|satisfied) +\S/);
      expect(line.charAt(decidedBy - 1)).toBe(' ');
    }
  });

  test('a terminal of odd width gets lines that can be read', () => {
    expect(styleFor({ stdout: sink(true, 3), env: {} }).width).toBe(60);
    expect(styleFor({ stdout: sink(true, 500), env: {} }).width).toBe(140);
    expect(styleFor({ stdout: sink(true), env: {} }).width).toBe(80);
    expect(styleFor({ stdout: sink(true, 0), env: {} }).width).toBe(80);
  });
});
