/** Inputs that cannot be used; the message has one line, of one sentence, for each. */
export class UnusableInputsError extends Error {
  constructor(public readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'UnusableInputsError';
  }
}
