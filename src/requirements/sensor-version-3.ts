import { CatalogueEntry, httpsFlow, pkiEntries, Subject } from './catalogue-entry';
import { HTTPS_PORT } from './pki-locations';
import { DocumentedFlow } from './requirement';
import { ENDPOINT_INSPECTION_SOURCE, endpointPkiSource, endpointSource } from './sources';

/**
 * Service tags whose addresses the hosts of version 3 sensors have: "the IP ranges from both service tags are needed".
 *
 * `OneDsCollector` lacks the feature `FW` in the published files: no Azure Firewall rule can name it.
 */
export const ENDPOINT_SERVICE_TAGS: readonly string[] = ['MicrosoftDefenderForEndpoint', 'OneDsCollector'];

/** What tells the ids of requirements of version 3 sensors from those of version 2. */
export const VERSION_3_ID_PREFIX = 'v3-';

/** Requirements of version 3 sensors, which use the hosts of Microsoft Defender for Endpoint and no workspace's own. */
export const VERSION_3: readonly CatalogueEntry[] = [
  {
    id: 'v3-endpoint',
    level: 'required',
    kind: 'flows',
    statement: ({ cloud }) => `Every version 3 sensor reaches ${cloud.endpointHost} over HTTPS (TCP ${HTTPS_PORT}).`,
    flows: endpointFlows,
    source: ({ cloud }) => endpointSource(cloud),
  },
  ...pkiEntries(VERSION_3_ID_PREFIX, 'required', ({ cloud }) => endpointPkiSource(cloud)),
  {
    id: 'v3-no-tls-inspection',
    level: 'required',
    kind: 'no-tls-inspection',
    statement: ({ cloud }) => `Nothing on the way terminates the TLS of version 3 sensors to ${cloud.endpointHost}: the certificates are pinned.`,
    flows: endpointFlows,
    source: () => ENDPOINT_INSPECTION_SOURCE,
  },
];

/** One flow for each tag: a host may answer on any address of either. */
function endpointFlows({ cloud }: Subject): readonly DocumentedFlow[] {
  return ENDPOINT_SERVICE_TAGS.map((serviceTag) => httpsFlow(cloud.endpointHost, serviceTag));
}
