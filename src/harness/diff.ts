import { diff as diffEstates, DiffReport } from '../proof';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, requirementsFor } from '../requirements';
import { Input, mergeEstates } from '../terraform';
import { HarnessError } from './errors';
import { checkProxyEndpoint } from './proxy';
import { checkSnapshotCloud, VerifyOptions } from './verify';

/** What to compare, for whom. */
export type DiffOptions = Pick<VerifyOptions, 'workspace' | 'cloud' | 'sensorVersion' | 'sensors' | 'serviceTags' | 'strict' | 'pkiProxy' | 'trace'>;

/**
 * What a change does: traffic that it opens and closes, and requirements that it breaks.
 *
 * @param before inputs before the change, taken together
 * @param after inputs after the change, taken together
 * @throws an error that `isUsageProblem` knows when the question cannot be answered as it was put
 */
export function diff(before: readonly Input[], after: readonly Input[], options: DiffOptions): DiffReport {
  if (before.length === 0 || after.length === 0) throw new HarnessError('no-input');
  const workspace = checkWorkspaceName(options.workspace);
  const cloud = cloudNamed(options.cloud ?? DEFAULT_CLOUD);
  const [old, next] = [before, after].map((inputs) => (inputs.length === 1 ? inputs[0].estate : mergeEstates(inputs.map((input) => input.estate))));
  for (const estate of options.serviceTags ? [old, next] : []) checkSnapshotCloud(options.serviceTags!, cloud, estate);
  const report = diffEstates(old, next, {
    requirements: requirementsFor({ workspace, cloud: cloud.name, sensorVersion: options.sensorVersion }),
    workspace,
    cloud: cloud.name,
    sensors: options.sensors,
    serviceTags: options.serviceTags,
    strict: options.strict,
    trace: options.trace,
    pkiProxy: options.pkiProxy && checkProxyEndpoint(options.pkiProxy),
  });
  const named = (inputs: readonly Input[]): DiffReport['inputs']['before'] => inputs.map(({ path, kind }) => ({ path, kind }));
  return { ...report, inputs: { before: named(before), after: named(after) } };
}
