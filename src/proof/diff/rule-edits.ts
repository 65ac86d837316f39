import { canonical } from './align';
import { longestRising } from './changed-rows';
import { pairs } from './match-points';
import { RuleEdit } from './report';
import { Estate, FirewallPoint, isUnknown, Maybe, NetworkSecurityGroup, policyChain, RuleCollection } from '../../azure';

/** A rule as it is written, in the order in which rules are listed for evaluation. */
interface WrittenRule {
  readonly name: string;
  readonly address: string;
  /** Priorities that place it, outermost first. */
  readonly priority: string;
  /** What it matches and does, whatever the order of its lists. */
  readonly content: string;
}

/** What happened to the outbound rules of an NSG as they are written. */
export function networkSecurityRuleEdits(before: NetworkSecurityGroup, after: NetworkSecurityGroup): RuleEdit[] {
  return edits(outboundRules(before), outboundRules(after), false);
}

/** What happened to the rules of a firewall as they are written, base policies included. */
export function firewallRuleEdits(before: FirewallPoint, estateBefore: Estate, after: FirewallPoint, estateAfter: Estate): RuleEdit[] {
  return edits(firewallRules(before, estateBefore), firewallRules(after, estateAfter), true);
}

function edits(before: readonly WrittenRule[], after: readonly WrittenRule[], isOrdered: boolean): RuleEdit[] {
  const matched = pairs(before, after, { address: (rule) => `${rule.address}\n${rule.name}`, name: (rule) => rule.name });
  const gone = matched.filter((pair) => pair.after === undefined).map((pair) => pair.before!);
  const fresh = matched.filter((pair) => pair.before === undefined).map((pair) => pair.after!);
  const renamed = pairs(gone, fresh, { address: (rule) => rule.content, name: (rule) => rule.content });
  const kept = matched.filter((pair): pair is Required<typeof pair> => pair.before !== undefined && pair.after !== undefined);
  return [
    ...renamed.map(({ before: old, after: next }): RuleEdit => {
      if (old && next) return { kind: 'renamed', rule: next.name, from: old.name, to: next.name, address: next.address };
      return next ? { kind: 'added', rule: next.name, address: next.address } : { kind: 'removed', rule: old!.name, address: old!.address };
    }),
    ...kept.flatMap(({ before: old, after: next }): RuleEdit[] => [
      ...old.content === next.content ? [] : [{ kind: 'changed' as const, rule: next.name, address: next.address }],
      ...old.priority === next.priority ? [] : [{ kind: 'renumbered' as const, rule: next.name, from: old.priority, to: next.priority, address: next.address }],
    ]),
    ...isOrdered ? moved(kept, before) : [],
  ];
}

/** Rules of equal standing whose place among the others changed: as few as explain the new order. */
function moved(kept: readonly { readonly before: WrittenRule; readonly after: WrittenRule }[], before: readonly WrittenRule[]): RuleEdit[] {
  const places = new Map(before.map((rule, i) => [rule, i]));
  const inPlace = new Set(longestRising(kept.map((pair) => places.get(pair.before)!)));
  return kept.filter((pair, i) => !inPlace.has(i) && pair.before.priority === pair.after.priority)
    .map(({ after }) => ({ kind: 'moved', rule: after.name, address: after.address }));
}

function outboundRules(group: NetworkSecurityGroup): WrittenRule[] {
  return group.rules.filter((rule) => isUnknown(rule.direction) || rule.direction.toLowerCase() !== 'inbound').map((rule) => {
    const { origin, attribute, name, priority, ...content } = rule;
    return { name: textOf(name), address: origin.address, priority: textOf(priority), content: canonical(content) };
  });
}

function firewallRules(point: FirewallPoint, estate: Estate): WrittenRule[] {
  const written = (collection: RuleCollection, names: readonly Maybe<string>[], priorities: readonly Maybe<number>[]): WrittenRule[] =>
    collection.rules.map((rule) => {
      const { origin, attribute, name, ...content } = rule;
      return {
        name: [...names, collection.name, name].map(textOf).join(' / '),
        address: origin.address,
        priority: [...priorities, collection.priority].map(textOf).join(' / '),
        content: canonical({ kind: collection.kind, action: collection.action, ...content }),
      };
    });
  if (point.policy) {
    const { chain } = policyChain(point.policy, (id) => estate.firewallPolicies.find((policy) => policy.id === id));
    return chain.flatMap((policy) => policy.ruleCollectionGroups.flatMap((group) =>
      group.collections.flatMap((collection) => written(collection, [group.name], [group.priority]))));
  }
  return point.classic ? point.classic.collections.flatMap((collection) => written(collection, [], [])) : [];
}

function textOf(value: Maybe<string | number>): string {
  return isUnknown(value) ? '(not known)' : String(value);
}
