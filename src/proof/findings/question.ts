import { EgressPath, Estate, Finding, Notes, SensorGroup, SensorsNamedAt, ServiceTagSnapshot, Topology } from '../../azure';
import { AddressFamily } from '../../packets';
import { Requirement } from '../../requirements';
import { SensorTraffic } from '../sensors';
import { RuleList } from './rule-lists';

/** What findings are looked for in. */
export interface FindingQuestion {
  readonly estate: Estate;
  readonly topology: Topology;
  /** Of the Azure that hosts the rules. */
  readonly serviceTags: ServiceTagSnapshot;
  readonly requirements: readonly Requirement[];
  readonly groups: readonly SensorGroup[];
  /** The paths that the requirements were proved on. */
  readonly paths: readonly EgressPath[];
  readonly traffic: SensorTraffic;
  /** The sensors that each enforcement point names itself. */
  readonly namedAt: (family: AddressFamily) => SensorsNamedAt;
  readonly notes: Notes;
  /** Whether reach beyond the requirements is an error. */
  readonly leastPrivilege: boolean;
  /** Every enforcement point's rules as first-match lists. */
  readonly lists: readonly RuleList[];
}

/** One kind of thing to tell about a configuration. */
export type Examine = (question: FindingQuestion) => readonly Finding[];

/** Pages that findings refer to. */
export const PAGES = {
  networkSecurityGroups: 'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview',
  firewallRuleProcessing: 'https://learn.microsoft.com/azure/firewall/rule-processing',
  firewallKnownIssues: 'https://learn.microsoft.com/azure/firewall/firewall-known-issues',
  limits: 'https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits',
  names: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules',
  serviceTags: 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
  ipGroups: 'https://learn.microsoft.com/azure/firewall/ip-groups',
  proxy: 'https://learn.microsoft.com/defender-for-identity/deploy/configure-proxy',
} as const;

/** Where the order of rules is documented. */
export const ORDER_PAGE: Readonly<Record<RuleList['kind'], string>> = { nsg: PAGES.networkSecurityGroups, firewall: PAGES.firewallRuleProcessing };
