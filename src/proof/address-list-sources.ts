import { FirewallPoint, isUnknown, Link, Maybe, NetworkSecurityRule, policyChain, RuleCollection, Topology, Unknown } from '../azure';

/** Literal destinations that stand together in one place of the input: those of a rule, or the members of an IP group. */
export interface LiteralList {
  /** Terraform address. */
  readonly address: string;
  /** Attribute path within it; absent for an IP group. */
  readonly attribute?: string;
  readonly entries: readonly Maybe<string>[];
}

/** The lists that traffic meets at one enforcement point, so that they have to be complete together. */
export interface ListOwner {
  /** Address of the NSG, firewall policy or firewall; in words for IP groups that no rule of the input has. */
  readonly place: string;
  readonly lists: readonly LiteralList[];
}

/**
 * Every list of literal destinations that something allows, by enforcement point: rules of NSGs, network rules of firewalls (base
 * policies count with each policy that inherits them) with the IP groups they name, and the IP groups that no rule here names,
 * which are there for rules elsewhere. Rules that deny do not count.
 */
export function listOwners(topology: Topology): ListOwner[] {
  const { estate } = topology;
  const unused = estate.ipGroups.filter(({ id }) => !namedIpGroups(topology).has(id));
  return [
    ...estate.networkSecurityGroups.map((group) => ({
      place: group.origin.address,
      lists: group.rules.filter(allowsOutbound).map((rule): LiteralList => ({
        address: rule.origin.address, ...(rule.attribute === undefined ? {} : { attribute: rule.attribute }), entries: rule.destination.addresses,
      })),
    })),
    ...topology.firewallPoints.map((point) => ({ place: point.id, lists: collectionsOf(point, topology).flatMap((one) => listsOf(one, topology)) })),
    {
      place: 'IP groups that no rule of the input names',
      lists: unused.map((group): LiteralList => ({ address: group.origin.address, entries: group.cidrs })),
    },
  ].filter((owner) => owner.lists.length > 0);
}

function allowsOutbound(rule: NetworkSecurityRule): boolean {
  return allows(rule.access) && !(typeof rule.direction === 'string' && rule.direction.toLowerCase() === 'inbound');
}

function collectionsOf({ policy, classic }: FirewallPoint, topology: Topology): readonly RuleCollection[] {
  if (classic) return classic.collections;
  if (!policy) return [];
  return policyChain(policy, topology.firewallPolicy).chain.flatMap((member) => member.ruleCollectionGroups.flatMap((group) => group.collections));
}

function listsOf(collection: RuleCollection, topology: Topology): LiteralList[] {
  if (collection.kind !== 'network' || !allows(collection.action)) return [];
  return collection.rules.flatMap((rule): LiteralList[] => [
    { address: rule.origin.address, attribute: rule.attribute, entries: rule.destinationAddresses },
    ...rule.destinationIpGroups.flatMap((link) => ipGroupList(link, topology)),
  ]);
}

function ipGroupList(link: Link, topology: Topology): LiteralList[] {
  const group = isUnknown(link) ? undefined : topology.ipGroup(link);
  return group ? [{ address: group.origin.address, entries: group.cidrs }] : [];
}

/** Ids of the IP groups that some rule of the input names, as source or destination. */
function namedIpGroups({ estate }: Topology): ReadonlySet<string | Unknown> {
  const collections = [
    ...estate.firewallPolicies.flatMap((policy) => policy.ruleCollectionGroups.flatMap((group) => group.collections)),
    ...estate.firewalls.flatMap((firewall) => firewall.collections),
  ];
  return new Set(collections.flatMap((collection) => [...collection.rules].flatMap((rule) => [
    ...rule.sourceIpGroups, ...'destinationIpGroups' in rule ? rule.destinationIpGroups : [],
  ])));
}

function allows(word: Maybe<string>): boolean {
  return isUnknown(word) || word.toLowerCase() === 'allow';
}
