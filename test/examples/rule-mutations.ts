import { Json } from '../support/synthesis';

/*
 * Changes to one rule of a configuration at a time: what a slip of the hand or another team's edit would be.
 */

export interface Mutation {
  readonly name: string;
  readonly terraform: Json;
}

// Mutations write into a copy of JSON whose shape the compiler does not know.
type Draft = Record<string, any>;

/** A change of the one place that a path leads to; `false` where it does not apply there. */
interface Change<Subject> {
  readonly name: string;
  readonly apply: (subject: Subject) => boolean | void;
}

const OTHER_PORT: Readonly<Record<string, string>> = { '443': '444', '80': '81', '8080': '8081', '*': '444', '123': '124', '23': '24' };
const OUTSIDER = '10.99.0.1';

/** Every mutation of every rule of a configuration. */
export function mutations(terraform: Json): Mutation[] {
  return [...securityRuleMutations(terraform), ...firewallMutations(terraform), ...ipGroupMutations(terraform)];
}

const SECURITY_RULE_CHANGES: readonly Change<Draft>[] = [
  { name: 'with the other access', apply: (rule) => { rule.access = rule.access === 'Allow' ? 'Deny' : 'Allow'; } },
  { name: 'with another port', apply: (rule) => { rule.destination_port_range = OTHER_PORT[rule.destination_port_range]; } },
  { name: 'for UDP', apply: (rule) => { rule.protocol = 'Udp'; } },
  { name: 'inbound', apply: (rule) => { rule.direction = 'Inbound'; } },
  { name: 'without its first source', apply: (rule) => withoutFirst(rule, 'source_address_prefixes') },
  { name: 'without its last source', apply: (rule) => withoutLast(rule, 'source_address_prefixes') },
  { name: 'with its destination misspelt', apply: (rule) => { rule.destination_address_prefix = misspelt(rule.destination_address_prefix); } },
  { name: 'first of all', apply: (rule) => { rule.priority = 100; } },
  { name: 'last of all', apply: (rule) => { rule.priority = 4096; } },
];

function securityRuleMutations(terraform: Json): Mutation[] {
  const inline = entries(terraform, 'azurerm_network_security_group').flatMap(([key, group]) => {
    const rules = (group.security_rule ?? []) as Json[];
    const inGroup = (draft: Draft): Draft[] => draft.resource.azurerm_network_security_group[key].security_rule;
    return [
      ...rules.flatMap((rule, i) => [
        ...SECURITY_RULE_CHANGES.flatMap((change) => mutated(terraform, rule.name, change, (draft) => inGroup(draft)[i])),
        ...removal(terraform, rule.name, inGroup, i),
        ...rules.slice(i + 1).flatMap((other, offset) => mutated(terraform, rule.name, {
          name: `in exchange of priorities with ${other.name}`,
          apply: (list) => exchangePriorities(list[i], list[i + 1 + offset]),
        }, inGroup)),
      ]),
      ...(rules.length > 1 ? mutated(terraform, key, { name: 'with its rules written the other way round', apply: (list) => void list.reverse() }, inGroup) : []),
    ];
  });
  const standalone = entries(terraform, 'azurerm_network_security_rule');
  return [...inline, ...standalone.flatMap(([key, rule], i) => [
    ...SECURITY_RULE_CHANGES.flatMap((change) => mutated(terraform, rule.name, change, (draft) => draft.resource.azurerm_network_security_rule[key])),
    ...mutated(terraform, rule.name, { name: 'removed', apply: (rules: Draft) => void delete rules[key] }, (draft) => draft.resource.azurerm_network_security_rule),
    ...standalone.slice(i + 1).flatMap(([otherKey, other]) => mutated(terraform, rule.name, {
      name: `in exchange of priorities with ${other.name}`,
      apply: (rules: Draft) => exchangePriorities(rules[key], rules[otherKey]),
    }, (draft) => draft.resource.azurerm_network_security_rule)),
  ])];
}

const FIREWALL_RULE_CHANGES: readonly Change<Draft>[] = [
  { name: 'with another port', apply: changePort },
  { name: 'for another protocol', apply: changeProtocol },
  { name: 'without its first source', apply: (rule) => withoutFirst(rule, 'source_addresses') },
  { name: 'without its last source', apply: (rule) => withoutLast(rule, 'source_addresses') },
  {
    name: 'with its destination misspelt',
    apply: (rule) => {
      for (const kind of ['destination_addresses', 'destination_fqdns', 'destination_urls']) if (rule[kind] !== undefined) rule[kind] = rule[kind].map(misspelt);
    },
  },
  {
    name: 'with a URL without a path',
    apply: (rule) => {
      if (rule.destination_urls === undefined) return false;
      rule.destination_urls = rule.destination_urls.map((url: string) => url.split('/')[0]);
      return true;
    },
  },
  {
    name: 'with TLS inspection',
    apply: (rule) => {
      if (rule.destination_fqdns === undefined && rule.destination_urls === undefined) return false;
      rule.terminate_tls = true;
      return true;
    },
  },
];

const COLLECTION_CHANGES: readonly Change<Draft>[] = [
  { name: 'with the other action', apply: (collection) => { collection.action = 'Deny'; } },
  { name: 'with its rules written the other way round', apply: (collection) => (collection.rule.length > 1 ? void collection.rule.reverse() : false) },
  { name: 'first of all', apply: (collection) => { collection.priority = 100; } },
  { name: 'last of all', apply: (collection) => { collection.priority = 65000; } },
];

function firewallMutations(terraform: Json): Mutation[] {
  const groups = entries(terraform, 'azurerm_firewall_policy_rule_collection_group');
  return groups.flatMap(([key, group], at) => (['network_rule_collection', 'application_rule_collection'] as const).flatMap((kind) => (
    ((group[kind] ?? []) as Json[]).flatMap((collection, i) => {
      const collectionsIn = (draft: Draft): Draft[] => draft.resource.azurerm_firewall_policy_rule_collection_group[key][kind];
      return [
        ...COLLECTION_CHANGES.flatMap((change) => mutated(terraform, collection.name, change, (draft) => collectionsIn(draft)[i])),
        ...removal(terraform, collection.name, collectionsIn, i),
        ...(collection.rule as Json[]).flatMap((rule, j) => [
          ...FIREWALL_RULE_CHANGES.flatMap((change) => mutated(terraform, `${collection.name}/${rule.name}`, change, (draft) => collectionsIn(draft)[i].rule[j])),
          ...(collection.rule.length > 1 ? removal(terraform, `${collection.name}/${rule.name}`, (draft) => collectionsIn(draft)[i].rule, j) : []),
        ]),
      ];
    })
  )).concat(groups.slice(at + 1).flatMap(([otherKey, other]) => mutated(terraform, group.name, {
    name: `in exchange of priorities with ${other.name}`,
    apply: (all: Draft) => exchangePriorities(all[key], all[otherKey]),
  }, (draft) => draft.resource.azurerm_firewall_policy_rule_collection_group))));
}

function ipGroupMutations(terraform: Json): Mutation[] {
  return entries(terraform, 'azurerm_ip_group').flatMap(([key, group]) => {
    const inGroup = (draft: Draft): Draft => draft.resource.azurerm_ip_group[key];
    return [
      ...mutated(terraform, group.name, { name: 'without its first address', apply: (draft) => withoutFirst(draft, 'cidrs') }, inGroup),
      ...mutated(terraform, group.name, { name: 'without an address', apply: (draft) => { draft.cidrs = []; } }, inGroup),
    ];
  });
}

function mutated<Subject>(terraform: Json, subject: string, change: Change<Subject>, at: (draft: Draft) => Subject): Mutation[] {
  const draft = structuredClone(terraform) as Draft;
  return change.apply(at(draft)) === false ? [] : [{ name: `${subject} ${change.name}`, terraform: draft }];
}

function removal(terraform: Json, subject: string, listIn: (draft: Draft) => Draft[], index: number): Mutation[] {
  return mutated(terraform, subject, { name: 'removed', apply: (list: Draft[]) => void list.splice(index, 1) }, listIn);
}

function exchangePriorities(one: Draft, other: Draft): void {
  [one.priority, other.priority] = [other.priority, one.priority];
}

function withoutFirst(subject: Draft, list: string): boolean {
  if (!Array.isArray(subject[list])) return false;
  // An empty list is refused, and would be another mistake.
  subject[list] = subject[list].length > 1 ? subject[list].slice(1) : [OUTSIDER];
  return true;
}

function withoutLast(subject: Draft, list: string): boolean {
  if (!Array.isArray(subject[list]) || subject[list].length < 2) return false;
  subject[list] = subject[list].slice(0, -1);
  return true;
}

function changePort(rule: Draft): void {
  if (rule.destination_ports !== undefined) rule.destination_ports = rule.destination_ports.map((port: string) => OTHER_PORT[port]);
  else rule.protocols = rule.protocols.map((protocol: Draft) => ({ ...protocol, port: Number(OTHER_PORT[String(protocol.port)]) }));
}

function changeProtocol(rule: Draft): void {
  if (rule.destination_ports !== undefined) rule.protocols = rule.protocols.map((protocol: string) => (protocol === 'TCP' ? 'UDP' : 'TCP'));
  else rule.protocols = rule.protocols.map(({ type, port }: Draft) => ({ type: type === 'Http' ? 'Https' : 'Http', port }));
}

/** One letter less; another address where it is one. */
function misspelt(destination: string): string {
  if (destination === '*') return 'AzureCloudd';
  if (/^\d/.test(destination)) return '10.1.9.11';
  return destination.slice(0, 3) + destination.slice(4);
}

function entries(terraform: Json, type: string): [string, Json][] {
  return Object.entries((terraform.resource[type] ?? {}) as Record<string, Json>);
}
