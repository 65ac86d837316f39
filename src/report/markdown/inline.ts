import { printable } from '../printable';

/*
 * Text of other people inside Markdown. Escapes do not help against GitHub's own links (`@name`, `#1`, commit hashes, bare
 * addresses): they are found in the rendered page. Code spans are left alone by all of them.
 */

/** A word that no Markdown dialect and no link finder sees anything in. */
const PLAIN_WORD = /^["'(]{0,2}(?:[A-Za-z]{1,40}(?:'[a-z]{1,3})?|[a-z]{1,40}(?:-[a-z]{1,40}){1,5})["')]{0,2}[.,;:!?]{0,1}["')]{0,1}$/;

/** A number that is neither a commit hash nor, inside a line, the start of a list. */
const PLAIN_NUMBER = /^\(?\d{1,6}\)?[.,;:]?$/;

/** Letters that a commit hash could be made of. */
const LIKE_HASH = /[0-9a-f]{7,}/i;

/**
 * A sentence with untrusted names in it: plain words stay as they are, everything else stands in code spans.
 *
 * @param text one sentence; cut after `longest` characters, invisible characters are written out
 * @param where `table` also keeps a vertical line from ending the cell
 */
export function inline(text: string, where: 'line' | 'table' = 'line', longest: number = 1000): string {
  const parts: string[] = [];
  let unsafe: string[] = [];
  const flush = (): void => {
    if (unsafe.length > 0) parts.push(codeBeforePunctuation(unsafe.join(' '), where));
    unsafe = [];
  };
  const [first, ...rest] = printable(text, longest).match(SEGMENT) ?? [];
  if (first === undefined) return '';
  for (const [index, segment] of [first, ...rest].entries()) {
    const isPlain = segment.split(' ').every((word) => isPlainWord(word) || (index > 0 && PLAIN_NUMBER.test(word)));
    if (!isPlain) {
      unsafe.push(segment);
      if (/[.,;:]$/.test(segment)) flush();
      continue;
    }
    flush();
    parts.push(segment);
  }
  flush();
  return parts.join(' ');
}

/** A name in quotation marks with what follows it, or one word. */
const SEGMENT = /"[^"]{0,600}"[).,;:]{0,3}(?= |$)|[^ ]+/g;

function isPlainWord(word: string): boolean {
  return PLAIN_WORD.test(word) && !LIKE_HASH.test(word);
}

/** The punctuation of the sentence stays outside. */
function codeBeforePunctuation(text: string, where: 'line' | 'table'): string {
  const end = /[^.,;:]([.,;:])$/.exec(text)?.[1] ?? '';
  return `${code(text.slice(0, text.length - end.length), where, Infinity)}${end}`;
}

/** A name in a code span; in a table a vertical line is written out, since it ends a cell even there. */
export function code(text: string, where: 'line' | 'table' = 'line', longest: number = 200): string {
  const visible = longest === Infinity ? text : printable(text, longest);
  const name = where === 'table' ? visible.replaceAll('|', '\\u007c') : visible;
  if (name.trim() === '') return '(empty)';
  const fence = '`'.repeat(Math.max(0, ...(name.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const padding = /^`|`$|^ .* $/.test(name) ? ' ' : '';
  return `${fence}${padding}${name}${padding}${fence}`;
}

/** Text inside an HTML element of the comment, such as a summary. */
export function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A link to a documented page; an address that is no plain `https` one is shown and not linked. */
export function link(text: string, url: string): string {
  return /^https:\/\/[\w.-]+(?:\/[\w.~/-]*)?(?:\?[\w=&-]*)?(?:#[\w-]*)?$/.test(url) ? `[${inline(text)}](${url})` : `${inline(text)}: ${code(url)}`;
}
