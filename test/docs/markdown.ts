/** What tests need of a Markdown page: its fenced code blocks and its tables. */

export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
}

/** @throws Error when the last block has no end */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { language: string; line: number; content: string[] } | undefined;
  markdown.split('\n').forEach((text, index) => {
    const fence = /^\s*```+\s*(\S*)/.exec(text);
    if (!fence) {
      open?.content.push(text);
    } else if (open) {
      blocks.push({ language: open.language, line: open.line, text: open.content.join('\n') });
      open = undefined;
    } else {
      open = { language: fence[1], line: index + 1, content: [] };
    }
  });
  if (open) throw new Error(`the block at line ${open.line} has no end`);
  return blocks;
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tables outside code blocks. */
export function tables(markdown: string): Table[] {
  const found: { head: string[]; rows: string[][] }[] = [];
  let isInBlock = false;
  let isInTable = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isInBlock = !isInBlock;
    if (isInBlock || !line.startsWith('|')) {
      isInTable = false;
    } else {
      const cells = line.replace(/^\||\|\s*$/g, '').split('|').map((cell) => cell.trim());
      if (!isInTable) found.push({ head: cells, rows: [] });
      else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) found[found.length - 1].rows.push(cells);
      isInTable = true;
    }
  }
  return found;
}

/** The one table with that text at the head of its first column. */
export function tableOf(markdown: string, firstHead: string): Table {
  const matching = tables(markdown).filter(({ head }) => head[0] === firstHead);
  if (matching.length !== 1) throw new Error(`${matching.length} tables begin with "${firstHead}"`);
  return matching[0];
}

/** A cell's text without the marks of code. */
export function plain(cell: string): string {
  return cell.replaceAll('`', '');
}
