import { TextBudget } from './budget';

/** GitHub takes comments of 65,536 characters; the rest is for what a pipeline puts around it. */
export const MOST_BYTES = 60_000;

/** How many of a kind are listed in one place before the rest is counted. */
const MOST_LISTED = 10;

/** A part that is closed until somebody opens it. The empty lines make its inside Markdown again. */
export function fold(summary: string, entries: readonly string[], budget: TextBudget): string {
  return budget.framed(`<details>\n<summary>${summary}</summary>\n\n`, entries, '\n</details>\n\n');
}

export function listedFew<T>(items: readonly T[], line: (item: T) => string, restLine: (text: string) => string = item): string[] {
  const rest = items.length - MOST_LISTED;
  return [...items.slice(0, MOST_LISTED).map(line), ...(rest > 0 ? [restLine(`… and ${rest} more (the JSON report has them all)`)] : [])];
}

export function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

export function item(text: string): string {
  return `- ${text}\n`;
}

export function nested(text: string): string {
  return `  - ${text}\n`;
}
