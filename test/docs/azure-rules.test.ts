import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableOf } from './markdown';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'azure-rules.md'), 'utf8');

test('every file that the table of rules names is there', () => {
  const { rows } = tableOf(PAGE, 'rule');
  expect(rows.length).toBeGreaterThan(15);
  for (const [rule, , code, tests] of rows) {
    const missing = ([[code, 'src/azure'], [tests, 'test/azure']] as const)
      .flatMap(([cell, folder]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, file]) => join(folder, file)))
      .filter((path) => !existsSync(join(ROOT, path)));
    expect({ rule, missing }).toEqual({ rule, missing: [] });
  }
});
