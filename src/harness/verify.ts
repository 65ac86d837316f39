import { bundledServiceTags, ServiceTagSnapshot } from '../azure';
import { prove, ProofReport, worst } from '../proof';
import { listed } from '../report';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, Requirement, requirementsFor } from '../requirements';
import { Input, mergeEstates } from '../terraform';
import { HarnessError } from './errors';
import { checkProxyEndpoint, ProxyEndpoint } from './proxy';

/** What to prove, for whom. */
export interface VerifyOptions {
  /** Name of the workspace, as the portal shows it under Settings > Identities > About. */
  readonly workspace: string;
  /** Name of the Microsoft cloud; `commercial` by default. */
  readonly cloud?: string;
  /** Addresses, prefixes or ranges of the sensors; by default the sources of the rules that name the sensor's host or tag. */
  readonly sensors?: readonly string[];
  /** The bundled snapshot by default. */
  readonly serviceTags?: ServiceTagSnapshot;
  /** Recommended requirements decide the verdict too; false by default. */
  readonly strict?: boolean;
  /** The proxy that carries certificate checks; by default sensors reach those hosts themselves. */
  readonly pkiProxy?: ProxyEndpoint;
  /** Ids to prove, each deciding the verdict whatever its level; by default the whole catalogue. */
  readonly requirements?: readonly string[];
}

/**
 * Proves the documented requirements from inputs taken together.
 *
 * The one way from inputs to a proof: the command, the jest matcher, the validation at synth and the class for use in
 * code all come through here.
 *
 * @throws an error that `isUsageProblem` knows when the question cannot be answered as it was put
 */
export function verify(inputs: readonly Input[], options: VerifyOptions): ProofReport {
  if (inputs.length === 0) throw new HarnessError('no-input');
  const workspace = checkWorkspaceName(options.workspace);
  const cloud = cloudNamed(options.cloud ?? DEFAULT_CLOUD).name;
  const requirements = requirementsFor({ workspace, cloud });
  checkIds(options.requirements, requirements);
  const proof = prove(inputs.length === 1 ? inputs[0].estate : mergeEstates(inputs.map((input) => input.estate)), {
    requirements,
    workspace,
    cloud,
    sensors: options.sensors,
    serviceTags: options.serviceTags ?? bundledServiceTags(),
    strict: options.strict,
    pkiProxy: options.pkiProxy && checkProxyEndpoint(options.pkiProxy),
  });
  const report = { ...proof, inputs: inputs.map(({ path, kind }) => ({ path, kind })) };
  return options.requirements === undefined ? report : onlyRequirements(report, options.requirements);
}

/** Taken from a proof of the whole catalogue: who the sensors are is read off the rules for all of it. */
function onlyRequirements(report: ProofReport, ids: readonly string[]): ProofReport {
  const requirements = report.requirements.filter((result) => ids.includes(result.id));
  return { ...report, requirements, verdict: worst(requirements.map((result) => result.verdict)) };
}

function checkIds(ids: readonly string[] | undefined, catalogue: readonly Requirement[]): void {
  if (ids === undefined) return;
  const known = catalogue.map((requirement) => requirement.id);
  if (ids.length === 0) throw new HarnessError('requirement-list-empty', listed(known));
  for (const id of ids) {
    if (!known.includes(id)) throw new HarnessError('requirement-unknown', `"${id}" in this catalogue; it has ${listed(known)}`);
  }
}
