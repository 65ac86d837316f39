import { existsSync } from 'node:fs';
import { CommandError } from './errors';

/** Inputs that are taken together as one configuration. */
export type EstatePaths = readonly string[];

/**
 * Sorts what was named on the command line into configurations.
 *
 * Inputs that are named are taken together. Each match of a pattern is a configuration of its own, together with the
 * inputs that are named beside the pattern (a hub that every spoke shares). With `each`, every input stands alone.
 *
 * @throws CommandError where a pattern matches nothing: it would prove nothing and look like success
 */
export function estatesOf(inputs: readonly string[], each: boolean): EstatePaths[] {
  const named = inputs.filter((input) => !isPattern(input));
  const patterns = inputs.filter(isPattern);
  const matched = [...new Set(patterns.flatMap(matchesOf))].filter((path) => !named.includes(path));
  if (each) return [...new Set([...named, ...matched])].map((path) => [path]);
  return matched.length === 0 ? [named] : matched.map((path) => [path, ...named]);
}

/** What a shell would have expanded, had it not been quoted; a file of that very name is the file. */
function isPattern(input: string): boolean {
  return /[*?{}[\]]/.test(input) && !existsSync(input);
}

/** Files; where there are none, folders, such as those that `cdktf synth` leaves. In order of their names. */
function matchesOf(pattern: string): string[] {
  // Few runs need it, and each pays for what is loaded.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { globSync } = require('tinyglobby') as typeof import('tinyglobby');
  // Links are not followed: they may lead round in a circle, or out of what was meant.
  const options = { dot: false, expandDirectories: false, followSymbolicLinks: false, absolute: pattern.startsWith('/') };
  const files = globSync(pattern, { ...options, onlyFiles: true });
  const paths = files.length > 0 ? files : globSync(pattern, { ...options, onlyDirectories: true }).map((path) => path.replace(/(?<=.)\/$/, ''));
  if (paths.length === 0) throw new CommandError('pattern-without-match', 'INPUT', pattern);
  return paths.sort();
}
