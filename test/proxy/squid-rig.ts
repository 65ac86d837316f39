import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * A real Squid on loopback. Names resolve by a hosts file to addresses of loopback; nothing leaves the machine.
 */

/** Where Debian and others put it; it is not on everybody's path. */
const CANDIDATES = ['squid', '/usr/sbin/squid', '/usr/local/sbin/squid'];

/** The command that starts Squid, where it is installed. */
export const SQUID = CANDIDATES.find((command) => spawnSync(command, ['-v']).status === 0);

/** Whether this Squid can look into TLS (Debian: package squid-openssl). */
export const SQUID_BUMPS = SQUID !== undefined && spawnSync(SQUID, ['-v'], { encoding: 'utf8' }).stdout.includes('--with-openssl');

/** `describe` where Squid is installed; otherwise one skipped test says what to install. */
export const describeWithSquid = SQUID === undefined
  ? (name: string): void => describe(name, () => { test.skip('Squid is not installed: apt-get install squid-openssl', () => undefined); })
  : describe;

export interface Asked {
  readonly method: string;
  /** Request target as it is sent: `host:port` for CONNECT, a URL otherwise. */
  readonly target: string;
  /** Address of loopback that the client connects from. */
  readonly from?: string;
}

export class RunningSquid {
  /**
   * @param configuration text with an `http_port` line for the port
   * @param hosts addresses by name
   */
  public static async start(configuration: string, port: number, hosts: Readonly<Record<string, string>>): Promise<RunningSquid> {
    const folder = mkdtempSync(join(tmpdir(), 'squid-'));
    chmodSync(folder, 0o755);
    const hostsFile = join(folder, 'hosts');
    writeFileSync(hostsFile, Object.entries(hosts).map(([name, address]) => `${address} ${name}\n`).join(''));
    const file = join(folder, 'squid.conf');
    writeFileSync(file, `${ENVIRONMENT}hosts_file ${hostsFile}\n${configuration.replaceAll(`http_port ${port}`, `http_port 127.0.0.1:${port}`)}`);
    let output = '';
    const child = spawn(SQUID ?? 'squid', ['-N', '-f', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    const running = new RunningSquid(child, folder, port);
    RUNNING.add(running);
    for (let tries = 0; tries < 200; tries++) {
      if (child.exitCode !== null) break;
      if (await accepts(port)) return running;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await running.stop();
    throw new Error(`Squid did not start: ${output.slice(0, 2000)}`);
  }

  private constructor(private readonly child: ChildProcess, private readonly folder: string, private readonly port: number) {}

  /** Status line's code of Squid's answer. */
  public status({ method, target, from }: Asked): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.port, host: '127.0.0.1', localAddress: from });
      let answer = '';
      socket.setTimeout(8000, () => socket.destroy(new Error(`no answer to ${method} ${target}`)));
      socket.on('connect', () => socket.write(`${method} ${target} HTTP/1.1\r\nHost: ${hostOf(target)}\r\nConnection: close\r\n\r\n`));
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString('latin1');
        const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer);
        if (status === null) return;
        resolve(Number(status[1]));
        socket.destroy();
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`no answer to ${method} ${target}`)));
    });
  }

  /** Whether Squid's rules let a request through, whatever becomes of it behind Squid. */
  public async permits(asked: Asked): Promise<boolean> {
    return (await this.status(asked)) !== 403;
  }

  /** Ends it, and waits until it is gone: the next Squid on this port would otherwise be taken for started while this one still answers. */
  public async stop(): Promise<void> {
    RUNNING.delete(this);
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A test that runs out of time must leave no Squid behind. */
const RUNNING = new Set<RunningSquid>();
afterAll(async () => { await Promise.all([...RUNNING].map((squid) => squid.stop())); });

/** Whatever a configuration does not say and a test needs: no cache, no logs, no names but those of the hosts file. */
const ENVIRONMENT = [
  'pid_filename none',
  'access_log none',
  'cache_log /dev/null',
  'pinger_enable off',
  'cache deny all',
  'shutdown_lifetime 0 seconds',
  'dns_nameservers 127.0.0.1',
  'dns_timeout 1 seconds',
  'connect_timeout 2 seconds',
  'visible_hostname proxy.invalid',
  'forward_max_tries 1',
  '',
].join('\n');

/**
 * A port that nobody has now, and that no outgoing connection is given later: Linux takes those from 32768 on, and a Squid is started
 * many times on the port that it was given.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

function hostOf(target: string): string {
  return /^[a-z_]+:\/\/([^/]*)/.exec(target)?.[1] ?? target;
}
