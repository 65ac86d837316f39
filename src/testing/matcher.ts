import {
  ProxyEndpoint, readInputs, readServiceTagFile, SYNTHESIZED, terraformText, verify,
} from '../harness';
import { ProofReport } from '../proof';
import { decidingRules, decisionInShort, deedOf, failureText, overallSentence, place, printable } from '../report';
import { Input, readText } from '../terraform';

/** What to prove, for whom. */
export interface SensorEgressExpectation {
  /** Name of the workspace, as the portal shows it under Settings > Identities > About. */
  readonly workspace: string;
  /** Name of the Microsoft cloud; `commercial` by default. */
  readonly cloud?: string;
  /** Version of the sensors: 2, 3, or `both` where there are some of each; 2 by default. */
  readonly sensorVersion?: number | string;
  /** Addresses, prefixes or ranges of the sensors; by default the sources of the rules that name the sensor's host or tag. */
  readonly sensors?: readonly string[];
  /** Path of a service tag file published by Microsoft; by default the bundled snapshot. */
  readonly serviceTagsFile?: string;
  /** Recommended requirements count too; false by default. */
  readonly strict?: boolean;
  /** The proxy that carries certificate checks; by default sensors reach those hosts themselves. */
  readonly pkiProxy?: ProxyEndpoint;
  /** Ids of the requirements to prove, such as `sensor-api` and `pki-crl`; those and no others count. */
  readonly requirements?: readonly string[];
}

/** What jest and its relatives expect of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What jest and its relatives give a matcher as `this`. */
export interface MatcherContext {
  readonly isNot?: boolean;
}

/**
 * Matchers for `expect.extend`.
 *
 * @example expect.extend(sensorEgressMatchers);
 */
export const sensorEgressMatchers = { toPermitSensorEgress };

/**
 * Passes when the verdict is satisfied; with `.not`, when it is violated. Unknown passes neither way: a test that is
 * green must have seen a proof.
 *
 * @param received what `Testing.synth(stack)` returns, a plan or `cdk.tf.json` as text or as an object, or the path of a file or folder
 * @throws an error whose message is one sentence when the received value or the expectation cannot be used
 */
export function toPermitSensorEgress(this: MatcherContext, received: unknown, expectation: SensorEgressExpectation): MatcherResult {
  const { serviceTagsFile, ...options } = expectation;
  const report = verify(inputsOf(received), {
    ...options,
    serviceTags: serviceTagsFile === undefined ? undefined : readServiceTagFile(serviceTagsFile),
  });
  const isNot = this.isNot === true;
  // With `.not` jest fails on `pass: true`.
  const pass = report.verdict === 'unknown' ? isNot : report.verdict === 'satisfied';
  return { pass, message: () => messageFor(report, isNot) };
}

function inputsOf(received: unknown): Input[] {
  if (typeof received === 'string') {
    return received.trimStart().startsWith('{') ? [readText(SYNTHESIZED, received)] : readInputs([received]);
  }
  if (typeof received === 'object' && received !== null && !Array.isArray(received)) return [readText(SYNTHESIZED, terraformText(received))];
  const kind = received === null ? 'null' : Array.isArray(received) ? 'an array' : `a value of type ${typeof received}`;
  throw new TypeError(
    `toPermitSensorEgress got ${kind}; pass what Testing.synth(stack) returns, a plan as text or object, or the path of a file or folder.`,
  );
}

function messageFor(report: ProofReport, isNot: boolean): string {
  const call = `expect(received)${isNot ? '.not' : ''}.toPermitSensorEgress({ workspace: '${printable(report.workspace)}' })`;
  if (report.verdict === 'satisfied') return `${call}\n\n${satisfiedText(report)}`;
  if (report.verdict === 'violated') return `${call}\n\n${failureText(report)}`;
  const explained = isNot
    ? 'Unknown is no proof that sensor egress is denied, so .not fails as well.'
    : 'Unknown is no proof that sensor egress is permitted.';
  return `${call}\n\n${explained}\n\n${failureText(report)}`;
}

function satisfiedText(report: ProofReport): string {
  const lines = report.requirements.flatMap((result) =>
    decidingRules(result).map((rule) => `  ${printable(result.id)}: ${decisionInShort(rule, deedOf(rule, result))}, at ${place(rule)}`));
  return [overallSentence(report), ...lines, ''].join('\n');
}
