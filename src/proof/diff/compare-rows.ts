import { RuleRow } from '../../azure';
import { Budget, firstMatch, Region } from '../../packets';
import { decidingRules } from '../flow';
import { DecidingRule } from '../report';
import { disjoint } from './certainty';
import { changedRows } from './changed-rows';

/** Packets that two sides decide differently, for some values of the unknowns. */
export interface Difference {
  readonly region: Region;
  readonly direction: 'opened' | 'closed';
  readonly before: readonly DecidingRule[];
  readonly after: readonly DecidingRule[];
}

/** The fate of some packets at one enforcement point, told with its address. */
export interface PointRows {
  readonly enforcementPoint: string;
  readonly rows: readonly RuleRow[];
}

/**
 * Packets that two first-match lists in one space decide differently.
 *
 * Exact: looks only where the lists' changed rows are ({@link changedRows}), and there at every packet.
 *
 * @returns disjoint parts of `query`
 */
export function compareRows(query: Region, before: PointRows, after: PointRows, budget: Budget): Difference[] {
  const { regions, prefix } = changedRows(before.rows, after.rows, (row) => row.action);
  const common = new Set<RuleRow>(before.rows.slice(0, prefix));
  const rest = after.rows.slice(prefix);
  const parts = disjoint(regions.flatMap((region) => region.intersect(query) ?? []), budget);
  const differences: Difference[] = [];
  for (const part of parts) {
    for (const old of firstMatch(part, before.rows, budget)) {
      if (old.matcher === undefined || common.has(old.matcher)) continue;
      for (const next of firstMatch(old.region, rest, budget)) {
        if (next.matcher === undefined || next.matcher.action === old.matcher.action) continue;
        differences.push({
          region: next.region,
          direction: next.matcher.action === 'allow' ? 'opened' : 'closed',
          before: [decidingRule(before.enforcementPoint, old.matcher)],
          after: [decidingRule(after.enforcementPoint, next.matcher)],
        });
      }
    }
  }
  return differences;
}

export function decidingRule(enforcementPoint: string, { action, rule, terminatesTls }: RuleRow): DecidingRule {
  return decidingRules([{ kind: 'nsg', enforcementPoint, action, rule, terminatesTls }])[0];
}
