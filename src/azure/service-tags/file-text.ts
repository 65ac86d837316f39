import { ServiceTagFileError } from './errors';

/**
 * Lists and objects that are read: Microsoft's files have some twelve thousand. Each takes far more room in memory than its two
 * brackets do in the file.
 */
const MOST_PARTS = 200_000;

/**
 * The JSON of a service tag file, with or without byte order mark.
 *
 * @throws ServiceTagFileError for a text that is none, that is cut off, or that would take much memory for what it is
 */
export function parseFileText(text: string, fileName: string): unknown {
  if (partsOf(text) > MOST_PARTS) throw ServiceTagFileError.of('too-many-parts', fileName, MOST_PARTS);
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw ServiceTagFileError.of(isCutOff(json, error) ? 'cut-off' : 'not-json', fileName);
  }
}

/** Opening brackets; those in texts count too, and are rare. */
function partsOf(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === SQUARE_BRACKET || code === CURLY_BRACKET) count++;
  }
  return count;
}

const SQUARE_BRACKET = '['.charCodeAt(0);
const CURLY_BRACKET = '{'.charCodeAt(0);

/** A download that broke off is good JSON up to its end, and the end is what the parser then stumbles over. */
function isCutOff(json: string, error: unknown): boolean {
  const reason = String(error);
  const [, position] = /position (\d+)/.exec(reason) ?? [];
  const isAtEnd = position === undefined ? reason.includes('end of JSON input') : Number(position) >= json.length;
  return json.trimStart().startsWith('{') && (isAtEnd || UNFINISHED_ESCAPE.test(json));
}

/** Told of where it begins. */
const UNFINISHED_ESCAPE = /\\u[0-9a-f]{0,3}$/i;
