import { DecidingRule, FlowResult, RequirementResult, Verdict } from '../proof';
import { grouped } from './grouped';
import { areAll, decidingRules, deedOf, listed } from './words';

/*
 * What goes wrong in one way is told once: requirements of one verdict with the same causes, and of them the flows that the
 * same rules decide. Nothing is left out by that: each id, flow, packet and cause stays.
 */

/** A flow with the requirement that asks for it. */
export interface RequiredFlow {
  readonly flow: FlowResult;
  readonly result: RequirementResult;
}

/** Flows that fail by the same rules and depend on the same things. */
export interface AlikeFlows {
  readonly verdict: Verdict;
  /** At least one. */
  readonly flows: readonly RequiredFlow[];
  readonly decidedBy: readonly DecidingRule[];
  /** What they depend on, each once: a cause that names the host of each flow names the hosts of all. */
  readonly unknowns: readonly string[];
}

/**
 * Requirements of one verdict that have the same causes, in the order of the first of each.
 *
 * @param alsoBy what else they have to have in common
 */
export function alikeResults<T extends RequirementResult>(results: readonly T[], alsoBy: (result: T) => unknown = () => ''): T[][] {
  return grouped(results, (result) => JSON.stringify([
    alsoBy(result), result.verdict, decidingRules(result).map((rule) => ruleKey(rule, result)),
    [...new Set(failing([result]).map(causeKey))].sort(), result.reasons,
  ]));
}

/** `sensor-api (required), pki-crl and pki-ctl (recommended) are violated`. */
export function alikeSentence(alike: readonly RequirementResult[], dressed: (id: string) => string): string {
  const byLevel = grouped(alike, ({ level }) => level);
  const ids = byLevel.flatMap((some) => some.map(({ id, level }, index) => `${dressed(id)}${index === some.length - 1 && byLevel.length > 1 ? ` (${level})` : ''}`));
  return `${areAll(ids, alike[0].verdict)}${byLevel.length > 1 ? '' : ` (${alike[0].level})`}`;
}

/** The flows that are not satisfied, of requirements that are told together. */
export function alikeFlows(results: readonly RequirementResult[]): AlikeFlows[] {
  return grouped(failing(results), causeKey).map((flows) => ({
    verdict: flows[0].flow.verdict, flows, decidedBy: flows[0].flow.decidedBy, unknowns: unknownsOf(flows),
  }));
}

/** What goes from one source to one port, in the order of the first of each: only the hosts differ. */
export function fromOneSource<T>(items: readonly T[], flowOf: (item: T) => FlowResult): T[][] {
  return grouped(items, (item) => {
    const { source, protocol, port } = flowOf(item);
    return JSON.stringify([source, protocol, port]);
  });
}

/** What of some flows their rules decide: all of each where packets are known, or only a part. */
export function whatIsDecided(flows: readonly RequiredFlow[]): string {
  const isWhole = flows.some(({ flow }) => flow.witness !== undefined);
  if (flows.length === 1) return isWhole ? 'it' : 'some of it';
  return isWhole ? 'each' : 'some of each';
}

function failing(results: readonly RequirementResult[]): RequiredFlow[] {
  return results.flatMap((result) => result.flows.filter((flow) => flow.verdict !== 'satisfied').map((flow) => ({ flow, result })));
}

function causeKey({ flow, result }: RequiredFlow): string {
  return JSON.stringify([flow.verdict, flow.decidedBy.map((rule) => ruleKey(rule, result)), flow.unknowns.map((unknown) => unknown.split(hostOf(flow)))]);
}

function ruleKey(rule: DecidingRule, result: RequirementResult): unknown {
  return [rule.enforcementPoint, rule.rule, rule.priority, rule.action, rule.address, rule.construct, deedOf(rule, result)];
}

/** The causes of the first stand for those of all, which differ in the host alone. */
function unknownsOf(flows: readonly RequiredFlow[]): string[] {
  const host = hostOf(flows[0].flow);
  const hosts = listed([...new Set(flows.map(({ flow }) => hostOf(flow)))]);
  return [...new Set(flows[0].flow.unknowns)].map((unknown) => unknown.split(host).join(hosts));
}

/** The host without its path, or the proxy on the way there. */
function hostOf(flow: FlowResult): string {
  return flow.host.split(/[/ ]/)[0];
}
