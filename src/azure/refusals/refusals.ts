import { Estate, Finding } from '../estate';
import { addressListRefusals } from './address-lists';
import { limitRefusals } from './limits';
import { nameRefusals } from './names';

/**
 * What Azure refuses when it is applied although each value is one that could stand there: lists, numbers and names. Values
 * that are none are noticed where rules are read.
 */
export function refusals(estate: Estate): Finding[] {
  return [...limitRefusals(estate), ...estate.networkSecurityGroups.flatMap(addressListRefusals), ...nameRefusals(estate)];
}
