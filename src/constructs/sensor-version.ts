import { sensorVersionNamed, SensorVersion as DocumentedVersion } from '../requirements';

/** Major version of the sensors: it decides which hosts they talk to. */
export enum SensorVersion {
  /** Version 2 (classic): the workspace's own sensor API. */
  VERSION_2 = '2',
  /** Version 3: the hosts of Microsoft Defender for Endpoint, and PKI hosts that are required and not only recommended. */
  VERSION_3 = '3',
  /** Some sensors of each version, or a move from one to the other: what both need. */
  BOTH = 'both',
}

/** Whether sensors of the version include some of version 2. */
export function includesVersion2(version: SensorVersion): boolean {
  return version !== SensorVersion.VERSION_3;
}

/** Whether sensors of the version include some of version 3. */
export function includesVersion3(version: SensorVersion): boolean {
  return version !== SensorVersion.VERSION_2;
}

/** The version as the catalogue of requirements knows it. */
export function documentedVersion(version: SensorVersion): DocumentedVersion {
  return sensorVersionNamed(version);
}
