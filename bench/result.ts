/*
 * What a benchmark found, in one form for the terminal, for the page of results and for the exit code.
 */

/** How far a figure may go. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** One figure; without a target it is told for its own sake. */
export interface Figure {
  readonly what: string;
  /** What was timed, such as `12.1 ms against 9.8 ms`. */
  readonly measured: string;
  readonly value: number;
  readonly unit: 'times' | 'ms' | 'MiB' | 'answers';
  readonly target?: Target;
  /** What it takes so long for, in a sentence without its full stop; told where the target is missed. */
  readonly because?: string;
}

/** Something that could not be measured here, and why. */
export interface Skipped {
  readonly what: string;
  readonly reason: string;
}

export interface BenchmarkResult {
  readonly title: string;
  /** How it is measured, in sentences; Markdown. */
  readonly method: string;
  readonly figures: readonly Figure[];
  readonly skipped?: readonly Skipped[];
}

export function isMet({ value, target }: Figure): boolean {
  if (target === undefined) return true;
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}

/** `yes`, or by how much the target is missed; a dash without one. */
export function judgement(figure: Figure): string {
  const { value, target } = figure;
  if (target === undefined) return '–';
  if (isMet(figure)) return 'yes';
  if ('atMost' in target && target.atMost === 0) return 'no';
  const factor = 'atMost' in target ? value / target.atMost : target.atLeast / value;
  return `no: short by a factor of ${amount(factor)}`;
}

export function targetText({ target, unit }: Figure): string {
  if (target === undefined) return '–';
  return 'atMost' in target ? `at most ${quantity(target.atMost, unit)}` : `at least ${quantity(target.atLeast, unit)}`;
}

export function valueText({ value, unit }: Figure): string {
  return quantity(value, unit);
}

/** Three digits that tell something, thousands grouped. */
export function amount(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 4;
  const [whole, fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const kept = fraction?.replace(/0+$/, '') ?? '';
  return kept === '' ? grouped : `${grouped}.${kept}`;
}

/** Milliseconds in the unit that reads best. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${amount(milliseconds / 1000)} s`;
  return milliseconds >= 1 ? `${amount(milliseconds)} ms` : `${amount(milliseconds * 1000)} µs`;
}

function quantity(value: number, unit: Figure['unit']): string {
  return `${amount(value)} ${unit}`;
}
