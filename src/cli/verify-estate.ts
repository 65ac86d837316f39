import { ServiceTagSnapshot } from '../azure';
import { ProxyEndpoint, readAcknowledgements, readInputs, readServiceTagFile, verify, verifySquid } from '../harness';
import { AcknowledgedFinding, ProofReport } from '../proof';
import { EstatePaths } from './estates';

/** What to prove of every configuration; plain data, since it travels to worker processes. */
export interface VerifyRequest {
  readonly workspace: string;
  readonly cloud: string;
  readonly sensorVersion?: number | string;
  readonly sensors?: readonly string[];
  /** Path of a service tag file; the bundled snapshot by default. */
  readonly serviceTagsFile?: string;
  readonly strict?: boolean;
  readonly pkiProxy?: ProxyEndpoint;
  readonly examine?: boolean;
  readonly leastPrivilege?: boolean;
  /** Path of an acknowledgement file. */
  readonly acknowledgementsFile?: string;
  /** Whether each flow tells how it was followed. */
  readonly trace?: boolean;
}

/** Proves configurations one after the other, with what they share read once. */
export class EstateVerifier {
  private readonly serviceTags: ServiceTagSnapshot | undefined;
  private readonly acknowledgements: readonly AcknowledgedFinding[] | undefined;

  /** @throws an error that `isUsageProblem` knows where the service tag file cannot be used */
  constructor(private readonly request: VerifyRequest) {
    this.serviceTags = request.serviceTagsFile === undefined ? undefined : readServiceTagFile(request.serviceTagsFile);
    this.acknowledgements = request.acknowledgementsFile === undefined ? undefined : readAcknowledgements(request.acknowledgementsFile);
  }

  /** @throws an error that `isUsageProblem` knows where an input or the question cannot be used */
  public verify(paths: EstatePaths): ProofReport {
    const { serviceTagsFile: _file, acknowledgementsFile: _other, ...rest } = this.request;
    const options = { ...rest, serviceTags: this.serviceTags, acknowledgements: this.acknowledgements };
    return verifySquid(paths, options) ?? verify(readInputs(paths), options);
  }
}
