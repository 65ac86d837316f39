import { ArcMachineExtension } from '@cdktf/provider-azurerm/lib/arc-machine-extension';
import { VirtualMachineRunCommand } from '@cdktf/provider-azurerm/lib/virtual-machine-run-command';
import { Construct } from 'constructs';
import { MachineScriptOptions, runOnMachines } from './machine-script';
import { proxyScript } from './proxy-script';
import { checkMachines, SensorMachine } from './sensor-machine';
import { SensorProxy } from './sensor-proxy';
import { SensorProxyMethod } from './sensor-proxy-method';

/** Properties of the proxy configuration of sensors. */
export interface SensorProxyConfigurationProps extends MachineScriptOptions {
  /** The machines with a sensor. */
  readonly machines: SensorMachine[];
  /** The proxy, or none: then what was configured is cleared. */
  readonly proxy: SensorProxy;
  /** How the sensors are told: the same way as the first time. */
  readonly method: SensorProxyMethod;
}

/**
 * Sets or clears the proxy of the sensors on machines.
 *
 * A script runs on each machine: as a managed run command on an Azure VM, as a custom script extension (of which Azure takes one on a
 * machine) on an Arc-enabled server. It does nothing where all is as it should be, checks what it did, restarts the services of the sensor
 * where that is needed, and fails the apply, with a sentence that says why, where it could not. Destroying the construct changes nothing on
 * the machines: apply `SensorProxy.none()` first.
 */
export class SensorProxyConfiguration extends Construct {
  /** What runs the script on Azure VMs, in the order of the machines. */
  public readonly runCommands: VirtualMachineRunCommand[];
  /** What runs the script on Arc-enabled servers, in the order of the machines. */
  public readonly arcExtensions: ArcMachineExtension[];

  constructor(scope: Construct, id: string, props: SensorProxyConfigurationProps) {
    super(scope, id);
    checkMachines(this.node.path, props.machines);
    const script = proxyScript(this.node.path, props.method._form, props.proxy._form);
    ({ runCommands: this.runCommands, arcExtensions: this.arcExtensions } = runOnMachines(this, props.machines, script, props));
  }
}
