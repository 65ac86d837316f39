import { parseSquidAddresses, unionOf } from './addresses';
import { AccessTerm, AccessTest } from './configuration';
import { isUnread, SquidFiles } from './files';
import { BEYOND_CONFIGURATION } from './list-types';
import { LogicalLine, placeOf, regexWords, words } from './logical-lines';
import { Pattern } from './pattern';
import { IntervalSet } from '../../packets';

/** What one `acl` line says: a test, or why it is not certain what it says. */
export type ReadTest = AccessTest | { readonly kind: 'unread'; readonly reason: string };

const HOST_TYPES = ['dstdomain', 'ssl::server_name'];
const HOST_PATTERN_TYPES = ['dstdom_regex', 'ssl::server_name_regex'];
const PATTERN_KINDS: Readonly<Record<string, 'host-pattern' | 'url-pattern' | 'path-pattern'>> = {
  'dstdom_regex': 'host-pattern',
  'ssl::server_name_regex': 'host-pattern',
  'url_regex': 'url-pattern',
  'urlpath_regex': 'path-pattern',
};

/**
 * Reads one `acl NAME TYPE VALUE…` line.
 *
 * @param type as it is written
 * @param quotedValues whether `configuration_includes_quoted_values` is on, which gives quotes and parentheses another meaning
 */
export function readTest(type: string, line: LogicalLine, files: SquidFiles, quotedValues: boolean): ReadTest {
  const unread = (reason: string): ReadTest => ({ kind: 'unread', reason: `${describe(line)} ${reason}` });
  const beyond = BEYOND_CONFIGURATION.get(type);
  if (beyond !== undefined) return unread(`(${type}) depends on ${beyond}`);
  const isPattern = Object.hasOwn(PATTERN_KINDS, type);
  if (quotedValues && (isPattern || /["'()\\]/.test(line.text))) return unread('has values whose reading configuration_includes_quoted_values changes');
  const values = valuesOf(isPattern ? regexWords(line.text) : words(line.text), isPattern, files);
  if (typeof values === 'string') return unread(values);
  const { options, rest } = splitOptions(values);
  if (options.some((option) => !optionsOf(type).includes(option))) return unread(`has the option ${options.join(' ')}, which is not understood for ${type}`);
  const test = isPattern ? patternTest(PATTERN_KINDS[type], [...options, ...rest]) : testOf(type, options, rest);
  return typeof test === 'string' ? unread(test) : test;
}

/** `acl office (squid.conf:12)`. */
function describe(line: LogicalLine): string {
  return `acl ${words(line.text)[1] ?? ''} at ${placeOf(line)}`;
}

/** The values of a line, those of a quoted file in its place; a clause where they are not all known. */
function valuesOf(all: readonly string[], isPattern: boolean, files: SquidFiles): string[] | string {
  const values: string[] = [];
  const given = all.slice(3);
  for (const [index, value] of given.entries()) {
    if (!/^["']/.test(value)) {
      values.push(value);
      continue;
    }
    const name = /^(["'])([^"']+)\1$/.exec(value)?.[2];
    if (name === undefined) return 'names a file in a way that is not understood';
    // Squid stops at the end of the file (ConfigParser::strtokFile): what stands behind it on the line is lost.
    if (index < given.length - 1) return 'has values behind a file of values, which Squid does not read';
    const file = files.listed(name);
    if (isUnread(file)) return `takes its values from the file ${name}, which ${file.problem}`;
    const fromFile = valuesInFile(file.text);
    if (isPattern && fromFile.some((one) => /\s/.test(one))) return `takes patterns with white space from the file ${name}`;
    values.push(...fromFile);
  }
  return values;
}

/** One value on each line; comments are lines of their own, or follow white space. */
function valuesInFile(text: string): string[] {
  return text.split('\n')
    .map((line) => line.replace(/\s#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function optionsOf(type: string): readonly string[] {
  if (type === 'ssl::server_name') return ['--client-requested', '--'];
  if (HOST_PATTERN_TYPES.includes(type)) return ['-i', '+i', '-n', '--'];
  if (HOST_TYPES.includes(type) || type === 'dst') return ['-n', '--'];
  return Object.hasOwn(PATTERN_KINDS, type) ? ['-i', '+i', '--'] : ['--'];
}

function splitOptions(values: readonly string[]): { readonly options: string[]; readonly rest: string[] } {
  const firstValue = values.findIndex((value, index) => !/^[-+]./.test(value) || values[index - 1] === '--');
  const count = firstValue === -1 ? values.length : firstValue;
  return { options: values.slice(0, count), rest: values.slice(count) };
}

function testOf(type: string, options: readonly string[], values: readonly string[]): AccessTest | string {
  switch (type) {
    case 'src': case 'dst': {
      const addresses = values.map(parseSquidAddresses);
      const odd = values.find((_, index) => addresses[index] === undefined);
      if (odd !== undefined) return `has the value ${odd}, of which the addresses are not certain`;
      return { kind: type === 'src' ? 'source' : 'destination', ...unionOf(addresses.flatMap((one) => one ?? [])) };
    }
    case 'dstdomain': case 'ssl::server_name': {
      const odd = values.find((value) => !/^[A-Za-z0-9._*-]+$/.test(value) || value.endsWith('.'));
      if (odd !== undefined) return `has the value ${odd}, which is no domain name`;
      return { kind: 'host', domains: values.map((value) => value.toLowerCase()), looksUpAddresses: type === 'dstdomain' && !options.includes('-n') };
    }
    case 'port': {
      const ranges = values.map(portRange);
      const odd = values.find((_, index) => ranges[index] === undefined);
      return odd === undefined ? { kind: 'port', ports: IntervalSet.ofIntervals(ranges.flatMap((range) => (range ? [range] : []))) } : `has the port ${odd}, which is none`;
    }
    case 'method': return { kind: 'method', words: values };
    case 'proto': return { kind: 'scheme', words: values.map((value) => value.toLowerCase()) };
    case 'at_step': return { kind: 'step', words: values.map((value) => value.toLowerCase()) };
    case 'all-of': return { kind: 'every', terms: values.map(accessTerm) };
    case 'any-of': return { kind: 'some', terms: values.map(accessTerm) };
    default: return `is of type ${type}, which is not understood`;
  }
}

function patternTest(kind: 'host-pattern' | 'url-pattern' | 'path-pattern', values: readonly string[]): AccessTest | string {
  const patterns: Pattern[] = [];
  let ignoreCase = false;
  let takesOptions = true;
  for (const value of values) {
    if (takesOptions && value === '--') {
      takesOptions = false;
    } else if (value === '-i' || value === '+i') {
      ignoreCase = value === '-i';
    } else if (!takesOptions || value !== '-n') {
      const pattern = Pattern.of(value, ignoreCase);
      if (pattern === undefined) return `has the pattern ${value}, which is not understood`;
      patterns.push(pattern);
    }
  }
  return { kind, patterns };
}

/** A list's name, `!` in front of it or not. Names compare without regard to case. */
export function accessTerm(word: string): AccessTerm {
  return word.startsWith('!') ? { list: word.slice(1).toLowerCase(), negated: true } : { list: word.toLowerCase(), negated: false };
}

function portRange(text: string): readonly [number, number] | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return last >= first && last <= 65535 ? [first, last + 1] : undefined;
}
