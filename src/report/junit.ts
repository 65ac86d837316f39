import { ProofReport, RequirementResult } from '../proof';
import { inputsOf, sentenceOfAll } from './combined';
import { findings } from './findings-text';
import { printable, printableSentence } from './printable';
import { details } from './shortfall-text';
import { assumptions, origins } from './text';
import { TOOL_NAME } from './tool';
import { overallSentence } from './words';

// The types of the package say `export =`, its module has a default export.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { default: XmlBuilder } = require('fast-xml-builder') as { default: new (options: object) => { build(document: object): string } };

/**
 * Proofs as JUnit XML, one test suite for each and one test case for each requirement. Valid under Jenkins' schema
 * (`junit-4.xsd`); Azure Pipelines reads the same elements ("Publish Test Results", JUnit mapping).
 *
 * A requirement that counts fails when it is violated and is an error when it is unknown. A recommended one that does not
 * count is skipped in either case: neither green nor a reason to stop. Findings and assumptions are the suite's output,
 * because the exit code does not depend on them either.
 *
 * @param reports one proof, or several that were asked for together
 */
export function toJunit(reports: readonly ProofReport[]): string {
  const suites = reports.map((report) => suiteOf(report));
  const total = (name: Outcome): string => String(suites.reduce((sum, suite) => sum + suite.counts[name], 0));
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    'testsuites': {
      '@name': sentenceOfAll(reports),
      '@tests': String(suites.reduce((sum, suite) => sum + suite.tests, 0)),
      '@failures': total('failure'),
      '@errors': total('error'),
      'testsuite': suites.map((suite) => suite.element),
    },
  };
  const builder = new XmlBuilder({
    ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#text', format: true, suppressEmptyNode: true, suppressBooleanAttributes: false,
  });
  return `${builder.build(document).trimEnd()}\n`;
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Suite {
  readonly element: object;
  readonly tests: number;
  readonly counts: Readonly<Record<Outcome, number>>;
}

function suiteOf(report: ProofReport): Suite {
  const outcomes = report.requirements.map((result) => outcomeOf(result, report));
  const count = (outcome: Outcome): number => outcomes.filter((one) => one === outcome).length;
  const counts = { passed: count('passed'), failure: count('failure'), error: count('error'), skipped: count('skipped') };
  const errors = report.findings.filter((finding) => finding.level === 'error');
  const others = report.findings.filter((finding) => finding.level !== 'error');
  const text = (...sections: readonly (readonly string[])[]): string => sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n');
  return {
    tests: outcomes.length,
    counts,
    element: {
      '@name': `${TOOL_NAME} ${printable(report.workspace)}: ${inputsOf(report)}`,
      '@tests': String(outcomes.length),
      '@failures': String(counts.failure),
      '@errors': String(counts.error),
      '@skipped': String(counts.skipped),
      'properties': {
        property: [
          property('verdict', report.verdict),
          property('workspace', report.workspace),
          property('cloud', report.cloud),
          property('service tags', `${report.serviceTags.cloud} ${report.serviceTags.changeNumber} ${report.serviceTags.date}`),
          ...report.inputs.map((input) => property(`input (${input.kind})`, input.path)),
        ],
      },
      'testcase': report.requirements.map((result, index) => caseOf(result, outcomes[index], report)),
      'system-out': text([overallSentence(report)], findings(others), assumptions(report.assumptions), origins(report)),
      ...(errors.length === 0 ? {} : { 'system-err': text(findings(errors)) }),
    },
  };
}

function outcomeOf(result: RequirementResult, report: ProofReport): Outcome {
  if (result.verdict === 'satisfied') return 'passed';
  if (result.level !== 'required' && report.strict !== true) return 'skipped';
  return result.verdict === 'violated' ? 'failure' : 'error';
}

function caseOf(result: RequirementResult, outcome: Outcome, report: ProofReport): object {
  const head = { '@name': `${printable(result.id)} (${result.level})`, '@classname': `${TOOL_NAME}.${printable(report.workspace)}` };
  const text = details(result).join('\n');
  const inShort = `${printable(result.id)} is ${result.verdict}: ${printableSentence(result.statement)}`;
  switch (outcome) {
    case 'passed': return head;
    // The schema gives a skipped test no attributes, and its text is the reason.
    case 'skipped': return { ...head, 'skipped': `${inShort} It is recommended and does not count here.`, 'system-out': text };
    case 'failure': return { ...head, failure: { '@type': 'violated', '@message': inShort, '#text': text } };
    case 'error': return { ...head, error: { '@type': 'unknown', '@message': inShort, '#text': text } };
  }
}

function property(name: string, value: string): object {
  return { '@name': name, '@value': printable(value, 1000) };
}
