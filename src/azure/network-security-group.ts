import { Region } from '../packets';
import { HOST_VIRTUAL_ADDRESS, METADATA_ADDRESS } from './address-space';
import { AddressTerms, Side } from './address-terms';
import { EgressSpace } from './egress-space';
import { NetworkSecurityGroup, NetworkSecurityRule } from './estate';
import { NSG_RULE_PRIORITIES } from './limits';
import { ruleRows } from './network-security-rule';
import { NetworkSecurityContext, placeOf, ruleName, RuleContext } from './network-security-rule-parts';
import { Notes } from './notes';
import { refusedResource } from './refusals';
import { RuleField, written } from './rule-field';
import { hiddenRows, inPriorityOrder, intersections, isInOrder, Prioritised, refusedRows, RuleRow, withFields } from './rule-row';
import { isUnknown, Maybe, Unknown } from './unknown';

/**
 * The outbound rules of an NSG as a first-match list, default rules included: "rules are processed in priority order,
 * with lower numbers processed before higher numbers … once traffic matches a rule, processing stops" (NSG overview).
 */
export function outboundRows(nsg: NetworkSecurityGroup, context: NetworkSecurityContext): RuleRow[] {
  const { space, notes, serviceTags, virtualNetwork } = context;
  const ruleContext: RuleContext = { ...context, terms: new AddressTerms(space, serviceTags, notes, virtualNetwork), withoutPorts: new Map<string, Region>() };
  const { those: inbound, others: outbound } = split(nsg.rules, isInbound);
  reportEqualPriorities(nsg, 'outbound', outbound, notes);
  reportEqualPriorities(nsg, 'inbound', inbound, notes);
  const inOrder = (entries: readonly RuleEntry[]): RuleRow[] => inPriorityOrder(
    space,
    entries,
    NSG_RULE_PRIORITIES.minimum,
    (priority) => `${nsg.origin.address} has several outbound rules with priority ${priority}, of which Azure refuses all but one`,
    'one of them',
  );
  const entries = outbound.map((rule) => new RuleEntry(rule, ruleContext));
  const refusedAt = refusedResource(nsg, notes);
  const refused = refusedAt === undefined ? [] : refusedRows(space, refusedAt);
  // What is in force in a group that is refused is open as a whole: where its impossible priorities would stand is no question beside that.
  const { those: unplaced, others: placed } = split(entries, ({ isImpossible }) => refused.length > 0 && isImpossible);
  const { those: ofPlatform, others: ofRest } = split(placed, ({ rule }) => namesPlatformTag(rule));
  const platform = inOrder(ofPlatform);
  const others = withHiddenRules(inOrder(ofRest), nsg, outbound, space);
  const rows = [...refused, ...platform, ...platformRows(space), ...others, ...unplaced.flatMap(unplacedRows), ...defaultRows(context)];
  return context.tellFields ? withInboundRules(rows, nsg) : rows;
}

/** The rules of a kind, mostly none, and the others. */
function split<T>(rules: readonly T[], isOne: (rule: T) => boolean): { readonly those: readonly T[]; readonly others: readonly T[] } {
  const those = rules.filter(isOne);
  return { those, others: those.length === 0 ? rules : rules.filter((rule) => !isOne(rule)) };
}

/** A rule in the order of priorities. A class: thousands of objects with a function each would cost more than the rules. */
class RuleEntry implements Prioritised<RuleRow> {
  public readonly priority: Maybe<number>;
  public readonly rows: readonly RuleRow[];

  constructor(public readonly rule: NetworkSecurityRule, context: RuleContext) {
    this.priority = checkedPriority(rule, context.notes);
    this.rows = ruleRows(rule, context);
  }

  /** Whether the priority is known, and none that Azure takes. */
  public get isImpossible(): boolean {
    return isUnknown(this.priority) && !isUnknown(this.rule.priority);
  }

  public key(): string {
    return placeOf(this.rule).text;
  }
}

function unplacedRows({ rows }: RuleEntry): RuleRow[] {
  return rows.map((row) => ({ ...row, rule: { ...row.rule, isUnplaced: true } }));
}

function isInbound({ direction }: NetworkSecurityRule): boolean {
  return !isUnknown(direction) && direction !== 'Outbound' && direction.toLowerCase() === 'inbound';
}

/** Rules of the other direction in their places, for the question why they match nothing. */
function withInboundRules(rows: readonly RuleRow[], nsg: NetworkSecurityGroup): RuleRow[] {
  const all = [...rows];
  for (const rule of nsg.rules.filter(isInbound)) {
    const name = ruleName(rule);
    const action = !isUnknown(rule.access) && rule.access.toLowerCase() === 'deny' ? 'deny' : 'allow';
    // The default rules come after every other.
    const place = all.findIndex((row) => (row.rule.priority ?? 0) > (name.priority ?? 0));
    all.splice(place, 0, ...withFields([], { action, rule: name }, [{ name: 'direction', asks: written([rule.direction]), regions: [] }]));
  }
  return all;
}

/** Platform services "aren't subject to the configured NSGs unless targeted by service tags specific to each service". */
function platformRows(space: EgressSpace): RuleRow[] {
  if (space.family === 'ipv6') return [];
  const addresses = HOST_VIRTUAL_ADDRESS.union(METADATA_ADDRESS);
  return [{ action: 'allow', regions: [space.everything.where(space.destination, addresses)!], rule: { name: 'Azure platform services' } }];
}

const LETTERS = 0x41;

function namesPlatformTag({ destination }: NetworkSecurityRule): boolean {
  const { addresses } = destination;
  for (let i = 0; i < addresses.length; i++) {
    const entry = addresses[i];
    // A look at the first character, a letter or not, spares nearly every entry the rest.
    if (!isUnknown(entry) && entry.charCodeAt(0) >= LETTERS && /^azureplatform(?:dns|imds|lkm)$/i.test(entry)) return true;
  }
  return false;
}

/** The default rules that every NSG has (NSG overview, "Default security rules", outbound). */
function defaultRows(context: NetworkSecurityContext): RuleRow[] {
  const { space, serviceTags, notes, virtualNetwork, tellFields } = context;
  const terms = new AddressTerms(space, serviceTags, notes, virtualNetwork);
  const field = (name: Side, tag: string): RuleField => ({ name, asks: [tag], regions: terms.regions(name, [tag], { text: 'the default rules', address: '' }) });
  const row = (action: RuleRow['action'], name: string, priority: number, ...fields: readonly RuleField[]): RuleRow => ({
    action, rule: { name, priority }, regions: intersections([space.everything], ...fields.map(({ regions }) => regions)), ...tellFields ? { fields } : {},
  });
  return [
    row('allow', 'AllowVnetOutBound', 65000, field('source', 'VirtualNetwork'), field('destination', 'VirtualNetwork')),
    row('allow', 'AllowInternetOutBound', 65001, field('destination', 'Internet')),
    row('deny', 'DenyAllOutBound', 65500),
  ];
}

/**
 * Rules that the input does not show can have any free priority: before the first rule that leaves a number free, each
 * packet may be allowed, denied or left alone by one of them. Where rules that are shown may be missing, every number may be free.
 */
function withHiddenRules(
  rows: readonly RuleRow[], nsg: NetworkSecurityGroup, outbound: readonly NetworkSecurityRule[], space: EgressSpace,
): readonly RuleRow[] {
  if (!nsg.hiddenRules) return rows;
  const { key, reason } = nsg.hiddenRules;
  const hidden = hiddenRows(space, key, reason, nsg.origin.address);
  if (nsg.mayLackRules) return [...hidden, ...rows];
  const used = new Set(outbound.map((rule) => rule.priority));
  let firstFree: number = NSG_RULE_PRIORITIES.minimum;
  while (used.has(firstFree)) firstFree++;
  const at = rows.findIndex((row) => row.rule.priority === undefined || row.rule.priority > firstFree);
  const index = at < 0 ? rows.length : at;
  return [...rows.slice(0, index), ...hidden, ...rows.slice(index)];
}

function checkedPriority(rule: NetworkSecurityRule, notes: Notes): Maybe<number> {
  const { priority } = rule;
  if (isUnknown(priority)) return priority;
  const { minimum, maximum } = NSG_RULE_PRIORITIES;
  if (Number.isInteger(priority) && priority >= minimum && priority <= maximum) return priority;
  const place = placeOf(rule, 'priority');
  notes.find({
    id: 'invalid-priority',
    level: 'error',
    message: `${place.text} is ${priority}, which Azure refuses; write a whole number from ${minimum} to ${maximum}.`,
    address: rule.origin.address,
  });
  return Unknown.at(place.text, `is ${priority}, which Azure refuses`);
}

function reportEqualPriorities(nsg: NetworkSecurityGroup, direction: string, rules: readonly NetworkSecurityRule[], notes: Notes): void {
  if (isInOrder(rules)) return;
  const seen = new Set<Maybe<number>>();
  for (const { priority } of rules) {
    if (!isUnknown(priority) && seen.has(priority)) {
      notes.find({
        id: 'duplicate-priority',
        level: 'error',
        message: `${nsg.origin.address} has several ${direction} rules with priority ${priority}; Azure refuses all but one, so give each its own number.`,
        address: nsg.origin.address,
      });
    }
    seen.add(priority);
  }
}
