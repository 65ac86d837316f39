import { addressListRefusals } from './address-list-refusals';
import { excessAccess } from './excess-access';
import { limits } from './limits';
import { partlyVoidAllows } from './partly-void-allows';
import { Examine, FindingQuestion } from './question';
import { redundantRules } from './redundant-rules';
import { allowListsWithoutDeny, bypassedApplicationRules, defaultRuleNames, equalPriorities, misleadingNames } from './rule-lints';
import { ruleLists } from './rule-lists';
import { shadowedRules } from './shadowed-rules';
import { tlsInspectionNearSensors } from './tls-inspection-near-sensors';
import { Finding } from '../../azure';

/** Everything that is looked for, in the order in which it is told. */
const EXAMINATIONS: readonly Examine[] = [
  limits, addressListRefusals, shadowedRules, tlsInspectionNearSensors, bypassedApplicationRules, misleadingNames, equalPriorities, partlyVoidAllows,
  allowListsWithoutDeny, redundantRules, defaultRuleNames, excessAccess,
];

/** What is worth telling about a configuration beside the verdicts of the requirements. */
export function examine(question: Omit<FindingQuestion, 'lists'>): Finding[] {
  const whole: FindingQuestion = { ...question, lists: ruleLists(question) };
  return EXAMINATIONS.flatMap((one) => one(whole));
}
