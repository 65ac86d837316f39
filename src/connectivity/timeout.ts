import { ConnectivityError } from './errors';

/** How long a step may take where nobody says. */
export const DEFAULT_SECONDS = 10;

const LONGEST_SECONDS = 300;

/** @throws ConnectivityError unless the text is a whole number of seconds from 1 to 300 */
export function parseSeconds(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > LONGEST_SECONDS) throw new ConnectivityError('timeout', text);
  return seconds;
}
