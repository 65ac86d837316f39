import { RequirementsError } from './errors';

/** What the documentation says about Defender for Identity in one Microsoft cloud. */
export interface CloudFacts {
  /** Name on the command line and in reports. */
  readonly name: string;
  readonly title: string;
  /** What follows `<workspace>sensorapi` in the host name; the first is the current one. */
  readonly sensorHostSuffixes: readonly string[];
  /** Service tag with every address of the sensor API, as the cloud's own Azure resolves it. */
  readonly serviceTag: string;
}

/** The cloud that is meant when nobody says which. */
export const DEFAULT_CLOUD = 'commercial';

const SUPPORTED: readonly CloudFacts[] = [
  {
    name: DEFAULT_CLOUD,
    title: 'commercial cloud',
    sensorHostSuffixes: ['.atp.azure.com'],
    serviceTag: 'AzureAdvancedThreatProtection',
  },
];

/** Clouds that Defender for Identity runs in and this catalogue does not hold yet. */
const NOT_SUPPORTED_YET: readonly string[] = ['gcc', 'gcc-high', 'dod'];

/** Names under which people ask for the cloud that has no documented sensor host. */
const WITHOUT_SERVICE: readonly string[] = ['china', 'azure-china', '21vianet'];

/** Clouds the catalogue holds. */
export function supportedClouds(): readonly CloudFacts[] {
  return SUPPORTED;
}

/**
 * The cloud of that name.
 *
 * @throws RequirementsError when it is unknown, not supported yet, or has no Defender for Identity
 */
export function cloudNamed(name: string): CloudFacts {
  const found = SUPPORTED.find((cloud) => cloud.name === name);
  if (found) return found;
  if (NOT_SUPPORTED_YET.includes(name)) throw new RequirementsError('cloud-not-supported-yet', name);
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
  return `${workspace}${SENSOR_HOST_LABEL_END}${cloudNamed(cloud).sensorHostSuffixes[0]}`;
}

/** What the sensor host's first label ends in, after the workspace name. */
export const SENSOR_HOST_LABEL_END = 'sensorapi';
