import { readFileSync } from 'node:fs';
import { join } from 'node:path';
// eslint-disable-next-line @typescript-eslint/no-require-imports
import AjvDraft04 = require('ajv-draft-04');
// eslint-disable-next-line @typescript-eslint/no-require-imports
import addFormats = require('ajv-formats');
import * as fc from 'fast-check';
import type { Log, Result } from 'sarif';
import { hostileReports } from './hostile';
import { ADDRESS_LIST_CURRENT_VIOLATED, NO_TLS_INSPECTION, PKI_CRL, PKI_CRL_UNKNOWN, PKI_CRL_VIOLATED, reportOf, SENSOR_API, SENSOR_API_VIOLATED, VIOLATED } from './reports';
import { ProofReport, RequirementResult, Verdict } from '../../src/proof';
import { renderReport, renderReports } from '../../src/report';

/** The published schema of the format (OASIS, by way of the schema store). */
const schema = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'schemas', 'sarif-2.1.0.json'), 'utf8')) as object;
const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv as never);
const isSarif = ajv.compile(schema);

function sarifOf(...reports: readonly ProofReport[]): Log {
  const log = JSON.parse(renderReports(reports, 'sarif')) as Log;
  isSarif(log);
  expect(isSarif.errors ?? []).toEqual([]);
  return log;
}

function resultsOf(...reports: readonly ProofReport[]): Result[] {
  return sarifOf(...reports).runs.flatMap((run) => run.results ?? []);
}

test('the schema refuses what is no SARIF', () => {
  expect(isSarif({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
});

test('names the tool, its version and one rule for each requirement, with its page', () => {
  const [run] = sarifOf(VIOLATED).runs;
  expect(run.tool.driver.name).toBe('mdi-egress');
  expect(run.tool.driver.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(run.tool.driver.rules?.map((rule) => [rule.id, rule.defaultConfiguration?.level])).toEqual([
    ['sensor-api', 'error'], ['pki-crl', 'warning'], ['no-tls-inspection', 'error'], ['priority-duplicate', 'error'],
  ]);
  expect(run.tool.driver.rules?.[0].helpUri).toBe('https://learn.microsoft.com/defender-for-identity/deploy/configure-proxy');
});

describe('levels', () => {
  const unknownApi: RequirementResult = { ...SENSOR_API, verdict: 'unknown', flows: [{ ...SENSOR_API.flows[0], verdict: 'unknown', unknowns: ['x is not known'] }] };

  test.each<[string, RequirementResult, Verdict, true | undefined, string[]]>([
    ['a required one that is violated is an error', SENSOR_API_VIOLATED, 'violated', undefined, ['error']],
    ['a required one that is unknown is a warning', unknownApi, 'unknown', undefined, ['warning']],
    ['a recommended one that is violated is a warning', PKI_CRL_VIOLATED, 'satisfied', undefined, ['warning']],
    ['a recommended one that is unknown is a note', PKI_CRL_UNKNOWN, 'satisfied', undefined, ['note']],
    ['a recommended one that is violated is an error where it counts', PKI_CRL_VIOLATED, 'violated', true, ['error']],
    ['a recommended one that is unknown is a warning where it counts', PKI_CRL_UNKNOWN, 'unknown', true, ['warning']],
    ['one that is satisfied is no result', PKI_CRL, 'satisfied', undefined, []],
  ])('%s', (_, requirement, verdict, strict, levels) => {
    expect(resultsOf({ ...reportOf(verdict, requirement), strict }).map((result) => result.level)).toEqual(levels);
  });

  test('no result has a kind: with another than "fail" the format leaves no level, and GitHub shows nothing', () => {
    for (const result of resultsOf(VIOLATED)) expect(result.kind).toBeUndefined();
  });
});

describe('a result', () => {
  test('tells the witness, the deciding rule and what to do, at the address of the rule', () => {
    const [result] = resultsOf(reportOf('violated', SENSOR_API_VIOLATED));
    expect(result.message.text).toBe([
      'sensor-api is violated from 10.1.0.4/31 to contoso-corpsensorapi.atp.azure.com, tcp 443.',
      'Witness: 10.1.0.4 to 4.208.124.106, tcp 443.',
      'azurerm_network_security_group.nsg denies it by rule "DenyInternet" (priority 150), at azurerm_network_security_rule.deny, construct stack/nsg/deny.',
      'Let a rule of azurerm_network_security_group.nsg that comes before rule "DenyInternet" (priority 150) allow tcp 443 from 10.1.0.4/31 to '
      + 'contoso-corpsensorapi.atp.azure.com, or narrow that rule.',
    ].join(' '));
    expect(result.locations).toEqual([{
      physicalLocation: { artifactLocation: { uri: 'plan.json' }, region: { startLine: 1 } },
      logicalLocations: [{ fullyQualifiedName: 'azurerm_network_security_rule.deny', kind: 'resource' }],
    }]);
  });

  test('has the rule that denies first among its places', () => {
    const [result] = resultsOf(reportOf('satisfied', PKI_CRL_VIOLATED));
    expect(result.locations?.[0].logicalLocations?.map((place) => place.fullyQualifiedName)).toEqual(['azurerm_firewall_policy.hub', 'azurerm_network_security_group.nsg']);
  });

  test('is there for a requirement that fails without a flow, with its reasons', () => {
    const [result] = resultsOf(reportOf('satisfied', ADDRESS_LIST_CURRENT_VIOLATED));
    expect(result.message.text).toBe('address-list-current is violated. azurerm_ip_group.mdi lacks 4.208.124.104/29. '
      + 'Put the service tag in place of the list, or add the missing prefixes to it.');
  });

  test('names the other inputs of its configuration', () => {
    const paths = ['hub plan.json', '/srv/ü/spoke#1.json', 'C:\\plans\\a.json', './b.json'];
    const report = { ...reportOf('violated', SENSOR_API_VIOLATED), inputs: paths.map((path) => ({ path, kind: 'terraform-plan' as const })) };
    const [result] = resultsOf(report);
    expect(result.locations?.[0].physicalLocation?.artifactLocation?.uri).toBe('hub%20plan.json');
    expect(result.relatedLocations?.map((location) => location.physicalLocation?.artifactLocation?.uri)).toEqual([
      'file:///srv/%C3%BC/spoke%231.json', 'file:///C:/plans/a.json', 'b.json',
    ]);
  });
});

test('a result is at the line of its source file where the input has one', () => {
  const positions = new Map([['azurerm_network_security_rule.deny', { path: './network/nsg rules.tf', line: 17 }]]);
  const [result] = resultsOf({ ...reportOf('violated', SENSOR_API_VIOLATED), positions });
  expect(result.locations?.[0].physicalLocation).toEqual({ artifactLocation: { uri: 'network/nsg%20rules.tf' }, region: { startLine: 17 } });
});

describe('fingerprints', () => {
  const fingerprints = (...reports: readonly ProofReport[]): (string | undefined)[] =>
    resultsOf(...reports).map((result) => result.partialFingerprints?.primaryLocationLineHash);
  const [flow] = SENSOR_API_VIOLATED.flows;

  test('stay when witness, rule names, priorities, sensors and the order of requirements change', () => {
    const changed: RequirementResult = {
      ...SENSOR_API_VIOLATED,
      flows: [{
        ...flow, source: '10.1.0.4/30', witness: { ...flow.witness!, destination: '4.208.124.107' },
        decidedBy: [{ ...flow.decidedBy[0], rule: 'Renamed', priority: 4000, address: 'azurerm_network_security_rule.moved' }],
      }],
    };
    expect(fingerprints(reportOf('violated', NO_TLS_INSPECTION, changed))).toEqual(fingerprints(reportOf('violated', SENSOR_API_VIOLATED)));
  });

  test.each<[string, RequirementResult]>([
    ['another host', { ...SENSOR_API_VIOLATED, flows: [{ ...flow, host: 'othersensorapi.atp.azure.com' }] }],
    ['another NSG that denies', { ...SENSOR_API_VIOLATED, flows: [{ ...flow, decidedBy: [{ ...flow.decidedBy[0], enforcementPoint: 'azurerm_network_security_group.other' }] }] }],
    ['another requirement', { ...SENSOR_API_VIOLATED, id: 'sensor-api-2' }],
  ])('differ for %s', (_, other) => {
    expect(fingerprints(reportOf('violated', other))).not.toEqual(fingerprints(reportOf('violated', SENSOR_API_VIOLATED)));
  });

  test('differ between the results of one run, even where two groups of sensors fail alike', () => {
    const twice = { ...SENSOR_API_VIOLATED, flows: [flow, { ...flow, source: '10.9.0.4' }] };
    const all = fingerprints(reportOf('violated', twice, PKI_CRL_VIOLATED));
    expect(all).toHaveLength(3);
    expect(new Set(all).size).toBe(3);
  });
});

test('many configurations are one run, since GitHub refuses files with more than 20, and their results are told apart', () => {
  const reports = Array.from({ length: 50 }, (_, i) => ({ ...VIOLATED, inputs: [{ path: `plans/${i}.json`, kind: 'terraform-plan' as const }] }));
  const { runs: [run, ...others] } = sarifOf(...reports);
  expect(others).toEqual([]);
  expect(run.automationDetails?.id).toBe('mdi-egress/contoso-corp/');
  expect(run.artifacts).toHaveLength(50);
  const places = run.results?.map((result) => result.locations?.[0].physicalLocation?.artifactLocation?.uri);
  expect(new Set(places)).toEqual(new Set(run.artifacts?.map(({ location }) => location?.uri)));
  expect(new Set(run.results?.map((result) => result.partialFingerprints?.primaryLocationLineHash)).size).toBe(run.results?.length);
  // What all of them take for granted is told once.
  expect(run.invocations?.[0].toolExecutionNotifications).toHaveLength(VIOLATED.assumptions.length);
});

test('assumptions are notifications of the run', () => {
  const [run] = sarifOf(VIOLATED).runs;
  expect(run.invocations?.[0].toolExecutionNotifications?.map((note) => note.message.text)).toEqual([
    'Taken for granted: No Azure Virtual Network Manager admin rule applies.',
    'Taken for granted: The sensors are 10.1.0.4/31: the sources of the rules that name the sensor host or tag.',
  ]);
});

test('more results than GitHub takes are counted and left out', () => {
  const findings = Array.from({ length: 25_010 }, (_, index) => ({ id: 'odd', level: 'note' as const, message: 'x', address: `azurerm_x.y[${index}]` }));
  const [run] = (JSON.parse(renderReport({ ...reportOf('satisfied', SENSOR_API), findings }, 'sarif')) as Log).runs;
  expect(run.results).toHaveLength(25_000);
  expect(run.invocations?.[0].toolExecutionNotifications?.at(-1)?.message.text).toMatch(/^10 more results are left out/);
});

test('whatever the names, the file is valid and no message holds a link or a place to fill in', () => {
  fc.assert(fc.property(hostileReports, (reports) => {
    const text = renderReports(reports, 'sarif');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
    const log = sarifOf(...reports);
    for (const run of log.runs) {
      for (const result of run.results ?? []) {
        expect(result.message.text).not.toContain('](');
        expect(result.message.text?.replace(/\{\{|\}\}/g, '')).not.toMatch(/[{}]/);
        expect(run.tool.driver.rules?.[result.ruleIndex ?? -1].id).toBe(result.ruleId);
        expect(result.locations?.[0].physicalLocation?.artifactLocation?.uri).not.toMatch(/^javascript:|[\s<>"]/i);
      }
      for (const rule of run.tool.driver.rules ?? []) expect(rule.helpUri ?? 'https://').toMatch(/^https:\/\//);
    }
  }), { numRuns: 200 });
});
