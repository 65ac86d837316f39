import { LogicalLine } from './logical-lines';
import { Pattern } from './pattern';
import { AddressSet, IntervalSet } from '../../packets';

/*
 * What a Squid configuration says about access, read but not decided.
 */

export type Place = Pick<LogicalLine, 'file' | 'line'>;

/** A named access list: what its lines say is ORed, and a later line of the same name extends it. */
export interface AccessList {
  readonly name: string;
  readonly type: string;
  readonly tests: readonly AccessTest[];
  /** What its lines hold that was not understood; where no test matches, such a list may match all the same. */
  readonly unread: readonly string[];
}

/** One line of an access list. */
export type AccessTest =
  | { readonly kind: 'source' | 'destination'; readonly ipv4: AddressSet; readonly ipv6: AddressSet }
  /** Names, with a dot in front where the names below are meant too. */
  | { readonly kind: 'host'; readonly domains: readonly string[]; readonly looksUpAddresses: boolean }
  | { readonly kind: 'host-pattern' | 'url-pattern' | 'path-pattern'; readonly patterns: readonly Pattern[] }
  | { readonly kind: 'port'; readonly ports: IntervalSet<number> }
  | { readonly kind: 'method' | 'scheme' | 'step'; readonly words: readonly string[] }
  | { readonly kind: 'every' | 'some'; readonly terms: readonly AccessTerm[] }
  /** Matches no documented request. */
  | { readonly kind: 'never' };

/** A name on an access line, `!` in front of it or not. */
export interface AccessTerm {
  readonly list: string;
  readonly negated: boolean;
}

/** One line of `http_access` and its like, or a place at which unread lines may stand. */
export interface AccessRule extends Place {
  /** `allow` and `deny`; for `ssl_bump` its own words. `anything` where lines were not read. */
  readonly action: string;
  readonly terms: readonly AccessTerm[];
  /** The line as it stands there. */
  readonly text: string;
  /** Set where the line as a whole is not certain: why. */
  readonly doubt?: string;
}

/** One `http_port` or `https_port` that clients talk to as to a proxy. */
export interface ListeningPort extends Place {
  readonly isForward: boolean;
  readonly bumps: boolean;
  /** Whether clients on other machines cannot connect to it. */
  readonly isLoopback: boolean;
}

/** Access lists by the directives that decide on requests, in the order in which Squid asks them. */
export const ACCESS_DIRECTIVES = ['http_access', 'adapted_http_access', 'miss_access', 'http_reply_access'] as const;
export type AccessDirective = (typeof ACCESS_DIRECTIVES)[number];

export interface SquidConfiguration {
  /** Path as it was named. */
  readonly path: string;
  readonly lists: ReadonlyMap<string, AccessList>;
  readonly access: Readonly<Record<AccessDirective, readonly AccessRule[]>>;
  readonly bumping: readonly AccessRule[];
  readonly ports: readonly ListeningPort[];
  /** Lines that were not read and may hold rules and access lists: why, one sentence part each. */
  readonly unreadLines: readonly string[];
  /** What may keep traffic back, send it elsewhere or look into it although the rules let it through. */
  readonly beyondRules: readonly string[];
  /** What is assumed of it. */
  readonly assumptions: readonly string[];
}
