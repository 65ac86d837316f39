import { rootCertificates } from 'node:tls';
import { DocumentedFlow, PING_PATH, Requirement } from '../requirements';
import { Secured, secure } from './certificate';
import { statusOf } from './exchange';
import { SYSTEM_NETWORK } from './network';
import { Finding, outcome, Outcome, OutcomeFacts, PingVerdict } from './outcome';
import { shownProxy } from './proxy-url';
import { authorization, codeOfProxyStatus, connectDirectly, connectToProxy, openTunnel, Ways } from './reach';
import { DEFAULT_SECONDS } from './timeout';

/** Objects that are known to be there, by host and documented path: asking for them is what revocation checks do. */
const KNOWN_OBJECTS: readonly (readonly [string, string])[] = [
  ['crl.microsoft.com/', '/pki/crl/products/MicRooCerAut2011_2011_03_22.crl'],
  ['ctldl.windowsupdate.com/', '/msdownload/update/v3/static/trustedr/en/authrootstl.cab'],
  ['www.microsoft.com/pkiops/', '/pkiops/crl/MicSecSerCA2011_2011-10-18.crl'],
  ['www.microsoft.com/pki/', '/pki/certs/MicRooCerAut_2010-06-23.crt'],
];

/** A requirement, as it shows from here. */
export interface PingedRequirement {
  readonly id: string;
  readonly level: Requirement['level'];
  readonly verdict: PingVerdict;
  readonly statement: string;
  readonly outcomes: readonly Outcome[];
}

export interface PingReport {
  /** Weighs the required requirements, with `strict` the recommended ones too. */
  readonly verdict: PingVerdict;
  /** The outcome in one sentence: what is wrong and what to do, or that all is well. */
  readonly sentence: string;
  readonly workspace: string;
  readonly cloud: string;
  /** `host:port`; never with credentials. */
  readonly proxy?: string;
  readonly requirements: readonly PingedRequirement[];
}

export interface PingQuestion {
  readonly requirements: readonly Requirement[];
  readonly workspace: string;
  readonly cloud: string;
  readonly strict?: boolean;
  /** The system's network without proxy, with the public roots, 10 seconds for each step by default. */
  readonly ways?: Partial<Ways>;
}

/** See `index.ts`. */
export async function ping(question: PingQuestion): Promise<PingReport> {
  const ways: Ways = { network: SYSTEM_NETWORK, publicRoots: rootCertificates, roots: [], seconds: DEFAULT_SECONDS, ...question.ways };
  const https = new Map<string, Promise<{ readonly api: Outcome; readonly inspection: Outcome }>>();
  const askHttps = (flow: DocumentedFlow): Promise<{ readonly api: Outcome; readonly inspection: Outcome }> => {
    const key = `${flow.host}:${flow.port}`;
    const asked = https.get(key) ?? sensorHost(ways, factsOf(flow, ways));
    https.set(key, asked);
    return asked;
  };
  const requirements = await Promise.all(question.requirements
    .filter(({ flows }) => flows.length > 0 && flows.every(({ host }) => !host.startsWith('*.')))
    .map(async ({ id, level, statement, kind, flows }): Promise<PingedRequirement> => {
      const outcomes = await Promise.all(flows.map(async (flow) => {
        if (flow.scheme === 'http') return httpHost(ways, factsOf(flow, ways), pathOf(flow));
        const { api, inspection } = await askHttps(flow);
        return kind === 'no-tls-inspection' ? inspection : api;
      }));
      return { id, level, statement, verdict: worst(outcomes.map(({ verdict }) => verdict)), outcomes };
    }));
  const { workspace, cloud, strict } = question;
  return {
    verdict: worst(requirements.filter(({ level }) => strict === true || level === 'required').map(({ verdict }) => verdict)),
    sentence: headline(requirements),
    workspace,
    cloud,
    ...(ways.proxy === undefined ? {} : { proxy: shownProxy(ways.proxy) }),
    requirements,
  };
}

/** Required before recommended, certain before uncertain; the first of each says what to do first. */
function headline(requirements: readonly PingedRequirement[]): string {
  for (const level of ['required', 'recommended'] as const) {
    for (const verdict of ['violated', 'unknown'] as const) {
      const worstOf = requirements.filter((one) => one.level === level).flatMap(({ outcomes }) => outcomes).find((one) => one.verdict === verdict);
      if (worstOf !== undefined) return worstOf.sentence;
    }
  }
  const note = requirements.flatMap(({ outcomes }) => outcomes).find(({ code }) => code === 'reached-503');
  return note?.sentence ?? 'Sensors can reach Defender for Identity and the hosts of revocation and trust lists from here.';
}

async function sensorHost(ways: Ways, facts: OutcomeFacts): Promise<{ readonly api: Outcome; readonly inspection: Outcome }> {
  let secured: Secured;
  try {
    const socket = ways.proxy === undefined ? await connectDirectly(ways, facts, 'name-unknown') : await openTunnel(ways, ways.proxy, facts);
    secured = await secure(socket, ways, facts);
  } catch (error) {
    return { api: found(error), inspection: outcome('not-asked', facts) };
  }
  const known = { ...facts, ...(secured.issuer === undefined ? {} : { issuer: secured.issuer }) };
  if (secured.problem === 'inspection') {
    secured.socket.destroy();
    return { api: outcome('not-the-service', known), inspection: outcome('inspection', known) };
  }
  if (secured.problem !== undefined) {
    secured.socket.destroy();
    return { api: outcome(secured.problem, known), inspection: outcome('not-asked', known) };
  }
  const inspection = outcome('genuine', known);
  try {
    const status = await statusOf(secured.socket, PING_PATH, {}, ways.seconds, known);
    return { api: outcome(codeOfStatus(status, secured.isServiceIssuer), { ...known, status }), inspection };
  } catch (error) {
    return { api: found(error), inspection };
  }
}

function codeOfStatus(status: number, isServiceIssuer: boolean): Outcome['code'] {
  if (status === 200) return 'reached';
  if (status === 503) return isServiceIssuer ? 'reached-503' : 'unavailable';
  return 'status-odd';
}

async function httpHost(ways: Ways, facts: OutcomeFacts, path: string): Promise<Outcome> {
  const { proxy, seconds } = ways;
  try {
    const socket = proxy === undefined ? await connectDirectly(ways, facts, 'public-name-unknown') : await connectToProxy(ways, proxy, facts);
    const status = proxy === undefined
      ? await statusOf(socket, path, {}, seconds, facts)
      : await statusOf(socket, `http://${facts.host}${path}`, authorization(proxy), seconds, facts);
    return outcome(codeOfHttpStatus(status, ways), { ...facts, status });
  } catch (error) {
    return found(error);
  }
}

/** Whatever the host says to the request, it was reached; some answers are not the host's. */
function codeOfHttpStatus(status: number, { proxy }: Ways): Outcome['code'] {
  if (proxy !== undefined && (status === 407 || status === 401 || status === 403 || (status >= 502 && status <= 504))) return codeOfProxyStatus(status, proxy);
  if (status === 407 || status === 401 || status === 403) return 'http-refused';
  return status >= 500 ? 'http-unavailable' : 'reached';
}

function factsOf({ host, port }: DocumentedFlow, { proxy, seconds }: Ways): OutcomeFacts {
  return { host, port, seconds, ...(proxy === undefined ? {} : { proxy: shownProxy(proxy) }) };
}

function pathOf({ host, path }: DocumentedFlow): string {
  const prefix = path?.replace(/\*$/, '') ?? '/';
  return KNOWN_OBJECTS.find(([place]) => place === `${host}${prefix}`)?.[1] ?? prefix;
}

function found(error: unknown): Outcome {
  if (error instanceof Finding) return error.found;
  throw error;
}

function worst(verdicts: readonly PingVerdict[]): PingVerdict {
  return verdicts.includes('violated') ? 'violated' : verdicts.includes('unknown') ? 'unknown' : 'satisfied';
}
