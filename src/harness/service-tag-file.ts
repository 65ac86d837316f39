import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseServiceTagFile, ServiceTagSnapshot } from '../azure';
import { errorCodeOf } from './error-code';
import { HarnessError } from './errors';

/** Microsoft's files have 4 MB; a hundred times as much is no service tag file. */
const LARGEST_BYTES = 100 * 1024 * 1024;

/**
 * Reads one of Microsoft's "Azure IP Ranges and Service Tags" files.
 *
 * @throws HarnessError when it cannot be read, ServiceTagFileError when it is not such a file
 */
export function readServiceTagFile(path: string): ServiceTagSnapshot {
  return parseServiceTagFile(contentOf(path), basename(path));
}

function contentOf(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > LARGEST_BYTES) throw new HarnessError('service-tags-too-large', `${path} has ${Math.round(size / 1024 / 1024)} MB`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw new HarnessError('service-tags-unreadable', `${path} ${reasonOf(error)}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read',
  EISDIR: 'is a folder',
};

function reasonOf(error: unknown): string {
  const code = errorCodeOf(error);
  return Object.hasOwn(REASONS, code) ? REASONS[code] : `cannot be read (${code})`;
}
