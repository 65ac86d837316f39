import { Command } from 'commander';
import { printableJson, printableSentence, ROLE_OF_VERDICT, TextStyle } from '../report';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, formerSensorHosts, HTTPS_PORT, sensorHost, SENSOR_HOST_LABEL_END, supportedClouds } from '../requirements';
import { checkRegistryProxy, readRegistryFile, RegistryReport } from '../sensor';
import { parseFormat } from './arguments';
import { EXIT } from './exit-code';
import { CommandIo } from './io';
import { styleFor } from './terminal-style';

const DESCRIPTION = [
  'Checks the legacy way of telling sensors their proxy: DefaultConnectionSettings of LocalSystem and LocalService in an exported registry file.',
  'Both must be there, readable and equal, with a manual proxy that carries HTTPS and does not go around the sensor host. On the sensor\'s ' +
  'machine: reg export HKU\\S-1-5-18 system.reg, and the same for S-1-5-19.',
].join('\n\n');

const EXIT_CODES = `
Exit codes:
  0  both accounts have a proxy that carries the sensor's traffic
  1  they do not: each line says what is wrong and what to do
  2  it depends on something the file does not say
  3  the file or an argument cannot be used; standard error says which
`;

const FORMATS: Readonly<Record<string, (report: RegistryReport, style: TextStyle) => string>> = {
  text: ({ findings }, style) => findings.map(({ verdict, sentence }) => `${style.paint(ROLE_OF_VERDICT[verdict], printableSentence(sentence))}\n`).join(''),
  json: ({ verdict, findings }) => printableJson({ format: 'mdi-egress/sensor-registry/v1', verdict, findings }),
};

interface SensorRegistryFlags {
  readonly workspace?: string;
  readonly cloud: string;
  readonly format: string;
}

/** @param finish takes the exit code */
export function sensorRegistryCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('sensor-registry')
    .summary('check the proxy settings in an exported registry file')
    .description(DESCRIPTION)
    .argument('<FILE...>', 'exported registry files (.reg), taken together')
    .option('--workspace <NAME>', 'workspace whose sensor host must not go around the proxy (default: any)')
    .option('--cloud <CLOUD>', `Microsoft cloud of the workspace: ${supportedClouds().map((cloud) => cloud.name).join(', ')}`, DEFAULT_CLOUD)
    .option('--format <FORMAT>', `form of the report: ${Object.keys(FORMATS).join(', ')}`, 'text')
    .addHelpText('after', EXIT_CODES)
    .action((paths: string[], flags: SensorRegistryFlags) => finish(runSensorRegistry(io, paths, flags)));
}

function runSensorRegistry(io: CommandIo, paths: readonly string[], flags: SensorRegistryFlags): number {
  const format = parseFormat('--format', flags.format, Object.keys(FORMATS));
  const cloud = cloudNamed(flags.cloud);
  const hosts = flags.workspace === undefined
    ? cloud.sensorHostSuffixes.map((suffix) => `*${SENSOR_HOST_LABEL_END}${suffix}`)
    : sensorHosts(checkWorkspaceName(flags.workspace), cloud.name);
  const values = new Map(paths.flatMap((path) => [...readRegistryFile(path)]));
  const report = checkRegistryProxy(values, hosts, HTTPS_PORT);
  io.stdout.write(FORMATS[format](report, styleFor(io)));
  return { satisfied: EXIT.SATISFIED, violated: EXIT.VIOLATED, unknown: EXIT.UNKNOWN }[report.verdict];
}

function sensorHosts(workspace: string, cloud: string): string[] {
  return [sensorHost(workspace, cloud), ...formerSensorHosts(workspace, cloud)];
}
