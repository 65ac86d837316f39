import {
  ApplicationTraffic, asApplied, EgressPath, Estate, Notes, Outcome, place, Placement, PROTOCOL, PUBLIC_ADDRESSES, SENSOR_SERVICE_TAG, SensorGroup,
  ServiceTagSnapshot, StageKind, Topology, withPage,
} from '../azure';
import { addressCount, AddressSet, Axis, BudgetExceeded, describeAddressProblem, IntervalSet, isAddressProblem, parseAddress, parseAddressRange, Region } from '../packets';
import { cloudServiceTags } from './cloud-service-tags';
import { QuestionError } from './errors';
import { ExplainedPoint, ExplainedRegion, Explanation } from './explanation';
import { decidingRules } from './flow';
import { judge, UnknownCoordinate } from './judge';
import { conditionsOf, describe } from './region-words';
import { TracedRule } from './report';
import { cloudOfHost, serviceTagsOfHost } from './sensor-hosts';
import { sensorLabel } from './sensors';
import { tracedRules } from './trace';

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
 * @throws QuestionError when the source is no address or stands in several subnets, or the destination is neither an address nor a host name
 */
export function explain(written: Estate, question: TrafficQuestion): Omit<Explanation, 'inputs'> {
  const estate = asApplied(written);
  const topology = new Topology(estate);
  const notes = new Notes(estate.findings);
  const { workspace: serviceTags, hosting } = cloudServiceTags(topology, cloudOfHost(question.to, estate), question.serviceTags, notes);
  const path = new EgressPath(placementOf(question, topology), topology, () => new Map(), hosting, notes, { tellFields: true });
  const traffic = trafficOf(question, path, serviceTags);
  const { query, application, coordinates } = traffic;
  const head = { from: question.from, to: question.to, protocol: question.protocol, port: question.port };
  const answered = (verdict: Explanation['verdict'], points: readonly ExplainedPoint[], unknowns: readonly string[]): Omit<Explanation, 'inputs'> => ({
    ...head, verdict, points, unknowns,
    serviceTags: { cloud: serviceTags.cloud, changeNumber: serviceTags.changeNumber, date: serviceTags.date },
    findings: notes.findings.map(withPage),
    assumptions: [...estate.assumptions, ...notes.assumptions],
  });
  try {
    const outcomes = path.follow(query, application);
    const { verdict, unknowns } = judge(path, query, outcomes, (outcome) => outcome.permitted, coordinates);
    const reached = new Set(outcomes.flatMap(({ trail }) => trail.map((step) => pointKey(step.kind, step.enforcementPoint))));
    const points = path.inspect(query, application).flatMap(({ kind, outcomes: at }) => pointsOf(kind, at, path, traffic, reached));
    const words = { satisfied: 'permitted', violated: 'denied', unknown: 'unknown' } as const;
    return answered(words[verdict], points, unknowns);
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    return answered('unknown', [], [`${error.message}, more than the tool takes`]);
  }
}

/** One path is followed, so all of the source has to be on it. */
function placementOf(question: TrafficQuestion, topology: Topology): Placement {
  const [placement, ...others] = place(sourceOf(question), topology, () => new Map(), sensorLabel);
  if (others.length === 0) return placement;
  const parts = [placement, ...others].map(({ sensors }) => sensors.label.split(', ')[0]);
  throw new QuestionError('several-places', `The source "${question.from}" holds addresses of several subnets, or inside and outside of one, and each may fare differently; `
    + `ask for a part of it, such as ${parts.slice(0, 3).join(' or ')}.`);
}

function sourceOf({ from }: TrafficQuestion): SensorGroup {
  const range = parseAddressRange(from);
  if (isAddressProblem(range)) throw new QuestionError('invalid-source', `The source "${from}" cannot be used: this ${describeAddressProblem(range)}.`);
  return { family: range.family, addresses: range.addresses, memberOf: [], behind: [], label: sensorLabel(range.addresses) };
}

interface Traffic {
  readonly query: Region;
  readonly application?: ApplicationTraffic;
  readonly coordinates: readonly UnknownCoordinate[];
  /** Whether it is packets of one connection: from one address to one address or host, to one port. */
  readonly isOneConnection: boolean;
}

function trafficOf(question: TrafficQuestion, path: EgressPath, serviceTags: ServiceTagSnapshot): Traffic {
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
  return { query, application, coordinates, isOneConnection: question.port !== undefined && addressCount(query.on(space.source)) === 1n };
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

function pointsOf(kind: StageKind, outcomes: readonly Outcome[], path: EgressPath, traffic: Traffic, reached: ReadonlySet<string>): ExplainedPoint[] {
  const { query } = traffic;
  const points = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const point = outcome.trail.at(-1)?.enforcementPoint;
    if (point !== undefined) points.set(point, [...points.get(point) ?? [], outcome]);
  }
  return [...points].map(([enforcementPoint, at]): ExplainedPoint => ({
    enforcementPoint, kind,
    isReached: reached.has(pointKey(kind, enforcementPoint)),
    regions: at.map(({ region, trail }): ExplainedRegion => {
      const step = trail[trail.length - 1];
      const [rule] = decidingRules([{ ...step, kind: 'firewall' }]);
      return { packets: describe(region, path, query), conditions: conditionsOf(region, path, query), rule, nextHop: step.nextHop };
    }),
    ...traffic.isOneConnection ? { considered: considered(tracedRules(kind, enforcementPoint, at, { ...traffic, path })) } : {},
  }));
}

/** Rules up to the one with which everything is decided. */
function considered(rules: readonly TracedRule[]): readonly TracedRule[] {
  return rules.slice(0, rules.map(({ effect }) => effect).lastIndexOf('decides') + 1);
}

function pointKey(kind: StageKind, enforcementPoint: string): string {
  return JSON.stringify([kind, enforcementPoint]);
}
