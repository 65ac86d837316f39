import { ServiceTagFileError } from '../azure';
import { UnusableInputsError } from './unusable-inputs';
import { QuestionError } from '../proof/errors';
import { printable } from '../report/printable';
import { RequirementsError, WorkspaceNameError } from '../requirements';
import { InputError } from '../terraform/input-error';

export type HarnessErrorCode =
  | 'no-input'
  | 'requirement-unknown'
  | 'requirement-list-empty'
  | 'proxy-address-invalid'
  | 'proxy-port-invalid'
  | 'acknowledgements-unreadable'
  | 'acknowledgements-invalid'
  | 'least-privilege-requirements'
  | 'not-json';

const MESSAGES: Readonly<Record<HarnessErrorCode, (text: string) => string>> = {
  'no-input': () => 'There is no input to prove anything from; name at least one file or folder.',
  'requirement-unknown': (text) => `There is no requirement ${text}.`,
  'requirement-list-empty': (text) => `The list of requirements to prove is empty; leave it out to prove all, or name some of ${text}.`,
  'proxy-address-invalid': (text) => `The proxy's address "${text}" is no IP address; write the address that sensors connect to, such as 10.2.0.10.`,
  'proxy-port-invalid': (text) => `The proxy's port "${text}" is no port; write a whole number from 1 to 65535.`,
  'acknowledgements-unreadable': (text) => `The acknowledgement file ${text}; name a JSON file that can be read.`,
  'acknowledgements-invalid': (text) => `The acknowledgement file ${text}.`,
  'least-privilege-requirements': () => 'Least privilege asks for the whole catalogue, since what one requirement does not need another one may; leave the list of requirements out.',
  'not-json': (text) => `The Terraform configuration to prove ${text}; pass what was synthesized, as an object or as JSON text.`,
};

/** The question cannot be answered as it was put; the message is one sentence that says what to do. */
export class HarnessError extends Error {
  constructor(public readonly code: HarnessErrorCode, text: string = '') {
    super(MESSAGES[code](printable(text, 500)));
    this.name = 'HarnessError';
  }
}

/** Whether an error is about the input or the question, with a message made for people, and no fault of this program. */
export function isUsageProblem(error: unknown): error is Error {
  return [HarnessError, InputError, QuestionError, RequirementsError, ServiceTagFileError, UnusableInputsError, WorkspaceNameError]
    .some((problem) => error instanceof problem);
}
