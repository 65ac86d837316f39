import { NOT_PUBLIC, SquidAddresses } from './addresses';
import { SquidConfiguration } from './configuration';
import { findingsOf, SquidFinding } from './findings';
import { judgeFlow, judgeInspection, sensorsInConfiguration, SquidFlowVerdict, SquidSensors, sensorsOf } from './judge';
import { DocumentedFlow, Requirement } from '../../requirements';

/** A requirement, judged for a Squid configuration. */
export interface SquidRequirementVerdict {
  readonly requirement: Requirement;
  readonly verdict: SquidFlowVerdict['verdict'];
  readonly flows: readonly SquidFlowVerdict[];
  /** Why the verdict is what it is where no flow says so. */
  readonly reasons: readonly string[];
}

export interface SquidProof {
  readonly requirements: readonly SquidRequirementVerdict[];
  readonly findings: readonly SquidFinding[];
  readonly assumptions: readonly string[];
}

/**
 * Proves requirements of a Squid configuration.
 *
 * @param sensors the clients; by default those that the configuration lets reach the first documented HTTPS host
 */
export function proveSquid(configuration: SquidConfiguration, requirements: readonly Requirement[], sensors?: SquidAddresses): SquidProof {
  const assumptions = new Set<string>(configuration.assumptions);
  const assume = (sentence: string): void => void assumptions.add(sentence);
  const first = requirements.flatMap(({ flows }) => flows).find(({ scheme }) => scheme === 'https');
  const groups = sensors !== undefined ? sensorsOf(sensors) : first === undefined ? [] : sensorsInConfiguration(configuration, first, assume);
  const results = requirements.map((requirement): SquidRequirementVerdict => {
    if (requirement.kind === 'address-list-current') return addressLists(configuration, requirement);
    const judged = distinctFlows(requirement).flatMap((flow) => groups.map((group) => judgedFor(configuration, requirement, flow, group, assume)));
    const reasons = [...new Set(judged.flatMap((one) => one.reasons))];
    return { requirement, verdict: worst(judged.map(({ verdict }) => verdict)), flows: judged, reasons };
  });
  assume('Squid resolves the documented hosts and reaches them itself; what lies behind it is not part of this proof.');
  return { requirements: results, findings: first === undefined ? [] : findingsOf(configuration, first.host, groups), assumptions: [...assumptions] };
}

function judgedFor(
  configuration: SquidConfiguration, { kind }: Requirement, flow: DocumentedFlow, group: SquidSensors, assume: (sentence: string) => void,
): SquidFlowVerdict {
  // Plain HTTP has no TLS to look into.
  const judge = kind === 'no-tls-inspection' && flow.scheme === 'https' ? judgeInspection : judgeFlow;
  return judge(configuration, flow, group, assume);
}

/** Flows that differ in their service tag alone are one to a proxy. */
function distinctFlows({ flows }: Requirement): DocumentedFlow[] {
  return [...new Map(flows.map((flow) => [`${flow.scheme}://${flow.host}:${flow.port}${flow.path ?? ''}`, flow])).values()];
}

/** Addresses stand for the service only where a list of destinations has public ones. */
function addressLists(configuration: SquidConfiguration, requirement: Requirement): SquidRequirementVerdict {
  const reasons = [...configuration.lists.values()]
    .filter(({ tests }) => tests.some((test) => test.kind === 'destination' && !(NOT_PUBLIC.ipv4.contains(test.ipv4) && NOT_PUBLIC.ipv6.contains(test.ipv6))))
    .map(({ name }) => `The dst list ${name} has public addresses, and whether they stand for the service is not known; compare hosts with dstdomain -n instead.`);
  const all = [...reasons, ...configuration.unreadLines];
  return { requirement, verdict: all.length === 0 ? 'satisfied' : 'unknown', flows: [], reasons: all };
}

function worst(verdicts: readonly SquidFlowVerdict['verdict'][]): SquidFlowVerdict['verdict'] {
  return verdicts.includes('violated') ? 'violated' : verdicts.includes('unknown') ? 'unknown' : 'satisfied';
}
