import { Finding } from '../azure';
import { RequirementLevel, Source } from '../requirements';

/*
 * The outcome of a proof. Field names are those of the public JSON report, version 1: fields may be added, none renamed.
 */

/** satisfied: whatever the unknowns turn out to be; violated: for certain; unknown: it depends on something not said. */
export type Verdict = 'satisfied' | 'violated' | 'unknown';

export interface ProofReport {
  /** Weighs the required requirements, with `strict` the recommended ones too. */
  readonly verdict: Verdict;
  readonly workspace: string;
  readonly cloud: string;
  readonly serviceTags: ServiceTagSnapshotName;
  readonly requirements: readonly RequirementResult[];
  readonly findings: readonly Finding[];
  /** Numbered from 1 by their place here. */
  readonly assumptions: readonly string[];
  readonly inputs: readonly InputName[];
}

export interface ServiceTagSnapshotName {
  readonly cloud: string;
  readonly changeNumber: number;
  readonly date: string;
}

export interface InputName {
  readonly path: string;
  readonly kind: 'terraform-plan' | 'cdk-tf-json' | 'cdktf-out' | 'hcl';
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
