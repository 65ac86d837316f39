// Both packages export one CommonJS value: this form means the same with and without `esModuleInterop`.
// eslint-disable-next-line @typescript-eslint/no-require-imports
import Table = require('cli-table3');
// eslint-disable-next-line @typescript-eslint/no-require-imports
import picocolors = require('picocolors');
import { PLAIN, Role, TextStyle } from '../report';
import { CommandIo } from './io';

const USUAL = 80;
const NARROWEST = 60;
// Longer lines are hard to read, however wide the window.
const WIDEST = 140;

/**
 * Colour, line breaks and tables on a terminal; plain lines everywhere else.
 *
 * `NO_COLOR` (no-color.org) turns colour off, `FORCE_COLOR` turns it on where there is no terminal, such as in build logs.
 */
export function styleFor({ stdout, env }: Pick<CommandIo, 'stdout' | 'env'>): TextStyle {
  const paint = painter(wantsColour(stdout.isTTY === true, env));
  if (stdout.isTTY !== true) return { ...PLAIN, paint };
  // Some terminals say that they have no column at all.
  const columns = stdout.columns === undefined || stdout.columns === 0 ? USUAL : stdout.columns;
  return { paint, width: Math.min(Math.max(columns, NARROWEST), WIDEST), table };
}

function wantsColour(isTerminal: boolean, env: CommandIo['env']): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

function painter(enabled: boolean): TextStyle['paint'] {
  const colours = picocolors.createColors(enabled);
  const paints: Readonly<Record<Role, (text: string) => string>> = {
    heading: colours.bold,
    good: colours.green,
    bad: colours.red,
    uncertain: colours.yellow,
    muted: colours.dim,
  };
  return (role, text) => paints[role](text);
}

/** Columns under their heads, without frames: a report is to fit on one screen. */
const FRAMELESS = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid']
    .map((place) => [place, '']),
);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // The style of a report decides on colour: cli-table3 would add its own to heads and borders.
  const drawn = new Table({ head: [...head], style: { 'head': [], 'border': [], 'padding-left': 0, 'padding-right': 0 }, chars: { ...FRAMELESS, middle: '  ' } });
  drawn.push(...rows.map((row) => [...row]));
  const [heads, ...lines] = drawn.toString().split('\n').map((line) => line.trimEnd());
  return [heads, '─'.repeat(drawn.width), ...lines].join('\n');
}
