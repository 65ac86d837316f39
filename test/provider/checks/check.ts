import { isObject, Value } from '../value';

/*
 * The kinds of checks that the provider makes of single values when Terraform validates, after its SDK's package `validation` and the helpers
 * beside it. None sees a value that is null or not known.
 */

export interface Check {
  /** What the value has to be: "priority: 4097 is not a whole number from 100 to 4096". */
  readonly says: string;
  readonly accepts: (value: Value) => boolean;
  /** Values that show it, each alone: some that it takes, and some that it does not. */
  readonly takes: readonly Value[];
  readonly refuses: readonly Value[];
  /** Of a list, set or map as a whole; others are of each element. */
  readonly ofWhole?: true;
}

export function oneOf(...choices: readonly string[]): Check {
  return {
    says: `one of ${choices.join(', ')}`,
    accepts: (value) => choices.includes(value as string),
    takes: choices,
    refuses: ['', 'another', ...choices.flatMap((one) => [one.toUpperCase(), one.toLowerCase()]).filter((one) => !choices.includes(one))],
  };
}

export function within(minimum: number, maximum: number): Check {
  return {
    says: `a whole number from ${minimum} to ${maximum}`,
    accepts: (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
    takes: [minimum, maximum],
    refuses: [minimum - 1, maximum + 1, minimum + 0.5],
  };
}

export const NOT_EMPTY: Check = { says: 'a text that is not empty', accepts: (value) => value !== '', takes: ['x'], refuses: [''] };

/** Go counts bytes. */
export function atMostBytes(maximum: number): Check {
  return {
    says: `a text of at most ${maximum} bytes`,
    accepts: (value) => bytes(value) <= maximum,
    takes: ['', 'x'.repeat(maximum), 'é'.repeat(maximum / 2)],
    refuses: ['x'.repeat(maximum + 1), 'é'.repeat(maximum / 2 + 1)],
  };
}

export function without(characters: string): Check {
  return {
    says: `a text without ${[...characters].join(' ')}`,
    accepts: (value) => ![...characters].some((one) => (value as string).includes(one)),
    takes: ['x-y'],
    refuses: [...characters].map((one) => `x${one}y`),
  };
}

export function matching(pattern: RegExp, examples: Pick<Check, 'takes' | 'refuses'>): Check {
  return { says: `a text that matches ${pattern.source}`, accepts: (value) => pattern.test(value as string), ...examples };
}

export const JSON_TEXT: Check = { says: 'JSON', accepts: (value) => isJson(value as string), takes: ['{"a":1}'], refuses: ['', "{'a':1}", '{"a":1'] };

/** The id of an Azure resource; the provider takes one in another case for no id at all. */
export function idOf(...kinds: readonly string[]): Check {
  const patterns = kinds.map((kind) => new RegExp(`^/subscriptions/<>/resourceGroups/<>/providers/${kind}$`.replace(/[.]/g, '\\.').replace(/<>/g, '[^/]+')));
  const names = kinds.map((kind) => kind.replace(/\/<>/g, ''));
  const examples = kinds.map((kind) => `/subscriptions/s/resourceGroups/g/providers/${kind.replace(/<>/g, 'x')}`);
  return {
    says: `the id of ${names.join(' or ')}, in this case`,
    accepts: (value) => patterns.some((pattern) => pattern.test(value as string)),
    takes: examples,
    refuses: ['', 'x', ...examples.flatMap((id) => [
      id.replace('resourceGroups', 'resourcegroups'), id.replace('Microsoft.', 'microsoft.'), `${id}/`, id.slice(1), id.replace('/g/', '//'), id.replace(/[^/]+$/, ''),
    ])],
  };
}

export function any(...checks: readonly Check[]): Check {
  return combined(' or ', checks, (value) => checks.some((check) => check.accepts(value)));
}

export function all(...checks: readonly Check[]): Check {
  return combined(' and ', checks, (value) => checks.every((check) => check.accepts(value)));
}

function combined(word: string, checks: readonly Check[], accepts: Check['accepts']): Check {
  return {
    says: checks.map(({ says }) => says).join(word),
    accepts,
    takes: checks.flatMap(({ takes }) => takes).filter(accepts),
    refuses: [...new Set(checks.flatMap(({ refuses }) => refuses))].filter((value) => !accepts(value)),
  };
}

/** How many elements an attribute has; of blocks the schema says it, and Terraform counts them. */
export function count(minimum: number, maximum = Infinity): Check {
  const says = maximum === Infinity ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
  const listOf = (length: number) => Array.from({ length }, (_, index) => String(index + 10));
  return {
    says: `a list of ${says} elements`,
    ofWhole: true,
    accepts: (value) => !Array.isArray(value) || (value.length >= minimum && value.length <= maximum),
    takes: [listOf(Math.max(1, minimum))],
    refuses: [...minimum > 0 ? [listOf(minimum - 1)] : [], ...maximum < Infinity ? [listOf(maximum + 1)] : []],
  };
}

export const TAGS: Check = {
  says: 'a map of at most 50 tags, with names of at most 512 bytes and values of at most 256',
  ofWhole: true,
  accepts: (value) => {
    const tags = isObject(value) ? Object.entries(value) : [];
    return tags.length <= 50 && tags.every(([name, text]) => bytes(name) <= 512 && bytes(text) <= 256);
  },
  takes: [{ owner: 'x' }, tagsOf(50), { ['x'.repeat(512)]: 'x'.repeat(256) }],
  refuses: [tagsOf(51), { ['x'.repeat(513)]: 'x' }, { owner: 'x'.repeat(257) }, { owner: 'é'.repeat(129) }],
};

function tagsOf(length: number): Value {
  return Object.fromEntries(Array.from({ length }, (_, index) => [`tag-${index + 10}`, 'x']));
}

function bytes(value: Value): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : 0;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
