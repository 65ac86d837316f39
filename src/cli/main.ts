import { Command, CommanderError, Help, Option } from 'commander';
import { printableSentence } from '../report';
import { commandsFor } from './commands';
import { sentencesFor } from './errors';
import { EXIT } from './exit-code';
import { DESCRIPTION, EXAMPLES, EXIT_CODES } from './help';
import { CommandIo } from './io';
import { version } from './version';

/**
 * Runs the command.
 *
 * @param argv arguments after the program's name
 * @returns the exit code; nothing is thrown
 */
export async function main(argv: readonly string[], io: CommandIo): Promise<number> {
  let exitCode: number = EXIT.UNUSABLE;
  try {
    const program = programFor(argv, io, (code) => {
      exitCode = code;
    });
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.UNUSABLE;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return error instanceof UsageError ? exitCodeOfUsage(error, io) : exitCodeOfFailure(error, io);
  }
}

function programFor(argv: readonly string[], io: CommandIo, finish: (exitCode: number) => void): Command {
  const program = new Command('mdi-egress')
    .description(DESCRIPTION)
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', `${EXAMPLES}${EXIT_CODES}`);
  for (const command of commandsFor(argv)) {
    program.addCommand(command(io, finish).helpOption('-h, --help', 'print this help'));
  }
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
    command.exitOverride((error) => {
      throw new UsageError(error, nameOf(command));
    }).configureHelp({ optionDescription: describeOption }).configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      // Said once, by exitCodeOfUsage.
      outputError: () => undefined,
    });
  }
  return program;
}

/** What commander finds wrong with the arguments of a command. */
class UsageError extends Error {
  constructor(public readonly cause: CommanderError, public readonly command: string) {
    super(cause.message);
  }
}

/** `mdi-egress service-tags check`. */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

function describeOption(option: Option): string {
  const needed = option.mandatory ? ' (required)' : '';
  return `${new Help().optionDescription(option)}${needed}`;
}

function exitCodeOfUsage({ cause: error, command }: UsageError, io: CommandIo): number {
  // Help and version that were asked for are no errors.
  if (error.exitCode === 0) return EXIT.SATISFIED;
  const what = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ').replace(/\.$/, '');
  io.stderr.write(`mdi-egress: ${printableSentence(what)}; see ${command} --help.\n`);
  return EXIT.UNUSABLE;
}

function exitCodeOfFailure(error: unknown, io: CommandIo): number {
  const { sentences, isFault } = sentencesFor(error);
  for (const sentence of sentences) io.stderr.write(`mdi-egress: ${sentence}\n`);
  if (isFault && io.env.MDI_EGRESS_DEBUG !== undefined) io.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.UNUSABLE;
}
