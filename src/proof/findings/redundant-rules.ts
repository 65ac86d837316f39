import { Examine, ORDER_PAGE } from './question';
import { isWritten, listed, RuleList, ruleKey, ruleText, WrittenRuleName } from './rule-lists';
import { capital, namesOf, shadowedKeys } from './shadowed-rules';
import { Finding, RuleRow } from '../../azure';

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
      const { rule } = list.rows[places[0]];
      if (needed.has(key) || !isWritten(rule)) continue;
      const deciders = laterDeciders(list, places);
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
function laterDeciders({ rows, table, effort }: RuleList, places: readonly number[]): ReadonlySet<RuleRow> | undefined {
  const own = new Set(places);
  return effort.answer((budget) => {
    const deciders = new Set<RuleRow>();
    for (const place of places) {
      const row = rows[place];
      const differs = (part: number): boolean => {
        const other = rows[table.matcherAt(part)];
        return other.action !== row.action || (other.terminatesTls ?? false) !== (row.terminatesTls ?? false);
      };
      for (let part = table.firstPartOf(place); part < table.firstPartOf(place + 1); part++) {
        const later = table.after(part).filter((other) => !own.has(table.matcherAt(other)));
        const decides = (other: number): boolean => table.decidesSome(other, part, own, budget);
        // The last ones first: what is left to them is what no other rule is about, and soon found.
        if (later.filter(differs).reverse().some(decides) || table.leavesSome(part, own, budget)) return undefined;
        for (const other of later) {
          const decider = rows[table.matcherAt(other)];
          if (!deciders.has(decider) && !differs(other) && decides(other)) deciders.add(decider);
        }
      }
    }
    return deciders;
  });
}
