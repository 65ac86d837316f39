import { Finding } from '../../azure';
import { Verdict } from '../report';

/** Somebody's word that a finding is known and accepted. */
export interface AcknowledgedFinding {
  /** Id of the finding. */
  readonly finding: string;
  /** Address it is about. */
  readonly address: string;
  /** Rule it is about; every finding of that id at the address without one. */
  readonly rule?: string;
  readonly reason: string;
  /** Last day on which it counts, as `YYYY-MM-DD`. */
  readonly expires?: string;
}

/**
 * Marks findings that are acknowledged. They stay visible; those whose acknowledgement has expired come back as they were,
 * with a note of it, and an acknowledgement that fits no finding is told, so that the list stays true.
 *
 * @param today as `YYYY-MM-DD`
 */
export function acknowledge(findings: readonly Finding[], acknowledgements: readonly AcknowledgedFinding[], today: string): Finding[] {
  const used = new Set<AcknowledgedFinding>();
  const isExpired = ({ expires }: AcknowledgedFinding): boolean => expires !== undefined && expires < today;
  const marked = findings.map((finding): Finding => {
    const fitting = acknowledgements.filter((one) => (
      one.finding === finding.id && one.address === finding.address && (one.rule === undefined || one.rule === finding.rule)
    ));
    fitting.forEach((one) => used.add(one));
    const valid = fitting.find((one) => !isExpired(one));
    if (valid) return { ...finding, acknowledged: { reason: valid.reason, ...valid.expires === undefined ? {} : { expires: valid.expires } } };
    const expired = fitting.map(({ expires }) => expires ?? '').sort().at(-1);
    return expired === undefined ? finding : { ...finding, message: `${finding.message} (Its acknowledgement expired on ${expired}.)` };
  });
  const unused = acknowledgements.filter((one) => !used.has(one)).map((one): Finding => ({
    id: 'unused-acknowledgement',
    level: 'note',
    message: `The acknowledgement of ${one.finding}${one.rule === undefined ? '' : ` for rule "${one.rule}"`} fits no finding at ${one.address}; take it out of the file.`,
    address: one.address,
  }));
  return [...marked, ...unused];
}

/** What reach beyond the requirements means where it is forbidden: acknowledged reach is accepted. */
export function leastPrivilegeVerdict(findings: readonly Finding[]): Verdict {
  const open = (id: string): boolean => findings.some((finding) => finding.id === id && finding.acknowledged === undefined);
  if (open('excess-access')) return 'violated';
  return open('possible-excess-access') ? 'unknown' : 'satisfied';
}
