import { EgressSpace, RuleRow } from '../../src/azure';
import { Axis, Budget, familyOf, firstMatch, IntervalSet, parseAddress, Point, Region, subtractAll } from '../../src/packets';

/** One packet; what is not named is HTTPS from a domain controller to a public resolver. */
export interface PacketShape {
  readonly source?: string;
  readonly destination?: string;
  readonly sourcePort?: number;
  readonly port?: number;
  /** IANA protocol number. */
  readonly protocol?: number;
  readonly path?: string;
}

const ORDINARY = { ipv4: { source: '10.1.0.4', destination: '8.8.8.8' }, ipv6: { source: 'fd00:1::4', destination: '2001:4860:4860::8888' } };

/** The region of one packet, whatever the unknowns of the space turn out to be. */
export function packetOf(space: EgressSpace, shape: PacketShape = {}): Region {
  const { source, destination, sourcePort, port, protocol, path } = { ...ORDINARY[space.family], sourcePort: 50000, port: 443, protocol: 6, path: '/', ...shape };
  const at = <T extends Point>(region: Region, axis: Axis<T>, point: T): Region => region.where(axis, only(point))!;
  const [from, to] = [parseAddress(source)!, parseAddress(destination)!];
  if (familyOf(from) !== space.family || familyOf(to) !== space.family) throw new RangeError(`${source} to ${destination} is no ${space.family} packet`);
  const addressed = at(at(space.everything, space.source, from), space.destination, to);
  return at(at(at(at(addressed, space.sourcePort, sourcePort), space.destinationPort, port), space.protocol, protocol), space.urlPath, path);
}

function only<T extends Point>(point: T): IntervalSet<T> {
  return IntervalSet.interval<T>(point, after(point) as T);
}

function after(point: Point): Point {
  if (typeof point === 'string') return `${point}\u0000`;
  return typeof point === 'bigint' ? point + 1n : point + 1;
}

/** Whether some regions hold a packet: for certain, or depending on the unknowns. */
export function holds(space: EgressSpace, regions: readonly Region[], shape: PacketShape = {}): 'yes' | 'no' | 'perhaps' {
  const packet = packetOf(space, shape);
  checkWords(space);
  if (!regions.some((region) => region.overlaps(packet))) return 'no';
  return subtractAll([packet], regions).length === 0 ? 'yes' : 'perhaps';
}

/** What becomes of a packet, such as `allow by AllowMdi`; where it depends on unknowns, every outcome in alphabetical order. */
export function fateOf(space: EgressSpace, rows: readonly RuleRow[], shape: PacketShape = {}): string {
  const outcomes = firstMatch(packetOf(space, shape), rows, new Budget()).map(({ matcher }) => (matcher ? `${matcher.action} by ${matcher.rule.name}` : 'undecided'));
  return [...new Set(outcomes)].sort().join(' or ');
}

/** Choices are words for people that follow "if"; a question that is asked in another's role would lack some. */
function checkWords(space: EgressSpace): void {
  for (const { choices } of space.unknowns) for (const choice of choices) expect(choice).toMatch(/^\S.*[^\s,]$/);
}

/** Why some regions are uncertain: the reasons of the unknowns they depend on. */
export function reasonsOf(space: EgressSpace, regions: readonly Region[]): string[] {
  return space.unknowns.filter(({ axis }) => regions.some((region) => region.isConstrainedOn(axis as unknown as Axis))).map(({ reason }) => reason);
}
