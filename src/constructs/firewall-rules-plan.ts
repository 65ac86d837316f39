import {
  FirewallPolicyRuleCollectionGroupApplicationRuleCollection,
  FirewallPolicyRuleCollectionGroupApplicationRuleCollectionRule,
  FirewallPolicyRuleCollectionGroupNetworkRuleCollection,
} from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { DocumentedPkiLocation, HTTPS_PORT, PKI_LOCATIONS } from '../requirements';
import { describedLocations } from './described-requirements';
import { refuse } from './errors';
import { FirewallTier } from './firewall-options';
import { checkPkiEgress, PkiEgress, PkiPort } from './pki-egress';
import { SensorService } from './sensor-services';
import { SensorSources } from './sensor-sources';
import { includesVersion2, includesVersion3, SensorVersion } from './sensor-version';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagIpGroup } from './service-tag-ip-group';
import { plus } from './tokens';

/** What decides the firewall rules of sensors. */
export interface FirewallRulesQuestion {
  readonly workspace: SensorWorkspace;
  readonly sensors: SensorSources;
  readonly sensorVersion: SensorVersion;
  readonly pki: PkiEgress;
  readonly tier: FirewallTier;
  /** The sensor API, where it is recognised by its addresses; absent where it is by its host, or where no sensor needs it. */
  readonly sensorApi?: SensorService;
  /** IP groups that hold the addresses. */
  readonly sensorApiIpGroup?: ServiceTagIpGroup;
  readonly firstCollectionPriority: number;
}

/** The collections of a rule collection group; absent where there are none of a kind. */
export interface FirewallRulesPlan {
  readonly networkRuleCollection?: FirewallPolicyRuleCollectionGroupNetworkRuleCollection[];
  readonly applicationRuleCollection?: FirewallPolicyRuleCollectionGroupApplicationRuleCollection[];
}

/** One collection for each concern, each in its own slot: a new one never renumbers the rest. New slots go to the end. */
const SLOTS = ['mdi-sensor-api', 'mdi-pki', 'mdi-pki-proxy', 'mdi-endpoint'] as const;
const STEP = 10;

/**
 * The collections that let sensors out. TLS inspection is never asked for: the sensor's connection does not survive it.
 *
 * @param path of the construct they are for
 * @throws EgressConfigurationError when a firewall cannot have the sources or the choice of PKI egress
 */
export function sensorFirewallRules(path: string, question: FirewallRulesQuestion): FirewallRulesPlan {
  checkPkiEgress(path, question.pki, question.sensorVersion);
  const source = sourceAttributes(path, question.sensors);
  const network = [...byAddress(path, question, source), ...throughProxy(path, question, source)];
  const application = [...byHost(question, source), ...pkiByHost(path, question, source), ...endpoint(question, source)];
  return {
    ...network.length > 0 ? { networkRuleCollection: network } : {},
    ...application.length > 0 ? { applicationRuleCollection: application } : {},
  };
}

type NetworkCollection = FirewallPolicyRuleCollectionGroupNetworkRuleCollection;
type ApplicationCollection = FirewallPolicyRuleCollectionGroupApplicationRuleCollection;
type ApplicationRule = FirewallPolicyRuleCollectionGroupApplicationRuleCollectionRule;
type SourceAttributes = Pick<ApplicationRule, 'sourceAddresses' | 'sourceIpGroups'>;

function sourceAttributes(path: string, sensors: SensorSources): SourceAttributes {
  const form = sensors._form;
  switch (form.kind) {
    case 'application-security-groups': throw refuse('application-security-groups-in-firewall', path);
    case 'ip-groups': return { sourceIpGroups: [...form.ids] };
    case 'addresses':
      if (form.ipv6.length > 0) throw refuse('ipv6-in-firewall', path, form.ipv6.join(', '));
      return { sourceAddresses: [...form.ipv4] };
  }
}

function collection<Rule>(question: FirewallRulesQuestion, name: (typeof SLOTS)[number], rules: Rule[]) {
  return { name, priority: plus(question.firstCollectionPriority, STEP * SLOTS.indexOf(name)), action: 'Allow', rule: rules };
}

function byAddress(path: string, question: FirewallRulesQuestion, source: SourceAttributes): NetworkCollection[] {
  if (!question.sensorApi) return [];
  return [collection(question, 'mdi-sensor-api', [{
    name: 'sensor-api',
    description: sensorApiDescription(question),
    protocols: ['TCP'],
    ...source,
    ...sensorApiDestination(path, question.sensorApi, question.sensorApiIpGroup),
    destinationPorts: [String(HTTPS_PORT)],
  }])];
}

/** The service tag, or the list that stands for it: IPv4 alone, as everywhere at a firewall. */
function sensorApiDestination(
  path: string, { serviceTag, addresses: list }: SensorService, ipGroup?: ServiceTagIpGroup,
): { destinationAddresses?: string[]; destinationIpGroups?: string[] } {
  if (ipGroup) return { destinationIpGroups: ipGroup.ipGroupIds };
  if (!list) return { destinationAddresses: [serviceTag] };
  if (!list._has('ipv4')) throw refuse('list-without-family', path, list._pin, 'IPv4');
  return { destinationAddresses: [...list._form.ipv4] };
}

function byHost(question: FirewallRulesQuestion, source: SourceAttributes): ApplicationCollection[] {
  const { sensorApi, sensorVersion, workspace } = question;
  if (sensorApi || !includesVersion2(sensorVersion)) return [];
  return [collection(question, 'mdi-sensor-api', [
    httpsRule('sensor-api', sensorApiDescription(question), source, [workspace.sensorApiHost, ...workspace.formerSensorApiHosts]),
  ])];
}

/** By host in any case: Azure Firewall takes no rule with the service tag `OneDsCollector`. */
function endpoint(question: FirewallRulesQuestion, source: SourceAttributes): ApplicationCollection[] {
  if (!includesVersion3(question.sensorVersion)) return [];
  const { _endpointHost: host } = question.workspace;
  return [collection(question, 'mdi-endpoint', [httpsRule('v3-endpoint', `v3-endpoint: HTTPS to ${host}`, source, [host])])];
}

function httpsRule(name: string, description: string, source: SourceAttributes, destinationFqdns: string[]): ApplicationRule {
  return { name, description, protocols: [{ type: 'Https', port: HTTPS_PORT }], ...source, destinationFqdns };
}

function sensorApiDescription({ pki: { _choice: choice }, sensorApi, workspace }: FirewallRulesQuestion): string {
  const purpose = `sensor-api: HTTPS to ${sensorApi?.addresses?._pin ?? workspace.sensorApiHost}`;
  return choice.kind === 'none' ? `${purpose}. No PKI egress: ${choice.reason}` : purpose;
}

function throughProxy(path: string, question: FirewallRulesQuestion, source: SourceAttributes): NetworkCollection[] {
  const choice = question.pki._choice;
  if (choice.kind !== 'proxy') return [];
  if (choice.family === 'ipv6') throw refuse('ipv6-proxy-at-firewall', path, choice.address);
  return [collection(question, 'mdi-pki-proxy', [{
    name: 'pki-proxy',
    description: `${describedLocations(PKI_LOCATIONS, question.sensorVersion)}: certificate lists through the proxy`,
    protocols: ['TCP'],
    ...source,
    destinationAddresses: [choice.address],
    destinationPorts: [String(choice.port)],
  }])];
}

function pkiByHost(path: string, question: FirewallRulesQuestion, source: SourceAttributes): ApplicationCollection[] {
  const choice = question.pki._choice;
  if (choice.kind === 'internet') throw refuse('direct-pki-at-firewall', path);
  if (choice.kind !== 'firewall') return [];
  const rules = question.tier === FirewallTier.PREMIUM ? urlRules(question, choice.ports, source) : hostRules(question, choice.ports, source, '');
  return [collection(question, 'mdi-pki', rules)];
}

/**
 * URLs over HTTP, hosts over HTTPS: the path of an HTTPS request is visible only to TLS inspection.
 *
 * A URL without a path matches `/` alone for certain, so a host without a documented path becomes `host/*`.
 */
function urlRules({ sensorVersion }: Versioned, ports: readonly PkiPort[], source: SourceAttributes): ApplicationRule[] {
  const overHttp = ports.filter((port) => port.scheme === 'Http');
  const overHttps = ports.filter((port) => port.scheme === 'Https');
  const byUrl = PKI_LOCATIONS.map((location): ApplicationRule => ({
    name: location.requirement,
    description: `${describedLocations([location], sensorVersion)}: ${location.host}${location.path ?? ''} over HTTP`,
    protocols: protocolsOf(overHttp),
    ...source,
    destinationUrls: [`${location.host}${location.path ?? '/*'}`],
  }));
  return overHttps.length === 0 ? byUrl : [...byUrl, ...hostRules({ sensorVersion }, overHttps, source, '-https')];
}

type Versioned = Pick<FirewallRulesQuestion, 'sensorVersion'>;

/** One rule for each host, naming every requirement it serves. */
function hostRules({ sensorVersion }: Versioned, ports: readonly PkiPort[], source: SourceAttributes, nameSuffix: string): ApplicationRule[] {
  return [...locationsByHost()].map(([host, locations]): ApplicationRule => ({
    // The same for every version, so that a change of it renames no rule.
    name: `${locations.map((location) => location.requirement).join('-and-')}${nameSuffix}`,
    description: `${describedLocations(locations, sensorVersion)}: ${host} over ${ports.map((port) => port.scheme.toUpperCase()).join(' and ')}`,
    protocols: protocolsOf(ports),
    ...source,
    destinationFqdns: [host],
  }));
}

function locationsByHost(): Map<string, DocumentedPkiLocation[]> {
  const byHostName = new Map<string, DocumentedPkiLocation[]>();
  for (const location of PKI_LOCATIONS) byHostName.set(location.host, [...byHostName.get(location.host) ?? [], location]);
  return byHostName;
}

function protocolsOf(ports: readonly PkiPort[]): { type: string; port: number }[] {
  return ports.map((port) => ({ type: port.scheme, port: port.port }));
}
