import * as fc from 'fast-check';
import { hostileReports, name } from './hostile';
import { EXPLANATION, reportOf, SENSOR_API_VIOLATED } from './reports';
import { ProofReport } from '../../src/proof';
import { printable, renderExplanation, renderReports, REPORT_FORMATS } from '../../src/report';
import { PLAIN } from '../../src/report/style';

/*
 * Reports are printed into the logs of build servers, which act on some of what they find there.
 */

const COMMANDS = ['::set-output name=x::y', '::error file=a::b', ' ::add-mask::x', '##[set-env name=PATH]x', '##vso[task.setvariable variable=x]y', '##VSO[task.complete result=Succeeded;]', 'a##[b]##vso[c]'];

function withName(text: string): ProofReport {
  const [flow] = SENSOR_API_VIOLATED.flows;
  return {
    ...reportOf('violated', { ...SENSOR_API_VIOLATED, reasons: [text], flows: [{ ...flow, source: text, decidedBy: [{ ...flow.decidedBy[0], rule: text, enforcementPoint: text, address: text }] }] }),
    workspace: text,
    findings: [{ id: text, level: 'error', message: text, address: text }],
    assumptions: [text],
    inputs: [{ path: text, kind: 'terraform-plan' }],
  };
}

/** What GitHub's runner and the agent of Azure Pipelines take for a command, whatever stands before it on the line. */
function commandsIn(log: string): string[] {
  return log.split('\n').filter((line) => /^\s*::/.test(line) || /##\[|##vso\[/i.test(line));
}

test('the check knows a command when it sees one', () => {
  for (const command of COMMANDS) expect(commandsIn(`a\n${command}`)).toEqual([command]);
});

test.each([
  ['::set-output name=x::y', '\\u003a:set-output name=x::y'],
  ['  ::error::x', '  \\u003a:error::x'],
  ['##vso[task.x]', '\\u0023#vso[task.x]'],
  ['###[x]', '#\\u0023#[x]'],
  ['a::b', 'a::b'],
  ['## heading', '## heading'],
])('%s is printed as %s', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

describe.each(REPORT_FORMATS)('--format %s', (format) => {
  test.each(COMMANDS)('prints no command for %s', (command) => {
    expect(commandsIn(renderReports([withName(command)], format))).toEqual([]);
    expect(commandsIn(renderReports([withName(command), withName(command)], format))).toEqual([]);
  });

  test('prints none whatever the names', () => {
    fc.assert(fc.property(hostileReports, (reports) => {
      expect(commandsIn(renderReports(reports, format))).toEqual([]);
    }), { numRuns: 60 });
  });
});

test('JSON keeps the value', () => {
  const report = JSON.parse(renderReports([withName(COMMANDS[4])], 'json')) as { assumptions: string[] };
  expect(report.assumptions).toEqual([COMMANDS[4]]);
});

test('an explanation prints none', () => {
  fc.assert(fc.property(name, (text) => {
    const [point] = EXPLANATION.points;
    const points = [{ ...point, enforcementPoint: text, regions: [{ ...point.regions[0], packets: text, conditions: [text] }] }];
    const explanation = { ...EXPLANATION, from: text, to: text, unknowns: [text], points };
    expect(commandsIn(renderExplanation(explanation, 'text', PLAIN))).toEqual([]);
  }));
});
