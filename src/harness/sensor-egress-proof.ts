import type { ProofReport } from '../proof';
import type { VerifyOptions } from './verify';

/*
 * The proof for use in code, in types that jsii can carry to other languages.
 */

/** Loaded when something is proven: whoever uses the constructs loads this file, and seldom needs more of it. */
function rooms(): typeof import('./proof-rooms') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./proof-rooms') as typeof import('./proof-rooms');
}

/** Outcome of a proof. */
export enum Verdict {
  /** Every packet is permitted, whatever the unknowns turn out to be. */
  SATISFIED = 'satisfied',
  /** Some packet is denied for certain. */
  VIOLATED = 'violated',
  /** It depends on something that the input does not say. */
  UNKNOWN = 'unknown',
}

/** Form of a report. */
export enum ReportFormat {
  /** For people. */
  TEXT = 'text',
  /** For programs: `mdi-egress/report/v1`. */
  JSON = 'json',
}

/** Proxy that carries the sensors' certificate checks. */
export interface SensorEgressProofProxy {
  /** IPv4 or IPv6 address that the sensors connect to. */
  readonly address: string;
  /** TCP port, 1 to 65535. */
  readonly port: number;
}

/** What to prove, for whom. */
export interface SensorEgressProofOptions {
  /** Name of the workspace, as the portal shows it under Settings > Identities > About. */
  readonly workspace: string;
  /**
   * Microsoft cloud of the workspace.
   *
   * @default "commercial"
   */
  readonly cloud?: string;
  /**
   * Version of the sensors: `2`, `3`, or `both` where there are some of each.
   *
   * @default "2"
   */
  readonly sensorVersion?: string;
  /**
   * Addresses, prefixes or ranges of the sensors, such as `10.1.0.4` or `10.1.0.0/28`.
   *
   * @default - the sources of the rules that name the sensor's host or service tag
   */
  readonly sensors?: string[];
  /**
   * Path of a service tag file published by Microsoft.
   *
   * @default - the snapshot that ships with this package
   */
  readonly serviceTagsFile?: string;
  /**
   * Whether recommended requirements decide the verdict too.
   *
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Proxy that carries certificate checks (revocation and trust lists).
   *
   * @default - sensors reach those hosts themselves
   */
  readonly pkiProxy?: SensorEgressProofProxy;
}

/** Outcome of one documented requirement. */
export interface ProvenRequirement {
  /** Id, such as `sensor-api`. */
  readonly id: string;
  /** Whether it is required, and not only recommended. */
  readonly required: boolean;
  /** Outcome. */
  readonly verdict: Verdict;
  /** What it asks, witness, deciding rules, unknowns, what to do and where it is documented; several lines of text. */
  readonly explanation: string;
}

/** Proof that Terraform configuration permits the egress that Defender for Identity sensors need. */
export class SensorEgressProof {
  /**
   * Proves what a stack synthesizes to.
   *
   * @param json what `Testing.synth(stack)` returns, a `cdk.tf.json`, or a plan (`terraform show -json`)
   * @param options what to prove, for whom
   * @throws an error whose message is one sentence when the text or the options cannot be used
   */
  public static ofSynthesized(json: string, options: SensorEgressProofOptions): SensorEgressProof {
    const { verify, readText, SYNTHESIZED } = rooms();
    return new SensorEgressProof(verify([readText(SYNTHESIZED, json)], verifyOptions(options)));
  }

  /**
   * Proves files and folders taken together.
   *
   * @param paths plan JSON files, `cdk.tf.json` files, folders of Terraform files (`*.tf`, `*.tf.json`), `cdktf.out` folders
   * @param options what to prove, for whom
   * @throws an error whose message is one sentence when a file or the options cannot be used
   */
  public static ofFiles(paths: string[], options: SensorEgressProofOptions): SensorEgressProof {
    const { verify, readInputs } = rooms();
    return new SensorEgressProof(verify(readInputs(paths), verifyOptions(options)));
  }

  /** Outcome of the required requirements together; with `strict`, of all of them. */
  public readonly verdict: Verdict;

  /** Outcome of each requirement, in the order of the catalogue. */
  public readonly requirements: ProvenRequirement[];

  private readonly proof: ProofReport;

  private constructor(proof: ProofReport) {
    this.proof = proof;
    this.verdict = VERDICTS[proof.verdict];
    this.requirements = proof.requirements.map((result) => ({
      id: result.id,
      required: result.level === 'required',
      verdict: VERDICTS[result.verdict],
      explanation: rooms().details(result).join('\n'),
    }));
  }

  /**
   * The whole proof as a report.
   *
   * @param format text by default
   */
  public report(format?: ReportFormat): string {
    return rooms().renderReport(this.proof, format ?? ReportFormat.TEXT);
  }

  /** The whole proof as JSON text in the format `mdi-egress/report/v1`. */
  public toJson(): string {
    return this.report(ReportFormat.JSON);
  }

  /**
   * Does nothing when the proof is satisfied.
   *
   * @throws an error with witness, deciding rules and unknowns when it is violated or unknown
   */
  public assertSatisfied(): void {
    if (this.verdict !== Verdict.SATISFIED) throw new Error(rooms().failureText(this.proof));
  }
}

const VERDICTS: Readonly<Record<ProofReport['verdict'], Verdict>> = {
  satisfied: Verdict.SATISFIED,
  violated: Verdict.VIOLATED,
  unknown: Verdict.UNKNOWN,
};

function verifyOptions({ serviceTagsFile, ...options }: SensorEgressProofOptions): VerifyOptions {
  return { ...options, serviceTags: serviceTagsFile === undefined ? undefined : rooms().readServiceTagFile(serviceTagsFile) };
}
