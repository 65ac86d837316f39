import { Examine, ORDER_PAGE } from './question';
import { isWritten, listed, RuleList, ruleKey, ruleText } from './rule-lists';
import { capital, namesOf, shadowedKeys } from './shadowed-rules';
import { Finding, RuleRow } from '../../azure';
import { Budget, BudgetExceeded, findDecision, Region } from '../../packets';

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

function deniesBefore({ table, space }: RuleList, allow: RuleRow): RuleRow[] {
  const denying = new Set<RuleRow>();
  for (const region of allow.regions.filter((own) => space.isCertain(own))) {
    for (const deny of table.candidates(region)) {
      if (deny === allow) break;
      if (deny.action !== 'deny' || ruleKey(deny) === undefined || denying.has(deny)) continue;
      if (deny.regions.every((part) => allow.regions.some((own) => own.contains(part)))) continue;
      if (deny.regions.some((part) => space.isCertain(part) && decidesSome(part.intersect(region), deny, table, space))) denying.add(deny);
    }
  }
  return [...denying];
}

function decidesSome(region: Region | undefined, deny: RuleRow, table: RuleList['table'], space: RuleList['space']): boolean {
  if (!region) return false;
  const candidates = table.candidates(region);
  try {
    const found = findDecision(region, candidates.slice(0, candidates.indexOf(deny) + 1), (row) => row === deny, new Budget());
    return found !== undefined && space.isCertain(found.region);
  } catch (error) {
    if (error instanceof BudgetExceeded) return false;
    throw error;
  }
}
