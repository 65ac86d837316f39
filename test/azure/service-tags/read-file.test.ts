import { mkdtempSync, openSync, ftruncateSync, closeSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServiceTagFile } from '../../../src/azure';
import { extractPath } from '../../support/service-tags';

/* Reading a file of service tags: what it says, and what stands in the way, in one sentence. */
const folder = mkdtempSync(join(tmpdir(), 'service-tags-'));
afterAll(() => rmSync(folder, { recursive: true }));

function errorOf(path: string): { code: string; message: string } {
  try {
    readServiceTagFile(path);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('it was read');
}

test('a file is read by its content, and its name has the date', () => {
  expect(readServiceTagFile(extractPath('Public'))).toMatchObject({ cloud: 'Public', date: '2025-10-28' });
});

test('what is no such file is told as what it is', () => {
  const path = join(folder, 'tags.json');
  writeFileSync(path, 'no');
  expect(errorOf(path)).toMatchObject({ code: 'not-json' });
  expect(errorOf(path).message).toMatch(/^tags\.json is not JSON/);
});

test('what cannot be read says why', () => {
  const missing = join(folder, 'missing.json');
  expect(errorOf(missing)).toMatchObject({ code: 'unreadable', message: `The service tag file ${missing} does not exist; name a file that can be read.` });
  expect(errorOf(`${extractPath('Public')}/x`).message).toContain('x does not exist; name a file');
  mkdirSync(join(folder, 'sub'));
  expect(errorOf(join(folder, 'sub')).message).toBe(`The service tag file ${join(folder, 'sub')} is a folder; name a file that can be read.`);
  expect(errorOf('/dev/null').message).toBe('The service tag file /dev/null is no file; name a file that can be read.');
  expect(errorOf('a\0b').message).toContain('cannot be read (ERR_INVALID_ARG_VALUE)');
  expect(errorOf(join(folder, 'x'.repeat(300))).message).toContain('cannot be read (ENAMETOOLONG)');
});

test('a file far larger than Microsoft\'s is not read at all', () => {
  const path = join(folder, 'large.json');
  const sized = (bytes: number): void => {
    const handle = openSync(path, 'w');
    ftruncateSync(handle, bytes);
    closeSync(handle);
  };
  sized(100 * 1024 * 1024 + 1);
  expect(errorOf(path)).toMatchObject({ code: 'too-large' });
  expect(errorOf(path).message)
    .toBe(`The service tag file ${path} has 100 MB, and Microsoft's are a few megabytes; download "Azure IP Ranges and Service Tags" from Microsoft and name that file.`);
  sized(200 * 1024 * 1024);
  expect(errorOf(path).message).toContain('has 200 MB');
});
