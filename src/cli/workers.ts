import { ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
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

/** What a worker sends back: an answer, or what it could not foresee. */
export type EstateDone = { readonly index: number; readonly answer: EstateAnswer } | { readonly fault: string };

/**
 * How Node ends when it finds no memory for one thing: it aborts (SIGABRT; 134 on Windows) or runs into a trap of V8 (SIGTRAP,
 * SIGILL; a breakpoint on Windows); and how Linux ends a process when the machine has no more (SIGKILL).
 */
const ENDS_FOR_WANT_OF_MEMORY: ReadonlySet<string | number> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGKILL', 134, 0x80000003]);

/**
 * Proves configurations in processes of their own, as many as there are processors. Not in threads: when one thing is too large
 * for the memory, Node ends the whole process with a dump of its own, whichever thread it was in.
 *
 * @param workerFile what serves tasks
 * @param done called after each
 * @throws what a worker could not foresee
 */
export async function verifyInWorkers(
  workerFile: string, estates: readonly EstatePaths[], request: VerifyRequest, done: () => void,
): Promise<EstateAnswer[]> {
  const answers = new Array<EstateAnswer>(estates.length);
  const workers: ChildProcess[] = [];
  let next = 0;
  const serve = (): Promise<void> => new Promise((resolve, reject) => {
    // Its outputs would be dumps of Node's.
    const worker = fork(workerFile, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    workers.push(worker);
    let task: EstateTask | undefined;
    const handOut = (): void => {
      task = next < estates.length ? { index: next, paths: estates[next] } : undefined;
      if (task === undefined) return resolve();
      next++;
      send(worker, task);
    };
    worker.on('message', (message: EstateDone) => {
      if ('fault' in message) return reject(new Error(message.fault));
      answers[message.index] = message.answer;
      done();
      return handOut();
    });
    worker.on('error', reject);
    worker.on('exit', (code, signal) => {
      if (task === undefined || !ENDS_FOR_WANT_OF_MEMORY.has(signal ?? code ?? 0)) return reject(new Error('a worker process ended before its work was done'));
      // One that is too large keeps no other from its answer.
      answers[task.index] = { problems: [new CommandError('memory-exhausted', 'INPUT', task.paths.join(', ')).message] };
      done();
      return resolve(serve());
    });
    send(worker, request);
    handOut();
  });
  try {
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), estates.length) }, serve));
    return answers;
  } finally {
    for (const worker of workers) worker.kill();
  }
}

/** A worker that is gone is told of by its end. */
function send(worker: ChildProcess, message: VerifyRequest | EstateTask): void {
  worker.send(message, () => undefined);
}
