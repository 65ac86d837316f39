import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ServiceTagFileError } from './errors';
import { parseServiceTagFile } from './file';
import { ServiceTagSnapshot } from './service-tag';

/*
 * The only file of this room that touches the file system.
 */

/** Microsoft's files have 4 MB; eight times as much has room for a tag with a million prefixes. */
const LARGEST_BYTES = 32 * 1024 * 1024;

/**
 * Reads one of Microsoft's "Azure IP Ranges and Service Tags" files. Its size is looked at before anything is read.
 *
 * @throws ServiceTagFileError when it cannot be read or is not such a file
 */
export function readServiceTagFile(path: string): ServiceTagSnapshot {
  return parseServiceTagFile(contentOf(path), basename(path));
}

function contentOf(path: string): string {
  try {
    const status = statSync(path);
    // A pipe or a device has no size to look at, and may have no end.
    if (!status.isFile()) throw ServiceTagFileError.of('unreadable', path, status.isDirectory() ? 'is a folder' : 'is no file');
    if (status.size > LARGEST_BYTES) throw ServiceTagFileError.of('too-large', path, Math.round(status.size / 1024 / 1024));
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ServiceTagFileError) throw error;
    throw ServiceTagFileError.of('unreadable', path, reasonOf(error));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read',
};

// Not by `instanceof Error`: jest runs tests in a realm of their own, where errors of `node:fs` are instances of another `Error`.
function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'for an unknown reason';
  return Object.hasOwn(REASONS, code) ? REASONS[code] : `cannot be read (${code})`;
}
