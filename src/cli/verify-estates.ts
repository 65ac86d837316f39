import { statSync } from 'node:fs';
import { UnusableInputsError } from '../harness';
import { ProofReport } from '../proof';
import { sentencesFor } from './errors';
import { EstatePaths } from './estates';
import { CommandIo } from './io';
import { Progress } from './progress';
import { EstateVerifier, VerifyRequest } from './verify-estate';
import { EstateAnswer, verifyInWorkers } from './workers';

/** Bytes of all inputs from which worker processes pay: below, everything is done while they would still be starting. */
const WORTH_WORKERS = 8 * 1024 * 1024;

/**
 * Proves every configuration, in their order.
 *
 * @throws UnusableInputsError with every problem of every configuration: a report that lacks some of them would look whole
 */
export async function verifyEstates(estates: readonly EstatePaths[], request: VerifyRequest, io: CommandIo): Promise<ProofReport[]> {
  // Reads what they share, so that a problem with that is told once.
  const verifier = new EstateVerifier(request);
  if (estates.length === 1) return [verifier.verify(estates[0])];
  const progress = new Progress(io.stderr, estates.length);
  try {
    const answers = io.workerFile !== undefined && bytesOf(estates.flat()) >= WORTH_WORKERS
      ? await verifyInWorkers(io.workerFile, estates, request, () => progress.step())
      : estates.map((paths) => {
        const answer = answerOf(verifier, paths);
        progress.step();
        return answer;
      });
    const problems = [...new Set(answers.flatMap((answer) => ('problems' in answer ? answer.problems : [])))];
    if (problems.length > 0) throw new UnusableInputsError(problems);
    return answers.flatMap((answer) => ('report' in answer ? [answer.report] : []));
  } finally {
    progress.clear();
  }
}

/** @throws whatever is a fault of this program */
export function answerOf(verifier: EstateVerifier, paths: EstatePaths): EstateAnswer {
  try {
    return { report: verifier.verify(paths) };
  } catch (error) {
    const { sentences, isFault } = sentencesFor(error);
    if (isFault) throw error;
    return { problems: sentences };
  }
}

/** Rough: folders and what cannot be read count for nothing. */
function bytesOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}
