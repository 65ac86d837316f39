import * as fc from 'fast-check';
import { NO_TLS_INSPECTION, PKI_CRL, PKI_CRL_UNKNOWN, PKI_CRL_VIOLATED, reportOf, SENSOR_API, SENSOR_API_VIOLATED, VIOLATED } from './reports';
import { DecidingRule, FlowResult, RequirementResult, Verdict } from '../../src/proof';
import { place, renderReport, toText } from '../../src/report';

/*
 * What fails alike is told together, and nothing is lost by that.
 */

/** The same failure of another host. */
function alsoOf(id: string, host: string, { flows: [flow], ...rest }: RequirementResult): RequirementResult {
  const renamed = flow.witness === undefined ? {} : { witness: { ...flow.witness, destination: host, url: `http://${host}/` } };
  return { ...rest, id, statement: `Every sensor reaches ${host}.`, flows: [{ ...flow, host, ...renamed }] };
}

const PKI_CTL_VIOLATED = alsoOf('pki-ctl', 'ctldl.windowsupdate.com', PKI_CRL_VIOLATED);
const CRL_VIOLATED = alsoOf('pki-crl', 'crl.microsoft.com', PKI_CRL_VIOLATED);

/** The section that begins so. */
function section(text: string, beginning: string): string {
  return text.split('\n\n').find((part) => part.startsWith(beginning)) ?? '';
}

describe('requirements of one cause', () => {
  test('share a row of the overview and a section with each flow and packet', () => {
    const text = toText(reportOf('satisfied', SENSOR_API, CRL_VIOLATED, PKI_CTL_VIOLATED));
    expect(text).toContain('\npki-crl, pki-ctl: violated (recommended), allowed by rule "AllowSensorApi" (priority 100) of azurerm_network_security_group.nsg; '
      + 'denied by rule "DenyAll" of azurerm_firewall_policy.hub\n');
    expect(section(text, 'pki-crl and')).toBe([
      'pki-crl and pki-ctl are violated (recommended)',
      '  flows: 10.1.0.4/31 to crl.microsoft.com (pki-crl) and ctldl.windowsupdate.com (pki-ctl), tcp 80: violated',
      '    witness: 10.1.0.4 (source port 1024) to http://crl.microsoft.com/ and http://ctldl.windowsupdate.com/, tcp 80',
      '    azurerm_network_security_group.nsg allows each by rule "AllowSensorApi" (priority 100)',
      '      at azurerm_network_security_group.nsg, construct stack/nsg',
      '    azurerm_firewall_policy.hub denies each by rule "DenyAll", a default that the input does not write',
      '  what to do: Add a rule to azurerm_firewall_policy.hub that allows these flows.',
      '  documented: "Enable access to Defender for Identity service URLs in the proxy server", dated 2024-02-12',
      '    https://learn.microsoft.com/defender-for-identity/deploy/configure-proxy',
    ].join('\n'));
  });

  test('of two levels share a section, and no row', () => {
    const required: RequirementResult = { ...CRL_VIOLATED, id: 'v3-endpoint', level: 'required' };
    const text = toText(reportOf('violated', required, PKI_CTL_VIOLATED));
    expect(text).toContain('\nv3-endpoint: violated (required), ');
    expect(text).toContain('\npki-ctl: violated (recommended), ');
    expect(text).toContain('\n\nv3-endpoint (required) and pki-ctl (recommended) are violated\n');
  });

  test('name the hosts of all in a cause that names the host of each', () => {
    const unknownOf = (id: string, host: string): RequirementResult => {
      const [flow] = PKI_CRL_UNKNOWN.flows;
      return { ...PKI_CRL_UNKNOWN, id, flows: [{ ...flow, host, unknowns: [`the addresses of ${host.split('/')[0]} are not published`, 'var.denied has no value'] }] };
    };
    const text = toText(reportOf('unknown', unknownOf('a', 'a.example'), unknownOf('b', 'b.example/path/*'), unknownOf('c', 'c.example')));
    expect(section(text, 'a, b and c are unknown').split('\n').slice(1, 4)).toEqual([
      '  flows: 10.1.0.4/31 to a.example (a), b.example/path/* (b) and c.example (c), tcp 80: unknown',
      '    depends on: the addresses of a.example, b.example and c.example are not published',
      '    depends on: var.denied has no value',
    ]);
    expect(text).toContain('\na, b, c: unknown (recommended), depends on: the addresses of a.example, b.example and c.example are not published; … and 1 more, told below\n');
  });

  test('are told apart where the rule, the cause or what is done differs', () => {
    const [flow] = PKI_CTL_VIOLATED.flows;
    const otherRule = { ...PKI_CTL_VIOLATED, flows: [{ ...flow, decidedBy: [{ ...flow.decidedBy[0], rule: 'Other' }, flow.decidedBy[1]] }] };
    const otherReason = { ...PKI_CTL_VIOLATED, reasons: ['something else'] };
    for (const other of [otherRule, otherReason]) {
      const text = toText(reportOf('satisfied', CRL_VIOLATED, other));
      expect(text).toContain('\n\npki-crl is violated (recommended)\n  asks: ');
      expect(text).toContain('\n\npki-ctl is violated (recommended)\n  asks: ');
    }
  });

  test('without flows keep what each asks', () => {
    const reasoned = (id: string): RequirementResult => ({ ...NO_TLS_INSPECTION, id, verdict: 'unknown', statement: `Asked by ${id}.`, reasons: ['nobody knows'] });
    expect(section(toText(reportOf('unknown', reasoned('one'), reasoned('two'))), 'one and two')).toContain([
      'one and two are unknown (required)', '  one asks: Asked by one.', '  two asks: Asked by two.', '  reason: nobody knows',
    ].join('\n'));
  });

  test('share a row and a fold of the comment, which keeps what each asks', () => {
    const markdown = renderReport(reportOf('satisfied', CRL_VIOLATED, PKI_CTL_VIOLATED), 'markdown');
    expect(markdown).toContain('| `pki-crl`, `pki-ctl` (recommended) | ❌ violated | ');
    expect(markdown).toContain([
      '<summary>❌ <code>pki-crl</code> and <code>pki-ctl</code> are violated (recommended)</summary>', '',
      '- `pki-crl`: Every sensor reaches `crl.microsoft.com`.',
      '- `pki-ctl`: Every sensor reaches `ctldl.windowsupdate.com`.',
      '- from `10.1.0.4/31` to `crl.microsoft.com`, tcp 80: **violated**',
      '  - witness: `10.1.0.4` (source port 1024) to `crl.microsoft.com`, tcp 80, `http://crl.microsoft.com/`',
      '- from `10.1.0.4/31` to `ctldl.windowsupdate.com`, tcp 80: **violated**',
      '  - witness: `10.1.0.4` (source port 1024) to `ctldl.windowsupdate.com`, tcp 80, `http://ctldl.windowsupdate.com/`',
      '- all of these',
      '  - `azurerm_network_security_group.nsg` allows each by rule "AllowSensorApi" (priority 100), at `azurerm_network_security_group.nsg`, construct `stack/nsg`',
      '  - `azurerm_firewall_policy.hub` denies each by rule "DenyAll", at a default that the input does not write',
      '- **what to do:** Add a rule to `azurerm_firewall_policy.hub` that allows these flows.',
    ].join('\n'));
  });
});

test('findings that say the same of several places are told once, with every place', () => {
  const finding = { id: 'shadowed-rule', level: 'warning', message: 'Never matches.' } as const;
  const text = toText({ ...VIOLATED, findings: [{ ...finding, address: 'a.b' }, { ...finding, address: 'c.d' }, { ...finding, message: 'Another.', address: 'c.d' }] });
  expect(section(text, 'Findings')).toBe('Findings\n  warning shadowed-rule: Never matches. (a.b and c.d)\n  warning shadowed-rule: Another. (c.d)');
});

describe('whatever fails', () => {
  const rule = fc.record({
    enforcementPoint: fc.constantFrom('nsg', 'policy'), rule: fc.constantFrom('r1', 'r2'), action: fc.constantFrom('allow', 'deny'), address: fc.constantFrom('at.one', undefined),
  }) as fc.Arbitrary<DecidingRule>;
  const flow: fc.Arbitrary<FlowResult> = fc.record({
    source: fc.constantFrom('10.1.0.4', '10.2.0.0/24'), host: fc.constantFrom('a.example', 'b.example/p/*', 'b.example/q/*'), port: fc.constantFrom(80, 443),
    verdict: fc.constantFrom<Verdict>('violated', 'unknown', 'satisfied'), decidedBy: fc.array(rule, { maxLength: 2 }), hasUrl: fc.boolean(),
  }).map(({ hasUrl, ...rest }) => {
    const host = rest.host.split('/')[0];
    const url = hasUrl ? { url: `http://${rest.host.replace('*', '')}` } : {};
    return {
      ...rest, protocol: 'tcp', unknowns: rest.verdict === 'unknown' ? [`where ${host} is`, 'var.x'] : [],
      ...(rest.verdict === 'violated' ? { witness: { source: rest.source, destination: host, protocol: 'tcp', port: rest.port, ...url } } : {}),
    };
  });
  const results = fc.array(fc.tuple(fc.array(flow, { minLength: 1, maxLength: 3 }), fc.constantFrom('required', 'recommended')), { minLength: 1, maxLength: 6 })
    .map((all) => all.map(([flows, level], index): RequirementResult => ({
      ...PKI_CRL, id: `id-${index}`, level: level as RequirementResult['level'], flows,
      verdict: flows.some(({ verdict }) => verdict === 'violated') ? 'violated' : flows.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'satisfied',
    })));

  test('each requirement is in one section, with its flows, packets, rules and causes', () => {
    fc.assert(fc.property(results, (requirements) => {
      const sections = toText(reportOf('unknown', ...requirements)).split('\n\n').filter((part) => /^id-\d.* (is|are) (violated|unknown)/.test(part));
      for (const { id, verdict, flows } of requirements.filter((result) => result.verdict !== 'satisfied')) {
        const [told] = sections.filter((part) => new RegExp(`^[^\\n]*\\b${id}\\b[^\\n]* (is|are) ${verdict}`).test(part));
        for (const { source, host, port, decidedBy, witness, unknowns, verdict: ofFlow } of flows) {
          if (ofFlow === 'satisfied') continue;
          const lines = told.split('\n');
          const isTold = (beginning: string, ...parts: readonly string[]): boolean => (
            lines.some((line) => line.startsWith(beginning) && parts.every((part) => line.includes(part))));
          expect(isTold('  flow', `: ${source} to `, host, `, tcp ${port}: ${ofFlow}`)).toBe(true);
          for (const one of decidedBy) expect(told).toContain(place(one));
          if (witness) expect(isTold(`    witness: ${witness.source} to `, witness.url ?? witness.destination)).toBe(true);
          for (const word of unknowns.join(' ').split(' ')) expect(word === '' || isTold('    depends on: ', word)).toBe(true);
        }
      }
      // Nothing is told that is not so: the sections name each requirement that fails once, and no other.
      const heads = sections.map((part) => part.split('\n')[0]);
      expect(heads.flatMap((head) => head.match(/id-\d+/g) ?? []).sort()).toEqual(requirements.filter(({ verdict }) => verdict !== 'satisfied').map(({ id }) => id).sort());
    }), { numRuns: 300 });
  });
});

test('a report of one requirement keeps what it asks', () => {
  expect(toText(reportOf('violated', SENSOR_API_VIOLATED))).toContain(`  asks: ${SENSOR_API_VIOLATED.statement}\n`);
});
