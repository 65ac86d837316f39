import type { Command } from 'commander';
import { CommandIo } from './io';

/** @param finish takes the exit code */
export type MakeCommand = (io: CommandIo, finish: (exitCode: number) => void) => Command;

/*
 * Each is loaded when it is asked for: a run uses one of them, and would pay for all.
 */
/* eslint-disable @typescript-eslint/no-require-imports */
const COMMANDS: Readonly<Record<string, () => MakeCommand>> = {
  'verify': () => (require('./verify-command') as typeof import('./verify-command')).verifyCommand,
  'explain': () => (require('./explain-command') as typeof import('./explain-command')).explainCommand,
  'diff': () => (require('./diff-command') as typeof import('./diff-command')).diffCommand,
  'requirements': () => (require('./requirements-command') as typeof import('./requirements-command')).requirementsCommand,
  'service-tags': () => (require('./service-tags-command') as typeof import('./service-tags-command')).serviceTagsCommand,
  'allow-list': () => (require('./allow-list-command') as typeof import('./allow-list-command')).allowListCommand,
  'ping': () => (require('./ping-command') as typeof import('./ping-command')).pingCommand,
  'sensor-registry': () => (require('./sensor-registry-command') as typeof import('./sensor-registry-command')).sensorRegistryCommand,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** The command that the arguments begin with; all, in the order of the help, where they begin with something else. */
export function commandsFor([first]: readonly string[]): MakeCommand[] {
  const named = first !== undefined && Object.hasOwn(COMMANDS, first) ? [COMMANDS[first]] : Object.values(COMMANDS);
  return named.map((load) => load());
}
