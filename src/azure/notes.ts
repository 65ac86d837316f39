import { Finding } from './estate';
import { isRefusal } from './finding-catalogue';

/**
 * Collects what is taken for granted and what is noticed while an input is read and proved, each thing once, in the order in
 * which it was met. Pages that document findings are put on where they are reported.
 */
export class Notes {
  private readonly assumed = new Set<string>();
  private readonly found = new Map<string, Finding>();
  private readonly refused = new Set<string>();

  /** @param known findings that were there before, such as a reader's */
  constructor(known: readonly Finding[] = []) {
    for (const finding of known) this.find(finding);
  }

  /** @param sentence one sentence that a reader can agree or disagree with */
  public assume(sentence: string): void {
    this.assumed.add(sentence);
  }

  /** Whether a resource is refused for certain, so that what is in force is what was there before, which no input says. */
  public isRefused(address: string): boolean {
    return this.refused.has(address);
  }

  public find(finding: Finding): void {
    if (isRefusal(finding)) this.refused.add(finding.address);
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
