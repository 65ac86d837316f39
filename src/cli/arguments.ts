import { isIPv6 } from 'node:net';
import { ProxyEndpoint } from '../harness';
import { CommandError } from './errors';

/** Where traffic goes to: a host name or an address, with a port or for every port. */
export interface Destination {
  readonly to: string;
  readonly port?: number;
}

/** `10.1.0.4, 10.1.0.5` as its items. */
export function parseList(option: string, text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new CommandError('list-empty', option, text);
  return items;
}

/** `HOST-OR-IP`, `HOST-OR-IP:PORT`, with a port an IPv6 address in brackets: `[2001:db8::1]:443`. */
export function parseDestination(option: string, text: string): Destination {
  if (isIPv6(text)) return { to: text };
  const { host, port } = splitPort(text);
  return port === undefined ? { to: host } : { to: host, port: parsePort(option, text, port) };
}

/** `ADDRESS:PORT`, an IPv6 address in brackets. Whether the address is one is for the harness to say. */
export function parseEndpoint(option: string, text: string): ProxyEndpoint {
  const { host, port } = splitPort(text);
  if (isIPv6(text) || port === undefined || host === '') throw new CommandError('endpoint-malformed', option, text);
  return { address: host, port: parsePort(option, text, port) };
}

export function parseProtocol(option: string, text: string): 'tcp' | 'udp' {
  const protocol = text.toLowerCase();
  if (protocol !== 'tcp' && protocol !== 'udp') throw new CommandError('protocol-unknown', option, text);
  return protocol;
}

/** @param formats the formats there are */
export function parseFormat(option: string, text: string, formats: readonly string[]): string {
  if (!formats.includes(text)) throw new CommandError('format-unknown', option, `"${text}" does not exist here; write ${alternatives(formats)}.`);
  return text;
}

/** `a`, `a or b`, `a, b or c`. */
function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

function splitPort(text: string): { readonly host: string; readonly port?: string } {
  const bracketed = /^\[([^[\]]*)\](?::(.*))?$/s.exec(text);
  if (bracketed) return { host: bracketed[1], port: bracketed[2] };
  const colon = text.lastIndexOf(':');
  return colon === -1 ? { host: text } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

function parsePort(option: string, text: string, port: string): number {
  const value = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (value < 1 || value > 65535) throw new CommandError('port-malformed', option, text);
  return value;
}
