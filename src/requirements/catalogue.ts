import { CloudFacts, cloudNamed, DEFAULT_CLOUD, sensorHost } from './clouds';
import { RequirementsError } from './errors';
import { DocumentedFlow, Requirement, RequirementLevel, Source } from './requirement';
import { checkWorkspaceName } from './workspace-name';

/** What the catalogue is asked for. */
export interface RequirementsQuestion {
  /** Name of the workspace, in any case. */
  readonly workspace: string;
  /** Name of the cloud; `commercial` by default. */
  readonly cloud?: string;
  /** Major version of the sensors; 2 by default. */
  readonly sensorVersion?: number;
}

/** A host, with a path where one is documented, that certificate checks of the sensor's machine fetch from. */
export interface DocumentedPkiLocation {
  /** Id of the requirement that asks for it. */
  readonly requirement: string;
  readonly host: string;
  /** Documented path, such as `/pkiops/*`; absent where the page names the host alone. */
  readonly path?: string;
}

/**
 * Where revocation lists and trust lists are, in the page's own order.
 *
 * The page names neither scheme nor port. Revocation lists and trust lists travel over HTTP: that is what the URLs in the
 * certificates say, and what Microsoft's port tables for the same hosts say (Defender for Endpoint's connectivity URLs).
 */
export const PKI_LOCATIONS: readonly DocumentedPkiLocation[] = [
  { requirement: 'pki-crl', host: 'crl.microsoft.com' },
  { requirement: 'pki-ctl', host: 'ctldl.windowsupdate.com' },
  { requirement: 'pki-pkiops', host: 'www.microsoft.com', path: '/pkiops/*' },
  { requirement: 'pki-certs', host: 'www.microsoft.com', path: '/pki/*' },
];

export const HTTP_PORT = 80;
export const HTTPS_PORT = 443;

const PAGE: Source = {
  title: 'Configure endpoint proxy and internet connectivity settings',
  section: 'Enable access to Defender for Identity service URLs in the proxy server',
  dated: '2024-02-12',
  url: 'https://learn.microsoft.com/defender-for-identity/deploy/configure-proxy'
    + '#enable-access-to-defender-for-identity-service-urls-in-the-proxy-server',
};

/** A requirement before workspace and cloud are filled in. */
interface CatalogueEntry {
  readonly id: string;
  readonly level: RequirementLevel;
  readonly kind: Requirement['kind'];
  readonly statement: (host: string, cloud: CloudFacts) => string;
  readonly flows: (host: string, cloud: CloudFacts) => readonly DocumentedFlow[];
  readonly source: Source;
}

const PKI_PURPOSE: ReadonlyMap<string, string> = new Map([
  ['pki-crl', 'for certificate revocation lists'],
  ['pki-ctl', 'for the list of trusted root certificates'],
  ['pki-pkiops', 'for certificates and revocation lists of Microsoft certification authorities'],
  ['pki-certs', 'for certificates of Microsoft certification authorities'],
]);

const VERSION_2: readonly CatalogueEntry[] = [
  {
    id: 'sensor-api',
    level: 'required',
    kind: 'flows',
    statement: (host) => `Every sensor reaches ${host} over HTTPS (TCP ${HTTPS_PORT}).`,
    flows: sensorApiFlows,
    source: PAGE,
  },
  ...PKI_LOCATIONS.map((location): CatalogueEntry => ({
    id: location.requirement,
    level: 'recommended',
    kind: 'flows',
    statement: () =>
      `Every sensor reaches ${location.host}${location.path ?? ''} over HTTP (TCP ${HTTP_PORT}) ${PKI_PURPOSE.get(location.requirement)}.`,
    flows: () => [{ ...hostAndPath(location), scheme: 'http', protocol: 'tcp', port: HTTP_PORT }],
    source: PAGE,
  })),
  {
    id: 'no-tls-inspection',
    level: 'required',
    kind: 'no-tls-inspection',
    statement: (host) => `Nothing on the way terminates the TLS of sensors to ${host}: both ends present certificates.`,
    flows: sensorApiFlows,
    source: PAGE,
  },
  {
    id: 'address-list-current',
    level: 'recommended',
    kind: 'address-list-current',
    statement: (_host, cloud) => `Address lists that stand for the service tag ${cloud.serviceTag} hold every address the tag has now.`,
    flows: () => [],
    source: PAGE,
  },
];

const BY_SENSOR_VERSION: ReadonlyMap<number, readonly CatalogueEntry[]> = new Map([[2, VERSION_2]]);

/** Versions that exist and that the catalogue does not hold yet. */
const SENSOR_VERSIONS_NOT_SUPPORTED_YET: readonly number[] = [3];

/**
 * What the documentation asks for one workspace, in the documentation's order.
 *
 * @throws WorkspaceNameError when the name cannot be a workspace's
 * @throws RequirementsError when the catalogue does not hold the cloud or the sensor version
 */
export function requirementsFor(question: RequirementsQuestion): Requirement[] {
  const cloud = cloudNamed(question.cloud ?? DEFAULT_CLOUD);
  const host = sensorHost(checkWorkspaceName(question.workspace), cloud.name);
  return entriesFor(question.sensorVersion ?? 2).map((entry) => ({
    id: entry.id,
    level: entry.level,
    kind: entry.kind,
    statement: entry.statement(host, cloud),
    flows: entry.flows(host, cloud),
    source: entry.source,
  }));
}

function entriesFor(sensorVersion: number): readonly CatalogueEntry[] {
  const entries = BY_SENSOR_VERSION.get(sensorVersion);
  if (entries) return entries;
  const code = SENSOR_VERSIONS_NOT_SUPPORTED_YET.includes(sensorVersion) ? 'sensor-version-not-supported-yet' : 'sensor-version-unknown';
  throw new RequirementsError(code, String(sensorVersion));
}

function sensorApiFlows(host: string, cloud: CloudFacts): readonly DocumentedFlow[] {
  return [{ host, scheme: 'https', protocol: 'tcp', port: HTTPS_PORT, serviceTag: cloud.serviceTag }];
}

function hostAndPath(location: DocumentedPkiLocation): Pick<DocumentedFlow, 'host' | 'path'> {
  return location.path === undefined ? { host: location.host } : { host: location.host, path: location.path };
}
