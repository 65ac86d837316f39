import { Estate, ServiceTagFileError, ServiceTagSnapshot, serviceTagChanges } from '../azure';
import { AddressListCheck, checkAddressLists } from '../proof';
import { ServiceTagChanges } from '../report';
import { DEFAULT_SENSOR_VERSION, sensorVersionNamed, serviceTagsFor } from '../requirements';
import { Input, mergeEstates } from '../terraform';
import { HarnessError } from './errors';

/** What to check address lists against. */
export interface CheckServiceTagsOptions {
  /** Snapshots to use instead of the bundled ones of their clouds. */
  readonly serviceTags?: readonly ServiceTagSnapshot[];
  /** Version of the sensors whose tags lists may stand for: 2, 3, or `both`; 2 by default. */
  readonly sensorVersion?: number | string;
  /** Surplus and rounded prefixes count too; false by default. */
  readonly strict?: boolean;
  /** ISO date of the day that ages are counted to. */
  readonly today: string;
}

/**
 * Compares every literal list and IP group of inputs taken together that stands for a service tag of the sensors with the tag.
 *
 * @throws an error that `isUsageProblem` knows when the question cannot be answered as it was put
 */
export function checkServiceTags(inputs: readonly Input[], options: CheckServiceTagsOptions): AddressListCheck {
  if (inputs.length === 0) throw new HarnessError('no-input');
  const estate: Estate = inputs.length === 1 ? inputs[0].estate : mergeEstates(inputs.map((input) => input.estate));
  const version = sensorVersionNamed(options.sensorVersion ?? DEFAULT_SENSOR_VERSION);
  return checkAddressLists(estate, {
    tags: serviceTagsFor(version),
    serviceTags: options.serviceTags ?? [],
    strict: options.strict,
    today: options.today,
  });
}

/**
 * What changed from one service tag file to another, for the tags of sensors of every version.
 *
 * @throws ServiceTagFileError when the files are of different clouds
 */
export function changedServiceTags(before: ServiceTagSnapshot, after: ServiceTagSnapshot): ServiceTagChanges {
  if (before.cloud !== after.cloud) throw ServiceTagFileError.of('other-cloud', 'The newer service tag file', after.cloud, `${before.cloud} (the older file's cloud)`);
  return {
    before: { cloud: before.cloud, changeNumber: before.changeNumber, date: before.date },
    after: { cloud: after.cloud, changeNumber: after.changeNumber, date: after.date },
    changes: serviceTagChanges(before, after, serviceTagsFor('both')),
  };
}
