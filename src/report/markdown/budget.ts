/** Takes pieces of text while they fit, and counts those that do not. */
export class TextBudget {
  private leftOut = 0;

  /** @param bytes UTF-8 bytes there is room for */
  constructor(private bytes: number) {}

  /** Entries that did not fit. */
  public get cut(): number {
    return this.leftOut;
  }

  /** Whether a text fits; if so its room is taken. */
  public take(text: string): boolean {
    const size = Buffer.byteLength(text);
    if (size > this.bytes) return false;
    this.bytes -= size;
    return true;
  }

  /** The first of some entries that fit between a frame; nothing where not even one does. */
  public framed(before: string, entries: readonly string[], after: string): string {
    if (entries.length === 0) return '';
    if (!this.take(`${before}${after}`)) {
      this.leftOut += entries.length;
      return '';
    }
    let kept = 0;
    while (kept < entries.length && this.take(entries[kept])) kept++;
    this.leftOut += entries.length - kept;
    return kept === 0 ? '' : `${before}${entries.slice(0, kept).join('')}${after}`;
  }
}
