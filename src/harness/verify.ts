import { DEFAULT_HOSTING_CLOUD, Estate, ServiceTagFileError, ServiceTagSnapshot } from '../azure';
import { HarnessError } from './errors';
import { positionsOf } from './positions';
import { checkProxyEndpoint, ProxyEndpoint } from './proxy';
import { acknowledge, AcknowledgedFinding, leastPrivilegeVerdict } from '../proof/findings/acknowledge';
import { prove, worst } from '../proof/prove';
import { ProofReport } from '../proof/report';
import { listed } from '../report/words';
import { checkWorkspaceName, CloudFacts, cloudNamed, DEFAULT_CLOUD, Requirement, requirementsFor } from '../requirements';
import { Input } from '../terraform/input';
import { mergeEstates } from '../terraform/merge';

/** What to prove, for whom. */
export interface VerifyOptions {
  /** Name of the workspace, as the portal shows it under Settings > Identities > About. */
  readonly workspace: string;
  /** Name of the Microsoft cloud; `commercial` by default. */
  readonly cloud?: string;
  /** Version of the sensors: 2, 3, or `both` where there are some of each; 2 by default. */
  readonly sensorVersion?: number | string;
  /** Addresses, prefixes or ranges of the sensors; by default the sources of the rules that name the sensor's host or tag. */
  readonly sensors?: readonly string[];
  /** Instead of the bundled snapshot of its cloud: that of the workspace, or the one that hosts the rules. */
  readonly serviceTags?: ServiceTagSnapshot;
  /** Recommended requirements decide the verdict too; false by default. */
  readonly strict?: boolean;
  /** The proxy that carries certificate checks; by default sensors reach those hosts themselves. */
  readonly pkiProxy?: ProxyEndpoint;
  /** Whether each flow tells how it was followed, as some reports draw it; false by default. */
  readonly trace?: boolean;
  /** Whether rules are examined beyond what the requirements ask; false by default, since it takes longer than the proof. */
  readonly examine?: boolean;
  /** Whether reach to the Internet beyond what the requirements need decides the verdict too; false by default. */
  readonly leastPrivilege?: boolean;
  /** Findings that people accept. */
  readonly acknowledgements?: readonly AcknowledgedFinding[];
  /** The day on which acknowledgements have to count, as `YYYY-MM-DD`; today by default. */
  readonly today?: string;
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
  const cloud = cloudNamed(options.cloud ?? DEFAULT_CLOUD);
  const requirements = requirementsFor({ workspace, cloud: cloud.name, sensorVersion: options.sensorVersion });
  checkIds(options.requirements, requirements);
  if (options.leastPrivilege && options.requirements) throw new HarnessError('least-privilege-requirements');
  const estate = inputs.length === 1 ? inputs[0].estate : mergeEstates(inputs.map((input) => input.estate));
  if (options.serviceTags) checkSnapshotCloud(options.serviceTags, cloud, estate);
  const proof = prove(estate, {
    requirements,
    workspace,
    cloud: cloud.name,
    sensors: options.sensors,
    serviceTags: options.serviceTags,
    only: options.requirements,
    strict: options.strict === true || options.requirements !== undefined,
    trace: options.trace,
    examine: options.examine === true || options.leastPrivilege === true,
    leastPrivilege: options.leastPrivilege,
    pkiProxy: options.pkiProxy && checkProxyEndpoint(options.pkiProxy),
  });
  return { ...accepted(proof, options), inputs: inputs.map(({ path, kind }) => ({ path, kind })), ...positionsOf(inputs) };
}

/** The proof with acknowledged findings marked; what they leave open decides under least privilege. */
function accepted(proof: Omit<ProofReport, 'inputs'>, options: VerifyOptions): Omit<ProofReport, 'inputs'> {
  const { acknowledgements, leastPrivilege } = options;
  const findings = acknowledgements ? acknowledge(proof.findings, acknowledgements, options.today ?? new Date().toISOString().slice(0, 10)) : proof.findings;
  if (!leastPrivilege) return { ...proof, findings };
  const privilege = leastPrivilegeVerdict(findings);
  return { ...proof, findings, leastPrivilege: privilege, verdict: worst([proof.verdict, privilege]) };
}

/** A snapshot of a cloud that has nothing to do with the question would be taken for one that has. */
export function checkSnapshotCloud({ cloud }: ServiceTagSnapshot, { azureCloud }: CloudFacts, { hostingCloud }: Estate): void {
  if (cloud === azureCloud || cloud === (hostingCloud ?? DEFAULT_HOSTING_CLOUD)) return;
  throw ServiceTagFileError.of('other-cloud', 'The service tag file', cloud, azureCloud);
}

function checkIds(ids: readonly string[] | undefined, catalogue: readonly Requirement[]): void {
  if (ids === undefined) return;
  const known = catalogue.map((requirement) => requirement.id);
  if (ids.length === 0) throw new HarnessError('requirement-list-empty', listed(known));
  for (const id of ids) {
    if (!known.includes(id)) throw new HarnessError('requirement-unknown', `"${id}" in this catalogue; it has ${listed(known)}`);
  }
}
