/*
 * squid.conf as lines, the way Squid's own reader makes them (src/cache_cf.cc): white space before a line goes, comment lines and
 * empty lines go even inside a continued line, and a backslash at the very end continues a line.
 */

/** One line of configuration with the place where it begins. */
export interface LogicalLine {
  /** Path of the file as it was named. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** Squid reads lines in pieces of this many bytes, and takes a longer line for several. */
export const LONGEST_LINE = 8191;

export function logicalLines(file: string, text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let pending: { readonly line: number; text: string } | undefined;
  for (const [index, physical] of text.split('\n').entries()) {
    const content = physical.split('\r', 1)[0].replace(/^[ \t\v\f]+/, '');
    if (content === '' || content.startsWith('#')) continue;
    pending = { line: pending?.line ?? index + 1, text: (pending?.text ?? '') + content };
    if (pending.text.endsWith('\\')) {
      pending.text = pending.text.slice(0, -1);
      continue;
    }
    lines.push({ file, ...pending });
    pending = undefined;
  }
  // Squid drops a line that the end of the file cuts off; keeping it lets the reader say so.
  if (pending !== undefined) lines.push({ file, ...pending, text: `${pending.text}\\` });
  return lines.map(({ text: content, ...place }) => ({ ...place, text: withoutTrailingSpace(content) }));
}

/** By hand: a regular expression that looks for the end from every blank takes the square of a line's length. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\v\f'.includes(text[end - 1])) end--;
  return text.slice(0, end);
}

/** The words of a line up to a comment. A `#` begins one where a word would begin, not inside a word. */
export function words(text: string): string[] {
  return split(text, /[^ \t\v\f]+/gy);
}

/** The words of a line in which a backslash keeps white space inside a word, as in regular expressions. */
export function regexWords(text: string): string[] {
  return split(text, /(?:\\[^\r\n]|[^ \t\v\f\\])+/gy);
}

/** `file.conf:12`, for reports. */
export function placeOf({ file, line }: Pick<LogicalLine, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

function split(text: string, word: RegExp): string[] {
  const found: string[] = [];
  for (let at = 0; ;) {
    while (/[ \t\v\f]/.test(text[at] ?? '')) at++;
    if (at >= text.length || text[at] === '#') return found;
    word.lastIndex = at;
    const match = word.exec(text);
    // What no word can begin with (a backslash at the very end) is a word of its own: the reader of values refuses it.
    const piece = match?.[0] ?? text.slice(at);
    found.push(piece);
    at += piece.length;
  }
}
