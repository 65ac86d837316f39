import { addressCount, AddressSet, IntervalSet, isAddressProblem, Matcher, parseAddressRange, prefixSetsOf, toPrefixes } from '../packets';
import { PRIVATE_ADDRESSES } from './address-space';
import { EgressSpace } from './egress-space';
import { Route, RouteTable } from './estate';
import { ROUTES_MAXIMUM } from './limits';
import { Notes } from './notes';
import { RuleName } from './rule-row';
import { ServiceTagSnapshot } from './service-tags';
import { isUnknown, Maybe, Unknown } from './unknown';

const NEXT_HOP_TYPES: readonly string[] = ['internet', 'virtualappliance', 'none', 'vnetlocal', 'virtualnetworkgateway'];

/** Whether there is such a kind of next hop, in whatever case it is written. */
export function isNextHopType(text: string): boolean {
  return NEXT_HOP_TYPES.includes(text.toLowerCase());
}

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
  /** Set where a gateway or a hub has a default route for the subnet, with where that leads. */
  readonly learnedDefault?: Unknown;
}

type PrefixQuestion = Pick<RouteQuestion, 'space' | 'serviceTags' | 'notes'>;

/**
 * Routes of a subnet, user-defined and system ones, longest prefix first; of equal prefixes one that is written as a prefix comes
 * before those of a service tag, and those before system routes (virtual network traffic routing, "How Azure selects a route").
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
    if (table.routes.length > ROUTES_MAXIMUM) {
      early.push(...hiddenRoutes(space, tooManyRoutes(table, notes)));
      continue;
    }
    for (const route of table.routes) {
      const { place, rule } = nameOf(route);
      const prefixes = prefixesOf(route, place, question);
      const nextHop = nextHopOf(route, place, notes);
      if (!isUnknown(prefixes)) {
        const rank = prefixes.isOfTag ? RANK.tag : RANK.prefix;
        for (const addresses of prefixes.sets) lines.push({ addresses, nextHop, rule, rank });
      } else {
        const maybe = space.whereUnknownHolds('destination', prefixes);
        early.push({ nextHop, rule, system: false, regions: [maybe] });
      }
    }
  }
  lines.push(...systemLines(question));
  return [...early, ...longestPrefixFirst(lines, space, notes)];
}

/** Azure refuses such a table, so what is in force is open, and following its routes one by one could take for ever. */
function tooManyRoutes({ routes, origin: { address } }: RouteTable, notes: Notes): Unknown {
  const count = `has ${routes.length} routes`;
  notes.find({
    id: 'route-limit', level: 'error', address,
    message: `${address} ${count}, and Azure takes ${ROUTES_MAXIMUM} at most; join prefixes that lie side by side.`,
  });
  return Unknown.at(address, `${count}, which Azure refuses`);
}

/** User-defined prefixes that Azure may count as part of the tag `VirtualNetwork` (service tags overview); any where some are not known. */
export function routedPrefixes(tables: readonly Maybe<RouteTable>[], question: PrefixQuestion): AddressSet {
  const hidden = [question.space.destination.full];
  const sets = tables.flatMap((table) => allRoutesOf(table)?.flatMap((route) => {
    const prefixes = prefixesOf(route, nameOf(route).place, question);
    const toInternet = !isUnknown(route.nextHopType) && route.nextHopType.toLowerCase() === 'internet';
    // A default route to the Internet says nothing that the system route does not say.
    const isEverything = (prefix: AddressSet): boolean => addressCount(prefix) === addressCount(question.space.source.full);
    return isUnknown(prefixes) ? hidden : prefixes.sets.filter((prefix) => !(toInternet && isEverything(prefix)));
  }) ?? hidden);
  return IntervalSet.union(sets);
}

/** The routes of a table, where it has no others. */
function allRoutesOf(table: Maybe<RouteTable>): readonly Route[] | undefined {
  return isUnknown(table) || table.hiddenRoutes !== undefined || table.routes.length > ROUTES_MAXIMUM ? undefined : table.routes;
}

interface Line {
  readonly addresses: AddressSet;
  readonly nextHop: NextHop;
  readonly rule: RuleName;
  readonly rank: number;
}

/** Which of equal prefixes comes first. */
const RANK = { prefix: 0, tag: 1, system: 2 } as const;

/** Each prefix is one aligned interval, so the longest prefix is the smallest one. */
function longestPrefixFirst(lines: readonly Line[], space: EgressSpace, notes: Notes): RouteRow[] {
  // A power of two, so that it is exact as a number in both families.
  const size = ({ addresses: { first, end } }: Line): number => (typeof first === 'bigint' ? Number(BigInt(end) - first) : Number(end) - first);
  return withoutRivals(lines, notes)
    .sort((a, b) => size(a) - size(b) || a.rank - b.rank)
    .map(({ addresses, nextHop, rule, rank }) => (
      { nextHop, rule, system: rank === RANK.system, regions: [space.everything.where(space.destination, addresses)!] }
    ));
}

/**
 * Lines of which no two have the same claim to a packet. "Routes cannot have the same AddressPrefix" (RouteConflict), so of two that
 * have, which is in force is open; which of two tags with one prefix comes first is left open too.
 */
function withoutRivals(lines: readonly Line[], notes: Notes): Line[] {
  const byClaim = new Map<string, Line[]>();
  for (const line of lines) {
    const claim = `${line.rank} ${line.addresses.first} ${line.addresses.end}`;
    const rivals = byClaim.get(claim);
    if (rivals) rivals.push(line);
    else byClaim.set(claim, [line]);
  }
  return [...byClaim.values()].map((rivals) => {
    const [line] = rivals;
    if (rivals.length === 1 || line.rank === RANK.system) return line;
    const prefix = toPrefixes(line.addresses).join(', ');
    const names = rivals.slice(0, 2).map(({ rule }) => `"${rule.name}"`).join(' and ');
    const address = line.rule.address ?? '';
    if (line.rank === RANK.prefix) {
      notes.find({
        id: 'duplicate-route', level: 'error', address,
        message: `${address}: the routes ${names} have the same address prefix ${prefix}, which Azure refuses in one route table; keep one of them.`,
      });
    }
    const unknown = Unknown.at(`${address}: ${names}`, `are routes with the same prefix ${prefix}, and which of them is in force is not certain`);
    return { ...line, nextHop: { kind: 'elsewhere', unknown } };
  });
}

/** Default routes of every subnet (virtual network traffic routing, "Default"). */
function systemLines({ space, virtualNetwork, learnedDefault }: RouteQuestion): Line[] {
  const line = (name: string, nextHop: NextHop, addresses: AddressSet): Line[] =>
    prefixSetsOf(addresses).map((prefix) => ({
      addresses: prefix,
      nextHop,
      rule: { name },
      rank: RANK.system,
    }));
  return [
    ...line('system route to the virtual network', { kind: 'virtual-network' }, virtualNetwork),
    ...line('system route to nowhere for private addresses', { kind: 'none' }, PRIVATE_ADDRESSES[space.family].subtract(virtualNetwork)),
    ...learnedDefault
      ? line('default route that the network learns', { kind: 'elsewhere', unknown: learnedDefault }, space.destination.full)
      : line('system route to the Internet', { kind: 'internet' }, space.destination.full),
  ];
}

interface Prefixes {
  readonly sets: readonly AddressSet[];
  readonly isOfTag: boolean;
}

/** The prefixes of a route: its own, or those of the service tag it names. */
function prefixesOf(route: Route, place: string, { space, serviceTags, notes }: PrefixQuestion): Maybe<Prefixes> {
  if (isUnknown(route.addressPrefix)) return route.addressPrefix;
  const range = parseAddressRange(route.addressPrefix);
  if (!isAddressProblem(range)) return { sets: range.family === space.family ? [range.addresses] : [], isOfTag: false };
  const tag = serviceTags.find(route.addressPrefix);
  if (tag?.relation === 'exact') return { sets: prefixSetsOf(tag.addresses[space.family]), isOfTag: true };
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

function nextHopOf(route: Route, place: string, notes: Notes): NextHop {
  const type = route.nextHopType;
  if (isUnknown(type)) return { kind: 'elsewhere', unknown: type };
  switch (type.toLowerCase()) {
    case 'internet': return { kind: 'internet' };
    case 'virtualappliance': return { kind: 'appliance', route };
    case 'none': return { kind: 'none' };
    case 'vnetlocal': return { kind: 'elsewhere', unknown: Unknown.at(place, 'keeps the traffic inside the virtual network') };
    case 'virtualnetworkgateway':
      return { kind: 'elsewhere', unknown: Unknown.at(place, 'sends the traffic through a gateway to a network that is not in the input') };
    default:
      notes.find({
        id: 'invalid-next-hop',
        level: 'error',
        message: `${place}.next_hop_type is "${type}", which Azure refuses; write VirtualAppliance, Internet, VirtualNetworkGateway, VnetLocal or None.`,
        address: route.origin.address,
      });
      return { kind: 'elsewhere', unknown: Unknown.at(`${place}.next_hop_type`, `is "${type}", which Azure refuses`) };
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
