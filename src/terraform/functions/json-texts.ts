import { sortedNames } from '../comparison';
import { literal } from '../configuration-literal';
import { JsonValue } from '../json';
import { Attribute, isAttributeList } from '../resource';
import { isExact, isScalar } from '../scalars';
import { Arguments, TerraformFunction } from './arguments';

const NESTING_LIMIT = 50;

/** Functions on JSON texts. */
export const JSON_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  jsonencode: (args) => encodeJson(args, args.any(0)),
  jsondecode: (args) => {
    const text = args.text(0);
    args.spend(text.length);
    if (nestingOf(text) > NESTING_LIMIT) throw args.leave(`nests more than ${NESTING_LIMIT} levels`);
    try {
      return literal(JSON.parse(text) as JsonValue);
    } catch {
      throw args.refuse('is called with a text that is not JSON');
    }
  },
};

/** A value as `jsonencode` writes it: keys in order, no spaces, and what HTML would misread escaped. */
export function encodeJson(args: Arguments, value: Attribute, depth = 0): string {
  args.spend(1);
  if (depth > NESTING_LIMIT) throw args.leave(`nests more than ${NESTING_LIMIT} levels`);
  const known = args.known(value);
  if (typeof known === 'number' && !isExact(known)) throw args.leave('is called with a number that is not written exactly');
  if (known === null || isScalar(known)) {
    return JSON.stringify(known).replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }
  if (isAttributeList(known)) return `[${known.map((element) => encodeJson(args, element, depth + 1)).join()}]`;
  if ('names' in known && known.isPartial !== true) return `{${sortedNames(known).map((name) => `${encodeJson(args, name)}:${encodeJson(args, known.get(name), depth + 1)}`).join()}}`;
  throw args.leave('is called with something that is not known');
}

/** An upper bound: brackets in strings count too. */
function nestingOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
