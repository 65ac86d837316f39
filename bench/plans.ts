import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainRule, plainRules, prefixText, seeded } from './random-policies';

/*
 * Plans with many rules, as `terraform show -json` writes them: a real plan of the fixtures with its NSG repeated and filled.
 */

const FIXTURES = join(__dirname, '..', 'test', 'fixtures', 'plans');

/** One rule of an NSG as the plan's `values` hold it. */
type SecurityRule = Readonly<Record<string, string | number | readonly string[]>>;

/** What is filled in of the resources of a plan, wherever they stand in it. */
interface PlanEntry {
  readonly address: string;
  readonly type: string;
  readonly values?: object;
  readonly change?: { readonly after: object; after_unknown: object; after_sensitive: object };
  readonly expressions?: object;
  sensitive_values?: object;
}

interface Resources {
  resources: PlanEntry[];
}

interface Plan {
  readonly planned_values: { readonly root_module: Resources };
  resource_changes: PlanEntry[];
  readonly configuration: { readonly root_module: Resources };
}

/** What a plan needs of one of its NSGs. */
export interface PlannedGroup {
  readonly rules: readonly SecurityRule[];
  /** Prefix of the subnet it stands on; `10.1.<place>.0/24` by default. */
  readonly subnet?: string;
}

/**
 * A plan of NSGs of 1,000 rules each, as many as Azure takes on one: what the sensors need, subnets' rules of an estate
 * (`realistic`) and a closing deny. Each stands on a subnet of its own.
 */
export function estatePlan(groups: number, rulesPerGroup: number, seed: number): string {
  return planOf(Array.from({ length: groups }, (_, group) => ({ rules: sensorGroupRules(rulesPerGroup, seed + group, group) })));
}

/** Rules that let the sensors `10.1.<group>.4` and `.5` out, and others after them. */
export function sensorGroupRules(count: number, seed: number, group = 0): SecurityRule[] {
  const sensors = [`10.1.${group}.4`, `10.1.${group}.5`];
  const own = [
    securityRule('AllowMdiSensorApi', 100, { access: 'Allow', protocol: 'Tcp', source: sensors, destination: ['AzureAdvancedThreatProtection'], ports: ['443'] }),
    securityRule('AllowPkiHttp', 101, { access: 'Allow', protocol: 'Tcp', source: sensors, destination: ['Internet'], ports: ['80'] }),
  ];
  return [...own, ...plainRules('realistic', count - own.length, seed).map((rule, i) => plainSecurityRule(rule, i, 102 + i))];
}

/** A generated rule as a plan writes it. */
export function plainSecurityRule(rule: PlainRule, index: number, priority: number): SecurityRule {
  const [first, last] = rule.ports;
  return securityRule(`${rule.allow ? 'allow' : 'deny'}-${index}`, priority, {
    access: rule.allow ? 'Allow' : 'Deny',
    protocol: rule.protocol === undefined ? '*' : rule.protocol === 6 ? 'Tcp' : 'Udp',
    source: [prefixText(rule.source)],
    destination: [prefixText(rule.destination)],
    ports: [first === 0 && last === 65535 ? '*' : first === last ? String(first) : `${first}-${last}`],
  });
}

export interface RuleSides {
  readonly access: 'Allow' | 'Deny';
  readonly protocol: string;
  readonly source: readonly string[];
  readonly destination: readonly string[];
  readonly ports: readonly string[];
  readonly sourcePorts?: readonly string[];
}

/** One value stands in the attribute for one, several in the attribute for several. */
export function securityRule(name: string, priority: number, { access, protocol, source, destination, ports, sourcePorts = ['*'] }: RuleSides): SecurityRule {
  const one = (values: readonly string[]): string => (values.length === 1 ? values[0] : '');
  const several = (values: readonly string[]): readonly string[] => (values.length === 1 ? [] : values);
  return {
    access, description: '',
    destination_address_prefix: one(destination), destination_address_prefixes: several(destination), destination_application_security_group_ids: [],
    destination_port_range: one(ports), destination_port_ranges: several(ports), direction: 'Outbound', name, priority, protocol,
    source_address_prefix: one(source), source_address_prefixes: several(source), source_application_security_group_ids: [],
    source_port_range: one(sourcePorts), source_port_ranges: several(sourcePorts),
  };
}

/** The plan of some NSGs, each on its own subnet of one virtual network. */
export function planOf(groups: readonly PlannedGroup[]): string {
  const plan = planNamed('nsg-only-ok');
  const fill = (entries: readonly PlanEntry[]): PlanEntry[] => [
    ...groups.flatMap((group, index) => entries.filter((entry) => !isShared(entry)).map((entry) => filled(copyOf(entry, index, group.subnet ?? `10.1.${index}.0/24`), group.rules, `nsg-${index}`))),
    ...entries.filter(isShared),
  ];
  plan.planned_values.root_module.resources = fill(plan.planned_values.root_module.resources);
  plan.resource_changes = fill(plan.resource_changes);
  plan.configuration.root_module.resources = fill(plan.configuration.root_module.resources);
  // The virtual network holds whatever private prefix a subnet may have.
  return JSON.stringify(plan).replace(/"10\.1\.0\.0\/16"/g, '"10.0.0.0/8","172.16.0.0/12"');
}

function planNamed(name: string): Plan {
  return JSON.parse(readFileSync(join(FIXTURES, `${name}.plan.json`), 'utf8')) as Plan;
}

function isShared({ type }: PlanEntry): boolean {
  return type === 'azurerm_resource_group' || type === 'azurerm_virtual_network';
}

/** The NSG, the subnet or their association once more, under other names. */
function copyOf(entry: PlanEntry, index: number, prefix: string): PlanEntry {
  const renamed = JSON.stringify(entry)
    .replace(/(azurerm_\w+)\.(nsg|dc)\b/g, `$1.$2_${index}`)
    .replace(/"name":"(nsg|dc)"/, `"name":"$1_${index}"`)
    .replace(/10\.1\.0\.0\/24/g, prefix);
  return JSON.parse(renamed) as PlanEntry;
}

/** The entry with the rules, where it is of an NSG: as values, as a change or as configuration. */
function filled(entry: PlanEntry, rules: readonly SecurityRule[], name: string): PlanEntry {
  if (entry.type !== 'azurerm_network_security_group') return entry;
  const planned = inSetOrder(rules);
  const marks = { security_rule: planned.map(markers) };
  if (entry.values) {
    Object.assign(entry.values, { name, security_rule: planned });
    entry.sensitive_values = marks;
  }
  if (entry.change) {
    Object.assign(entry.change.after, { name, security_rule: planned });
    entry.change.after_unknown = { id: true, ...marks };
    entry.change.after_sensitive = marks;
  }
  if (entry.expressions) Object.assign(entry.expressions, { name: { constant_value: name }, security_rule: { constant_value: rules.map(written) } });
  return entry;
}

/** `security_rule` is a set: Terraform writes it in the order of hashes, which is none. */
function inSetOrder(rules: readonly SecurityRule[]): SecurityRule[] {
  const next = seeded(rules.length);
  return rules.map((rule) => ({ rule, order: next(2 ** 31) })).sort((one, other) => one.order - other.order).map(({ rule }) => rule);
}

/** The shape of what is unknown or sensitive of a rule: nothing. */
function markers(rule: SecurityRule): object {
  return Object.fromEntries(Object.entries(rule).flatMap(([name, value]) => (Array.isArray(value) ? [[name, value.map(() => false)]] : [])));
}

/** A rule as its configuration writes it: what is empty is left out, as `null`. */
function written(rule: SecurityRule): object {
  return Object.fromEntries(Object.entries(rule).map(([name, value]) => [name, value === '' || (Array.isArray(value) && value.length === 0) ? null : value]));
}

/** A collection of network rules of a firewall policy. */
export interface NetworkRules {
  readonly action: 'Allow' | 'Deny';
  readonly rules: readonly {
    readonly name: string;
    readonly protocols: readonly string[];
    readonly source: readonly string[];
    readonly destination: readonly string[];
    readonly ports: readonly string[];
  }[];
}

/** A real plan of a firewall policy with other network rules, in their order, or with other entries in its IP groups. */
export function firewallPlan({ network, groups = {} }: { network?: readonly NetworkRules[]; groups?: Readonly<Record<string, readonly string[]>> }): string {
  const plan = planNamed('ip-groups');
  for (const entry of [...plan.planned_values.root_module.resources, ...plan.resource_changes, ...plan.configuration.root_module.resources]) {
    if (network && entry.type === 'azurerm_firewall_policy_rule_collection_group') fillCollections(entry, network);
    const cidrs = entry.type === 'azurerm_ip_group' ? groups[entry.address.split('.')[1]] : undefined;
    if (cidrs) fillGroup(entry, cidrs);
  }
  return JSON.stringify(plan);
}

function fillGroup(entry: PlanEntry, cidrs: readonly string[]): void {
  const marks = { cidrs: cidrs.map(() => false) };
  if (entry.values) {
    Object.assign(entry.values, { cidrs });
    entry.sensitive_values = marks;
  }
  if (entry.change) {
    Object.assign(entry.change.after, { cidrs });
    Object.assign(entry.change.after_unknown, marks);
    Object.assign(entry.change.after_sensitive, marks);
  }
  if (entry.expressions) Object.assign(entry.expressions, { cidrs: { constant_value: cidrs } });
}

function fillCollections(entry: PlanEntry, network: readonly NetworkRules[]): void {
  const collections = network.map(({ action, rules }, i) => ({ name: `collection-${i}`, priority: 100 + i, action, rules }));
  const attributes = ({ name, protocols, source, destination, ports }: NetworkRules['rules'][number]): Record<string, string | readonly string[]> => (
    { name, protocols, source_addresses: source, destination_addresses: destination, destination_ports: ports }
  );
  const planned = { network_rule_collection: collections.map(({ rules, ...head }) => ({ ...head, rule: rules.map((rule) => (
    { description: null, destination_fqdns: null, destination_ip_groups: null, source_ip_groups: null, ...attributes(rule) }
  )) })) };
  const marks = { network_rule_collection: collections.map(({ rules }) => ({ rule: rules.map((rule) => markers(attributes(rule) as SecurityRule)) })) };
  const constants = (values: object): object => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { constant_value: value as unknown }]));
  if (entry.values) Object.assign(entry.values, planned);
  if (entry.sensitive_values) Object.assign(entry.sensitive_values, marks);
  if (entry.change) {
    Object.assign(entry.change.after, planned);
    Object.assign(entry.change.after_unknown, marks);
    Object.assign(entry.change.after_sensitive, marks);
  }
  if (entry.expressions) {
    const configured = collections.map(({ rules, ...head }) => ({ ...constants(head), rule: rules.map((rule) => constants(attributes(rule))) }));
    Object.assign(entry.expressions, { network_rule_collection: configured });
  }
}
