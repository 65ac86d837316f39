import { ANY, cover, Name, nameSet } from './named-set';
import { setKey } from './region-key';
import { NamedSet, PacketSet } from './report';
import { ApplicationAxis, EgressSpace, HostClasses, METADATA_ADDRESS, pathsFrom, PROTOCOL } from '../../azure';
import { Address, AddressFamily, addressSet, AddressSet, formatAddress, IntervalSet, Point, prefixOf, Region } from '../../packets';

/** Tells regions of one space in the names that the rules use. */
export class PacketWords {
  private readonly hostNames: readonly Name<number>[];
  private readonly named = new Map<string, NamedSet>();

  /**
   * @param addresses what addresses are called where these regions come from; of equal sets the first one counts
   * @param destinations every address that a packet may go to
   */
  constructor(
    private readonly space: EgressSpace, private readonly addresses: readonly Name<Address>[], private readonly application: ApplicationAxis,
    private readonly destinations: AddressSet,
  ) {
    this.hostNames = hostNames(application.hosts);
  }

  /** A region's packets, axes of unknowns left aside. */
  public tell(region: Region): PacketSet {
    const { space, application } = this;
    const sourcePorts = ports(region.on(space.sourcePort));
    const schemes = nameSet(region.on(application.scheme), application.scheme.full, SCHEMES, eachNumber);
    const hosts = this.hosts(region.on(application.host));
    const urlPaths = namePaths(region.on(space.urlPath), space.urlPath.full);
    return {
      families: [space.family],
      sources: this.address(region.on(space.source), space.source.full),
      destinations: this.address(region.on(space.destination), this.destinations),
      protocols: nameSet(region.on(space.protocol), space.protocol.full, protocolNames(space.family), eachNumber),
      ports: ports(region.on(space.destinationPort)),
      ...(isAny(sourcePorts) ? {} : { sourcePorts }),
      ...(isAny(schemes) ? {} : { schemes }),
      ...(isAny(hosts) ? {} : { hosts }),
      ...(isAny(urlPaths) ? {} : { urlPaths }),
    };
  }

  /** The same few sets come again and again. */
  private address(set: AddressSet, full: AddressSet): NamedSet {
    const key = `${setKey(set as unknown as IntervalSet<Point>)} of ${setKey(full as unknown as IntervalSet<Point>)}`;
    let named = this.named.get(key);
    if (!named) {
      named = nameSet(set, full, this.addresses, spellAddresses);
      this.named.set(key, named);
    }
    return named;
  }

  /** Hosts that no rule names have no names to list: a set that holds them is told by what it lacks. */
  private hosts(set: IntervalSet<number>): NamedSet {
    const { hosts, host } = this.application;
    const spell = (rest: IntervalSet<number>): string[] => spellHosts(rest, hosts);
    if (set.equals(host.full)) return ANY;
    const isOpen = hosts.classes.some(({ pattern }, place) => pattern === '*' && set.includes(place));
    return isOpen ? { names: ['any'], except: cover(host.full.subtract(set), this.hostNames, spell) } : { names: cover(set, this.hostNames, spell), except: [] };
  }
}

/** Addresses that packets from a virtual network can go to. */
export function destinationsOf(space: EgressSpace): AddressSet {
  return space.family === 'ipv4' ? space.destination.full.subtract(NO_DESTINATION) : space.destination.full;
}

/**
 * This host, loopback, link local but for the metadata service, multicast and reserved addresses (RFC 6890); virtual
 * networks carry neither multicast nor broadcast (Azure Virtual Network FAQ).
 */
const NO_DESTINATION = addressSet('0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3').subtract(METADATA_ADDRESS);

export function isAny({ names, except }: NamedSet): boolean {
  return except.length === 0 && names.length === 1 && names[0] === ANY.names[0];
}

/** Regions that are told alike in both address families, told once. */
export function overFamilies(sets: readonly PacketSet[]): PacketSet[] {
  const merged = new Map<string, PacketSet>();
  for (const set of sets) {
    const key = JSON.stringify({ ...set, families: [] });
    const known = merged.get(key);
    merged.set(key, known ? { ...known, families: [...new Set([...known.families, ...set.families])] } : set);
  }
  return [...merged.values()];
}

function ports(set: IntervalSet<number>): NamedSet {
  if (set.equals(ALL)) return ANY;
  const others = ALL.subtract(set);
  return others.intervalCount < set.intervalCount ? { names: ['any'], except: numbers(others) } : { names: numbers(set), except: [] };
}

const ALL = IntervalSet.interval<number>(0, 65536);

function point(value: number): IntervalSet<number> {
  return IntervalSet.interval<number>(value, value + 1);
}

const SCHEMES: readonly Name<number>[] = [{ name: 'other', set: point(0) }, { name: 'HTTP', set: point(1) }, { name: 'HTTPS', set: point(2) }];

function protocolNames(family: AddressFamily): Name<number>[] {
  return [
    { name: 'TCP', set: point(PROTOCOL.tcp) },
    { name: 'UDP', set: point(PROTOCOL.udp) },
    { name: 'ICMP', set: point(family === 'ipv4' ? PROTOCOL.icmp : PROTOCOL.icmpv6) },
    { name: 'ESP', set: point(PROTOCOL.esp) },
    { name: 'AH', set: point(PROTOCOL.ah) },
  ];
}

/** `443`, `8000-8080`. */
function numbers(set: IntervalSet<number>): string[] {
  return [...set.intervals()].map(([start, end]) => (end - start === 1 ? String(start) : `${start}-${end - 1}`));
}

/** One by one: names are better than ranges of numbers that mean nothing to people. */
function eachNumber(set: IntervalSet<number>): string[] {
  return [...set.intervals()].flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => String(start + i)));
}

/** A prefix where an interval is one, else its first and last address. */
function spellAddresses(set: AddressSet): string[] {
  return [...set.intervals()].map(([start, end]) => prefixOf(start, end) ?? `${formatAddress(start)}-${formatAddress(typeof end === 'bigint' ? end - 1n : end - 1)}`);
}

/** What each pattern of the rules holds; the widest patterns last, so that exact names win where sets are equal. */
function hostNames(hosts: HostClasses): Name<number>[] {
  return hosts.classes.map(({ pattern }) => pattern)
    .filter((pattern) => pattern !== '*')
    .map((pattern) => ({ name: pattern, set: hosts.matching(pattern) }))
    .sort((a, b) => Number(a.name.startsWith('*')) - Number(b.name.startsWith('*')));
}

/** Classes whose pattern holds more than the class: what no longer pattern holds. */
function spellHosts(rest: IntervalSet<number>, hosts: HostClasses): string[] {
  const names: string[] = [];
  for (const [start, end] of rest.intervals()) {
    for (let place = start; place < end; place++) {
      const { pattern } = hosts.classes[place];
      names.push(pattern === '*' ? 'hosts that no rule names' : pattern.startsWith('*') ? `other hosts of ${pattern}` : pattern);
    }
  }
  return names;
}

/** By what it holds, or by what it lacks where that alone has a short name. */
function namePaths(set: IntervalSet<string>, full: IntervalSet<string>): NamedSet {
  if (set.equals(full)) return ANY;
  const [own, others] = [set, full.subtract(set)].map((paths) => [...paths.intervals()]);
  if (own.every(isPlain) || !others.every(isPlain)) return { names: own.map(spellPath), except: [] };
  return { names: ['any'], except: others.map(spellPath) };
}

function isPlain([start, end]: readonly [string, string]): boolean {
  return end === `${start}\u0000` || pathsFrom(start).end === end;
}

function spellPath([start, end]: readonly [string, string]): string {
  if (end === `${start}\u0000`) return start;
  return pathsFrom(start).end === end ? `${start}*` : `${start} up to ${end}`;
}
