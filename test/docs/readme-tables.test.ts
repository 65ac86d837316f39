import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { Command } from 'commander';
import { Construct } from 'constructs';
import { MANIFEST } from './commands';
import { plain, tableOf } from './markdown';
import { parseYaml } from './yaml';
import * as library from '../../src';
import { bundledServiceTags } from '../../src/azure';
import { allowListCommand } from '../../src/cli/allow-list-command';
import { diffCommand } from '../../src/cli/diff-command';
import { explainCommand } from '../../src/cli/explain-command';
import { DIFF_EXIT_CODES, EXIT_CODES, EXPLAIN_EXIT_CODES } from '../../src/cli/help';
import { CommandIo } from '../../src/cli/io';
import { pingCommand } from '../../src/cli/ping-command';
import { requirementsCommand } from '../../src/cli/requirements-command';
import { sensorRegistryCommand } from '../../src/cli/sensor-registry-command';
import { serviceTagsCommand } from '../../src/cli/service-tags-command';
import { CHANGES_EXIT_CODES, CHECK_EXIT_CODES } from '../../src/cli/service-tags-help';
import { verifyCommand } from '../../src/cli/verify-command';
import { verify } from '../../src/harness';
import { DIFF_FORMATS, EXPLANATION_FORMATS, REPORT_FORMATS } from '../../src/report';
import { requirementsFor } from '../../src/requirements';
import { readInput, readText } from '../../src/terraform';
import { EVALUATED_FUNCTIONS } from '../../src/terraform/functions';
import { CASES, expectationOf, planOf } from '../cli/plans';
import { EXAMPLES } from '../support/examples';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const rowsOf = (firstHead: string): string[][] => tableOf(README, firstHead).rows.map((row) => row.map(plain));

describe('the page\'s option tables are what --help says', () => {
  const io: CommandIo = { stdout: process.stdout, stderr: process.stderr, env: {} };
  const commands: Readonly<Record<string, Command>> = {
    'verify': verifyCommand(io, () => undefined),
    'explain': explainCommand(io, () => undefined),
    'diff': diffCommand(io, () => undefined),
    'requirements': requirementsCommand(io, () => undefined),
    'allow-list': allowListCommand(io, () => undefined),
    'ping': pingCommand(io, () => undefined),
    'sensor-registry': sensorRegistryCommand(io, () => undefined),
    ...Object.fromEntries(serviceTagsCommand(io, () => undefined).commands.map((command) => [`service-tags ${command.name()}`, command])),
  };

  test.each(Object.keys(commands))('%s', (name) => {
    expect(rowsOf(`option of \`${name}\``)).toEqual(commands[name].options.map(({ flags, description }) => [flags, description]));
  });
});

const listed = (text: string) => [...text.matchAll(/^ {2}(\d) {2}(.*)$/gm)].map(([, code, meaning]) => [code, meaning]);

test('the exit codes of service-tags are those of --help', () => {
  const ofDiff = new Map(listed(CHANGES_EXIT_CODES).map(([code, meaning]) => [code, meaning] as const));
  expect(rowsOf('exit code of `service-tags`')).toEqual(listed(CHECK_EXIT_CODES).map(([code, meaning]) => [code, meaning, ofDiff.get(code) ?? 'does not occur']));
});

test('the exit codes are those of --help', () => {
  const verifyCodes = listed(EXIT_CODES);
  const explainCodes = listed(EXPLAIN_EXIT_CODES);
  const diffCodes = listed(DIFF_EXIT_CODES);
  expect(rowsOf('exit code')).toEqual(verifyCodes.map(([code, meaning], i) => [code, meaning, explainCodes[i][1], diffCodes[i][1]]));
});

test('the formats are those that each command has', () => {
  const formats: Readonly<Record<string, readonly string[]>> = { verify: REPORT_FORMATS, explain: EXPLANATION_FORMATS, diff: DIFF_FORMATS };
  const expected = REPORT_FORMATS.map((format) => [format, Object.keys(formats).filter((command) => formats[command].includes(format)).join(', ')]);
  expect(rowsOf('format').map(([format, , commands]) => [format, commands]).sort()).toEqual(expected.sort());
});

test('the inputs of the action are those of action.yml', () => {
  const { inputs } = parseYaml(readFileSync(join(ROOT, 'action.yml'), 'utf8'), 'action.yml') as { inputs: Record<string, { description: string }> };
  expect(rowsOf('input of the action')).toEqual(Object.entries(inputs).map(([name, { description }]) => [name, description]));
});

test('the functions of Terraform are those that are evaluated', () => {
  const named = rowsOf('functions').flatMap(([, names]) => names.split(', '));
  expect(named.sort()).toEqual(EVALUATED_FUNCTIONS);
});

test('the requirements are those of the catalogue', () => {
  const catalogue = requirementsFor({ workspace: 'somebody' });
  expect(rowsOf('requirement')).toEqual(catalogue.map(({ id, level, statement }) => [id, level, statement.replace('somebodysensorapi', '<workspace>sensorapi')]));
  expect(README).toContain(`(dated ${catalogue[0].source.dated})`);
});

test('the supported hosts are the peers of the package', () => {
  const { peerDependencies } = MANIFEST;
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
  expect(Object.fromEntries(rowsOf('host'))).toEqual({ ...peerDependencies, Node: engines.node });
});

test('the constructs are those that the package exports', () => {
  const constructs = Object.entries(library).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct).map(([name]) => name);
  expect(rowsOf('construct').map(([name]) => name).sort()).toEqual(constructs.sort());
});

test('the choices of PKI egress are those there are', () => {
  const factories = Object.getOwnPropertyNames(library.PkiEgress).filter((name) => typeof Reflect.get(library.PkiEgress, name) === 'function');
  expect(rowsOf('choice').map(([call]) => /^PkiEgress\.(\w+)\(/.exec(call)?.[1]).sort()).toEqual(factories.sort());
});

test('the methods of telling sensors are those there are', () => {
  const factories = Object.getOwnPropertyNames(library.SensorProxyMethod).filter((name) => typeof Reflect.get(library.SensorProxyMethod, name) === 'function');
  expect(rowsOf('method').map(([call]) => /^SensorProxyMethod\.(\w+)\(/.exec(call)?.[1]).sort()).toEqual(factories.sort());
});

test('the examples are those there are', () => {
  expect(rowsOf('example').map(([link]) => /^\[([\w-]+)\]\(examples\/\1\/main\.ts\)$/.exec(link)?.[1]).sort()).toEqual(Object.keys(EXAMPLES).sort());
});

test('links to files of the project lead somewhere', () => {
  const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('the service tag snapshot is the bundled one', () => {
  const { date, changeNumber } = bundledServiceTags();
  expect(README.replace(/\s+/g, ' ')).toContain(`is of ${date} (change number ${changeNumber})`);
});

describe('every assumption that a proof prints is in the table', () => {
  const documented = rowsOf('assumption').map(([sentence]) => new RegExp(`^${sentence.split(/<[^<>]+>/).map(escaped).join('.+')}$`));
  const missing = (assumptions: readonly string[]) => assumptions
    .map((assumption) => assumption.replace(/ denies what/, ' may deny what'))
    .filter((assumption) => !documented.some((pattern) => pattern.test(assumption)))
    // What the reader takes for granted about values is not in the table, as the page says.
    .filter((assumption) => !/ has its default value| is taken to (be|hold) | it is read as the tag itself| which has the same name and resource group/.test(assumption));

  test.each(CASES)('of the plan %s', (name) => {
    const { workspace, sensors } = expectationOf(name);
    const inputs = [readInput(planOf(name))];
    expect(missing(verify(inputs, { workspace }).assumptions)).toEqual([]);
    expect(missing(verify(inputs, { workspace, sensors, pkiProxy: { address: '10.9.9.9', port: 8080 } }).assumptions)).toEqual([]);
  });

  test.each(Object.keys(EXAMPLES))('of the example %s', (name) => {
    const input = readText(name, Testing.synth(EXAMPLES[name]()));
    expect(missing(verify([input], { workspace: 'contoso-corp' }).assumptions)).toEqual([]);
  });

  test('and a sentence that is not there would be found', () => {
    expect(missing(['Nobody minds.'])).toEqual(['Nobody minds.']);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
