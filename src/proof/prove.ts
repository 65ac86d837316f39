import {
  asApplied, EgressPath, Estate, Notes, place, SENSOR_SERVICE_TAG, SensorGroup, ServiceTagSnapshot, Topology, withPage,
} from '../azure';
import { AddressFamily } from '../packets';
import { DocumentedFlow, Requirement } from '../requirements';
import { judgeAddressLists } from './address-lists';
import { cloudServiceTags } from './cloud-service-tags';
import { flowQuestion, judgeFlow, judgeInspection, ProxyHop, unreachable } from './flow';
import { FlowResult, ProofReport, RequirementResult, Verdict } from './report';
import { namedSensors, sensorLabel, sensorsInRules, sensorsNamedAt, SensorTraffic } from './sensors';
import { judgeForAllHosts } from './wildcard-hosts';

/** What to prove of an estate. */
export interface ProofOptions {
  /** The catalogue: what to prove, and what sensors are recognised by. */
  readonly requirements: readonly Requirement[];
  /** Ids of the requirements to prove, where that is not all of them. */
  readonly only?: readonly string[];
  readonly workspace: string;
  readonly cloud: string;
  /** Addresses, prefixes or ranges of the sensors; by default the sources of the rules that name the sensor's host or tag. */
  readonly sensors?: readonly string[];
  /** The sensors, where they are known already: instead of `sensors`. */
  readonly groups?: readonly SensorGroup[];
  /** Instead of the bundled snapshot of its cloud: that of the workspace, or the one that hosts the rules. */
  readonly serviceTags?: ServiceTagSnapshot;
  /** Whether recommended requirements weigh as much as required ones; false by default. */
  readonly strict?: boolean;
  /** Whether each flow tells how it was followed; false by default. */
  readonly trace?: boolean;
  /** Whether rules are examined beyond what the requirements ask; false by default, since it takes longer than the proof. */
  readonly examine?: boolean;
  /** Whether reach to the Internet beyond the requirements is an error; false by default. Only with `examine`. */
  readonly leastPrivilege?: boolean;
  /** The proxy that carries the flows to hosts without a service tag; they go there directly by default. */
  readonly pkiProxy?: ProxyHop;
}

/**
 * Proves documented requirements of what Terraform will apply.
 *
 * @throws InvalidSensorsError when `sensors` names no addresses
 */
export function prove(written: Estate, options: ProofOptions): Omit<ProofReport, 'inputs'> {
  const estate = asApplied(written);
  const topology = new Topology(estate);
  const notes = new Notes(estate.findings);
  const { workspace: serviceTags, hosting } = cloudServiceTags(topology, options.cloud, options.serviceTags, notes);
  const traffic = sensorTraffic(options, serviceTags);
  const groups = options.groups ?? sensorGroups(topology, options, notes);
  const paths = groups.flatMap((group) => {
    const namedAt = sensorsNamedAt(topology, traffic, group.family);
    const placements = place(group, topology, namedAt, sensorLabel);
    return placements.map((placement) => new EgressPath(placement, topology, namedAt, hosting, notes, { tellFields: options.trace }));
  });
  const families = [...new Set(groups.map((group) => group.family))];
  const asked = options.requirements.filter((requirement) => options.only?.includes(requirement.id) ?? true);
  const requirements = asked.map((requirement) => proveOne(requirement, paths, topology, serviceTags, families, options));
  if (options.pkiProxy) notes.assume(`The proxy at ${options.pkiProxy.address} lets the documented hosts through.`);
  if (asked.some((requirement) => requirement.flows.some((flow) => flow.serviceTag === undefined))) {
    notes.assume(`Hosts that no service tag holds have public addresses outside ${SENSOR_SERVICE_TAG}.`);
  }
  if (options.examine) {
    const { requirements: catalogue, leastPrivilege = false } = options;
    const isPkiProxied = options.pkiProxy !== undefined;
    const question = { estate, topology, serviceTags: hosting, requirements: catalogue, groups, paths, traffic, leastPrivilege, isPkiProxied };
    // What examining takes for granted beyond the proof is no assumption of a verdict.
    const examined = examination().examine({ ...question, notes: new Notes(), namedAt: (family) => sensorsNamedAt(topology, traffic, family) });
    for (const finding of examined) notes.find(finding);
  }
  return {
    verdict: worst(requirements.filter((result) => options.strict || result.level === 'required').map((result) => result.verdict)),
    ...(options.strict ? { strict: true } : {}),
    workspace: options.workspace,
    cloud: options.cloud,
    serviceTags: { cloud: serviceTags.cloud, changeNumber: serviceTags.changeNumber, date: serviceTags.date },
    requirements,
    findings: notes.findings.map(withPage),
    assumptions: [...estate.assumptions, ...notes.assumptions],
  };
}

/*
 * Loaded when they are asked for: the validation at synth does not, and every synth would pay for some twenty files.
 */
/* eslint-disable @typescript-eslint/no-require-imports */
const examination = (): typeof import('./findings') => require('./findings') as typeof import('./findings');
const tracing = (): typeof import('./trace') => require('./trace') as typeof import('./trace');
/* eslint-enable @typescript-eslint/no-require-imports */

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
    const { verdict, reasons } = judgeAddressLists(topology, requirement.serviceTags ?? [SENSOR_SERVICE_TAG], serviceTags, families);
    return { id, level, verdict, statement, source, flows: [], reasons };
  }
  const flows = requirement.flows.flatMap((flow) => paths.map((path) => (
    judgeForAllHosts(flow, topology.estate, (one) => judged(one, path, kind, serviceTags, options))
  )));
  return { id, level, verdict: worst(flows.map((flow) => flow.verdict)), statement, source, flows, reasons: [] };
}

function judged(flow: DocumentedFlow, path: EgressPath, kind: Requirement['kind'], serviceTags: ServiceTagSnapshot, options: ProofOptions): FlowResult {
  const proxy = flow.serviceTag === undefined ? options.pkiProxy : undefined;
  const question = flowQuestion(flow, path, serviceTags, proxy);
  if (!question) return unreachable(flow, path, proxy);
  const result = kind === 'no-tls-inspection' ? judgeInspection(question) : judgeFlow(question);
  return options.trace ? { ...result, trace: tracing().traceFlow(question, kind === 'no-tls-inspection') } : result;
}

/** The sensors that are named, or those that the rules show. */
export function sensorGroups(topology: Topology, options: ProofOptions, notes: Notes): SensorGroup[] {
  if (options.sensors) return namedSensors(options.sensors);
  return sensorsInRules(topology, sensorTraffic(options, cloudServiceTags(topology, options.cloud, options.serviceTags, new Notes()).workspace), notes);
}

/** What sensors are recognised by in the rules. */
export function sensorTraffic({ requirements }: ProofOptions, serviceTags: ServiceTagSnapshot): SensorTraffic {
  const flows = requirements.flatMap((requirement) => requirement.flows).filter((flow) => flow.serviceTag !== undefined);
  const tags = new Set(flows.flatMap((flow) => flow.serviceTag ?? []));
  return { hosts: [...new Set(flows.map((flow) => flow.host))], tags: tags.size > 0 ? [...tags] : [SENSOR_SERVICE_TAG], serviceTags };
}
