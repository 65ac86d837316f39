/*
 * What the catalogue refuses. A code and the text it concerns; the sentence is made from them.
 */

export type RequirementsErrorCode =
  | 'cloud-unknown'
  | 'cloud-without-service'
  | 'sensor-version-unknown';

const MESSAGES: Readonly<Record<RequirementsErrorCode, (text: string) => string>> = {
  'cloud-unknown': (text) =>
    `Cloud ${quoted(text)} is not known; write commercial, gcc, gcc-high or dod.`,
  'cloud-without-service': (text) =>
    `Cloud ${quoted(text)} is not supported: Microsoft documents no Defender for Identity sensor host for Azure operated by 21Vianet.`,
  'sensor-version-unknown': (text) =>
    `Sensor version ${quoted(text)} is not known; write 2, 3 or both.`,
};

/** A cloud or sensor version the catalogue does not hold. */
export class RequirementsError extends Error {
  constructor(public readonly code: RequirementsErrorCode, text: string) {
    super(MESSAGES[code](text));
    this.name = 'RequirementsError';
  }
}

/** Text from outside, made safe to print: quoted, control characters escaped, cut where it is long. */
export function quoted(text: string): string {
  const characters = Array.from(text);
  const shown = characters.length > MAXIMUM_SHOWN ? `${characters.slice(0, MAXIMUM_SHOWN).join('')}…` : text;
  return JSON.stringify(shown).replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const MAXIMUM_SHOWN = 100;

// JSON leaves these as they are, and terminals do not: C1 controls, bidirectional marks, line separators, the byte order mark.
const UNPRINTABLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
