import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Real plans with what a correct verifier says of each. */
export const PLANS = join(__dirname, '..', 'fixtures', 'plans');

export interface Expectation {
  readonly workspace: string;
  readonly cloud: string;
  readonly sensors: readonly string[];
  readonly requirements: Readonly<Record<string, 'satisfied' | 'violated' | 'unknown'>>;
}

export const CASES: readonly string[] = readdirSync(PLANS)
  .filter((name) => name.endsWith('.expect.json'))
  .map((name) => name.replace('.expect.json', ''));

export function planOf(name: string): string {
  return join(PLANS, `${name}.plan.json`);
}

export function expectationOf(name: string): Expectation {
  return JSON.parse(readFileSync(join(PLANS, `${name}.expect.json`), 'utf8')) as Expectation;
}

export function verifyArguments(name: string): string[] {
  const { workspace, cloud, sensors } = expectationOf(name);
  return ['verify', planOf(name), '--workspace', workspace, '--cloud', cloud, '--sensors', sensors.join(',')];
}
