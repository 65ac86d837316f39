import { SquidAddresses } from './addresses';
import { Address, AddressFamily, familyOf, IntervalSet, parseAddress } from '../../packets';

/** A request as a proxy sees it, or all requests whose paths begin alike. */
export interface SquidRequest {
  readonly method: string;
  /** Lower case; empty for CONNECT, which names a host and a port alone. */
  readonly scheme: string;
  /** Lower-case name, `*.` in front for every name below it, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Escapes undone, as Squid compares it; absent for CONNECT. */
  readonly path?: string;
  /** Whether every path that begins with `path` is meant. */
  readonly isPrefix?: boolean;
}

export function connectRequest(host: string, port: number): SquidRequest {
  return { method: 'CONNECT', scheme: '', host, port };
}

export function getRequest(host: string, port: number, path: string, isPrefix: boolean): SquidRequest {
  return { method: 'GET', scheme: 'http', host, port, path, isPrefix };
}

/** The URL up to the path as Squid writes it: without the port that the scheme has anyway. */
export function urlBeforePath({ scheme, host, port, path }: SquidRequest): string {
  const name = host.includes(':') ? `[${host}]` : host;
  if (path === undefined) return `${name}:${port}`;
  const usual: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };
  return `${scheme}://${name}${usual[scheme] === port ? '' : `:${port}`}`;
}

/** The host's address, where the request names one. */
export function literalAddress({ host }: SquidRequest): Address | undefined {
  return parseAddress(host);
}

/** Clients of one address family. */
export interface Clients {
  readonly family: AddressFamily;
  readonly addresses: SquidAddresses['ipv4'];
}

export function clientAt(address: Address): Clients {
  return { family: familyOf(address), addresses: IntervalSet.interval<Address>(address, typeof address === 'bigint' ? address + 1n : address + 1) };
}
