import { join } from 'node:path';
import { readInputs, verify } from '../../src/harness';
import { FlowResult, ProofReport } from '../../src/proof';

const PLANS = ['base-policy-denies', 'classic-firewall', 'computed-source', 'hub-spoke-ok', 'ip-groups', 'module-for-each', 'nsg-deny-first', 'nsg-only-ok', 'premium-tls-inspection'];

function proofOf(name: string, trace: boolean): ProofReport {
  const inputs = readInputs([join(__dirname, '..', 'fixtures', 'plans', `${name}.plan.json`)]);
  return verify(inputs, { workspace: 'contoso-corp', sensors: ['10.1.0.4', '10.1.0.5'], trace });
}

function flowOf(name: string, requirement: string): FlowResult {
  return proofOf(name, true).requirements.find((result) => result.id === requirement)!.flows[0];
}

test('a proof has no traces unless they are asked for, and they change nothing else', () => {
  for (const name of PLANS) {
    const traced = JSON.parse(JSON.stringify(proofOf(name, true), (key, value: unknown) => (key === 'trace' ? undefined : value))) as unknown;
    expect(traced).toEqual(JSON.parse(JSON.stringify(proofOf(name, false))));
    expect(JSON.stringify(proofOf(name, false))).not.toContain('"trace"');
  }
});

test('the way of the hub and spoke: NSG, route to the firewall, firewall policy', () => {
  const { trace } = flowOf('hub-spoke-ok', 'sensor-api');
  expect(trace?.branches).toEqual([{ permitted: true, conditions: [], steps: [
    expect.objectContaining({ kind: 'subnet-nsg', rule: expect.objectContaining({ rule: 'AllowMdiSensorApi', action: 'allow' }) }),
    expect.objectContaining({ kind: 'route', nextHop: '10.0.0.4' }),
    expect.objectContaining({ kind: 'firewall', rule: expect.objectContaining({ rule: 'rcg-mdi / nrc-mdi / mdi-sensor-api' }) }),
  ] }]);
});

test('rules stand in the order in which they are tried, each with its effect', () => {
  const [nsg] = flowOf('nsg-deny-first', 'sensor-api').trace!.points;
  const listed = nsg.rules.filter(({ rule }) => rule.priority !== undefined).map(({ rule, effect }) => [rule.priority, rule.rule, effect]);
  expect(listed[0]).toEqual([150, 'DenyInternet', 'decides']);
  expect(listed.slice(1).map(([, , effect]) => effect)).not.toContain('decides');
  const priorities = listed.map(([priority]) => Number(priority));
  expect(priorities).toEqual([...priorities].sort((a, b) => a - b));
});

describe.each(PLANS)('%s', (name) => {
  const flows = proofOf(name, true).requirements.filter((result) => !result.id.endsWith('no-tls-inspection')).flatMap((result) => result.flows);

  test('the branches agree with the verdict', () => {
    expect(flows.length).toBeGreaterThan(0);
    for (const { verdict, trace } of flows) {
      const denied = trace!.branches.filter((branch) => !branch.permitted);
      if (verdict === 'satisfied') expect(denied).toEqual([]);
      else expect(denied.length).toBeGreaterThan(0);
      for (const branch of trace!.branches) expect(branch.steps.at(-1)?.rule.action ?? 'allow').toBe(branch.permitted ? 'allow' : 'deny');
    }
  });

  test('whatever decides the flow is listed as deciding at its point, once', () => {
    for (const { decidedBy, trace } of flows) {
      for (const rule of decidedBy) {
        const same = trace!.points.filter((point) => point.enforcementPoint === rule.enforcementPoint).flatMap((point) => point.rules)
          .filter((listed) => listed.rule.rule === rule.rule && listed.rule.address === rule.address && listed.rule.action === rule.action);
        expect(same.map(({ effect }) => effect)).toEqual(['decides']);
        expect(same[0].decides.length).toBeGreaterThan(0);
      }
    }
  });
});
