import { Command } from 'commander';
import { ALLOW_LIST_FORMS, allowList } from '../proxy';
import { printableSentence } from '../report';
import { checkWorkspaceName, DEFAULT_CLOUD, supportedClouds, workspaceNameWarnings } from '../requirements';
import { parseList } from './arguments';
import { EXIT } from './exit-code';
import { PRINTING_EXIT_CODES } from './help';
import { CommandIo } from './io';
import { writeOutputFile } from './output-file';

const DESCRIPTION = [
  'Writes what a forward proxy must let through for the sensors of a workspace, from the documented requirements.',
  '"squid" is a whole squid.conf, "pac" a proxy auto-configuration file, "azure-explicit-proxy" the application rules of an Azure Firewall ' +
  'policy with explicit proxy as JSON, "hosts" a plain list, and "markdown" a table for the team that runs some other proxy.',
].join('\n\n');

interface AllowListFlags {
  readonly for: string;
  readonly workspace: string;
  readonly cloud: string;
  readonly sensorVersion: string;
  readonly proxy?: string;
  readonly sensors?: string;
  readonly output?: string;
}

/** @param finish takes the exit code */
export function allowListCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('allow-list')
    .summary('write what a proxy must let through')
    .description(DESCRIPTION)
    .requiredOption('--for <PROXY>', `form of the list: ${ALLOW_LIST_FORMS.join(', ')}`)
    .requiredOption('--workspace <NAME>', 'workspace, as the portal shows it under Settings > Identities > About')
    .option('--cloud <CLOUD>', `Microsoft cloud of the workspace: ${supportedClouds().map((cloud) => cloud.name).join(', ')}`, DEFAULT_CLOUD)
    .option('--sensor-version <VERSION>', 'version of the sensors: 2, 3 or both', '2')
    .option('--proxy <HOST:PORT>', 'where clients find the proxy: needed for pac; for squid, its port is the one listened on (default: 3128)')
    .option('--sensors <CIDR,...>', 'addresses, prefixes or ranges of the sensors (default: private addresses for squid, any for the others)')
    .option('--output <FILE>', 'write the list there, whole or not at all')
    .addHelpText('after', PRINTING_EXIT_CODES)
    .action((flags: AllowListFlags) => finish(runAllowList(io, flags)));
}

function runAllowList(io: CommandIo, flags: AllowListFlags): number {
  const { workspace, cloud, sensorVersion, proxy, output } = flags;
  const sensors = flags.sensors === undefined ? undefined : parseList('--sensors', flags.sensors);
  const text = allowList(flags.for, { workspace, cloud, sensorVersion, proxy, sensors });
  for (const warning of workspaceNameWarnings(checkWorkspaceName(workspace))) io.stderr.write(`warning: ${printableSentence(warning)}\n`);
  if (output === undefined) io.stdout.write(text);
  else writeOutputFile(output, text, []);
  return EXIT.SATISFIED;
}
