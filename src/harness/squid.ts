import { bundledServiceTags, withPage } from '../azure';
import { acknowledge, ProofReport, RequirementResult, worst } from '../proof';
import { proveSquid, ProxyError, readSquidConfigurationFile, sensorAddresses, SquidConfiguration, SquidFlowVerdict, SquidRequirementVerdict } from '../proxy';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, requirementsFor } from '../requirements';
import { VerifyOptions } from './verify';

/*
 * The proof of a Squid configuration as a report of the same shape as all others.
 */

/**
 * Proves the documented requirements of a Squid configuration.
 *
 * @param paths inputs as they were named
 * @returns undefined where no input is a Squid configuration
 * @throws ProxyError when there are other inputs beside it, or when `sensors` names no addresses
 */
export function verifySquid(paths: readonly string[], options: VerifyOptions): ProofReport | undefined {
  const configurations = [...new Set(paths)].map((path) => readSquidConfigurationFile(path));
  const found = configurations.find((configuration) => configuration !== undefined);
  if (found === undefined) return undefined;
  if (configurations.length > 1) throw new ProxyError('squid-not-alone', found.path);
  const unused = [['--pki-proxy', options.pkiProxy], ['--service-tags', options.serviceTags], ['--least-privilege', options.leastPrivilege || undefined]] as const;
  for (const [option, value] of unused) if (value !== undefined) throw new ProxyError('squid-option-unused', found.path, option);
  return reportOf(found, options);
}

function reportOf(configuration: SquidConfiguration, options: VerifyOptions): ProofReport {
  const workspace = checkWorkspaceName(options.workspace);
  const cloud = cloudNamed(options.cloud ?? DEFAULT_CLOUD).name;
  const sensors = options.sensors === undefined ? undefined : sensorAddresses(options.sensors);
  const proof = proveSquid(configuration, requirementsFor({ workspace, cloud, sensorVersion: options.sensorVersion }), sensors);
  const isAsked = ({ id }: RequirementResult): boolean => options.requirements?.includes(id) ?? true;
  const requirements = proof.requirements.map((result) => resultOf(configuration.path, result)).filter(isAsked);
  const isStrict = options.strict === true || options.requirements !== undefined;
  const { cloud: tagCloud, changeNumber, date } = bundledServiceTags();
  return {
    verdict: worst(requirements.filter(({ level }) => isStrict || level === 'required').map(({ verdict }) => verdict)),
    ...(isStrict ? { strict: true } : {}),
    workspace,
    cloud,
    serviceTags: { cloud: tagCloud, changeNumber, date },
    requirements,
    findings: acknowledge(proof.findings.map(withPage), options.acknowledgements ?? [], options.today ?? new Date().toISOString().slice(0, 10)),
    assumptions: proof.assumptions,
    inputs: [{ path: configuration.path, kind: 'squid-conf' }],
  };
}

function resultOf(path: string, { requirement, verdict, flows, reasons }: SquidRequirementVerdict): RequirementResult {
  const { id, level, statement, source } = requirement;
  return { id, level, verdict, statement, source, flows: flows.map((flow) => flowOf(path, flow)), reasons };
}

function flowOf(path: string, { flow, source, verdict, decidedBy, witness, unknowns }: SquidFlowVerdict): RequirementResult['flows'][number] {
  const { host, protocol, port } = flow;
  return {
    source,
    host: `${host}${flow.path ?? ''}`,
    protocol,
    port,
    verdict,
    decidedBy: decidedBy.map((rule) => ({ enforcementPoint: path, ...rule })),
    ...(witness === undefined ? {} : { witness: { ...witness, destination: host, protocol, port } }),
    unknowns,
  };
}
