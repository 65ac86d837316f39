import {
  chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOutputFile } from '../../src/cli/output-file';

describe('writing the report to a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdi-egress-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('makes the file and leaves nothing beside it', () => {
    writeOutputFile(join(folder, 'report.txt'), 'whole\n', []);
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toBe('whole\n');
    expect(readdirSync(folder)).toEqual(['report.txt']);
  });

  test('replaces an existing file and keeps its permissions', () => {
    const file = join(folder, 'report.txt');
    writeFileSync(file, 'a much longer content than the new one');
    chmodSync(file, 0o600);
    writeOutputFile(file, 'new', []);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode.toString(8)).toBe('100600');
  });

  test('writes through a symbolic link, which stays', () => {
    const file = join(folder, 'real.txt');
    const link = join(folder, 'link.txt');
    writeFileSync(file, 'old');
    symlinkSync(file, link);
    writeOutputFile(link, 'new', []);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['link.txt', 'real.txt']);
  });

  test('does not replace what is no file', () => {
    writeOutputFile('/dev/null', 'gone', []);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('an input is never overwritten, whatever its spelling', () => {
    const file = join(folder, 'plan.json');
    writeFileSync(file, '{}');
    mkdirSync(join(folder, 'sub'));
    expect(() => writeOutputFile(`${folder}/sub/../plan.json`, 'x', [file])).toThrow(
      `--output "${folder}/sub/../plan.json" is one of the inputs, and would be overwritten; name another file.`,
    );
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  test('a folder that does not exist', () => {
    const file = join(folder, 'missing', 'report.txt');
    expect(() => writeOutputFile(file, 'x', [])).toThrow(
      `--output "${file}" cannot be written (its folder does not exist); name a file in a folder that can be written to.`,
    );
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  test('a folder in the place of the file', () => {
    expect(() => writeOutputFile(folder, 'x', [])).toThrow(
      `--output "${folder}" is a folder; name a file in a folder that can be written to.`,
    );
  });

  test('a file in the place of the folder', () => {
    writeFileSync(join(folder, 'file'), 'kept');
    expect(() => writeOutputFile(join(folder, 'file', 'report.txt'), 'x', [])).toThrow(/cannot be written \(its folder is no folder\)/);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept');
  });
});
