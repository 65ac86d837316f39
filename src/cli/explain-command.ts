import { Command } from 'commander';
import { explain, readInputs, readServiceTagFile } from '../harness';
import { EXPLANATION_FORMATS, renderExplanation } from '../report';
import { parseDestination, parseFormat, parseProtocol } from './arguments';
import { exitCodeOfExplanation } from './exit-code';
import { EXPLAIN_DESCRIPTION, EXPLAIN_EXIT_CODES, INPUT } from './help';
import { CommandIo } from './io';
import { styleFor } from './terminal-style';

interface ExplainFlags {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly serviceTags?: string;
  readonly format: string;
}

/** @param finish takes the exit code */
export function explainCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('explain')
    .summary('tell which rules decide about some traffic')
    .description(EXPLAIN_DESCRIPTION)
    .argument('<INPUT...>', INPUT)
    .requiredOption('--from <ADDRESS>', 'source address')
    .requiredOption('--to <HOST-OR-IP[:PORT]>', 'destination; every port without one; an IPv6 address with a port in brackets: [2001:db8::1]:443')
    .option('--protocol <PROTOCOL>', 'tcp or udp', 'tcp')
    .option('--service-tags <FILE>', 'service tag file published by Microsoft (default: the bundled snapshot)')
    .option('--format <FORMAT>', `form of the answer: ${EXPLANATION_FORMATS.join(', ')}`, 'text')
    .addHelpText('after', EXPLAIN_EXIT_CODES)
    .action((paths: string[], flags: ExplainFlags) => finish(runExplain(io, paths, flags)));
}

function runExplain(io: CommandIo, paths: readonly string[], flags: ExplainFlags): number {
  const format = parseFormat('--format', flags.format, EXPLANATION_FORMATS);
  const protocol = parseProtocol('--protocol', flags.protocol);
  const destination = parseDestination('--to', flags.to);
  const serviceTags = flags.serviceTags === undefined ? undefined : readServiceTagFile(flags.serviceTags);
  const inputs = readInputs(paths);
  const explanation = explain(inputs, { from: flags.from, ...destination, protocol, serviceTags });
  io.stdout.write(renderExplanation(explanation, format, styleFor(io)));
  return exitCodeOfExplanation(explanation);
}
