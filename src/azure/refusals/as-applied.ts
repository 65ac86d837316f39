import { isAddressProblem, parseAddressRange } from '../../packets';
import { Estate, IpGroup, Route, RouteTable } from '../estate';
import { Notes } from '../notes';
import { isNextHopType } from '../routes';
import { refusal } from '../rule-row';
import { isUnknown, Unknown } from '../unknown';
import { refusals } from './refusals';

/**
 * An estate as far as it will be applied: with what Azure refuses among its findings, and with nothing known of an IP group or a
 * route table that it refuses. Rules of what is refused are opened where they are read, see {@link Notes.isRefused}.
 */
export function asApplied(estate: Estate): Estate {
  const findings = [...estate.findings, ...refusals(estate)];
  const notes = new Notes(findings);
  return {
    ...estate, findings,
    ipGroups: estate.ipGroups.map((group) => ipGroupAsApplied(group, notes)),
    routeTables: estate.routeTables.map((table) => routeTableAsApplied(table, notes)),
  };
}

/** What is no address stays, so that it is told where the group is read. */
function ipGroupAsApplied(group: IpGroup, notes: Notes): IpGroup {
  const invalid = group.cidrs.filter((cidr) => !isUnknown(cidr) && isAddressProblem(parseAddressRange(cidr)));
  if (invalid.length === 0 && !notes.isRefused(group.origin.address)) return group;
  return { ...group, cidrs: [...invalid, unknownAt(group.origin.address)] };
}

function routeTableAsApplied(table: RouteTable, notes: Notes): RouteTable {
  const isRefused = notes.isRefused(table.origin.address) || shareAPrefix(table.routes.filter(({ origin }) => origin.address === table.origin.address))
    || table.routes.some(({ origin, nextHopType }) => notes.isRefused(origin.address) || (!isUnknown(nextHopType) && !isNextHopType(nextHopType)));
  return isRefused ? { ...table, hiddenRoutes: table.hiddenRoutes ?? unknownAt(table.origin.address) } : table;
}

/** "Routes cannot have the same AddressPrefix": of routes that are resources of their own all but one are refused. */
function shareAPrefix(routes: readonly Route[]): boolean {
  const seen = new Set<string>();
  return routes.some(({ addressPrefix }) => {
    const range = isUnknown(addressPrefix) ? undefined : parseAddressRange(addressPrefix);
    return range !== undefined && !isAddressProblem(range) && seen.size === seen.add(`${range.family} ${range.addresses.first} ${range.addresses.end}`).size;
  });
}

function unknownAt(address: string): Unknown {
  const { key, reason } = refusal(address);
  return Unknown.reference(key, reason);
}
