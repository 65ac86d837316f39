import { NetworkSecurityGroup, NetworkSecurityRule } from '../estate';
import { Notes } from '../notes';
import { isUnknown } from '../unknown';

/**
 * Address of a resource that holds outbound rules of an NSG and is refused: the NSG with all of its inline rules, or else the
 * first rule that is a resource of its own. One is enough: what may stand in its place may do anything to a packet.
 *
 * Of inline rules that share a priority the NSG as a whole is refused; of resources of their own all but one.
 */
export function refusedResource({ origin, rules }: NetworkSecurityGroup, notes: Notes): string | undefined {
  if (notes.isRefused(origin.address) || shareAPriority(rules.filter((rule) => rule.origin.address === origin.address))) return origin.address;
  return rules.find((rule) => rule.origin.address !== origin.address && !isInbound(rule) && notes.isRefused(rule.origin.address))?.origin.address;
}

function shareAPriority(rules: readonly NetworkSecurityRule[]): boolean {
  const seen = new Set<string>();
  return rules.some((rule) => {
    if (isUnknown(rule.priority) || isUnknown(rule.direction)) return false;
    const key = `${rule.priority} ${rule.direction.toLowerCase()}`;
    return seen.size === seen.add(key).size;
  });
}

function isInbound({ direction }: NetworkSecurityRule): boolean {
  return !isUnknown(direction) && direction.toLowerCase() === 'inbound';
}
