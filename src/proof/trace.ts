import { Outcome, RuleRow, StageKind, TrailStep } from '../azure';
import { BudgetExceeded } from '../packets';
import { decidingRules, FlowQuestion } from './flow';
import { mismatches } from './mismatch';
import { conditionsOf, describe } from './region-words';
import { FlowTrace, TracedBranch, TracedPoint, TracedRule, TracedStep } from './report';

/** More ways than this no person reads; what is left out is counted. */
const MOST_BRANCHES = 60;

/** More parts than this of one rule are counted. */
const MOST_PARTS = 8;

/**
 * How a flow was followed: the rules of each enforcement point with what they decide, and the ways that its packets take.
 *
 * @param beyondGroups whether NSGs are left aside, as where only TLS inspection is asked about
 * @returns undefined where the exact answer would cost more than the budget allows
 */
export function traceFlow(question: FlowQuestion, beyondGroups: boolean): FlowTrace | undefined {
  const { path, query, application } = question;
  try {
    const outcomes = beyondGroups ? path.followBeyondGroups(query, application) : path.follow(query, application);
    const isAsked = (kind: StageKind): boolean => !beyondGroups || kind === 'route' || kind === 'firewall';
    const points = path.inspect(query, application).filter(({ kind }) => isAsked(kind)).flatMap(({ kind, outcomes: at }) => pointsOf(kind, at, question));
    const branches = branchesOf(outcomes, question);
    return { points, branches: branches.slice(0, MOST_BRANCHES), branchesLeftOut: Math.max(0, branches.length - MOST_BRANCHES) };
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined;
    throw error;
  }
}

function pointsOf(kind: StageKind, outcomes: readonly Outcome[], question: FlowQuestion): TracedPoint[] {
  const byPoint = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const point = outcome.trail.at(-1)?.enforcementPoint;
    if (point === undefined) continue;
    byPoint.set(point, [...(byPoint.get(point) ?? []), outcome]);
  }
  return [...byPoint].map(([enforcementPoint, at]) => ({ enforcementPoint, kind, rules: tracedRules(kind, enforcementPoint, at, question) }));
}

/**
 * The rules of one enforcement point in the order in which they are tried, with what each does to some packets.
 *
 * @param outcomes what the point does to them
 */
export function tracedRules(
  kind: StageKind, enforcementPoint: string, outcomes: readonly Outcome[], question: Pick<FlowQuestion, 'path' | 'query' | 'application'>,
): TracedRule[] {
  const { path, query, application } = question;
  const rules = new Map<string, { rows: RuleRow[]; outcomes: Outcome[] }>();
  // One rule may stand in the list more than once: where its order is open, or in several rows of one meaning.
  for (const row of path.rulesOf(kind, enforcementPoint, application)) entry(rules, row.action, row.rule).rows.push(row);
  for (const outcome of outcomes) {
    const step = outcome.trail.at(-1)!;
    entry(rules, step.action, step.rule).outcomes.push(outcome);
  }
  return [...rules.values()].map(({ rows, outcomes: decided }) => {
    const step: TrailStep = decided[0]?.trail.at(-1) ?? { kind, enforcementPoint, ...rows[0] };
    const matches = rows.some((row) => row.regions.some((region) => region.overlaps(query)));
    return {
      rule: ruleOf(step),
      effect: decided.length > 0 ? 'decides' : matches ? 'preceded' : 'does not match',
      decides: shortened([...new Set(decided.map(({ region }) => withConditions(describe(region, path, query), conditionsOf(region, path, query))))]),
      ...(step.nextHop === undefined ? {} : { nextHop: step.nextHop }),
      differsIn: matches ? [] : mismatches(rows, query, path.space),
    };
  });
}

function entry<T>(rules: Map<string, { rows: RuleRow[]; outcomes: T[] }>, action: string, rule: RuleRow['rule']): { rows: RuleRow[]; outcomes: T[] } {
  const key = JSON.stringify([action, rule.name, rule.address, rule.attribute, rule.priority]);
  const present = rules.get(key) ?? { rows: [], outcomes: [] };
  rules.set(key, present);
  return present;
}

function branchesOf(outcomes: readonly Outcome[], question: FlowQuestion): TracedBranch[] {
  const { path, query } = question;
  const branches = new Map<string, { outcome: Outcome; conditions: readonly string[] }>();
  for (const outcome of outcomes) {
    const key = JSON.stringify([outcome.permitted, outcome.trail.map((step) => [step.enforcementPoint, step.action, step.rule, step.nextHop])]);
    const conditions = conditionsOf(outcome.region, path, query);
    const present = branches.get(key);
    // The condition that asks least: where some packets go this way for certain, the way is certain.
    if (present === undefined || conditions.length < present.conditions.length) branches.set(key, { outcome, conditions });
  }
  return [...branches.values()].map(({ outcome, conditions }) => ({
    permitted: outcome.permitted,
    conditions,
    steps: outcome.trail.map((step): TracedStep => ({
      kind: step.kind, enforcementPoint: step.enforcementPoint, rule: ruleOf(step), ...(step.nextHop === undefined ? {} : { nextHop: step.nextHop }),
    })),
  }));
}

/** A route that lets packets go on is a step of the way here, though it decides no verdict. */
function ruleOf(step: TrailStep): TracedRule['rule'] {
  return decidingRules([{ ...step, kind: step.kind === 'route' ? 'firewall' : step.kind }])[0];
}

function withConditions(packets: string, conditions: readonly string[]): string {
  return conditions.length === 0 ? packets : `${packets}, if ${conditions.join(' and ')}`;
}

function shortened(items: readonly string[]): readonly string[] {
  return items.length <= MOST_PARTS ? items : [...items.slice(0, MOST_PARTS), `and ${items.length - MOST_PARTS} more parts`];
}
