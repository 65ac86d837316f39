import { Explanation, ProofReport } from '../proof';

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

export function exitCodeOfReport(report: ProofReport): number {
  const codes: Readonly<Record<ProofReport['verdict'], number>> = { satisfied: EXIT.SATISFIED, violated: EXIT.VIOLATED, unknown: EXIT.UNKNOWN };
  return codes[report.verdict];
}

export function exitCodeOfExplanation(explanation: Explanation): number {
  const codes: Readonly<Record<Explanation['verdict'], number>> = { permitted: EXIT.SATISFIED, denied: EXIT.VIOLATED, unknown: EXIT.UNKNOWN };
  return codes[explanation.verdict];
}
