import { isIPv6 } from 'node:net';
import { ProxyError } from './errors';

/** Where clients find a proxy. */
export interface ProxyEndpoint {
  /** Host name or address, an IPv6 address without brackets. */
  readonly host: string;
  /** TCP port, 1 to 65535. */
  readonly port: number;
}

/**
 * Reads `HOST:PORT`, an IPv6 address in brackets.
 *
 * @throws ProxyError for anything else, a scheme or credentials among it
 */
export function parseProxyEndpoint(text: string): ProxyEndpoint {
  const match = /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > 65535) throw new ProxyError('proxy-malformed', text);
  if (match[1] !== undefined && !isIPv6(match[1])) throw new ProxyError('proxy-malformed', text);
  return { host: match[1] ?? match[2], port };
}

/** `HOST:PORT`, an IPv6 address in brackets. */
export function formatProxyEndpoint({ host, port }: ProxyEndpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
