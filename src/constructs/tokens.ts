import { Fn, Op, Token } from 'cdktf';

/** Whether Terraform fills the text in: a token, or an expression written by hand. */
export function isFilledByTerraform(text: string): boolean {
  return Token.isUnresolved(text) || text.includes('${');
}

/** Whether the strings are one list that Terraform fills, as cdktf encodes it. */
export function isListToken(texts: readonly string[]): boolean {
  return Token.isUnresolved(texts);
}

/** A list token travels as a list of one marker: alone it is a list, among other values it can only fail. */
export function holdsListToken(texts: readonly string[]): boolean {
  return texts.some((text) => Token.isUnresolved([text]));
}

/**
 * A text with tokens in it as one expression, for use in Terraform's functions. cdktf puts the rest of such a text between quotes as it is, where a
 * backslash or a quote is read as something else; so the rest goes there in base64.
 */
export function expressionOf(text: string): string {
  const pieces = text.split(TOKEN_IN_TEXT).filter((piece) => piece !== '');
  if (pieces.length === 1) return text;
  return Fn.join('', pieces.map((piece) => (
    Token.isUnresolved(piece) ? piece : Fn.base64decode(Buffer.from(piece, 'utf8').toString('base64'))
  )));
}

/** How cdktf writes a token into a text. */
const TOKEN_IN_TEXT = /(\$\{TfToken\[[^\]]*\]\})/;

/** Whether a number is known before Terraform runs. */
export function isKnownNumber(value: number): boolean {
  return !Token.isUnresolved(value);
}

/** `value + increment`, also where Terraform fills the value in: a number token is not a number to calculate with. */
export function plus(value: number, increment: number): number {
  if (increment === 0) return value;
  return Token.isUnresolved(value) ? Token.asNumber(Op.add(value, increment)) : value + increment;
}

/**
 * A value with its tokens resolved, as cdktf resolves it: without members and elements that are not defined.
 *
 * Most values hold no token, and cdktf's resolver takes longer to find that out than everything else takes: only parts that
 * hold one go through it.
 *
 * @param resolve cdktf's resolver
 */
export function resolveTokens(value: unknown, resolve: (part: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return holdsToken(value) ? resolve(value) : value;
  if (!isPlain(value)) return resolve(value);
  if (Array.isArray(value)) {
    // A list that Terraform fills travels as a list of one marker: it is for cdktf to look at as a whole.
    if (value.some((element) => typeof element !== 'object' && holdsToken(element))) return resolve(value);
    const elements = value.map((element: unknown) => resolveTokens(element, resolve));
    return elements.every((element, i) => element === value[i] && element !== undefined) ? value : elements.filter((element) => element !== undefined);
  }
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members);
  let result: Record<string, unknown> | undefined;
  for (let at = 0; at < names.length; at++) {
    const name = names[at];
    // So is a map that Terraform fills.
    if (name.includes('{')) return resolve(value);
    const member = members[name];
    const finished = resolveTokens(member, resolve);
    if (result === undefined && (finished !== member || finished === undefined)) {
      result = {};
      for (let earlier = 0; earlier < at; earlier++) result[names[earlier]] = members[names[earlier]];
    }
    if (result !== undefined && finished !== undefined) result[name] = finished;
  }
  return result ?? value;
}

/** Whether a text or number may hold a token, or an expression written by hand. */
function holdsToken(value: unknown): boolean {
  // A number that stands for a token reads, as a text, like -1.8881545897087503e+289.
  if (typeof value === 'string') return value.includes('{') || value.includes('e+');
  // Numbers that stand for tokens are beyond all numbers that can be counted.
  if (typeof value === 'number') return !Number.isSafeInteger(value) && (Token.isUnresolved(value) || Token.isUnresolved([value]));
  return typeof value === 'function';
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === Array.prototype) && !('resolve' in value);
}
