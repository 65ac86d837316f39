import { lookup } from 'node:dns/promises';
import { createConnection, Socket } from 'node:net';

/** The network as the test of a connection uses it, so that its own tests can stand in for name resolution and for ports. */
export interface Network {
  /** Addresses of a name as the operating system resolves it; rejects with the error of `node:dns`. */
  resolve(host: string): Promise<readonly string[]>;
  /** Starts a TCP connection. */
  connect(address: string, port: number): Socket;
}

export const SYSTEM_NETWORK: Network = {
  async resolve(host) {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  },
  connect: (address, port) => createConnection({ host: address, port }),
};
