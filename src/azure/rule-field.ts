import { Region } from '../packets';
import { isUnknown, Maybe } from './unknown';

/*
 * What a rule asks of a packet, field by field, for people who wonder why it does not match.
 */

export type RuleFieldName = 'direction' | 'source' | 'source port' | 'destination' | 'port' | 'protocol' | 'host' | 'URL path';

/** One thing that a rule asks of a packet; a rule matches where all of them hold. */
export interface RuleField {
  readonly name: RuleFieldName;
  /** What the rule has there, as it is written. */
  readonly asks: readonly string[];
  /** The packets for which it holds, as a union; none where it holds for no packet that is asked about. */
  readonly regions: readonly Region[];
}

/** Entries as they are written. */
export function written(...lists: readonly (readonly Maybe<string | number>[])[]): string[] {
  return lists.flat().map((entry) => (isUnknown(entry) ? '(not known)' : String(entry)));
}
