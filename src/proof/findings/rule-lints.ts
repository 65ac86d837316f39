import { Examine, PAGES } from './question';
import { isWritten, listed, RuleList, ruleKey, ruleText } from './rule-lists';
import { capital, namesOf, shadowedKeys } from './shadowed-rules';
import { Finding, isUnknown, Maybe, NSG_DEFAULT_RULE_NAMES, Origin, PUBLIC_ADDRESSES, RuleCollection, RuleRow } from '../../azure';

/** Rule names that say the opposite of what the rule does, such as a `DenyAll` that allows. */
export const misleadingNames: Examine = ({ estate }) => {
  const groups = estate.networkSecurityGroups.flatMap((group) => group.rules.filter(({ direction }) => isUnknown(direction) || direction.toLowerCase() !== 'inbound')
    .flatMap((rule) => misleading(rule.name, rule.access, `of ${group.origin.address}`, rule.origin, PAGES.networkSecurityGroups)));
  const collections = estate.firewallPolicies.flatMap((policy) => policy.ruleCollectionGroups.flatMap((group) => group.collections
    .flatMap((collection) => misleading(collection.name, collection.action, `of ${group.origin.address}`, group.origin, PAGES.firewallRuleProcessing))));
  return [...groups, ...collections];
};

const WORDS = { Allow: /^(?:allow|allowed|permit|permitted)$/, Deny: /^(?:deny|denied|block|blocked|drop|reject)$/ } as const;

function misleading(name: Maybe<string>, action: Maybe<string>, where: string, origin: Origin, url: string): Finding[] {
  if (isUnknown(name) || isUnknown(action)) return [];
  const words = name.slice(0, 200).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z]+/);
  const says = { Allow: words.some((word) => WORDS.Allow.test(word)), Deny: words.some((word) => WORDS.Deny.test(word)) };
  const does = (['Allow', 'Deny'] as const).find((one) => one.toLowerCase() === action.toLowerCase());
  if (does === undefined || says[does] || !(says.Allow || says.Deny)) return [];
  return [{
    id: 'name-contradicts-action', level: 'warning', address: origin.address, rule: name, url,
    message: `"${name}" ${where} has the action ${does}, the opposite of what its name says; correct the action, or the name.`,
  }];
}

/** Rules of one's own that are called like those that every NSG has. */
export const defaultRuleNames: Examine = ({ estate }) => estate.networkSecurityGroups.flatMap((group) => group.rules.flatMap((rule): Finding[] => {
  if (isUnknown(rule.name) || !NSG_DEFAULT_RULE_NAMES.includes(rule.name.toLowerCase())) return [];
  return [{
    id: 'default-rule-name', level: 'note', address: rule.origin.address, rule: rule.name, url: PAGES.networkSecurityGroups,
    message: `Rule "${rule.name}" of ${group.origin.address} has the name of a default rule, so that logs cannot tell them apart; choose another name.`,
  }];
}));

/** NSGs that list what is allowed on the Internet and leave the rest of it allowed by default. */
export const allowListsWithoutDeny: Examine = ({ lists }) => {
  const found = new Map<string, Finding>();
  for (const { enforcementPoint, kind, space, rows } of lists) {
    if (kind !== 'nsg' || found.has(enforcementPoint)) continue;
    const publicOnes = PUBLIC_ADDRESSES[space.family];
    const toInternet = rows.filter((row) => ruleKey(row) !== undefined && row.regions.some((region) => region.on(space.destination).overlaps(publicOnes)));
    const allows = toInternet.filter((row) => row.action === 'allow');
    if (allows.length === 0 || allows.length < toInternet.length || hidesRules(rows)) continue;
    found.set(enforcementPoint, {
      id: 'allow-list-without-deny', level: 'note', address: enforcementPoint, url: PAGES.networkSecurityGroups,
      message: `${enforcementPoint} allows ${listed(namesOf(allows))} to the Internet, and the default rule AllowInternetOutBound everything else; `
        + 'if the list is meant to be all, add a rule after it that denies the service tag Internet.',
    });
  }
  return [...found.values()];
};

function hidesRules(rows: readonly RuleRow[]): boolean {
  return rows.some((row) => row.rule.address !== undefined && !isWritten(row.rule));
}

/** Collections and groups of one priority, whose order Azure does not document. */
export const equalPriorities: Examine = ({ estate }) => [
  ...estate.firewallPolicies.flatMap((policy) => [
    ...equal(policy.ruleCollectionGroups, `${policy.origin.address} has the rule collection groups`, policy.origin),
    ...policy.ruleCollectionGroups.flatMap(equalCollections),
  ]),
  ...estate.firewalls.flatMap(equalCollections),
];

function equalCollections({ collections, origin }: { readonly collections: readonly RuleCollection[]; readonly origin: Origin }): Finding[] {
  return (['nat', 'network', 'application'] as const).flatMap((kind) => equal(
    collections.filter((collection) => collection.kind === kind), `${origin.address} has the ${kind} rule collections`, origin,
  ));
}

function equal(things: readonly { readonly name: Maybe<string>; readonly priority: Maybe<number> }[], subject: string, origin: Origin): Finding[] {
  const byPriority = new Map<number, string[]>();
  for (const { name, priority } of things) {
    if (isUnknown(priority)) continue;
    byPriority.set(priority, [...byPriority.get(priority) ?? [], isUnknown(name) ? '(name not known)' : `"${name}"`]);
  }
  return [...byPriority].filter(([, names]) => names.length > 1).map(([priority, names]): Finding => ({
    id: 'equal-priority', level: 'warning', address: origin.address, url: PAGES.firewallRuleProcessing,
    message: `${subject} ${listed(names)} with the same priority ${priority}, and their order is not documented; give each its own number.`,
  }));
}

/** Network rules that let everything out on a port that application rules are about: those then never see the traffic. */
export const bypassedApplicationRules: Examine = ({ lists }) => {
  const shadowed = shadowedKeys(lists);
  const found = new Map<string, Finding>();
  for (const list of lists.filter(({ kind, space }) => kind === 'firewall' && space.family === 'ipv4')) {
    for (const row of list.rows) {
      const key = ruleKey(row);
      if (key === undefined || !isWritten(row.rule) || found.has(key) || row.action !== 'allow' || row.terminatesTls !== undefined || !isWide(row, list)) continue;
      const bypassed = row.regions.flatMap((region) => list.table.candidates(region))
        .filter((other) => other.terminatesTls !== undefined && !shadowed.has(ruleKey(other) ?? '') && overlap(row, other));
      if (bypassed.length === 0) continue;
      found.set(key, {
        id: 'application-rules-bypassed', level: 'warning', address: row.rule.address, rule: row.rule.name, url: PAGES.firewallRuleProcessing,
        message: `${capital(ruleText(row.rule))} of ${list.enforcementPoint} is a network rule that lets traffic to the whole Internet through before ${listed(namesOf(bypassed))} can look at it; `
          + 'narrow its destinations or ports, since network rules are processed before application rules.',
      });
    }
  }
  return [...found.values()];
};

function isWide(row: RuleRow, { space }: RuleList): boolean {
  return row.regions.some((region) => region.on(space.destination).contains(PUBLIC_ADDRESSES[space.family]));
}

function overlap(row: RuleRow, other: RuleRow): boolean {
  return row.regions.some((region) => other.regions.some((part) => part.overlaps(region)));
}
