import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { validateXML } from 'xmllint-wasm';
import { golden } from './golden';
import { HOSTILE_NAMES, hostileReports } from './hostile';
import { NO_TLS_INSPECTION, PKI_CRL_UNKNOWN, PKI_CRL_VIOLATED, reportOf, SENSOR_API, SENSOR_API_VIOLATED, VIOLATED } from './reports';
import { ProofReport, RequirementResult, Verdict } from '../../src/proof';
import { printable, renderReport, renderReports } from '../../src/report';

/** Jenkins' schema, which Azure Pipelines' own JUnit mapping follows. */
const schema = readFileSync(join(__dirname, '..', 'fixtures', 'schemas', 'jenkins-junit.xsd'), 'utf8');

async function problemsOf(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: xml }], schema: [schema] });
  return errors.map((error) => error.message);
}

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseAttributeValue: false, parseTagValue: false, trimValues: false, isArray: (name) => name === 'testcase' || name === 'testsuite' });

interface Case {
  readonly '@name': string;
  readonly 'failure'?: { readonly '@type': string };
  readonly 'error'?: { readonly '@type': string };
  readonly 'skipped'?: string;
}

function casesOf(xml: string): Case[] {
  const { testsuites } = parser.parse(xml) as { testsuites: { testsuite: { testcase: Case[] }[] } };
  return testsuites.testsuite.flatMap((suite) => suite.testcase);
}

test('the file, as a person read and approved it', () => {
  expect(renderReport(VIOLATED, 'junit')).toBe(golden('violated.junit.xml'));
});

describe('the schema', () => {
  test('refuses what it should', async () => {
    expect(await problemsOf('<testsuites><testsuite name="x"><failure/></testsuite></testsuites>')).not.toEqual([]);
    expect(await problemsOf('<testsuites></testsuite>')).not.toEqual([]);
  });

  test('accepts one configuration and several', async () => {
    expect(await problemsOf(renderReport(VIOLATED, 'junit'))).toEqual([]);
    expect(await problemsOf(renderReports([VIOLATED, reportOf('satisfied', SENSOR_API, PKI_CRL_VIOLATED)], 'junit'))).toEqual([]);
  });

  test('accepts hostile names', async () => {
    const named = (name: string): ProofReport => ({
      ...VIOLATED, workspace: name, assumptions: [name], inputs: [{ path: name, kind: 'terraform-plan' }], findings: [{ id: name, level: 'note', message: name, address: name }],
      requirements: VIOLATED.requirements.map((result) => ({ ...result, statement: name, reasons: [name] })),
    });
    expect(await problemsOf(renderReports(HOSTILE_NAMES.map(named), 'junit'))).toEqual([]);
  });
});

describe('a requirement', () => {
  const unknownApi: RequirementResult = { ...SENSOR_API, verdict: 'unknown', flows: [{ ...SENSOR_API.flows[0], verdict: 'unknown', unknowns: ['x is not known'] }] };
  const outcome = ({ failure, error, skipped }: Case): string => (failure ? `failure ${failure['@type']}` : error ? `error ${error['@type']}` : skipped !== undefined ? 'skipped' : 'passed');

  test.each<[string, RequirementResult, Verdict, true | undefined, string]>([
    ['that is satisfied passes', SENSOR_API, 'satisfied', undefined, 'passed'],
    ['that is violated fails', SENSOR_API_VIOLATED, 'violated', undefined, 'failure violated'],
    ['that is unknown is an error', unknownApi, 'unknown', undefined, 'error unknown'],
    ['that is recommended and violated is skipped', PKI_CRL_VIOLATED, 'satisfied', undefined, 'skipped'],
    ['that is recommended and unknown is skipped', PKI_CRL_UNKNOWN, 'satisfied', undefined, 'skipped'],
    ['that is recommended and violated fails where it counts', PKI_CRL_VIOLATED, 'violated', true, 'failure violated'],
    ['that is recommended and unknown is an error where it counts', PKI_CRL_UNKNOWN, 'unknown', true, 'error unknown'],
  ])('%s', (_, requirement, verdict, strict, expected) => {
    expect(casesOf(renderReport({ ...reportOf(verdict, requirement), strict }, 'junit')).map(outcome)).toEqual([expected]);
  });
});

test('totals are the sums of the suites', () => {
  const xml = renderReports([VIOLATED, reportOf('violated', SENSOR_API_VIOLATED, PKI_CRL_UNKNOWN, NO_TLS_INSPECTION)], 'junit');
  const { testsuites } = parser.parse(xml) as { testsuites: Record<string, string> & { testsuite: Record<string, string>[] } };
  expect([testsuites['@tests'], testsuites['@failures'], testsuites['@errors']]).toEqual(['6', '2', '0']);
  expect(testsuites.testsuite.map((suite) => [suite['@tests'], suite['@failures'], suite['@errors'], suite['@skipped']])).toEqual([['3', '1', '0', '1'], ['3', '1', '0', '1']]);
});

test('whatever the names, the file is well formed, legal XML 1.0, and has one test case for each requirement', () => {
  fc.assert(fc.property(hostileReports, (reports) => {
    const xml = renderReports(reports, 'junit');
    expect(XMLValidator.validate(xml)).toBe(true);
    // The characters of XML 1.0, section 2.2.
    expect(xml).not.toMatch(/[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    expect(casesOf(xml).map((one) => one['@name'])).toEqual(reports.flatMap((report) => report.requirements).map((result) => `${printable(result.id)} (${result.level})`));
  }), { numRuns: 200 });
});
