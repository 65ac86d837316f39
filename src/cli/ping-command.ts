import { Command } from 'commander';
import { CREDENTIALS_VARIABLE, DEFAULT_SECONDS, parseProxyUrl, parseSeconds, ping, PingReport, readRoots } from '../connectivity';
import { printableJson, printableSentence, ROLE_OF_VERDICT, TextStyle } from '../report';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, requirementsFor, supportedClouds, workspaceNameWarnings } from '../requirements';
import { parseFormat } from './arguments';
import { EXIT } from './exit-code';
import { CommandIo } from './io';
import { styleFor } from './terminal-style';

const DESCRIPTION = [
  'Tries the documented connections from the machine it runs on, as the sensor makes them: resolves the sensor host, connects (through the ' +
  'proxy), looks at who issued the certificate, asks /tri/sensor/api/ping, and fetches from the hosts of revocation and trust lists over HTTP.',
  'This is the only command that uses the network. It contacts the documented hosts and the proxy that is named, and nobody else, and ' +
  'shows no credentials.',
].join('\n\n');

const EXIT_CODES = `
Exit codes:
  0  every connection that counts works
  1  one does not: the first line says what is wrong and what to do
  2  none fails for certain, but one could not be tried
  3  an argument cannot be used; standard error says which
Required connections count; with --strict the recommended ones count too.
`;

const FORMATS: Readonly<Record<string, (report: PingReport, style: TextStyle) => string>> = { text: toText, json: toJson };

interface PingFlags {
  readonly workspace: string;
  readonly cloud: string;
  readonly proxy?: string;
  readonly ca?: string;
  readonly timeout: string;
  readonly strict?: boolean;
  readonly format: string;
}

/** @param finish takes the exit code */
export function pingCommand(io: CommandIo, finish: (exitCode: number) => void): Command {
  return new Command('ping')
    .summary('try the connection from this machine (uses the network)')
    .description(DESCRIPTION)
    .requiredOption('--workspace <NAME>', 'workspace, as the portal shows it under Settings > Identities > About')
    .option('--cloud <CLOUD>', `Microsoft cloud of the workspace: ${supportedClouds().map((cloud) => cloud.name).join(', ')}`, DEFAULT_CLOUD)
    .option('--proxy <URL>', `proxy, such as http://proxy.contoso.com:8080; credentials for it go into ${CREDENTIALS_VARIABLE} as user:password`)
    .option('--ca <FILE>', 'root certificates (PEM) that are genuine beside the public ones')
    .option('--timeout <SECONDS>', 'how long each step may take', String(DEFAULT_SECONDS))
    .option('--strict', 'let recommended requirements count too')
    .option('--format <FORMAT>', `form of the report: ${Object.keys(FORMATS).join(', ')}`, 'text')
    .addHelpText('after', EXIT_CODES)
    .action(async (flags: PingFlags) => finish(await runPing(io, flags)));
}

async function runPing(io: CommandIo, flags: PingFlags): Promise<number> {
  const format = parseFormat('--format', flags.format, Object.keys(FORMATS));
  const workspace = checkWorkspaceName(flags.workspace);
  const cloud = cloudNamed(flags.cloud).name;
  const proxy = flags.proxy === undefined ? undefined : parseProxyUrl(flags.proxy, io.env[CREDENTIALS_VARIABLE]);
  const roots = flags.ca === undefined ? [] : readRoots(flags.ca);
  const seconds = parseSeconds(flags.timeout);
  for (const warning of workspaceNameWarnings(workspace)) io.stderr.write(`warning: ${printableSentence(warning)}\n`);
  const report = await ping({
    requirements: requirementsFor({ workspace, cloud }),
    workspace,
    cloud,
    strict: flags.strict,
    ways: { ...(proxy && { proxy }), ...(io.network && { network: io.network }), roots, seconds },
  });
  io.stdout.write(FORMATS[format](report, styleFor(io)));
  return { satisfied: EXIT.SATISFIED, violated: EXIT.VIOLATED, unknown: EXIT.UNKNOWN }[report.verdict];
}

function toText({ verdict, sentence, requirements }: PingReport, style: TextStyle): string {
  return [
    style.paint(ROLE_OF_VERDICT[verdict], printableSentence(sentence)),
    '',
    ...requirements.flatMap((one) => [
      style.paint(ROLE_OF_VERDICT[one.verdict], `${one.id}: ${one.verdict} (${one.level})`),
      ...one.outcomes.map((outcome) => `  ${printableSentence(outcome.sentence)}`),
    ]),
    '',
  ].join('\n');
}

/** The outcome as `mdi-egress/ping/v1`. */
function toJson({ verdict, sentence, workspace, cloud, proxy, requirements }: PingReport): string {
  return printableJson({
    format: 'mdi-egress/ping/v1',
    verdict,
    sentence,
    workspace,
    cloud,
    proxy,
    requirements: requirements.map(({ id, level, verdict: own, statement, outcomes }) => ({
      id,
      level,
      verdict: own,
      statement,
      outcomes: outcomes.map(({ code, verdict: found, sentence: said, facts }) => ({
        code, verdict: found, sentence: said, host: facts.host, port: facts.port, status: facts.status, issuer: facts.issuer,
      })),
    })),
  });
}
