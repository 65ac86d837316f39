import { DocumentedPkiLocation, PKI_LOCATIONS, pkiRequirementIds } from '../requirements';
import { documentedVersion, SensorVersion } from './sensor-version';

/*
 * Ids of requirements for the descriptions of rules, so that a reviewer sees what a rule is for.
 */

/** Those that ask for some PKI locations. */
export function describedLocations(locations: readonly DocumentedPkiLocation[], sensorVersion: SensorVersion): string {
  const idsOf = locations.map((location) => pkiRequirementIds(location, documentedVersion(sensorVersion)));
  // All of one version before those of the next.
  return (idsOf[0] ?? []).map((_, version) => idsOf.map((ids) => ids[version]).join(', ')).join(', ');
}

/** Those that ask for any PKI location; the description of an NSG rule has no room for the names of both versions. */
export function describedPki(sensorVersion: SensorVersion): string {
  return sensorVersion === SensorVersion.BOTH ? 'pki-*, v3-pki-*' : describedLocations(PKI_LOCATIONS, sensorVersion);
}
