import { golden } from './golden';
import { EXPLANATION, PKI_CRL_VIOLATED, reportOf, SOURCE, VIOLATED } from './reports';
import { explanationToJson, requirementsToJson, toJson } from '../../src/report';
import { Requirement } from '../../src/requirements';

const REQUIREMENT: Requirement = {
  id: 'sensor-api',
  level: 'required',
  kind: 'flows',
  statement: 'Every sensor reaches contoso-corpsensorapi.atp.azure.com over HTTPS, TCP port 443.',
  flows: [{
    host: 'contoso-corpsensorapi.atp.azure.com', scheme: 'https', protocol: 'tcp', port: 443, serviceTag: 'AzureAdvancedThreatProtection',
  }],
  source: SOURCE,
};

describe('the JSON report', () => {
  test('is the documented format, field by field in order', () => {
    expect(toJson(VIOLATED)).toBe(golden('violated.json'));
  });

  test('has the documented fields first and in the documented order', () => {
    const parsed = JSON.parse(toJson(VIOLATED));
    expect(Object.keys(parsed)).toEqual([
      'format', 'verdict', 'workspace', 'cloud', 'serviceTags', 'requirements', 'findings', 'assumptions', 'inputs',
    ]);
    expect(Object.keys(parsed.requirements[0]).slice(0, 6)).toEqual(['id', 'level', 'verdict', 'statement', 'source', 'flows']);
    expect(Object.keys(parsed.requirements[0].flows[0])).toEqual([
      'source', 'host', 'protocol', 'port', 'verdict', 'decidedBy', 'witness', 'unknowns',
    ]);
    expect(Object.keys(parsed.requirements[0].flows[0].decidedBy[0])).toEqual([
      'enforcementPoint', 'rule', 'priority', 'action', 'address', 'construct',
    ]);
  });

  test('keeps source port and URL of a witness', () => {
    const parsed = JSON.parse(toJson(reportOf('satisfied', PKI_CRL_VIOLATED)));
    expect(parsed.requirements[0].flows[0].witness).toEqual({
      source: '10.1.0.4', sourcePort: 1024, destination: 'crl.microsoft.com', protocol: 'tcp', port: 80, url: 'http://crl.microsoft.com/pki/a',
    });
  });

  test('carries hostile names as data that no terminal acts on', () => {
    const name = '\u001b[2J\u202e"},{"verdict":"satisfied';
    const text = toJson({ ...VIOLATED, workspace: name });
    expect(JSON.parse(text).workspace).toBe(name);
    expect(JSON.parse(text).verdict).toBe('violated');
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});

test('the explanation as JSON', () => {
  expect(explanationToJson(EXPLANATION)).toBe(golden('explanation.json'));
});

test('the catalogue as JSON', () => {
  expect(requirementsToJson([REQUIREMENT], 'contoso-corp', 'commercial')).toBe(golden('requirements.json'));
});
