import { NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import { HTTPS_PORT, PKI_LOCATIONS } from '../requirements';
import { refuse } from './errors';
import { PkiEgress, PkiEgressChoice } from './pki-egress';
import { checkSensorApiAddresses } from './sensor-api-addresses';
import { SensorSources } from './sensor-sources';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagAddressList } from './service-tag-address-list';
import { plus } from './tokens';

/** What decides the NSG rules of sensors. */
export interface NetworkSecurityRulesQuestion {
  readonly workspace: SensorWorkspace;
  readonly sensors: SensorSources;
  readonly pki: PkiEgress;
  readonly firstPriority: number;
  readonly ruleNamePrefix: string;
  /** Addresses of the sensor API, in place of the service tag. */
  readonly sensorApiAddresses?: ServiceTagAddressList;
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
const SLOTS = ['SensorApi', 'PkiHttp', 'PkiHttps', 'PkiProxy', 'SensorApiIpv6', 'PkiHttpIpv6', 'PkiHttpsIpv6', 'PkiProxyIpv6'] as const;
type Slot = (typeof SLOTS)[number];
type Purpose = 'SensorApi' | 'PkiHttp' | 'PkiHttps' | 'PkiProxy';

/** Room between two slots, for rules of other people. */
const STEP = 10;

const PKI_IDS = PKI_LOCATIONS.map((location) => location.requirement).join(', ');

/**
 * The rules that let sensors out, in the order of their priorities.
 *
 * @param path of the construct they are for
 * @throws EgressConfigurationError when an NSG cannot have the sources, or no source can reach the proxy
 */
export function sensorNetworkSecurityRules(path: string, question: NetworkSecurityRulesQuestion): PlannedNetworkSecurityRule[] {
  const sides = sourceSides(path, question.sensors);
  const rules = sides.flatMap((side) => [
    ...sensorApiRules(path, question, side),
    ...pkiRules(question, side, sides),
  ]);
  if (isUnreachableProxy(question.pki._choice, sides)) throw unreachableProxy(path, question.pki._choice);
  return rules.sort((one, other) => SLOTS.indexOf(one.slot as Slot) - SLOTS.indexOf(other.slot as Slot));
}

/** The rule that closes the NSG for everything to the Internet that no earlier rule allows, from everybody on it. */
export function closingDeny(priority: number, ruleNamePrefix: string, pki: PkiEgress): NetworkSecurityGroupSecurityRule {
  const choice = pki._choice;
  return {
    name: `${ruleNamePrefix}DenyOtherInternet`,
    description: choice.kind === 'none'
      ? `Denies Internet egress beyond sensor-api. No PKI egress: ${choice.reason}`
      : `Denies Internet egress beyond sensor-api, ${PKI_IDS}`,
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

/** The source of a rule; `family` is absent where the source says nothing about it. */
interface SourceSide {
  readonly family?: 'ipv4' | 'ipv6';
  readonly attributes: Pick<NetworkSecurityGroupSecurityRule, 'sourceAddressPrefixes' | 'sourceApplicationSecurityGroupIds'>;
}

/** One side for each address family: Azure refuses both in one rule. */
function sourceSides(path: string, sensors: SensorSources): SourceSide[] {
  const form = sensors._form;
  switch (form.kind) {
    case 'application-security-groups': return [{ attributes: { sourceApplicationSecurityGroupIds: [...form.ids] } }];
    case 'ip-groups': throw refuse('ip-groups-in-nsg', path);
    case 'addresses':
      return (['ipv4', 'ipv6'] as const)
        .filter((family) => form[family].length > 0)
        .map((family) => ({ family, attributes: { sourceAddressPrefixes: [...form[family]] } }));
  }
}

type Destination = Required<Pick<NetworkSecurityGroupSecurityRule, 'description' | 'destinationPortRange'>>
& Pick<NetworkSecurityGroupSecurityRule, 'destinationAddressPrefix' | 'destinationAddressPrefixes'>;

function sensorApiRules(path: string, question: NetworkSecurityRulesQuestion, side: SourceSide): PlannedNetworkSecurityRule[] {
  const head = { description: sensorApiDescription(question), destinationPortRange: String(HTTPS_PORT) };
  const list = question.sensorApiAddresses;
  if (!list) return [rule(question, side, 'SensorApi', { ...head, destinationAddressPrefix: question.workspace._serviceTag })];
  checkSensorApiAddresses(path, list, question.workspace);
  // Application security groups have machines of both families, and a rule has addresses of one.
  const families = side.family ? [side.family] : (['ipv4', 'ipv6'] as const).filter((family) => list._form[family].length > 0);
  return families.map((family) => {
    const prefixes = list._form[family];
    if (prefixes.length === 0) throw refuse('list-without-family', path, list._pin, family === 'ipv6' ? 'IPv6' : 'IPv4');
    return rule(question, { ...side, family }, 'SensorApi', { ...head, destinationAddressPrefixes: [...prefixes] });
  });
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
  switch (choice.kind) {
    case 'none': return [];
    case 'proxy':
      return reachesProxy(choice, side, sides) ? [rule(question, side, 'PkiProxy', {
        description: `${PKI_IDS}: certificate lists through the proxy, which filters by host`,
        destinationPortRange: String(choice.port),
        destinationAddressPrefix: choice.address,
      })] : [];
    default:
      return choice.ports.map((port) => rule(question, side, port.scheme === 'Http' ? 'PkiHttp' : 'PkiHttps', {
        description: `${PKI_IDS}: certificate lists over ${port.scheme.toUpperCase()}; ` +
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
  return refuse('proxy-family', path, proxy.address, proxy.family === 'ipv6' ? 'IPv6' : 'IPv4');
}

function sensorApiDescription(question: NetworkSecurityRulesQuestion): string {
  const choice = question.pki._choice;
  if (choice.kind === 'none' && !question.closed) return `sensor-api. No PKI egress: ${choice.reason}`;
  return question.sensorApiAddresses
    ? `sensor-api: HTTPS to ${question.sensorApiAddresses._pin}`
    : `sensor-api: HTTPS to ${question.workspace.sensorApiHost}`;
}
