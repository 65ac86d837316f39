import { Examine, ORDER_PAGE } from './question';
import { isWritten, listed, RuleList, ruleKey, ruleText, WrittenRuleName } from './rule-lists';
import { capital, namesOf, shadowedKeys } from './shadowed-rules';
import { Finding, RuleRow } from '../../azure';
import { findDecision } from '../../packets';

/**
 * Rules without which every packet would fare the same: later rules decide all that they decide, in the same way. Rules
 * that never match are told as shadowed instead; a rule that only spells out a default of Azure says what its author wants,
 * and is not told.
 */
export const redundantRules: Examine = ({ lists }) => {
  const shadowed = shadowedKeys(lists);
  const redundant = new Map<string, { rule: WrittenRuleName; enforcementPoint: string; kind: RuleList['kind']; deciders: Set<RuleRow> }>();
  const needed = new Set<string>(shadowed);
  for (const list of lists) {
    for (const [key, places] of list.places) {
      const rows = places.map((place) => list.rows[place]);
      const { rule } = rows[0];
      if (needed.has(key) || !isWritten(rule)) continue;
      const deciders = laterDeciders(list, key, rows);
      if (!deciders) {
        needed.add(key);
        redundant.delete(key);
        continue;
      }
      const known = redundant.get(key) ?? { rule, enforcementPoint: list.enforcementPoint, kind: list.kind, deciders: new Set<RuleRow>() };
      deciders.forEach((row) => known.deciders.add(row));
      redundant.set(key, known);
    }
  }
  const told = [...redundant.values()].filter(({ deciders }) => [...deciders].some((row) => ruleKey(row) !== undefined));
  return told.map(({ rule, enforcementPoint, kind, deciders }): Finding => ({
    id: 'redundant-rule',
    level: 'note',
    message: `${capital(ruleText(rule))} of ${enforcementPoint} changes nothing: without it, ${listed(namesOf(deciders))} would decide its packets the same way; `
      + 'remove it, unless it is there for its log entries or for its name.',
    address: rule.address,
    rule: rule.name,
    url: ORDER_PAGE[kind],
  }));
};

/** Later rows that would decide a rule's packets in its stead; `undefined` where one would decide otherwise. */
function laterDeciders({ table, effort }: RuleList, key: string, own: readonly RuleRow[]): ReadonlySet<RuleRow> | undefined {
  return effort.answer((budget) => {
    const deciders = new Set<RuleRow>();
    for (const row of own) {
      const terminatesTls = row.terminatesTls ?? false;
      for (const region of row.regions) {
        const candidates = table.candidates(region);
        budget.spend(candidates.length);
        const later = new Set(candidates.slice(candidates.indexOf(row) + 1));
        const others = candidates.filter((other) => ruleKey(other) !== key);
        const differs = (other: RuleRow | undefined): boolean => (
          other === undefined || (later.has(other) && (other.action !== row.action || (other.terminatesTls ?? false) !== terminatesTls))
        );
        if (findDecision(region, others, differs, budget)) return undefined;
        for (const other of others) {
          if (!later.has(other) || deciders.has(other)) continue;
          budget.spend(others.length);
          if (findDecision(region, others, (decider) => decider === other, budget)) deciders.add(other);
        }
      }
    }
    return deciders;
  });
}
