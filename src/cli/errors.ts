import { ConnectivityError } from '../connectivity/errors';
import { isUsageProblem, UnusableInputsError } from '../harness';
import { ProxyError } from '../proxy/errors';
import { printable, printableSentence } from '../report';
import { SensorRegistryError } from '../sensor/errors';

export type CommandErrorCode =
  | 'format-unknown'
  | 'protocol-unknown'
  | 'endpoint-malformed'
  | 'port-malformed'
  | 'list-empty'
  | 'pattern-without-match'
  | 'memory-exhausted'
  | 'output-unwritable'
  | 'output-is-input';

const MESSAGES: Readonly<Record<CommandErrorCode, (option: string, text: string) => string>> = {
  'format-unknown': (option, text) => `${option} ${text}`,
  'protocol-unknown': (option, text) => `${option} "${text}" is no protocol that can be asked about; write tcp or udp.`,
  'endpoint-malformed': (option, text) => `${option} "${text}" is no ADDRESS:PORT; write it like 10.2.0.10:8080 or [2001:db8::10]:8080.`,
  'port-malformed': (option, text) => `${option} "${text}" has no valid port; write a whole number from 1 to 65535 after the colon.`,
  'list-empty': (option, text) => `${option} "${text}" has an empty item; write items with one comma between them.`,
  'pattern-without-match': (option, text) => `${option} "${text}" matches no file; check the pattern, which starts from the current folder.`,
  'memory-exhausted': (option, text) => `${option} "${text}" needs more memory than there is; give Node more, with NODE_OPTIONS=--max-old-space-size=8192.`,
  'output-unwritable': (option, text) => `${option} ${text}; name a file in a folder that can be written to.`,
  'output-is-input': (option, text) => `${option} "${text}" is one of the inputs, and would be overwritten; name another file.`,
};

/** An argument that cannot be used; the message is one sentence. */
export class CommandError extends Error {
  constructor(public readonly code: CommandErrorCode, option: string, text: string) {
    super(MESSAGES[code](option, printable(text)));
    this.name = 'CommandError';
  }
}

/** The sentences to show for an error, and whether it is a fault of this program. */
export function sentencesFor(error: unknown): { readonly sentences: readonly string[]; readonly isFault: boolean } {
  if (error instanceof UnusableInputsError) return { sentences: error.problems.map(printableSentence), isFault: false };
  if (isAboutArguments(error)) return { sentences: [printableSentence(error.message)], isFault: false };
  // The message of an unforeseen error may quote the input, secrets included: it is shown on request alone.
  return {
    sentences: ['Something unforeseen went wrong in mdi-egress itself; please report it, with the output of the same command under MDI_EGRESS_DEBUG=1.'],
    isFault: true,
  };
}

/** Whether an error is about what the command was given, with a message made for people. */
function isAboutArguments(error: unknown): error is Error {
  return [CommandError, ConnectivityError, ProxyError, SensorRegistryError].some((problem) => error instanceof problem) || isUsageProblem(error);
}
