import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { verify } from '../../src/harness';
import { readText } from '../../src/terraform';
import { EXAMPLES, SENSOR_VERSIONS } from '../support/examples';

/** What the proxy of an example carries, told to the proof as a user would. */
const PROXIES: Readonly<Record<string, { address: string; port: number }>> = {
  'proxy': { address: '10.1.9.10', port: 8080 },
  'sensors-behind-proxy': { address: '10.1.9.10', port: 8080 },
};

const PKI = ['pki-crl', 'pki-ctl', 'pki-pkiops', 'pki-certs'];

test('every example is tested', () => {
  const folders = readdirSync(resolve(__dirname, '../../examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'pipelines');
  expect(Object.keys(EXAMPLES).sort()).toEqual(folders.map(({ name }) => name).sort());
});

describe.each(Object.keys(EXAMPLES))('example %s', (name) => {
  test('permits all that the documentation asks for, recommended or required', () => {
    const terraform = JSON.stringify(EXAMPLES[name]().toTerraform());
    const report = verify([readText(name, terraform)], { workspace: 'contoso-corp', sensorVersion: SENSOR_VERSIONS[name], strict: true, pkiProxy: PROXIES[name] });
    const asked = ['sensor-api', ...PKI, 'no-tls-inspection'];
    const askedOfVersion3 = ['v3-endpoint', ...PKI.map((id) => `v3-${id}`), 'v3-no-tls-inspection'];
    expect(report.requirements.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(
      [...asked, ...SENSOR_VERSIONS[name] === 'both' ? askedOfVersion3 : [], 'address-list-current'].map((id) => `${id} satisfied`),
    );
    expect(report.findings).toEqual([]);
  });

  test('runs as a program and writes its stack', () => {
    const root = resolve(__dirname, '../..');
    const folder = mkdtempSync(join(tmpdir(), 'example-'));
    execFileSync(process.execPath, [
      join(root, 'node_modules/tsx/dist/cli.mjs'), '--tsconfig', join(root, 'test/tsconfig.json'), join(root, 'examples', name, 'main.ts'),
    ], { cwd: folder, stdio: 'pipe', env: { ...process.env, CDKTF_OUTDIR: folder } });
    const written = JSON.parse(readFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), 'utf8'));
    expect(Object.keys(written.resource).length).toBeGreaterThan(0);
  });
});
