import { Attribute } from '../resource';
import { toText } from '../scalars';
import { Arguments, TerraformFunction } from './arguments';
import { encodeJson } from './json-texts';

const VERB = /%(%|(-?)(0?)(\d{0,3})([sdvqtxX]))|%/g;

/** `format`: the verbs that texts, whole numbers and flags need. */
export const format: TerraformFunction = (args) => formatted(args, args.text(0), (at) => args.any(at), args.count);

/** `formatlist`: one text for each element of the lists, single values repeated. */
export const formatList: TerraformFunction = (args) => {
  const template = args.text(0);
  const lists = Array.from({ length: args.count - 1 }, (_, at) => (Array.isArray(args.any(at + 1)) ? args.knownList(at + 1) : undefined));
  const lengths = [...new Set(lists.flatMap((list) => (list === undefined ? [] : [list.length])))];
  const [length = 1] = lengths;
  if (lengths.length > 1) throw args.refuse('is called with lists of different lengths');
  args.spend(length * args.count);
  return Array.from({ length }, (_, index) => formatted(args, template, (at) => lists[at - 1]?.[index] ?? args.any(at), args.count));
};

function formatted(args: Arguments, template: string, argument: (at: number) => Attribute, count: number): string {
  let next = 1;
  const text = template.replace(VERB, (_, body: string | undefined, left: string, zeros: string, width: string, verb: string) => {
    if (body === '%') return '%';
    if (body === undefined) throw args.leave('has a verb that is not read');
    if (next >= count) throw args.refuse('has more verbs than arguments');
    const written = written1(args, verb, argument(next));
    next += 1;
    const wide = Number(width === '' ? 0 : width);
    if (left === '-') return written.padEnd(wide);
    const isNegative = written.startsWith('-') && zeros === '0';
    return isNegative ? `-${written.slice(1).padStart(wide - 1, '0')}` : written.padStart(wide, zeros === '0' ? '0' : ' ');
  });
  if (next < count) throw args.refuse('has fewer verbs than arguments');
  args.spend(text.length);
  return text;
}

function written1(args: Arguments, verb: string, value: Attribute): string {
  const text = toText(value);
  if (verb === 'v' && text === undefined) return encodeJson(args, value);
  if (text === undefined) throw args.leave('is called with something that is no text');
  if (verb === 's' || verb === 'v') return text;
  if (verb === 't' && /^(true|false)$/.test(text)) return text;
  // eslint-disable-next-line no-control-regex
  if (verb === 'q' && /^[\x20-\x7e]*$/.test(text)) return JSON.stringify(text);
  if ('dxX'.includes(verb) && /^-?\d{1,15}$/.test(text)) {
    return verb === 'd' ? text : verb === 'x' ? Number(text).toString(16) : Number(text).toString(16).toUpperCase();
  }
  throw args.leave(`formats something by %${verb}`);
}
