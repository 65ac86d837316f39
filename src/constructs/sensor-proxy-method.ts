import { refuse } from './errors';
import { SensorSecret } from './sensor-secret';
import { isFilledByTerraform } from './tokens';

/** Options of the registry method. */
export interface RegistryProxyOptions {
  /**
   * Hosts that WinINet reaches without the proxy, such as `*.contoso.local`; `<local>` for names without a dot.
   *
   * @default - none
   */
  readonly exceptions?: string[];
}

/** Options of a silent installation. */
export interface SilentInstallationOptions {
  /** Path of `Azure ATP sensor Setup.exe` on the machine, unpacked from the package that the portal gives. */
  readonly setupPath: string;
  /** Access key that the portal gives with the package. */
  readonly accessKey: SensorSecret;
}

/**
 * How sensors are told of their proxy. It is a choice, and a lasting one: the documentation wants changes made the same way as the
 * proxy was configured first.
 */
export class SensorProxyMethod {
  /**
   * `Set-MDISensorProxyConfiguration` and `Clear-MDISensorProxyConfiguration` of the PowerShell module DefenderForIdentity, which must be
   * on the machine. Reaches the services of the sensor alone, and passes the password in memory.
   */
  public static powerShellModule(): SensorProxyMethod {
    return new SensorProxyMethod({ kind: 'module' });
  }

  /**
   * `Microsoft.Tri.Sensor.Deployment.Deployer.exe` of the version that is installed. Reaches the services of the sensor alone. The
   * deployer takes the password on its command line, which administrators of the machine see while it runs, and which Windows logs where
   * it is told to log command lines.
   */
  public static deployer(): SensorProxyMethod {
    return new SensorProxyMethod({ kind: 'deployer' });
  }

  /**
   * `DefaultConnectionSettings` of LocalSystem and LocalService in the registry: a legacy way, for sensors that were configured like that.
   * Every program that uses WinINet under these accounts goes through the proxy too. It takes no credentials. What was there is
   * exported to `%ProgramData%\mdi-egress\registry-backup` first.
   */
  public static registry(options: RegistryProxyOptions = {}): SensorProxyMethod {
    const exceptions = options.exceptions ?? [];
    exceptions.forEach((exception) => {
      if (isFilledByTerraform(exception)) throw refuse('registry-token', 'an exception');
      if (!EXCEPTION.test(exception)) throw refuse('registry-exception', exception);
    });
    return new SensorProxyMethod({ kind: 'registry', exceptions });
  }

  /**
   * Installs the sensor silently, with the proxy. A sensor that is installed already is left alone, and the run fails unless it has that
   * proxy. Access key and password are on the installer's command line, as with the deployer.
   */
  public static silentInstallation(options: SilentInstallationOptions): SensorProxyMethod {
    const { setupPath, accessKey } = options;
    if (!isFilledByTerraform(setupPath) && !/^[A-Za-z]:\\[^"*?<>|\r\n]+\.exe$/i.test(setupPath)) throw refuse('setup-path', setupPath);
    return new SensorProxyMethod({ kind: 'installation', setupPath, accessKey });
  }

  /** @internal */
  public readonly _form: SensorProxyMethodForm;

  private constructor(form: SensorProxyMethodForm) {
    this._form = form;
  }
}

/** One entry of WinINet's list: printable ASCII, without what separates entries. */
const EXCEPTION = /^[!-:<-~]+$/;

export type SensorProxyMethodForm =
  | { readonly kind: 'module' | 'deployer' }
  | { readonly kind: 'registry'; readonly exceptions: readonly string[] }
  | { readonly kind: 'installation'; readonly setupPath: string; readonly accessKey: SensorSecret };
