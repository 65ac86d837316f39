import {
  bundledServiceTags, EgressPath, Estate, Notes, place, SENSOR_SERVICE_TAG, ServiceTagSnapshot, Topology,
} from '../azure';
import { AddressFamily } from '../packets';
import { DocumentedFlow, Requirement } from '../requirements';
import { judgeAddressLists } from './address-lists';
import { flowQuestion, judgeFlow, judgeInspection, ProxyHop, unreachable } from './flow';
import { FlowResult, ProofReport, RequirementResult, Verdict } from './report';
import { namedSensors, sensorLabel, sensorsInRules, sensorsNamedAt } from './sensors';
import { traceFlow } from './trace';

/** What to prove of an estate. */
export interface ProofOptions {
  readonly requirements: readonly Requirement[];
  readonly workspace: string;
  readonly cloud: string;
  /** Addresses, prefixes or ranges of the sensors; by default the sources of the rules that name the sensor's host or tag. */
  readonly sensors?: readonly string[];
  /** The bundled snapshot by default. */
  readonly serviceTags?: ServiceTagSnapshot;
  /** Whether recommended requirements weigh as much as required ones; false by default. */
  readonly strict?: boolean;
  /** Whether each flow tells how it was followed; false by default. */
  readonly trace?: boolean;
  /** The proxy that carries the flows to hosts without a service tag; they go there directly by default. */
  readonly pkiProxy?: ProxyHop;
}

/**
 * Proves documented requirements of what Terraform will apply.
 *
 * @throws InvalidSensorsError when `sensors` names no addresses
 */
export function prove(estate: Estate, options: ProofOptions): Omit<ProofReport, 'inputs'> {
  const serviceTags = options.serviceTags ?? bundledServiceTags();
  const topology = new Topology(estate);
  const notes = new Notes(estate.findings);
  const traffic = sensorTraffic(options, serviceTags);
  const groups = options.sensors ? namedSensors(options.sensors) : sensorsInRules(topology, traffic, notes);
  const paths = groups.flatMap((group) => {
    const namedAt = sensorsNamedAt(topology, traffic, group.family);
    return place(group, topology, namedAt, sensorLabel).map((placement) => new EgressPath(placement, topology, namedAt, serviceTags, notes));
  });
  const families = [...new Set(groups.map((group) => group.family))];
  const requirements = options.requirements.map((requirement) => proveOne(requirement, paths, topology, serviceTags, families, options));
  if (options.pkiProxy) notes.assume(`The proxy at ${options.pkiProxy.address} lets the documented hosts through.`);
  if (options.requirements.some((requirement) => requirement.flows.some((flow) => flow.serviceTag === undefined))) {
    notes.assume(`Hosts that no service tag holds have public addresses outside ${SENSOR_SERVICE_TAG}.`);
  }
  return {
    verdict: worst(requirements.filter((result) => options.strict || result.level === 'required').map((result) => result.verdict)),
    ...(options.strict ? { strict: true } : {}),
    workspace: options.workspace,
    cloud: options.cloud,
    serviceTags: { cloud: serviceTags.cloud, changeNumber: serviceTags.changeNumber, date: serviceTags.date },
    requirements,
    findings: notes.findings,
    assumptions: [...estate.assumptions, ...notes.assumptions],
  };
}

/** Violated beats unknown, unknown beats satisfied. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('violated') ? 'violated' : verdicts.includes('unknown') ? 'unknown' : 'satisfied';
}

function proveOne(
  requirement: Requirement, paths: readonly EgressPath[], topology: Topology, serviceTags: ServiceTagSnapshot,
  families: readonly AddressFamily[], options: ProofOptions,
): RequirementResult {
  const { id, level, statement, source, kind } = requirement;
  if (kind === 'address-list-current') {
    const tag = options.requirements.flatMap((other) => other.flows).find((flow) => flow.serviceTag !== undefined)?.serviceTag ?? SENSOR_SERVICE_TAG;
    const { verdict, reasons } = judgeAddressLists(topology, tag, serviceTags, families);
    return { id, level, verdict, statement, source, flows: [], reasons };
  }
  const flows = requirement.flows.flatMap((flow) => paths.map((path) => judged(flow, path, kind, serviceTags, options)));
  return { id, level, verdict: worst(flows.map((flow) => flow.verdict)), statement, source, flows, reasons: [] };
}

function judged(flow: DocumentedFlow, path: EgressPath, kind: Requirement['kind'], serviceTags: ServiceTagSnapshot, options: ProofOptions): FlowResult {
  const proxy = flow.serviceTag === undefined ? options.pkiProxy : undefined;
  const question = flowQuestion(flow, path, serviceTags, proxy);
  if (!question) return unreachable(flow, path, proxy);
  const result = kind === 'no-tls-inspection' ? judgeInspection(question) : judgeFlow(question);
  return options.trace ? { ...result, trace: traceFlow(question, kind === 'no-tls-inspection') } : result;
}

function sensorTraffic({ requirements }: ProofOptions, serviceTags: ServiceTagSnapshot): Parameters<typeof sensorsInRules>[1] {
  const flows = requirements.flatMap((requirement) => requirement.flows).filter((flow) => flow.serviceTag !== undefined);
  return { hosts: [...new Set(flows.map((flow) => flow.host))], serviceTag: flows[0]?.serviceTag ?? SENSOR_SERVICE_TAG, serviceTags };
}
