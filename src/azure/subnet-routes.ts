import { Region } from '../packets';
import { Subnet } from './estate';
import { Alternative, alternatives, perhapsAbout } from './placement';
import { RouteQuestion, RouteRow, routeRows } from './routes';
import { rowsWhere } from './rule-row';
import { Topology } from './topology';
import { isUnknown } from './unknown';

/** Routes of a subnet, whichever route table it turns out to have. */
export interface SubnetRoutes {
  readonly rows: readonly RouteRow[];
  /** Whether the input ties a route table to the subnet for certain. */
  readonly decided: boolean;
}

export function subnetRoutes(subnet: Subnet, topology: Topology, question: RouteQuestion): SubnetRoutes {
  const ties = topology.routeTableAssociationsOf(subnet)
    .map(({ origin, subnet: link, ...association }) => ({ origin, link, table: topology.routeTableOf({ origin, subnet: link, ...association }) }));
  const possible = ties.flatMap(({ origin, link, table }) => (isUnknown(link) ? [{ table, ifHolds: perhapsAbout(subnet, origin, link) }] : []));
  if (ties.length === 0 || possible.length > 0) {
    const perhaps = possible.flatMap(({ table, ifHolds }) => rowsWhere(routeRows([table], question), question.space.whereUnknownHolds('value', ifHolds)));
    return { rows: [...perhaps, ...routeRows([], question)], decided: false };
  }
  const tables = alternatives(ties, subnet.origin.address, ({ table, origin }) => (isUnknown(table) ? origin.address : table.origin.address));
  const rows = tables.flatMap(({ thing, alternative }) => {
    const routes = routeRows([thing.table], question);
    return alternative ? rowsWhere(routes, whereIs(alternative, question)) : routes;
  });
  return { rows, decided: true };
}

/** The packets for which an alternative is the case. */
export function whereIs({ key, reason, names, index }: Alternative, { space }: Pick<RouteQuestion, 'space'>): Region {
  return space.whereChoiceIs(key, reason, names.map((name) => `it is ${name}`), [index]);
}
