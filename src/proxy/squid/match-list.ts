import { EVERY_ADDRESS, NOT_PUBLIC } from './addresses';
import { AccessList, AccessTerm, AccessTest, SquidConfiguration } from './configuration';
import { DRAWN_ANEW } from './list-types';
import { Pattern } from './pattern';
import { Clients, literalAddress, SquidRequest, urlBeforePath } from './request';
import { Address, AddressSet, familyOf, IntervalSet } from '../../packets';

/*
 * Which clients an access list matches for one request. What does not depend on the client matches all of them or none.
 */

/** Clients that a list matches for certain, and those that it may match; the first are among the second. */
export interface Match {
  readonly certain: AddressSet;
  readonly possible: AddressSet;
  /** Why the two differ. */
  readonly doubts: readonly string[];
}

/** Everything that a match depends on beside the list. */
export interface MatchContext {
  readonly configuration: SquidConfiguration;
  readonly request: SquidRequest;
  readonly clients: Clients;
  /** Answers of the patterns over the path of the request. */
  readonly pathAnswers: ReadonlyMap<Pattern, boolean>;
  /** Lists that are uncertain and taken to match, or not to, in the case that is looked at. */
  readonly supposed: ReadonlyMap<string, boolean>;
  /** Step of TLS bumping, where it is asked about. */
  readonly step?: 1 | 2 | 3;
  /** Takes what a match takes for granted. */
  readonly assume: (sentence: string) => void;
}

export const PUBLIC_ADDRESSES = 'The documented hosts have public addresses.';

/** Lists of lists that are followed; nobody nests more than a few. */
const DEEPEST = 50;

/** Reasons kept of one match: nobody reads more, and lists of lists double them at each level. */
const MOST_DOUBTS = 20;

/** Matches lists for one context, each list once. */
export class ListMatcher {
  private readonly known = new Map<string, Match>();
  private readonly open = new Set<string>();
  private readonly all: Match;
  private readonly none: Match;

  constructor(private readonly context: MatchContext) {
    this.all = { certain: context.clients.addresses, possible: context.clients.addresses, doubts: [] };
    this.none = { certain: IntervalSet.empty(), possible: IntervalSet.empty(), doubts: [] };
  }

  /** All terms together, as on an access line; no terms match everything. */
  public every(terms: readonly AccessTerm[]): Match {
    return terms.map((term) => this.term(term)).reduce((left, right) => ({
      certain: left.certain.intersect(right.certain),
      possible: left.possible.intersect(right.possible),
      doubts: together(left.doubts, right.doubts),
    }), this.all);
  }

  public list(name: string): Match {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const list = this.context.configuration.lists.get(name);
    if (list === undefined) return this.doubtful(`the access list ${name} is not defined`);
    if (this.open.has(name)) return this.doubtful(`the access list ${name} refers to itself`);
    if (this.open.size >= DEEPEST) return this.doubtful(`the access list ${name} is nested too deep`);
    this.open.add(name);
    const match = this.supposed(name, this.extended(list, list.tests.map((test) => this.test(list, test)).reduce(either, this.none)));
    this.open.delete(name);
    this.known.set(name, match);
    return match;
  }

  private term({ list, negated }: AccessTerm): Match {
    const match = this.list(list);
    if (!negated) return match;
    const { addresses } = this.context.clients;
    return { certain: addresses.subtract(match.possible), possible: addresses.subtract(match.certain), doubts: match.doubts };
  }

  /** What was not read could add values to a list; it cannot take any away. */
  private extended(list: AccessList, match: Match): Match {
    const unread = [...list.unread, ...this.context.configuration.unreadLines];
    return unread.length === 0 ? match : { certain: match.certain, possible: this.all.possible, doubts: together(match.doubts, unread) };
  }

  private supposed(name: string, match: Match): Match {
    const answer = this.context.supposed.get(name);
    if (answer === undefined || isCertain(match)) return match;
    return { certain: answer ? match.possible : match.certain, possible: answer ? match.possible : match.certain, doubts: match.doubts };
  }

  private test(list: AccessList, test: AccessTest): Match {
    const { request, clients, pathAnswers, step } = this.context;
    const text = `acl ${list.name}`;
    switch (test.kind) {
      case 'source': return this.clientsIn(test[clients.family]);
      case 'destination': return this.destination(text, test);
      case 'host': return this.host(text, test);
      case 'host-pattern':
        if (request.host.startsWith('*.')) return this.doubtful(`${text} compares names below ${request.host.slice(2)} with a pattern`);
        if (test.patterns.some((pattern) => pattern.matches(request.host))) return this.all;
        return literalAddress(request) === undefined ? this.none : this.doubtful(`${text} may look up the name of ${request.host}`);
      case 'url-pattern':
        if (request.path === undefined) return this.whether(test.patterns.some((pattern) => pattern.matches(urlBeforePath(request))));
        if (request.host.startsWith('*.')) return this.doubtful(`${text} compares URLs below ${request.host.slice(2)} with a pattern`);
        return this.whether(test.patterns.some((pattern) => pathAnswers.get(pattern)));
      case 'path-pattern': return this.whether(request.path !== undefined && test.patterns.some((pattern) => pathAnswers.get(pattern)));
      case 'port': return this.whether(test.ports.includes(request.port));
      case 'method':
        if (test.words.includes(request.method)) return this.all;
        return test.words.some((word) => word.toUpperCase() === request.method) ? this.doubtful(`${text} writes a method in lower case`) : this.none;
      case 'scheme':
        if (request.scheme !== '') return this.whether(test.words.includes(request.scheme));
        // Versions of Squid differ in what the scheme of a CONNECT request is called.
        return test.words.every((word) => word === 'http' || word === 'ftp') ? this.none : this.doubtful(`${text} compares the scheme of CONNECT, which has none`);
      case 'step': return step === undefined ? this.doubtful(`${text} asks for a step of ssl_bump`) : this.whether(test.words.includes(`sslbump${step}`));
      case 'every': return this.every(test.terms);
      case 'some': return test.terms.map((term) => this.term(term)).reduce(either, this.none);
      case 'never': return this.none;
    }
  }

  private destination(text: string, test: AccessTest & { readonly kind: 'source' | 'destination' }): Match {
    const address = literalAddress(this.context.request);
    if (address !== undefined) return this.whether(setOf(test, address).includes(address));
    if (test.ipv4.contains(EVERY_ADDRESS.ipv4) && test.ipv6.contains(EVERY_ADDRESS.ipv6)) return this.all;
    if (NOT_PUBLIC.ipv4.contains(test.ipv4) && NOT_PUBLIC.ipv6.contains(test.ipv6)) {
      this.context.assume(PUBLIC_ADDRESSES);
      return this.none;
    }
    return this.doubtful(`${text} depends on the address of ${this.context.request.host}`);
  }

  private host(text: string, test: AccessTest & { readonly kind: 'host' }): Match {
    const { request } = this.context;
    if (request.host.startsWith('*.')) return this.namesBelow(text, test.domains, request.host.slice(2));
    if (test.domains.some((domain) => matchesDomain(domain, request.host))) return this.all;
    return literalAddress(request) !== undefined && test.looksUpAddresses ? this.doubtful(`${text} may look up the name of ${request.host}`) : this.none;
  }

  private namesBelow(text: string, domains: readonly string[], parent: string): Match {
    if (domains.some((domain) => domain.startsWith('.') && `.${parent}`.endsWith(domain))) return this.all;
    return domains.some((domain) => domain.endsWith(`.${parent}`)) ? this.doubtful(`${text} names some hosts below ${parent}`) : this.none;
  }

  private clientsIn(addresses: AddressSet): Match {
    const inside = this.context.clients.addresses.intersect(addresses);
    return { certain: inside, possible: inside, doubts: [] };
  }

  private whether(matches: boolean): Match {
    return matches ? this.all : this.none;
  }

  private doubtful(doubt: string): Match {
    return { certain: this.none.certain, possible: this.all.possible, doubts: [doubt] };
  }
}

export function isCertain({ certain, possible }: Match): boolean {
  return certain.contains(possible);
}

/** Whether a list has one answer for a request wherever it is asked; lists of lists follow from theirs. */
export function isOneAnswer(list: AccessList | undefined): boolean {
  return list !== undefined && !DRAWN_ANEW.has(list.type) && list.tests.every(({ kind }) => kind !== 'every' && kind !== 'some');
}

/** Squid's comparison: `.example.com` matches example.com and every name below it; anything else matches itself alone. */
export function matchesDomain(domain: string, host: string): boolean {
  return domain.startsWith('.') ? `.${host}`.endsWith(domain) : domain === host;
}

function together(left: readonly string[], right: readonly string[]): readonly string[] {
  if (right.length === 0) return left;
  return left.length === 0 ? right.slice(0, MOST_DOUBTS) : [...new Set([...left, ...right])].slice(0, MOST_DOUBTS);
}

function either(left: Match, right: Match): Match {
  return {
    certain: left.certain.union(right.certain),
    possible: left.possible.union(right.possible),
    doubts: together(left.doubts, right.doubts),
  };
}

function setOf(addresses: { readonly ipv4: AddressSet; readonly ipv6: AddressSet }, address: Address): AddressSet {
  return addresses[familyOf(address)];
}
