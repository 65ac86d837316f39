import { AccessRule, SquidConfiguration } from './configuration';
import { deciding, suppositions } from './decide';
import { ListMatcher, MatchContext } from './match-list';
import { Clients, SquidRequest } from './request';
import { AddressSet, IntervalSet } from '../../packets';

/*
 * What becomes of a tunnel on a port with `ssl-bump`. At each of three steps the first matching line whose action is possible at that
 * step wins; `peek` and `stare` go on to the next one. Source: squid.conf.documented, TAG ssl_bump.
 */

export type TunnelOutcome = 'tunnel' | 'bump' | 'terminate';

export interface TunnelDecision {
  /** Clients by what may become of their tunnels. */
  readonly outcomes: Readonly<Record<TunnelOutcome, AddressSet>>;
  /** Lines that bump or terminate for some client, in order. */
  readonly deciders: readonly { readonly rule?: AccessRule; readonly outcome: TunnelOutcome }[];
  readonly doubts: readonly string[];
}

const OUTCOMES: readonly TunnelOutcome[] = ['tunnel', 'bump', 'terminate'];

type Step = 1 | 2 | 3;
type Looking = 'peek' | 'stare';

const FINAL: Readonly<Record<string, TunnelOutcome>> = {
  'splice': 'tunnel', 'none': 'tunnel', 'bump': 'bump', 'client-first': 'bump', 'server-first': 'bump', 'terminate': 'terminate',
};

/** Actions of old versions that are ignored after the first step. */
const FIRST_STEP_ONLY: readonly string[] = ['none', 'client-first', 'server-first'];

/** Decides a CONNECT request that the rules of access let through. */
export function decideBumping(
  configuration: SquidConfiguration, request: SquidRequest, clients: Clients, assume: (sentence: string) => void,
): TunnelDecision {
  const context: MatchContext = { configuration, request, clients, pathAnswers: new Map(), supposed: new Map(), assume };
  const bumping = configuration.ports.filter(({ isForward, bumps }) => isForward && bumps);
  const plain = configuration.ports.filter(({ isForward, bumps }) => isForward && !bumps);
  const outcome = new Outcome();
  if (bumping.length === 0) {
    outcome.add('tunnel', clients.addresses);
    return outcome;
  }
  const supposed = suppositions({ ...context, step: 1 }, 1);
  const cases = supposed.cases.map((answers) => {
    const one = new Outcome();
    new Steps({ ...context, supposed: answers }, one).from(1, undefined, clients.addresses);
    return one;
  });
  for (const one of cases) outcome.include(one);
  outcome.doubts.push(...deciding(supposed, cases, (left, right) => left.isSameAs(right)));
  if (plain.length > 0) {
    outcome.add('tunnel', clients.addresses);
    outcome.doubts.push(`which port the sensors use: ${[...bumping, ...plain].map(({ file, line }) => `${file}:${line}`).join(', ')} differ in ssl-bump`);
  }
  return outcome;
}

class Outcome implements TunnelDecision {
  public readonly outcomes: Record<TunnelOutcome, AddressSet> = { tunnel: IntervalSet.empty(), bump: IntervalSet.empty(), terminate: IntervalSet.empty() };
  public readonly deciders: { readonly rule?: AccessRule; readonly outcome: TunnelOutcome }[] = [];
  public readonly doubts: string[] = [];

  public add(outcome: TunnelOutcome, clients: AddressSet, rule?: AccessRule): void {
    if (clients.isEmpty) return;
    this.outcomes[outcome] = this.outcomes[outcome].union(clients);
    if (!this.deciders.some((known) => known.rule === rule && known.outcome === outcome)) this.deciders.push({ ...(rule && { rule }), outcome });
  }

  public include(other: Outcome): void {
    for (const outcome of OUTCOMES) this.outcomes[outcome] = this.outcomes[outcome].union(other.outcomes[outcome]);
    this.deciders.push(...other.deciders.filter(({ rule, outcome }) => !this.deciders.some((known) => known.rule === rule && known.outcome === outcome)));
    this.doubts.push(...other.doubts);
  }

  public isSameAs(other: Outcome): boolean {
    return OUTCOMES.every((outcome) => this.outcomes[outcome].equals(other.outcomes[outcome]));
  }
}

class Steps {
  /** Clients that came to a step before, by step and way: what becomes of them is known. */
  private readonly seen = new Map<string, AddressSet>();

  constructor(private readonly context: MatchContext, private readonly outcome: Outcome) {}

  public from(step: Step, before: Looking | undefined, arriving: AddressSet): void {
    const key = `${step} ${before}`;
    const clients = arriving.subtract(this.seen.get(key) ?? IntervalSet.empty());
    if (clients.isEmpty) return;
    this.seen.set(key, (this.seen.get(key) ?? IntervalSet.empty()).union(clients));
    const matcher = new ListMatcher({ ...this.context, step });
    let open = clients;
    for (const rule of this.context.configuration.bumping) {
      if (open.isEmpty) return;
      if (isImpossible(rule.action, step)) continue;
      const match = matcher.every(rule.terms);
      const possible = open.intersect(match.possible);
      if (possible.isEmpty) continue;
      const odd = this.follow(rule, step, before, possible);
      const doubt = rule.doubt ?? odd;
      const certain = doubt === undefined ? open.intersect(match.certain) : IntervalSet.empty<number | bigint>();
      if (!certain.contains(possible)) this.outcome.doubts.push(...(doubt === undefined ? match.doubts : [doubt]));
      open = open.subtract(certain);
    }
    this.withoutMatch(step, before, open);
  }

  /** @returns why the line may not be followed after all, where that is so */
  private follow(rule: AccessRule, step: Step, before: Looking | undefined, clients: AddressSet): string | undefined {
    const place = `${rule.file}:${rule.line}`;
    if ((rule.action === 'peek' || rule.action === 'stare') && step < 3) {
      this.from((step + 1) as Step, rule.action, clients);
      return undefined;
    }
    if (!Object.hasOwn(FINAL, rule.action)) {
      for (const outcome of OUTCOMES) this.outcome.add(outcome, clients, rule);
      return rule.doubt ?? `${place} has the action ${rule.action}, which is not understood`;
    }
    this.outcome.add(FINAL[rule.action], clients, rule);
    // The documentation says that looking at the server's certificate "usually precludes" the other way.
    if (step === 3 && before === 'peek' && FINAL[rule.action] === 'bump') return `${place} bumps after peeking at step 2, which is usually, but not always, impossible`;
    if (step === 3 && before === 'stare' && FINAL[rule.action] === 'tunnel') return `${place} splices after staring at step 2, which is usually, but not always, impossible`;
    return undefined;
  }

  private withoutMatch(step: Step, before: Looking | undefined, clients: AddressSet): void {
    if (clients.isEmpty) return;
    if (before !== 'stare') return this.outcome.add('tunnel', clients);
    this.outcome.add('bump', clients);
    if (step === 3) return;
    // The manual says splice; the code of several versions goes on as after staring.
    this.outcome.add('tunnel', clients);
    this.outcome.doubts.push('no line of ssl_bump matches after staring, and versions of Squid differ in what they do then');
  }
}

function isImpossible(action: string, step: Step): boolean {
  if (step > 1 && FIRST_STEP_ONLY.includes(action)) return true;
  return step === 3 && (action === 'peek' || action === 'stare');
}
