import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Contract, PlainRule } from './random-policies';

export interface LabyrinthAnswer {
  /** Milliseconds for the normal form of the policy. */
  readonly build: number;
  /** Milliseconds for each contract. */
  readonly times: readonly number[];
  readonly denied: readonly boolean[];
}

/** @returns `undefined` where it has not finished in time */
export function askLabyrinth(rules: readonly PlainRule[], contracts: readonly Contract[], seconds: number): LabyrinthAnswer | undefined {
  const args = ['--stack-size=8000', '--import', 'tsx', join(__dirname, 'labyrinth-process.ts')];
  const { error, status, stdout, stderr } = spawnSync(process.execPath, args, { input: JSON.stringify({ rules, contracts }), encoding: 'utf8', timeout: seconds * 1000, killSignal: 'SIGKILL' });
  if (error && 'code' in error && error.code === 'ETIMEDOUT') return undefined;
  if (status !== 0) throw new Error(`labyrinth-nsg ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as LabyrinthAnswer;
}
