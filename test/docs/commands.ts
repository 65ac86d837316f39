import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { HubAndSpoke } from '../../examples/hub-and-spoke/main';
import { planOf } from '../cli/plans';
import { Outcome, run } from '../cli/run';
import { EXTRACTS, extractPath, fileOfWeek, weeklyStates } from '../support/service-tags';

/*
 * Commands as pages show them. Those of this package are run, in a folder with the files that the pages speak of; of the
 * others it is checked that they are what they should be.
 */

interface Manifest {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const ROOT = join(__dirname, '..', '..');
export const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

/**
 * A folder for the time of some work, which is the working folder: `plan.json` (a real plan in which a deny comes first), `main.json`
 * (the same before that), the files of some weeks in `service-tags`, `cdk.tf.json` with an IP group that is pinned to the first of
 * them, and a folder of Terraform files, `infrastructure`.
 */
export async function inDemoFolder<T>(work: () => T | Promise<T>): Promise<T> {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  try {
    copyFileSync(planOf('nsg-deny-first'), join(folder, 'plan.json'));
    mkdirSync(join(folder, 'service-tags'));
    const weeks = weeklyStates('Public').slice(-2);
    for (const week of weeks) {
      writeFileSync(join(folder, 'service-tags', `ServiceTags_Public_${week.date.replaceAll('-', '')}.json`), fileOfWeek('Public', week));
    }
    copyFileSync(extractPath('AzureGovernment'), join(folder, 'service-tags', EXTRACTS.AzureGovernment));
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(firewallPinnedTo(weeks[0].addressPrefixes.filter((prefix) => !prefix.includes(':')))));
    copyFileSync(planOf('nsg-only-ok'), join(folder, 'main.json'));
    cpSync(join(ROOT, 'test/fixtures/plans/hcl-with-variables'), join(folder, 'infrastructure'), { recursive: true });
    process.chdir(folder);
    return await work();
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}

function firewallPinnedTo(cidrs: readonly string[]): object {
  const rule = {
    name: 'sensor-api', protocols: ['TCP'], source_addresses: ['10.1.0.4'], destination_ip_groups: ['${azurerm_ip_group.sensor_api.id}'], destination_ports: ['443'],
  };
  return { resource: {
    azurerm_ip_group: { sensor_api: { name: 'ipg-sensor-api', location: 'westeurope', resource_group_name: 'rg-hub', cidrs } },
    azurerm_firewall_policy: { hub: { name: 'afwp-hub', location: 'westeurope', resource_group_name: 'rg-hub' } },
    azurerm_firewall_policy_rule_collection_group: { sensors: {
      name: 'rcg-sensors', firewall_policy_id: '${azurerm_firewall_policy.hub.id}', priority: 500,
      network_rule_collection: [{ name: 'sensors', priority: 100, action: 'Allow', rule: [rule] }],
    } },
  } };
}

/** Runs a command of this package in the working folder; `npm start` without the installation and the bundling. */
export async function runShown(command: string): Promise<Outcome> {
  if (command === 'npm start') return run(synthesizedDemo());
  const [, text] = /^(?:npx )?mdi-egress (.*)$/.exec(command) ?? [];
  if (text === undefined) throw new Error(`"${command}" is no command of this package`);
  return run(text.split(' '));
}

/** Arguments of the demo, after synthesizing what it verifies. */
function synthesizedDemo(): string[] {
  const [, argv] = /node dist-cli\/mdi-egress\.js (.*)$/.exec(MANIFEST.scripts.demo) ?? [];
  if (argv === undefined || !MANIFEST.scripts.start.endsWith('npm run --silent demo')) throw new Error('npm start is not what the pages say any more');
  if (!MANIFEST.scripts.synth.endsWith(' examples/hub-and-spoke/main.ts')) throw new Error('npm run synth has another example');
  mkdirSync('cdktf.out', { recursive: true });
  const app = new App({ outdir: 'cdktf.out' });
  new HubAndSpoke(app, 'hub-and-spoke');
  app.synth();
  return argv.split(' ');
}

/** What is wrong with a command line that a page shows without its output; nothing where all is well. */
export async function commandProblems(line: string): Promise<string[]> {
  const script = /^npm (start|test)$|^npm run (\S+)(?: -- \S+(?: \S+)*)?$/.exec(line);
  if (script) {
    const name = script[1] ?? script[2];
    return Object.hasOwn(MANIFEST.scripts, name) ? [] : [`there is no script ${name}`];
  }
  if (line.startsWith('npm install ')) {
    const words = line.slice('npm install '.length).match(/'[^']*'|\S+/g) ?? [];
    return words.filter((word) => !word.startsWith('--')).flatMap((word) => installProblems(word.replaceAll('\'', '')));
  }
  if (/^npx (jest|projen|cdktf)( [\w./-]+)?$/.test(line)) return [];
  if (/^terraform (plan -out plan\.out|show -json plan\.out > plan\.json)$/.test(line)) return [];
  if (/^(npx )?mdi-egress /.test(line)) {
    const { exitCode, stderr } = await runShown(line);
    return exitCode === 3 ? [stderr] : [];
  }
  return [`nothing is known of the command "${line}"`];
}

function installProblems(dependency: string): string[] {
  const [, name, range] = /^(@?[^@]+)(?:@(.+))?$/.exec(dependency)!;
  if (name === MANIFEST.name) return range === undefined ? [] : [`${dependency} pins this package`];
  const peer = Object.hasOwn(MANIFEST.peerDependencies, name) ? MANIFEST.peerDependencies[name] : undefined;
  if (peer === undefined) return [`${name} is no peer of this package`];
  return range === peer ? [] : [`${dependency} is not the peer range ${peer}`];
}

/**
 * Where an output differs from what a page shows of it; `undefined` where it does not. A line `…` stands for lines left out.
 */
export function difference(shown: string, actual: string): string | undefined {
  const parts = shown.replace(/\n+$/, '').split(/^…\n?/m).map((part) => part.replace(/\n$/, ''));
  const lines = actual.replace(/\n+$/, '').split('\n');
  let from = 0;
  for (const [index, part] of parts.entries()) {
    if (part === '') continue;
    const wanted = part.split('\n');
    const last = index === parts.length - 1;
    const earliest = last ? Math.max(from, lines.length - wanted.length) : from;
    const latest = index === 0 ? 0 : lines.length - wanted.length;
    const found = wholeNumbers(earliest, latest).find((start) => wanted.every((line, i) => line === lines[start + i]));
    if (found === undefined) return `not in the output at its place:\n${part}\n--- the output:\n${actual}`;
    from = found + wanted.length;
  }
  return undefined;
}

function wholeNumbers(first: number, last: number): number[] {
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => first + i);
}
