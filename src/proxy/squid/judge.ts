import { Address, AddressFamily, AddressSet, ALL_ADDRESSES, formatAddress, toPrefixes } from '../../packets';
import { DocumentedFlow } from '../../requirements';
import { pathPrefix } from '../documented-traffic';
import { LOOPBACK, SquidAddresses } from './addresses';
import { SquidConfiguration } from './configuration';
import { Decider, decide, Decisions } from './decide';
import { decideBumping } from './decide-bumping';
import { clientAt, connectRequest, getRequest, SquidRequest, urlBeforePath } from './request';

/** What a rule of the configuration does to a flow. */
export interface SquidDecider {
  /** The line as it stands there, or that no line matches. */
  readonly rule: string;
  readonly action: 'allow' | 'deny';
  /** `squid.conf:12`; absent where no line matches. */
  readonly address?: string;
  readonly terminatesTls?: true;
}

/** One documented flow, judged. */
export interface SquidFlowVerdict {
  readonly flow: DocumentedFlow;
  readonly source: string;
  readonly verdict: 'satisfied' | 'violated' | 'unknown';
  readonly decidedBy: readonly SquidDecider[];
  /** A request that is denied (or inspected) for certain; the URL where its path matters. */
  readonly witness?: { readonly source: string; readonly url?: string };
  readonly unknowns: readonly string[];
  /** Why, where no rule says so. */
  readonly reasons: readonly string[];
}

/** Sensors of one address family. */
export interface SquidSensors {
  readonly family: AddressFamily;
  readonly addresses: AddressSet;
  readonly label: string;
}

/** The request that a documented flow is, for all its paths. */
export function requestOf({ host, scheme, port, path }: DocumentedFlow): SquidRequest {
  return scheme === 'https' ? connectRequest(host, port) : getRequest(host, port, pathPrefix(path), true);
}

/** Whether the flow gets through, on every path and for every sensor. */
export function judgeFlow(
  configuration: SquidConfiguration, flow: DocumentedFlow, sensors: SquidSensors, assume: (sentence: string) => void,
): SquidFlowVerdict {
  const request = requestOf(flow);
  const { decisions, isComplete } = decide(configuration, request, sensors, assume);
  const bad = decisions.find(({ allowed }) => !allowed.contains(sensors.addresses));
  if (bad !== undefined) return denied(configuration, flow, sensors, sensors.addresses.subtract(bad.allowed), bad.path, assume);
  const decidedBy = deciders(decisions);
  const doubts = [...new Set([
    ...decisions.flatMap((decision) => decision.doubts),
    ...(isComplete ? [] : ['the patterns of the configuration together tell more kinds of paths apart than are looked at']),
  ])];
  const isSure = isComplete && decisions.every((decision) => decision.denied.isEmpty);
  if (flow.scheme === 'https') {
    const bumping = decideBumping(configuration, request, sensors, assume);
    const { tunnel, bump, terminate } = bumping.outcomes;
    const cut = terminate.subtract(tunnel.union(bump));
    const lines = bumping.deciders.filter((one) => one.outcome === 'terminate').map(({ rule }) => decider(rule, 'deny'));
    if (isSure && !cut.isEmpty) return { ...outcome('violated', []), decidedBy: lines, witness: { source: witnessClient(cut) } };
    if (!terminate.isEmpty) return { ...outcome('unknown', [...doubts, ...bumping.doubts]), decidedBy: [...decidedBy, ...lines] };
  }
  return isSure ? outcome('satisfied', []) : outcome('unknown', doubts);

  function outcome(verdict: SquidFlowVerdict['verdict'], unknowns: readonly string[]): SquidFlowVerdict {
    return withListeners(configuration, sensors, { flow, source: sensors.label, verdict, decidedBy, unknowns, reasons: [] });
  }
}

/** Whether nothing looks into the flow's TLS, for every sensor. */
export function judgeInspection(
  configuration: SquidConfiguration, flow: DocumentedFlow, sensors: SquidSensors, assume: (sentence: string) => void,
): SquidFlowVerdict {
  const { outcomes, deciders: lines, doubts } = decideBumping(configuration, requestOf(flow), sensors, assume);
  const inspected = outcomes.bump.subtract(outcomes.tunnel.union(outcomes.terminate));
  const base = { flow, source: sensors.label, unknowns: [], reasons: [] };
  const decidedBy = lines.filter((one) => one.outcome === 'bump').map(({ rule }): SquidDecider => ({ ...decider(rule, 'allow'), terminatesTls: true }));
  if (!inspected.isEmpty) return { ...base, verdict: 'violated', decidedBy, witness: { source: witnessClient(inspected) } };
  if (!outcomes.bump.isEmpty) return { ...base, verdict: 'unknown', decidedBy, unknowns: [...new Set(doubts)] };
  const splicing = lines.flatMap(({ rule }) => (rule === undefined ? [] : [decider(rule, 'allow')]));
  const unknowns = beyond(configuration);
  return { ...base, verdict: unknowns.length > 0 ? 'unknown' : 'satisfied', decidedBy: splicing, unknowns };
}

/** The clients that the configuration lets reach a flow, where nobody says who the sensors are; everybody where it lets nobody. */
export function sensorsInConfiguration(configuration: SquidConfiguration, flow: DocumentedFlow, assume: (sentence: string) => void): SquidSensors[] {
  const families: readonly AddressFamily[] = ['ipv4', 'ipv6'];
  const reaching = families.map((family) => {
    const clients = { family, addresses: outside(family) };
    const { decisions } = decide(configuration, requestOf(flow), clients, () => undefined);
    const allowed = decisions.reduce((left, { allowed: right }) => left.intersect(right), clients.addresses);
    return { family, allowed, certain: decisions.reduce((left, { denied: right }) => left.subtract(right), allowed) };
  });
  for (const which of ['certain', 'allowed'] as const) {
    const found = sensorsOf(Object.fromEntries(reaching.map((one) => [one.family, one[which]])) as unknown as SquidAddresses);
    if (found.length === 0) continue;
    assume(`The sensors are the clients that this configuration ${which === 'certain' ? 'lets' : 'may let'} reach ${flow.host}: ` +
      `${found.map(({ label }) => label).join('; ')}; name them with --sensors.`);
    return found;
  }
  assume('The configuration lets no client reach the sensor host, so the sensors may be any; name them with --sensors.');
  return families.map((family) => ({ family, addresses: outside(family), label: `any ${FAMILY_NAMES[family]} client` }));
}

/** Sensors that are named, by family. */
export function sensorsOf(addresses: SquidAddresses): SquidSensors[] {
  const families: readonly AddressFamily[] = ['ipv4', 'ipv6'];
  return families.filter((family) => !addresses[family].isEmpty)
    .map((family) => ({ family, addresses: addresses[family], label: labelOf(family, addresses[family]) }));
}

const FAMILY_NAMES: Readonly<Record<AddressFamily, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

/** Clients on the proxy itself are no sensors. */
function outside(family: AddressFamily): AddressSet {
  return ALL_ADDRESSES[family].subtract(LOOPBACK[family]);
}

const MOST_PREFIXES = 8;

function labelOf(family: AddressFamily, addresses: AddressSet): string {
  if (addresses.contains(outside(family))) return `any ${FAMILY_NAMES[family]} client`;
  const prefixes = addresses.intervalCount > MOST_PREFIXES ? undefined : toPrefixes(addresses);
  if (prefixes !== undefined && prefixes.length <= MOST_PREFIXES) return prefixes.join(', ');
  return `${FAMILY_NAMES[family]} clients from ${formatAddress(addresses.first)} up to ${formatAddress(before(addresses.end))}, with gaps`;
}

function denied(
  configuration: SquidConfiguration, flow: DocumentedFlow, sensors: SquidSensors, clients: AddressSet, path: string | undefined,
  assume: (sentence: string) => void,
): SquidFlowVerdict {
  const client = chosenClient(clients);
  const request = requestOf(flow);
  const exact: SquidRequest = path === undefined ? request : { ...request, path, isPrefix: false };
  // Asked again for the witness alone, so that the rules named are those that decide it.
  const { decisions } = decide(configuration, exact, clientAt(client), assume);
  const url = path === undefined ? undefined : `${urlBeforePath(request)}${encodeURI(path).replaceAll('#', '%23')}`;
  return {
    flow,
    source: sensors.label,
    verdict: 'violated',
    decidedBy: deciders(decisions).filter(({ action }) => action === 'deny'),
    witness: { source: formatAddress(client), ...(url === undefined ? {} : { url }) },
    unknowns: [],
    reasons: [],
  };
}

const NO_PORT = 'The configuration has no http_port, so Squid takes no requests; add one, such as "http_port 3128".';
const LOOPBACK_ALONE = 'Every port listens on a loopback address, where no other machine can connect; leave the address out, as in "http_port 3128".';

/** A configuration that no client can connect to as to a proxy lets nothing through. */
function withListeners(configuration: SquidConfiguration, sensors: SquidSensors, verdict: SquidFlowVerdict): SquidFlowVerdict {
  if (verdict.verdict === 'violated') return verdict;
  const { ports, unreadLines } = configuration;
  if (unreadLines.length === 0 && ports.every(({ isLoopback }) => isLoopback && !LOOPBACK[sensors.family].contains(sensors.addresses))) {
    return { ...verdict, verdict: 'violated', decidedBy: [], unknowns: [], reasons: [ports.length === 0 ? NO_PORT : LOOPBACK_ALONE] };
  }
  const unknowns = [...verdict.unknowns, ...beyond(configuration)];
  return { ...verdict, verdict: unknowns.length > 0 ? 'unknown' : verdict.verdict, unknowns };
}

/** What is unknown of traffic that the rules let through. */
function beyond({ ports, beyondRules }: SquidConfiguration): string[] {
  const doubt = ports.length > 0 && !ports.some(({ isForward }) => isForward)
    ? ['every port here intercepts or accelerates, and none takes requests of clients that name the proxy'] : [];
  return [...doubt, ...beyondRules];
}

function deciders(decisions: Decisions['decisions']): SquidDecider[] {
  const byPlace = new Map<string, SquidDecider>();
  for (const one of decisions.flatMap((decision) => decision.deciders)) {
    const found = ruleDecider(one);
    byPlace.set(`${found.address} ${found.action} ${found.rule}`, found);
  }
  return [...byPlace.values()];
}

function ruleDecider({ directive, action, rule }: Decider): SquidDecider {
  return rule === undefined ? { rule: `no line of ${directive} matches`, action } : decider(rule, action);
}

function decider(rule: { readonly text: string; readonly file: string; readonly line: number } | undefined, action: 'allow' | 'deny'): SquidDecider {
  return rule === undefined ? { rule: 'no line of ssl_bump matches', action } : { rule: rule.text, action, address: `${rule.file}:${rule.line}` };
}

function witnessClient(clients: AddressSet): string {
  return formatAddress(chosenClient(clients));
}

/** An address that looks like a sensor's where there is one, and the first one otherwise. */
function chosenClient(clients: AddressSet): Address {
  if (typeof clients.first === 'bigint') return clients.first;
  return [0x0a000004, 0xc0a80004].find((address) => clients.includes(address)) ?? clients.first;
}

function before(end: Address): Address {
  return typeof end === 'bigint' ? end - 1n : end - 1;
}

