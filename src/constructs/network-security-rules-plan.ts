import { NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import { HTTPS_PORT } from '../requirements';
import { describedPki } from './described-requirements';
import { refuse } from './errors';
import { checkPkiEgress, PkiEgress, PkiEgressChoice } from './pki-egress';
import { SensorService } from './sensor-services';
import { SensorSources } from './sensor-sources';
import { SensorVersion } from './sensor-version';
import { plus } from './tokens';

/** What decides the NSG rules of sensors. */
export interface NetworkSecurityRulesQuestion {
  /** What the sensors talk to; not empty. */
  readonly services: readonly SensorService[];
  readonly sensors: SensorSources;
  readonly sensorVersion: SensorVersion;
  readonly pki: PkiEgress;
  readonly firstPriority: number;
  readonly ruleNamePrefix: string;
  /** Whether a closing deny follows, whose description has room for a reason. */
  readonly closed: boolean;
}

type Always = 'name' | 'priority' | 'direction' | 'access' | 'protocol';

/** A rule and the name of its slot. */
export interface PlannedNetworkSecurityRule {
  readonly slot: string;
  readonly rule: NetworkSecurityGroupSecurityRule & Required<Pick<NetworkSecurityGroupSecurityRule, Always>>;
}

/**
 * Every rule has its own slot, whether the others are there or not: adding one later never renumbers the rest, which Azure
 * would refuse half way through (rules are updated one by one). New slots go to the end.
 */
const SLOTS = [
  'SensorApi', 'PkiHttp', 'PkiHttps', 'PkiProxy', 'SensorApiIpv6', 'PkiHttpIpv6', 'PkiHttpsIpv6', 'PkiProxyIpv6',
  'DefenderForEndpoint', 'OneDsCollector', 'DefenderForEndpointIpv6', 'OneDsCollectorIpv6',
] as const;
type Slot = (typeof SLOTS)[number];
type Purpose = Exclude<Slot, `${string}Ipv6`>;

/** An NSG rule has one service tag, so each has a purpose of its own; the sensor API has the remaining one. */
const PURPOSE_BY_TAG: ReadonlyMap<string, Purpose> = new Map([
  ['MicrosoftDefenderForEndpoint', 'DefenderForEndpoint'], ['OneDsCollector', 'OneDsCollector'],
]);

/** Room between two slots, for rules of other people. */
const STEP = 10;

/**
 * The rules that let sensors out, in the order of their priorities.
 *
 * @param path of the construct they are for
 * @throws EgressConfigurationError when an NSG cannot have the sources, or no source can reach the proxy
 */
export function sensorNetworkSecurityRules(path: string, question: NetworkSecurityRulesQuestion): PlannedNetworkSecurityRule[] {
  checkPkiEgress(path, question.pki, question.sensorVersion);
  const sides = sourceSides(path, question.sensors);
  const rules = [
    ...question.services.flatMap((service) => serviceRules(path, question, service, sides)),
    ...sides.flatMap((side) => pkiRules(question, side, sides)),
  ];
  if (isUnreachableProxy(question.pki._choice, sides)) throw unreachableProxy(path, question.pki._choice);
  return rules.sort((one, other) => SLOTS.indexOf(one.slot as Slot) - SLOTS.indexOf(other.slot as Slot));
}

/** The rule that closes the NSG for everything to the Internet that no earlier rule allows, from everybody on it. */
export function closingDeny(priority: number, question: NetworkSecurityRulesQuestion): NetworkSecurityGroupSecurityRule {
  const { services, pki: { _choice: choice }, ruleNamePrefix, sensorVersion } = question;
  const requirements = [...new Set(services.map(({ requirement }) => requirement))].join(', ');
  return {
    name: `${ruleNamePrefix}DenyOtherInternet`,
    description: choice.kind === 'none'
      ? `Denies Internet egress beyond ${requirements}. No PKI egress: ${choice.reason}`
      : `Denies Internet egress beyond ${requirements}, ${describedPki(sensorVersion)}`,
    priority,
    direction: 'Outbound',
    access: 'Deny',
    protocol: '*',
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: 'Internet',
    destinationPortRange: '*',
  };
}

type Family = 'ipv4' | 'ipv6';
const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];
const FAMILY_WORDS: Readonly<Record<Family, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

/** The source of a rule; `family` is absent where the source says nothing about it. */
interface SourceSide {
  readonly family?: Family;
  readonly attributes: Pick<NetworkSecurityGroupSecurityRule, 'sourceAddressPrefixes' | 'sourceApplicationSecurityGroupIds'>;
}

/** One side for each address family: Azure refuses both in one rule. */
function sourceSides(path: string, sensors: SensorSources): SourceSide[] {
  const form = sensors._form;
  switch (form.kind) {
    case 'application-security-groups': return [{ attributes: { sourceApplicationSecurityGroupIds: [...form.ids] } }];
    case 'ip-groups': throw refuse('ip-groups-in-nsg', path);
    case 'addresses':
      return FAMILIES
        .filter((family) => form[family].length > 0)
        .map((family) => ({ family, attributes: { sourceAddressPrefixes: [...form[family]] } }));
  }
}

type Destination = Required<Pick<NetworkSecurityGroupSecurityRule, 'description' | 'destinationPortRange'>>
& Pick<NetworkSecurityGroupSecurityRule, 'destinationAddressPrefix' | 'destinationAddressPrefixes'>;

/**
 * The rules for one service. With a list they are for the families that it has: nobody reaches anything in the other, and the
 * proof at synth tells where that is an address that the service has.
 */
function serviceRules(
  path: string, question: NetworkSecurityRulesQuestion, service: SensorService, sides: readonly SourceSide[],
): PlannedNetworkSecurityRule[] {
  const { addresses: list, serviceTag } = service;
  const purpose = PURPOSE_BY_TAG.get(serviceTag) ?? 'SensorApi';
  const head = { description: serviceDescription(question, service), destinationPortRange: String(HTTPS_PORT) };
  if (!list) return sides.map((side) => rule(question, side, purpose, { ...head, destinationAddressPrefix: serviceTag }));
  // Application security groups have machines of both families, and a rule has addresses of one.
  const inFamilies = sides.flatMap((side) => (side.family ? [side.family] : FAMILIES).map((family) => ({ ...side, family })));
  const rules = inFamilies.filter(({ family }) => list._has(family))
    .map((side) => rule(question, side, purpose, { ...head, destinationAddressPrefixes: [...list._form[side.family]] }));
  if (rules.length === 0) throw refuse('list-without-family', path, list._pin, inFamilies.map(({ family }) => FAMILY_WORDS[family]).join(' and '));
  return rules;
}

function rule(question: NetworkSecurityRulesQuestion, side: SourceSide, purpose: Purpose, destination: Destination): PlannedNetworkSecurityRule {
  const slot: Slot = side.family === 'ipv6' ? `${purpose}Ipv6` : purpose;
  return {
    slot,
    rule: {
      name: `${question.ruleNamePrefix}AllowMdi${slot}`,
      priority: plus(question.firstPriority, STEP * SLOTS.indexOf(slot)),
      direction: 'Outbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourcePortRange: '*',
      ...side.attributes,
      ...destination,
    },
  };
}

function pkiRules(question: NetworkSecurityRulesQuestion, side: SourceSide, sides: readonly SourceSide[]): PlannedNetworkSecurityRule[] {
  const choice = question.pki._choice;
  const purposes = describedPki(question.sensorVersion);
  switch (choice.kind) {
    case 'none': return [];
    case 'proxy':
      return reachesProxy(choice, side, sides) ? [rule(question, side, 'PkiProxy', {
        description: `${purposes}: certificate lists through the proxy, which filters by host`,
        destinationPortRange: String(choice.port),
        destinationAddressPrefix: choice.address,
      })] : [];
    default:
      return choice.ports.map((port) => rule(question, side, port.scheme === 'Http' ? 'PkiHttp' : 'PkiHttps', {
        description: `${purposes}: certificate lists over ${port.scheme.toUpperCase()}; ` +
          (choice.kind === 'firewall' ? 'the firewall behind filters by host' : 'nothing behind filters by host'),
        destinationPortRange: String(port.port),
        destinationAddressPrefix: 'Internet',
      }));
  }
}

type ProxyChoice = Extract<PkiEgressChoice, { kind: 'proxy' }>;

/** A rule has one address family; an address that Terraform fills in goes with the first sources. */
function reachesProxy(proxy: ProxyChoice, side: SourceSide, sides: readonly SourceSide[]): boolean {
  if (proxy.family === undefined) return side === sides[0];
  return side.family === undefined || side.family === proxy.family;
}

function isUnreachableProxy(choice: PkiEgressChoice, sides: readonly SourceSide[]): choice is ProxyChoice {
  return choice.kind === 'proxy' && !sides.some((side) => reachesProxy(choice, side, sides));
}

function unreachableProxy(path: string, proxy: ProxyChoice): Error {
  return refuse('proxy-family', path, proxy.address, FAMILY_WORDS[proxy.family ?? 'ipv4']);
}

function serviceDescription({ pki: { _choice: choice }, closed }: NetworkSecurityRulesQuestion, { requirement, addresses, host }: SensorService): string {
  if (choice.kind === 'none' && !closed) return `${requirement}. No PKI egress: ${choice.reason}`;
  return `${requirement}: HTTPS to ${addresses ? addresses._pin : host}`;
}
