import { Axis, IntervalSet, Region } from '../packets';
import { ALL_PORTS, EgressSpace } from './egress-space';
import { Finding } from './estate';
import { Notes } from './notes';
import { isUnknown, Maybe, Unknown } from './unknown';

/** Reads `443`, `8000-8080` or `*`; `undefined` for what Azure would refuse. */
export function parsePorts(text: string): IntervalSet<number> | undefined {
  if (text === '*') return ALL_PORTS;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim());
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  return first <= last && last <= 65535 ? IntervalSet.interval<number>(first, last + 1) : undefined;
}

/** The ports of entries that are all good and known; `undefined` for others. */
export function plainPorts(entries: readonly Maybe<string>[]): IntervalSet<number> | undefined {
  const sets: IntervalSet<number>[] = [];
  for (const entry of entries) {
    const ports = isUnknown(entry) ? undefined : parsePorts(entry);
    if (!ports) return undefined;
    sets.push(ports);
  }
  return sets.length === 1 ? sets[0] : IntervalSet.union(sets);
}

/** The packets whose port is in one of the listed entries, as a union. */
export function portRegions(
  space: EgressSpace, side: 'source' | 'destination', entries: readonly Maybe<string>[], place: string, address: string, notes: Notes,
): Region[] {
  const axis: Axis<number> = side === 'source' ? space.sourcePort : space.destinationPort;
  const known: IntervalSet<number>[] = [];
  const regions: Region[] = [];
  for (const entry of entries) {
    const ports = isUnknown(entry) ? entry : parsePorts(entry) ?? refusedPort(entry, place, address, notes);
    if (isUnknown(ports)) regions.push(space.whereUnknownHolds(`${side} port`, ports));
    else known.push(ports);
  }
  const knownRegion = space.everything.where(axis, IntervalSet.union(known));
  return knownRegion ? [knownRegion, ...regions] : regions;
}

function refusedPort(text: string, place: string, address: string, notes: Notes): Unknown {
  const finding: Finding = {
    id: 'invalid-port',
    level: 'error',
    message: `${place} has the port "${text}", which Azure refuses; write a number from 0 to 65535, a range such as 8000-8080, or *.`,
    address,
  };
  notes.find(finding);
  return Unknown.at(place, `is "${text}", which is no port`);
}
