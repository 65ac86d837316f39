import { refuse } from './errors';
import { MachineScript, ScriptSecret } from './machine-script';
import { SensorProxyForm } from './sensor-proxy';
import { SensorProxyMethodForm } from './sensor-proxy-method';
import { base64Of, SensorSecret } from './sensor-secret';
import { isFilledByTerraform } from './tokens';
import { encodeSettings, FLAG_DIRECT, FLAG_MANUAL_PROXY, USUAL_TRAILER } from '../sensor/connection-settings';

/**
 * The script that tells a sensor of its proxy, with its parameters.
 *
 * @param path of the construct it is for
 * @throws EgressConfigurationError when the method cannot do that
 */
export function proxyScript(path: string, method: SensorProxyMethodForm, proxy: SensorProxyForm): MachineScript {
  switch (method.kind) {
    case 'module': return { script: 'set-proxy-with-module', ...setOrClear(proxy) };
    case 'deployer': return { script: 'set-proxy-with-deployer', ...setOrClear(proxy) };
    case 'registry': return inRegistry(path, method.exceptions, proxy);
    case 'installation': return installation(path, method, proxy);
  }
}

type Parameters = Pick<MachineScript, 'plain' | 'secret'>;

function setOrClear(proxy: SensorProxyForm): Parameters {
  if (proxy.kind === 'none') return { plain: [{ name: 'Action', value: 'Clear' }], secret: [] };
  const { plain, secret } = proxyParameters(proxy);
  return { plain: [{ name: 'Action', value: 'Set' }, ...plain], secret };
}

/** The proxy with its credentials, as every script takes them. */
export function proxyParameters({ url, credentials }: SensorProxyForm & { readonly kind: 'proxy' }): Parameters {
  const password = credentials === undefined ? NOTHING : secretParameters('Password', credentials.password);
  return {
    plain: [{ name: 'ProxyUrl', value: url, kind: 'proxy-url' }, ...password.plain],
    secret: [...credentials === undefined ? [] : [{ name: 'UserNameBase64', value: credentials.userNameBase64 }], ...password.secret],
  };
}

const NOTHING: Parameters = { plain: [], secret: [] };

/** A secret that is there travels; of one in Key Vault only its URL does. */
function secretParameters(name: string, { _form: form }: SensorSecret): Parameters {
  if (form.kind === 'key-vault') return { plain: [{ name: `${name}SecretUrl`, value: form.url, kind: 'key-vault-secret' }], secret: [] };
  const secret: ScriptSecret[] = [{ name: `${name}Base64`, value: form.base64 }];
  return { plain: [], secret };
}

/** Since Internet Explorer 7. */
const SETTINGS_VERSION = 0x46;

/** The value is made here, by the code that reads it back from an export; the script sets the counter of changes. */
function inRegistry(path: string, exceptions: readonly string[], proxy: SensorProxyForm): MachineScript {
  if (proxy.kind === 'proxy') {
    if (isFilledByTerraform(proxy.url)) throw refuse('registry-token', 'the proxy');
    if (proxy.credentials !== undefined) throw refuse('registry-credentials', path);
    if (!proxy.url.startsWith('http://')) throw refuse('registry-scheme', path);
  }
  const server = proxy.kind === 'proxy' ? proxy.url.replace('http://', '') : '';
  const settings = encodeSettings({
    version: SETTINGS_VERSION,
    changes: 0,
    flags: proxy.kind === 'proxy' ? FLAG_DIRECT | FLAG_MANUAL_PROXY : FLAG_DIRECT,
    proxy: server,
    bypass: proxy.kind === 'proxy' ? exceptions.join(';') : '',
    script: '',
    trailer: USUAL_TRAILER,
  });
  return {
    script: 'set-proxy-in-registry',
    plain: [
      ...server === '' ? [] : [{ name: 'Proxy', value: server }],
      { name: 'SettingsBase64', value: Buffer.from(settings).toString('base64') },
    ],
    secret: [],
  };
}

function installation(path: string, method: SensorProxyMethodForm & { readonly kind: 'installation' }, proxy: SensorProxyForm): MachineScript {
  if (proxy.kind === 'none') throw refuse('installation-without-proxy', path);
  const accessKey = secretParameters('AccessKey', method.accessKey);
  const { plain, secret } = proxyParameters(proxy);
  return {
    script: 'install-sensor',
    plain: [{ name: 'SetupPathBase64', value: base64Of(method.setupPath) }, ...plain, ...accessKey.plain],
    secret: [...accessKey.secret, ...secret],
  };
}
