import { refuse } from './errors';
import { checkPlainValue } from './script-values';
import { base64Of, checkSecretText, SensorSecret } from './sensor-secret';
import { isFilledByTerraform } from './tokens';
import { parseProxyEndpoint } from '../proxy/endpoint';
import { ProxyError } from '../proxy/errors';

/** Options of a proxy of sensors. */
export interface SensorProxyOptions {
  /**
   * User name for the proxy, in the form `DOMAIN\user`, or a token. It travels in protected parameters, like the password.
   *
   * @default - none: the proxy asks for no credentials, which is better for sensors
   */
  readonly userName?: string;
  /**
   * Password for the proxy; goes with `userName`.
   *
   * @default - none
   */
  readonly password?: SensorSecret;
}

/** The proxy that sensors go through, or that they go through none. */
export class SensorProxy {
  /**
   * A proxy.
   *
   * @param url with scheme and port and nothing else, such as `http://proxy.contoso.com:8080`, or a token
   * @param options credentials, where the proxy asks for some
   */
  public static at(url: string, options: SensorProxyOptions = {}): SensorProxy {
    checkUrl(url);
    const { userName, password } = options;
    if ((userName === undefined) !== (password === undefined)) throw refuse('half-credentials');
    if (userName === undefined || password === undefined) return new SensorProxy({ kind: 'proxy', url });
    checkSecretText('user name', userName);
    return new SensorProxy({ kind: 'proxy', url, credentials: { userNameBase64: base64Of(userName), password } });
  }

  /** No proxy: what was configured is cleared. */
  public static none(): SensorProxy {
    return new SensorProxy({ kind: 'none' });
  }

  /** @internal */
  public readonly _form: SensorProxyForm;

  private constructor(form: SensorProxyForm) {
    this._form = form;
  }
}

export interface SensorProxyCredentials {
  readonly userNameBase64: string;
  readonly password: SensorSecret;
}

export type SensorProxyForm =
  | { readonly kind: 'proxy'; readonly url: string; readonly credentials?: SensorProxyCredentials }
  | { readonly kind: 'none' };

function checkUrl(url: string): void {
  checkPlainValue('proxy-url', url);
  if (isFilledByTerraform(url)) return;
  try {
    parseProxyEndpoint(url.replace(/^https?:\/\//, ''));
  } catch (error) {
    if (error instanceof ProxyError) throw refuse('plain-value', 'The URL of the proxy', 'http://proxy.contoso.com:8080');
    throw error;
  }
}
