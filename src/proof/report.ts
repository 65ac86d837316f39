import { Finding, RuleFieldName, StageKind } from '../azure';
import { RequirementLevel, Source } from '../requirements';

/*
 * The outcome of a proof. Field names are those of the public JSON report, version 1: fields may be added, none renamed.
 */

/** satisfied: whatever the unknowns turn out to be; violated: for certain; unknown: it depends on something not said. */
export type Verdict = 'satisfied' | 'violated' | 'unknown';

export interface ProofReport {
  /** Weighs the required requirements, with `strict` the recommended ones too. */
  readonly verdict: Verdict;
  /** Set when recommended requirements decide the verdict too. */
  readonly strict?: true;
  /** Whether sensors reach no more of the Internet than the requirements need; set where that decides the verdict too. */
  readonly leastPrivilege?: Verdict;
  readonly workspace: string;
  readonly cloud: string;
  readonly serviceTags: ServiceTagSnapshotName;
  readonly requirements: readonly RequirementResult[];
  readonly findings: readonly Finding[];
  /** Numbered from 1 by their place here. */
  readonly assumptions: readonly string[];
  readonly inputs: readonly InputName[];
  /** Where Terraform addresses stand in source files, for inputs that are such (HCL); absent for the others. */
  readonly positions?: ReadonlyMap<string, SourcePosition>;
}

/** A place in a source file. */
export interface SourcePosition {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface ServiceTagSnapshotName {
  readonly cloud: string;
  readonly changeNumber: number;
  readonly date: string;
}

export interface InputName {
  readonly path: string;
  readonly kind: 'terraform-plan' | 'cdk-tf-json' | 'cdktf-out' | 'hcl' | 'squid-conf';
}

export interface RequirementResult {
  readonly id: string;
  readonly level: RequirementLevel;
  readonly verdict: Verdict;
  readonly statement: string;
  readonly source: Source;
  readonly flows: readonly FlowResult[];
  /** Why the verdict is what it is where no flow says so (a list that is not current, say); may be empty. */
  readonly reasons: readonly string[];
}

/** One documented flow from one group of sensors that share a path. */
export interface FlowResult {
  /** Sensors, as the shortest list of prefixes, or in words where the addresses are not known. */
  readonly source: string;
  /** Documented destination, with its path where one is documented. */
  readonly host: string;
  readonly protocol: string;
  readonly port: number;
  readonly verdict: Verdict;
  /** Every rule that decides some packet of the flow, in the order of the path; for a violation, the witness's rules. */
  readonly decidedBy: readonly DecidingRule[];
  /** A packet that is denied for certain; set for `violated` alone. */
  readonly witness?: Witness;
  /** What the verdict depends on; empty unless `unknown`. */
  readonly unknowns: readonly string[];
  /** How the flow was followed; present where it was asked for, since it takes longer than the verdict. */
  readonly trace?: FlowTrace;
}

/** The way of a flow, with every rule that was tried. */
export interface FlowTrace {
  /** Enforcement points and routes, in the order of the path. */
  readonly points: readonly TracedPoint[];
  /** The ways that parts of the flow take; each ends at the destination or where it is denied. */
  readonly branches: readonly TracedBranch[];
  /** Branches that are left out because there are too many to read. */
  readonly branchesLeftOut: number;
}

export interface TracedPoint {
  readonly enforcementPoint: string;
  readonly kind: StageKind;
  /** Every rule, in the order in which they are tried. */
  readonly rules: readonly TracedRule[];
}

export interface TracedRule {
  readonly rule: DecidingRule;
  /** `preceded`: it matches some of the flow, and earlier rules have decided all of that. */
  readonly effect: 'decides' | 'preceded' | 'does not match';
  /** The parts of the flow that it decides, in words; empty unless it decides. */
  readonly decides: readonly string[];
  /** For a route, where it sends them. */
  readonly nextHop?: string;
  /** Why it does not match: each field that rules all of the flow out; empty unless it does not, or where no single field does. */
  readonly differsIn: readonly RuleMismatch[];
}

/** A field of a rule that none of some packets has. */
export interface RuleMismatch {
  readonly field: RuleFieldName;
  /** What the rule has there, as it is written. */
  readonly asks: readonly string[];
}

export interface TracedBranch {
  readonly permitted: boolean;
  /** What is needed for any packet to go this way; empty when some do for certain. */
  readonly conditions: readonly string[];
  readonly steps: readonly TracedStep[];
}

export interface TracedStep {
  readonly kind: StageKind;
  readonly enforcementPoint: string;
  readonly rule: DecidingRule;
  readonly nextHop?: string;
}

export interface DecidingRule {
  /** Address of the NSG, route table, firewall policy or firewall. */
  readonly enforcementPoint: string;
  /** Name of the rule; for a firewall `group / collection / rule`. */
  readonly rule: string;
  readonly priority?: number;
  readonly action: 'allow' | 'deny';
  /** Address in the input; absent for a rule that Azure adds itself (default rules). */
  readonly address?: string;
  readonly construct?: string;
  /** Set when the rule terminates TLS. */
  readonly terminatesTls?: true;
}

export interface Witness {
  readonly source: string;
  readonly sourcePort?: number;
  /** An address, or the host name where the address is not known. */
  readonly destination: string;
  readonly protocol: string;
  readonly port: number;
  /** Set where the path of the URL matters. */
  readonly url?: string;
}
