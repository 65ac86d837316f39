import { holds, Packet, TAGS } from './oracle';
import { matchFqdn } from '../../src/azure';
import { DiffReport, NamedSet, PacketSet, TrafficChange } from '../../src/proof';

/*
 * Reads the words of a diff back as packets, name by name and without a line of the engine's sets.
 */

/** What names mean in a little world. */
export interface Dictionary {
  readonly virtualNetwork: readonly string[];
  /** Every pattern of host names in the rules of both sides. */
  readonly hostPatterns: readonly string[];
}

export function inChanges(changes: readonly TrafficChange[], direction: TrafficChange['direction'], certain: boolean, packet: Packet, words: Dictionary): boolean {
  return changes.some((change) => change.direction === direction && change.certain === certain && change.packets.some((set) => inPackets(set, packet, words)));
}

export function inPackets(set: PacketSet, packet: Packet, words: Dictionary): boolean {
  const scheme = packet.scheme === undefined ? 'other' : packet.scheme.toUpperCase();
  return set.families.includes('ipv4')
    && has(set.sources, (name) => addressIs(name, packet.source, words))
    && has(set.destinations, (name) => addressIs(name, packet.destination, words))
    && has(set.protocols, (name) => name === packet.protocol.toUpperCase() || numberIs(name, packet.protocol === 'tcp' ? 6 : 17))
    && has(set.ports, (name) => numberIs(name, packet.port))
    && has(set.sourcePorts, (name) => numberIs(name, packet.sourcePort))
    && has(set.schemes, (name) => name === scheme)
    && (packet.host === undefined || has(set.hosts, (name) => hostIs(name, packet.host!, words)))
    && (packet.path === undefined || has(set.urlPaths, (name) => pathIs(name, packet.path!)))
    && !(set.except ?? []).some((part) => inPackets(part, packet, words));
}

function has(set: NamedSet | undefined, is: (name: string) => boolean): boolean {
  if (set === undefined) return true;
  return set.names.some((name) => name === 'any' || is(name)) && !set.except.some(is);
}

function addressIs(name: string, address: string, words: Dictionary): boolean {
  const word = name.toLowerCase();
  if (word === '*') return true;
  if (word === 'virtualnetwork') return words.virtualNetwork.some((prefix) => holds(prefix, address));
  if (word === 'internet') return !address.startsWith('10.');
  if (name === 'Azure platform addresses') return address === '168.63.129.16' || address === '169.254.169.254';
  if (word in TAGS) return TAGS[word].some((prefix) => holds(prefix, address));
  const [first, last] = name.split('-');
  return last === undefined ? holds(first, address) : numberOf(first) <= numberOf(address) && numberOf(address) <= numberOf(last);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function numberIs(name: string, number: number): boolean {
  const [first, last] = name.split('-').map(Number);
  return first <= number && number <= (last ?? first);
}

function hostIs(name: string, host: string, { hostPatterns }: Dictionary): boolean {
  const matching = hostPatterns.filter((pattern) => matchFqdn(pattern, host) === 'matches');
  if (name === 'hosts that no rule names') return matching.length === 0;
  const other = /^other hosts of (.*)$/.exec(name);
  if (!other) return matchFqdn(name, host) === 'matches';
  const longest = [...matching].sort((a, b) => b.length - a.length)[0];
  return longest === other[1] && !matching.includes(host);
}

function pathIs(name: string, path: string): boolean {
  const [start, end] = name.split(' up to ');
  if (end !== undefined) return start <= path && path < end;
  return name.endsWith('*') ? path.startsWith(name.slice(0, -1)) : path === name;
}

export function changesAt(report: Pick<DiffReport, 'points'>): readonly TrafficChange[] {
  return report.points.flatMap((point) => point.changes);
}
