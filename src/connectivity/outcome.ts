import { quoted } from '../requirements';

/*
 * Everything that a test of a connection can come to. The catalogue is data: a code, a verdict, and the sentence that it makes of the
 * facts. Nothing that a server or proxy sends is in a sentence but names of certificates and status codes, and those are made safe.
 */

export type PingVerdict = 'satisfied' | 'violated' | 'unknown';

/** What a sentence is made of. */
export interface OutcomeFacts {
  readonly host: string;
  readonly port: number;
  /** `host:port` of the proxy, where there is one. */
  readonly proxy?: string;
  readonly status?: number;
  /** Who issued the certificate: the name at the top of what was sent. */
  readonly issuer?: string;
  readonly seconds?: number;
}

interface OutcomeEntry {
  readonly verdict: PingVerdict;
  readonly sentence: (facts: OutcomeFacts) => string;
}

const ENTRIES = {
  'reached': {
    verdict: 'satisfied',
    sentence: (facts) => `${there(facts)} answers with status ${facts.status}: sensors can reach it from here.`,
  },
  'reached-503': {
    verdict: 'satisfied',
    sentence: (facts) => `${there(facts)} answers with status 503 and a genuine certificate, which some older workspaces do for a time: sensors can reach it from here.`,
  },
  'genuine': {
    verdict: 'satisfied',
    sentence: (facts) => `The certificate of ${facts.host} is issued by ${named(facts.issuer)}, which is trusted here: nothing looks into the TLS.`,
  },
  'not-asked': {
    verdict: 'unknown',
    sentence: (facts) => `No TLS connection to ${facts.host} came about, so it is not known whether something looks into it; mend the connection first.`,
  },
  'name-unknown': {
    verdict: 'violated',
    sentence: (facts) => `The name ${facts.host} does not exist in DNS here; check the workspace name (Settings > Identities > About) and --cloud, and that DNS resolves public names.`,
  },
  'public-name-unknown': {
    verdict: 'violated',
    sentence: (facts) => `The name ${facts.host} does not exist in DNS here; let DNS resolve public names, or name the proxy that this machine must use with --proxy.`,
  },
  'proxy-name-unknown': {
    verdict: 'violated',
    sentence: (facts) => `The name of the proxy ${facts.proxy} does not exist in DNS here; correct it.`,
  },
  'resolver-silent': {
    verdict: 'violated',
    sentence: (facts) => `DNS gives no answer for ${facts.proxy ?? facts.host}; let this machine reach its DNS servers (port 53), or name a proxy with --proxy if names are resolved there.`,
  },
  'port-refused': {
    verdict: 'violated',
    sentence: (facts) => `${there(facts)} refuses the connection; let this machine out to TCP port ${facts.port}, or name the proxy it must use with --proxy.`,
  },
  'port-silent': {
    verdict: 'violated',
    sentence: (facts) => `${there(facts)} does not answer within ${time(facts)}, as when a firewall drops the traffic; let this machine out to TCP port ${facts.port}, or name the proxy it must use with --proxy.`,
  },
  'no-route': {
    verdict: 'violated',
    sentence: (facts) => `This machine has no route to ${there(facts)}; give its network a way there, or name the proxy it must use with --proxy.`,
  },
  'cut': {
    verdict: 'violated',
    sentence: (facts) => `The connection to ${there(facts)} is cut before an answer comes, as firewalls do that look for host names; let ${facts.host} through.`,
  },
  'answer-silent': {
    verdict: 'violated',
    sentence: (facts) => `${there(facts)} takes the connection and sends no answer within ${time(facts)}; look at what stands between (firewall, proxy, inspection).`,
  },
  'answer-odd': {
    verdict: 'violated',
    sentence: (facts) => `${there(facts)} sends something that is not HTTP; look at what stands between (firewall, proxy, captive portal).`,
  },
  'proxy-refused': {
    verdict: 'violated',
    sentence: (facts) => `The proxy ${facts.proxy} refuses the connection; check its port, and that this machine may connect to it.`,
  },
  'proxy-silent': {
    verdict: 'violated',
    sentence: (facts) => `The proxy ${facts.proxy} does not answer within ${time(facts)}; check its address, and that this machine may connect to it.`,
  },
  'proxy-no-route': {
    verdict: 'violated',
    sentence: (facts) => `This machine has no route to the proxy ${facts.proxy}; check its address.`,
  },
  'proxy-not-http': {
    verdict: 'violated',
    sentence: (facts) => `What listens at ${facts.proxy} does not speak HTTP as a proxy does; check the address and the scheme of the proxy.`,
  },
  'proxy-certificate': {
    verdict: 'violated',
    sentence: (facts) => `The TLS connection to the proxy ${facts.proxy} itself cannot be trusted; add its root with --ca, or use the proxy's http port.`,
  },
  'proxy-wants-credentials': {
    verdict: 'violated',
    sentence: (facts) => `The proxy ${facts.proxy} asks for credentials (407); let ${facts.host} through without authentication, or give the sensor a user name and password for the proxy.`,
  },
  'proxy-refuses-credentials': {
    verdict: 'violated',
    sentence: (facts) => `The proxy ${facts.proxy} does not take the credentials (407); correct the user name and password, or let ${facts.host} through without authentication.`,
  },
  'proxy-refuses': {
    verdict: 'violated',
    sentence: (facts) => `The proxy ${facts.proxy} refuses ${facts.host} with status ${facts.status}, which sensors take for a licensing problem; let ${facts.host} through, and if credentials are what is missing, let the proxy answer 407.`,
  },
  'proxy-cannot-reach': {
    verdict: 'violated',
    sentence: (facts) => `The proxy ${facts.proxy} answers with status ${facts.status}: it cannot reach ${facts.host} itself; check its DNS and its own way out to TCP port ${facts.port}, and the workspace name and --cloud.`,
  },
  'proxy-odd': {
    verdict: 'violated',
    sentence: (facts) => `The proxy ${facts.proxy} answers the request for ${facts.host} with status ${facts.status}; let it open tunnels (CONNECT) to ${facts.host}, port ${facts.port}.`,
  },
  'tls-not-spoken': {
    verdict: 'violated',
    sentence: (facts) => `What answers for ${there(facts)} does not speak TLS; look at what stands between (firewall, proxy, captive portal).`,
  },
  'tls-cut': {
    verdict: 'violated',
    sentence: (facts) => `The TLS handshake with ${facts.host} is cut, as firewalls and proxies do that look for host names; let ${facts.host} through without inspection, with TLS 1.2 or newer.`,
  },
  'tls-silent': {
    verdict: 'violated',
    sentence: (facts) => `The TLS handshake with ${facts.host} gets no answer within ${time(facts)}; let ${facts.host} through without inspection.`,
  },
  'tls-refused': {
    verdict: 'violated',
    sentence: (facts) => `The TLS handshake with ${facts.host} fails: no common version or cipher; allow TLS 1.2 with current ciphers on the way.`,
  },
  'inspection': {
    verdict: 'violated',
    sentence: (facts) => `The TLS to ${facts.host} is inspected: its certificate is issued by ${named(facts.issuer)}, which is no public certification authority; exempt ${facts.host} from inspection.`,
  },
  'not-the-service': {
    verdict: 'unknown',
    sentence: (facts) => `What answers for ${facts.host} is not the service, so its answer says nothing; mend the certificate first.`,
  },
  'root-missing': {
    verdict: 'violated',
    sentence: (facts) => `The certificate of ${facts.host} leads to ${named(facts.issuer)}, and no root here vouches for it; install the root certificate from the certification authority, or add it with --ca.`,
  },
  'certificate-of-another': {
    verdict: 'violated',
    sentence: (facts) => `The certificate that answers for ${facts.host} is genuine and for another name (issued by ${named(facts.issuer)}); look at DNS, and at what stands between.`,
  },
  'certificate-dates': {
    verdict: 'violated',
    sentence: (facts) => `The certificate of ${facts.host} (issued by ${named(facts.issuer)}) is not valid at this time; set this machine's clock right.`,
  },
  'unavailable': {
    verdict: 'violated',
    sentence: (facts) => `${there(facts)} answers with status 503, and its certificate (issued by ${named(facts.issuer)}) is none that the service has; look at what stands between.`,
  },
  'status-odd': {
    verdict: 'violated',
    sentence: (facts) => `${there(facts)} answers with status ${facts.status} where 200 is expected; check the workspace name and --cloud, and what stands between.`,
  },
  'http-refused': {
    verdict: 'violated',
    sentence: (facts) => `Something between here and ${there(facts)} refuses with status ${facts.status}; let HTTP to ${facts.host} through, which revocation checks need.`,
  },
  'http-unavailable': {
    verdict: 'violated',
    sentence: (facts) => `${there(facts)} answers with status ${facts.status}: revocation checks cannot be done from here; look at what stands between.`,
  },
} as const satisfies Readonly<Record<string, OutcomeEntry>>;

export type OutcomeCode = keyof typeof ENTRIES;

/** One thing that was found. */
export interface Outcome {
  readonly code: OutcomeCode;
  readonly verdict: PingVerdict;
  /** What is so, and what to do where it is not as it should be. */
  readonly sentence: string;
  readonly facts: OutcomeFacts;
}

export function outcome(code: OutcomeCode, facts: OutcomeFacts): Outcome {
  const { verdict, sentence }: OutcomeEntry = ENTRIES[code];
  return { code, verdict, sentence: sentence(facts), facts };
}

/** Ends a test with what was found; never leaves this room. */
export class Finding extends Error {
  constructor(public readonly found: Outcome) {
    super(found.code);
  }
}

function there({ host, port, proxy }: OutcomeFacts): string {
  return `${host}, port ${port}${proxy === undefined ? '' : ` through the proxy ${proxy}`}`;
}

function named(issuer: string | undefined): string {
  return issuer === undefined ? 'nobody it names' : quoted(issuer);
}

function time({ seconds }: OutcomeFacts): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
