import { Fetch, Tunnel } from '../documented-traffic';
import { AllowList } from './allow-list';
import { distinctNames } from './distinct-names';

/** The port that Squid's own example configuration listens on. */
const USUAL_PORT = 3128;

/** Private addresses: what Squid's own default configuration takes for the local network (RFC 1918, RFC 4193, RFC 4291). */
const INSIDE: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fe80::/10'];

/** Squid takes names of access lists up to 63 characters; ids are shorter unless many requirements ask for one thing. */
const LONGEST_NAME = 50;

/**
 * A whole squid.conf that lets the documented requests through and nothing else.
 *
 * Hosts are compared as they are written in the request (`-n`: no reverse lookup for requests to addresses), CONNECT opens tunnels
 * to the sensor hosts alone, paths are compared where Squid sees them, in plain HTTP, and no port has `ssl-bump`.
 */
export function squidConfiguration({ workspace, cloud, traffic, source, proxy, sensors }: AllowList): string {
  const { tunnels, fetches } = traffic;
  const names = aclNames([...tunnels, ...fetches]);
  const nameOf = (item: Tunnel | Fetch): string => names.get(item) ?? '';
  return [
    `# Squid for the Defender for Identity sensors of workspace ${workspace} (${cloud} cloud): the documented requests and nothing else.`,
    `# ${source.title}, dated ${source.dated}`,
    `# ${source.url}`,
    '',
    `http_port ${proxy?.port ?? USUAL_PORT}`,
    '',
    sensors === undefined ? '# The clients: private addresses. Narrow this to the sensors.' : '# The clients: the sensors.',
    ...(sensors ?? INSIDE).map((prefix) => `acl localnet src ${prefix}`),
    '',
    ...ports(tunnels).map((port) => `acl SSL_ports port ${port}`),
    ...ports([...fetches, ...tunnels]).flatMap((port) => [`acl Safe_ports port ${port}`, `acl ${portName(port)} port ${port}`]),
    '',
    '# Lists and certificates are fetched; nothing is sent.',
    'acl mdi_fetch method GET HEAD',
    'acl mdi_http proto HTTP',
    ...tunnels.flatMap((tunnel) => ['', `# ${tunnel.requirements.join(', ')}`, hostLine(nameOf(tunnel), tunnel)]),
    ...fetches.flatMap((fetch) => [
      '',
      `# ${fetch.requirements.join(', ')}`,
      hostLine(nameOf(fetch), fetch),
      ...(hasPath(fetch) ? [`acl ${nameOf(fetch)}_path urlpath_regex ^${regexOf(fetch.pathPrefix)}`] : []),
    ]),
    '',
    'http_access deny !Safe_ports',
    'http_access deny CONNECT !SSL_ports',
    'http_access deny !localnet',
    ...tunnels.map((tunnel) => `http_access allow CONNECT ${nameOf(tunnel)} ${portName(tunnel.port)}`),
    ...fetches.map((fetch) =>
      `http_access allow mdi_fetch mdi_http ${nameOf(fetch)} ${portName(fetch.port)}${hasPath(fetch) ? ` ${nameOf(fetch)}_path` : ''}`),
    'http_access deny all',
    '',
  ].join('\n');
}

function aclNames(items: readonly (Tunnel | Fetch)[]): Map<Tunnel | Fetch, string> {
  const names = distinctNames(items.map(({ requirements }) => `mdi-${requirements.join('-')}`.slice(0, LONGEST_NAME)));
  return new Map(items.map((item, index) => [item, names[index].replaceAll('-', '_')]));
}

/** Tunnels and fetches share the lists of ports above: each is held to its own port. */
function portName(port: number): string {
  return `mdi_port_${port}`;
}

function ports(items: readonly (Tunnel | Fetch)[]): number[] {
  return [...new Set(items.map(({ port }) => port))];
}

function hasPath({ pathPrefix }: Fetch): boolean {
  return pathPrefix !== '/';
}

/** Squid writes "this name and every name below it" with a dot in front. */
function hostLine(name: string, { host }: Tunnel | Fetch): string {
  return `acl ${name} dstdomain -n ${host.startsWith('*.') ? host.slice(1) : host}`;
}

function regexOf(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
