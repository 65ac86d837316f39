import { HarnessError } from './errors';
import { verify, VerifyOptions } from './verify';
import { RequirementResult } from '../proof/report';
import { printable, printableSentence } from '../report/printable';
import { details } from '../report/shortfall-text';
import { readJson, readText } from '../terraform/input';
import { JsonObject } from '../terraform/json';

/** How configuration that was never a file is called in reports. */
export const SYNTHESIZED = 'synthesized stack';

/**
 * What is wrong for certain with a synthesized configuration: one message for each violated requirement that decides the
 * verdict (what it asks, a witness packet, the deciding rules, what to do) and one for each thing Azure will refuse.
 *
 * Unknown is not a violation: much of a stack is known only once it is planned.
 *
 * @param terraformJson what was synthesized, as an object without tokens or as JSON text
 * @throws an error that `isUsageProblem` knows when the configuration or the options cannot be used
 */
export function violationsOf(terraformJson: object | string, options: VerifyOptions): string[] {
  const input = typeof terraformJson === 'string' ? readText(SYNTHESIZED, terraformJson) : readJson(SYNTHESIZED, terraformJson as JsonObject);
  const everyLevel = options.strict === true || options.requirements !== undefined;
  const report = verify([input], options);
  const decides = (result: RequirementResult): boolean => everyLevel || result.level === 'required';
  return [
    ...report.requirements.filter((result) => result.verdict === 'violated' && decides(result)).map((result) => details(result).join('\n')),
    ...report.findings.filter((finding) => finding.level === 'error')
      .map((finding) => `${printable(finding.id)}: ${printableSentence(finding.message)} (${printable(finding.address)})`),
  ];
}

/**
 * JSON text of a configuration.
 *
 * @throws HarnessError when the object has no JSON form
 */
export function terraformText(terraformJson: object | string): string {
  if (typeof terraformJson === 'string') return terraformJson;
  let text: string | undefined;
  try {
    text = JSON.stringify(terraformJson);
  } catch {
    throw new HarnessError('not-json', 'refers to itself or holds a value that JSON has no form for');
  }
  if (text === undefined) throw new HarnessError('not-json', 'has no JSON form');
  return text;
}
