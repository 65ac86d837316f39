import { Firewall, FirewallPolicy } from './estate';
import { classicRows, FirewallQuestion, policyChain, policyRows } from './firewall';
import { Notes } from './notes';
import { hiddenInspection, hiddenRows, RuleRow } from './rule-row';
import { FirewallPoint } from './topology';
import { isUnknown, Maybe, Unknown } from './unknown';

/**
 * The rules in force at a firewall point as one first-match list, whatever they are written in.
 *
 * @param rowsOf what of a policy is asked for; all of its rules by default
 */
export function firewallPointRows(point: FirewallPoint, question: FirewallQuestion, rowsOf: typeof policyRows = policyRows): RuleRow[] {
  const { id, policy, classic, firewalls } = point;
  const { space, notes } = question;
  if (policy) {
    // A policy and classic rules do not go together; which of them decide is not documented.
    const uncertain = firewalls.flatMap(({ hiddenRules }) => hiddenRules ?? [])[0];
    const hidden = uncertain ? hiddenRows(space, uncertain.key, uncertain.reason, id) : [];
    return [...hidden, ...rowsOf({ ...policy, sku: tierInForce(policy, firewalls, notes) }, question)];
  }
  if (classic) return classicRows(classic, question);
  if (!point.hidden) return [];
  const { key, reason } = point.hidden;
  return [...hiddenInspection(space, key, reason, id), ...hiddenRows(space, key, reason, id)];
}

/** Whether some rule of a firewall point looks at the request of a packet, so that its rows are others for each host. */
export function looksAtRequests({ policy, classic }: FirewallPoint, find: (id: string) => FirewallPolicy | undefined): boolean {
  const collections = policy
    ? policyChain(policy, find).chain.flatMap((member) => member.ruleCollectionGroups.flatMap((group) => group.collections))
    : classic?.collections ?? [];
  return collections.some((collection) => (
    collection.kind === 'application' || (collection.kind === 'network' && collection.rules.some((rule) => rule.destinationFqdns.length > 0))
  ));
}

const TIERS: readonly string[] = ['basic', 'standard', 'premium'];

/** The tier whose features the rules of a policy have: its own, where no firewall that runs it is of a lower one. */
function tierInForce(policy: FirewallPolicy, firewalls: readonly Firewall[], notes: Notes): Maybe<string> {
  const { sku } = policy;
  const rank = isUnknown(sku) ? -1 : TIERS.indexOf(sku.toLowerCase());
  const lower = firewalls.find(({ skuTier }) => !isUnknown(skuTier) && TIERS.includes(skuTier.toLowerCase()) && TIERS.indexOf(skuTier.toLowerCase()) < rank);
  if (isUnknown(sku) || lower === undefined || isUnknown(lower.skuTier)) return sku;
  const mismatch = `is ${sku}, and ${lower.origin.address}, which runs the policy, is of the ${lower.skuTier} tier`;
  notes.find({
    id: 'policy-tier-mismatch',
    level: 'warning',
    message: `${policy.origin.address}.sku ${mismatch}; give both the same tier, or the policy the lower one, so that its rules do what they say.`,
    address: policy.origin.address,
  });
  return Unknown.at(`${policy.origin.address}.sku`, mismatch);
}
