import { CatalogueEntry, Subject } from './catalogue-entry';
import { cloudNamed, DEFAULT_CLOUD, formerSensorHosts, sensorHost } from './clouds';
import { RequirementsError } from './errors';
import { DocumentedPkiLocation } from './pki-locations';
import { Requirement, Source } from './requirement';
import { VERSION_2 } from './sensor-version-2';
import { ENDPOINT_SERVICE_TAGS, VERSION_3, VERSION_3_ID_PREFIX } from './sensor-version-3';
import { ENDPOINT_ADDRESSES_SOURCE, PROXY_SOURCE } from './sources';
import { checkWorkspaceName } from './workspace-name';

/** Major version of the sensors; `both` where an estate has some of each. */
export type SensorVersion = 2 | 3 | 'both';

/** What the catalogue is asked for. */
export interface RequirementsQuestion {
  /** Name of the workspace, in any case. */
  readonly workspace: string;
  /** Name of the cloud; `commercial` by default. */
  readonly cloud?: string;
  /** Version of the sensors, one of {@link SensorVersion}; 2 by default. */
  readonly sensorVersion?: number | string;
}

/** The version that is meant when nobody says which: the one that most domain controllers have. */
export const DEFAULT_SENSOR_VERSION: SensorVersion = 2;

const BY_SENSOR_VERSION: ReadonlyMap<SensorVersion, readonly CatalogueEntry[]> = new Map<SensorVersion, readonly CatalogueEntry[]>([
  [2, VERSION_2],
  [3, VERSION_3],
  ['both', [...VERSION_2, ...VERSION_3]],
]);

/**
 * What the documentation asks for one workspace, in the documentation's order.
 *
 * @throws WorkspaceNameError when the name cannot be a workspace's
 * @throws RequirementsError when the catalogue does not hold the cloud or the sensor version
 */
export function requirementsFor(question: RequirementsQuestion): Requirement[] {
  const cloud = cloudNamed(question.cloud ?? DEFAULT_CLOUD);
  const workspace = checkWorkspaceName(question.workspace);
  const version = sensorVersionNamed(question.sensorVersion ?? DEFAULT_SENSOR_VERSION);
  const subject: Subject = { cloud, host: sensorHost(workspace, cloud.name), formerHosts: formerSensorHosts(workspace, cloud.name) };
  const requirements = BY_SENSOR_VERSION.get(version)!.filter((entry) => entry.applies?.(subject) ?? true).map((entry): Requirement => ({
    id: entry.id,
    level: entry.level,
    kind: entry.kind,
    statement: entry.statement(subject),
    flows: entry.flows(subject),
    source: entry.source(subject),
  }));
  return [...requirements, addressListCurrent(serviceTagsFor(version, cloud.name), version === 3 ? ENDPOINT_ADDRESSES_SOURCE : PROXY_SOURCE)];
}

/** Service tags that hold the addresses of everything sensors of a version talk to, PKI hosts aside. */
export function serviceTagsFor(version: SensorVersion, cloud: string = DEFAULT_CLOUD): readonly string[] {
  const { serviceTag } = cloudNamed(cloud);
  return version === 2 ? [serviceTag] : version === 3 ? ENDPOINT_SERVICE_TAGS : [serviceTag, ...ENDPOINT_SERVICE_TAGS];
}

/** Ids of the requirements that ask for a PKI location, for sensors of a version. */
export function pkiRequirementIds({ requirement }: DocumentedPkiLocation, version: SensorVersion): readonly string[] {
  const ofVersion3 = `${VERSION_3_ID_PREFIX}${requirement}`;
  return version === 2 ? [requirement] : version === 3 ? [ofVersion3] : [requirement, ofVersion3];
}

/**
 * The sensor version of that name, such as `2` or `both`.
 *
 * @throws RequirementsError when there is none
 */
export function sensorVersionNamed(name: number | string): SensorVersion {
  for (const version of BY_SENSOR_VERSION.keys()) if (String(version) === String(name)) return version;
  throw new RequirementsError('sensor-version-unknown', String(name));
}

function addressListCurrent(serviceTags: readonly string[], source: Source): Requirement {
  return {
    id: 'address-list-current',
    level: 'recommended',
    kind: 'address-list-current',
    statement: serviceTags.length === 1
      ? `Address lists that stand for the service tag ${serviceTags[0]} hold every address the tag has now.`
      : `Address lists that stand for one of the service tags ${serviceTags.join(', ')} hold every address the tag has now.`,
    flows: [],
    serviceTags,
    source,
  };
}
