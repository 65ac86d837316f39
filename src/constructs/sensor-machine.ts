import { refuse } from './errors';
import { checkResourceArguments } from './resource-arguments';
import { checkResourceId } from './resource-ids';

/** A machine with a sensor. */
export interface SensorMachineOptions {
  /** Resource id of the machine, or a token. */
  readonly resourceId: string;
  /** Azure region of that resource, such as `westeurope`. */
  readonly location: string;
}

/** A machine that a sensor is on, or will be: an Azure VM, or a server elsewhere that Azure Arc manages. */
export class SensorMachine {
  /**
   * An Azure virtual machine.
   *
   * @param name name of the machine in this stack, such as `dc1`: letters, digits and `-`; it is part of the names of what is made for it
   * @param options its resource
   */
  public static virtualMachine(name: string, options: SensorMachineOptions): SensorMachine {
    return new SensorMachine('virtual-machine', name, options);
  }

  /**
   * A server that is enabled for Azure Arc.
   *
   * @param name name of the machine in this stack, such as `dc1`: letters, digits and `-`; it is part of the names of what is made for it
   * @param options its resource
   */
  public static arcServer(name: string, options: SensorMachineOptions): SensorMachine {
    return new SensorMachine('arc-server', name, options);
  }

  /** Name of the machine in this stack. */
  public readonly name: string;
  /** @internal */
  public readonly _kind: 'virtual-machine' | 'arc-server';
  /** @internal */
  public readonly _resourceId: string;
  /** @internal */
  public readonly _location: string;

  private constructor(kind: 'virtual-machine' | 'arc-server', name: string, { resourceId, location }: SensorMachineOptions) {
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name)) throw refuse('machine-name', name);
    checkResourceId(kind === 'virtual-machine' ? 'Virtual machine' : 'Arc-enabled server', resourceId);
    checkResourceArguments(`Machine ${name}`, { location });
    this.name = name;
    this._kind = kind;
    this._resourceId = resourceId;
    this._location = location;
  }
}

/** Refuses a list of machines in which there is none, or one twice. */
export function checkMachines(path: string, machines: readonly SensorMachine[]): void {
  if (machines.length === 0) throw refuse('no-machines', path);
  const names = machines.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refuse('machine-twice', path, twice);
}
