import { golden } from './golden';
import {
  ADDRESS_LIST_CURRENT_VIOLATED, EXPLANATION, NO_TLS_INSPECTION, NO_TLS_INSPECTION_VIOLATED, PKI_CRL, PKI_CRL_UNKNOWN, PKI_CRL_VIOLATED, reportOf,
  SENSOR_API, SENSOR_API_VIOLATED, SOURCE, VIOLATED,
} from './reports';
import { ProofReport, RequirementResult } from '../../src/proof';
import { explanationToText, failureText, requirementsToText, TextStyle, toText } from '../../src/report';

/** Shows in characters what is dressed for which role. */
const MARKED: TextStyle = { paint: (role, text) => `<${role}>${text}</${role}>` };

describe('the text report', () => {
  test('of a violation', () => {
    expect(toText(VIOLATED)).toBe(golden('violated.txt'));
  });

  test('of a proof where all is satisfied has no details', () => {
    expect(toText(reportOf('satisfied', SENSOR_API, PKI_CRL, NO_TLS_INSPECTION))).toBe(golden('satisfied.txt'));
  });

  test('of every kind of shortfall', () => {
    expect(toText(reportOf('violated', SENSOR_API, PKI_CRL_VIOLATED, NO_TLS_INSPECTION_VIOLATED, ADDRESS_LIST_CURRENT_VIOLATED)))
      .toBe(golden('shortfalls.txt'));
  });

  test('keeps each fact on one line where there is no width', () => {
    const long = { ...PKI_CRL_UNKNOWN, statement: 'word '.repeat(100).trim() };
    expect(toText(reportOf('unknown', long)).split('\n')).toContain(`  asks: ${long.statement}`);
  });

  test('breaks lines at the width of a terminal', () => {
    const lines = toText(VIOLATED, { paint: (_, text) => text, width: 60 }).split('\n').filter((line) => !line.includes('https://'));
    // The overview is a table on a terminal; this style draws none, so its rows stay lines.
    const prose = lines.slice(lines.indexOf('sensor-api is violated (required)'));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test('dresses verdicts by their outcome', () => {
    const text = toText(VIOLATED, MARKED);
    expect(text).toContain('<bad>sensor-api is violated (required)</bad>');
    expect(text).toContain('<uncertain>pki-crl is unknown (recommended)</uncertain>');
    expect(toText(reportOf('satisfied', SENSOR_API), MARKED)).toMatch(/^<good>contoso-corp: sensors can reach/);
  });

  test('hands a table its head and rows, verdicts in words', () => {
    const tables: (readonly (readonly string[])[])[] = [];
    const style: TextStyle = {
      paint: (_, text) => text,
      table: (head, rows) => {
        tables.push([head, ...rows]);
        return 'TABLE';
      },
    };
    expect(toText(VIOLATED, style)).toContain('\n\nTABLE\n\n');
    expect(tables).toEqual([[
      ['requirement', 'verdict', 'decided by'],
      ['sensor-api (required)', 'violated', 'denied by rule "DenyInternet" (priority 150) of\nazurerm_network_security_group.nsg'],
      ['pki-crl (recommended)', 'unknown', 'depends on: azurerm_ip_group.dc.cidrs[1] is not known\nbefore apply'],
      ['no-tls-inspection (required)', 'satisfied', 'nothing stands against it'],
    ]]);
  });

  test('names the first rules in the overview and counts the others', () => {
    const many: RequirementResult = {
      ...SENSOR_API,
      flows: [{ ...SENSOR_API.flows[0], decidedBy: [1, 2, 3, 4, 5].map((n) => ({ enforcementPoint: 'nsg', rule: `r${n}`, action: 'allow', address: `a${n}` })) }],
    };
    expect(toText(reportOf('satisfied', many))).toContain(
      'sensor-api: satisfied (required), allowed by rule "r1" of nsg; allowed by rule "r2" of nsg; ' +
      '… and 3 more (the JSON report has them all)\n',
    );
  });

  test('names a rule once that decides several flows', () => {
    const twice: RequirementResult = { ...PKI_CRL, flows: [PKI_CRL.flows[0], { ...PKI_CRL.flows[0], source: '10.2.0.4' }] };
    expect(toText(reportOf('satisfied', twice))).toContain(
      'pki-crl: satisfied (recommended), allowed by rule "AllowSensorApi" (priority 100) of azurerm_network_security_group.nsg\n',
    );
  });

  test('lists twenty of a kind and counts the rest', () => {
    const flows = Array.from({ length: 25 }, (_, index) => ({ ...PKI_CRL_UNKNOWN.flows[0], source: `10.1.0.${index}` }));
    const lines = toText(reportOf('unknown', { ...PKI_CRL_UNKNOWN, flows })).split('\n');
    expect(lines.filter((line) => line.startsWith('  flow: '))).toHaveLength(20);
    expect(lines).toContain('  … and 5 more (the JSON report has them all)');
  });

  test('prints every assumption, numbered', () => {
    const assumptions = Array.from({ length: 30 }, (_, index) => `assumption ${index}.`);
    expect(toText({ ...VIOLATED, assumptions })).toContain('\n  30. assumption 29.\n');
  });

  test('says so where the snapshot has no date', () => {
    expect(toText({ ...VIOLATED, serviceTags: { cloud: 'Public', changeNumber: 375, date: '' } }))
      .toContain('Service tags: Public, change number 375, of a date that its file does not tell\n');
  });
});

describe('hostile names in the text report', () => {
  const forged = '\nsensor-api: satisfied (required)\u001b[32m\r\u202e';
  const rule = { enforcementPoint: forged, rule: forged, priority: 1, action: 'deny', address: forged, construct: forged } as const;
  const hostile: ProofReport = {
    verdict: 'violated',
    workspace: forged,
    cloud: forged,
    serviceTags: { cloud: forged, changeNumber: 1, date: forged },
    requirements: [{
      ...SENSOR_API_VIOLATED,
      statement: forged,
      reasons: [forged],
      source: { title: forged, section: forged, dated: forged, url: forged },
      flows: [{
        source: forged,
        host: forged,
        protocol: forged,
        port: 443,
        verdict: 'violated',
        decidedBy: [rule],
        unknowns: [forged],
        witness: { source: forged, destination: forged, protocol: forged, port: 443, url: forged },
      }],
    }],
    findings: [{ id: forged, level: 'error', message: forged, address: forged }],
    assumptions: [forged],
    inputs: [{ path: forged, kind: 'terraform-plan' }],
  };

  test.each([['toText', toText], ['failureText', failureText]])('cannot forge a line or a colour in %s', (_, render) => {
    const text = render(hostile, MARKED);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text.split('\n').filter((line) => line.startsWith('sensor-api: satisfied'))).toEqual([]);
  });

  test('cannot forge a line in an explanation', () => {
    const region = { packets: forged, conditions: [forged], rule, nextHop: forged };
    const text = explanationToText({
      ...EXPLANATION,
      from: forged,
      to: forged,
      protocol: forged,
      unknowns: [forged],
      assumptions: [forged],
      points: [
        { enforcementPoint: forged, kind: 'route', isReached: true, regions: [region] },
        {
          enforcementPoint: forged, kind: 'firewall', isReached: false, regions: [region], considered: [
            { rule, effect: 'does not match', decides: [], differsIn: [{ field: 'host', asks: [forged] }] },
            { rule, effect: 'decides', decides: [forged], differsIn: [] },
          ],
        },
      ],
    });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text.split('\n').filter((line) => line.startsWith('sensor-api: satisfied'))).toEqual([]);
  });

  test('are cut where they are long', () => {
    const text = toText(reportOf('violated', { ...SENSOR_API_VIOLATED, statement: 'x'.repeat(10_000) }));
    expect(text).toContain(`  asks: ${'x'.repeat(1000)}…\n`);
  });
});

describe('the text for an error', () => {
  test('has the outcome, what fails, errors and assumptions, and nothing of what holds', () => {
    const text = failureText({
      ...VIOLATED,
      findings: [...VIOLATED.findings, { id: 'shadowed-rule', level: 'warning', message: 'Never matches.', address: 'a.b' }],
    });
    expect(text).toBe(golden('failure.txt'));
  });
});

test('the explanation as text', () => {
  expect(explanationToText(EXPLANATION)).toBe(golden('explanation.txt'));
});

test.each([
  ['permitted', 443, '10.1.0.4 to crl.microsoft.com, tcp 443: permitted.'],
  ['denied', undefined, '10.1.0.4 to crl.microsoft.com, tcp every port: NOT permitted, at least in part.'],
] as const)('an explanation begins with its outcome: %s', (verdict, port, expected) => {
  expect(explanationToText({ ...EXPLANATION, to: 'crl.microsoft.com', verdict, port }).split('\n')[0]).toBe(expected);
});

test('the catalogue as text', () => {
  const text = requirementsToText([{
    id: 'pki-pkiops',
    level: 'recommended',
    kind: 'flows',
    statement: 'Every sensor reaches www.microsoft.com/pkiops/*.',
    flows: [
      { host: 'www.microsoft.com', path: '/pkiops/*', scheme: 'http', protocol: 'tcp', port: 80 },
      { host: 'a.atp.azure.com', scheme: 'https', protocol: 'tcp', port: 443, serviceTag: 'AzureAdvancedThreatProtection' },
    ],
    source: SOURCE,
  }]);
  expect(text).toBe(golden('requirements.txt'));
});
