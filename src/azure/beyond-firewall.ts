import { RouteQuestion, RouteRow } from './routes';
import { rowsWhere } from './rule-row';
import { subnetRoutes } from './subnet-routes';
import { FirewallPoint, Topology } from './topology';
import { isUnknown, Unknown } from './unknown';
import { virtualNetworkAt } from './virtual-network';

/**
 * Where packets go that a firewall lets through: its own subnet may have a route table ("forced tunneling"), or learn a default route,
 * which then takes them somewhere that the input does not show ("Azure Firewall forced tunneling").
 *
 * @returns no rows where they go to the Internet, as they do from a subnet of a firewall without either
 */
export function routesBeyond({ firewalls }: FirewallPoint, topology: Topology, question: Omit<RouteQuestion, 'virtualNetwork'>): readonly RouteRow[] {
  const { space } = question;
  const subnets = new Set(firewalls.flatMap((firewall) => firewall.subnets).flatMap((link) => (isUnknown(link) ? [] : topology.subnet(link) ?? [])));
  const changed = [...subnets].filter((subnet) => topology.routeTableAssociationsOf(subnet).length > 0 || topology.learnedDefaultRoutesOf(subnet).length > 0);
  return changed.flatMap((subnet, index) => {
    const virtualNetwork = virtualNetworkAt(subnet, undefined, { ...question, topology }).space;
    const [learned] = topology.learnedDefaultRoutesOf(subnet);
    const { rows } = subnetRoutes(subnet, topology, { ...question, virtualNetwork, ...learned ? { learnedDefault: learned.unknown } : {} });
    if (changed.length === 1) return rows;
    const names = changed.map((one) => one.origin.address);
    return rowsWhere(rows, space.whereChoiceIs(`firewall of ${names.join(', ')}`, `which of ${names.join(', ')} the firewall stands in is not certain`, names.map((name) => `it is ${name}`), [index]));
  });
}

/** Why it is open what becomes of packets that a firewall sends on by a route; absent where they are on their way. */
export function beyondUnknown({ nextHop, rule }: RouteRow): Unknown | undefined {
  if (nextHop.kind === 'internet' || nextHop.kind === 'virtual-network') return undefined;
  if (nextHop.kind === 'elsewhere') return nextHop.unknown;
  const place = rule.address ?? rule.name;
  return Unknown.at(`${place} "${rule.name}"`, 'takes what the firewall lets through away from the Internet, and what becomes of it there the input does not say');
}
