import { CASES, expectationOf, planOf, verifyArguments } from './plans';
import { run } from './run';

const REQUIRED = ['sensor-api', 'no-tls-inspection'];

/** Exit codes as the design document words them. */
function exitCodeFor(verdicts: readonly string[]): number {
  if (verdicts.includes('violated')) return 1;
  return verdicts.includes('unknown') ? 2 : 0;
}

interface ReportJson {
  readonly requirements: readonly RequirementJson[];
}

interface RequirementJson {
  readonly id: string;
  readonly verdict: string;
  readonly flows: readonly FlowJson[];
  readonly reasons: readonly string[];
}

interface FlowJson {
  readonly verdict: string;
  readonly witness?: object;
  readonly decidedBy: readonly { readonly action: string }[];
  readonly unknowns: readonly string[];
}

test('there are ten cases', () => {
  expect(CASES).toHaveLength(10);
});

describe.each(CASES)('%s', (name) => {
  const expectation = expectationOf(name);
  const all = Object.values(expectation.requirements);
  const required = REQUIRED.map((id) => expectation.requirements[id]);

  test('gives the expected verdicts', async () => {
    const { exitCode, stdout, stderr } = await run([...verifyArguments(name), '--format', 'json']);
    const report = JSON.parse(stdout) as ReportJson;
    expect(Object.fromEntries(report.requirements.map(({ id, verdict }) => [id, verdict]))).toEqual(expectation.requirements);
    expect(exitCode).toBe(exitCodeFor(required));
    expect(stderr).toBe('');
  });

  test('lets every requirement count with --strict', async () => {
    expect((await run([...verifyArguments(name), '--strict'])).exitCode).toBe(exitCodeFor(all));
  });

  test('every violation has a witness and every unknown a reason', async () => {
    const report = JSON.parse((await run([...verifyArguments(name), '--format', 'json'])).stdout) as ReportJson;
    for (const { id, verdict, flows, reasons } of report.requirements) {
      for (const flow of flows) {
        expect(flow.witness !== undefined).toBe(flow.verdict === 'violated');
        expect(flow.unknowns.length > 0).toBe(flow.verdict === 'unknown');
        // A prohibition that nothing breaks has no rule to show.
        if (id !== 'no-tls-inspection' && flow.verdict !== 'unknown') expect(flow.decidedBy).not.toEqual([]);
      }
      if (verdict !== 'satisfied') expect(flows.filter((flow) => flow.verdict === verdict).length + reasons.length).toBeGreaterThan(0);
    }
  });
});

test('the report names the witness, the rule that denies it and where that rule is', async () => {
  const { stdout } = await run(verifyArguments('nsg-deny-first'));
  expect(stdout).toMatch(/^contoso-corp: sensors can NOT reach Defender for Identity as documented: sensor-api is violated\.\n/);
  expect(stdout).toMatch(/\n    witness: 10\.1\.0\.[45] .*to [0-9.]+, tcp 443\n/);
  expect(stdout).toMatch(/\n    azurerm_network_security_group\.\S+ denies each by rule "[^"]+" \(priority \d+\)\n      at azurerm_network_security_/);
  expect(stdout).toContain(`\nInput: ${planOf('nsg-deny-first')} (terraform-plan)\n`);
});

test('inputs are taken together and each is named once', async () => {
  const twice = [...verifyArguments('hub-spoke-ok'), '--format', 'json'];
  twice.splice(1, 0, planOf('hub-spoke-ok'));
  const once = await run([...verifyArguments('hub-spoke-ok'), '--format', 'json']);
  expect(await run(twice)).toEqual(once);
});
