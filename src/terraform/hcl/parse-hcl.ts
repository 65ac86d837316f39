import { InputError } from '../input-error';
import { JsonObject } from '../json';
import { parseJsonObject } from '../json-text';
import { blockLines } from './block-lines';
import { ParserMissing, startParser } from './go-program';

const MEBIBYTE = 1024 * 1024;

/** Characters of one file of HCL. The parser takes some 200 times as much memory; real files stay below a hundredth of it. */
export const HCL_LIMIT = 2 * MEBIBYTE;

/** A file of HCL in Terraform's JSON syntax, and the lines on which its blocks begin. */
export interface ParsedHcl {
  readonly json: JsonObject;
  readonly lines: ReadonlyMap<string, number>;
}

let parser: ReturnType<typeof startParser> | undefined;

/**
 * Parses one file of HCL.
 *
 * @throws InputError with line and column where it is not valid HCL, or too big or too deep for the parser
 */
export function parseHcl(path: string, text: string): ParsedHcl {
  if (text.length > HCL_LIMIT) throw InputError.of('hcl-too-large', path, String(HCL_LIMIT / MEBIBYTE));
  const json = asJson(path, text.replace(/^\ufeff/, ''));
  return { json: json === 'null' ? {} : nestedJson(path, json), lines: blockLines(text) };
}

function nestedJson(path: string, json: string): JsonObject {
  try {
    return parseJsonObject(path, json);
  } catch (error) {
    // Lines of what was made of the file mean nothing to its author.
    if (error instanceof InputError) throw InputError.of('hcl-too-complex', path);
    throw error;
  }
}

function asJson(path: string, text: string): string {
  let answer: { readonly error: string | null; readonly json: string | undefined } | undefined;
  try {
    parser ??= startParser();
    parser('input', text, (error, json) => {
      answer = { error, json };
    });
  } catch (error) {
    // The instance is of no use any more. So ends what nests deeper than the stack.
    parser = undefined;
    if (error instanceof ParserMissing) throw InputError.of('hcl-parser-missing', path);
    if (error instanceof Error && error.name !== 'RangeError' && error.name !== 'RuntimeError') throw error;
  }
  if (answer === undefined) throw InputError.of('hcl-too-complex', path);
  if (answer.error !== null || answer.json === undefined) throw refusal(path, String(answer.error));
  return answer.json;
}

/** The first diagnostic: `parse config: [input:1,5-2,1: Invalid expression; Expected the start of ...`. */
function refusal(path: string, error: string): InputError {
  const [, line, column, summary] = /input:(\d+),(\d+)[-\d,]*: ([^;\n]*)/.exec(error) ?? [];
  if (line === undefined || column === undefined || summary === undefined) return InputError.of('invalid-hcl', path, 'line 1, column 1', 'something this reader cannot place');
  return InputError.of('invalid-hcl', path, `line ${line}, column ${column}`, summary.charAt(0).toLowerCase() + summary.slice(1));
}
