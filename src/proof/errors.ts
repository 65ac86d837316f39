/** A question that cannot be answered as it was put; the message is one sentence: what, and what to write instead. */
export class QuestionError extends Error {
  constructor(public readonly code: 'invalid-sensors' | 'no-sensors' | 'invalid-source' | 'several-places' | 'invalid-destination' | 'mixed-families', message: string) {
    super(message);
  }
}

/** Sensors were named in a way that names no addresses. */
export class InvalidSensorsError extends QuestionError {
  constructor(text: string, problem: string) {
    super('invalid-sensors', `The sensors "${text}" cannot be used: this ${problem}.`);
  }
}
