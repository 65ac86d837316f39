import { Firewall, Link, Maybe, RuleCollection, Unknown } from '../../azure';
import { ResourceInstance, placeOf } from '../resource';
import { computedReference } from '../traverse';
import { Children, childrenOf } from './children';
import { EstateContext, firstOf, knownBlocks, originOf } from './context';
import { CLASSIC_SPELLING, applicationRuleCollection, natRuleCollection, networkRuleCollection } from './rule-collections';

const FIREWALL = 'azurerm_firewall';

/** Firewalls with their classic rule collections, and stubs for firewalls outside the input that collections name. */
export function firewalls(context: EstateContext): readonly Firewall[] {
  const { directory } = context;
  const owner = { type: FIREWALL, nameAttribute: 'azure_firewall_name' };
  const classic: readonly Children<RuleCollection>[] = [
    childrenOf(context, directory.managed('azurerm_firewall_network_rule_collection'), owner, (collection) =>
      networkRuleCollection(context, collection.attributes, originOf(collection))),
    childrenOf(context, directory.managed('azurerm_firewall_application_rule_collection'), owner, (collection) =>
      applicationRuleCollection(context, collection.attributes, originOf(collection), CLASSIC_SPELLING)),
    childrenOf(context, directory.managed('azurerm_firewall_nat_rule_collection'), owner, (collection) =>
      natRuleCollection(context, collection.attributes, originOf(collection), CLASSIC_SPELLING)),
  ];
  const present = directory.ofType(FIREWALL).map((firewall) => firewallOf(context, firewall, classic));
  const outside = new Map(classic.flatMap((children) => [...children.outside]));
  const stubs = [...outside.values()].map(({ id, name, resourceGroup }): Firewall => {
    const unknown = (attribute: string) => Unknown.at(`${id}.${attribute}`, 'is not in the input');
    return {
      id,
      origin: { address: id },
      name,
      resourceGroup,
      skuTier: unknown('sku_tier'),
      privateAddresses: [unknown('private_ip_address')],
      subnets: [unknown('subnet_id')],
      dnsProxyEnabled: unknown('dns_proxy_enabled'),
      threatIntelligenceMode: unknown('threat_intel_mode'),
      collections: classic.flatMap((children) => children.byOwner.of(id)),
      hiddenRules: Unknown.at(id, 'is not in the input, so it may hold other rules'),
    };
  });
  return [...present, ...stubs];
}

function firewallOf(context: EstateContext, firewall: ResourceInstance, classic: readonly Children<RuleCollection>[]): Firewall {
  const { read, directory, notes } = context;
  const { attributes, address } = firewall;
  const policy = directory.link(attributes, 'firewall_policy_id');
  const collections = classic.flatMap((children) => children.byOwner.of(address));
  const isMixed = policy !== undefined && collections.length > 0;
  if (isMixed) {
    notes.find({
      id: 'policy-and-classic-rules', level: 'error', address,
      message: `${address} has a firewall policy, and classic rule collections name it too, which do not go together; keep one of the two ways.`,
    });
  }
  const hidden = firstOf(
    firewall.uncertain,
    isMixed ? Unknown.at(address, 'has a firewall policy and classic rule collections, and which of them decide is not determined') : undefined,
    firewall.mode === 'data' && policy === undefined ? Unknown.at(address, 'is read from Azure without its classic rules') : undefined,
    policy === undefined ? firewall.extendable : undefined,
    ...classic.flatMap((children) => [children.hiddenAt.get(address), policy === undefined ? children.hiddenEverywhere : undefined]),
  );
  return {
    id: address,
    origin: originOf(firewall),
    name: read.requiredText(attributes, 'name'),
    resourceGroup: read.requiredText(attributes, 'resource_group_name'),
    skuTier: read.requiredText(attributes, 'sku_tier'),
    ...(policy === undefined ? {} : { policy }),
    ...ipConfigurationsOf(context, firewall),
    dnsProxyEnabled: read.flag(attributes, 'dns_proxy_enabled') ?? false,
    threatIntelligenceMode: read.text(attributes, 'threat_intel_mode') ?? 'Alert',
    collections,
    ...(hidden === undefined ? {} : { hiddenRules: hidden }),
  };
}

/** Addresses that routes may name as next hop, and the subnets the firewall stands in. */
function ipConfigurationsOf({ read, directory }: EstateContext, firewall: ResourceInstance): {
  readonly privateAddresses: readonly Maybe<string>[];
  readonly subnets: readonly Link[];
} {
  const privateAddresses: Maybe<string>[] = [];
  const subnets: Link[] = [];
  for (const name of ['ip_configuration', 'virtual_hub']) {
    const { known, unknown } = knownBlocks(read.blocks(firewall.attributes, name));
    if (unknown !== undefined) {
      privateAddresses.push(unknown);
      if (name === 'ip_configuration') subnets.push(unknown);
    }
    for (const [index, block] of known.entries()) {
      const address = read.text(block, 'private_ip_address');
      const subnet = name === 'ip_configuration' ? directory.link(block, 'subnet_id') : undefined;
      if (subnet !== undefined) subnets.push(subnet);
      const reason = address instanceof Unknown ? address.reason : `${placeOf(block, 'private_ip_address')} is not known before apply`;
      // Named as routes refer to it.
      privateAddresses.push(typeof address === 'string' ? address : computedReference(firewall, `${name}[${index}].private_ip_address`, reason).unknown);
    }
  }
  return { privateAddresses, subnets };
}
