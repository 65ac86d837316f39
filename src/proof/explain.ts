import {
  ApplicationTraffic, EgressPath, Estate, Notes, Outcome, pathsFrom, place, PROTOCOL, PUBLIC_ADDRESSES, SENSOR_SERVICE_TAG, SensorGroup,
  ServiceTagSnapshot, StageKind, Topology,
} from '../azure';
import { AddressSet, Axis, BudgetExceeded, describeAddressProblem, IntervalSet, isAddressProblem, parseAddress, parseAddressRange, Region, toPrefixes } from '../packets';
import { cloudServiceTags } from './cloud-service-tags';
import { QuestionError } from './errors';
import { ExplainedPoint, ExplainedRegion, Explanation } from './explanation';
import { decidingRules } from './flow';
import { judge, UnknownCoordinate } from './judge';
import { cloudOfHost, serviceTagsOfHost } from './sensor-hosts';
import { sensorLabel } from './sensors';

/** Traffic to explain. */
export interface TrafficQuestion {
  /** Source address. */
  readonly from: string;
  /** Destination: an address, or a host name. */
  readonly to: string;
  /** Destination port; all of them by default. */
  readonly port?: number;
  readonly protocol: 'tcp' | 'udp';
  /** The bundled snapshot by default. */
  readonly serviceTags?: ServiceTagSnapshot;
}

/**
 * Says what happens to traffic at each enforcement point, and which rule decides which part of it.
 *
 * @throws QuestionError when the source is no address or the destination neither an address nor a host name
 */
export function explain(estate: Estate, question: TrafficQuestion): Omit<Explanation, 'inputs'> {
  const topology = new Topology(estate);
  const notes = new Notes(estate.findings);
  const { workspace: serviceTags, hosting } = cloudServiceTags(topology, cloudOfHost(question.to, estate), question.serviceTags, notes);
  const placements = place(sourceOf(question), topology, () => new Map(), sensorLabel);
  const path = new EgressPath(placements[0], topology, () => new Map(), hosting, notes);
  const { query, application, coordinates } = trafficOf(question, path, serviceTags);
  const head = { from: question.from, to: question.to, protocol: question.protocol, port: question.port };
  const answered = (verdict: Explanation['verdict'], points: readonly ExplainedPoint[], unknowns: readonly string[]): Omit<Explanation, 'inputs'> => ({
    ...head, verdict, points, unknowns,
    serviceTags: { cloud: serviceTags.cloud, changeNumber: serviceTags.changeNumber, date: serviceTags.date },
    findings: notes.findings,
    assumptions: [...estate.assumptions, ...notes.assumptions],
  });
  try {
    const outcomes = path.follow(query, application);
    const { verdict, unknowns } = judge(path, query, outcomes, (outcome) => outcome.permitted, coordinates);
    const points = path.inspect(query, application).flatMap(({ kind, outcomes: at }) => pointsOf(kind, at, path, query));
    const words = { satisfied: 'permitted', violated: 'denied', unknown: 'unknown' } as const;
    return answered(words[verdict], points, unknowns);
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    return answered('unknown', [], [`${error.message}, more than the tool takes`]);
  }
}

function sourceOf({ from }: TrafficQuestion): SensorGroup {
  const range = parseAddressRange(from);
  if (isAddressProblem(range)) throw new QuestionError('invalid-source', `The source "${from}" cannot be used: this ${describeAddressProblem(range)}.`);
  return { family: range.family, addresses: range.addresses, memberOf: [], behind: [], label: sensorLabel(range.addresses) };
}

function trafficOf(
  question: TrafficQuestion, path: EgressPath, serviceTags: ServiceTagSnapshot,
): { query: Region; application?: ApplicationTraffic; coordinates: UnknownCoordinate[] } {
  const { space } = path;
  const { addresses, host, isKnown } = destinationOf(question, path, serviceTags);
  const protocol = PROTOCOL[question.protocol];
  let query = path.sensors.where(space.destination, addresses)!.where(space.protocol, IntervalSet.interval<number>(protocol, protocol + 1))!;
  if (question.port !== undefined) query = query.where(space.destinationPort, IntervalSet.interval<number>(question.port, question.port + 1))!;
  const coordinates: UnknownCoordinate[] = isKnown ? [] : [{
    axis: space.destination as unknown as Axis,
    reason: () => `the addresses of ${question.to} are not known, and rules differ between parts of the Internet`,
  }];
  // Clients speak HTTP on 80 and TLS elsewhere; UDP carries neither as far as application rules see.
  const application: ApplicationTraffic | undefined = question.protocol === 'udp' ? undefined : { scheme: question.port === 80 ? 'http' : 'https', host };
  return { query, application, coordinates };
}

function destinationOf(
  { to, from }: TrafficQuestion, path: EgressPath, serviceTags: ServiceTagSnapshot,
): { addresses: AddressSet; host?: string; isKnown: boolean } {
  const { family } = path.space;
  const address = parseAddress(to);
  if (address !== undefined) {
    const range = parseAddressRange(to);
    if (isAddressProblem(range) || range.family !== family) {
      throw new QuestionError('mixed-families', `The source "${from}" and the destination "${to}" are of different address families; name two of one family.`);
    }
    return { addresses: range.addresses, isKnown: true };
  }
  if (!/^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(to)) {
    throw new QuestionError('invalid-destination', `The destination "${to}" is neither an address nor a host name; write one such as 4.208.124.106 or crl.microsoft.com.`);
  }
  const sensorAddresses = serviceTags.find(SENSOR_SERVICE_TAG)?.addresses[family] ?? IntervalSet.empty<number | bigint>();
  const ofHost = IntervalSet.union(serviceTagsOfHost(to).map((tag) => serviceTags.find(tag)?.addresses[family] ?? IntervalSet.empty<number | bigint>()));
  if (!ofHost.isEmpty) return { addresses: ofHost, host: to, isKnown: true };
  return { addresses: PUBLIC_ADDRESSES[family].subtract(sensorAddresses), host: to, isKnown: false };
}

function pointsOf(kind: StageKind, outcomes: readonly Outcome[], path: EgressPath, query: Region): ExplainedPoint[] {
  const points = new Map<string, ExplainedRegion[]>();
  for (const outcome of outcomes) {
    const step = outcome.trail[outcome.trail.length - 1];
    if (!step) continue;
    const [rule] = decidingRules([{ ...step, kind: 'firewall' }]);
    const regions = points.get(step.enforcementPoint) ?? [];
    regions.push({ packets: describe(outcome.region, path, query), conditions: conditionsOf(outcome.region, path, query), rule, nextHop: step.nextHop });
    points.set(step.enforcementPoint, regions);
  }
  return [...points].map(([enforcementPoint, regions]) => ({ enforcementPoint, kind, regions }));
}

/** The part of the asked traffic that a region is, in words. */
export function describe(region: Region, { space }: EgressPath, query: Region): string {
  const parts: string[] = [];
  const differs = (axis: Axis): boolean => !region.on(axis).equals(query.on(axis));
  if (differs(space.source as unknown as Axis)) parts.push(`from ${few(toPrefixes(region.on(space.source)))}`);
  if (differs(space.destination as unknown as Axis)) parts.push(`to ${few(toPrefixes(region.on(space.destination)))}`);
  for (const [axis, name] of [[space.sourcePort, 'source port'], [space.destinationPort, 'port']] as const) {
    if (differs(axis as unknown as Axis)) parts.push(`${name} ${few(numbersOf(region.on(axis)))}`);
  }
  if (differs(space.urlPath as unknown as Axis)) parts.push(`path ${few(pathsOf(region.on(space.urlPath), query.on(space.urlPath)))}`);
  return parts.length === 0 ? 'everything' : parts.join(', ');
}

export function conditionsOf(region: Region, { space }: EgressPath, query: Region): string[] {
  return space.unknowns
    .filter(({ axis }) => !region.on(axis).equals(query.on(axis)))
    .map(({ reason, axis, choices }) => `${choices.filter((_, i) => region.on(axis).includes(i)).join(' or ')} (${reason})`);
}

function numbersOf(set: IntervalSet<number>): string[] {
  return [...set.intervals()].map(([start, end]) => (end - start === 1 ? String(start) : `${start}-${end - 1}`));
}

function pathsOf(set: IntervalSet<string>, all: IntervalSet<string>): string[] {
  const named = (paths: IntervalSet<string>): (string | undefined)[] => [...paths.intervals()].map(([start, end]) => (
    end === `${start}\u0000` ? start : pathsFrom(start).end === end ? `${start}*` : undefined
  ));
  const own = named(set);
  if (!own.includes(undefined)) return own as string[];
  const others = named(all.subtract(set)).filter((path) => path !== undefined);
  return [`other than ${others.join(', ')}`];
}

function few(items: readonly string[]): string {
  return items.length > 6 ? `${items.slice(0, 6).join(', ')} and ${items.length - 6} more` : items.join(', ');
}
