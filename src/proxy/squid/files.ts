import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';

/*
 * The only file of this room that reads files. Nothing outside the folder of the configuration is opened, sizes and numbers are
 * bounded, and every refusal is a clause for the report instead of an end.
 */

const MEBIBYTE = 1024 * 1024;
/** Bytes read for one configuration, all files together. */
const MOST_BYTES = 16 * MEBIBYTE;
const MOST_FILES = 256;

export interface SquidFile {
  /** As reports name it. */
  readonly path: string;
  readonly text: string;
}

/** A file that a configuration names and that was not read; the clause completes "the file …". */
export interface UnreadFile {
  readonly problem: string;
}

/** The files around a configuration. */
export interface SquidFiles {
  /** Files of an `include`, which may have `*` and `?` in its last part. */
  included(name: string): readonly SquidFile[] | UnreadFile;
  /** The file of values that an access list names. */
  listed(name: string): SquidFile | UnreadFile;
}

export function isUnread(result: object): result is UnreadFile {
  return 'problem' in result;
}

/** @param path of the configuration itself */
export function filesAround(path: string): SquidFiles {
  const shownFolder = dirname(path);
  const folder = realpathSync(shownFolder);
  let bytesLeft = MOST_BYTES;
  let filesLeft = MOST_FILES;

  function read(name: string): SquidFile | UnreadFile {
    if (!isInside(resolve(folder, name))) return { problem: 'is outside the folder of the configuration' };
    // Counted before anything is looked up: a million names of nothing take long too.
    if (filesLeft === 0) return { problem: `is one more than the ${MOST_FILES} files that are read` };
    filesLeft -= 1;
    let real: string;
    try {
      real = realpathSync(resolve(folder, name));
    } catch {
      return { problem: 'does not exist beside the configuration' };
    }
    // The real path, so that no symbolic link leads out of the folder.
    if (!isInside(real)) return { problem: 'is outside the folder of the configuration' };
    const bytes = contentOf(real, bytesLeft);
    if (!Buffer.isBuffer(bytes)) return bytes;
    bytesLeft -= bytes.length;
    return { path: isAbsolute(name) ? name : join(shownFolder, name), text: bytes.toString('utf8') };
  }

  function isInside(target: string): boolean {
    return target.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  }

  return {
    listed: read,
    included(name) {
      const pattern = basename(name);
      if (/[[\]{}~\\]/.test(name) || /[*?]/.test(dirname(name))) return { problem: 'has a pattern that is not understood' };
      if (!/[*?]/.test(pattern)) return single(read(name));
      const place = resolve(folder, dirname(name));
      if (!isInside(join(place, 'x'))) return { problem: 'is outside the folder of the configuration' };
      const files: SquidFile[] = [];
      for (const match of namesIn(place).filter((one) => matchesPattern(one, pattern))) {
        const file = read(join(dirname(name), match));
        if (isUnread(file)) return file;
        files.push(file);
      }
      return files;
    },
  };
}

function single(file: SquidFile | UnreadFile): readonly SquidFile[] | UnreadFile {
  return isUnread(file) ? file : [file];
}

function contentOf(path: string, mostBytes: number): Buffer | UnreadFile {
  try {
    // Without O_NONBLOCK, opening a named pipe waits for somebody to write into it.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = fstatSync(file);
      if (!status.isFile()) return { problem: 'is no regular file' };
      if (status.size > mostBytes) return { problem: `makes more than the ${MOST_BYTES / MEBIBYTE} MiB that are read` };
      const bytes = Buffer.alloc(status.size);
      return bytes.subarray(0, readSync(file, bytes, 0, status.size, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return { problem: 'cannot be read' };
  }
}

/** The text of a configuration, where the file could be one: text of a bounded size that no other format begins like. */
export function readSquidFile(path: string): string | undefined {
  const bytes = contentOf(path, MOST_BYTES);
  if (!Buffer.isBuffer(bytes) || bytes.includes(0)) return undefined;
  return /^\s*[{[<]/.test(bytes.subarray(0, 100).toString('latin1')) ? undefined : bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Names in a folder, sorted as glob(3) sorts them in the C locale; none where there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Shell patterns: `*` and `?` stand for no leading dot. By hand, since a regular expression made of many `*` may take for ever. */
function matchesPattern(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let states = new Set([0]);
  const closure = (from: Iterable<number>): Set<number> => {
    const all = new Set<number>();
    for (let state of from) {
      all.add(state);
      while (pattern[state] === '*') all.add(++state);
    }
    return all;
  };
  states = closure(states);
  for (const character of name) {
    const next = [...states].flatMap((state) => {
      if (pattern[state] === '*') return [state];
      return pattern[state] === '?' || pattern[state] === character ? [state + 1] : [];
    });
    states = closure(next);
  }
  return states.has(pattern.length);
}
