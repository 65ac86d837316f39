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
      const denying = deniesBefore(list, place);
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
function deniesBefore({ rows, keys, table, effort }: RuleList, allow: number): readonly RuleRow[] {
  const [first, end] = table.partsOf(allow);
  const isException = (deny: number): boolean => within(table.partsOf(deny)).every((part) => within([first, end]).some((own) => table.holdsPart(own, part)));
  return effort.answer((budget) => {
    const denying = new Set<RuleRow>();
    const exceptions = new Set<number>();
    for (const own of within([first, end]).filter((part) => table.isCertain(part))) {
      for (const part of table.near(own, 0, first)) {
        const deny = table.matcherAt(part);
        const row = rows[deny];
        if (row.action !== 'deny' || keys[deny] === undefined || denying.has(row) || exceptions.has(deny) || !table.isCertain(part)) continue;
        if (isException(deny)) exceptions.add(deny);
        else if (table.someLeftForCertain(own, part, table.partsOf(deny)[0], budget)) denying.add(row);
      }
    }
    return [...denying];
  }) ?? [];
}

function within([first, end]: readonly [number, number]): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}
