import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Contract, PlainRule } from './random-policies';

export interface BuddyAnswer {
  /** Milliseconds for the diagram of the policy. */
  readonly build: number;
  /** Milliseconds for all contracts. */
  readonly asked: number;
  /** For each contract whether some packet is denied. */
  readonly denied: readonly boolean[];
}

/** Compiles `buddy.c` into a file. @returns why not, where that cannot be done here */
export function compileBuddy(program: string): string | undefined {
  const { error, status, stderr } = spawnSync('cc', ['-O2', '-o', program, join(__dirname, 'buddy.c'), '-lbdd', '-lm'], { encoding: 'utf8' });
  if (error) return 'since there is no C compiler ("cc")';
  if (status === 0) return undefined;
  return /bdd\.h|-lbdd/.test(stderr) ? 'since Debian\'s package libbdd-dev is not installed' : `since bench/buddy.c does not compile: ${stderr.split('\n')[0]}`;
}

export function askBuddy(program: string, rules: readonly PlainRule[], contracts: readonly Contract[]): BuddyAnswer {
  const lines = [
    [rules.length, contracts.length],
    ...rules.map((rule) => [Number(rule.allow), ...rule.source, ...rule.destination, ...rule.ports, rule.protocol ?? -1]),
    ...contracts.map(({ source, destination, port }) => [...source, ...destination, port]),
  ];
  const { status, stdout } = spawnSync(program, { input: lines.map((line) => line.join(' ')).join('\n'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`the BuDDy program ended with ${status}`);
  const [build, asked, ...denied] = stdout.trim().split(' ').map(Number);
  return { build, asked, denied: denied.map((one) => one === 1) };
}
