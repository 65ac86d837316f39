import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandProblems } from './commands';
import { codeBlocks, plain, tableOf } from './markdown';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const ROOMS = tableOf(PAGE, 'room').rows.map((row) => row.map(plain));

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { forbidden } = require('../../.dependency-cruiser.cjs') as { readonly forbidden: readonly { readonly name: string; readonly comment?: string }[] };

/** What the rule of a room says that it may import. */
function allowedFor(room: string): string {
  const sentence = forbidden.find(({ name }) => name === `${room}-imports`)?.comment ?? '';
  return sentence.replace(`src/${room} may import `, '').replace(/\.$/, '').replace('no other room', 'nothing');
}

test('the rooms are those that the rules know', () => {
  const rooms = forbidden.flatMap(({ name }) => /^(\w+)-imports$/.exec(name)?.[1] ?? []);
  expect(ROOMS.map(([room]) => room).sort()).toEqual(rooms.map((room) => `${room}/`).sort());
});

test.each(ROOMS)('%s may import what the rules between rooms say', (room, _job, imports) => {
  expect(imports.split('; ')[0]).toBe(allowedFor(room.replace('/', '')));
});

test.each(codeBlocks(PAGE).map((block): [number, string, string] => [block.line, block.language, block.text]))('the commands at line %i exist', async (_line, language, text) => {
  expect(language).toBe('sh');
  for (const line of text.split('\n').map((one) => one.trim())) {
    const script = /^bash (\S+)$/.exec(line)?.[1];
    const problems = script === undefined ? await commandProblems(line) : [script].filter((path) => !existsSync(join(ROOT, path)));
    expect({ line, problems }).toEqual({ line, problems: [] });
    const tested = /^npx jest (\S+)$/.exec(line)?.[1];
    expect(tested === undefined || existsSync(join(ROOT, tested))).toBe(true);
  }
});

test('files that the page names are there', () => {
  const named = [...PAGE.matchAll(/`((?:src|test|scripts|\.ci|\.projen)\/[\w./-]*)`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
