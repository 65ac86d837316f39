import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';
import { allowList } from '../../src/proxy';

const HOSTS = 'contoso-corpsensorapi.atp.azure.com\ncrl.microsoft.com\nctldl.windowsupdate.com\nwww.microsoft.com\n';

test('writes the list to standard output', async () => {
  expect(await run(['allow-list', '--for', 'hosts', '--workspace', 'contoso-corp'])).toEqual({ exitCode: 0, stdout: HOSTS, stderr: '' });
});

test('passes the proxy and the sensors on', async () => {
  const { stdout } = await run(['allow-list', '--for', 'squid', '--workspace', 'contoso-corp', '--proxy', 'proxy:8080', '--sensors', '10.1.0.4, 10.1.0.5']);
  expect(stdout).toBe(allowList('squid', { workspace: 'contoso-corp', proxy: 'proxy:8080', sensors: ['10.1.0.4', '10.1.0.5'] }));
  expect(stdout).toContain('\nhttp_port 8080\n');
  expect(stdout).toContain('\nacl localnet src 10.1.0.4/31\n');
});

test('--output takes the list, whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'allow-list-'));
  try {
    const output = join(folder, 'proxy.pac');
    expect(await run(['allow-list', '--for', 'pac', '--workspace', 'contoso-corp', '--proxy', 'proxy:8080', '--output', output])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(readFileSync(output, 'utf8')).toContain('return "PROXY proxy:8080";');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('warns of a workspace name that is probably a slip', async () => {
  expect((await run(['allow-list', '--for', 'hosts', '--workspace', 'contososensor'])).stderr).toMatch(/^warning: The workspace name "contososensor" ends in "sensor"; /);
});

test.each([
  ['another form', ['--for', 'nginx', '--workspace', 'x'], 'There is no allow list for "nginx"; write squid, pac, azure-explicit-proxy, hosts or markdown.'],
  ['no form', ['--workspace', 'x'], 'required option \'--for <PROXY>\' not specified; see mdi-egress allow-list --help.'],
  ['a PAC file without a proxy', ['--for', 'pac', '--workspace', 'x'], 'A PAC file names the proxy, and none is given; add --proxy HOST:PORT.'],
  ['a workspace that is none', ['--for', 'hosts', '--workspace', 'a.b'], 'The workspace name "a.b" contains dots, as a domain does and a workspace name does not; write "a-b".'],
  ['a cloud without the service', ['--for', 'hosts', '--workspace', 'x', '--cloud', 'china'],
    'Cloud "china" is not supported: Microsoft documents no Defender for Identity sensor host for Azure operated by 21Vianet.'],
])('%s: exit code 3 and one sentence', async (_, argv, sentence) => {
  expect(await run(['allow-list', ...argv])).toEqual({ exitCode: 3, stdout: '', stderr: `mdi-egress: ${sentence}\n` });
});
