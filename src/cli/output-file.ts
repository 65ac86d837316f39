import { randomBytes } from 'node:crypto';
import { realpathSync, renameSync, rmSync, statSync, Stats, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCodeOf } from '../harness';
import { CommandError } from './errors';

/**
 * Writes a file whole or not at all: readers see the old content or the new one, and an existing file is kept when the
 * disk is full. What is no file, such as `/dev/stdout` or a named pipe, is written to as it stands.
 *
 * @param inputs paths that must not be overwritten
 * @throws CommandError when the file cannot be written or is an input
 */
export function writeOutputFile(path: string, text: string, inputs: readonly string[]): void {
  const target = resolved(path);
  if (inputs.some((input) => resolved(input) === target)) throw new CommandError('output-is-input', '--output', path);
  const present = statOf(target);
  if (present?.isDirectory() === true) throw new CommandError('output-unwritable', '--output', `"${path}" is a folder`);
  try {
    if (present !== undefined && !present.isFile()) writeFileSync(target, text);
    else replaceFile(target, text, present);
  } catch (error) {
    throw new CommandError('output-unwritable', '--output', `"${path}" cannot be written (${reasonOf(error)})`);
  }
}

function replaceFile(target: string, text: string, present: Stats | undefined): void {
  // In the same folder, so that the renaming stays within one file system and is atomic.
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: present?.mode ?? 0o666 });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The place a path stands for, links followed; the path itself where nothing is there yet. */
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is no folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

function reasonOf(error: unknown): string {
  const code = errorCodeOf(error);
  return Object.hasOwn(REASONS, code) ? REASONS[code] : code;
}
