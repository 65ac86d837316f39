import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Log } from 'sarif';
import { SensorEgressProof, verify } from '../../src/harness';
import { toSarif } from '../../src/report/sarif';
import { readInput } from '../../src/terraform';
import { run } from '../cli/run';

const PLANS = join(__dirname, '../fixtures/plans');
const CASES = ['hcl-with-variables', 'module-for-each'];

interface Expectation {
  readonly workspace: string;
  readonly sensors: string[];
  readonly requirements: Record<string, string>;
}

const expectationOf = (name: string) => JSON.parse(readFileSync(join(PLANS, `${name}.expect.json`), 'utf8')) as Expectation;

describe('folders of Terraform files', () => {
  test.each(CASES)('%s has the verdicts of its plan', (name) => {
    const { workspace, sensors, requirements } = expectationOf(name);
    const report = verify([readInput(join(PLANS, name))], { workspace, sensors });
    expect(Object.fromEntries(report.requirements.map(({ id, verdict }) => [id, verdict]))).toEqual(requirements);
    expect(SensorEgressProof.ofFiles([join(PLANS, name)], { workspace, sensors }).verdict).toBe(report.verdict);
  });

  test.each(CASES)('%s and its plan differ in no traffic', async (name) => {
    const { workspace, sensors } = expectationOf(name);
    const { stdout, stderr, exitCode } = await run(['diff', join(PLANS, name), join(PLANS, `${name}.plan.json`), '--workspace', workspace, '--sensors', sensors.join()]);
    expect({ stderr, exitCode, first: stdout.split('\n')[0] }).toEqual({ stderr: '', exitCode: 0, first: expect.stringContaining('No traffic changes') });
  });

  test('SARIF points at the line of the block, in the module that has it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hcl-'));
    try {
      cpSync(join(PLANS, 'module-for-each'), folder, { recursive: true });
      const main = join(folder, 'main.tf.json');
      writeFileSync(main, readFileSync(main, 'utf8').replace('"priority": 4000', '"priority": 150'));
      const report = verify([readInput(folder)], { workspace: 'contoso-corp', sensors: ['10.1.0.4'] });
      const log = JSON.parse(toSarif([report])) as Log;
      const denied = log.runs[0]?.results?.find(({ ruleId }) => ruleId === 'sensor-api');
      expect(denied?.locations?.[0]?.physicalLocation).toMatchObject({
        artifactLocation: { uri: `file://${join(folder, 'modules/rules/main.tf')}` }, region: { startLine: 10 } });
      expect(denied?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).toBe('module.rules.azurerm_network_security_rule.this["deny-internet"]');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('two folders that use one address have each its own line', () => {
    const input = (name: string) => readInput(join(PLANS, name));
    const report = verify([input('hcl-with-variables'), input('module-for-each')], { workspace: 'contoso-corp', sensors: ['10.1.0.4'] });
    const address = `${join(PLANS, 'hcl-with-variables')}: azurerm_resource_group.rg`;
    expect(report.positions?.get(address)).toEqual({ path: join(PLANS, 'hcl-with-variables/main.tf'), line: 24 });
  });
});
