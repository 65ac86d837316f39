import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { ConnectivityError } from './errors';

/** A bundle of every public root has some 250 KB. */
const LARGEST_BYTES = 4 * 1024 * 1024;

/**
 * Reads the certificates of a PEM file.
 *
 * @throws ConnectivityError where the file cannot be read or holds none
 */
export function readRoots(path: string): string[] {
  const text = textOf(path);
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g);
  if (certificates === null) throw new ConnectivityError('roots-none', path);
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate);
    } catch {
      throw new ConnectivityError('roots-malformed', path);
    }
  }
  return certificates;
}

function textOf(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new ConnectivityError('roots-unreadable', path, 'does not exist');
  if (!status.isFile()) throw new ConnectivityError('roots-unreadable', path, 'is no regular file');
  if (status.size > LARGEST_BYTES) throw new ConnectivityError('roots-unreadable', path, 'is larger than any file of root certificates');
  try {
    return readFileSync(path, 'latin1');
  } catch {
    throw new ConnectivityError('roots-unreadable', path, 'cannot be read');
  }
}
