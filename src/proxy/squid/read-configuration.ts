import { EVERY_ADDRESS, parseSquidAddresses, unionOf } from './addresses';
import { ACCESS_DIRECTIVES, AccessDirective, AccessList, AccessRule, AccessTest, ListeningPort, SquidConfiguration } from './configuration';
import { BEYOND_RULES, BEYOND_RULES_WHEN_ON, WITHOUT_EFFECT } from './directives';
import { isUnread, SquidFile, SquidFiles } from './files';
import { LogicalLine, logicalLines, LONGEST_LINE, placeOf, words } from './logical-lines';
import { accessTerm, readTest } from './read-list';

/** Squid follows includes this deep (src/cache_cf.cc). */
const DEEPEST_INCLUDE = 16;

/** Reasons kept of one kind: nobody reads more, and a hostile file has millions. */
const MOST_REASONS = 20;

/** Options of a listening port with which it is no proxy that clients name. */
const NOT_FORWARD = /^(?:accel|vhost|vport(?:=.*)?|defaultsite=.*|intercept|transparent|tproxy|act-as-origin)$/;

/** Addresses that a port is bound to where nobody else can connect. */
const LOOPBACK_PLACE = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost):/i;

/** Reads a configuration and the files it includes. Nothing is refused: what cannot be read is part of the outcome. */
export function readSquidConfiguration(main: SquidFile, files: SquidFiles): SquidConfiguration {
  return new Reader(main, files).configuration();
}

function isAccessDirective(name: string): name is AccessDirective {
  return (ACCESS_DIRECTIVES as readonly string[]).includes(name);
}

interface OpenList {
  readonly name: string;
  readonly type: string;
  readonly tests: AccessTest[];
  readonly unread: string[];
}

class Reader {
  private readonly lists = new Map<string, OpenList>(BUILT_IN.map(([name, type, test]) => [name.toLowerCase(), { name, type, tests: [test], unread: [] }]));
  private readonly access: Record<AccessDirective, AccessRule[]> = { http_access: [], adapted_http_access: [], miss_access: [], http_reply_access: [] };
  private readonly bumping: AccessRule[] = [];
  private readonly ports: ListeningPort[] = [];
  private readonly unreadLines: string[] = [];
  private readonly beyondRules: string[] = [];
  private readonly assumptions = new Set<string>();
  private quotedValues = false;
  /** How many `if` blocks a line is in: what they ask is not evaluated. */
  private conditions = 0;

  constructor(private readonly main: SquidFile, private readonly files: SquidFiles) {}

  public configuration(): SquidConfiguration {
    this.readFile(this.main, 0, []);
    if (this.conditions > 0) this.refused(`${this.main.path} ends inside an if`);
    return {
      path: this.main.path,
      lists: new Map<string, AccessList>(this.lists),
      access: this.access,
      bumping: this.bumping,
      ports: this.ports,
      unreadLines: this.unreadLines,
      beyondRules: this.beyondRules,
      assumptions: [...this.assumptions],
    };
  }

  private readFile({ path, text }: SquidFile, depth: number, open: readonly string[]): void {
    for (const line of logicalLines(path, text)) {
      if (line.text.length > LONGEST_LINE) this.leaveUnread(line, 'is longer than Squid reads in one piece');
      else if (line.text.endsWith('\\')) this.leaveUnread(line, 'is continued beyond the end of the file');
      else if (/^include\s/.test(line.text)) this.include(line, depth, [...open, path]);
      else this.directive(line);
    }
  }

  private include(line: LogicalLine, depth: number, open: readonly string[]): void {
    for (const name of words(line.text.slice('include'.length))) {
      const included = this.conditions > 0 ? { problem: 'stands inside a condition' } : this.files.included(name);
      if (isUnread(included)) {
        this.leaveUnread(line, `includes ${name}, which ${included.problem}`);
      } else {
        for (const file of included) {
          if (depth >= DEEPEST_INCLUDE || open.includes(file.path)) this.leaveUnread(line, `includes ${name} in a circle or too deep`);
          else this.readFile(file, depth + 1, open);
        }
      }
    }
  }

  /** Unread lines may hold rules, which would come here, and more values for any list. */
  private leaveUnread(line: LogicalLine, clause: string): void {
    const reason = `${placeOf(line)} ${clause}`;
    if (this.unreadLines.length < MOST_REASONS) this.unreadLines.push(reason);
    const rule: AccessRule = { file: line.file, line: line.line, action: 'anything', terms: [], text: 'lines that were not read', doubt: reason };
    for (const rules of [...ACCESS_DIRECTIVES.map((directive) => this.access[directive]), this.bumping]) {
      // Two gaps in a row are one.
      if (rules.at(-1)?.action !== 'anything') rules.push(rule);
    }
  }

  private directive(line: LogicalLine): void {
    const [name, ...rest] = words(line.text);
    switch (name) {
      case 'if': this.conditions += 1; break;
      case 'else': case 'endif':
        if (this.conditions === 0) this.refused(`${placeOf(line)} is an ${name} without an if`);
        else if (name === 'endif') this.conditions -= 1;
        break;
      case 'acl': this.list(line, rest); break;
      case 'ssl_bump': this.rule(this.bumping, line, rest); break;
      case 'http_port': case 'https_port': this.port(line, rest); break;
      case 'configuration_includes_quoted_values': this.quotedValues = rest[0] !== 'off'; break;
      case 'follow_x_forwarded_for': case 'proxy_protocol_access':
        this.assumptions.add(`Sensors connect to Squid themselves and send no X-Forwarded-For header, so ${name} (${placeOf(line)}) does not change their address.`);
        break;
      default:
        if (isAccessDirective(name)) this.rule(this.access[name], line, rest);
        else if (!WITHOUT_EFFECT.has(name)) this.beyond(name, line, rest);
    }
  }

  private beyond(name: string, line: LogicalLine, values: readonly string[]): void {
    const always = BEYOND_RULES.get(name);
    const whenOn = BEYOND_RULES_WHEN_ON.get(name);
    if (whenOn !== undefined && values[0] === 'off' && this.conditions === 0) return;
    const clause = always ?? whenOn;
    if (this.beyondRules.length < MOST_REASONS) {
      this.beyondRules.push(clause === undefined
        ? `${placeOf(line)} has the directive ${name}, of which it is not known what it does`
        : `${name} at ${placeOf(line)} may ${clause}`);
    }
  }

  private list(line: LogicalLine, [name, type]: readonly string[]): void {
    if (name === undefined || type === undefined) return this.leaveUnread(line, 'is an acl line without name or type');
    const key = name.toLowerCase();
    if (key === 'manager') {
      this.assumptions.add(MANAGER_ASSUMPTION);
      return;
    }
    const list = this.lists.get(key) ?? { name, type, tests: [], unread: [] };
    this.lists.set(key, list);
    if (list.type !== type) {
      this.refused(`acl ${name} at ${placeOf(line)} has another type than before`);
      return;
    }
    const test = readTest(type, line, this.files, this.quotedValues);
    if (test.kind !== 'unread' && !this.isUncertain(line)) {
      list.tests.push(test);
    } else if (list.unread.length < MOST_REASONS) {
      list.unread.push(test.kind === 'unread' ? test.reason : `acl ${name} at ${placeOf(line)} stands inside a condition or has a macro`);
    }
  }

  private rule(rules: AccessRule[], line: LogicalLine, [action, ...names]: readonly string[]): void {
    // Squid skips an access line without lists; ssl_bump has its own words, which the evaluation knows.
    if (action === undefined || (names.length === 0 && rules !== this.bumping)) return;
    const { file, line: number, text } = line;
    const terms = names.map(accessTerm);
    const undefinedTerm = terms.find(({ list }) => !this.lists.has(list));
    const isUnderstood = rules === this.bumping || action === 'allow' || action === 'deny';
    const doubts = [
      ...(this.isUncertain(line) ? [`${placeOf(line)} stands inside a condition or has a macro`] : []),
      ...(isUnderstood ? [] : [`${placeOf(line)} has the action ${action}, which is not understood`]),
      ...(undefinedTerm === undefined ? [] : [`${placeOf(line)} names the access list ${undefinedTerm.list}, which is not defined before it`]),
    ];
    // What was not read may define it; otherwise Squid ends here.
    if (undefinedTerm !== undefined && this.unreadLines.length === 0) this.refused(doubts[doubts.length - 1]);
    for (const { list } of terms) if (list === 'manager') this.assumptions.add(MANAGER_ASSUMPTION);
    rules.push({
      // Of a line whose action is not understood, either may be meant.
      file, line: number, text, action: isUnderstood ? action : 'anything', terms: undefinedTerm === undefined ? terms : [],
      ...(doubts.length === 0 ? {} : { doubt: doubts[0] }),
    });
  }

  private refused(clause: string): void {
    if (this.beyondRules.length < MOST_REASONS) this.beyondRules.push(`${clause}, and Squid does not start with that`);
  }

  private port(line: LogicalLine, [place = '', ...options]: readonly string[]): void {
    const { file, line: number } = line;
    if (this.isUncertain(line)) this.beyondRules.push(`the port at ${placeOf(line)} stands inside a condition or has a macro`);
    if (options.includes('require-proxy-header')) this.beyondRules.push(`the port at ${placeOf(line)} takes connections of other proxies alone`);
    this.ports.push({
      file,
      line: number,
      isForward: !options.some((option) => NOT_FORWARD.test(option)),
      bumps: options.some((option) => /^ssl-?bump$/i.test(option)),
      isLoopback: LOOPBACK_PLACE.test(place),
    });
  }

  private isUncertain(line: LogicalLine): boolean {
    return this.conditions > 0 || line.text.includes('${');
  }
}

const MANAGER_ASSUMPTION = 'No documented request is for Squid\'s own manager pages (acl manager).';

/** Lists that every configuration begins with (src/cf.data.pre). */
const BUILT_IN: readonly (readonly [string, string, AccessTest])[] = [
  ['all', 'src', { kind: 'source', ...EVERY_ADDRESS }],
  ['manager', 'url_regex', { kind: 'never' }],
  ['localhost', 'src', { kind: 'source', ...addressesOf('127.0.0.1/32', '::1') }],
  ['to_localhost', 'dst', { kind: 'destination', ...addressesOf('127.0.0.0/8', '0.0.0.0/32', '::1', '::') }],
  ['to_linklocal', 'dst', { kind: 'destination', ...addressesOf('169.254.0.0/16', 'fe80::/10') }],
  ['CONNECT', 'method', { kind: 'method', words: ['CONNECT'] }],
];

function addressesOf(...texts: readonly string[]): ReturnType<typeof unionOf> {
  return unionOf(texts.flatMap((text) => parseSquidAddresses(text) ?? []));
}
