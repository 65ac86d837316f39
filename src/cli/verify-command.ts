import { Command } from 'commander';
import { readInputs, readServiceTagFile, verify } from '../harness';
import { overallSentence, PLAIN, printableSentence, renderReport, REPORT_FORMATS } from '../report';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, supportedClouds, workspaceNameWarnings } from '../requirements';
import { parseEndpoint, parseFormat, parseList } from './arguments';
import { exitCodeOfReport } from './exit-code';
import { EXIT_CODES, INPUT, VERIFY_DESCRIPTION } from './help';
import { CommandIo } from './io';
import { writeOutputFile } from './output-file';
import { styleFor } from './terminal-style';

interface VerifyFlags {
  readonly workspace: string;
  readonly cloud: string;
  readonly sensors?: string;
  readonly serviceTags?: string;
  readonly format: string;
  readonly output?: string;
  readonly strict?: boolean;
  readonly pkiProxy?: string;
}

/** @param finish takes the exit code */
export function verifyCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('verify')
    .summary('prove the documented requirements from Terraform')
    .description(VERIFY_DESCRIPTION)
    .argument('<INPUT...>', INPUT)
    .requiredOption('--workspace <NAME>', 'workspace, as the portal shows it under Settings > Identities > About')
    .option('--cloud <CLOUD>', `Microsoft cloud of the workspace: ${supportedClouds().map((cloud) => cloud.name).join(', ')}`, DEFAULT_CLOUD)
    .option('--sensors <CIDR,...>', 'addresses, prefixes or ranges of the sensors (default: the sources of the rules that name the sensor\'s host or service tag)')
    .option('--service-tags <FILE>', 'service tag file published by Microsoft (default: the bundled snapshot)')
    .option('--pki-proxy <ADDRESS:PORT>', 'proxy that carries certificate checks (default: sensors reach those hosts themselves)')
    .option('--strict', 'let recommended requirements count too')
    .option('--format <FORMAT>', `form of the report: ${REPORT_FORMATS.join(', ')}`, 'text')
    .option('--output <FILE>', 'write the report there, whole or not at all, and only its first sentence to standard output')
    .addHelpText('after', EXIT_CODES)
    .action((paths: string[], flags: VerifyFlags) => finish(runVerify(io, paths, flags)));
}

function runVerify(io: CommandIo, paths: readonly string[], flags: VerifyFlags): number {
  const format = parseFormat('--format', flags.format, REPORT_FORMATS);
  // The arguments first: nobody waits for a large plan to be read to hear of a typo.
  const workspace = checkWorkspaceName(flags.workspace);
  const cloud = cloudNamed(flags.cloud).name;
  const sensors = flags.sensors === undefined ? undefined : parseList('--sensors', flags.sensors);
  const pkiProxy = flags.pkiProxy === undefined ? undefined : parseEndpoint('--pki-proxy', flags.pkiProxy);
  const serviceTags = flags.serviceTags === undefined ? undefined : readServiceTagFile(flags.serviceTags);
  const inputs = readInputs(paths);
  const report = verify(inputs, { workspace, cloud, sensors, serviceTags, strict: flags.strict, pkiProxy });
  for (const warning of workspaceNameWarnings(workspace)) io.stderr.write(`warning: ${printableSentence(warning)}\n`);
  if (flags.output === undefined) {
    io.stdout.write(renderReport(report, format, styleFor(io)));
  } else {
    writeOutputFile(flags.output, renderReport(report, format, PLAIN), paths);
    io.stdout.write(`${overallSentence(report)}\n`);
  }
  return exitCodeOfReport(report);
}
