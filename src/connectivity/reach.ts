import { request } from 'node:http';
import { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Network } from './network';
import { Finding, outcome, OutcomeCode, OutcomeFacts } from './outcome';
import { Proxy } from './proxy-url';

/** What every step of a test needs. */
export interface Ways {
  readonly network: Network;
  readonly proxy?: Proxy;
  /** PEM of the public roots. */
  readonly publicRoots: readonly string[];
  /** PEM of roots that are genuine beside the public ones. */
  readonly roots: readonly string[];
  /** Seconds that each step may take. */
  readonly seconds: number;
}

/** Addresses tried of one name: a name with hundreds of them must not take hours. */
const MOST_ADDRESSES = 4;

/**
 * Opens a TCP connection to the host itself.
 *
 * @param unknown what it means that there is no such name: of a workspace's own host another thing than of a public one
 */
export async function connectDirectly(ways: Ways, facts: OutcomeFacts, unknown: 'name-unknown' | 'public-name-unknown'): Promise<Socket> {
  return connectTo(ways, facts.host, facts.port, facts, { refused: 'port-refused', silent: 'port-silent', route: 'no-route', name: unknown });
}

/** Opens a connection to the proxy, with TLS where its URL says so. */
export async function connectToProxy(ways: Ways, proxy: Proxy, facts: OutcomeFacts): Promise<Socket> {
  const socket = await connectTo(ways, proxy.host, proxy.port, facts, { refused: 'proxy-refused', silent: 'proxy-silent', route: 'proxy-no-route', name: 'proxy-name-unknown' });
  if (!proxy.isTls) return socket;
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Finding(outcome('proxy-certificate', facts)));
    };
    const timer = setTimeout(fail, ways.seconds * 1000);
    const secure = connectTls({ socket, servername: /[a-z]/i.test(proxy.host) ? proxy.host : undefined, ca: [...ways.publicRoots, ...ways.roots] }, () => {
      clearTimeout(timer);
      resolve(secure);
    });
    secure.on('error', fail);
  });
}

/** Has the proxy open a tunnel (CONNECT, RFC 9110, section 9.3.6). */
export async function openTunnel(ways: Ways, proxy: Proxy, facts: OutcomeFacts): Promise<Socket> {
  const socket = await connectToProxy(ways, proxy, facts);
  const authority = `${facts.host}:${facts.port}`;
  return new Promise((resolve, reject) => {
    const end = (code: OutcomeCode, status?: number): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Finding(outcome(code, { ...facts, status })));
    };
    const timer = setTimeout(() => end('proxy-silent'), ways.seconds * 1000);
    const asking = request({ method: 'CONNECT', path: authority, headers: { Host: authority, ...authorization(proxy) }, createConnection: () => socket });
    asking.on('connect', (response, tunnel) => {
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) return end(codeOfProxyStatus(status, proxy), status);
      clearTimeout(timer);
      resolve(tunnel as Socket);
    });
    // Node gives an answer without a tunnel here when it comes before the request is known to be CONNECT.
    asking.on('response', (response) => end(codeOfProxyStatus(response.statusCode ?? 0, proxy), response.statusCode));
    asking.on('error', () => end('proxy-not-http'));
    asking.end();
  });
}

export function authorization({ authorization: value }: Proxy): Readonly<Record<string, string>> {
  return value === undefined ? {} : { 'Proxy-Authorization': value };
}

/** What a proxy says of itself by a status that is not success. */
export function codeOfProxyStatus(status: number, proxy: Proxy): OutcomeCode {
  if (status === 407) return proxy.authorization === undefined ? 'proxy-wants-credentials' : 'proxy-refuses-credentials';
  if (status === 401 || status === 403) return 'proxy-refuses';
  return status >= 502 && status <= 504 ? 'proxy-cannot-reach' : 'proxy-odd';
}

interface Codes {
  readonly refused: OutcomeCode;
  readonly silent: OutcomeCode;
  readonly route: OutcomeCode;
  readonly name: OutcomeCode;
}

async function connectTo({ network, seconds }: Ways, host: string, port: number, facts: OutcomeFacts, codes: Codes): Promise<Socket> {
  const addresses = await resolved(network, host, seconds, facts, codes);
  let failure: Finding | undefined;
  for (const address of addresses.slice(0, MOST_ADDRESSES)) {
    try {
      return await connected(network.connect(address, port), seconds, facts, codes);
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      // What the first address says is what most clients meet.
      failure ??= error;
    }
  }
  throw failure ?? new Finding(outcome(codes.name, facts));
}

async function resolved(network: Network, host: string, seconds: number, facts: OutcomeFacts, codes: Codes): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Finding(outcome('resolver-silent', facts))), seconds * 1000);
  });
  try {
    return await Promise.race([network.resolve(host), late]);
  } catch (error) {
    if (error instanceof Finding) throw error;
    const code = errorCode(error);
    throw new Finding(outcome(code === 'ENOTFOUND' || code === 'ENODATA' ? codes.name : 'resolver-silent', facts));
  } finally {
    clearTimeout(timer);
  }
}

function connected(socket: Socket, seconds: number, facts: OutcomeFacts, codes: Codes): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const end = (code: OutcomeCode): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Finding(outcome(code, facts)));
    };
    const timer = setTimeout(() => end(codes.silent), seconds * 1000);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      // Whoever takes the socket listens on; until then an error must not end the process.
      socket.on('error', () => undefined);
      resolve(socket);
    });
    socket.once('error', (error) => {
      const code = errorCode(error);
      end(code === 'ETIMEDOUT' ? codes.silent : /^(?:ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL)$/.test(code) ? codes.route : codes.refused);
    });
  });
}

/** Not by `instanceof`: some test runners have another `Error` than `node:net`. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
