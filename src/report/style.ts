/** What a piece of the report is, so that a style can dress it. */
export type Role = 'heading' | 'good' | 'bad' | 'uncertain' | 'muted';

/**
 * How text reports look: the words are the report's, colour and table drawing the style's. The command line has one for
 * terminals; everything reads without colour.
 */
export interface TextStyle {
  /** The text dressed for its role; the same characters in a plain style. */
  readonly paint: (role: Role, text: string) => string;
  /** Columns to break long lines at; absent where each fact stays on one line, for `grep` and for files. */
  readonly width?: number;
  /** Draws a table; cells may hold several lines. Absent where rows are written as lines of their own. */
  readonly table?: (head: readonly string[], rows: readonly (readonly string[])[]) => string;
}

/** No colour, no table, one fact on each line. */
export const PLAIN: TextStyle = { paint: (_, text) => text };
