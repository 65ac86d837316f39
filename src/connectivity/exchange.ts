import { request } from 'node:http';
import { Socket } from 'node:net';
import { Finding, outcome, OutcomeCode, OutcomeFacts } from './outcome';

/** Asks one question over a connection and gives the answer's status. The body is not read. */
export function statusOf(
  socket: Socket, path: string, headers: Readonly<Record<string, string>>, seconds: number, facts: OutcomeFacts,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const end = (code: OutcomeCode): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Finding(outcome(code, facts)));
    };
    const timer = setTimeout(() => end('answer-silent'), seconds * 1000);
    const asking = request({
      method: 'GET', path, headers: { Host: hostHeader(facts), Connection: 'close', ...headers }, createConnection: () => socket,
    });
    asking.on('response', (response) => {
      clearTimeout(timer);
      resolve(response.statusCode ?? 0);
      response.destroy();
      socket.destroy();
    });
    asking.on('error', (error: NodeJS.ErrnoException) => end(error.code?.startsWith('HPE_') === true ? 'answer-odd' : 'cut'));
    asking.end();
  });
}

function hostHeader({ host, port }: OutcomeFacts): string {
  return port === 80 || port === 443 ? host : `${host}:${port}`;
}
