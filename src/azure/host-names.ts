/*
 * Names in application rules. Source: the wildcard table of the Azure Firewall FAQ ("How do wildcards work in target
 * URLs and target FQDNs in application rules?"). Names compare without regard to case, as DNS does (RFC 4343).
 */
import { IntervalSet } from '../packets';
import { ALL_URL_PATHS } from './egress-space';

/** Whether a pattern matches a host; `unsupported` for patterns that the table says Azure Firewall does not support. */
export type HostMatch = 'matches' | 'differs' | 'unsupported';

/** Matches an FQDN of an application rule: exact, or with one `*` at the very left that stands for anything. */
export function matchFqdn(pattern: string, host: string): HostMatch {
  const wanted = pattern.toLowerCase();
  const actual = host.toLowerCase();
  const star = wanted.lastIndexOf('*');
  if (star > 0) return 'unsupported';
  const rest = wanted.slice(star + 1);
  // Requests name hosts without the dot at the end (RFC 6066, section 3), and the table has no row with one.
  if (wanted === '' || !HOST_CHARACTERS.test(rest) || rest.endsWith('.')) return 'unsupported';
  if (star < 0) return wanted === actual ? 'matches' : 'differs';
  // `*.contoso.com` does not match the apex: something has to stand to the left of the dot.
  return actual.endsWith(rest) && (!rest.startsWith('.') || actual.length > rest.length) ? 'matches' : 'differs';
}

/** The paths of a host that a URL pattern matches for certain and those that it may match. */
export interface UrlMatch {
  readonly certain: IntervalSet<string>;
  /** Paths for which the documentation does not say; disjoint from `certain`. */
  readonly possible: IntervalSet<string>;
}

/** Matches a URL of an application rule against one host: which of its paths are in. */
export function matchUrl(pattern: string, host: string): UrlMatch | 'differs' | 'unsupported' {
  const slash = pattern.indexOf('/');
  const hostPattern = slash < 0 ? pattern : pattern.slice(0, slash);
  const path = slash < 0 ? undefined : pattern.slice(slash);
  const hostMatch = matchFqdn(hostPattern, host);
  if (hostMatch !== 'matches') return hostMatch;
  if (path === undefined) return { certain: exactPath('/'), possible: ALL_URL_PATHS.subtract(exactPath('/')) };
  const star = path.indexOf('*');
  if (path.includes('?') || (star >= 0 && star !== path.length - 1)) return 'unsupported';
  const asWritten = matchPath(path);
  // Whether paths compare with regard to case is not documented: what only another case would match stays possible.
  const inLowerCase = matchPath(path.toLowerCase());
  return { certain: asWritten.certain, possible: asWritten.possible.union(inLowerCase.certain).subtract(asWritten.certain) };
}

function matchPath(path: string): UrlMatch {
  if (path.endsWith('*')) return { certain: pathsFrom(path.slice(0, -1)), possible: IntervalSet.empty() };
  // `/test` also matches `/test/` and `/test?with_query=1`; of `/test/` the table says nothing about `/test`.
  const withoutSlash = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : undefined;
  const certain = IntervalSet.union([exactPath(path), pathsFrom(`${path}?`), ...(path.endsWith('/') ? [] : [exactPath(`${path}/`)])]);
  return { certain, possible: withoutSlash === undefined ? IntervalSet.empty() : exactPath(withoutSlash) };
}

/** Every path that starts with a text. */
export function pathsFrom(prefix: string): IntervalSet<string> {
  const last = prefix.charCodeAt(prefix.length - 1);
  return IntervalSet.interval(prefix, prefix.slice(0, -1) + String.fromCharCode(last + 1)).intersect(ALL_URL_PATHS);
}

/** One path alone: the interval up to the next text in the order of code units. */
function exactPath(path: string): IntervalSet<string> {
  return IntervalSet.interval(path, `${path}\u0000`);
}

const HOST_CHARACTERS = /^[a-z0-9._-]*$/;
