import { AddressFamily, AddressSet } from '../packets';
import { Unknown } from './unknown';

/** Machines of one address family that are asked about together. */
export interface SensorGroup {
  readonly family: AddressFamily;
  /** Addresses of all of them; absent where they are not known. */
  readonly addresses?: AddressSet;
  /** Unknown sets that hold the source address of each of them: an application security group, a reference. */
  readonly memberOf: readonly Unknown[];
  /** Ids of the NSGs whose own rules name these sensors: where addresses are not known, that is where they stand. */
  readonly behind: readonly string[];
  /** The sensors in words or prefixes. */
  readonly label: string;
}
