import { realpathSync } from 'node:fs';
import { ProxyError, readSquidConfigurationFile } from '../proxy';
import { Input, InputError, readInput } from '../terraform';
import { UnusableInputsError } from './unusable-inputs';

/**
 * Reads every path. A file that is named twice is read once: its rules are there once.
 *
 * @throws UnusableInputsError with every problem of every path: a proof from some of the inputs would be about another estate
 */
export function readInputs(paths: readonly string[]): Input[] {
  const inputs: Input[] = [];
  const problems: string[] = [];
  for (const path of withoutRepetition(paths)) {
    try {
      inputs.push(readInput(path));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(readSquidConfigurationFile(path) === undefined ? error.message : new ProxyError('squid-for-verify', path).message);
    }
  }
  if (problems.length > 0) throw new UnusableInputsError(problems);
  return inputs;
}

function withoutRepetition(paths: readonly string[]): string[] {
  const byPlace = new Map<string, string>();
  for (const path of paths) {
    const place = placeOf(path);
    if (!byPlace.has(place)) byPlace.set(place, path);
  }
  return [...byPlace.values()];
}

function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What is wrong with the path is for the reader to say.
    return path;
  }
}
