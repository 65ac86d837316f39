import { EgressPath, Estate, Finding, FINDING_PAGES, Notes, SensorGroup, SensorsNamedAt, ServiceTagSnapshot, Topology } from '../../azure';
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
  /** Whether a proxy carries the flows to hosts without a service tag. */
  readonly isPkiProxied: boolean;
  /** Every enforcement point's rules as first-match lists. */
  readonly lists: readonly RuleList[];
}

/** One kind of thing to tell about a configuration. */
export type Examine = (question: FindingQuestion) => readonly Finding[];

export { FINDING_PAGES as PAGES };

/** Where the order of rules is documented. */
export const ORDER_PAGE: Readonly<Record<RuleList['kind'], string>> = { nsg: FINDING_PAGES.networkSecurityGroups, firewall: FINDING_PAGES.firewallRuleProcessing };
