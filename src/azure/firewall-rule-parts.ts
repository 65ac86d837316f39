import { Region } from '../packets';
import { Place } from './address-terms';
import { EgressSpace } from './egress-space';
import { ApplicationRule, Link, NatRule, NetworkRule } from './estate';
import { FirewallContext } from './firewall-context';
import { Notes } from './notes';
import { isUnknown, Maybe, Unknown } from './unknown';

/** The packets from the sources of a rule, be they written or in IP groups. */
export function sourceRegions(rule: NatRule | NetworkRule | ApplicationRule, context: FirewallContext): Region[] {
  if (rule.sourceAddresses.length + rule.sourceIpGroups.length === 0) return refusedAsUnset('source', rule, context);
  findTagSources(rule, context);
  return addressRegions('source', rule.sourceAddresses, rule.sourceIpGroups, rule, context);
}

/** Tells of service tags among the sources, which Azure Firewall does not take there. */
export function findTagSources(rule: NatRule | NetworkRule | ApplicationRule, { notes }: FirewallContext): void {
  for (const entry of rule.sourceAddresses) {
    if (!isUnknown(entry) && /^[a-z]/i.test(entry) && !entry.includes(':')) {
      notes.find({
        id: 'service-tag-as-source',
        level: 'error',
        message: `${placeOf(rule, 'source_addresses').text} has "${entry}"; Azure Firewall takes no service tag as a source, write address prefixes or IP groups.`,
        address: rule.origin.address,
      });
    }
  }
}

/** The packets with the addresses of a side, be they written or in IP groups. */
export function addressRegions(
  side: 'source' | 'destination', addresses: readonly Maybe<string>[], ipGroups: readonly Link[], rule: RuleHead, context: FirewallContext,
): Region[] {
  return [
    ...context.terms.regions(side, addresses, placeOf(rule, `${side}_addresses`)),
    ...ipGroups.flatMap((link) => ipGroupRegions(side, link, rule, context)),
  ];
}

/** An empty group matches nothing: "that rule is skipped" (IP groups in Azure Firewall). */
function ipGroupRegions(side: 'source' | 'destination', link: Link, rule: RuleHead, context: FirewallContext): Region[] {
  const { space, terms } = context;
  if (isUnknown(link)) return [space.whereUnknownHolds(side, link)];
  const group = context.ipGroup(link);
  if (group) return terms.regions(side, group.cidrs, { text: `${group.origin.address}.cidrs`, address: group.origin.address });
  const outside = Unknown.reference(link, `the addresses of the IP group ${link}, which ${placeOf(rule).text} uses, are not in the input`);
  return [space.whereUnknownHolds(side, outside)];
}

/** A rule without addresses on a side may match any. */
export function refusedAsUnset(side: 'source' | 'destination', rule: RuleHead, { space, notes }: FirewallContext): Region[] {
  const place = placeOf(rule);
  notes.find({
    id: `rule-without-${side}`,
    level: 'error',
    message: `${place.text} names no ${side}, which Azure refuses.`,
    address: place.address,
  });
  return [space.whereUnknownHolds(side, Unknown.at(place.text, `names no ${side}, which Azure refuses`))];
}

/** A pattern of hosts or URLs that no documentation says to match anything. */
export function unsupported(pattern: string, place: Place, space: EgressSpace, notes: Notes, instead: string): Region[] {
  notes.find({
    id: 'unsupported-pattern',
    level: 'error',
    message: `${place.text} is "${pattern}", which Azure Firewall does not support; ${instead}.`,
    address: place.address,
  });
  return [space.whereUnknownHolds('value', Unknown.at(place.text, `is "${pattern}", which Azure Firewall does not support`))];
}

export type RuleHead = Pick<NetworkRule, 'origin' | 'attribute'>;

/** How a rule, or an attribute of it, is named to people. */
export function placeOf(rule: RuleHead, field?: string): Place {
  const { address } = rule.origin;
  return { address, text: [address, rule.attribute, field].filter((part) => part !== undefined && part !== '').join('.') };
}
