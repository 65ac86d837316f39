import { Finding } from './estate';

/** Collects what a proof takes for granted and what it noticed, each thing once, in the order in which it was met. */
export class Notes {
  private readonly assumed = new Set<string>();
  private readonly found = new Map<string, Finding>();

  /** @param sentence one sentence that a reader can agree or disagree with */
  public assume(sentence: string): void {
    this.assumed.add(sentence);
  }

  public find(finding: Finding): void {
    this.found.set(`${finding.id}\n${finding.address}\n${finding.message}`, finding);
  }

  public get assumptions(): readonly string[] {
    return [...this.assumed];
  }

  public get findings(): readonly Finding[] {
    return [...this.found.values()];
  }
}
