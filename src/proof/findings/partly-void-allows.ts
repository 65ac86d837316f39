import { Examine, ORDER_PAGE } from './question';
import { isWritten, listed, RuleList, ruleKey, ruleText } from './rule-lists';
import { capital, namesOf, shadowedKeys } from './shadowed-rules';
import { Finding, RuleRow } from '../../azure';
import { Budget, findDecision, Region } from '../../packets';

/**
 * Rules that allow less than they say, because an earlier rule that is about more than their packets denies some of them.
 * A deny within the allow is an exception that somebody meant, and is not told.
 */
export const partlyVoidAllows: Examine = ({ lists }) => {
  const shadowed = shadowedKeys(lists);
  const found = new Map<string, Finding>();
  for (const list of lists) {
    for (const row of list.rows) {
      const { rule } = row;
      const key = ruleKey(row);
      if (key === undefined || !isWritten(rule) || row.action !== 'allow' || shadowed.has(key) || found.has(key)) continue;
      const denying = deniesBefore(list, row);
      if (denying.length === 0) continue;
      found.set(key, {
        id: 'partly-void-allow',
        level: 'note',
        message: `${capital(ruleText(rule))} of ${list.enforcementPoint} allows less than it says: ${listed(namesOf(denying))} ${denying.length === 1 ? 'denies' : 'deny'} some of its packets first; `
          + 'narrow the rule that denies, or move the one that allows before it.',
        address: rule.address,
        rule: rule.name,
        url: ORDER_PAGE[list.kind],
      });
    }
  }
  return [...found.values()];
};

function deniesBefore({ table, space, effort }: RuleList, allow: RuleRow): readonly RuleRow[] {
  return effort.answer((budget) => {
    const denying = new Set<RuleRow>();
    for (const region of allow.regions.filter((own) => space.isCertain(own))) {
      for (const deny of table.candidates(region)) {
        if (deny === allow) break;
        budget.spend();
        if (deny.action !== 'deny' || ruleKey(deny) === undefined || denying.has(deny)) continue;
        if (deny.regions.every((part) => allow.regions.some((own) => own.contains(part)))) continue;
        const isDenying = (part: Region | undefined): boolean => part !== undefined && decidesSome(part, deny, table, space, budget);
        if (deny.regions.some((part) => space.isCertain(part) && isDenying(part.intersect(region)))) denying.add(deny);
      }
    }
    return [...denying];
  }) ?? [];
}

function decidesSome(region: Region, deny: RuleRow, table: RuleList['table'], space: RuleList['space'], budget: Budget): boolean {
  const candidates = table.candidates(region);
  budget.spend(candidates.length);
  const found = findDecision(region, candidates.slice(0, candidates.indexOf(deny) + 1), (row) => row === deny, budget);
  return found !== undefined && space.isCertain(found.region);
}
