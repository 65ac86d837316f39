import { readFileSync } from 'node:fs';
import { ActionType, createSimplifier, firewallSpec, firstApplicable, parseRuleSpec, RuleSpec, simplify, Universe } from 'labyrinth-nsg';
import { Contract, PlainRule, prefixText } from './random-policies';

/*
 * The process that `bench/labyrinth.ts` starts, and ends where it takes too long: rules and contracts as JSON on standard
 * input. It decides as the analyzer of `labyrinth-nsg` does: a policy in normal form, from which a contract is subtracted.
 */

const { rules, contracts } = JSON.parse(readFileSync(0, 'utf8')) as { rules: PlainRule[]; contracts: Contract[] };
const universe = new Universe(firewallSpec);
const simplifier = createSimplifier<RuleSpec>(universe);
const range = (first: number, last: number): string => (first === 0 && last === 65535 ? '*' : first === last ? String(first) : `${first}-${last}`);
const address = (prefix: readonly [number, number]): string => prefixText(prefix);

const start = performance.now();
const policy = rules.map((rule, i) => parseRuleSpec(universe, {
  action: rule.allow ? ActionType.ALLOW : ActionType.DENY, priority: i, id: i, source: 'policy',
  sourceIp: address(rule.source), destinationIp: address(rule.destination), destinationPort: range(...rule.ports),
  protocol: rule.protocol === undefined ? '*' : String(rule.protocol),
} as RuleSpec));
const allowed = simplify(universe.dimensions, firstApplicable(policy, simplifier));
const build = performance.now() - start;

const denied: boolean[] = [];
const times = contracts.map((contract) => {
  const begin = performance.now();
  const flow = firstApplicable([parseRuleSpec(universe, {
    action: ActionType.ALLOW, priority: 0, id: 0, source: 'contract',
    sourceIp: address(contract.source), destinationIp: address(contract.destination), destinationPort: range(contract.port, contract.port), protocol: '6',
  } as RuleSpec)], simplifier);
  denied.push(!flow.subtract(allowed, simplifier).isEmpty());
  return performance.now() - begin;
});
process.stdout.write(JSON.stringify({ build, times, denied }));
