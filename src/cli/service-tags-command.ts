import { Command } from 'commander';
import { changedServiceTags, checkServiceTags, readInputs, readServiceTagFile } from '../harness';
import { CHANGES_FORMATS, changesSentence, CHECK_FORMATS, checkSentence, PLAIN, renderChanges, renderCheck } from '../report';
import { DEFAULT_SENSOR_VERSION, sensorVersionNamed } from '../requirements';
import { parseFormat } from './arguments';
import { EXIT, exitCodeOfVerdict } from './exit-code';
import { INPUT } from './help';
import { CommandIo } from './io';
import { writeOutputFile } from './output-file';
import { CHECK_DESCRIPTION, CHECK_EXIT_CODES, CHANGES_DESCRIPTION, CHANGES_EXIT_CODES } from './service-tags-help';
import { styleFor } from './terminal-style';

interface CheckFlags {
  readonly serviceTags?: readonly string[];
  readonly sensorVersion: string;
  readonly strict?: boolean;
  readonly format: string;
  readonly output?: string;
}

interface ChangesFlags {
  readonly format: string;
  readonly output?: string;
}

/** @param finish takes the exit code */
export function serviceTagsCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('service-tags')
    .summary('keep address lists that stand for service tags up to date')
    .description('Keeps address lists up to date that stand for the service tags of the sensors.')
    .helpCommand(false)
    .addCommand(checkCommand(io, finish).helpOption('-h, --help', 'print this help'))
    .addCommand(changesCommand(io, finish).helpOption('-h, --help', 'print this help'));
}

function checkCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('check')
    .summary('compare the lists of an input with what the tags are now')
    .description(CHECK_DESCRIPTION)
    .argument('<INPUT...>', INPUT)
    .option('--service-tags <FILE>', 'service tag file published by Microsoft; once for each cloud (default: the bundled snapshots)', collected)
    .option('--sensor-version <VERSION>', 'version of the sensors: 2, 3, or both where there are some of each', String(DEFAULT_SENSOR_VERSION))
    .option('--strict', 'let prefixes count that are not the tag\'s any more')
    .option('--format <FORMAT>', `form of the report: ${CHECK_FORMATS.join(', ')}`, 'text')
    .option('--output <FILE>', 'write the report there, whole or not at all, and only its first sentence to standard output')
    .addHelpText('after', CHECK_EXIT_CODES)
    .action((paths: string[], flags: CheckFlags) => finish(runCheck(io, paths, flags)));
}

function changesCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('diff')
    .summary('tell what changed from one service tag file to another')
    .description(CHANGES_DESCRIPTION)
    .argument('<OLD>', 'service tag file published by Microsoft')
    .argument('<NEW>', 'a newer one of the same cloud')
    .option('--format <FORMAT>', `form of the report: ${CHANGES_FORMATS.join(', ')}`, 'text')
    .option('--output <FILE>', 'write the report there, whole or not at all, and only its first sentence to standard output')
    .addHelpText('after', CHANGES_EXIT_CODES)
    .action((older: string, newer: string, flags: ChangesFlags) => finish(runChanges(io, older, newer, flags)));
}

function runCheck(io: CommandIo, paths: readonly string[], flags: CheckFlags): number {
  const format = parseFormat('--format', flags.format, CHECK_FORMATS);
  const sensorVersion = sensorVersionNamed(flags.sensorVersion);
  const { serviceTags: files = [] } = flags;
  const serviceTags = files.map(readServiceTagFile);
  const today = new Date(Date.now()).toISOString().slice(0, 10);
  const check = checkServiceTags(readInputs(paths), { serviceTags, sensorVersion, strict: flags.strict, today });
  if (flags.output === undefined) {
    io.stdout.write(renderCheck(check, format, styleFor(io)));
  } else {
    writeOutputFile(flags.output, renderCheck(check, format, PLAIN), [...paths, ...files]);
    io.stdout.write(`${checkSentence(check)}\n`);
  }
  return exitCodeOfVerdict(check.verdict);
}

function runChanges(io: CommandIo, older: string, newer: string, flags: ChangesFlags): number {
  const format = parseFormat('--format', flags.format, CHANGES_FORMATS);
  const changes = changedServiceTags(readServiceTagFile(older), readServiceTagFile(newer));
  if (flags.output === undefined) {
    io.stdout.write(renderChanges(changes, format, styleFor(io)));
  } else {
    writeOutputFile(flags.output, renderChanges(changes, format, PLAIN), [older, newer]);
    io.stdout.write(`${changesSentence(changes)}\n`);
  }
  return EXIT.SATISFIED;
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
