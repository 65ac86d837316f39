import { Finding } from '../../azure';
import { RequirementLevel, Source } from '../../requirements';
import { DecidingRule, FlowResult, InputName, ProofReport, ServiceTagSnapshotName, Verdict } from '../report';

/*
 * What a change does, as data. Field names are those of the public JSON report of a diff, version 1: fields may be added,
 * none renamed.
 */

/** What a change means for the requirements that count. */
export type DiffOutcome =
  /** None of them breaks; none that was satisfied becomes unknown. */
  | 'kept'
  /** At least one is violated that was not violated before. */
  | 'broken'
  /** None breaks, and at least one that was satisfied becomes unknown. */
  | 'unknown';

export interface DiffReport {
  readonly outcome: DiffOutcome;
  /** Set when recommended requirements count too. */
  readonly strict?: true;
  readonly workspace: string;
  readonly cloud: string;
  readonly serviceTags: ServiceTagSnapshotName;
  /** Every requirement, in the order of the catalogue. */
  readonly requirements: readonly RequirementChange[];
  /** Enforcement points that are new, gone, or whose rules are not the same; in the order of the input after the change. */
  readonly points: readonly PointDiff[];
  /** What changes for the sensors over their whole path; one entry for each group of sensors that share a path. */
  readonly paths: readonly PathDiff[];
  /** Resources that are neither rules nor requirements and are not the same: routes, associations, IP groups, networks. */
  readonly resources: readonly ResourceChange[];
  /** Findings that only one side has. */
  readonly findings: { readonly appeared: readonly Finding[]; readonly disappeared: readonly Finding[] };
  /** The proof after the change, for reports that draw the paths; present where flows were asked to tell how they were followed. */
  readonly proofAfter?: Omit<ProofReport, 'inputs'>;
  /** Numbered from 1 by their place here. */
  readonly assumptions: readonly string[];
  readonly inputs: { readonly before: readonly InputName[]; readonly after: readonly InputName[] };
}

export interface RequirementChange {
  readonly id: string;
  readonly level: RequirementLevel;
  readonly statement: string;
  readonly source: Source;
  readonly before: Verdict;
  readonly after: Verdict;
  /** Flows whose verdict after the change is not satisfied, where the requirement's verdict changes. */
  readonly flows: readonly FlowResult[];
  /** Why the verdict after the change is what it is, where no flow says so. */
  readonly reasons: readonly string[];
}

export interface PointDiff {
  /** Address after the change; before it where the point is gone. */
  readonly enforcementPoint: string;
  readonly kind: 'nsg' | 'firewall';
  readonly status: 'both' | 'added' | 'removed';
  /** Address before the change, where it is another one. */
  readonly addressBefore?: string;
  /** Traffic that is decided differently; empty where rules changed without effect. */
  readonly changes: readonly TrafficChange[];
  /** What happened to the rules as they are written. */
  readonly edits: readonly RuleEdit[];
  /** Set where the traffic that changes could not be determined, with the reason. */
  readonly undecided?: string;
}

export interface PathDiff {
  /** The sensors, as the shortest list of prefixes, or in words. */
  readonly sensors: string;
  readonly changes: readonly TrafficChange[];
  readonly undecided?: string;
}

/** Packets whose fate one rule decided before and another one decides after the change. */
export interface TrafficChange {
  readonly direction: 'opened' | 'closed';
  /** Whether it happens whatever the unknowns turn out to be. */
  readonly certain: boolean;
  /** What an uncertain change depends on; empty for a certain one. */
  readonly unknowns: readonly string[];
  /** Never empty; regions may overlap. Largest first. */
  readonly packets: readonly PacketSet[];
  /** Smaller regions that are left out because there are too many to read; absent where there are none. */
  readonly packetsLeftOut?: number;
  /**
   * For denied traffic the rules that deny it, for permitted traffic the rules of the way that permit it; where one rule on
   * the other side stands against many here, each of these decides a part of it.
   */
  readonly before: readonly DecidingRule[];
  readonly after: readonly DecidingRule[];
  /** Subnets where it happens, where the same NSG does not do the same at all of its subnets. */
  readonly at?: readonly string[];
}

/** A product of sets, each by the names that the rules use. */
export interface PacketSet {
  readonly families: readonly ('ipv4' | 'ipv6')[];
  readonly sources: NamedSet;
  readonly destinations: NamedSet;
  readonly protocols: NamedSet;
  readonly ports: NamedSet;
  /** Absent where every source port is meant. */
  readonly sourcePorts?: NamedSet;
  /** `HTTP`, `HTTPS`, `other` for traffic that is neither; absent where all are meant. */
  readonly schemes?: NamedSet;
  /** Hosts that requests name; absent where it does not matter. */
  readonly hosts?: NamedSet;
  /** Paths of the requests' URLs; absent where all are meant. */
  readonly urlPaths?: NamedSet;
  /** Packets that are not meant although the sets above hold them. */
  readonly except?: readonly PacketSet[];
}

/** The union of some things, without others. */
export interface NamedSet {
  /** `any` alone stands for everything. */
  readonly names: readonly string[];
  /** What is not in it although the names hold it. */
  readonly except: readonly string[];
}

/** What happened to one rule. */
export interface RuleEdit {
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed' | 'renumbered' | 'moved';
  /** Name after the change; before it where the rule is gone. For a firewall `group / collection / rule`. */
  readonly rule: string;
  /** Name, or priorities, before and after, where they differ. */
  readonly from?: string;
  readonly to?: string;
  /** Address in the input, after the change where the rule still is. */
  readonly address: string;
}

export interface ResourceChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly address: string;
  /** Whether all that it can change is told at the enforcement points; otherwise only what it changes for the sensors is. */
  readonly isExamined: boolean;
}
