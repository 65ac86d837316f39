import { Finding } from './estate';

/** Findings about values that no version of Azure or Terraform takes. */
const MALFORMED: ReadonlySet<string> = new Set([
  'invalid-address', 'invalid-port', 'invalid-priority', 'invalid-protocol', 'invalid-access', 'invalid-direction', 'invalid-action', 'unreadable-value',
]);

/**
 * Collects what is taken for granted and what is noticed while an input is read and proved, each thing once, in the order in
 * which it was met. Pages that document findings are put on where they are reported.
 */
export class Notes {
  private readonly assumed = new Set<string>();
  private readonly found = new Map<string, Finding>();
  private readonly malformed = new Set<string>();

  /** @param known findings that were there before, such as a reader's */
  constructor(known: readonly Finding[] = []) {
    for (const finding of known) this.find(finding);
  }

  /** @param sentence one sentence that a reader can agree or disagree with */
  public assume(sentence: string): void {
    this.assumed.add(sentence);
  }

  /** Whether something at an address can be no legal value, so that applying it fails and what is in force then is open. */
  public isMalformed(address: string): boolean {
    return this.malformed.has(address);
  }

  public find(finding: Finding): void {
    if (finding.level === 'error' && MALFORMED.has(finding.id)) this.malformed.add(finding.address);
    const key = `${finding.id}\n${finding.address}\n${finding.message}`;
    if (!this.found.has(key)) this.found.set(key, finding);
  }

  public get assumptions(): readonly string[] {
    return [...this.assumed];
  }

  public get findings(): readonly Finding[] {
    return [...this.found.values()];
  }
}
