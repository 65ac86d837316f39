import { TextSink } from './io';

const BAR_WIDTH = 30;

/** How far many configurations are, as one line that draws itself anew; nothing where there is no terminal. */
export class Progress {
  private done = 0;

  constructor(private readonly sink: TextSink, private readonly total: number) {
    this.draw();
  }

  /** One more is done. */
  public step(): void {
    this.done++;
    this.draw();
  }

  /** Takes the line away again. */
  public clear(): void {
    if (this.isShown) this.sink.write('\r\u001b[K');
  }

  private get isShown(): boolean {
    return this.sink.isTTY === true && this.total > 1;
  }

  private draw(): void {
    if (!this.isShown) return;
    const filled = Math.round((BAR_WIDTH * this.done) / this.total);
    this.sink.write(`\r\u001b[K[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${this.done} of ${this.total} configurations`);
  }
}
