import { DiffReport, Explanation, Verdict } from '../proof';

/** Exit codes: pipelines depend on them. */
export const EXIT = {
  /** All satisfied. */
  SATISFIED: 0,
  /** A required requirement is violated (or a recommended one, with `--strict`). */
  VIOLATED: 1,
  /** No violation, but a required requirement is unknown (or a recommended one, with `--strict`). */
  UNKNOWN: 2,
  /** The input or the arguments cannot be used. */
  UNUSABLE: 3,
} as const;

export function exitCodeOfVerdict(verdict: Verdict): number {
  const codes: Readonly<Record<Verdict, number>> = { satisfied: EXIT.SATISFIED, violated: EXIT.VIOLATED, unknown: EXIT.UNKNOWN };
  return codes[verdict];
}

export function exitCodeOfExplanation(explanation: Explanation): number {
  const codes: Readonly<Record<Explanation['verdict'], number>> = { permitted: EXIT.SATISFIED, denied: EXIT.VIOLATED, unknown: EXIT.UNKNOWN };
  return codes[explanation.verdict];
}

export function exitCodeOfDiff(report: DiffReport): number {
  const codes: Readonly<Record<DiffReport['outcome'], number>> = { kept: EXIT.SATISFIED, broken: EXIT.VIOLATED, unknown: EXIT.UNKNOWN };
  return codes[report.outcome];
}
