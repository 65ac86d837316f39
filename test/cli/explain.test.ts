import { planOf } from './plans';
import { run } from './run';

interface ExplanationJson {
  readonly format: string;
  readonly verdict: string;
  readonly points: readonly {
    readonly enforcementPoint: string;
    readonly kind: string;
    readonly regions: readonly { readonly rule: { readonly rule: string; readonly action: string } }[];
  }[];
  readonly unknowns: readonly string[];
}

async function explained(name: string, to: string): Promise<{ exitCode: number; explanation: ExplanationJson }> {
  const { exitCode, stdout, stderr } = await run(['explain', planOf(name), '--from', '10.1.0.4', '--to', to, '--format', 'json']);
  expect(stderr).toBe('');
  return { exitCode, explanation: JSON.parse(stdout) as ExplanationJson };
}

describe('mdi-egress explain', () => {
  test('denied: exit code 1 and the rule that denies', async () => {
    const { exitCode, explanation } = await explained('nsg-deny-first', '4.208.124.106:443');
    expect({ exitCode, format: explanation.format, verdict: explanation.verdict }).toEqual({
      exitCode: 1, format: 'mdi-egress/explanation/v1', verdict: 'denied',
    });
    expect(explanation.points[0]).toMatchObject({
      enforcementPoint: 'azurerm_network_security_group.nsg', regions: [{ rule: { rule: 'DenyInternet', action: 'deny' } }],
    });
  });

  test('permitted: exit code 0 and every point of the path in order', async () => {
    const { exitCode, explanation } = await explained('hub-spoke-ok', 'crl.microsoft.com:80');
    expect({ exitCode, verdict: explanation.verdict }).toEqual({ exitCode: 0, verdict: 'permitted' });
    expect(explanation.points.map(({ kind }) => kind)).toEqual(['subnet-nsg', 'route', 'firewall']);
  });

  test('every port: denied in part is denied', async () => {
    const { exitCode, explanation } = await explained('hub-spoke-ok', 'crl.microsoft.com');
    expect({ exitCode, verdict: explanation.verdict }).toEqual({ exitCode: 1, verdict: 'denied' });
  });

  test('unknown: exit code 2 and what it depends on', async () => {
    const { exitCode, explanation } = await explained('computed-source', 'contoso-corpsensorapi.atp.azure.com:443');
    expect({ exitCode, verdict: explanation.verdict }).toEqual({ exitCode: 2, verdict: 'unknown' });
    expect(explanation.unknowns.join()).toContain('azurerm_network_interface.dc1.private_ip_address');
  });

  test('as text begins with the outcome', async () => {
    const { stdout } = await run(['explain', planOf('nsg-deny-first'), '--from', '10.1.0.4', '--to', '4.208.124.106:443']);
    expect(stdout).toMatch(/^10\.1\.0\.4 to 4\.208\.124\.106, tcp 443: NOT permitted\.\n\n1\. azurerm_network_security_group\.nsg \(NSG of the subnet\)\n {3}passed over: rule "Azure platform services", which asks for destination 168\.63\.129\.16 or 169\.254\.169\.254\n {3}everything: denied by rule "DenyInternet" \(priority 150\)\n/);
  });
});
