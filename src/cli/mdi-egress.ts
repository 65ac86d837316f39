import { EXIT } from './exit-code';
import { main } from './main';

export { main } from './main';
export { serveEstates } from './worker';

/*
 * The process: hands over its streams and takes the exit code.
 */

/** @param workerFile what worker processes start; it serves the process that started it */
export function run(workerFile: string): void {
  let isReportLost = false;

  // A reader that has seen enough (`mdi-egress verify … | head`) closes the pipe: the rest of the report goes nowhere, and
  // the exit code still says what was found. Any other failure, such as a full disk, loses the report.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isReportLost) return;
    isReportLost = true;
    process.exitCode = EXIT.UNUSABLE;
    process.stderr.write(`mdi-egress: Standard output cannot be written to (${error.code ?? error.message}); give it room, or name a file with --output.\n`);
  });
  process.stderr.on('error', () => undefined);

  void main(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, env: process.env, workerFile }).then((exitCode) => {
    if (!isReportLost) process.exitCode = exitCode;
    endOnceWritten();
  });
}

/** Left alone, Node would wait for code that is still being optimized. What is on its way to a pipe goes out first. */
function endOnceWritten(): void {
  process.stdout.write('', () => process.stderr.write('', () => setImmediate(() => process.exit())));
}
