import { Examine, ORDER_PAGE } from './question';
import { isWritten, listed, RuleList, ruleKey, ruleText, WrittenRuleName } from './rule-lists';
import { Finding, RuleName, RuleRow } from '../../azure';

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
    for (const [key, places] of list.places) {
      if (alive.has(key)) continue;
      const { rule } = list.rows[places[0]];
      if (!isWritten(rule)) continue;
      const covering = coveringRows(list, places);
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

const NONE: ReadonlySet<number> = new Set();

/** Earlier rows that take every packet of a rule, as few as can be; `undefined` where it decides some packet. */
function coveringRows({ table, effort }: RuleList, own: readonly number[]): readonly RuleRow[] | undefined {
  if (own.length === 1) return effort.answer((budget) => table.covering(own[0], NONE, budget));
  // A rule stands in several places where its priority or its action is uncertain.
  const without = new Set(own);
  return effort.answer((budget) => {
    const covering: RuleRow[] = [];
    for (const place of own) {
      const earlier = table.covering(place, without, budget);
      if (!earlier) return undefined;
      covering.push(...earlier);
    }
    return covering;
  });
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function namesOf(rows: Iterable<{ readonly rule: RuleName }>): string[] {
  return [...new Set([...rows].map(({ rule }) => ruleText(rule)))];
}
