/*
 * What Azure refuses of the values in what is emitted when it is applied, and the provider does not see before. Written from Azure's
 * documentation and limits, not from the code under test.
 */

type Json = Readonly<Record<string, unknown>>;

const EXPRESSION = /\$\{/;
const ADDRESS = /^[0-9a-f.:]+(?:\/\d{1,3})?$/i;

/** Everything that Azure has against the emitted configuration. */
export function azureRefusals(terraform: Json): string[] {
  const problems: string[] = [];
  for (const [name, group] of resources(terraform, 'azurerm_network_security_group')) {
    const rules = objects(group.security_rule);
    rules.forEach((rule) => problems.push(...securityRuleProblems(`${name} ${String(rule.name)}`, rule)));
    problems.push(...duplicates(name, rules.map((rule) => `${String(rule.direction)} ${String(rule.priority)}`)));
    problems.push(...duplicates(name, rules.map((rule) => String(rule.name).toLowerCase())));
  }
  const standalone = resources(terraform, 'azurerm_network_security_rule');
  for (const [name, rule] of standalone) problems.push(...securityRuleProblems(name, rule));
  problems.push(...duplicates('standalone rules', standalone.map(([, rule]) => (
    JSON.stringify([rule.resource_group_name, rule.network_security_group_name, rule.direction, rule.priority])
  ))));
  const groups = resources(terraform, 'azurerm_firewall_policy_rule_collection_group');
  for (const [name, group] of groups) problems.push(...ruleCollectionGroupProblems(name, group, terraform));
  for (const attribute of ['name', 'priority']) {
    problems.push(...duplicates(`groups of a policy by ${attribute}`, groups.map(([, group]) => JSON.stringify([pathOf(group.firewall_policy_id), group[attribute]]))));
  }
  const subnets = resources(terraform, 'azurerm_subnet_network_security_group_association').map(([, association]) => String(association.subnet_id));
  problems.push(...subnets.filter((subnet, index) => subnets.indexOf(subnet) !== index).map((subnet) => `${subnet}: two NSGs`));
  for (const [name, policy] of resources(terraform, 'azurerm_firewall_policy')) problems.push(...explicitProxyProblems(name, policy));
  return [...problems, ...machineProblems(terraform), ...connectionMonitorProblems(terraform)];
}

/** Scripts on machines: Azure takes one extension of a kind on a machine, and shows settings that are not protected. */
function machineProblems(terraform: Json): string[] {
  const problems: string[] = [];
  const say = (good: boolean, problem: string) => { if (!good) problems.push(problem); };
  const commands = resources(terraform, 'azurerm_virtual_machine_run_command');
  problems.push(...duplicates('run commands', commands.map(([, command]) => `${String(command.virtual_machine_id)} ${String(command.name)}`)));
  const extensions = resources(terraform, 'azurerm_arc_machine_extension');
  for (const [name, extension] of extensions) {
    const settings = JSON.parse(String(extension.protected_settings)) as Json;
    say(Object.keys(settings).join() === 'commandToExecute' && String(settings.commandToExecute).length <= 8191, `${name}: protected settings`);
    say(extension.settings === undefined, `${name}: settings that are shown`);
  }
  const kinds = extensions.map(([, { arc_machine_id: machine, publisher, type }]) => JSON.stringify([machine, publisher, type]));
  say(new Set(kinds).size === kinds.length, 'two extensions of a kind on a machine');
  return problems;
}

function connectionMonitorProblems(terraform: Json): string[] {
  return resources(terraform, 'azurerm_network_connection_monitor').flatMap(([name, monitor]) => {
    const problems: string[] = [];
    const say = (good: boolean, problem: string) => { if (!good) problems.push(`${name}: ${problem}`); };
    const endpoints = objects(monitor.endpoint);
    const tests = objects(monitor.test_configuration);
    const namesOf = (blocks: Json[]) => blocks.map((block) => String(block.name));
    problems.push(...duplicates(name, namesOf(endpoints)), ...duplicates(name, namesOf(tests)), ...duplicates(name, namesOf(objects(monitor.test_group))));
    for (const endpoint of endpoints) {
      say((endpoint.address === undefined) !== (endpoint.target_resource_id === undefined), 'not one of address and target');
      say(endpoint.address === undefined || !isKnown(endpoint.address) || /^[a-z0-9.-]+$/.test(endpoint.address), `address ${String(endpoint.address)}`);
    }
    for (const test of tests) {
      say((test.protocol === 'Http') === (test.http_configuration !== undefined), 'HTTP settings');
      say((test.protocol === 'Tcp') === (test.tcp_configuration !== undefined), 'TCP settings');
    }
    for (const group of objects(monitor.test_group)) {
      const isSource = (endpoint: Json) => endpoint.target_resource_id !== undefined;
      say(list(group.source_endpoints).every((one) => endpoints.some((endpoint) => endpoint.name === one && isSource(endpoint))), 'sources');
      say(list(group.destination_endpoints).every((one) => endpoints.some((endpoint) => endpoint.name === one && !isSource(endpoint))), 'destinations');
      say(list(group.test_configuration_names).every((one) => namesOf(tests).includes(String(one))), 'tests');
    }
    return problems;
  });
}

function explicitProxyProblems(name: string, { explicit_proxy: proxy, identity, sku }: Json): string[] {
  if (proxy === undefined) return [];
  const { http_port: http, https_port: https, pac_file_port: pac, enable_pac_file: servesPac, pac_file: url } = proxy as Json;
  const problems: string[] = [];
  const say = (good: boolean, problem: string) => { if (!good) problems.push(`${name}: ${problem}`); };
  problems.push(...duplicates(name, [http, https, pac].filter((port) => port !== undefined).map(String)));
  say((servesPac === true) === (url !== undefined && pac !== undefined), 'PAC file');
  say(!isKnown(url) || (identity !== undefined && !url.includes('?')), 'PAC file that is not reachable, or a secret');
  say(sku !== 'Basic', 'Basic tier');
  return problems;
}

function securityRuleProblems(place: string, rule: Json): string[] {
  const problems: string[] = [];
  const say = (good: boolean, problem: string) => { if (!good) problems.push(`${place}: ${problem}`); };
  say(isKnown(rule.name) ? /^[a-z0-9][a-z0-9._-]{0,78}[a-z0-9_]$/i.test(rule.name) : true, `name ${String(rule.name)}`);
  for (const side of ['source', 'destination']) {
    const forms = [`${side}_address_prefix`, `${side}_address_prefixes`, `${side}_application_security_group_ids`];
    say(forms.filter((form) => rule[form] !== undefined && rule[form] !== null).length === 1, `not exactly one of ${forms.join(', ')}`);
    const ports = [`${side}_port_range`, `${side}_port_ranges`];
    say(ports.filter((form) => rule[form] !== undefined && rule[form] !== null).length === 1, `not exactly one of ${ports.join(', ')}`);
    const port = rule[`${side}_port_range`];
    say(!isKnown(port) || port === '*' || /^\d{1,5}(-\d{1,5})?$/.test(port), `port ${String(port)}`);
    const prefixes = list(rule[`${side}_address_prefixes`]);
    prefixes.filter(isKnown).forEach((prefix) => say(ADDRESS.test(prefix), `${prefix} in a plural list`));
    const families = new Set(prefixes.filter(isKnown).map((prefix) => prefix.includes(':')));
    say(families.size <= 1, 'both address families');
    say(!overlap(prefixes.filter(isKnown)), 'prefixes that overlap');
    say(list(rule[`${side}_application_security_group_ids`]).length <= 10, 'more than 10 application security groups');
  }
  return problems;
}

function ruleCollectionGroupProblems(name: string, group: Json, terraform: Json): string[] {
  const problems: string[] = [];
  const say = (good: boolean, problem: string) => { if (!good) problems.push(`${name}: ${problem}`); };
  const isFirewallName = (text: unknown) => !isKnown(text) || (/^[^\W_][\w-.]*[\w]$/.test(text) && text.length <= 80);
  say(isFirewallName(group.name), `name ${String(group.name)}`);
  const network = objects(group.network_rule_collection);
  const application = objects(group.application_rule_collection);
  const collections = [...network, ...application];
  say(collections.length > 0, 'no collection');
  problems.push(...duplicates(name, collections.map((collection) => String(collection.priority))));
  problems.push(...duplicates(name, collections.map((collection) => String(collection.name))));
  for (const collection of collections) {
    say(isFirewallName(collection.name), `collection name ${String(collection.name)}`);
    problems.push(...duplicates(name, objects(collection.rule).map((rule) => String(rule.name))));
    for (const rule of objects(collection.rule)) {
      say(list(rule.source_addresses).length + list(rule.source_ip_groups).length > 0 || typeof rule.source_addresses === 'string', 'no source');
      list(rule.source_addresses).filter(isKnown).forEach((source) => say(/^[0-9.]+(\/\d{1,2})?$/.test(source), `source ${source}`));
      say(isFirewallName(rule.name), `rule name ${String(rule.name)}`);
    }
  }
  for (const rule of network.flatMap((collection) => objects(collection.rule))) {
    say(list(rule.protocols).length > 0, 'no protocol');
    say(list(rule.destination_ports).length > 0, 'no port');
    const destinations = [rule.destination_addresses, rule.destination_ip_groups, rule.destination_fqdns];
    say(destinations.filter((some) => typeof some === 'string' || list(some).length > 0).length === 1, 'not one kind of destination');
    // IPv6 in a rule of an IPv4 firewall makes the firewall fail.
    list(rule.destination_addresses).filter(isKnown).forEach((to) => say(/^\*$|^[0-9.]+(\/\d{1,2})?$|^[A-Za-z.]+$/.test(to), `destination ${to}`));
  }
  const policy = resources(terraform, 'azurerm_firewall_policy').find(([key]) => group.firewall_policy_id === `\${azurerm_firewall_policy.${key}.id}`);
  for (const rule of application.flatMap((collection) => objects(collection.rule))) {
    say(rule.terminate_tls === undefined, 'terminate_tls');
    say(objects(rule.protocols).length > 0, 'no protocol');
    const destinations = [list(rule.destination_urls), list(rule.destination_fqdns)].filter((some) => some.length > 0);
    say(destinations.length === 1, 'not one kind of destination');
    if (list(rule.destination_urls).length > 0) {
      say(objects(rule.protocols).every((protocol) => protocol.type === 'Http'), 'URLs over HTTPS without TLS inspection');
      say(policy === undefined || policy[1].sku === 'Premium', 'URLs without a Premium policy');
    }
    // "host/*" or "host/path/*"; no scheme, no port, no query, and no inner wildcard.
    list(rule.destination_urls).filter(isKnown).forEach((url) => say(/^[a-z0-9.-]+\/([a-z]+\/)?\*$/.test(url), `URL ${url}`));
    // A wildcard stands for whatever is left of a domain, and nowhere else.
    list(rule.destination_fqdns).filter(isKnown).forEach((host) => say(/^(?:\*\.)?[a-z0-9.-]+$/.test(host), `FQDN ${host}`));
  }
  return problems;
}

/** A reference without the marks of an expression, which says which resource it is all the same. */
function pathOf(reference: unknown): string {
  return String(reference).replace(/[${}]/g, '');
}

/** Whether two prefixes share an address: bit by bit, one starts with the other. */
function overlap(prefixes: readonly string[]): boolean {
  const bits = prefixes.map(bitsOf);
  return bits.some((one, index) => bits.some((other, at) => at !== index && other.startsWith(one)));
}

function bitsOf(prefix: string): string {
  const [address, length] = prefix.split('/');
  if (!address.includes(':')) return address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('').slice(0, Number(length ?? 32));
  const [head, tail] = address.split('::').map((part) => part.split(':').filter((word) => word !== ''));
  const words = tail === undefined ? head : [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail];
  return words.map((word) => parseInt(word, 16).toString(2).padStart(16, '0')).join('').slice(0, Number(length ?? 128));
}

function duplicates(place: string, keys: readonly string[]): string[] {
  return keys.filter((key, index) => !EXPRESSION.test(key) && keys.indexOf(key) !== index).map((key) => `${place}: ${key} twice`);
}

function resources(terraform: Json, type: string): [string, Json][] {
  const byType = terraform.resource as Readonly<Record<string, Readonly<Record<string, Json>>>> | undefined;
  return Object.entries(byType?.[type] ?? {});
}

function objects(value: unknown): Json[] {
  return list(value) as Json[];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isKnown(value: unknown): value is string {
  return typeof value === 'string' && !EXPRESSION.test(value);
}
