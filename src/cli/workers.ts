import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ProofReport } from '../proof';
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
  const serve = (worker: Worker): Promise<void> => new Promise((resolve, reject) => {
    const handOut = (): void => {
      if (next === estates.length) return resolve();
      const task: EstateTask = { index: next, paths: estates[next] };
      next++;
      return worker.postMessage(task);
    };
    worker.on('message', ({ index, answer }: EstateDone) => {
      answers[index] = answer;
      done();
      handOut();
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('a worker thread ended before its work was done')));
    handOut();
  });
  try {
    const count = Math.min(availableParallelism(), estates.length);
    for (let i = 0; i < count; i++) workers.push(new Worker(workerFile, { workerData: request, argv: [], stdout: false, stderr: false }));
    await Promise.all(workers.map(serve));
    return answers;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
