/** How many of a kind are listed before the rest is only counted; the JSON report has them all. */
export const MOST_LISTED = 20;

/** The lines of the first items, and how many more there are. */
export function capped<T>(items: readonly T[], lines: (item: T) => string[]): string[] {
  return [...items.slice(0, MOST_LISTED).flatMap(lines), ...rest(items.length - MOST_LISTED).map((line) => `  ${line}`)];
}

/** That there are more; nothing where there are not. */
export function rest(count: number): string[] {
  return count > 0 ? [`… and ${count} more (the JSON report has them all)`] : [];
}
