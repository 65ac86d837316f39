import {
  FIREWALL_NAME_PATTERN, NSG_NAME_PATTERN, RESOURCE_GROUP_NAME_PATTERN, RESOURCE_NAME_LENGTH_MAXIMUM, TAG_NAME_LENGTH_MAXIMUM, TAG_VALUE_LENGTH_MAXIMUM,
  TAGS_MAXIMUM,
} from '../azure';
import { refuse } from './errors';
import { isFilledByTerraform } from './tokens';

/** What resources of every type have. */
export interface ResourceArguments {
  readonly location?: string;
  readonly resourceGroupName?: string;
  readonly tags?: { readonly [key: string]: string };
}

/**
 * Refuses what the provider refuses when Terraform validates: where a resource is, and its tags. What Terraform fills in is not judged.
 *
 * @param place of what has them, for the message
 */
export function checkResourceArguments(place: string, { location, resourceGroupName, tags = {} }: ResourceArguments): void {
  if (location === '') throw refuse('no-location', place);
  if (resourceGroupName !== undefined && !isFilledByTerraform(resourceGroupName) && !RESOURCE_GROUP_NAME_PATTERN.test(resourceGroupName)) {
    throw refuse('resource-group-name', place, resourceGroupName);
  }
  const written = Object.entries(tags);
  if (written.length > TAGS_MAXIMUM) throw refuse('too-many-tags', place, written.length, TAGS_MAXIMUM);
  const long = written.find(([name, value]) => isLonger(name, TAG_NAME_LENGTH_MAXIMUM) || isLonger(value, TAG_VALUE_LENGTH_MAXIMUM));
  if (long) throw refuse('long-tag', place, long[0], TAG_NAME_LENGTH_MAXIMUM, TAG_VALUE_LENGTH_MAXIMUM);
}

/** Refuses a name that Azure does not take for the resource; firewall policies and what belongs to them want two characters. */
export function checkResourceName(place: string, kind: 'firewall' | 'network', name: string): void {
  if (isFilledByTerraform(name)) return;
  const pattern = kind === 'firewall' ? FIREWALL_NAME_PATTERN : NSG_NAME_PATTERN;
  if (name.length > RESOURCE_NAME_LENGTH_MAXIMUM || !pattern.test(name)) throw refuse(kind === 'firewall' ? 'firewall-name' : 'nsg-name', place, name);
}

function isLonger(text: string, maximum: number): boolean {
  return !isFilledByTerraform(text) && Buffer.byteLength(text) > maximum;
}
