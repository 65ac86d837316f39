import * as fc from 'fast-check';
import { isUnknown, Maybe } from '../../src/azure';
import { isAddressProblem, parseAddressRange } from '../../src/packets';

/** One or two entries of an NSG rule's side as Azure takes them: a tag or `*` alone, or addresses of which none holds another. */
export function addressEntries(entry: fc.Arbitrary<Maybe<string>>): fc.Arbitrary<Maybe<string>[]> {
  return fc.uniqueArray(entry, { minLength: 1, maxLength: 2 }).map((entries) => (isTaken(entries) ? entries : entries.slice(0, 1)));
}

function isTaken(entries: readonly Maybe<string>[]): boolean {
  const ranges = entries.map((entry) => (isUnknown(entry) ? undefined : parseAddressRange(entry)));
  const [one, other] = ranges;
  if (entries.length === 1) return true;
  if (ranges.some((range) => range !== undefined && isAddressProblem(range))) return false;
  if (one === undefined || other === undefined || isAddressProblem(one) || isAddressProblem(other)) return true;
  return one.addresses.intersect(other.addresses).isEmpty;
}
