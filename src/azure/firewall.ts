import { Region } from '../packets';
import { AddressTerms } from './address-terms';
import { EgressSpace } from './egress-space';
import { Firewall, FirewallPolicy, IpGroup, NatRule, NetworkRule, ApplicationRule, Origin, RuleCollection, RuleCollectionGroup } from './estate';
import { applicationRuleRegions } from './firewall-application-rule';
import { ApplicationTraffic, FirewallContext, FirewallReading } from './firewall-context';
import { natRuleRegions, networkRuleRegions } from './firewall-network-rule';
import { applicationRuleFields, natRuleFields, networkRuleFields } from './firewall-rule-fields';
import { RULE_COLLECTION_PRIORITIES } from './limits';
import { Notes } from './notes';
import { RuleField } from './rule-field';
import { hiddenInspection, hiddenRows, inPriorityOrder, intersections, refusal, refusedRows, RuleName, RuleRow, withFields } from './rule-row';
import { ServiceTagSnapshot } from './service-tags';
import { isUnknown, Maybe, Unknown } from './unknown';

/** What the rows of a firewall depend on beside its own rules. */
export interface FirewallQuestion {
  readonly space: EgressSpace;
  readonly serviceTags: ServiceTagSnapshot;
  readonly policy: (id: string) => FirewallPolicy | undefined;
  readonly ipGroup: (id: string) => IpGroup | undefined;
  readonly application?: ApplicationTraffic;
  /** How single rules are read; by default for `application` alone. */
  readonly reading?: FirewallReading;
  readonly notes: Notes;
  /** Whether rows tell what their rules ask, field by field; false by default. */
  readonly tellFields?: boolean;
}

type Kind = RuleCollection['kind'];

/** Azure takes groups and collections of equal priority, in an order of its own: one of unknown priority may precede any. */
const BEFORE_ALL = RULE_COLLECTION_PRIORITIES.minimum - 1;

/** The three passes over all groups (Azure Firewall rule processing logic); a match in one ends it. */
const PASSES: readonly Kind[] = ['nat', 'network', 'application'];

/**
 * The rules of a firewall policy as one first-match list: DNAT, then network, then application rules; within a pass the
 * base policies' groups first, then groups and collections by priority and rules as listed; denied at the end.
 */
export function policyRows(policy: FirewallPolicy, question: FirewallQuestion): RuleRow[] {
  return rowsOfPasses(policy, question, PASSES);
}

/** What explicit proxy looks at: application rules alone (Azure Firewall explicit proxy). */
export function explicitProxyRows(policy: FirewallPolicy, question: FirewallQuestion): RuleRow[] {
  return rowsOfPasses(policy, question, ['application']);
}

function rowsOfPasses(policy: FirewallPolicy, question: FirewallQuestion, passes: readonly Kind[]): RuleRow[] {
  const { space } = question;
  const { chain, broken } = policyChain(policy, question.policy);
  for (const member of chain) noteSettings(member.origin.address, member.threatIntelligenceMode, member.intrusionDetectionMode, question.notes);
  const context = contextOf(question, { sku: policy.sku, dnsProxyEnabled: policy.dnsProxyEnabled, owner: policy.origin.address });
  const compiled = new Map(chain.flatMap((member) => member.ruleCollectionGroups).map((group) => {
    const priority = checkedPriority(group.priority, group.origin, 'priority', question.notes);
    return [group, { priority, rows: groupRows(group, context, passes) }];
  }));
  const hiddenInPass = (kind: Kind, unknown: Unknown, address: string): RuleRow[] => hiddenPolicyRows(kind, passes, unknown, address, context);
  const rows = passes.flatMap((kind) => [...broken ? hiddenInPass(kind, broken, policy.origin.address) : [], ...chain.flatMap((member) => {
    const groups = member.ruleCollectionGroups.map((group) => ({
      key: () => `${group.origin.address} in ${kind} pass`,
      priority: compiled.get(group)!.priority,
      rows: compiled.get(group)!.rows[kind],
    }));
    const hidden = [
      ...member.hiddenRules ? hiddenInPass(kind, member.hiddenRules, member.origin.address) : [],
      ...kind === filtering(passes) && question.notes.isRefused(member.origin.address) ? rowsInsteadOf(member.origin.address, context) : [],
    ];
    const equal = (priority: number): string =>
      `${member.origin.address} has several rule collection groups with priority ${priority}, and their order is not documented`;
    return [...hidden, ...inPriorityOrder(space, groups, BEFORE_ALL, equal)];
  })]);
  return [...rows, defaultRow(space, question.notes)];
}

/**
 * What rules that the input does not show may do: in the first pass that filters, allow or deny any packet, which is all that those
 * of later passes could do to it as well, but for terminating its TLS.
 */
function hiddenPolicyRows(kind: Kind, passes: readonly Kind[], { key, reason }: Unknown, address: string, context: FirewallContext): RuleRow[] {
  const { space } = context;
  return [
    ...kind === 'application' && mayInspect(context) ? hiddenInspection(space, key, reason, address) : [],
    ...kind === filtering(passes) ? hiddenRows(space, key, reason, address) : [],
  ];
}

/** Rules that may stand where others are refused: all of those are gone then, so these may inspect what those would let out. */
function rowsInsteadOf(address: string, context: FirewallContext): RuleRow[] {
  const { key, reason } = refusal(address);
  return [...mayInspect(context) ? hiddenInspection(context.space, key, reason, address) : [], ...refusedRows(context.space, address)];
}

function mayInspect({ sku }: FirewallContext): boolean {
  return isUnknown(sku) || sku.toLowerCase() === 'premium';
}

/** The classic rule collections of a firewall as one first-match list, in the same three passes. */
export function classicRows(firewall: Firewall, question: FirewallQuestion): RuleRow[] {
  const { space, notes } = question;
  noteSettings(firewall.origin.address, firewall.threatIntelligenceMode, 'Off', notes);
  const context = contextOf(question, { sku: firewall.skuTier, dnsProxyEnabled: firewall.dnsProxyEnabled, owner: firewall.origin.address });
  const hidden = firewall.hiddenRules ? hiddenRows(space, firewall.hiddenRules.key, firewall.hiddenRules.reason, firewall.origin.address) : [];
  const rows = PASSES.flatMap((kind) => collectionRows(firewall.collections, kind, context));
  const refused = new Set(firewall.collections.map(({ origin }) => origin.address).filter((address) => notes.isRefused(address)));
  return [...hidden, ...[...refused].flatMap((address) => refusedRows(space, address)), ...rows, defaultRow(space, notes)];
}

function contextOf(question: FirewallQuestion, own: Pick<FirewallContext, 'sku' | 'dnsProxyEnabled' | 'owner'>): FirewallContext {
  return { ...question, ...own, terms: new AddressTerms(question.space, question.serviceTags, question.notes) };
}

/** Base policies first. `broken` where the chain cannot be followed to its end, so that rules may precede these. */
export function policyChain(
  policy: FirewallPolicy, find: (id: string) => FirewallPolicy | undefined,
): { chain: readonly FirewallPolicy[]; broken?: Unknown } {
  const chain: FirewallPolicy[] = [policy];
  for (let { basePolicy } = policy; basePolicy !== undefined; basePolicy = chain[0].basePolicy) {
    if (isUnknown(basePolicy)) return { chain, broken: basePolicy };
    const base = find(basePolicy);
    const place = `${chain[0].origin.address}.base_policy_id`;
    if (!base) return { chain, broken: Unknown.reference(`base policy ${basePolicy}`, `${place} names ${basePolicy}, which is not in the input`) };
    if (chain.includes(base)) return { chain, broken: Unknown.at(place, 'leads back to the policy itself') };
    chain.unshift(base);
  }
  return { chain };
}

/** Rows of a group for each pass. A group is written as a whole, so one thing that is refused leaves all of it open. */
function groupRows(group: RuleCollectionGroup, context: FirewallContext, passes: readonly Kind[]): Record<Kind, readonly RuleRow[]> {
  const { address } = group.origin;
  const compiled = passes.map((kind) => [kind, collectionRows(group.collections, kind, context, group)] as const);
  const rows = { nat: [], network: [], application: [], ...Object.fromEntries(compiled) };
  const first = filtering(passes);
  return context.notes.isRefused(address) ? { ...rows, [first]: [...rowsInsteadOf(address, context), ...rows[first]] } : rows;
}

/** The first of the passes that filters: rules that are not known may be there or later. */
function filtering(passes: readonly Kind[]): 'network' | 'application' {
  return passes.includes('network') ? 'network' : 'application';
}

function collectionRows(collections: readonly RuleCollection[], kind: Kind, context: FirewallContext, group?: RuleCollectionGroup): RuleRow[] {
  const entries = collections.filter((collection) => collection.kind === kind).map((collection, index) => ({
    key: () => `${collection.origin.address} ${kind} collection ${index}`,
    priority: checkedPriority(collection.priority, collection.origin, `the ${kind} rule collection ${textOf(collection.name)}`, context.notes),
    rows: rulesOf(collection, context, group),
  }));
  const owner = group?.origin.address ?? context.owner;
  const equal = (priority: number): string =>
    `${owner} has several ${kind} rule collections with priority ${priority}, and their order is not documented`;
  return inPriorityOrder(context.space, entries, BEFORE_ALL, equal);
}

function rulesOf(collection: RuleCollection, context: FirewallContext, group?: RuleCollectionGroup): RuleRow[] {
  const { space } = context;
  const nameOf = (rule: NatRule | NetworkRule | ApplicationRule): RuleName => ({
    name: [...(group ? [group.name] : []), collection.name, rule.name].map(textOf).join(' / '),
    priority: isUnknown(collection.priority) ? undefined : collection.priority,
    address: rule.origin.address,
    attribute: rule.attribute,
    construct: rule.origin.construct,
  });
  const told = (rule: NatRule | NetworkRule | ApplicationRule, rows: readonly RuleRow[], fields: () => RuleField[]): readonly RuleRow[] => {
    if (!context.tellFields) return rows;
    const action = !isUnknown(collection.action) && collection.action.toLowerCase() === 'deny' ? 'deny' : 'allow';
    return withFields(rows, { action, rule: nameOf(rule) }, fields());
  };
  switch (collection.kind) {
    case 'nat': return collection.rules.flatMap((rule) => {
      const reason = `${rule.origin.address}.${rule.attribute} translates the destination, so that the packet goes elsewhere`;
      const action = Unknown.at(`${rule.origin.address}.${rule.attribute}`, 'translates the destination');
      return told(rule, withAction(natRuleRegions(rule, context), action, nameOf(rule), space, reason), () => natRuleFields(rule, context));
    });
    case 'network': return collection.rules.flatMap((rule) => {
      const rows = withAction((context.reading?.network ?? networkRuleRegions)(rule, context), actionOf(collection, context), nameOf(rule), space);
      return told(rule, rows, () => networkRuleFields(rule, context));
    });
    case 'application': return collection.rules.flatMap((rule) => {
      const rows = withAction((context.reading?.application ?? applicationRuleRegions)(rule, context), actionOf(collection, context), nameOf(rule), space);
      return told(rule, rows.flatMap((row) => withTermination(row, rule.terminateTls, space)), () => applicationRuleFields(rule, context));
    });
  }
}

function withAction(regions: readonly Region[], action: Maybe<'allow' | 'deny'>, rule: RuleName, space: EgressSpace, reason?: string): RuleRow[] {
  if (regions.length === 0) return [];
  if (!isUnknown(action)) return [{ action, regions, rule }];
  return (['allow', 'deny'] as const).map((choice, i) => ({
    action: choice, rule, regions: intersections(regions, [space.whereChoiceIs(`action is ${action.key}`, reason ?? action.reason, ['it is allowed', 'it is denied'], [i])]),
  }));
}

function withTermination(row: RuleRow, terminateTls: Maybe<boolean>, space: EgressSpace): RuleRow[] {
  if (!isUnknown(terminateTls)) return [{ terminatesTls: terminateTls, ...row }];
  return [
    { ...row, terminatesTls: true, regions: intersections(row.regions, [space.whereUnknownHolds('value', terminateTls)]) },
    { ...row, terminatesTls: false, regions: intersections(row.regions, [space.whereUnknownFails('value', terminateTls)]) },
  ];
}

function actionOf(collection: RuleCollection, { notes }: FirewallContext): Maybe<'allow' | 'deny'> {
  const { action, origin } = collection;
  if (isUnknown(action)) return action;
  const word = action.toLowerCase();
  if (word === 'allow' || word === 'deny') return word;
  const place = `${origin.address}, ${collection.kind} rule collection ${textOf(collection.name)}`;
  notes.find({
    id: 'invalid-action', level: 'error', message: `${place}: the action is "${action}", which Azure refuses; write Allow or Deny.`, address: origin.address,
  });
  return Unknown.at(`action of ${place}`, `is "${action}", which Azure refuses`);
}

function checkedPriority(priority: Maybe<number>, origin: Origin, what: string, notes: Notes): Maybe<number> {
  if (isUnknown(priority)) return priority;
  const { minimum, maximum } = RULE_COLLECTION_PRIORITIES;
  if (Number.isInteger(priority) && priority >= minimum && priority <= maximum) return priority;
  notes.find({
    id: 'invalid-priority',
    level: 'error',
    message: `${origin.address}: ${what} has the priority ${priority}, which Azure refuses; write a whole number from ${minimum} to ${maximum}.`,
    address: origin.address,
  });
  return Unknown.at(`priority of ${what} of ${origin.address}`, `is ${priority}, which Azure refuses`);
}

function defaultRow(space: EgressSpace, notes: Notes): RuleRow {
  notes.assume('The built-in infrastructure rules of Azure Firewall allow none of the documented hosts.');
  return { action: 'deny', regions: [space.everything], rule: { name: 'default deny' } };
}

/** Settings that may drop a packet whatever the rules say; what they drop is not in any input. */
function noteSettings(owner: string, threatIntelligenceMode: Maybe<string>, intrusionDetectionMode: Maybe<string>, notes: Notes): void {
  if (isUnknown(threatIntelligenceMode) || threatIntelligenceMode.toLowerCase() === 'deny') {
    notes.assume(`Threat intelligence of ${owner} ${isUnknown(threatIntelligenceMode) ? 'may deny' : 'denies'} what Microsoft lists; the documented hosts are not on that list.`);
  }
  if (isUnknown(intrusionDetectionMode) || intrusionDetectionMode.toLowerCase() === 'deny') {
    notes.assume(`Intrusion detection of ${owner} ${isUnknown(intrusionDetectionMode) ? 'may deny' : 'denies'} what its signatures match; sensor traffic matches none.`);
  }
}

function textOf(name: Maybe<string>): string {
  return isUnknown(name) ? '(name not known)' : name;
}
