import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';

/*
 * PowerShell as tests need it: a grammar, which is always there, and the real thing where it is installed.
 */

const GRAMMAR = join(__dirname, '../../node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm');

/** What is wrong with the syntax of a script by the grammar, as `line: text`; nothing where all is well. */
export async function syntaxProblems(script: string): Promise<string[]> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(GRAMMAR)));
  const tree = parser.parse(script);
  if (tree === null) return ['the grammar did not end'];
  const problems: string[] = [];
  const open = [tree.rootNode];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.isError || node.isMissing) problems.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
    open.push(...node.children.filter((child) => child !== null));
  }
  return problems;
}

export const HAS_POWERSHELL = spawnSync('pwsh', ['-NoProfile', '-Command', 'exit 0'], { stdio: 'ignore' }).status === 0;
