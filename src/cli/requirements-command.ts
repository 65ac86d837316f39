import { Command } from 'commander';
import { CATALOGUE_FORMATS, renderCatalogue } from '../report';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, DEFAULT_SENSOR_VERSION, Requirement, requirementsFor, sensorVersionNamed, supportedClouds } from '../requirements';
import { parseFormat } from './arguments';
import { EXIT } from './exit-code';
import { PRINTING_EXIT_CODES, REQUIREMENTS_DESCRIPTION } from './help';
import { CommandIo } from './io';
import { styleFor } from './terminal-style';

interface RequirementsFlags {
  readonly workspace?: string;
  readonly cloud: string;
  readonly sensorVersion: string;
  readonly format: string;
}

/** What stands for the name when none is given, as in the documentation's own host names. */
const PLACEHOLDER = '<workspace>';

/** A valid name that nobody has, since the catalogue takes no placeholder. */
const STAND_IN = 'name-of-your-own-workspace';

/** @param finish takes the exit code */
export function requirementsCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('requirements')
    .summary('print the documented requirements')
    .description(REQUIREMENTS_DESCRIPTION)
    .option('--workspace <NAME>', `workspace to fill in (default: ${PLACEHOLDER})`)
    .option('--cloud <CLOUD>', `Microsoft cloud of the workspace: ${supportedClouds().map((cloud) => cloud.name).join(', ')}`, DEFAULT_CLOUD)
    .option('--sensor-version <VERSION>', 'version of the sensors: 2, 3, or both where there are some of each', String(DEFAULT_SENSOR_VERSION))
    .option('--format <FORMAT>', `form of the catalogue: ${CATALOGUE_FORMATS.join(', ')}`, 'text')
    .addHelpText('after', PRINTING_EXIT_CODES)
    .action((flags: RequirementsFlags) => finish(runRequirements(io, flags)));
}

function runRequirements(io: CommandIo, flags: RequirementsFlags): number {
  const format = parseFormat('--format', flags.format, CATALOGUE_FORMATS);
  const cloud = cloudNamed(flags.cloud).name;
  const sensorVersion = sensorVersionNamed(flags.sensorVersion);
  const workspace = flags.workspace === undefined ? PLACEHOLDER : checkWorkspaceName(flags.workspace);
  const requirements = flags.workspace === undefined
    ? requirementsFor({ workspace: STAND_IN, cloud, sensorVersion }).map(withPlaceholder)
    : requirementsFor({ workspace, cloud, sensorVersion });
  io.stdout.write(renderCatalogue({ requirements, workspace, cloud }, format, styleFor(io)));
  return EXIT.SATISFIED;
}

function withPlaceholder(requirement: Requirement): Requirement {
  const filled = (text: string): string => text.replaceAll(STAND_IN, PLACEHOLDER);
  return {
    ...requirement,
    statement: filled(requirement.statement),
    flows: requirement.flows.map((flow) => ({ ...flow, host: filled(flow.host) })),
  };
}
