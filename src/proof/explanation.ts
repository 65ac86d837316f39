import { Finding } from '../azure';
import { DecidingRule, InputName, ServiceTagSnapshotName, TracedRule } from './report';

/** The answer to "what happens to this traffic": each enforcement point in order, and which rule decides which part. */
export interface Explanation {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  /** Absent when the question named none: then every port is explained. */
  readonly port?: number;
  readonly verdict: 'permitted' | 'denied' | 'unknown';
  readonly points: readonly ExplainedPoint[];
  readonly unknowns: readonly string[];
  readonly serviceTags: ServiceTagSnapshotName;
  readonly findings: readonly Finding[];
  readonly assumptions: readonly string[];
  readonly inputs: readonly InputName[];
}

/** One enforcement point (or the route) and the regions of the asked traffic that different rules decide there. */
export interface ExplainedPoint {
  readonly enforcementPoint: string;
  readonly kind: 'network-interface-nsg' | 'subnet-nsg' | 'nsg' | 'route' | 'firewall';
  readonly regions: readonly ExplainedRegion[];
  /** Whether any of the traffic gets there; false where all of it is denied before, and what is told is what would happen. */
  readonly isReached: boolean;
  /** Each rule that is tried until everything is decided, in that order; present where the question is about one connection. */
  readonly considered?: readonly TracedRule[];
}

export interface ExplainedRegion {
  /** The part of the asked traffic, in words, such as `4.208.124.106/31, port 443`; `everything` where it is all of it. */
  readonly packets: string;
  /** What is needed for this region to exist, such as "if azurerm_x.y.z is …"; empty when it is certain. */
  readonly conditions: readonly string[];
  readonly rule: DecidingRule;
  /** For a route, where it sends the packet. */
  readonly nextHop?: string;
}
