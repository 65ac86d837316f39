import { Token } from 'cdktf';
import { AzureCloud, checkWorkspaceName, cloudNamed, formerSensorHosts, sensorHost, workspaceNameWarnings } from '../requirements';

/** The Microsoft cloud a workspace is in. */
export enum Cloud {
  /** Commercial cloud: sensors talk to `<workspace>sensorapi.atp.azure.com`. */
  COMMERCIAL = 'commercial',
  /** US Government Community Cloud: `<workspace>sensorapi.atp.gcc.azure.com`, and `.gcc.atp.azure.com` for sensors before version 2.254. */
  GCC = 'gcc',
  /** GCC High: `<workspace>sensorapi.atp.azure.us`. */
  GCC_HIGH = 'gcc-high',
  /** Department of Defense: `<workspace>sensorapi.atp.azure.us`. */
  DOD = 'dod',
}

/** Options of a sensor workspace. */
export interface SensorWorkspaceOptions {
  /**
   * Cloud the workspace is in.
   *
   * @default Cloud.COMMERCIAL
   */
  readonly cloud?: Cloud;
}

/** A Microsoft Defender for Identity workspace: its name makes the host that sensors talk to. */
export class SensorWorkspace {
  /**
   * The workspace of that name.
   *
   * @param name as the portal shows it under Settings > Identities > About, such as `contoso-corp`, or a token
   * @param options the cloud, where it is not the commercial one
   */
  public static named(name: string, options: SensorWorkspaceOptions = {}): SensorWorkspace {
    const cloud = options.cloud ?? Cloud.COMMERCIAL;
    return new SensorWorkspace(Token.isUnresolved(name) ? name : checkWorkspaceName(name), cloud);
  }

  /** Name of the workspace, in lower case. */
  public readonly name: string;
  /** Cloud the workspace is in. */
  public readonly cloud: Cloud;
  /** Host every sensor talks to, over HTTPS. */
  public readonly sensorApiHost: string;

  /** Hosts that older sensors still talk to; none in most clouds. */
  public readonly formerSensorApiHosts: string[];

  private constructor(name: string, cloud: Cloud) {
    this.name = name;
    this.cloud = cloud;
    this.sensorApiHost = sensorHost(name, cloud);
    this.formerSensorApiHosts = [...formerSensorHosts(name, cloud)];
  }

  /**
   * Service tag with every address of the sensor API.
   *
   * @internal
   */
  public get _serviceTag(): string {
    return cloudNamed(this.cloud).serviceTag;
  }

  /**
   * Wildcard for the hosts that version 3 sensors talk to.
   *
   * @internal
   */
  public get _endpointHost(): string {
    return cloudNamed(this.cloud).endpointHost;
  }

  /**
   * The Azure that the workspace is in, as service tag files name it.
   *
   * @internal
   */
  public get _azureCloud(): AzureCloud {
    return cloudNamed(this.cloud).azureCloud;
  }

  /**
   * Whether the name is known before Terraform runs.
   *
   * @internal
   */
  public get _isNameKnown(): boolean {
    return !Token.isUnresolved(this.name);
  }

  /**
   * What is possible and yet probably a slip.
   *
   * @internal
   */
  public get _warnings(): string[] {
    return this._isNameKnown ? workspaceNameWarnings(this.name) : [];
  }
}
