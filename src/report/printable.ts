/*
 * Build servers act on some lines of a log: GitHub on `::set-output …::` at the start of a line and on `##[…]` anywhere,
 * Azure Pipelines on `##vso[…]` anywhere. No text of an input may be such a command.
 */
const LOG_COMMAND = /##(?=\[|vso\[)/gi;
/** What is one colon here may be followed by another one where it is shown. */
const LOG_COMMAND_AT_START = /^( *):(?=:|$)/;

/*
 * Names, addresses and reasons come from files that anybody may have written. This is the one place where such text is
 * made safe to show: what cannot be seen is written out, so nothing can forge a line, a colour or a reading direction.
 */

// Controls, format characters (bidi marks among them), surrogates, line separators, invisible fillers, blanks other than
// the plain space, and piles of combining marks that paint over the lines next to them.
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|\p{M}{3,}/gu;

/** Longest name shown, in characters; Azure's own limit for names is 80 and Terraform addresses rarely pass 150. */
export const LONGEST_NAME = 200;

/** Longest sentence shown, in characters. */
export const LONGEST_SENTENCE = 1000;

/**
 * Text that is safe on one line of a terminal, a log or a comment.
 *
 * @param text anything; escape sequences, line breaks and invisible characters come out as `\u001b` and the like
 * @param longest number of characters of the input after which it is cut with `…`
 */
export function printable(text: string, longest: number = LONGEST_NAME): string {
  // A code point takes at most two units: cutting the units first keeps a huge name from being split whole.
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  const kept = characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text;
  return kept.replace(UNSEEN, (unseen) => Array.from(unseen, escaped).join('')).replace(LOG_COMMAND, '\\u0023#').replace(LOG_COMMAND_AT_START, '$1\\u003a');
}

/** A sentence made by another room, with untrusted names inside. */
export function printableSentence(text: string): string {
  return printable(text, LONGEST_SENTENCE);
}

/** JSON text whose strings hold every character of the value, the invisible ones escaped; ends with a line break. */
export function printableJson(value: object): string {
  // Between its strings JSON text holds line breaks and plain spaces only, and those inside are escaped already.
  const text = JSON.stringify(value, undefined, 2).replace(/[^\n]+/g, (line) => line.replace(UNSEEN, jsonEscaped).replace(LOG_COMMAND, '\\u0023#'));
  return `${text}\n`;
}

function escaped(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
}

function jsonEscaped(characters: string): string {
  return Array.from({ length: characters.length }, (_, index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
