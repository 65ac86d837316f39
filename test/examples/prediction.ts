import { BlockList, isIPv6 } from 'node:net';
import { Json } from '../support/synthesis';

/*
 * What the documentation says that a configuration does to the traffic of sensors: followed one probe packet at a time, read
 * straight from the Terraform, and tried in every world that the configuration leaves open. It knows just what the examples
 * use, and shares no code with the proof.
 */

export type Verdict = 'satisfied' | 'violated' | 'unknown';

/** A packet that stands for all of its flow: examples and mutations treat no two addresses of these kinds differently. */
interface Probe {
  readonly source: string;
  /** A service tag that has the address, another public one, or the proxy's private one. */
  readonly to: string;
  readonly port: number;
  readonly scheme: 'Http' | 'Https';
  readonly host: string;
  readonly path: string;
}

/** One way in which things may be that the configuration does not say. */
interface World {
  /** `VirtualNetwork` may hold everything where a route sends everything to an appliance (service tags, azure-docs#22178). */
  readonly virtualNetworkIsEverything: boolean;
  /** What a rule of unclear meaning is about: an unknown service tag, a URL without a path. */
  readonly unclearMatches: boolean;
}

interface Way {
  readonly permitted: boolean;
  readonly inspected: boolean;
}

export interface Proxy {
  readonly address: string;
  readonly port: number;
}

const SENSOR_HOST = 'contoso-corpsensorapi.atp.azure.com';
const PKI: Readonly<Record<string, readonly [host: string, paths: readonly string[]]>> = {
  'pki-crl': ['crl.microsoft.com', ['/', '/pki/crl/x.crl']],
  'pki-ctl': ['ctldl.windowsupdate.com', ['/', '/msdownload/x.cab']],
  'pki-pkiops': ['www.microsoft.com', ['/pkiops/x.crl']],
  'pki-certs': ['www.microsoft.com', ['/pki/x.crt']],
};

/** A host of version 3 sensors, all of which the examples treat alike; it answers on addresses of both tags. */
const ENDPOINT_HOST = 'anything.endpoint.security.microsoft.com';
const ENDPOINT_TAGS = ['MicrosoftDefenderForEndpoint', 'OneDsCollector'];

/** The verdict of each requirement; those of version 3 sensors only where there are some. */
export function predict(terraform: Json, sensors: readonly string[], proxy?: Proxy, sensorVersion = '2'): Record<string, Verdict> {
  const worlds = worldsOf(terraform);
  const judge = (probes: readonly Probe[], isGood: (way: Way) => boolean): Verdict => {
    const outcomes = probes.map((probe) => worlds.map((world) => isGood(follow(terraform, probe, world))));
    if (outcomes.some((inWorlds) => inWorlds.every((good) => !good))) return 'violated';
    return outcomes.every((inWorlds) => inWorlds.every((good) => good)) ? 'satisfied' : 'unknown';
  };
  const sensorApi = sensors.map((source): Probe => ({ source, to: 'AzureAdvancedThreatProtection', port: 443, scheme: 'Https', host: SENSOR_HOST, path: '/' }));
  const endpoint = sensors.flatMap((source) => ENDPOINT_TAGS.map((to): Probe => ({ source, to, port: 443, scheme: 'Https', host: ENDPOINT_HOST, path: '/' })));
  const pki = Object.entries(PKI).map(([id, [host, paths]]): [string, Verdict] => [id, judge(
    sensors.flatMap((source) => paths.map((path): Probe => (
      { source, to: proxy ? 'proxy' : 'public', port: proxy?.port ?? 80, scheme: 'Http', host, path }
    ))),
    (way) => way.permitted,
  )]);
  return {
    'sensor-api': judge(sensorApi, (way) => way.permitted),
    ...Object.fromEntries(pki),
    'no-tls-inspection': judge(sensorApi, (way) => !way.inspected),
    ...sensorVersion === '2' ? {} : {
      'v3-endpoint': judge(endpoint, (way) => way.permitted),
      ...Object.fromEntries(pki.map(([id, verdict]) => [`v3-${id}`, verdict])),
      'v3-no-tls-inspection': judge(endpoint, (way) => !way.inspected),
    },
    // No example writes addresses in place of the tag.
    'address-list-current': 'satisfied',
  };
}

function worldsOf(terraform: Json): World[] {
  const routes = resources(terraform, 'azurerm_route_table').flatMap((table) => (table.route ?? []) as Json[]);
  const isSentAway = routes.some((route) => route.address_prefix === '0.0.0.0/0' && route.next_hop_type === 'VirtualAppliance');
  return (isSentAway ? [false, true] : [false]).flatMap((virtualNetworkIsEverything) => (
    [false, true].map((unclearMatches) => ({ virtualNetworkIsEverything, unclearMatches }))
  ));
}

/** NSG first, then the firewall; both must let it through. */
function follow(terraform: Json, probe: Probe, world: World): Way {
  const groups = resources(terraform, 'azurerm_network_security_group').length === 0 || passesNetworkSecurityGroup(terraform, probe, world);
  const collections = resources(terraform, 'azurerm_firewall_policy_rule_collection_group');
  const firewall = collections.length === 0 ? { permitted: true, inspected: false } : atFirewall(terraform, collections, probe, world);
  return { permitted: groups && firewall.permitted, inspected: firewall.inspected };
}

/** Priority decides, the first match ends it; then the rules that every NSG has (network security groups overview). */
function passesNetworkSecurityGroup(terraform: Json, probe: Probe, world: World): boolean {
  const inline = resources(terraform, 'azurerm_network_security_group').flatMap((group) => (group.security_rule ?? []) as Json[]);
  const rules = [...inline, ...resources(terraform, 'azurerm_network_security_rule')].filter((rule) => rule.direction === 'Outbound');
  const [first] = rules.filter((rule) => matchesSecurityRule(rule, probe, world)).sort((one, other) => one.priority - other.priority);
  if (first) return first.access === 'Allow';
  return isIn('VirtualNetwork', probe, world) || isIn('Internet', probe, world);
}

function matchesSecurityRule(rule: Json, probe: Probe, world: World): boolean {
  const sources: string[] = rule.source_address_prefixes ?? [rule.source_address_prefix];
  return ['*', 'Tcp'].includes(rule.protocol)
    && ['*', String(probe.port)].includes(rule.destination_port_range)
    && sources.some((source) => source === '*' || isWithin(probe.source, source))
    && isIn(rule.destination_address_prefix, probe, world);
}

/** Network rules of every group come before application rules of any (Azure Firewall rule processing logic). */
function atFirewall(terraform: Json, groups: readonly Json[], probe: Probe, world: World): Way {
  const inOrder = [...groups].sort((one, other) => one.priority - other.priority);
  for (const kind of ['network_rule_collection', 'application_rule_collection'] as const) {
    for (const group of inOrder) {
      const collections = [...(group[kind] ?? []) as Json[]].sort((one, other) => one.priority - other.priority);
      for (const collection of collections) {
        const match = (collection.rule as Json[]).find((rule) => (
          comesFrom(terraform, rule, probe.source)
          && (kind === 'network_rule_collection' ? matchesNetworkRule(rule, probe, world) : matchesApplicationRule(rule, probe, world))
        ));
        if (match) return { permitted: collection.action === 'Allow', inspected: match.terminate_tls === true };
      }
    }
  }
  return { permitted: false, inspected: false };
}

function comesFrom(terraform: Json, rule: Json, source: string): boolean {
  const groups: string[] = rule.source_ip_groups ?? [];
  const members = groups.flatMap((reference) => {
    const [, name] = /^\$\{azurerm_ip_group\.(\w+)\.id\}$/.exec(reference) ?? [];
    return (terraform.resource.azurerm_ip_group[name].cidrs ?? []) as string[];
  });
  return [...(rule.source_addresses ?? []) as string[], ...members].some((prefix) => prefix === '*' || isWithin(source, prefix));
}

function matchesNetworkRule(rule: Json, probe: Probe, world: World): boolean {
  return (rule.protocols as string[]).some((protocol) => protocol === 'TCP' || protocol === 'Any')
    && (rule.destination_ports as string[]).some((port) => port === '*' || port === String(probe.port))
    && (rule.destination_addresses as string[]).some((destination) => isIn(destination, probe, world));
}

function matchesApplicationRule(rule: Json, probe: Probe, world: World): boolean {
  return (rule.protocols as Json[]).some(({ type, port }) => type === probe.scheme && port === probe.port) && (
    ((rule.destination_fqdns ?? []) as string[]).some((pattern) => matchesHost(pattern, probe.host))
    || ((rule.destination_urls ?? []) as string[]).some((url) => matchesUrl(url, probe, world))
  );
}

/** `*.domain` matches whatever ends in it. */
function matchesHost(pattern: string, host: string): boolean {
  return pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : pattern === host;
}

/** `host/path/*` matches below the path; a URL without a path matches `/` for certain (Azure Firewall FAQ, URL rows). */
function matchesUrl(url: string, { host, path }: Probe, world: World): boolean {
  if (url === host) return path === '/' || world.unclearMatches;
  return url.endsWith('*') && `${host}${path}`.startsWith(url.slice(0, -1));
}

/** Service tags as virtual networks know them; one with another name may hold anything. */
function isIn(destination: string, probe: Probe, world: World): boolean {
  switch (destination) {
    case '*': return true;
    case 'Internet': return probe.to !== 'proxy' && !world.virtualNetworkIsEverything;
    case 'VirtualNetwork': return probe.to === 'proxy' || world.virtualNetworkIsEverything;
    case '10.1.9.10': return probe.to === 'proxy';
    case 'AzureAdvancedThreatProtection': case 'MicrosoftDefenderForEndpoint': case 'OneDsCollector': return probe.to === destination;
    default: return /^[A-Za-z]/.test(destination) && world.unclearMatches;
  }
}

function isWithin(address: string, prefix: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const [base, length] = prefix.split('/');
  if (isIPv6(base) !== isIPv6(address)) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(length ?? (family === 'ipv6' ? 128 : 32)), family);
  return list.check(address, family);
}

function resources(terraform: Json, type: string): Json[] {
  return Object.values(terraform.resource[type] ?? {});
}
