import { AddressFamily, AddressSet } from '../../packets';

/** The service tag of Defender for Identity. */
export const SENSOR_SERVICE_TAG = 'AzureAdvancedThreatProtection';

/** Service tags with the addresses of what sensors talk to: version 2 sensors the first, version 3 sensors the others. */
export const SENSOR_SERVICE_TAGS: readonly string[] = [SENSOR_SERVICE_TAG, 'MicrosoftDefenderForEndpoint', 'OneDsCollector'];

/** What Azure takes a tag in, as the published files say it. */
export type ServiceTagFeature = 'API' | 'NSG' | 'UDR' | 'FW' | 'VSE';

/**
 * What is known of a service tag.
 *
 * - `exact`: its addresses.
 * - `superset`: it holds every address of the exact tags; which others is not known.
 * - `disjoint`: it shares no address with the exact tags; which it has is not known.
 * - `unknown`: nothing, with the reason.
 */
export interface ServiceTag {
  /** As Microsoft spells it. */
  readonly name: string;
  readonly relation: 'exact' | 'superset' | 'disjoint' | 'unknown';
  readonly addresses: Record<AddressFamily, AddressSet>;
  /** Addresses that it has not for certain; set for `superset`, where clouds are known to share none. */
  readonly lacks?: Record<AddressFamily, AddressSet>;
  /** Why the addresses are not known; set for `unknown`. */
  readonly reason?: string;
  /** What Azure takes it in; absent where the file does not say. */
  readonly features?: readonly string[];
  /** Increases with each change of its addresses; absent where the file does not say. */
  readonly changeNumber?: number;
}

/** The addresses of a tag as published at one time. */
export interface ServiceTagState {
  /** ISO date of the first file known to have it; empty where no date is known. */
  readonly date: string;
  /** Change number of the tag; absent where the file does not say. */
  readonly changeNumber?: number;
  /** CIDR prefixes as published. */
  readonly addressPrefixes: readonly string[];
}

/** A name that rules may use. */
export interface ServiceTagName {
  /** As Microsoft spells it. */
  readonly name: string;
  /** Whether `Name.Region` exists too. */
  readonly regional: boolean;
}

/** The service tags of one cloud at one time. */
export interface ServiceTagSnapshot {
  /** `Public`, `AzureGovernment` or `China`, as in Microsoft's files. */
  readonly cloud: string;
  /** Change number of the file, or of the sensor's tag for the bundled extract. */
  readonly changeNumber: number;
  /** ISO date, or empty where the file's name does not carry it. */
  readonly date: string;
  /** Looks a tag up without regard to case; `undefined` where nothing is known of it. */
  find(name: string): ServiceTag | undefined;
  /** Names of tags for the whole cloud (no region), for suggestions. */
  names(): readonly ServiceTagName[];
  /** States of a tag that are known, oldest first, the current one last; none for a tag whose addresses are not known. */
  states(tag: string): readonly ServiceTagState[];
  /** Addresses that a tag has or ever had, as far as is known: what a pinned list is recognised by. The sensor's tag by default. */
  everPublished(family: AddressFamily, tag?: string): AddressSet;
}
