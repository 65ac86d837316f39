import { ACCESS_DIRECTIVES, AccessDirective, AccessRule, SquidConfiguration } from './configuration';
import { isCertain, isOneAnswer, ListMatcher, MatchContext } from './match-list';
import { exactPath, PathKinds, PathQuestion, pathsFrom } from './paths';
import { Clients, SquidRequest, urlBeforePath } from './request';
import { AddressSet, IntervalSet } from '../../packets';

/*
 * What Squid answers to a request: the first line of http_access whose lists all match decides; without one, the opposite of the last
 * line does. Other directives decide after it in the same way. Source: squid.conf.documented, TAG http_access.
 */

/** What may become of requests of one kind of path. */
export interface Decision {
  /** One path of the kind; absent for CONNECT. */
  readonly path?: string;
  /** Clients that may be let through; all others are denied for certain. */
  readonly allowed: AddressSet;
  /** Clients that may be denied. */
  readonly denied: AddressSet;
  /** Rules that decide for some client, in order. */
  readonly deciders: readonly Decider[];
  /** Why a client is in both. */
  readonly doubts: readonly string[];
}

export interface Decider {
  readonly directive: AccessDirective;
  readonly action: 'allow' | 'deny';
  /** Absent where no line matches and the opposite of the last one holds. */
  readonly rule?: AccessRule;
}

export interface Decisions {
  readonly decisions: readonly Decision[];
  /** Whether the decisions are about every path. */
  readonly isComplete: boolean;
}

/** Uncertain lists whose answers are gone through one by one: 2 to this power cases. */
const MOST_SUPPOSED = 6;

/** Rules looked at for all cases together; beyond it, uncertain lists are taken as unrelated wherever they stand. */
const MOST_RULES = 2_000_000;

/** Decides a request for clients, by kind of path. */
export function decide(configuration: SquidConfiguration, request: SquidRequest, clients: Clients, assume: (sentence: string) => void): Decisions {
  const { kinds, isComplete, questions } = pathKinds(configuration, request);
  const decisions = kinds.map(({ example, answers }): Decision => {
    const pathAnswers = new Map(questions.map(({ pattern }, index) => [pattern, answers[index]]));
    const context: MatchContext = { configuration, request, clients, pathAnswers, supposed: new Map(), assume };
    const supposed = suppositions(context, kinds.length);
    const cases = supposed.cases.map((answersOfLists) => decideCase({ ...context, supposed: answersOfLists }));
    return {
      ...(request.path === undefined ? {} : { path: example }),
      allowed: IntervalSet.union(cases.map(({ allowed }) => allowed)),
      denied: IntervalSet.union(cases.map(({ denied }) => denied)),
      deciders: distinct(cases.flatMap(({ deciders }) => deciders)),
      doubts: [...new Set([...deciding(supposed, cases, sameDecision), ...cases.flatMap(({ doubts }) => doubts)])],
    };
  });
  return { decisions, isComplete };
}

/** Combinations of answers of uncertain lists. */
export interface Suppositions {
  /** Case number n supposes that list i matches where bit i of n is set. */
  readonly cases: readonly ReadonlyMap<string, boolean>[];
  /** Why each list is uncertain, in the order of the bits. */
  readonly doubts: readonly (readonly string[])[];
}

/**
 * Every combination of answers of the uncertain lists; nothing is supposed where there are too many.
 *
 * @param kinds how many kinds of requests each combination is tried with
 */
export function suppositions(context: MatchContext, kinds: number): Suppositions {
  const matcher = new ListMatcher(context);
  const { configuration } = context;
  const uncertain = [...namesInUse(configuration)].filter((name) => isOneAnswer(configuration.lists.get(name)) && !isCertain(matcher.list(name)));
  const rules = ACCESS_DIRECTIVES.reduce((count, directive) => count + configuration.access[directive].length, configuration.bumping.length);
  if (uncertain.length > MOST_SUPPOSED || 2 ** uncertain.length * kinds * rules > MOST_RULES) return { cases: [new Map()], doubts: [] };
  return {
    cases: Array.from({ length: 2 ** uncertain.length }, (_, number) => new Map(uncertain.map((name, bit) => [name, ((number >> bit) & 1) === 1]))),
    doubts: uncertain.map((name) => matcher.list(name).doubts),
  };
}

/** Why the lists are uncertain whose answers make a difference in some case. */
export function deciding<T>({ doubts }: Suppositions, outcomes: readonly T[], isSame: (left: T, right: T) => boolean): string[] {
  return doubts.flatMap((reasons, bit) =>
    (outcomes.some((outcome, number) => (number >> bit) % 2 === 0 && !isSame(outcome, outcomes[number + 2 ** bit])) ? reasons : []));
}

function sameDecision(left: Decision, right: Decision): boolean {
  return left.allowed.equals(right.allowed) && left.denied.equals(right.denied);
}

function decideCase(context: MatchContext): Decision {
  const matcher = new ListMatcher(context);
  let allowed = context.clients.addresses;
  let denied: AddressSet = IntervalSet.empty();
  const deciders: Decider[] = [];
  const doubts: string[] = [];
  for (const directive of ACCESS_DIRECTIVES) {
    const rules = context.configuration.access[directive];
    // Only http_access denies where nothing is written; replies to CONNECT are no matter of http_reply_access.
    if (directive !== 'http_access' && (rules.length === 0 || allowed.isEmpty)) continue;
    if (directive === 'http_reply_access' && context.request.path === undefined) continue;
    const walk = walkRules(directive, rules, matcher, allowed);
    allowed = walk.allowed;
    denied = denied.union(walk.denied);
    deciders.push(...walk.deciders);
    doubts.push(...walk.doubts);
  }
  // Whatever is not let through is denied, wherever that happened.
  return { allowed, denied, deciders, doubts: allowed.overlaps(denied) ? doubts : [] };
}

function walkRules(directive: AccessDirective, rules: readonly AccessRule[], matcher: ListMatcher, clients: AddressSet): Omit<Decision, 'path'> {
  const outcome = { allow: IntervalSet.empty() as AddressSet, deny: IntervalSet.empty() as AddressSet };
  const deciders: Decider[] = [];
  const doubts: string[] = [];
  let open = clients;
  for (const rule of rules) {
    if (open.isEmpty) break;
    const match = matcher.every(rule.terms);
    const possible = open.intersect(match.possible);
    if (possible.isEmpty) continue;
    const certain = rule.doubt === undefined ? open.intersect(match.certain) : IntervalSet.empty<number | bigint>();
    if (!certain.contains(possible)) doubts.push(...(rule.doubt === undefined ? match.doubts : [rule.doubt]));
    for (const action of rule.action === 'anything' ? ['allow', 'deny'] as const : [rule.action as 'allow' | 'deny']) {
      outcome[action] = outcome[action].union(possible);
      deciders.push({ directive, action, rule });
    }
    open = open.subtract(certain);
  }
  if (!open.isEmpty) {
    for (const action of defaultActions(rules)) {
      outcome[action] = outcome[action].union(open);
      deciders.push({ directive, action });
    }
  }
  return { allowed: outcome.allow, denied: outcome.deny, deciders, doubts };
}

function defaultActions(rules: readonly AccessRule[]): readonly ('allow' | 'deny')[] {
  const last = rules.at(-1);
  if (last === undefined) return ['deny'];
  // A last line in doubt may not be there, and then another is the last.
  if (last.doubt !== undefined) return ['allow', 'deny'];
  return last.action === 'allow' ? ['deny'] : ['allow'];
}

function pathKinds(configuration: SquidConfiguration, request: SquidRequest): PathKinds & { readonly questions: readonly PathQuestion[] } {
  if (request.path === undefined) return { kinds: [{ example: '', answers: [] }], isComplete: true, questions: [] };
  const before = urlBeforePath(request);
  const tests = [...namesInUse(configuration)].flatMap((name) => configuration.lists.get(name)?.tests ?? []);
  const questions = tests.flatMap((test) => {
    if (test.kind === 'path-pattern') return test.patterns.map((pattern) => ({ pattern, before: '' }));
    return test.kind === 'url-pattern' && !request.host.startsWith('*.') ? test.patterns.map((pattern) => ({ pattern, before })) : [];
  });
  return { ...(request.isPrefix === true ? pathsFrom : exactPath)(request.path, questions), questions };
}

/** Names on access lines, and those that lists of lists refer to. */
function namesInUse(configuration: SquidConfiguration): Set<string> {
  const rules = [...ACCESS_DIRECTIVES.flatMap((directive) => configuration.access[directive]), ...configuration.bumping];
  const names = new Set(rules.flatMap(({ terms }) => terms.map(({ list }) => list)));
  for (const name of names) {
    for (const test of configuration.lists.get(name)?.tests ?? []) {
      if (test.kind === 'every' || test.kind === 'some') test.terms.forEach(({ list }) => names.add(list));
    }
  }
  return names;
}

function distinct(deciders: readonly Decider[]): Decider[] {
  const seen = new Map<string, Decider>();
  for (const decider of deciders) {
    const key = `${decider.directive} ${decider.rule?.file}:${decider.rule?.line} ${decider.action}`;
    if (!seen.has(key)) seen.set(key, decider);
  }
  return [...seen.values()];
}

