import { Examine, ORDER_PAGE } from './question';
import { isWritten, listed, RuleList, ruleKey, ruleText, WrittenRuleName } from './rule-lists';
import { Finding, RuleName, RuleRow } from '../../azure';
import { Budget, BudgetExceeded, findDecision, Region } from '../../packets';

/** A rule that decides no packet, and rules that together take all of its packets. */
interface Shadow {
  readonly rule: WrittenRuleName;
  readonly enforcementPoint: string;
  readonly kind: RuleList['kind'];
  /** Rules before it that hold all its packets; none of them could be left out. */
  readonly covering: Map<string, RuleRow>;
}

/**
 * Rules that can never match: earlier rules, alone or together, take every packet, in both address families, at every
 * subnet and whatever the unknowns turn out to be.
 */
export const shadowedRules: Examine = ({ lists }) => shadows(lists).map(({ rule, enforcementPoint, kind, covering }): Finding => {
  const rows = [...covering.values()];
  const by = listed(rows.map((row) => ruleText(row.rule)));
  const what = rows.length === 1 ? `${by} takes all of its packets first` : `${by} together take all of its packets first`;
  return {
    id: 'shadowed-rule',
    level: 'warning',
    message: `${capital(ruleText(rule))} of ${enforcementPoint} can never match, since ${what}; remove it, or move it before ${rows.length === 1 ? 'that rule' : 'those rules'}.`,
    address: rule.address,
    rule: rule.name,
    url: ORDER_PAGE[kind],
  };
});

/** Keys of the rules that can never match. */
export function shadowedKeys(lists: readonly RuleList[]): ReadonlySet<string> {
  return new Set(shadowMap(lists).keys());
}

function shadows(lists: readonly RuleList[]): Shadow[] {
  return [...shadowMap(lists).values()];
}

const computed = new WeakMap<readonly RuleList[], Map<string, Shadow>>();

function shadowMap(lists: readonly RuleList[]): Map<string, Shadow> {
  let found = computed.get(lists);
  if (!found) {
    found = findShadows(lists);
    computed.set(lists, found);
  }
  return found;
}

function findShadows(lists: readonly RuleList[]): Map<string, Shadow> {
  const shadowed = new Map<string, Shadow>();
  const alive = new Set<string>();
  for (const list of lists) {
    for (const [key, rows] of rowsByRule(list.rows)) {
      if (alive.has(key)) continue;
      const { rule } = rows[0];
      if (!isWritten(rule)) continue;
      const covering = coveringRows(list, key, rows);
      if (!covering) {
        alive.add(key);
        shadowed.delete(key);
        continue;
      }
      // A base policy's rule stands in the list of each policy that inherits it: it is one rule.
      const shadow = shadowed.get(key) ?? { rule, enforcementPoint: list.enforcementPoint, kind: list.kind, covering: new Map<string, RuleRow>() };
      for (const row of covering) shadow.covering.set(ruleKey(row) ?? row.rule.name, row);
      shadowed.set(key, shadow);
    }
  }
  return shadowed;
}

export function rowsByRule(rows: readonly RuleRow[]): Map<string, RuleRow[]> {
  const byRule = new Map<string, RuleRow[]>();
  for (const row of rows) {
    const key = ruleKey(row);
    if (key === undefined) continue;
    const known = byRule.get(key);
    if (known) known.push(row);
    else byRule.set(key, [row]);
  }
  return byRule;
}

/** Earlier rows that take every packet of a rule, as few as can be; `undefined` where it decides some packet. */
function coveringRows(list: RuleList, key: string, own: readonly RuleRow[]): RuleRow[] | undefined {
  const budget = new Budget();
  const isOwn = (row: RuleRow | undefined): boolean => row !== undefined && ruleKey(row) === key;
  try {
    const needed = new Map<string, RuleRow>();
    for (const row of own) {
      for (const region of row.regions) {
        const candidates = list.table.candidates(region);
        const earlier = candidates.slice(0, candidates.findIndex(isOwn)).filter((other) => !isOwn(other));
        if (findDecision(region, [...earlier, row], isOwn, budget)) return undefined;
        for (const other of minimal(region, earlier, row, budget)) needed.set(ruleKey(other) ?? other.rule.name, other);
      }
    }
    return [...needed.values()];
  } catch (error) {
    // What cannot be shown is not said.
    if (error instanceof BudgetExceeded) return undefined;
    throw error;
  }
}

/** Drops rows, the last first, as long as the rest still takes every packet of the region. */
function minimal(region: Region, earlier: readonly RuleRow[], own: RuleRow, budget: Budget): RuleRow[] {
  let kept = earlier.filter((row) => row.regions.some((part) => part.overlaps(region)));
  const single = kept.find((row) => row.regions.some((part) => part.contains(region)));
  if (single) return [single];
  for (const row of [...kept].reverse()) {
    const without = kept.filter((other) => other !== row);
    if (!findDecision(region, [...without, own], (decider) => decider === own, budget)) kept = without;
  }
  return kept;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function namesOf(rows: Iterable<{ readonly rule: RuleName }>): string[] {
  return [...new Set([...rows].map(({ rule }) => ruleText(rule)))];
}
