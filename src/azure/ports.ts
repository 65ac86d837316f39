import { Axis, IntervalSet, Region } from '../packets';
import { ALL_PORTS, EgressSpace } from './egress-space';
import { Finding } from './estate';
import { Notes } from './notes';
import { isUnknown, Maybe, Unknown } from './unknown';

/** Reads `443`, `8000-8080` or `*`; `undefined` for what Azure would refuse. */
export function parsePorts(text: string): IntervalSet<number> | undefined {
  if (text === '*') return ALL_PORTS;
  let packed = packedPorts(text);
  // White space around it does no harm.
  if (packed < 0) packed = packedPorts(text.trim());
  const first = packed >>> 16;
  const last = packed & (PORTS - 1);
  if (packed < 0 || first > last) return undefined;
  return first === 0 && last === PORTS - 1 ? ALL_PORTS : IntervalSet.interval<number>(first, last + 1);
}

const PORTS = 65536;

/**
 * The ports of `443` or `8000-8080` as one number, `first * 65536 + last`; -1 for anything else. One pass without a substring: the ports of
 * every rule of an input come through here.
 */
function packedPorts(text: string): number {
  let first = -1;
  let value = -1;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9 && ++digits <= MOST_DIGITS) {
      value = value < 0 ? digit : value * 10 + digit;
    } else if (digit === DASH && first < 0 && value >= 0) {
      first = value;
      value = -1;
      digits = 0;
    } else {
      return -1;
    }
  }
  return value < 0 || value >= PORTS || first >= PORTS ? -1 : (first < 0 ? value : first) * PORTS + value;
}

const ZERO = 48;
const DASH = 45 - ZERO;
const MOST_DIGITS = 5;

/** The ports of entries that are all good and known, {@link ALL_PORTS} itself where they are all; `undefined` for others. */
export function plainPorts(entries: readonly Maybe<string>[]): IntervalSet<number> | undefined {
  if (entries.length === 1) {
    const entry = entries[0];
    return isUnknown(entry) ? undefined : parsePorts(entry);
  }
  const sets: IntervalSet<number>[] = [];
  for (const entry of entries) {
    const ports = isUnknown(entry) ? undefined : parsePorts(entry);
    if (!ports) return undefined;
    sets.push(ports);
  }
  const all = IntervalSet.union(sets);
  return all.equals(ALL_PORTS) ? ALL_PORTS : all;
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
