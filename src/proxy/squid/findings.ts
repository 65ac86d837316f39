import { SquidConfiguration } from './configuration';
import { decide } from './decide';
import { SquidSensors } from './judge';
import { connectRequest } from './request';

/** Something worth telling about a configuration that no requirement is about. */
export interface SquidFinding {
  readonly id: 'squid-domain-wildcard' | 'squid-reverse-lookup' | 'squid-connect-port';
  readonly level: 'warning' | 'note';
  readonly message: string;
  /** Path of the configuration, with the access list where it is about one. */
  readonly address: string;
}

/** Ports that a tunnel has no business with: the ones that an open CONNECT is abused for. */
const FOREIGN_PORTS = [22, 25];

export function findingsOf(configuration: SquidConfiguration, host: string, sensors: readonly SquidSensors[]): SquidFinding[] {
  return [...listFindings(configuration), ...foreignPorts(configuration, host, sensors)];
}

function listFindings({ path, lists }: SquidConfiguration): SquidFinding[] {
  return [...lists.values()].flatMap(({ name, tests }): SquidFinding[] => {
    const hosts = tests.flatMap((test) => (test.kind === 'host' ? [test] : []));
    const wildcard = hosts.flatMap(({ domains }) => domains).find((domain) => domain.includes('*'));
    const address = `${path} acl ${name}`;
    return [
      ...(wildcard === undefined ? [] : [{
        id: 'squid-domain-wildcard' as const,
        level: 'warning' as const,
        message: `The list ${name} has ${wildcard}, which Squid compares as it stands, so it matches no host; write ${wildcard.replace(/^\*\.?/, '.')} for every name below it.`,
        address,
      }]),
      ...(hosts.some(({ looksUpAddresses }) => looksUpAddresses) ? [{
        id: 'squid-reverse-lookup' as const,
        level: 'note' as const,
        message: `The list ${name} is a dstdomain without -n, so Squid looks up the name of an address in a request, and whoever owns that zone chooses the name; write "dstdomain -n".`,
        address,
      }] : []),
    ];
  });
}

function foreignPorts(configuration: SquidConfiguration, host: string, sensors: readonly SquidSensors[]): SquidFinding[] {
  return FOREIGN_PORTS.filter((port) => sensors.some((group) =>
    decide(configuration, connectRequest(host, port), group, () => undefined).decisions.some(({ allowed, denied }) => !allowed.subtract(denied).isEmpty)))
    .slice(0, 1)
    .map((port) => ({
      id: 'squid-connect-port',
      level: 'warning',
      message: `CONNECT to port ${port} of ${host} is let through too, so tunnels are not limited to HTTPS; put "http_access deny CONNECT !SSL_ports" before the lines that allow.`,
      address: configuration.path,
    }));
}
