import { isMainThread } from 'node:worker_threads';
import { main } from './main';
import { serveEstates } from './worker';

/*
 * The process: hands over its streams and takes the exit code. In a worker thread it serves the process that started it.
 */

// A reader that has seen enough (`mdi-egress verify … | head`) closes the pipe: the rest of the report goes nowhere, and
// the exit code still says what was found.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

if (isMainThread) {
  void main(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, env: process.env, workerFile: __filename }).then((exitCode) => {
    // Not process.exit: what is still on its way to a pipe would be lost.
    process.exitCode = exitCode;
  });
} else {
  serveEstates();
}
