import { Op, Token } from 'cdktf';

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

/** `value + increment`, also where Terraform fills the value in: a number token is not a number to calculate with. */
export function plus(value: number, increment: number): number {
  if (increment === 0) return value;
  return Token.isUnresolved(value) ? Token.asNumber(Op.add(value, increment)) : value + increment;
}
