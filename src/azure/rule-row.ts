import { IntervalSet, Matcher, Region } from '../packets';
import { EgressSpace, PROTOCOL } from './egress-space';
import { RuleField } from './rule-field';
import { isUnknown, Maybe, Unknown } from './unknown';

/** One line of a first-match list: some packets and what happens to them. */
export interface RuleRow extends Matcher {
  readonly action: 'allow' | 'deny';
  readonly rule: RuleName;
  /** Set on application rules of a firewall. */
  readonly terminatesTls?: boolean;
  /** What the rule asks, field by field; present where that was wanted. */
  readonly fields?: readonly RuleField[];
}

/** How a rule is named to people. */
export interface RuleName {
  /** Name of the rule; for a firewall `group / collection / rule`. */
  readonly name: string;
  readonly priority?: number;
  /** Address in the input; absent for what Azure adds itself. */
  readonly address?: string;
  /** Attribute path within that address, for rules that are part of a resource. */
  readonly attribute?: string;
  readonly construct?: string;
  /** Set where it stands for rules that the input does not show. */
  readonly isHidden?: true;
  /** Set where Azure refuses its priority and the whole group with it, so that it has no place among the others. */
  readonly isUnplaced?: true;
}

/** Restricts rows to a part of the space; rows that vanish are left out, unless they are there to tell why. */
export function rowsWhere<R extends Matcher & Partial<Pick<RuleRow, 'fields'>>>(rows: readonly R[], condition: Region): readonly R[] {
  if (condition.isEverything) return rows;
  return rows
    .map((row) => ({ ...row, regions: row.regions.flatMap((region) => region.intersect(condition) ?? []) }))
    .filter((row) => row.regions.length > 0 || row.fields !== undefined);
}

/** The rows of a rule with what it asks; a rule that matches nothing keeps a row without packets, so that it can be told why. */
export function withFields(rows: readonly RuleRow[], rule: Pick<RuleRow, 'action' | 'rule'>, fields: readonly RuleField[]): RuleRow[] {
  return rows.length > 0 ? rows.map((row) => ({ fields, ...row })) : [{ ...rule, regions: [], fields }];
}

/** The packets that satisfy one alternative of each list: the product of unions. */
export function intersections(first: readonly Region[], ...others: readonly (readonly Region[])[]): Region[] {
  let product = [...first];
  for (const list of others) {
    const next: Region[] = [];
    for (const a of product) {
      for (const b of list) {
        const both = a.intersect(b);
        if (both) next.push(both);
      }
    }
    product = next;
  }
  return product;
}

/** One entry of a list that is ordered by priority. */
export interface Prioritised<R extends Matcher> {
  readonly priority: Maybe<number>;
  readonly rows: readonly R[];
  /** Identity of the entry, for the axis that says whether it comes first; asked for only where that is uncertain. */
  readonly key: () => string;
}

/**
 * Rows in order of priority, lowest number first, where priorities may be unknown or equal.
 *
 * An unknown priority may be any, and equal ones may have no documented order: such an entry stands twice in the list, once
 * early, on condition of a choice of its own, and once at its latest place. For each packet that leaves exactly the
 * outcomes that some order of the entries gives. Where equal priorities exclude each other, each entry stands there on
 * condition of being the one that is taken.
 *
 * @param lowest the smallest priority there is: an entry that has it cannot be preceded by one of unknown priority
 * @param equalMeans why it is not certain what two entries of one priority do
 * @param equals whether entries of one priority are all there, in any order, or just one of them
 */
export function inPriorityOrder<R extends Matcher>(
  space: EgressSpace, entries: readonly Prioritised<R>[], lowest: number, equalMeans: (priority: number) => string,
  equals: 'in any order' | 'one of them' = 'in any order',
): R[] {
  if (isInOrder(entries)) return rowsOf(entries);
  const known = entries.filter((entry): entry is Prioritised<R> & { priority: number } => !isUnknown(entry.priority))
    .sort((a, b) => a.priority - b.priority);
  const unknown = entries.filter((entry): entry is Prioritised<R> & { priority: Unknown } => isUnknown(entry.priority));
  const early = (entry: Prioritised<R>, reason: string): readonly R[] => {
    const key = entry.key();
    return rowsWhere(entry.rows, space.whereChoiceIs(`${key} comes early`, reason, [`${key} comes later`, `${key} comes first`], [1]));
  };

  const rows: R[] = [];
  let unknownPlaced = unknown.length === 0;
  const placeUnknown = (): void => {
    for (const entry of unknown) rows.push(...early(entry, entry.priority.reason));
    unknownPlaced = true;
  };
  for (let i = 0; i < known.length;) {
    const { priority } = known[i];
    let end = i + 1;
    while (end < known.length && known[end].priority === priority) end++;
    const peers = known.slice(i, end);
    if (!unknownPlaced && priority > lowest) placeUnknown();
    if (peers.length > 1 && equals === 'one of them') {
      rows.push(...oneOf(space, peers, equalMeans(priority)));
    } else {
      if (peers.length > 1) for (const entry of peers) rows.push(...early(entry, equalMeans(priority)));
      for (const entry of peers) rows.push(...entry.rows);
    }
    i = end;
  }
  if (!unknownPlaced) placeUnknown();
  for (const entry of unknown) rows.push(...entry.rows);
  return rows;
}

/** Whether all priorities are known and each is above the one before: then there is nothing to put in order, and none are equal. */
export function isInOrder(entries: readonly { readonly priority: Maybe<number> }[]): boolean {
  let before = -Infinity;
  for (let i = 0; i < entries.length; i++) {
    const { priority } = entries[i];
    if (isUnknown(priority) || priority <= before) return false;
    before = priority;
  }
  return true;
}

function rowsOf<R extends Matcher>(entries: readonly Prioritised<R>[]): R[] {
  const all: R[] = [];
  for (let i = 0; i < entries.length; i++) {
    const { rows } = entries[i];
    for (let j = 0; j < rows.length; j++) all.push(rows[j]);
  }
  return all;
}

function oneOf<R extends Matcher>(space: EgressSpace, entries: readonly Prioritised<R>[], reason: string): R[] {
  const keys = entries.map((entry) => entry.key());
  const key = `one of ${keys.join(', ')}`;
  const choices = keys.map((one) => `${one} is the one that is taken`);
  return entries.flatMap((entry, index) => rowsWhere(entry.rows, space.whereChoiceIs(key, reason, choices, [index])));
}

/** What a resource that is refused leaves in force is not known: nothing, or what was there before. */
export function refusal(address: string): Pick<Unknown, 'key' | 'reason'> {
  return { key: `${address} refused`, reason: `${address} cannot be applied as it is written (see the findings), so what is in force there is not certain` };
}

/** Any rules in place of those of a resource that is refused. */
export function refusedRows(space: EgressSpace, address: string): RuleRow[] {
  const { key, reason } = refusal(address);
  return hiddenRows(space, key, reason, address);
}

const HIDDEN_NAME = 'rules that the input does not show';
const HIDDEN_CHOICES = ['one of them allows it', 'one of them denies it', 'none of them matches'];

/** Each packet is allowed, denied or left alone by rules that the input does not show. */
export function hiddenRows(space: EgressSpace, key: string, reason: string, address: string): RuleRow[] {
  const rule: RuleName = { name: HIDDEN_NAME, address, isHidden: true };
  return (['allow', 'deny'] as const).map((action, i) => (
    { action, regions: [space.whereChoiceIs(`hidden rules of ${key}`, reason, HIDDEN_CHOICES, [i])], rule }
  ));
}

/** Rules that the input does not show may let a packet through and terminate its TLS. */
export function hiddenInspection(space: EgressSpace, key: string, reason: string, address: string): RuleRow[] {
  const tcp = space.everything.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1))!;
  const may = space.whereChoiceIs(`hidden inspection of ${key}`, reason, ['none of them terminates its TLS', 'one of them terminates its TLS'], [1]);
  return [{ action: 'allow', terminatesTls: true, regions: intersections([tcp], [may]), rule: { name: HIDDEN_NAME, address, isHidden: true } }];
}
