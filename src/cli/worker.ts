import { parentPort, workerData } from 'node:worker_threads';
import { VerifyRequest, EstateVerifier } from './verify-estate';
import { answerOf } from './verify-estates';
import { EstateDone, EstateTask } from './workers';

/** Serves tasks in a worker thread until it is ended from outside. */
export function serveEstates(): void {
  const verifier = new EstateVerifier(workerData as VerifyRequest);
  parentPort?.on('message', ({ index, paths }: EstateTask) => {
    const done: EstateDone = { index, answer: answerOf(verifier, paths) };
    parentPort?.postMessage(done);
  });
}
