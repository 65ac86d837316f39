import { ArcMachineExtension } from '@cdktf/provider-azurerm/lib/arc-machine-extension';
import { VirtualMachineRunCommand } from '@cdktf/provider-azurerm/lib/virtual-machine-run-command';
import { Construct } from 'constructs';
import { refuse } from './errors';
import { MachineScript, MachineScriptOptions, runOnMachines } from './machine-script';
import { proxyParameters } from './proxy-script';
import { checkMachines, SensorMachine } from './sensor-machine';
import { SensorProxy } from './sensor-proxy';
import { SensorWorkspace } from './sensor-workspace';

/** Properties of a test of the sensors' connection. */
export interface SensorConnectivityTestProps extends MachineScriptOptions {
  /** The machines to test from. */
  readonly machines: SensorMachine[];
  /**
   * Workspace to reach, for machines on which no sensor is installed yet.
   *
   * @default - the one that the installed sensor is configured for, through the proxy that it is configured with
   */
  readonly workspace?: SensorWorkspace;
  /**
   * Proxy to go through. Only with `workspace`.
   *
   * @default - none with `workspace`; else the sensor's own
   */
  readonly proxy?: SensorProxy;
}

/**
 * `Test-MDISensorApiConnection` on machines, when Terraform applies it: an apply fails where a machine does not reach the sensor API.
 *
 * The PowerShell module DefenderForIdentity must be on the machines. It takes a status of 503, which some older workspaces answer with,
 * for a failure; `mdi-egress ping` does not, and tells why a connection fails.
 */
export class SensorConnectivityTest extends Construct {
  /** What runs the test on Azure VMs, in the order of the machines. */
  public readonly runCommands: VirtualMachineRunCommand[];
  /** What runs the test on Arc-enabled servers, in the order of the machines. */
  public readonly arcExtensions: ArcMachineExtension[];

  constructor(scope: Construct, id: string, props: SensorConnectivityTestProps) {
    super(scope, id);
    checkMachines(this.node.path, props.machines);
    const script = testScript(this.node.path, props);
    ({ runCommands: this.runCommands, arcExtensions: this.arcExtensions } = runOnMachines(this, props.machines, script, props));
  }
}

function testScript(path: string, { workspace, proxy }: SensorConnectivityTestProps): MachineScript {
  if (workspace === undefined) {
    if (proxy !== undefined) throw refuse('test-proxy-without-workspace', path);
    return { script: 'test-connection', plain: [], secret: [] };
  }
  const { plain, secret } = proxy?._form.kind === 'proxy' ? proxyParameters(proxy._form) : { plain: [], secret: [] };
  return {
    script: 'test-connection',
    plain: [{ name: 'SensorApiUrl', value: `https://${workspace.sensorApiHost}`, kind: 'sensor-api-url' }, ...plain],
    secret,
  };
}
