import { ArcMachineExtension } from '@cdktf/provider-azurerm/lib/arc-machine-extension';
import { VirtualMachineRunCommand } from '@cdktf/provider-azurerm/lib/virtual-machine-run-command';
import { ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { defaultName } from './default-name';
import { refusal, refuse } from './errors';
import { checkResourceArguments } from './resource-arguments';
import { checkPlainValue, conditionsOn, PlainValueKind } from './script-values';
import { SensorMachine } from './sensor-machine';
import { LONGEST_COMMAND, scriptCommand } from '../sensor/script-command';
import { SensorScript, scriptText } from '../sensor/scripts';

/** A script of the package with the values of its parameters. Its text is the same whatever these are. */
export interface MachineScript {
  readonly script: SensorScript;
  readonly plain: readonly ScriptValue[];
  readonly secret: readonly ScriptSecret[];
}

export interface ScriptValue {
  readonly name: string;
  readonly value: string;
  /** What Terraform has to check where it fills the value in; absent for values that cannot be wrong, such as base64. */
  readonly kind?: PlainValueKind;
}

/** In base64: whoever quotes it on the way to the script cannot make code of it. */
export interface ScriptSecret {
  readonly name: string;
  readonly value: string;
}

/** What all constructs that run a script on machines let people say of it. */
export interface MachineScriptOptions {
  /**
   * A text whose change has the script run again, such as a date; letters, digits and `.`, `_`, `:`, `+`, `-`.
   *
   * @default - it runs again when something else changes
   */
  readonly runAgainWhen?: string;
  /**
   * What must be applied before, such as the firewall rules that let the machine reach the proxy.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
  /**
   * Tags of what is made for each machine.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/** What runs a script, by kind of machine, each in the order of the machines. */
export interface MachineScriptResources {
  readonly runCommands: VirtualMachineRunCommand[];
  readonly arcExtensions: ArcMachineExtension[];
}

/** Has the script run on each machine: as a managed run command on an Azure VM, as a custom script extension on an Arc-enabled server. */
export function runOnMachines(
  scope: Construct, machines: readonly SensorMachine[], script: MachineScript, options: MachineScriptOptions,
): MachineScriptResources {
  if (options.runAgainWhen !== undefined) checkPlainValue('run', options.runAgainWhen);
  checkResourceArguments(scope.node.path, { tags: options.tags });
  const resources: MachineScriptResources = { runCommands: [], arcExtensions: [] };
  for (const machine of machines) {
    if (machine._kind === 'virtual-machine') resources.runCommands.push(runCommand(scope, machine, script, options));
    else resources.arcExtensions.push(arcExtension(scope, machine, script, options));
  }
  return resources;
}

function runCommand(scope: Construct, machine: SensorMachine, { script, plain, secret }: MachineScript, options: MachineScriptOptions) {
  const { runAgainWhen } = options;
  const parameters = [...plain, ...runAgainWhen === undefined ? [] : [{ name: 'Run', value: runAgainWhen }]];
  return new VirtualMachineRunCommand(scope, machine.name, {
    ...common(machine, plain, options),
    name: defaultName(scope, 'run'),
    virtualMachineId: machine._resourceId,
    source: { script: scriptText(script) },
    ...parameters.length > 0 ? { parameter: parameters.map(({ name, value }) => ({ name, value })) } : {},
    ...secret.length > 0 ? { protectedParameter: secret.map(({ name, value }) => ({ name, value })) } : {},
  });
}

/** Azure takes one extension of a kind on a machine, so it has the kind's own name: Terraform then says if there is one already. */
const EXTENSION = 'CustomScriptExtension';

/** Settings that are shown hold nothing: a command line is one text, and there may be secrets in it. */
function arcExtension(scope: Construct, machine: SensorMachine, script: MachineScript, options: MachineScriptOptions) {
  const command = scriptCommand(scriptText(script.script), [...script.plain, ...script.secret]);
  if (command.length > LONGEST_COMMAND) throw refuse('arc-command-too-long', scope.node.path, command.length, LONGEST_COMMAND);
  const extension = new ArcMachineExtension(scope, machine.name, {
    ...common(machine, script.plain, options),
    name: EXTENSION,
    arcMachineId: machine._resourceId,
    publisher: 'Microsoft.Compute',
    type: EXTENSION,
    typeHandlerVersion: '1.10',
    protectedSettings: JSON.stringify({ commandToExecute: command }),
    forceUpdateTag: options.runAgainWhen,
  });
  scope.node.addValidation({ validate: () => clashes(extension, machine) });
  return extension;
}

function clashes(extension: ArcMachineExtension, { _resourceId: id }: SensorMachine): string[] {
  return TerraformStack.of(extension).node.findAll()
    .filter((other): other is ArcMachineExtension => other instanceof ArcMachineExtension && other !== extension)
    .filter((other) => other.arcMachineIdInput === id && other.typeInput === EXTENSION)
    .map((other) => refusal('second-custom-script', extension.node.path, other.node.path).message);
}

function common({ _location: location }: SensorMachine, plain: readonly ScriptValue[], { dependsOn, tags }: MachineScriptOptions) {
  const precondition = conditionsOn(plain.flatMap(({ kind, value }) => (kind === undefined ? [] : [{ kind, value }])));
  return { location, tags, dependsOn, ...precondition.length > 0 ? { lifecycle: { precondition } } : {} };
}
