import { Token } from 'cdktf';
import { addressLists, addressTextProblem } from '../azure';
import { HTTP_PORT, HTTPS_PORT } from '../requirements';
import { refuse } from './errors';
import { includesVersion3, SensorVersion } from './sensor-version';
import { isFilledByTerraform } from './tokens';

/** Ports for certificate revocation lists and trust lists. */
export enum PkiPorts {
  /** TCP 80 and 443: the documented URLs carry no scheme. */
  HTTP_AND_HTTPS = 'http-and-https',
  /** TCP 80 alone: that is what the URLs in certificates use. */
  HTTP_ONLY = 'http-only',
}

/** Options of PKI egress to the Internet or to a firewall. */
export interface PkiEgressOptions {
  /**
   * Ports to open.
   *
   * @default PkiPorts.HTTP_AND_HTTPS
   */
  readonly ports?: PkiPorts;
}

/**
 * How the sensors' machines reach the documented PKI hosts (`crl.microsoft.com`, `ctldl.windowsupdate.com`,
 * `www.microsoft.com`), where revocation lists and trust lists are.
 *
 * An NSG cannot name hosts, and no service tag holds these: what an NSG opens for them is more than they need, unless a
 * firewall or a proxy behind it tells hosts apart. That is why it is a choice, in words.
 */
export class PkiEgress {
  /**
   * Through Azure Firewall, which filters by host. Opens TCP 80 and 443 from the sensors to `Internet` at an NSG, and the
   * PKI hosts on these ports at the firewall.
   */
  public static throughFirewall(options: PkiEgressOptions = {}): PkiEgress {
    return new PkiEgress({ kind: 'firewall', ports: portsOf(options) });
  }

  /**
   * Through a proxy, which filters by host. Opens TCP from the sensors to that address and port, at an NSG and at a
   * firewall, and nothing else.
   *
   * @param address IP address of the proxy, or a token
   * @param port TCP port of the proxy
   */
  public static throughProxy(address: string, port: number): PkiEgress {
    if (!Token.isUnresolved(port) && !(Number.isInteger(port) && port >= 1 && port <= 65535)) throw refuse('proxy-port', port);
    return new PkiEgress({ kind: 'proxy', ...proxyAddress(address), port });
  }

  /** Directly. Opens TCP 80 and 443 from the sensors to `Internet` at an NSG, where nothing behind it filters by host. */
  public static directlyToInternet(options: PkiEgressOptions = {}): PkiEgress {
    return new PkiEgress({ kind: 'internet', ports: portsOf(options) });
  }

  /**
   * Not at all. Opens nothing; the reason stands in the description of a rule, for whoever reviews it. Not for version 3 sensors,
   * which require the lists.
   *
   * @param reason why the machines need no lists, at most 80 bytes in UTF-8
   */
  public static none(reason: string): PkiEgress {
    const text = reason.trim();
    if (text === '') throw refuse('no-reason');
    const length = Buffer.byteLength(text);
    if (!isFilledByTerraform(text) && length > LONGEST_REASON) throw refuse('long-reason', length, LONGEST_REASON);
    return new PkiEgress({ kind: 'none', reason: text });
  }

  /** @internal */
  public readonly _choice: PkiEgressChoice;

  private constructor(choice: PkiEgressChoice) {
    this._choice = choice;
  }
}

/** Refuses to leave out what sensors of the version cannot do without. */
export function checkPkiEgress(path: string, { _choice: choice }: PkiEgress, sensorVersion: SensorVersion): void {
  if (choice.kind === 'none' && includesVersion3(sensorVersion)) throw refuse('pki-required', path);
}

export type PkiEgressChoice =
  | { readonly kind: 'firewall' | 'internet'; readonly ports: readonly PkiPort[] }
  /** `family` is absent where Terraform fills the address in. */
  | { readonly kind: 'proxy'; readonly address: string; readonly family?: 'ipv4' | 'ipv6'; readonly port: number }
  | { readonly kind: 'none'; readonly reason: string };

export interface PkiPort {
  readonly scheme: 'Http' | 'Https';
  readonly port: number;
}

const HTTP: PkiPort = { scheme: 'Http', port: HTTP_PORT };
const HTTPS: PkiPort = { scheme: 'Https', port: HTTPS_PORT };

/** What leaves room for the rest of a description of 140 bytes. */
const LONGEST_REASON = 80;

function portsOf(options: PkiEgressOptions): readonly PkiPort[] {
  return options.ports === PkiPorts.HTTP_ONLY ? [HTTP] : [HTTP, HTTPS];
}

function proxyAddress(text: string): { address: string; family?: 'ipv4' | 'ipv6' } {
  if (isFilledByTerraform(text)) return { address: text };
  if (addressTextProblem(text)) throw refuse('proxy-address', text);
  const [list] = addressLists([text]);
  // A single address has no `/32` or `/128` in its canonical form.
  if (list.prefixes.length !== 1 || list.prefixes[0].includes('/')) throw refuse('proxy-prefix', text);
  return { address: list.prefixes[0], family: list.family };
}
