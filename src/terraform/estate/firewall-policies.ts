import { FirewallPolicy, Link, Maybe, RuleCollection, RuleCollectionGroup, Unknown, isKnown } from '../../azure';
import { Block, ResourceInstance, isBlock, placeOf } from '../resource';
import { EstateContext, Grouped, firstOf, knownBlocks, originOf } from './context';
import { POLICY_SPELLING, applicationRuleCollection, natRuleCollection, networkRuleCollection } from './rule-collections';

const POLICY = 'azurerm_firewall_policy';
const GROUP = 'azurerm_firewall_policy_rule_collection_group';

interface Groups {
  readonly byPolicy: Grouped<RuleCollectionGroup>;
  readonly hiddenAt: ReadonlyMap<string, Unknown>;
  /** Links that no policy of the input answers to. */
  readonly unmet: ReadonlyMap<string, Link>;
  readonly hiddenEverywhere?: Unknown;
}

/** Firewall policies with their rule collection groups, and stubs for policies outside the input that something names. */
export function firewallPolicies(context: EstateContext): readonly FirewallPolicy[] {
  const instances = context.directory.ofType(POLICY);
  const groups = groupsOf(context, new Set(instances.map((instance) => instance.address)));
  const policies = instances.map((instance) => policyOf(context, instance, groups));
  const present = new Set(policies.map((policy) => policy.id));
  const unmet = new Map(groups.unmet);
  const named = [
    ...policies.map((policy) => policy.basePolicy),
    ...context.directory.ofType('azurerm_firewall').map((firewall) => context.directory.link(firewall.attributes, 'firewall_policy_id')),
  ];
  for (const link of named) if (typeof link === 'string' && !present.has(link)) unmet.set(link, link);
  return [...policies, ...[...unmet].map(([id, link]) => stubOf(id, link, groups))];
}

function policyOf(context: EstateContext, instance: ResourceInstance, groups: Groups): FirewallPolicy {
  const { read, directory } = context;
  const { attributes, address } = instance;
  const dns = read.block(attributes, 'dns');
  const allowlist = read.block(attributes, 'threat_intelligence_allowlist');
  const intrusionDetection = unread(instance, 'intrusion_detection') ?? read.block(attributes, 'intrusion_detection');
  const explicitProxy = unread(instance, 'explicit_proxy') ?? read.block(attributes, 'explicit_proxy');
  const basePolicy = directory.link(attributes, 'base_policy_id');
  const hidden = firstOf(
    instance.uncertain,
    instance.mode === 'data' ? Unknown.at(address, 'is read from Azure without its rules') : undefined,
    instance.extendable,
    groups.hiddenAt.get(address),
    groups.hiddenEverywhere,
    otherGroups(context, instance),
  );
  return {
    id: address,
    origin: originOf(instance),
    name: read.requiredText(attributes, 'name'),
    sku: unread(instance, 'sku') ?? read.text(attributes, 'sku') ?? 'Standard',
    ...(basePolicy === undefined ? {} : { basePolicy }),
    dnsProxyEnabled: within(dns, (block) => read.flag(block, 'proxy_enabled')) ?? false,
    threatIntelligenceMode: read.text(attributes, 'threat_intelligence_mode') ?? 'Alert',
    threatIntelligenceAllowlist: {
      fqdns: isBlock(allowlist) ? read.texts(allowlist, 'fqdns') : allowlist === undefined ? [] : [allowlist],
      addresses: isBlock(allowlist) ? read.texts(allowlist, 'ip_addresses') : allowlist === undefined ? [] : [allowlist],
    },
    intrusionDetectionMode: within(intrusionDetection, (block) => read.text(block, 'mode')) ?? 'Off',
    explicitProxyEnabled: within(explicitProxy, (block) => read.flag(block, 'enabled')) ?? false,
    ruleCollectionGroups: groups.byPolicy.of(address),
    ...(hidden === undefined ? {} : { hiddenRules: hidden }),
  };
}

/** Attributes that the data source of a policy does not have. */
function unread(instance: ResourceInstance, name: string): Unknown | undefined {
  return instance.mode === 'data' ? Unknown.at(placeOf(instance.attributes, name), 'is not read from Azure') : undefined;
}

function within<T>(block: Block | Unknown | undefined, read: (block: Block) => Maybe<T> | undefined): Maybe<T> | undefined {
  return isBlock(block) ? read(block) : block;
}

/** Groups that an existing policy is known to have and that neither the input nor a removal in it accounts for. */
function otherGroups({ directory, read }: EstateContext, policy: ResourceInstance): Unknown | undefined {
  if (policy.mode === 'data') return undefined;
  const reported = read.texts(policy.attributes, 'rule_collection_groups').filter(isKnown);
  if (reported.length === 0) return undefined;
  const accounted = new Set([...directory.managed(GROUP), ...directory.removed(GROUP)].map((group) => {
    const id = group.attributes.get('id');
    return typeof id === 'string' ? id.toLowerCase() : group.address;
  }));
  const other = reported.find((id) => !accounted.has(id.toLowerCase()));
  return other === undefined ? undefined : Unknown.at(policy.address, `has the rule collection group ${other}, which is not in the input`);
}

function groupsOf(context: EstateContext, present: ReadonlySet<string>): Groups {
  const byPolicy = new Grouped<RuleCollectionGroup>();
  const hiddenAt = new Map<string, Unknown>();
  const unmet = new Map<string, Link>();
  let hiddenEverywhere: Unknown | undefined;
  for (const instance of context.directory.managed(GROUP)) {
    const link = context.directory.requiredLink(instance.attributes, 'firewall_policy_id');
    const id = link instanceof Unknown ? `outside the input: ${POLICY} (${link.key})` : link;
    if (!present.has(id)) unmet.set(id, link);
    // Which policy it extends is open: it may be any of the input as well as one outside it.
    if (link instanceof Unknown) hiddenEverywhere ??= Unknown.at(instance.address, `may belong to this policy: ${link.reason}`);
    const { group, hidden } = groupOf(context, instance);
    const reason = instance.uncertain ?? hidden;
    if (reason !== undefined && !hiddenAt.has(id)) hiddenAt.set(id, reason);
    if (instance.uncertain === undefined) byPolicy.add(id, group);
  }
  return { byPolicy, hiddenAt, unmet, ...(hiddenEverywhere === undefined ? {} : { hiddenEverywhere }) };
}

function groupOf(context: EstateContext, instance: ResourceInstance): { readonly group: RuleCollectionGroup; readonly hidden?: Unknown } {
  const { read } = context;
  const origin = originOf(instance);
  const collections: RuleCollection[] = [];
  let hidden: Unknown | undefined;
  const add = (name: string, map: (block: Block) => RuleCollection) => {
    const { known, unknown } = knownBlocks(read.blocks(instance.attributes, name));
    // A collection that is unknown as a whole may have any priority and action, so it may change what any other decides.
    hidden ??= unknown;
    collections.push(...known.map(map));
  };
  add('network_rule_collection', (block) => networkRuleCollection(context, block, origin));
  add('application_rule_collection', (block) => applicationRuleCollection(context, block, origin, POLICY_SPELLING));
  add('nat_rule_collection', (block) => natRuleCollection(context, block, origin, POLICY_SPELLING));
  return {
    group: {
      origin,
      name: read.requiredText(instance.attributes, 'name'),
      priority: read.requiredNumber(instance.attributes, 'priority'),
      collections,
    },
    ...(hidden === undefined ? {} : { hidden }),
  };
}

/** A policy that is not in the input: nothing is known of it but the groups of the input that name it. */
function stubOf(id: string, link: Link, groups: Groups): FirewallPolicy {
  const unknown = (attribute: string) => Unknown.at(`${id}.${attribute}`, 'is not in the input');
  return {
    id,
    origin: { address: id },
    name: unknown('name'),
    sku: unknown('sku'),
    dnsProxyEnabled: unknown('dns'),
    threatIntelligenceMode: unknown('threat_intelligence_mode'),
    threatIntelligenceAllowlist: { fqdns: [unknown('threat_intelligence_allowlist')], addresses: [unknown('threat_intelligence_allowlist')] },
    intrusionDetectionMode: unknown('intrusion_detection'),
    explicitProxyEnabled: unknown('explicit_proxy'),
    ruleCollectionGroups: groups.byPolicy.of(id),
    hiddenRules: link instanceof Unknown ? Unknown.at(id, `is not known (${link.reason}), so it may hold other rules`) : Unknown.at(id, 'is not in the input, so it may hold other rules'),
  };
}
