import { parse } from 'yaml';

/** @throws an error that names the file when the text is not YAML or a key stands twice */
export function parseYaml(text: string, filename: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${filename}: ${(error as Error).message}`);
  }
}

/** Every command line in the `run` and `script` steps of a workflow or a part of one. */
export function commandLines(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(commandLines);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]) => (
    (key === 'run' || key === 'script') && typeof entry === 'string' ? entry.trim().split('\n') : commandLines(entry)
  ));
}
