import { CatalogueEntry, httpsFlow, pkiEntries, Subject } from './catalogue-entry';
import { HTTPS_PORT } from './pki-locations';
import { FORMER_HOST_SOURCE, PROXY_SOURCE, sensorHostSource } from './sources';

/** Requirements of version 2 ("classic") sensors, in the documentation's order. */
export const VERSION_2: readonly CatalogueEntry[] = [
  {
    id: 'sensor-api',
    level: 'required',
    kind: 'flows',
    statement: ({ host }) => `Every sensor reaches ${host} over HTTPS (TCP ${HTTPS_PORT}).`,
    flows: ({ host, cloud }) => [httpsFlow(host, cloud.serviceTag)],
    source: ({ cloud }) => sensorHostSource(cloud),
  },
  {
    id: 'sensor-api-former-host',
    level: 'recommended',
    kind: 'flows',
    statement: ({ formerHosts }) => `Sensors before version 2.254 reach ${formerHosts.join(', ')} over HTTPS (TCP ${HTTPS_PORT}).`,
    flows: ({ formerHosts, cloud }) => formerHosts.map((host) => httpsFlow(host, cloud.serviceTag)),
    source: () => FORMER_HOST_SOURCE,
    applies: ({ formerHosts }) => formerHosts.length > 0,
  },
  ...pkiEntries('', 'recommended', () => PROXY_SOURCE),
  {
    id: 'no-tls-inspection',
    level: 'required',
    kind: 'no-tls-inspection',
    statement: (subject) => `Nothing on the way terminates the TLS of sensors to ${hostsOf(subject).join(' or ')}: both ends present certificates.`,
    flows: (subject) => hostsOf(subject).map((host) => httpsFlow(host, subject.cloud.serviceTag)),
    source: () => PROXY_SOURCE,
  },
];

function hostsOf({ host, formerHosts }: Subject): readonly string[] {
  return [host, ...formerHosts];
}
