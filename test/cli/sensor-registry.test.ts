import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';
import { encodeSettings, USUAL_TRAILER } from '../../src/sensor';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sensor-registry-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An export of one account, in the encoding that Windows writes. */
function exported(name: string, account: string, bypass: string): string {
  const bytes = encodeSettings({ version: 0x46, changes: 1, flags: 3, proxy: 'proxy:8080', bypass, script: '', trailer: USUAL_TRAILER });
  const text = `\ufeffWindows Registry Editor Version 5.00\r\n\r\n[HKEY_USERS\\${account}\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections]\r\n`
    + `"DefaultConnectionSettings"=hex:${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',')}\r\n`;
  writeFileSync(join(folder, name), Buffer.from(text, 'utf16le'));
  return join(folder, name);
}

test('two files, one for each account: exit code 0', async () => {
  const files = [exported('system.reg', 'S-1-5-18', '<local>'), exported('service.reg', 'S-1-5-19', '<local>')];
  expect(await run(['sensor-registry', ...files])).toEqual({ exitCode: 0, stdout: 'Both accounts send the sensor\'s traffic through "proxy:8080".\n', stderr: '' });
});

test('one account is missing: exit code 1, as JSON', async () => {
  const { exitCode, stdout } = await run(['sensor-registry', exported('system.reg', 'S-1-5-18', '<local>'), '--format', 'json']);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    format: 'mdi-egress/sensor-registry/v1',
    verdict: 'violated',
    findings: [{
      code: 'missing',
      verdict: 'violated',
      sentence: 'LocalService (S-1-5-19), which the sensor runs as, has no DefaultConnectionSettings in this file; copy the value there from an account that has the proxy.',
    }],
  });
});

test('an exception that may be for the sensor host: exit code 2, and with the workspace 0 or 1', async () => {
  const files = [exported('system.reg', 'S-1-5-18', 'contoso*.azure.com'), exported('service.reg', 'S-1-5-19', 'contoso*.azure.com')];
  expect((await run(['sensor-registry', ...files])).exitCode).toBe(2);
  expect((await run(['sensor-registry', ...files, '--workspace', 'fabrikam'])).exitCode).toBe(0);
  expect((await run(['sensor-registry', ...files, '--workspace', 'contoso-corp'])).exitCode).toBe(1);
});

test('every host of the cloud counts, former ones too', async () => {
  const files = [exported('system.reg', 'S-1-5-18', '*.gcc.atp.azure.com'), exported('service.reg', 'S-1-5-19', '*.gcc.atp.azure.com')];
  expect((await run(['sensor-registry', ...files, '--workspace', 'contoso-corp'])).exitCode).toBe(0);
  expect((await run(['sensor-registry', ...files, '--workspace', 'contoso-corp', '--cloud', 'gcc'])).exitCode).toBe(1);
});

test.each([
  ['a file that is not there', '/nowhere.reg', '/nowhere.reg does not exist; name a registry file that can be read.'],
  ['another file', __filename,
    `${__filename} is no exported registry file (it does not begin with "Windows Registry Editor Version 5.00" or REGEDIT4); export the keys with "reg export".`],
])('%s: exit code 3 and one sentence', async (_, file, sentence) => {
  expect(await run(['sensor-registry', file])).toEqual({ exitCode: 3, stdout: '', stderr: `mdi-egress: ${sentence}\n` });
});
