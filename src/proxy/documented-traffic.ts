import { Requirement, RequirementLevel } from '../requirements';

/*
 * The documented flows as a forward proxy meets them: HTTPS as a tunnel that it sees nothing of, HTTP as requests whose
 * paths it sees.
 */

/** `CONNECT host:port`: host and port are all that a proxy sees of it (RFC 9110, section 9.3.6). */
export interface Tunnel {
  /** Host in lower case; `*.` in front stands for every name below it. */
  readonly host: string;
  readonly port: number;
  readonly level: RequirementLevel;
  /** Ids of the requirements that ask for it. */
  readonly requirements: readonly string[];
}

/** `GET http://host/path…`. */
export interface Fetch {
  /** Host in lower case; `*.` in front stands for every name below it. */
  readonly host: string;
  readonly port: number;
  /** What every documented path starts with; `/` where the documentation names the host alone. */
  readonly pathPrefix: string;
  readonly level: RequirementLevel;
  /** Ids of the requirements that ask for it. */
  readonly requirements: readonly string[];
}

export interface DocumentedTraffic {
  readonly tunnels: readonly Tunnel[];
  readonly fetches: readonly Fetch[];
}

/** What the requirements ask a forward proxy to let through, in the catalogue's order, each thing once. */
export function documentedTraffic(requirements: readonly Requirement[]): DocumentedTraffic {
  const tunnels = new Map<string, Tunnel>();
  const fetches = new Map<string, Fetch>();
  for (const { id, level, kind, flows } of requirements) {
    if (kind !== 'flows') continue;
    for (const { scheme, host, port, path } of flows) {
      if (scheme === 'https') merge(tunnels, `${host}:${port}`, { host, port, level, requirements: [id] });
      else merge(fetches, `${host}:${port}${path}`, { host, port, pathPrefix: pathPrefix(path), level, requirements: [id] });
    }
  }
  return { tunnels: [...tunnels.values()], fetches: [...fetches.values()] };
}

/** `/pkiops/*` as what its paths start with. */
export function pathPrefix(path: string | undefined): string {
  return path === undefined ? '/' : path.replace(/\*$/, '');
}

/** The hosts of both kinds, each once, in the catalogue's order. */
export function documentedHosts({ tunnels, fetches }: DocumentedTraffic): string[] {
  return [...new Set([...tunnels, ...fetches].map(({ host }) => host))];
}

function merge<T extends Tunnel | Fetch>(known: Map<string, T>, key: string, added: T): void {
  const present = known.get(key);
  known.set(key, present === undefined ? added : {
    ...present,
    level: present.level === 'required' ? present.level : added.level,
    requirements: [...new Set([...present.requirements, ...added.requirements])],
  });
}
