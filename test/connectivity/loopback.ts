import { createServer as createHttp, RequestListener, Server as HttpServer } from 'node:http';
import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';
import { createServer as createTls, TlsOptions } from 'node:tls';
import { Issued } from './certificates';
import { Network } from '../../src/connectivity';

/*
 * Servers and proxies on loopback, and a network that leads the documented names and ports to them.
 */

/** Stands in for DNS and for ports: a name leads to a server on loopback, to an error, or to nothing. */
export class Loopback implements Network {
  private readonly places = new Map<string, number | 'silent' | 'refused'>();
  private readonly errors = new Map<string, string>();
  private readonly addresses = new Map<string, string>();
  private readonly servers: (Server | HttpServer)[] = [];
  private readonly sockets = new Set<Socket>();
  /** Everything that a connection was asked for. */
  public readonly contacted: string[] = [];

  /** Lets a name and port lead to a port on loopback, to a host that refuses, or to a firewall that drops. */
  public lead(host: string, port: number, to: number | 'silent' | 'refused'): this {
    if (!this.addresses.has(host)) this.addresses.set(host, `192.0.2.${this.addresses.size + 1}`);
    this.places.set(`${this.addresses.get(host)}:${port}`, to);
    return this;
  }

  /** Lets the resolution of a name fail. */
  public unresolvable(host: string, code: string): this {
    this.errors.set(host, code);
    return this;
  }

  public resolve(host: string): Promise<readonly string[]> {
    const address = this.addresses.get(host);
    if (address !== undefined && !this.errors.has(host)) return Promise.resolve([address]);
    return Promise.reject(Object.assign(new Error(`getaddrinfo ${host}`), { code: this.errors.get(host) ?? 'ENOTFOUND' }));
  }

  public connect(address: string, port: number): Socket {
    this.contacted.push(`${address}:${port}`);
    const place = this.places.get(`${address}:${port}`) ?? 'refused';
    // A socket that never hears anything of its peer.
    if (place === 'silent') return new Socket();
    return connect(place === 'refused' ? 1 : place, '127.0.0.1');
  }

  /** Starts any server on a free port and gives the port. */
  public async serve(server: Server | HttpServer): Promise<number> {
    this.servers.push(server);
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  public async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

/** An HTTPS server that gives every request one status. */
export function httpsServer(issued: Issued, status: number, options: TlsOptions = {}): Server {
  return createTls({ ...issued, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: 2\r\n\r\nOk`));
  }).on('tlsClientError', () => undefined);
}

export function httpServer(status: number): HttpServer {
  return createHttp((_, response) => response.writeHead(status).end('x'));
}

/** A server that takes connections and says nothing. */
export function blackHole(): Server {
  return createServer(() => undefined);
}

/** A server that sends a text to whatever comes. */
export function saying(text: string): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(text));
  });
}

/** A server that cuts every connection at its first byte. */
export function cutting(): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.resetAndDestroy());
  });
}

export interface ProxyRules {
  /** Where the tunnels and requests of the proxy really go, by `host:port`. */
  readonly origins: Readonly<Record<string, number>>;
  /** `user:password` that it asks for. */
  readonly credentials?: string;
  /** Status that it gives to everything instead. */
  readonly status?: number;
}

/** A forward proxy with Basic authentication; `seen` takes the header of each request. */
export function forwardProxy({ origins, credentials, status }: ProxyRules, seen: string[] = []): HttpServer {
  const refusal = (header: string | undefined): number | undefined => {
    seen.push(header ?? '');
    if (status !== undefined) return status;
    return credentials === undefined || header === `Basic ${Buffer.from(credentials).toString('base64')}` ? undefined : 407;
  };
  const onRequest: RequestListener = (request, response) => {
    const refused = refusal(request.headers['proxy-authorization']);
    const url = URL.canParse(request.url ?? '') ? new URL(request.url!) : undefined;
    const origin = origins[`${url?.hostname}:${url?.port === '' ? 80 : url?.port}`];
    response.writeHead(refused ?? (origin === undefined ? 503 : 200)).end();
  };
  const server = createHttp(onRequest);
  server.on('connect', (request, client: Socket) => {
    client.on('error', () => undefined);
    const refused = refusal(request.headers['proxy-authorization']) ?? (origins[request.url ?? ''] === undefined ? 503 : undefined);
    if (refused !== undefined) return client.end(`HTTP/1.1 ${refused} X\r\nContent-Length: 0\r\n\r\n`);
    const origin = connect(origins[request.url!], '127.0.0.1', () => client.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    origin.on('error', () => client.destroy());
    client.on('close', () => origin.destroy());
    return origin.pipe(client).pipe(origin);
  });
  return server;
}
