import { excessAccess } from './excess-access';
import { addressPairLimits } from './limits';
import { partlyVoidAllows } from './partly-void-allows';
import { Examine, FindingQuestion } from './question';
import { redundantRules } from './redundant-rules';
import { allowListsWithoutDeny, bypassedApplicationRules, defaultRuleNames, equalPriorities, misleadingNames } from './rule-lints';
import { ruleLists } from './rule-lists';
import { serviceTagOnlyEgress } from './service-tag-only-egress';
import { shadowedRules } from './shadowed-rules';
import { tlsInspectionNearSensors } from './tls-inspection-near-sensors';
import { Finding } from '../../azure';

/** Everything that is looked for, in the order in which it is told. */
const EXAMINATIONS: readonly Examine[] = [
  addressPairLimits, shadowedRules, tlsInspectionNearSensors, bypassedApplicationRules, misleadingNames, equalPriorities, partlyVoidAllows,
  allowListsWithoutDeny, serviceTagOnlyEgress, redundantRules, defaultRuleNames, excessAccess,
];

/** What is worth telling about a configuration beside the verdicts of the requirements. */
export function examine(question: Omit<FindingQuestion, 'lists'>): Finding[] {
  const whole: FindingQuestion = { ...question, lists: ruleLists(question) };
  // What reading every rule tells stands in the notes: rules that no sensor meets are read here alone.
  const told = EXAMINATIONS.flatMap((one) => one(whole));
  return [...question.notes.findings, ...told, ...incomplete(whole)];
}

/** Points whose rules were not examined to the end: what is not told of them is then no news that all is well. */
function incomplete({ lists }: FindingQuestion): Finding[] {
  const points = [...new Set(lists.filter(({ effort }) => effort.isCut).map(({ enforcementPoint }) => enforcementPoint))];
  return points.map((point): Finding => ({
    id: 'examination-incomplete', level: 'note', address: point,
    message: `The rules of ${point} overlap each other too much to examine each of them, so some that can never match or change nothing may be missing here; `
      + 'the requirements are proved all the same. Have fewer rules, or narrower ones.',
  }));
}
