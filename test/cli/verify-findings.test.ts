import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from './plans';
import { run } from './run';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mdi-findings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const WIDE = ['verify', planOf('nsg-only-ok'), '--workspace', 'contoso-corp'];

interface FindingJson {
  readonly id: string;
  readonly level: string;
  readonly address: string;
  readonly message: string;
  readonly acknowledged?: { readonly reason: string };
}

async function findingsOf(...argv: readonly string[]): Promise<{ verdict: string; leastPrivilege?: string; findings: readonly FindingJson[] }> {
  return JSON.parse((await run([...argv, '--format', 'json'])).stdout) as { verdict: string; leastPrivilege?: string; findings: readonly FindingJson[] };
}

function acknowledgements(entries: readonly object[]): string {
  const path = join(folder, `acknowledge-${Math.random()}.json`);
  writeFileSync(path, JSON.stringify({ acknowledgements: entries }));
  return path;
}

test('reach beyond the requirements is a note, and no more', async () => {
  expect((await run(WIDE)).exitCode).toBe(0);
  const { findings } = await findingsOf(...WIDE);
  expect(findings.map(({ id, level }) => ({ id, level }))).toEqual([{ id: 'excess-access', level: 'note' }]);
  expect(findings[0].message).toMatch(/^The sensors 10\.1\.0\.4\/31 may reach 3,702,\d{3},\d{3} addresses on 1 port beyond what any requirement needs, by rule "AllowPkiHttp" \(priority 210\)/);
});

test('--least-privilege makes it an error that decides', async () => {
  const { exitCode, stdout } = await run([...WIDE, '--least-privilege']);
  expect(exitCode).toBe(1);
  expect(stdout.split('\n')[0]).toBe('contoso-corp: sensors can reach Defender for Identity: every requirement is satisfied; they may reach MORE of the Internet than any requirement needs.');
  expect(stdout).toContain('\n  error excess-access: ');
  expect(await findingsOf(...WIDE, '--least-privilege')).toMatchObject({ verdict: 'violated', leastPrivilege: 'violated' });
});

test('what is acknowledged is accepted, and stays visible with its reason', async () => {
  const path = acknowledgements([{ finding: 'excess-access', address: 'azurerm_network_security_group.nsg', rule: 'AllowPkiHttp', reason: 'an NSG cannot name hosts', expires: '2999-12-31' }]);
  const { exitCode, stdout } = await run([...WIDE, '--least-privilege', '--acknowledge', path]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\n {2}error excess-access: .*\n {4}acknowledged until 2999-12-31: an NSG cannot name hosts\n/);
  const { findings } = await findingsOf(...WIDE, '--acknowledge', path);
  expect(findings.find(({ id }) => id === 'excess-access')?.acknowledged).toEqual({ reason: 'an NSG cannot name hosts', expires: '2999-12-31' });
});

test('an acknowledgement that has expired counts no more', async () => {
  const path = acknowledgements([{ finding: 'excess-access', address: 'azurerm_network_security_group.nsg', reason: 'for now', expires: '2020-01-31' }]);
  const { exitCode, stdout } = await run([...WIDE, '--least-privilege', '--acknowledge', path]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('(Its acknowledgement expired on 2020-01-31.)');
});

test('a file that is none is said in one sentence', async () => {
  const path = acknowledgements([{ finding: 'excess-access', address: 'x' }]);
  expect(await run([...WIDE, '--acknowledge', path])).toEqual({
    exitCode: 3, stdout: '', stderr: `mdi-egress: The acknowledgement file ${path} has no text for "reason" in entry 1; every entry needs finding, address and reason.\n`,
  });
});
