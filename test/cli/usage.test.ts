import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf, verifyArguments } from './plans';
import { run } from './run';

const VERSION = (JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }).version;
const PLAN = planOf('nsg-only-ok');

describe('arguments that cannot be used', () => {
  test.each([
    ['no workspace', ['verify', PLAN], 'required option \'--workspace <NAME>\' not specified; see mdi-egress verify --help.'],
    ['no input', ['verify', '--workspace', 'contoso-corp'], 'missing required argument \'INPUT\'; see mdi-egress verify --help.'],
    ['a misspelt command', ['verfy', PLAN], 'unknown command \'verfy\' (Did you mean verify?); see mdi-egress --help.'],
    ['an unknown command', ['prove'], 'unknown command \'prove\'; see mdi-egress --help.'],
    ['a misspelt option', ['verify', PLAN, '--workspace', 'contoso-corp', '--formt', 'json'], 'unknown option \'--formt\' (Did you mean --format?); see mdi-egress verify --help.'],
    ['an unknown format', [...verifyArguments('nsg-only-ok'), '--format', 'pdf'], '--format "pdf" does not exist here; write text, markdown, json, sarif, junit or html.'],
    [
      'an unknown cloud',
      ['verify', PLAN, '--workspace', 'contoso-corp', '--cloud', 'mars'],
      'Cloud "mars" is not known; write commercial, gcc, gcc-high or dod.',
    ],
    [
      'a whole host for the workspace',
      ['verify', PLAN, '--workspace', 'contoso-corpsensorapi.atp.azure.com'],
      'The workspace name "contoso-corpsensorapi.atp.azure.com" is the whole sensor host; write "contoso-corp".',
    ],
    [
      'an empty item among the sensors',
      ['verify', PLAN, '--workspace', 'contoso-corp', '--sensors', '10.1.0.4,,10.1.0.5'],
      '--sensors "10.1.0.4,,10.1.0.5" has an empty item; write items with one comma between them.',
    ],
    [
      'a proxy without a port',
      ['verify', PLAN, '--workspace', 'contoso-corp', '--pki-proxy', '10.2.0.10'],
      '--pki-proxy "10.2.0.10" is no ADDRESS:PORT; write it like 10.2.0.10:8080 or [2001:db8::10]:8080.',
    ],
    [
      'a proxy that is no address',
      ['verify', PLAN, '--workspace', 'contoso-corp', '--pki-proxy', 'proxy.contoso.com:8080'],
      'The proxy\'s address "proxy.contoso.com" is no IP address; write the address that sensors connect to, such as 10.2.0.10.',
    ],
    [
      'a service tag file that is not there',
      ['verify', PLAN, '--workspace', 'contoso-corp', '--service-tags', '/nowhere/tags.json'],
      'The service tag file /nowhere/tags.json does not exist; name a file that can be read.',
    ],
    [
      'a service tag file that is none',
      ['verify', PLAN, '--workspace', 'contoso-corp', '--service-tags', PLAN],
      'nsg-only-ok.plan.json is not a service tag file (it needs changeNumber, cloud and values); download "Azure IP Ranges and Service Tags" from Microsoft and name that file.',
    ],
    ['a destination without a valid port', ['explain', PLAN, '--from', '10.1.0.4', '--to', 'crl.microsoft.com:http'],
      '--to "crl.microsoft.com:http" has no valid port; write a whole number from 1 to 65535 after the colon.'],
    ['a protocol that cannot be asked about', ['explain', PLAN, '--from', '10.1.0.4', '--to', 'crl.microsoft.com', '--protocol', 'icmp'],
      '--protocol "icmp" is no protocol that can be asked about; write tcp or udp.'],
  ])('%s: exit code 3 and one sentence', async (_, argv, sentence) => {
    expect(await run(argv)).toEqual({ exitCode: 3, stdout: '', stderr: `mdi-egress: ${sentence}\n` });
  });

  test('sensors that are no addresses', async () => {
    const { exitCode, stdout, stderr } = await run(['verify', PLAN, '--workspace', 'contoso-corp', '--sensors', '10.1.0.999']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/^mdi-egress: [^\n]*10\.1\.0\.999[^\n]*\.\n$/);
  });

  test.each([['--from', 'here'], ['--to', 'not a host']])('%s "%s" cannot be asked about', async (option, value) => {
    const question: Record<string, string> = { '--from': '10.1.0.4', '--to': 'crl.microsoft.com', [option]: value };
    const { exitCode, stdout, stderr } = await run(['explain', PLAN, ...Object.entries(question).flat()]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^mdi-egress: [^\\n]*${value}[^\\n]*\\.\\n$`));
  });

  test('a hostile argument cannot forge a line', async () => {
    const { exitCode, stderr } = await run(['verify', PLAN, '--workspace', 'x', '--\u001b[32m\ncontoso-corp: satisfied']);
    expect(exitCode).toBe(3);
    expect(stderr).toBe('mdi-egress: unknown option \'--\\u001b[32m contoso-corp: satisfied\'; see mdi-egress verify --help.\n');
  });
});

describe('inputs that cannot be used', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdi-egress-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('each is told, and nothing is proven from the others', async () => {
    const cut = join(folder, 'cut.json');
    const missing = join(folder, 'missing.json');
    writeFileSync(cut, '');
    const { exitCode, stdout, stderr } = await run(['verify', PLAN, missing, cut, '--workspace', 'contoso-corp']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toBe([
      `mdi-egress: ${missing} does not exist; check the path.\n`,
      `mdi-egress: ${cut} is empty; write it again, for instance with "terraform show -json <plan file> > plan.json".\n`,
    ].join(''));
  });

  test.each([['explain', '--from', '10.1.0.4', '--to', 'a.example'], ['service-tags', 'check']])('%s takes no Squid configuration, and says so', async (...argv) => {
    const squid = join(folder, 'squid.conf');
    writeFileSync(squid, 'http_port 3128\nhttp_access deny all\n');
    expect(await run([...argv, squid])).toEqual({
      exitCode: 3, stdout: '', stderr: `mdi-egress: ${squid} is a Squid configuration, which verify alone takes; name a Terraform plan or configuration here.\n`,
    });
  });

  test('an existing report is not touched when there is no new one', async () => {
    const output = join(folder, 'report.json');
    writeFileSync(output, 'yesterday');
    const { exitCode } = await run(['verify', join(folder, 'missing.json'), '--workspace', 'contoso-corp', '--output', output]);
    expect(exitCode).toBe(3);
    expect(readFileSync(output, 'utf8')).toBe('yesterday');
  });

  test('--output takes the whole report, and standard output its first sentence', async () => {
    const output = join(folder, 'report.json');
    const direct = await run([...verifyArguments('nsg-deny-first'), '--format', 'json']);
    const { exitCode, stdout } = await run([...verifyArguments('nsg-deny-first'), '--format', 'json', '--output', output]);
    expect(exitCode).toBe(1);
    expect(readFileSync(output, 'utf8')).toBe(direct.stdout);
    expect(stdout).toBe('contoso-corp: sensors can NOT reach Defender for Identity as documented: sensor-api is violated.\n');
  });

  test('--output has no colour even where a terminal has', async () => {
    const output = join(folder, 'report.txt');
    await run([...verifyArguments('nsg-deny-first'), '--output', output], {}, 100);
    expect(readFileSync(output, 'utf8')).not.toContain('\u001b');
    expect((await run(verifyArguments('nsg-deny-first'), {}, 100)).stdout).toContain('\u001b[31m');
  });

  test('--output does not overwrite an input', async () => {
    const plan = join(folder, 'plan.json');
    const content = readFileSync(PLAN, 'utf8');
    writeFileSync(plan, content);
    expect(await run(['verify', plan, '--workspace', 'contoso-corp', '--output', plan])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: `mdi-egress: --output "${plan}" is one of the inputs, and would be overwritten; name another file.\n`,
    });
    expect(readFileSync(plan, 'utf8')).toBe(content);
  });
});

describe('help and version', () => {
  test('only verify offers to take a Squid configuration', async () => {
    const offers = async (...argv: readonly string[]): Promise<boolean> => (await run([...argv, '--help'])).stdout.includes('squid.conf');
    expect([await offers('verify'), await offers('explain'), await offers('diff'), await offers('service-tags', 'check')]).toEqual([true, false, false, false]);
  });

  test('options that cannot be left out are marked', async () => {
    const { stdout } = await run(['explain', '--help']);
    expect(stdout.match(/\(required\)/g)).toHaveLength(2);
    expect(stdout).toMatch(/--from <ADDRESS> +source address \(required\)\n/);
  });

  test.each([['verify'], ['explain'], ['diff'], ['requirements'], ['allow-list'], ['ping'], ['sensor-registry'], ['service-tags', 'check'], ['service-tags', 'diff']])(
    '%s %s says what its exit codes mean', async (...argv) => {
      expect((await run([...argv.filter((word) => word !== undefined), '--help'])).stdout).toMatch(/\nExit codes:\n  0  .*\n(.*\n)*  3  .*standard error says which\n/);
    },
  );

  test('--version', async () => {
    expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  test('--help lists what exists, with examples and exit codes', async () => {
    const { exitCode, stdout } = await run(['--help']);
    expect(exitCode).toBe(0);
    const commands = stdout.slice(stdout.indexOf('Commands:'), stdout.indexOf('Examples:'));
    expect(commands.match(/^ {2}(\S+)/gm)?.map((line) => line.trim())).
      toEqual(['verify', 'explain', 'diff', 'requirements', 'service-tags', 'allow-list', 'ping', 'sensor-registry']);
    for (const code of ['0', '1', '2', '3']) expect(stdout).toMatch(new RegExp(`^  ${code}  \\S`, 'm'));
  });

  test('no command: help on standard error and exit code 3', async () => {
    const { exitCode, stdout, stderr } = await run([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('Usage: mdi-egress');
  });

  test.each(['verify', 'explain', 'requirements'])('%s --help names its formats', async (command) => {
    const { exitCode, stdout } = await run([command, '--help'], {}, 200);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/--format <FORMAT> +form of the \S+: text, (markdown, )?json/);
  });

  test('the commands of the help are accepted as they stand', async () => {
    const examples = (await run(['--help'])).stdout.match(/^ {2}mdi-egress .*$/gm) ?? [];
    expect(examples.length).toBeGreaterThanOrEqual(8);
    for (const example of examples) {
      const argv = example.trim().split(' ').slice(1).filter((word) => !word.startsWith('--output') && word !== 'proof.json');
      const { stderr } = await run(argv.map((word) => (word === 'plan.json' || word === 'cdktf.out' || word === 'infrastructure/' || word === 'hub.json' || word === 'main.json' || /^'.*'$/.test(word) ? PLAN : word)));
      expect(stderr).toBe('');
    }
  });
});
