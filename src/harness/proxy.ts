import { isIP } from 'node:net';
import { HarnessError } from './errors';

/** Where sensors reach the proxy that carries their certificate checks. */
export interface ProxyEndpoint {
  /** IPv4 or IPv6 address. */
  readonly address: string;
  /** TCP port, 1 to 65535. */
  readonly port: number;
}

/** @throws HarnessError when the address or the port is none */
export function checkProxyEndpoint(proxy: ProxyEndpoint): ProxyEndpoint {
  if (isIP(proxy.address) === 0) throw new HarnessError('proxy-address-invalid', proxy.address);
  if (!Number.isInteger(proxy.port) || proxy.port < 1 || proxy.port > 65535) throw new HarnessError('proxy-port-invalid', String(proxy.port));
  return proxy;
}
