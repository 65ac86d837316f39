import { printable } from '../printable';

/** Markup that is safe to put into a page as it stands. */
export class Html {
  constructor(public readonly markup: string) {}

  public toString(): string {
    return this.markup;
  }
}

/** What a template takes: text is made safe, markup is taken over, lists are joined, nothing is nothing. */
export type HtmlPart = string | number | Html | undefined | readonly HtmlPart[];

/** Longest text shown in one place, in characters. */
const LONGEST = 2000;

/**
 * Markup from a template: what stands in the template is taken over, every value in it is made safe for text and for
 * attributes in double quotes.
 */
export function html(template: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  return new Html(template.map((fixed, index) => `${fixed}${index < values.length ? markupOf(values[index]) : ''}`).join(''));
}

function markupOf(part: HtmlPart): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(printable(part, LONGEST));
  return part.map(markupOf).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
