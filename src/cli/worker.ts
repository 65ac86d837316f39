import { VerifyRequest, EstateVerifier } from './verify-estate';
import { answerOf } from './verify-estates';
import { EstateDone, EstateTask } from './workers';

/** Serves tasks of the process that started this one, until that ends it or is gone; the first message is what to prove. */
export function serveEstates(): void {
  let verifier: EstateVerifier | undefined;
  const handle = (message: VerifyRequest | EstateTask): void => {
    if (verifier === undefined) {
      verifier = new EstateVerifier(message as VerifyRequest);
      return;
    }
    const { index, paths } = message as EstateTask;
    const done: EstateDone = { index, answer: answerOf(verifier, paths) };
    process.send?.(done);
  };
  process.on('message', (message: VerifyRequest | EstateTask) => {
    try {
      handle(message);
    } catch (error) {
      const fault: EstateDone = { fault: error instanceof Error ? error.stack ?? error.message : String(error) };
      process.send?.(fault);
    }
  });
}
