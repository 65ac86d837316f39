import { compareTexts } from '../comparison';
import { TerraformFunction } from './arguments';
import { format, formatList } from './format';

/** Functions on texts: https://developer.hashicorp.com/terraform/language/functions, "String Functions". */
export const TEXT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  chomp: (args) => args.text(0).replace(/(\r?\n)+$/, ''),
  endswith: (args) => args.text(0).endsWith(args.text(1)),
  format,
  formatlist: formatList,
  indent: (args) => {
    const [spaces, text] = [args.integer(0), args.text(1)];
    if (spaces < 0 || spaces > 1000) throw args.leave('indents by an odd number');
    return text.replaceAll('\n', `\n${' '.repeat(spaces)}`);
  },
  join: (args) => {
    const separator = args.text(0);
    const lists = Array.from({ length: args.count - 1 }, (_, at) => args.texts(at + 1));
    if (lists.length === 0) throw args.refuse('is called with too few arguments');
    const texts = lists.flat();
    args.spend(texts.reduce((length, text) => length + text.length + separator.length, 0));
    return texts.join(separator);
  },
  lower: (args) => args.ascii(0).toLowerCase(),
  replace: (args) => {
    const [text, search, replacement] = [args.text(0), args.text(1), args.text(2)];
    // Patterns of a stranger can take forever, and JavaScript reads some of them in another way.
    if (/^\/.+\/$/s.test(search)) throw args.leave('looks for a pattern');
    if (search === '') throw args.leave('looks for an empty text');
    const parts = text.split(search);
    args.spend(text.length + parts.length * replacement.length);
    return parts.join(replacement);
  },
  split: (args) => {
    const [separator, text] = [args.text(0), args.text(1)];
    if (separator === '') throw args.leave('splits at an empty text');
    const parts = text.split(separator);
    args.spend(parts.length);
    return parts;
  },
  startswith: (args) => args.text(0).startsWith(args.text(1)),
  strcontains: (args) => args.text(0).includes(args.text(1)),
  strrev: (args) => [...args.ascii(0)].reverse().join(''),
  substr: (args) => {
    const [text, offset, length] = [args.ascii(0), args.integer(1), args.integer(2)];
    const start = offset < 0 ? text.length + offset : offset;
    if (start < 0) throw args.leave('begins before the text');
    return length < 0 ? text.slice(start) : text.slice(start, start + length);
  },
  title: (args) => args.ascii(0).replace(/(^|[^A-Za-z0-9_])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase()),
  trim: (args) => {
    const characters = new Set(args.text(1));
    const letters = [...args.text(0)];
    const start = letters.findIndex((letter) => !characters.has(letter));
    if (start < 0) return '';
    let end = letters.length;
    while (characters.has(letters[end - 1] ?? '')) end -= 1;
    return letters.slice(start, end).join('');
  },
  trimprefix: (args) => {
    const [text, prefix] = [args.text(0), args.text(1)];
    return text.startsWith(prefix) ? text.slice(prefix.length) : text;
  },
  trimsuffix: (args) => {
    const [text, suffix] = [args.text(0), args.text(1)];
    return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
  },
  trimspace: (args) => args.ascii(0).replace(/^[\t\n\v\f\r ]+|[\t\n\v\f\r ]+$/g, ''),
  upper: (args) => args.ascii(0).toUpperCase(),
  sort: (args) => [...args.texts(0)].sort(compareTexts),
};
