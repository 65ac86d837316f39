/*
 * Timing by turns: what else the machine does at the moment hits both sides alike, and the median leaves out the turns
 * that it hit hard.
 */

/** Two things to time against each other, each by a function that says how many milliseconds one turn took. */
export interface Contest {
  readonly subject: () => number;
  readonly baseline: () => number;
  /** Turns that count; an odd number, so that a median is one of them. */
  readonly turns: number;
  /** Turns before those, which do not count. */
  readonly warmUp: number;
}

/** Medians in milliseconds. */
export interface ContestOutcome {
  readonly subject: number;
  readonly baseline: number;
  /** Median of the ratios of neighbouring turns. */
  readonly ratio: number;
}

/** Runs both sides by turns, the one that begins changing every time. */
export function interleaved({ subject, baseline, turns, warmUp }: Contest): ContestOutcome {
  const subjects: number[] = [];
  const baselines: number[] = [];
  for (let turn = -warmUp; turn < turns; turn++) {
    const subjectFirst = turn % 2 === 0;
    const first = subjectFirst ? subject() : baseline();
    const second = subjectFirst ? baseline() : subject();
    if (turn < 0) continue;
    subjects.push(subjectFirst ? first : second);
    baselines.push(subjectFirst ? second : first);
  }
  return {
    subject: median(subjects),
    baseline: median(baselines),
    ratio: median(subjects.map((milliseconds, i) => milliseconds / baselines[i])),
  };
}

/** The middle value; of an even number of values, the upper one of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}
