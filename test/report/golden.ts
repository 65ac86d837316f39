import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a report looked like when a person last read and approved it. */
export function golden(name: string): string {
  return readFileSync(join(__dirname, 'golden', name), 'utf8');
}
