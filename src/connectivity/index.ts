import type { PingQuestion, PingReport } from './ping';

export { ConnectivityError } from './errors';
export type { Network } from './network';
export type { Outcome, PingVerdict } from './outcome';
export type { PingedRequirement, PingQuestion, PingReport } from './ping';
export { CREDENTIALS_VARIABLE, parseProxyUrl } from './proxy-url';
export { readRoots } from './roots';
export { DEFAULT_SECONDS, parseSeconds } from './timeout';

/**
 * Tries the documented connections from this machine: the sensor host over HTTPS, and the hosts of revocation and trust lists over
 * HTTP. It contacts those hosts and the proxy that is named, and nobody else.
 */
export function ping(question: PingQuestion): Promise<PingReport> {
  // Loaded when it is needed: HTTP and TLS are a sixth of the start-up time of every command that goes without them.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const lazily = require('./ping') as typeof import('./ping');
  return lazily.ping(question);
}
