import { Effort } from './effort';
import { ApplicationAxis, EgressSpace, RuleName, RuleRow, virtualNetworkAt, VirtualNetworkReading } from '../../azure';
import { AddressFamily, DecisionTable } from '../../packets';
import { firewallRows, meaningOf, networkSecurityGroupRows, RowContext, subnetsOf, UNSHOWN_NETWORK } from '../point-rows';

/** One enforcement point's rules in one address family, as they mean at one of its subnets. */
export interface RuleList {
  readonly enforcementPoint: string;
  readonly kind: 'nsg' | 'firewall';
  readonly space: EgressSpace;
  readonly rows: readonly RuleRow[];
  /** For each rule that the input writes, by its key, the places of its rows. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** For each row the key of its rule; see {@link ruleKey}. */
  readonly keys: readonly (string | undefined)[];
  readonly table: DecisionTable<RuleRow>;
  readonly application: ApplicationAxis;
  readonly effort: Effort;
}

const FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];

export function ruleLists(context: RowContext): RuleList[] {
  const groups = context.estate.networkSecurityGroups.flatMap((group) => FAMILIES.flatMap((family) => {
    const lists = new Map<string, RuleList>();
    const subnets = subnetsOf(group, context);
    for (const id of subnets.length > 0 ? subnets : [undefined]) {
      const space = new EgressSpace(family);
      const subnet = id === undefined ? undefined : context.topology.subnet(id);
      const reading: VirtualNetworkReading = subnet ? virtualNetworkAt(subnet, undefined, { ...context, space }) : UNSHOWN_NETWORK;
      const meaning = meaningOf(reading);
      if (lists.has(meaning)) continue;
      const rows = networkSecurityGroupRows(group, context, space, reading);
      lists.set(meaning, listOf(group.origin.address, 'nsg', space, rows, new ApplicationAxis(space, [])));
    }
    return [...lists.values()];
  }));
  const firewalls = context.topology.firewallPoints.flatMap((point) => FAMILIES.map((family) => {
    const space = new EgressSpace(family);
    const application = new ApplicationAxis(space, [context.estate]);
    return listOf(point.id, 'firewall', space, firewallRows(point, context, space, application), application);
  }));
  return [...groups, ...firewalls];
}

function listOf(enforcementPoint: string, kind: RuleList['kind'], space: EgressSpace, rows: readonly RuleRow[], application: ApplicationAxis): RuleList {
  const table = new DecisionTable(rows, space.numericAxes, space.axesOfUnknowns);
  const keys = rows.map(ruleKey);
  return { enforcementPoint, kind, space, rows, application, keys, places: placesByRule(keys), table, effort: new Effort(space.space) };
}

function placesByRule(keys: readonly (string | undefined)[]): Map<string, number[]> {
  const byRule = new Map<string, number[]>();
  keys.forEach((key, place) => {
    if (key === undefined) return;
    const known = byRule.get(key);
    if (known) known.push(place);
    else byRule.set(key, [place]);
  });
  return byRule;
}

/** A rule that the input writes, and that has a place in its list. */
export type WrittenRuleName = RuleName & { readonly address: string };

/** Identity of a rule; `undefined` for rules that Azure adds, that the input does not show or that have no place in their list. */
export function ruleKey({ rule }: RuleRow): string | undefined {
  if (!isWritten(rule)) return undefined;
  let key = keys.get(rule);
  if (key === undefined) {
    key = [rule.address, rule.attribute ?? '', rule.name].join('\n');
    keys.set(rule, key);
  }
  return key;
}

/** Every kind of finding asks for the key of every rule. */
const keys = new WeakMap<RuleName, string>();

export function isWritten(rule: RuleName): rule is WrittenRuleName {
  return rule.address !== undefined && rule.isHidden === undefined && rule.isUnplaced === undefined;
}

/** `rule "a" (priority 100)`. */
export function ruleText({ name, priority }: RuleName): string {
  return priority === undefined ? `rule "${name}"` : `rule "${name}" (priority ${priority})`;
}

/** `a`, `a and b`, `a, b and c`; beyond four the rest is counted. */
export function listed(items: readonly string[]): string {
  const shown = items.length > 4 ? [...items.slice(0, 3), `${items.length - 3} more`] : items;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}
