import { Command } from 'commander';
import { diff, readInputs, readServiceTagFile } from '../harness';
import { DIFF_FORMATS, diffSentence, PLAIN, printableSentence, renderDiff, showsTraces } from '../report';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, DEFAULT_SENSOR_VERSION, sensorVersionNamed, supportedClouds, workspaceNameWarnings } from '../requirements';
import { parseEndpoint, parseFormat, parseList } from './arguments';
import { exitCodeOfDiff } from './exit-code';
import { DIFF_DESCRIPTION, DIFF_EXIT_CODES, INPUT } from './help';
import { CommandIo } from './io';
import { writeOutputFile } from './output-file';
import { styleFor } from './terminal-style';

interface DiffFlags {
  readonly workspace: string;
  readonly cloud: string;
  readonly sensorVersion: string;
  readonly sensors?: string;
  readonly serviceTags?: string;
  readonly format: string;
  readonly output?: string;
  readonly strict?: boolean;
  readonly pkiProxy?: string;
}

/** @param finish takes the exit code */
export function diffCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('diff')
    .summary('tell which traffic a change opens and closes')
    .description(DIFF_DESCRIPTION)
    .argument('<BEFORE>', INPUT)
    .argument('<AFTER>', 'the same, of any kind, with the change')
    .requiredOption('--workspace <NAME>', 'workspace, as the portal shows it under Settings > Identities > About')
    .option('--cloud <CLOUD>', `Microsoft cloud of the workspace: ${supportedClouds().map((cloud) => cloud.name).join(', ')}`, DEFAULT_CLOUD)
    .option('--sensor-version <VERSION>', 'version of the sensors: 2, 3, or both where there are some of each', String(DEFAULT_SENSOR_VERSION))
    .option('--sensors <CIDR,...>', 'addresses, prefixes or ranges of the sensors (default: the sources of the rules that name the sensor\'s host or service tag, before or after)')
    .option('--service-tags <FILE>', 'service tag file published by Microsoft (default: the bundled snapshot)')
    .option('--pki-proxy <ADDRESS:PORT>', 'proxy that carries certificate checks (default: sensors reach those hosts themselves)')
    .option('--strict', 'let recommended requirements count too')
    .option('--format <FORMAT>', `form of the report: ${DIFF_FORMATS.join(', ')}`, 'text')
    .option('--output <FILE>', 'write the report there, whole or not at all, and only its first sentence to standard output')
    .addHelpText('after', DIFF_EXIT_CODES)
    .action((before: string, after: string, flags: DiffFlags) => finish(runDiff(io, before, after, flags)));
}

function runDiff(io: CommandIo, before: string, after: string, flags: DiffFlags): number {
  const format = parseFormat('--format', flags.format, DIFF_FORMATS);
  // The arguments first: nobody waits for a large plan to be read to hear of a typo.
  const workspace = checkWorkspaceName(flags.workspace);
  const cloud = cloudNamed(flags.cloud).name;
  const sensorVersion = sensorVersionNamed(flags.sensorVersion);
  const sensors = flags.sensors === undefined ? undefined : parseList('--sensors', flags.sensors);
  const pkiProxy = flags.pkiProxy === undefined ? undefined : parseEndpoint('--pki-proxy', flags.pkiProxy);
  const serviceTags = flags.serviceTags === undefined ? undefined : readServiceTagFile(flags.serviceTags);
  const question = { workspace, cloud, sensorVersion, sensors, serviceTags, strict: flags.strict, pkiProxy, trace: showsTraces(format) };
  const report = diff(readInputs([before]), readInputs([after]), question);
  for (const warning of workspaceNameWarnings(workspace)) io.stderr.write(`warning: ${printableSentence(warning)}\n`);
  if (flags.output === undefined) {
    io.stdout.write(renderDiff(report, format, styleFor(io)));
  } else {
    writeOutputFile(flags.output, renderDiff(report, format, PLAIN), [before, after]);
    io.stdout.write(`${diffSentence(report)}\n`);
  }
  return exitCodeOfDiff(report);
}
