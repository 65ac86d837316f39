import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableOf } from './markdown';
import { findingsPage } from '../../scripts/write-findings-page';
import { FINDING_CATALOGUE } from '../../src/azure';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'findings.md'), 'utf8');

/** Ids and levels as the code has them, wherever a finding is made. */
function idsInCode(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (id: string, level: string | undefined): void => {
    found.set(id, (found.get(id) ?? new Set<string>()).add(level ?? ''));
  };
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.startsWith('requirements') && !name.endsWith('finding-catalogue.ts'));
  for (const name of files) {
    const text = readFileSync(join(ROOT, 'src', name), 'utf8');
    const made = /\b(?:id|findingId): (?:'([a-z0-9-]+)'|`(rule-without|invalid)-\$\{\w+\}`)(?: as const)?,(?:\s+level: ('[a-z]+'|[^\n,]+))?/g;
    for (const [, id, prefix, level] of text.matchAll(made)) {
      for (const one of id === undefined ? { 'rule-without': ['source', 'destination'], 'invalid': ['access', 'direction'] }[prefix]!.map((end) => `${prefix}-${end}`) : [id]) add(one, level);
    }
    for (const [, id] of text.matchAll(/(?:tooMany|finding)\(\s*'([a-z-]+-(?:limit|access))'/g)) add(id, undefined);
  }
  // The ends of a drawing have ids too.
  for (const other of ['sensors', 'destination']) found.delete(other);
  return found;
}

test('the page is what the catalogue makes it; if not, run npm run docs:findings', () => {
  expect(PAGE).toBe(findingsPage());
  expect(tableOf(PAGE, 'id').rows).toHaveLength(Object.keys(FINDING_CATALOGUE).length);
});

test('every finding that the code makes is in the catalogue, and no other', () => {
  const ids = [...idsInCode().keys()];
  expect(ids.length).toBeGreaterThan(50);
  expect(Object.keys(FINDING_CATALOGUE).sort()).toEqual(ids.sort());
});

test('with the levels that the code gives them', () => {
  for (const [id, levels] of idsInCode()) {
    for (const level of levels) {
      const plain = /^'([a-z]+)'$/.exec(level)?.[1];
      if (plain !== undefined) expect(`${id}: ${FINDING_CATALOGUE[id].levels.join()}`).toContain(plain);
    }
  }
});
