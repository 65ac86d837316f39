import {
  FirewallPolicyRuleCollectionGroupApplicationRuleCollection,
  FirewallPolicyRuleCollectionGroupApplicationRuleCollectionRule,
  FirewallPolicyRuleCollectionGroupNetworkRuleCollection,
} from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { DocumentedPkiLocation, HTTPS_PORT, PKI_LOCATIONS } from '../requirements';
import { refuse } from './errors';
import { FirewallTier, SensorApiMatch } from './firewall-options';
import { PkiEgress, PkiPort } from './pki-egress';
import { checkSensorApiAddresses } from './sensor-api-addresses';
import { SensorSources } from './sensor-sources';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagAddressList } from './service-tag-address-list';
import { ServiceTagIpGroup } from './service-tag-ip-group';
import { plus } from './tokens';

/** What decides the firewall rules of sensors. */
export interface FirewallRulesQuestion {
  readonly workspace: SensorWorkspace;
  readonly sensors: SensorSources;
  readonly pki: PkiEgress;
  readonly tier: FirewallTier;
  /** Addresses instead of the service tag, in the rule or in IP groups. */
  readonly sensorApiAddresses?: ServiceTagAddressList;
  readonly sensorApiIpGroup?: ServiceTagIpGroup;
  readonly sensorApiMatch: SensorApiMatch;
  readonly firstCollectionPriority: number;
}

/** The collections of a rule collection group; absent where there are none of a kind. */
export interface FirewallRulesPlan {
  readonly networkRuleCollection?: FirewallPolicyRuleCollectionGroupNetworkRuleCollection[];
  readonly applicationRuleCollection?: FirewallPolicyRuleCollectionGroupApplicationRuleCollection[];
}

/** One collection for each concern, each in its own slot: a new one never renumbers the rest. New slots go to the end. */
const SLOTS = ['mdi-sensor-api', 'mdi-pki', 'mdi-pki-proxy'] as const;
const STEP = 10;

/**
 * The collections that let sensors out. TLS inspection is never asked for: the sensor's connection does not survive it.
 *
 * @param path of the construct they are for
 * @throws EgressConfigurationError when a firewall cannot have the sources or the choice of PKI egress
 */
export function sensorFirewallRules(path: string, question: FirewallRulesQuestion): FirewallRulesPlan {
  const source = sourceAttributes(path, question.sensors);
  const network = [...byAddress(path, question, source), ...throughProxy(path, question, source)];
  const application = [...byHost(path, question, source), ...pkiByHost(path, question, source)];
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
  if (question.sensorApiMatch !== SensorApiMatch.SERVICE_TAG) return [];
  return [collection(question, 'mdi-sensor-api', [{
    name: 'sensor-api',
    description: sensorApiDescription(question),
    protocols: ['TCP'],
    ...source,
    ...sensorApiDestination(path, question),
    destinationPorts: [String(HTTPS_PORT)],
  }])];
}

/** The service tag, or the list that stands for it: IPv4 alone, as everywhere at a firewall. */
function sensorApiDestination(path: string, question: FirewallRulesQuestion): { destinationAddresses?: string[]; destinationIpGroups?: string[] } {
  const { sensorApiIpGroup: group, sensorApiAddresses: list, workspace } = question;
  if (group && list) throw refuse('several-sensor-api-matches', path, 'sensorApiAddresses, sensorApiIpGroup');
  if (group) {
    checkSensorApiAddresses(path, group.addresses, workspace);
    return { destinationIpGroups: group.ipGroupIds };
  }
  if (!list) return { destinationAddresses: [workspace._serviceTag] };
  checkSensorApiAddresses(path, list, workspace);
  if (list._form.ipv4.length === 0) throw refuse('list-without-family', path, list._pin, 'IPv4');
  return { destinationAddresses: [...list._form.ipv4] };
}

function byHost(path: string, question: FirewallRulesQuestion, source: SourceAttributes): ApplicationCollection[] {
  if (question.sensorApiMatch !== SensorApiMatch.HOST) return [];
  if (question.sensorApiAddresses ?? question.sensorApiIpGroup) {
    throw refuse('several-sensor-api-matches', path, `SensorApiMatch.HOST, ${question.sensorApiAddresses ? 'sensorApiAddresses' : 'sensorApiIpGroup'}`);
  }
  return [collection(question, 'mdi-sensor-api', [{
    name: 'sensor-api',
    description: sensorApiDescription(question),
    protocols: [{ type: 'Https', port: HTTPS_PORT }],
    ...source,
    destinationFqdns: [question.workspace.sensorApiHost, ...question.workspace.formerSensorApiHosts],
  }])];
}

function sensorApiDescription(question: FirewallRulesQuestion): string {
  const choice = question.pki._choice;
  const list = question.sensorApiAddresses ?? question.sensorApiIpGroup?.addresses;
  const purpose = `sensor-api: HTTPS to ${list ? list._pin : question.workspace.sensorApiHost}`;
  return choice.kind === 'none' ? `${purpose}. No PKI egress: ${choice.reason}` : purpose;
}

function throughProxy(path: string, question: FirewallRulesQuestion, source: SourceAttributes): NetworkCollection[] {
  const choice = question.pki._choice;
  if (choice.kind !== 'proxy') return [];
  if (choice.family === 'ipv6') throw refuse('ipv6-proxy-at-firewall', path, choice.address);
  return [collection(question, 'mdi-pki-proxy', [{
    name: 'pki-proxy',
    description: `${PKI_LOCATIONS.map((location) => location.requirement).join(', ')}: certificate lists through the proxy`,
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
  const rules = question.tier === FirewallTier.PREMIUM ? urlRules(choice.ports, source) : hostRules(choice.ports, source, '');
  return [collection(question, 'mdi-pki', rules)];
}

/**
 * URLs over HTTP, hosts over HTTPS: the path of an HTTPS request is visible only to TLS inspection.
 *
 * A URL without a path matches `/` alone for certain, so a host without a documented path becomes `host/*`.
 */
function urlRules(ports: readonly PkiPort[], source: SourceAttributes): ApplicationRule[] {
  const overHttp = ports.filter((port) => port.scheme === 'Http');
  const overHttps = ports.filter((port) => port.scheme === 'Https');
  const byUrl = PKI_LOCATIONS.map((location): ApplicationRule => ({
    name: location.requirement,
    description: `${location.requirement}: ${location.host}${location.path ?? ''} over HTTP`,
    protocols: protocolsOf(overHttp),
    ...source,
    destinationUrls: [`${location.host}${location.path ?? '/*'}`],
  }));
  return overHttps.length === 0 ? byUrl : [...byUrl, ...hostRules(overHttps, source, '-https')];
}

/** One rule for each host, naming every requirement it serves. */
function hostRules(ports: readonly PkiPort[], source: SourceAttributes, nameSuffix: string): ApplicationRule[] {
  return [...locationsByHost()].map(([host, locations]): ApplicationRule => {
    const requirements = locations.map((location) => location.requirement);
    return {
      name: `${requirements.join('-and-')}${nameSuffix}`,
      description: `${requirements.join(', ')}: ${host} over ${ports.map((port) => port.scheme.toUpperCase()).join(' and ')}`,
      protocols: protocolsOf(ports),
      ...source,
      destinationFqdns: [host],
    };
  });
}

function locationsByHost(): Map<string, DocumentedPkiLocation[]> {
  const byHostName = new Map<string, DocumentedPkiLocation[]>();
  for (const location of PKI_LOCATIONS) byHostName.set(location.host, [...byHostName.get(location.host) ?? [], location]);
  return byHostName;
}

function protocolsOf(ports: readonly PkiPort[]): { type: string; port: number }[] {
  return ports.map((port) => ({ type: port.scheme, port: port.port }));
}
