import { RequirementsError } from './errors';

/** The Azure that a service tag is resolved in, as the `cloud` of Microsoft's service tag files spells it. */
export type AzureCloud = 'Public' | 'AzureGovernment';

/** A certificate that must be trusted where the sensor runs. */
export interface RootCertificate {
  readonly name: string;
  /** SHA-1 thumbprint, as certificate stores show it. */
  readonly thumbprint: string;
}

/** What the documentation says about Defender for Identity in one Microsoft cloud. */
export interface CloudFacts {
  /** Name on the command line and in reports. */
  readonly name: string;
  readonly title: string;
  /**
   * What follows `<workspace>sensorapi` in the host name. The first is the current one; the others are former ones that older
   * sensors still use.
   */
  readonly sensorHostSuffixes: readonly string[];
  /** Service tag with every address of the sensor API, as {@link azureCloud} resolves it. */
  readonly serviceTag: string;
  /** The Azure that the service runs in: its service tag file has the addresses, and a rule in another Azure does not mean them by the tag. */
  readonly azureCloud: AzureCloud;
  /** Id of the service tag file in Microsoft's download centre. */
  readonly serviceTagDownload: number;
  /** Hosts of version 3 sensors (Defender for Endpoint, streamlined connectivity). */
  readonly endpointHost: string;
  /** Root certificate that Microsoft names for the cloud; absent where it names none. */
  readonly rootCertificate?: RootCertificate;
}

/** The cloud that is meant when nobody says which. */
export const DEFAULT_CLOUD = 'commercial';

const SERVICE_TAG = 'AzureAdvancedThreatProtection';

const PUBLIC = { serviceTag: SERVICE_TAG, azureCloud: 'Public', serviceTagDownload: 56519, endpointHost: '*.endpoint.security.microsoft.com' } as const;

/** "The Defender for Identity GCC, GCC High, and … (DoD) offerings are built on the Microsoft Azure Government Cloud." */
const GOVERNMENT = {
  serviceTag: SERVICE_TAG, azureCloud: 'AzureGovernment', serviceTagDownload: 57063, endpointHost: '*.endpoint.security.microsoft.us',
} as const;

const DIGICERT_GLOBAL_ROOT_G2: RootCertificate = { name: 'DigiCert Global Root G2', thumbprint: 'DF3C24F9BFD666761B268073FE06D1CC8D4F82A4' };
const DIGICERT_GLOBAL_ROOT_CA: RootCertificate = { name: 'DigiCert Global Root CA', thumbprint: 'A8985D3A65E5E5C4B2D7D66D40C6DD2FB19C5436' };

const SUPPORTED: readonly CloudFacts[] = [
  { ...PUBLIC, name: DEFAULT_CLOUD, title: 'commercial cloud', sensorHostSuffixes: ['.atp.azure.com'], rootCertificate: DIGICERT_GLOBAL_ROOT_G2 },
  // The zone moved in January 2026; sensors before 2.254 know the former one alone. No page names a root for GCC.
  { ...GOVERNMENT, name: 'gcc', title: 'US Government Community Cloud (GCC)', sensorHostSuffixes: ['.atp.gcc.azure.com', '.gcc.atp.azure.com'] },
  { ...GOVERNMENT, name: 'gcc-high', title: 'GCC High', sensorHostSuffixes: ['.atp.azure.us'], rootCertificate: DIGICERT_GLOBAL_ROOT_CA },
  { ...GOVERNMENT, name: 'dod', title: 'Department of Defense (DoD)', sensorHostSuffixes: ['.atp.azure.us'], rootCertificate: DIGICERT_GLOBAL_ROOT_CA },
];

/** Names under which people ask for the cloud that has no documented sensor host. */
const WITHOUT_SERVICE: readonly string[] = ['china', 'azure-china', 'azurechina', '21vianet'];

/** Clouds the catalogue holds. */
export function supportedClouds(): readonly CloudFacts[] {
  return SUPPORTED;
}

/**
 * The cloud of that name.
 *
 * @throws RequirementsError when it is unknown or has no Defender for Identity
 */
export function cloudNamed(name: string): CloudFacts {
  const found = SUPPORTED.find((cloud) => cloud.name === name);
  if (found) return found;
  if (WITHOUT_SERVICE.includes(name.toLowerCase())) throw new RequirementsError('cloud-without-service', name);
  throw new RequirementsError('cloud-unknown', name);
}

/**
 * The host every sensor of a workspace talks to, such as `contoso-corpsensorapi.atp.azure.com`.
 *
 * The workspace name and `sensorapi` are one DNS label: there is no dot between them.
 *
 * @param workspace normalised name, as `checkWorkspaceName` returns it
 * @param cloud name of the cloud; the commercial one by default
 */
export function sensorHost(workspace: string, cloud: string = DEFAULT_CLOUD): string {
  return hostOf(workspace, cloudNamed(cloud).sensorHostSuffixes[0]);
}

/** Hosts that sensors of a workspace talked to before, and older ones still do; none in most clouds. */
export function formerSensorHosts(workspace: string, cloud: string = DEFAULT_CLOUD): readonly string[] {
  return cloudNamed(cloud).sensorHostSuffixes.slice(1).map((suffix) => hostOf(workspace, suffix));
}

function hostOf(workspace: string, suffix: string): string {
  return `${workspace}${SENSOR_HOST_LABEL_END}${suffix}`;
}

/** What the sensor host's first label ends in, after the workspace name. */
export const SENSOR_HOST_LABEL_END = 'sensorapi';
