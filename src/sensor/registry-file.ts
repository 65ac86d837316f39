import { readFileSync, statSync } from 'node:fs';
import { SensorRegistryError } from './errors';
import { isConnectionsKey } from './registry-proxy';
import { isRegistryText, RegistryValues, registryValues } from './registry-text';

/** An export of all of HKEY_USERS has some tens of megabytes. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/**
 * Reads the connection settings of an exported registry file: UTF-16LE as Windows writes it, or UTF-8.
 *
 * @throws SensorRegistryError when the file cannot be read or is none
 */
export function readRegistryFile(path: string): RegistryValues {
  const text = decodeRegistryText(path, contentOf(path));
  if (!isRegistryText(text)) throw new SensorRegistryError('not-a-registry-file', path);
  return registryValues(text, isConnectionsKey);
}

/** The text of a file by its byte order mark; without one, a zero in the second byte gives UTF-16LE away. */
export function decodeRegistryText(path: string, bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) throw new SensorRegistryError('big-endian', path);
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes.length > 1 && bytes[1] === 0);
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

function contentOf(path: string): Buffer {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new SensorRegistryError('unreadable', path, 'does not exist');
  if (!status.isFile()) throw new SensorRegistryError('unreadable', path, 'is no regular file');
  if (status.size > LARGEST_BYTES) throw new SensorRegistryError('too-large', path);
  try {
    return readFileSync(path);
  } catch {
    throw new SensorRegistryError('unreadable', path, 'cannot be read');
  }
}
