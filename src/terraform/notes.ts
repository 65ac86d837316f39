import { Finding } from '../azure';

/** What a reader has to say beside the estate itself: findings and assumptions, each once, in the order they came up. */
export class Notes {
  private readonly findingByKey = new Map<string, Finding>();
  private readonly assumptionSet = new Set<string>();

  public finding(finding: Finding): void {
    const key = `${finding.id}\n${finding.address}\n${finding.message}`;
    if (!this.findingByKey.has(key)) this.findingByKey.set(key, finding);
  }

  public assume(sentence: string): void {
    this.assumptionSet.add(sentence);
  }

  public get findings(): readonly Finding[] {
    return [...this.findingByKey.values()];
  }

  public get assumptions(): readonly string[] {
    return [...this.assumptionSet];
  }
}
