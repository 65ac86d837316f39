/*
 * Hosts that WinINet reaches without the proxy: names with `*`, a scheme before them and a port behind them if it matters, `;` or white
 * space between them, and `<local>` for names without a dot.
 */

/** Entries of a list that match a host reached over HTTPS on a port. */
export function bypassingEntries(list: string, host: string, port: number): string[] {
  return entriesOf(list).filter((entry) => {
    const pattern = patternOf(entry, port);
    return pattern !== undefined && globsOverlap(pattern, host);
  });
}

/** Entries that begin with a dot, of which it is not documented whether they mean the names below. */
export function doubtfulEntries(list: string, host: string): string[] {
  return entriesOf(list).filter((entry) => entry.startsWith('.') && host.endsWith(entry));
}

/** Whether a text matches both patterns; `*` stands for any text in either. */
export function globsOverlap(left: string, right: string): boolean {
  // row[j]: whether what is left of both, from i in `left` and j in `right`, has a text in common.
  let below: boolean[] = [];
  for (let i = left.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = right.length; j >= 0; j--) {
      if (i === left.length && j === right.length) row[j] = true;
      else if (left[i] === '*') row[j] = below[j] || (j < right.length && row[j + 1]);
      else if (right[j] === '*') row[j] = row[j + 1] || (i < left.length && below[j]);
      else row[j] = i < left.length && j < right.length && left[i] === right[j] && below[j + 1];
    }
    below = row;
  }
  return below[0];
}

function entriesOf(list: string): string[] {
  return list.toLowerCase().split(/[;\s]+/).filter((entry) => entry !== '' && entry !== '<local>' && entry !== '<-loopback>');
}

/** The pattern over host names, where scheme and port of an entry fit. */
function patternOf(entry: string, port: number): string | undefined {
  const [, scheme, name, ownPort] = /^(?:([a-z]+):\/\/)?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (scheme !== undefined && scheme !== 'https') return undefined;
  if (ownPort !== undefined && Number(ownPort) !== port) return undefined;
  return name;
}
