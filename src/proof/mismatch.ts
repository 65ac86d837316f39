import { EgressSpace, RuleRow } from '../azure';
import { Region, toPrefixes } from '../packets';
import { RuleMismatch } from './report';

/**
 * Why a rule matches no packet of a query: the fields of which each alone rules all of them out.
 *
 * @param rows every row of the rule
 */
export function mismatches(rows: readonly RuleRow[], query: Region, space: EgressSpace): RuleMismatch[] {
  const fields = rows[0]?.fields;
  return fields === undefined ? byAxis(rows.flatMap((row) => row.regions), query, space)
    : fields.filter(({ regions }) => !regions.some((region) => region.overlaps(query))).map(({ name, asks }) => ({ field: name, asks }));
}

/** For what Azure adds itself, and for routes. */
function byAxis(regions: readonly Region[], query: Region, space: EgressSpace): RuleMismatch[] {
  return (['source', 'destination'] as const)
    .filter((field) => regions.length > 0 && regions.every((region) => !region.on(space[field]).overlaps(query.on(space[field]))))
    .map((field) => ({ field, asks: [...new Set(regions.flatMap((region) => toPrefixes(region.on(space[field]))))] }));
}
