import { IntervalSet } from '../packets';

/**
 * Host names that a set of patterns cannot tell apart.
 *
 * A pattern is an exact name or a `*` with an ending, so two patterns' hosts are nested or apart, and the classes are: each
 * exact name; for each ending, the hosts that have it and no longer one of the set; and all other hosts. One member
 * stands for each class; a class without members does not exist.
 */
export interface HostClass {
  /** A host of the class. */
  readonly representative: string;
  /** The pattern that makes the class: an exact name, or the longest ending its hosts have; `*` where they have none. */
  readonly pattern: string;
}

/** The classes of all host names under some patterns, and which of them a pattern holds. */
export class HostClasses {
  public readonly classes: readonly HostClass[];
  /** Representatives written backwards, in ascending order: hosts with one ending stand together. */
  private readonly backwards: readonly string[];

  /** @param patterns exact names and names with one `*` at the very left; others hold no host for certain and make no class */
  constructor(patterns: Iterable<string>) {
    const exact = new Set<string>();
    const endings = new Set<string>(['']);
    for (const pattern of patterns) {
      const text = pattern.toLowerCase();
      if (EXACT.test(text)) exact.add(text);
      else if (ENDING.test(text)) endings.add(text.slice(1));
    }
    const names = [...exact, ...endings].map(backwards).sort();
    const classes: HostClass[] = [...exact].map((name) => ({ representative: name, pattern: name }));
    for (const ending of endings) {
      const representative = memberOf(ending, exact, endings, names);
      if (representative !== undefined) classes.push({ representative, pattern: `*${ending}` });
    }
    const sorted = classes.map((one) => ({ one, key: backwards(one.representative) })).sort((a, b) => (a.key < b.key ? -1 : 1));
    this.classes = sorted.map(({ one }) => one);
    this.backwards = sorted.map(({ key }) => key);
  }

  /** Every class, by its place. */
  public get all(): IntervalSet<number> {
    return IntervalSet.interval<number>(0, this.classes.length);
  }

  /** The places of the classes whose hosts a pattern holds; all or none of a class's hosts if the pattern is of the set. */
  public matching(pattern: string): IntervalSet<number> {
    const text = pattern.toLowerCase();
    if (EXACT.test(text)) {
      const place = this.firstFrom(backwards(text));
      return this.backwards[place] === backwards(text) ? IntervalSet.interval<number>(place, place + 1) : IntervalSet.empty();
    }
    if (!ENDING.test(text)) return IntervalSet.empty();
    const ending = backwards(text.slice(1));
    // Host characters are all below the last code unit, so this ends the names that go on after the ending.
    return IntervalSet.interval<number>(this.firstFrom(ending), this.firstFrom(`${ending}\uffff`));
  }

  private firstFrom(key: string): number {
    return firstFrom(this.backwards, key);
  }
}

/**
 * A host with an ending that is no exact name and has no longer ending of the set; `undefined` where there is none.
 *
 * @param names exact names and endings, backwards, in ascending order: the ways that are worth following
 */
function memberOf(ending: string, exact: ReadonlySet<string>, endings: ReadonlySet<string>, names: readonly string[]): string | undefined {
  const hasLonger = (host: string): boolean => {
    for (let start = host.length - ending.length - 1; start >= 0; start--) if (endings.has(host.slice(start))) return true;
    return false;
  };
  for (const label of READABLE) {
    const host = label + ending;
    if (!exact.has(host) && !hasLonger(host)) return host;
  }
  const open = [ending];
  while (open.length > 0) {
    const host = open.pop()!;
    if (host.length > ending.length && endings.has(host)) continue;
    if (/^[a-z0-9_]/.test(host) && !exact.has(host)) return host;
    const key = backwards(host);
    // Without a name of the set further on, every host from here is a member.
    if (!(names[firstFrom(names, key)] ?? '').startsWith(key)) return `a${host}`;
    for (const character of CHARACTERS) open.push(character + host);
  }
  return undefined;
}

/** The first place in a sorted list with a text that is not below `key`. */
function firstFrom(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

const READABLE: readonly string[] = ['any-other-host', 'some-other-host'];
const CHARACTERS: readonly string[] = [...'abcdefghijklmnopqrstuvwxyz0123456789-_.'];
/** A name has 253 characters at most (RFC 1035, section 2.3.4), so longer patterns hold no host. */
const EXACT = /^[a-z0-9._-]{1,253}$/;
const ENDING = /^\*[a-z0-9._-]{0,253}$/;

function backwards(text: string): string {
  return Array.from(text).reverse().join('');
}
