import { AddressRange, isAddressProblem, parseAddressRange } from '../../packets';
import { Finding, NetworkSecurityGroup, NetworkSecurityRule } from '../estate';
import { isUnknown, Maybe } from '../unknown';

/**
 * Address lists of NSG rules that Azure refuses when they are applied: a service tag or `*` among others, prefixes of which
 * one holds another, addresses of both families (NSG overview, "Augmented security rules").
 */
export function addressListRefusals(group: NetworkSecurityGroup): Finding[] {
  const findings: Finding[] = [];
  for (const rule of group.rules) {
    // Most rules have one entry, which is no list.
    if (rule.source.addresses.length > 1) findings.push(...listFindings(group, rule, 'source', rule.source.addresses));
    if (rule.destination.addresses.length > 1) findings.push(...listFindings(group, rule, 'destination', rule.destination.addresses));
  }
  return findings;
}

function listFindings(group: NetworkSecurityGroup, rule: NetworkSecurityRule, side: 'source' | 'destination', entries: readonly Maybe<string>[]): Finding[] {
  const known = entries.filter((entry): entry is string => !isUnknown(entry));
  const named = known.filter((entry) => isAddressProblem(parseAddressRange(entry)));
  const ranges = known.map((text) => ({ text, range: parseAddressRange(text) }))
    .filter((entry): entry is { text: string; range: AddressRange } => !isAddressProblem(entry.range));
  const head = { level: 'error' as const, address: rule.origin.address, ...isUnknown(rule.name) ? {} : { rule: rule.name } };
  const subject = `The ${side} list of ${isUnknown(rule.name) ? 'a rule' : `rule "${rule.name}"`} of ${group.origin.address}`;
  const findings: Finding[] = [];
  // One alone may stand in the singular attribute, where it is allowed.
  if (named.length > 0) {
    findings.push({
      ...head, id: 'service-tag-in-list',
      message: `${subject} has ${named.map((entry) => `"${entry}"`).slice(0, 3).join(', ')} among other entries, which Azure refuses; give a service tag or * a rule of its own.`,
    });
  }
  if (new Set(ranges.map(({ range }) => range.family)).size > 1) {
    findings.push({ ...head, id: 'mixed-address-families', message: `${subject} has IPv4 and IPv6 addresses, which Azure refuses in one rule; write one rule for each.` });
  }
  const overlap = firstOverlap(ranges);
  if (overlap) {
    findings.push({ ...head, id: 'overlapping-prefixes', message: `${subject} has ${overlap[0]} and ${overlap[1]}, which overlap; Azure refuses that, so keep the wider one.` });
  }
  return findings;
}

/** Two entries that share an address: after sorting, neighbours do if any do. */
function firstOverlap(ranges: readonly { readonly text: string; readonly range: AddressRange }[]): readonly [string, string] | undefined {
  for (const family of ['ipv4', 'ipv6'] as const) {
    const sorted = ranges.filter(({ range }) => range.family === family)
      .sort((a, b) => (a.range.addresses.first < b.range.addresses.first ? -1 : a.range.addresses.first > b.range.addresses.first ? 1 : 0));
    for (let i = 1; i < sorted.length; i++) {
      if (sorted[i].range.addresses.first < sorted[i - 1].range.addresses.end) return [sorted[i - 1].text, sorted[i].text];
    }
  }
  return undefined;
}
