import {
  ALL_URL_PATHS, ApplicationTraffic, EgressPath, Outcome, pathsFrom, PROTOCOL, PUBLIC_ADDRESSES, SENSOR_SERVICE_TAG, ServiceTagSnapshot, TrailStep,
} from '../azure';
import { Address, AddressSet, Axis, BudgetExceeded, formatAddress, IntervalSet, isAddressProblem, parseAddressRange, Region } from '../packets';
import { DocumentedFlow } from '../requirements';
import { Judgement, judge, UnknownCoordinate } from './judge';
import { DecidingRule, FlowResult, Witness } from './report';

/** A proxy that carries a flow: the packets go to it instead of the host. */
export interface ProxyHop {
  readonly address: string;
  readonly port: number;
}

/** All packets of a documented flow from the sensors of one path. */
export interface FlowQuestion {
  readonly flow: DocumentedFlow;
  readonly path: EgressPath;
  readonly query: Region;
  readonly application?: ApplicationTraffic;
  /** Coordinates that are not known and may not be chosen by the sensor. */
  readonly coordinates: readonly UnknownCoordinate[];
  readonly proxy?: ProxyHop;
}

/** The packets of a flow; `undefined` where there are none in the sensors' address family. */
export function flowQuestion(flow: DocumentedFlow, path: EgressPath, serviceTags: ServiceTagSnapshot, proxy?: ProxyHop): FlowQuestion | undefined {
  const { space } = path;
  const { addresses, known } = destinationsOf(flow, path, serviceTags, proxy);
  const port = proxy?.port ?? flow.port;
  const query = path.sensors
    .where(space.destination, addresses)
    ?.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1))
    ?.where(space.destinationPort, IntervalSet.interval<number>(port, port + 1))
    ?.where(space.urlPath, flow.path === undefined ? ALL_URL_PATHS : pathsFrom(flow.path.replace(/\*$/, '')));
  if (!query) return undefined;
  const coordinates: UnknownCoordinate[] = [];
  if (!known) {
    coordinates.push({
      axis: space.destination as unknown as Axis,
      reason: (bad) => `the addresses of ${flow.host} are not published, and a part of the Internet is denied by ${denierOf(bad)}`,
    });
  }
  if (path.sourceIsUnknown) {
    coordinates.push({ axis: space.source as unknown as Axis, reason: () => 'which addresses the sensors have is not known; name them with --sensors' });
  }
  const application = proxy ? undefined : { scheme: flow.scheme, host: flow.host };
  return { flow, path, query, application, coordinates, proxy };
}

/** The outcome for sensors of an address family in which a flow has no destination. */
export function unreachable(flow: DocumentedFlow, path: EgressPath, proxy?: ProxyHop): FlowResult {
  const target = proxy ? `the proxy ${proxy.address}` : flow.host;
  return flowResult({ flow, path, proxy }, {
    verdict: 'unknown',
    decidedBy: [],
    unknowns: [`${target} has no ${path.space.family === 'ipv4' ? 'IPv4' : 'IPv6'} address that is known, as the sensors ${path.placement.sensors.label} would need`],
  });
}

/** Judges whether every packet of a flow gets through, and reports who decided. */
export function judgeFlow(question: FlowQuestion): FlowResult {
  return bounded(question, () => {
    const outcomes = question.path.follow(question.query, question.application);
    const judgement = judge(question.path, question.query, outcomes, (outcome) => outcome.permitted, question.coordinates);
    return resultOf(question, judgement, outcomes);
  });
}

/** Judges whether no rule that decides a flow terminates its TLS, whether or not the flow gets through before. */
export function judgeInspection(question: FlowQuestion): FlowResult {
  return bounded(question, () => {
    const outcomes = question.path.followBeyondGroups(question.query, question.application);
    const untouched = (outcome: Outcome): boolean => !outcome.trail.some((step) => step.terminatesTls === true);
    const judgement = judge(question.path, question.query, outcomes, untouched, question.coordinates);
    return resultOf(question, judgement, outcomes.filter((outcome) => judgement.verdict !== 'violated' || !untouched(outcome)));
  });
}

function bounded(question: FlowQuestion, decide: () => FlowResult): FlowResult {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    return flowResult(question, { verdict: 'unknown', decidedBy: [], unknowns: [`${error.message}, more than the tool takes`] });
  }
}

function destinationsOf(
  flow: DocumentedFlow, path: EgressPath, serviceTags: ServiceTagSnapshot, proxy?: ProxyHop,
): { addresses: AddressSet; known: boolean } {
  const { family } = path.space;
  if (proxy) {
    const range = parseAddressRange(proxy.address);
    return { addresses: !isAddressProblem(range) && range.family === family ? range.addresses : IntervalSet.empty(), known: true };
  }
  const own = serviceTags.find(flow.serviceTag ?? SENSOR_SERVICE_TAG)?.addresses[family] ?? IntervalSet.empty<Address>();
  // The tag holds the sensor API alone, so other documented hosts are somewhere else on the Internet.
  return flow.serviceTag !== undefined && !own.isEmpty ? { addresses: own, known: true } : { addresses: PUBLIC_ADDRESSES[family].subtract(own), known: false };
}

function resultOf(question: FlowQuestion, judgement: Judgement, outcomes: readonly Outcome[]): FlowResult {
  const { certainlyBad } = judgement;
  if (!certainlyBad) {
    const steps = outcomes.flatMap((outcome) => outcome.trail);
    return flowResult(question, { verdict: judgement.verdict, decidedBy: decidingRules(steps), unknowns: judgement.unknowns });
  }
  const packet = onePacket(question, certainlyBad);
  const points = question.path.inspect(packet, question.application);
  return flowResult(question, {
    verdict: 'violated',
    decidedBy: decidingRules(points.flatMap((point) => point.outcomes.flatMap((outcome) => outcome.trail))),
    witness: witnessOf(question, packet),
    unknowns: [],
  });
}

type Asked = 'source' | 'host' | 'protocol' | 'port';

function flowResult({ flow, path, proxy }: Pick<FlowQuestion, 'flow' | 'path' | 'proxy'>, answer: Omit<FlowResult, Asked>): FlowResult {
  const host = `${flow.host}${flow.path ?? ''}`;
  return {
    source: path.placement.sensors.label,
    host: proxy ? `${host} through the proxy ${proxy.address}` : host,
    protocol: flow.protocol,
    port: proxy?.port ?? flow.port,
    ...answer,
  };
}

/** The first packet of a region, with a source port that a client could really have where there is a choice. */
function onePacket({ path, query, coordinates }: FlowQuestion, region: Region): Region {
  const { space } = path;
  let packet = region.intersect(query)!;
  const free = new Set(coordinates.map((coordinate) => coordinate.axis.index));
  for (const axis of [space.source, space.destination, space.sourcePort, space.destinationPort, space.protocol, space.urlPath] as unknown as Axis[]) {
    if (free.has(axis.index)) continue;
    const points = packet.on(axis);
    const first = axis.index === space.sourcePort.index && points.includes(FIRST_EPHEMERAL_PORT) ? FIRST_EPHEMERAL_PORT : points.first;
    packet = packet.where(axis, IntervalSet.interval(first, next(first)))!;
  }
  return packet;
}

/** First port that Windows gives to clients (dynamic port range). */
const FIRST_EPHEMERAL_PORT = 49152;

function next(point: number | bigint | string): number | bigint | string {
  return typeof point === 'number' ? point + 1 : typeof point === 'bigint' ? point + 1n : `${point}\u0000`;
}

function witnessOf({ path, flow, query, coordinates, application }: FlowQuestion, packet: Region): Witness {
  const { space } = path;
  const isFree = (axis: { readonly index: number }): boolean => coordinates.some((coordinate) => coordinate.axis.index === axis.index);
  const urlPath = packet.on(space.urlPath).first;
  return {
    source: isFree(space.source) ? path.placement.sensors.label : formatAddress(packet.on(space.source).first),
    sourcePort: packet.on(space.sourcePort).first,
    destination: isFree(space.destination) ? flow.host : formatAddress(packet.on(space.destination).first),
    protocol: flow.protocol,
    port: packet.on(space.destinationPort).first,
    ...(application?.scheme === 'http' && query.on(space.urlPath).first !== undefined ? { url: `http://${flow.host}${urlPath}` } : {}),
  };
}

/** The rules of some steps, each once; the route counts only where it stops the packet. */
export function decidingRules(steps: readonly TrailStep[]): DecidingRule[] {
  const rules = new Map<string, DecidingRule>();
  for (const { kind, enforcementPoint, action, rule, terminatesTls } of steps) {
    if (kind === 'route' && action === 'allow') continue;
    const key = [enforcementPoint, rule.name, rule.address, action].join('\n');
    rules.set(key, {
      enforcementPoint, rule: rule.name, priority: rule.priority, action, address: rule.address, construct: rule.construct,
      ...(terminatesTls ? { terminatesTls } : {}),
    });
  }
  return [...rules.values()];
}

function denierOf(bad: readonly Outcome[]): string {
  const names = decidingRules(bad.flatMap((outcome) => outcome.trail.slice(-1))).filter((rule) => rule.action === 'deny')
    .map((rule) => `${rule.rule} of ${rule.enforcementPoint}`);
  return names.slice(0, 3).join(', ') || 'a rule';
}
