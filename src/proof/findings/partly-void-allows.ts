import { Examine, ORDER_PAGE } from './question';
import { isWritten, listed, RuleList, ruleText } from './rule-lists';
import { capital, namesOf, shadowedKeys } from './shadowed-rules';
import { Finding, RuleRow } from '../../azure';

/**
 * Rules that allow less than they say, because an earlier rule that is about more than their packets denies some of them.
 * A deny within the allow is an exception that somebody meant, and is not told.
 */
export const partlyVoidAllows: Examine = ({ lists }) => {
  const shadowed = shadowedKeys(lists);
  const found = new Map<string, Finding>();
  for (const list of lists) {
    for (const [place, { rule, action }] of list.rows.entries()) {
      const key = list.keys[place];
      if (key === undefined || !isWritten(rule) || action !== 'allow' || shadowed.has(key) || found.has(key)) continue;
      const denying = deniesBefore(list, place, shadowed);
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

/** Earlier rules that deny some packets of a row for certain, and are about more than its packets. */
function deniesBefore({ rows, keys, table, effort }: RuleList, allow: number, shadowed: ReadonlySet<string>): readonly RuleRow[] {
  const [first, end] = [table.firstPartOf(allow), table.firstPartOf(allow + 1)];
  return effort.answer((budget) => {
    const denying = new Set<RuleRow>();
    const exceptions = new Set<number>();
    for (let own = first; own < end; own++) {
      if (!table.isCertain(own)) continue;
      for (const part of table.before(own)) {
        const deny = table.matcherAt(part);
        const row = rows[deny];
        const key = keys[deny];
        if (row.action !== 'deny' || key === undefined || shadowed.has(key) || denying.has(row) || exceptions.has(deny) || !table.isCertain(part)) continue;
        if (isWithin(table, deny, allow)) exceptions.add(deny);
        else if (table.decidesSomeForCertain(part, own, budget)) denying.add(row);
      }
    }
    return [...denying];
  }) ?? [];
}

/** Whether each part of one row is within a part of another. */
function isWithin(table: RuleList['table'], row: number, other: number): boolean {
  for (let part = table.firstPartOf(row); part < table.firstPartOf(row + 1); part++) {
    let holder = table.firstPartOf(other);
    while (holder < table.firstPartOf(other + 1) && !table.holdsPart(holder, part)) holder++;
    if (holder === table.firstPartOf(other + 1)) return false;
  }
  return true;
}
