import { ApplicationAxis, EgressSpace, FirewallPoint, NetworkSecurityGroup, virtualNetworkAt, VirtualNetworkReading } from '../../azure';
import { AddressFamily, Budget, BudgetExceeded } from '../../packets';
import { firewallRows, meaningOf, networkSecurityGroupRows, subnetsOf, UNSHOWN_NETWORK } from '../point-rows';
import { addressNames } from './address-names';
import { compareRows } from './compare-rows';
import { destinationsOf, PacketWords } from './packet-words';
import { TrafficChange } from './report';
import { Sides } from './side';
import { joinViews, trafficChanges, View } from './traffic-changes';

/** What changes at one enforcement point, for packets from anywhere. */
export interface PointComparison {
  readonly changes: readonly TrafficChange[];
  readonly undecided?: string;
}

const FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];

/** Compares an NSG with itself after the change, at each subnet it is tied to on one of the sides. */
export function compareNetworkSecurityGroups(
  before: NetworkSecurityGroup, after: NetworkSecurityGroup, sides: Sides,
): PointComparison {
  const standings = standingsOf(before, after, sides);
  return bounded((budget) => standings.flatMap((standing) => FAMILIES.map((family): View => {
    const space = new EgressSpace(family);
    const readings = { before: readingAt(standing, 'before', sides, space), after: readingAt(standing, 'after', sides, space) };
    const query = space.everything.where(space.destination, destinationsOf(space))!;
    const differences = compareRows(
      query,
      { enforcementPoint: before.origin.address, rows: networkSecurityGroupRows(before, sides.before, space, readings.before) },
      { enforcementPoint: after.origin.address, rows: networkSecurityGroupRows(after, sides.after, space, readings.after) },
      budget,
    );
    const at = standings.length > 1 ? standing.subnets : undefined;
    if (differences.length === 0) return { at, changes: [] };
    const names = addressNames(space, [sides.before.estate, sides.after.estate], sides.after.serviceTags, [readings.after, readings.before]);
    const words = new PacketWords(space, names, new ApplicationAxis(space, []), destinationsOf(space));
    return { at, changes: trafficChanges(differences, { space, query, words }, budget) };
  })));
}

/** Compares a firewall policy, or a firewall with classic rules, with itself after the change. */
export function compareFirewalls(before: FirewallPoint, after: FirewallPoint, sides: Sides): PointComparison {
  return bounded((budget) => FAMILIES.map((family): View => {
    const space = new EgressSpace(family);
    const application = new ApplicationAxis(space, [sides.before.estate, sides.after.estate]);
    const query = space.everything.where(space.destination, destinationsOf(space))!;
    const differences = compareRows(
      query,
      { enforcementPoint: before.id, rows: firewallRows(before, sides.before, space, application) },
      { enforcementPoint: after.id, rows: firewallRows(after, sides.after, space, application) },
      budget,
    );
    if (differences.length === 0) return { changes: [] };
    const names = addressNames(space, [sides.before.estate, sides.after.estate], sides.after.serviceTags);
    return { changes: trafficChanges(differences, { space, query, words: new PacketWords(space, names, application, destinationsOf(space)) }, budget) };
  }));
}

function bounded(compare: (budget: Budget) => View[]): PointComparison {
  try {
    return { changes: joinViews(compare(new Budget())) };
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    return { changes: [], undecided: `${error.message}, more than the tool takes` };
  }
}

/** Subnets of an NSG at which `VirtualNetwork` means the same, on each side; none where the input shows no subnet. */
interface Standing {
  readonly subnets: string[];
}

function standingsOf(before: NetworkSecurityGroup, after: NetworkSecurityGroup, sides: Sides): Standing[] {
  const subnets = new Set([...subnetsOf(after, sides.after), ...subnetsOf(before, sides.before)]);
  const spaces = FAMILIES.map((family) => new EgressSpace(family));
  const standings = new Map<string, Standing>();
  for (const id of subnets) {
    const key = spaces.flatMap((space) => (['before', 'after'] as const).map((name) => meaningOf(readingAt({ subnets: [id] }, name, sides, space)))).join(' | ');
    const known = standings.get(key);
    if (known) known.subnets.push(id);
    else standings.set(key, { subnets: [id] });
  }
  return standings.size > 0 ? [...standings.values()] : [{ subnets: [] }];
}

/** Where one side does not show the subnet, it is read as the other side has it. */
function readingAt({ subnets }: Standing, name: 'before' | 'after', sides: Sides, space: EgressSpace): VirtualNetworkReading {
  for (const side of [sides[name], sides.before, sides.after]) {
    const subnet = subnets.length > 0 ? side.topology.subnet(subnets[0]) : undefined;
    const { topology, serviceTags, notes } = side;
    if (subnet) return virtualNetworkAt(subnet, undefined, { topology, space, serviceTags, notes });
  }
  return UNSHOWN_NETWORK;
}
