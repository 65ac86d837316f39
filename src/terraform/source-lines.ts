import { Unknown } from '../azure';
import { Attribute, isAttributeList } from './resource';
import { ValueBlock } from './value-blocks';
import { AttributeSet, isOpen, isRefused, openList } from './values';

/** A line of a source file: that on which a block begins. */
export interface LineInSource {
  readonly path: string;
  readonly line: number;
}

/** Where something is declared; in files of JSON syntax the line is not told. */
export type Declared = LineInSource | { readonly path: string; readonly line?: undefined };

const EXPRESSION_LIMIT = 100;
const done = new WeakSet<Unknown>();
/** Lists and objects in which every reason says it. */
const clean = new WeakSet<object>();

/** A value with file, line and expression in the reason of everything in it that is unknown and does not say them yet. */
export function located(value: Attribute, template: string, at: Declared): Attribute {
  if (value instanceof Unknown) {
    if (done.has(value) || isRefused(value)) return value;
    const said = value.because(`${value.reason} (${at.path}${at.line === undefined ? '' : `, block at line ${at.line}`}: ${shown(template)})`);
    done.add(said);
    return said;
  }
  if (isAttributeList(value)) {
    if (clean.has(value)) return value;
    const elements = value.map((element) => located(element, template, at));
    if (elements.every((element, index) => element === value[index])) {
      clean.add(value);
      return value;
    }
    return sameKind(value, elements);
  }
  if (!(value instanceof ValueBlock) || clean.has(value)) return value;
  const mapped = value.mapped((element) => located(element, template, at));
  clean.add(mapped);
  return mapped;
}

function sameKind(list: readonly Attribute[], elements: readonly Attribute[]): readonly Attribute[] {
  let made = elements;
  if (list instanceof AttributeSet) {
    const set = new AttributeSet();
    for (const element of elements) set.push(element);
    made = set;
  }
  return isOpen(list) ? openList(made) : made;
}

/** The expression in one line. What is handed to `sensitive` is nobody's to read. */
function shown(template: string): string {
  const bare = /^\$\{((?:(?!\$\{)[\s\S])*)\}$/.exec(template)?.[1] ?? template;
  if (/\bsensitive\s*\(/.test(bare)) return 'sensitive(…)';
  const line = bare.replace(/\s+/g, ' ').trim();
  return line.length > EXPRESSION_LIMIT ? `${line.slice(0, EXPRESSION_LIMIT)}…` : line;
}
