import { ConnectivityError } from './errors';

/** A forward proxy and how to log in to it. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** Whether the connection to the proxy itself is TLS. */
  readonly isTls: boolean;
  /** Value of `Proxy-Authorization`. Secret: never part of a report or an error. */
  readonly authorization?: string;
}

/** Where credentials are taken from, so that they need not be on the command line, which every process can read. */
export const CREDENTIALS_VARIABLE = 'MDI_EGRESS_PROXY_CREDENTIALS';

/**
 * Reads `http://[user:password@]host:port`.
 *
 * @param credentials `user:password`; used where the URL has none
 * @throws ConnectivityError that does not repeat the URL, since it may hold a password
 */
export function parseProxyUrl(text: string, credentials?: string): Proxy {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw new ConnectivityError('proxy-url');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw new ConnectivityError('proxy-url-path');
  // The URL class drops the port that a scheme has anyway.
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (port === 0) throw new ConnectivityError('proxy-url');
  const authorization = authorizationOf(url.username === '' && url.password === '' ? credentials : `${decoded(url.username)}:${decoded(url.password)}`);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    isTls: url.protocol === 'https:',
    ...(authorization === undefined ? {} : { authorization }),
  };
}

/** `host:port`, an IPv6 address in brackets: all of a proxy that is ever shown. */
export function shownProxy({ host, port }: Pick<Proxy, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Basic authentication (RFC 7617); the user name ends at the first colon. */
function authorizationOf(credentials: string | undefined): string | undefined {
  if (credentials === undefined || credentials === '') return undefined;
  if (!credentials.includes(':') || /[\x00-\x1f\x7f]/.test(credentials)) throw new ConnectivityError('proxy-credentials');
  return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ConnectivityError('proxy-credentials');
  }
}
