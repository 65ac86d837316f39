import { Command } from 'commander';
import { PLAIN, printableSentence, renderReports, REPORT_FORMATS, sentenceOfAll, showsTraces, verdictOfAll } from '../report';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, DEFAULT_SENSOR_VERSION, sensorVersionNamed, supportedClouds, workspaceNameWarnings } from '../requirements';
import { parseEndpoint, parseFormat, parseList } from './arguments';
import { estatesOf } from './estates';
import { exitCodeOfVerdict } from './exit-code';
import { EXIT_CODES, VERIFIED_INPUT, VERIFY_DESCRIPTION } from './help';
import { CommandIo } from './io';
import { writeOutputFile } from './output-file';
import { styleFor } from './terminal-style';
import { verifyEstates } from './verify-estates';

interface VerifyFlags {
  readonly workspace: string;
  readonly cloud: string;
  readonly sensorVersion: string;
  readonly sensors?: string;
  readonly serviceTags?: string;
  readonly format: string;
  readonly output?: string;
  readonly strict?: boolean;
  readonly pkiProxy?: string;
  readonly each?: boolean;
  readonly leastPrivilege?: boolean;
  readonly acknowledge?: string;
}

/** @param finish takes the exit code */
export function verifyCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('verify')
    .summary('prove the documented requirements from Terraform')
    .description(VERIFY_DESCRIPTION)
    .argument('<INPUT...>', VERIFIED_INPUT)
    .requiredOption('--workspace <NAME>', 'workspace, as the portal shows it under Settings > Identities > About')
    .option('--cloud <CLOUD>', `Microsoft cloud of the workspace: ${supportedClouds().map((cloud) => cloud.name).join(', ')}`, DEFAULT_CLOUD)
    .option('--sensor-version <VERSION>', 'version of the sensors: 2, 3, or both where there are some of each', String(DEFAULT_SENSOR_VERSION))
    .option('--sensors <CIDR,...>', 'addresses, prefixes or ranges of the sensors (default: the sources of the rules that name the sensor\'s host or service tag)')
    .option('--service-tags <FILE>', 'service tag file published by Microsoft (default: the bundled snapshot)')
    .option('--pki-proxy <ADDRESS:PORT>', 'proxy that carries certificate checks (default: sensors reach those hosts themselves)')
    .option('--each', 'take every input as a configuration of its own (default: inputs that are named are taken together)')
    .option('--strict', 'let recommended requirements count too')
    .option('--least-privilege', 'let reach to the Internet beyond what the requirements need count too')
    .option('--acknowledge <FILE>', 'JSON file of findings that are accepted, each with a reason and maybe a last day; they stay visible')
    .option('--format <FORMAT>', `form of the report: ${REPORT_FORMATS.join(', ')}`, 'text')
    .option('--output <FILE>', 'write the report there, whole or not at all, and only its first sentence to standard output')
    .addHelpText('after', EXIT_CODES)
    .action(async (inputs: string[], flags: VerifyFlags) => finish(await runVerify(io, inputs, flags)));
}

async function runVerify(io: CommandIo, inputs: readonly string[], flags: VerifyFlags): Promise<number> {
  const format = parseFormat('--format', flags.format, REPORT_FORMATS);
  // The arguments first: nobody waits for a large plan to be read to hear of a typo.
  const workspace = checkWorkspaceName(flags.workspace);
  const cloud = cloudNamed(flags.cloud).name;
  const sensorVersion = sensorVersionNamed(flags.sensorVersion);
  const sensors = flags.sensors === undefined ? undefined : parseList('--sensors', flags.sensors);
  const pkiProxy = flags.pkiProxy === undefined ? undefined : parseEndpoint('--pki-proxy', flags.pkiProxy);
  const estates = estatesOf(inputs, flags.each === true);
  const request = {
    workspace, cloud, sensorVersion, sensors, serviceTagsFile: flags.serviceTags, strict: flags.strict, pkiProxy, trace: showsTraces(format),
    examine: true, leastPrivilege: flags.leastPrivilege, acknowledgementsFile: flags.acknowledge,
  };
  const reports = await verifyEstates(estates, request, io);
  for (const warning of workspaceNameWarnings(workspace)) io.stderr.write(`warning: ${printableSentence(warning)}\n`);
  if (flags.output === undefined) {
    io.stdout.write(renderReports(reports, format, styleFor(io)));
  } else {
    writeOutputFile(flags.output, renderReports(reports, format, PLAIN), estates.flat());
    io.stdout.write(`${sentenceOfAll(reports)}\n`);
  }
  return exitCodeOfVerdict(verdictOfAll(reports));
}
