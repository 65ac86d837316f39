import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { errorCodeOf } from '../harness';
import { ProofReport } from '../proof';
import { CommandError } from './errors';
import { EstatePaths } from './estates';
import { VerifyRequest } from './verify-estate';

/** A proof, or why there is none: one sentence for each problem. */
export type EstateAnswer = { readonly report: ProofReport } | { readonly problems: readonly string[] };

/** One configuration to prove. */
export interface EstateTask {
  readonly index: number;
  readonly paths: EstatePaths;
}

/** What a worker thread sends back. */
export interface EstateDone {
  readonly index: number;
  readonly answer: EstateAnswer;
}

/**
 * Proves configurations in worker threads, as many as there are processors.
 *
 * @param workerFile the program itself, which serves tasks where it runs in a worker thread
 * @param done called after each
 * @throws what a worker could not foresee
 */
export async function verifyInWorkers(
  workerFile: string, estates: readonly EstatePaths[], request: VerifyRequest, done: () => void,
): Promise<EstateAnswer[]> {
  const answers = new Array<EstateAnswer>(estates.length);
  const workers: Worker[] = [];
  let next = 0;
  const serve = (): Promise<void> => new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: request, argv: [], stdout: false, stderr: false });
    workers.push(worker);
    let task: EstateTask | undefined;
    const handOut = (): void => {
      task = next < estates.length ? { index: next, paths: estates[next] } : undefined;
      if (task === undefined) return resolve();
      next++;
      return worker.postMessage(task);
    };
    worker.on('message', ({ index, answer }: EstateDone) => {
      answers[index] = answer;
      done();
      handOut();
    });
    worker.on('error', (error) => {
      if (task === undefined || errorCodeOf(error) !== 'ERR_WORKER_OUT_OF_MEMORY') return reject(error);
      // One that is too large keeps no other from its answer.
      answers[task.index] = { problems: [new CommandError('memory-exhausted', 'INPUT', task.paths.join(', ')).message] };
      done();
      return resolve(serve());
    });
    worker.on('exit', () => reject(new Error('a worker thread ended before its work was done')));
    handOut();
  });
  try {
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), estates.length) }, serve));
    return answers;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
