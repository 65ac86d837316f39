import { addressCount, AddressSet, IntervalSet, isAddressProblem, Matcher, parseAddressRange, prefixSetsOf, Region } from '../packets';
import { PRIVATE_ADDRESSES } from './address-space';
import { EgressSpace } from './egress-space';
import { Route, RouteTable } from './estate';
import { Notes } from './notes';
import { RuleName, rowsWhere } from './rule-row';
import { ServiceTagSnapshot } from './service-tags';
import { isUnknown, Maybe, Unknown } from './unknown';

/** Where a route sends a packet. */
export type NextHop =
  | { readonly kind: 'internet' | 'virtual-network' | 'none' }
  | { readonly kind: 'appliance'; readonly route: Route }
  /** To a network whose rules the input does not show. */
  | { readonly kind: 'elsewhere'; readonly unknown: Unknown };

/** A line of a route table, sorted so that the first match is the longest prefix. */
export interface RouteRow extends Matcher {
  readonly nextHop: NextHop;
  readonly rule: RuleName;
  /** Whether Azure adds the route itself. */
  readonly system: boolean;
}

export interface RouteQuestion {
  readonly space: EgressSpace;
  readonly serviceTags: ServiceTagSnapshot;
  readonly notes: Notes;
  /** Address space of the subnet's virtual network and its peers. */
  readonly virtualNetwork: AddressSet;
}

/**
 * Routes of a subnet, user-defined and system ones, longest prefix first; of equal prefixes the user-defined one wins
 * (virtual network traffic routing, "How Azure selects a route").
 */
export function routeRows(tables: readonly Maybe<RouteTable>[], question: RouteQuestion): RouteRow[] {
  const { space, notes } = question;
  notes.assume('No route that a gateway learns (BGP) covers the documented destinations.');
  const early: RouteRow[] = [];
  const lines: Line[] = [];
  for (const table of tables) {
    if (isUnknown(table)) {
      early.push(...hiddenRoutes(space, table));
      continue;
    }
    if (table.hiddenRoutes) early.push(...hiddenRoutes(space, table.hiddenRoutes));
    for (const route of table.routes) {
      const { place, rule } = nameOf(route);
      const prefixes = prefixesOf(route, place, question);
      if (!isUnknown(prefixes)) {
        for (const addresses of prefixes) lines.push({ addresses, nextHops: nextHopsOf(route, place, space, notes), rule, system: false });
      } else {
        const maybe = space.whereUnknownHolds('destination', prefixes);
        for (const { nextHop, condition } of nextHopsOf(route, place, space, notes)) {
          early.push(...rowsWhere([{ nextHop, rule, system: false, regions: [condition] }], maybe));
        }
      }
    }
  }
  lines.push(...systemLines(question));
  return [...early, ...longestPrefixFirst(lines, space)];
}

/** User-defined prefixes that Azure may count as part of the tag `VirtualNetwork` (service tags overview). */
export function routedPrefixes(tables: readonly Maybe<RouteTable>[], question: Omit<RouteQuestion, 'virtualNetwork'>): AddressSet {
  const sets = tables.flatMap((table) => isUnknown(table) ? [] : table.routes.flatMap((route) => {
    const prefixes = prefixesOf(route, nameOf(route).place, question);
    const toInternet = !isUnknown(route.nextHopType) && route.nextHopType.toLowerCase() === 'internet';
    // A default route to the Internet says nothing that the system route does not say.
    const isEverything = (prefix: AddressSet): boolean => addressCount(prefix) === addressCount(question.space.source.full);
    return isUnknown(prefixes) ? [] : prefixes.filter((prefix) => !(toInternet && isEverything(prefix)));
  }));
  return IntervalSet.union(sets);
}

interface Line {
  readonly addresses: AddressSet;
  readonly nextHops: readonly { readonly nextHop: NextHop; readonly condition: Region }[];
  readonly rule: RuleName;
  readonly system: boolean;
}

/** Each prefix is one aligned interval, so the longest prefix is the smallest one. */
function longestPrefixFirst(lines: readonly Line[], space: EgressSpace): RouteRow[] {
  // A power of two, so that it is exact as a number in both families.
  const size = ({ addresses: { first, end } }: Line): number => (typeof first === 'bigint' ? Number(BigInt(end) - first) : Number(end) - first);
  return [...lines]
    .sort((a, b) => size(a) - size(b) || Number(a.system) - Number(b.system))
    .flatMap(({ addresses, nextHops, rule, system }) => nextHops.flatMap(({ nextHop, condition }) => {
      const region = condition.where(space.destination, addresses);
      return region ? [{ nextHop, rule, system, regions: [region] }] : [];
    }));
}

/** Default routes of every subnet (virtual network traffic routing, "Default"). */
function systemLines({ space, virtualNetwork }: RouteQuestion): Line[] {
  const line = (name: string, kind: 'internet' | 'virtual-network' | 'none', addresses: AddressSet): Line[] =>
    prefixSetsOf(addresses).map((prefix) => ({
      addresses: prefix,
      nextHops: [{ nextHop: { kind }, condition: space.everything }],
      rule: { name },
      system: true,
    }));
  return [
    ...line('system route to the virtual network', 'virtual-network', virtualNetwork),
    ...line('system route to nowhere for private addresses', 'none', PRIVATE_ADDRESSES[space.family].subtract(virtualNetwork)),
    ...line('system route to the Internet', 'internet', space.source.full),
  ];
}

/** The prefixes of a route: its own, or those of the service tag it names. */
function prefixesOf(route: Route, place: string, { space, serviceTags, notes }: Omit<RouteQuestion, 'virtualNetwork'>): Maybe<AddressSet[]> {
  if (isUnknown(route.addressPrefix)) return route.addressPrefix;
  const range = parseAddressRange(route.addressPrefix);
  if (!isAddressProblem(range)) return range.family === space.family ? [range.addresses] : [];
  const tag = serviceTags.find(route.addressPrefix);
  if (tag?.relation === 'exact') return prefixSetsOf(tag.addresses[space.family]);
  if (!tag) {
    notes.find({
      id: 'unknown-service-tag',
      level: 'warning',
      message: `${place}.address_prefix is "${route.addressPrefix}", which is no address prefix and no service tag of the snapshot.`,
      address: route.origin.address,
    });
  }
  return Unknown.reference(`service tag ${route.addressPrefix.toLowerCase()}`, `the addresses of "${route.addressPrefix}" at ${place} are not in the snapshot`);
}

function nextHopsOf(route: Route, place: string, space: EgressSpace, notes: Notes): Line['nextHops'] {
  const always = (nextHop: NextHop): Line['nextHops'] => [{ nextHop, condition: space.everything }];
  const type = route.nextHopType;
  if (isUnknown(type)) return always({ kind: 'elsewhere', unknown: type });
  switch (type.toLowerCase()) {
    case 'internet': return always({ kind: 'internet' });
    case 'virtualappliance': return always({ kind: 'appliance', route });
    case 'none': return always({ kind: 'none' });
    case 'vnetlocal': return always({ kind: 'elsewhere', unknown: Unknown.at(place, 'keeps the traffic inside the virtual network') });
    case 'virtualnetworkgateway':
      return always({ kind: 'elsewhere', unknown: Unknown.at(place, 'sends the traffic through a gateway to a network that is not in the input') });
    default:
      notes.find({
        id: 'invalid-next-hop',
        level: 'error',
        message: `${place}.next_hop_type is "${type}", which Azure refuses; write VirtualAppliance, Internet, VirtualNetworkGateway, VnetLocal or None.`,
        address: route.origin.address,
      });
      return always({ kind: 'elsewhere', unknown: Unknown.at(`${place}.next_hop_type`, `is "${type}", which Azure refuses`) });
  }
}

/** Any packet may meet a route that the input does not show. */
function hiddenRoutes(space: EgressSpace, unknown: Unknown): RouteRow[] {
  return [{
    nextHop: { kind: 'elsewhere', unknown },
    rule: { name: 'routes that the input does not show' },
    system: false,
    regions: [space.whereUnknownHolds('destination', unknown)],
  }];
}

function nameOf(route: Route): { place: string; rule: RuleName } {
  const { address, construct } = route.origin;
  return {
    place: route.attribute === undefined ? address : `${address}.${route.attribute}`,
    rule: { name: isUnknown(route.name) ? '(name not known)' : route.name, address, construct },
  };
}
