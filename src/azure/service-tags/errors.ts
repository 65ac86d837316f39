/*
 * What is wrong with a service tag file. A code and the texts it concerns; the sentence is made from them.
 */

const WHAT_TO_DO = 'download "Azure IP Ranges and Service Tags" from Microsoft and name that file';

const MESSAGES = {
  'unreadable': (file: string, why: string) => `The service tag file ${file} ${why}; name a file that can be read.`,
  'too-large': (file: string, megabytes: number) =>
    `The service tag file ${file} has ${megabytes} MB, and Microsoft's are a few megabytes; ${WHAT_TO_DO}.`,
  'too-many-parts': (file: string, maximum: number) =>
    `${file} has more than ${maximum} lists and objects, and Microsoft's have some ten thousand; ${WHAT_TO_DO}.`,
  'not-json': (file: string) => `${file} is not JSON; ${WHAT_TO_DO}.`,
  'cut-off': (file: string) => `${file} is cut off: its JSON ends in the middle; ${WHAT_TO_DO} again.`,
  'other-file': (file: string) => `${file} is not a service tag file (it needs changeNumber, cloud and values); ${WHAT_TO_DO}.`,
  'other-format': (file: string, where: string) =>
    `${file} has the form of a service tag file, but ${where}; if Microsoft has changed the format, a newer version of this tool is needed, otherwise ${WHAT_TO_DO}.`,
  'duplicate-tag': (file: string, tag: string) => `${file} has the tag ${tag} twice; ${WHAT_TO_DO}.`,
  'no-sensor-tag': (file: string, tag: string) => `${file} has no tag ${tag}; ${WHAT_TO_DO}.`,
  'bad-prefix': (file: string, tag: string, prefix: string, problem: string) =>
    `${file} has the prefix "${prefix}" in ${tag}, which ${problem}; ${WHAT_TO_DO}.`,
  'other-cloud': (file: string, cloud: string, expected: string) =>
    `${file} is of the cloud ${cloud}, and what is asked about is in ${expected}; name the file of ${expected}.`,
} as const;

export type ServiceTagFileErrorCode = keyof typeof MESSAGES;

/** Microsoft's file cannot be used; the message is one sentence that says what to do. */
export class ServiceTagFileError extends Error {
  public static of<Code extends ServiceTagFileErrorCode>(code: Code, ...about: Parameters<(typeof MESSAGES)[Code]>): ServiceTagFileError {
    const sentence = MESSAGES[code] as (...values: unknown[]) => string;
    return new ServiceTagFileError(code, sentence(...about.map(shown)));
  }

  private constructor(public readonly code: ServiceTagFileErrorCode, message: string) {
    super(message);
    this.name = 'ServiceTagFileError';
  }
}

/** Texts of a file are anybody's: cut where they are long, so that an error stays one sentence. */
function shown(value: string | number): string | number {
  return typeof value === 'string' && value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
}

const LONGEST_SHOWN = 200;
