import { createHash } from 'node:crypto';
import { Message, ReportingDescriptor, Result } from 'sarif';
import { FlowResult, ProofReport, RequirementResult } from '../../proof';
import { acknowledgement, pageOf } from '../acknowledged';
import { LONGEST_SENTENCE, printable } from '../printable';
import { remedy } from '../remedy';
import { decision, deedOf, destinationOf, packet, place } from '../words';
import { locationsOf, otherInputs } from './locations';

/** A result before it knows its rule's place in the list. */
export interface UnplacedResult {
  readonly rule: ReportingDescriptor;
  readonly result: Result;
}

/**
 * One result for each flow that fails, and one where a requirement fails without a flow.
 *
 * What is unknown is a warning of its own and not of kind `review` or `open`: the specification gives those no level
 * (3.27.10), and GitHub shows what has none as if nothing were wrong.
 */
export function resultsOfRequirement(result: RequirementResult, report: ProofReport): UnplacedResult[] {
  if (result.verdict === 'satisfied') return [];
  const rule = ruleOfRequirement(result);
  const counts = result.level === 'required' || report.strict === true;
  const level = result.verdict === 'violated' ? (counts ? 'error' : 'warning') : (counts ? 'warning' : 'note');
  const flows = result.flows.filter((flow) => flow.verdict === result.verdict);
  const described = flows.length > 0
    ? flows.map((flow) => ({ text: flowText(flow, result), addresses: addressesOf(flow), parts: [flow.host, String(flow.port), ...pointsOf(flow)] }))
    : [{ text: reasonsText(result), addresses: [], parts: [] }];
  return described.map(({ text, addresses, parts }) => unplaced(rule, level, text, report, addresses, [result.verdict, ...parts]));
}

/** One result for each finding. */
export function resultOfFinding(finding: ProofReport['findings'][number], report: ProofReport): UnplacedResult {
  const page = pageOf(finding);
  const rule: ReportingDescriptor = {
    id: printable(finding.id),
    defaultConfiguration: { level: finding.level },
    shortDescription: message(`Finding ${finding.id}`),
    ...(page === undefined ? {} : { helpUri: page }),
  };
  const accepted = acknowledgement(finding);
  const { result } = unplaced(rule, finding.level, finding.message, report, [finding.address], [finding.address, finding.rule ?? '']);
  return { rule, result: accepted === '' ? result : { ...result, suppressions: [{ kind: 'external', status: 'accepted', justification: accepted }] } };
}

/** The rule that stands for a requirement. */
export function ruleOfRequirement({ id, level, statement, source }: RequirementResult): ReportingDescriptor {
  return {
    id: printable(id),
    shortDescription: message(statement),
    fullDescription: message(`${statement} Documented in "${source.title}", section "${source.section}", dated ${source.dated}.`),
    ...(/^https:\/\/[^\s"<>\\^`{|}]+$/.test(source.url) ? { helpUri: source.url } : {}),
    help: message(`${statement} See ${source.url}`),
    defaultConfiguration: { level: level === 'required' ? 'error' : 'warning' },
    properties: { 'tags': ['network', 'azure', 'defender-for-identity'], 'precision': 'very-high', 'problem.severity': level === 'required' ? 'error' : 'warning' },
  };
}

/**
 * A plain text message of the format: braces are doubled, since single ones mark places to fill in (3.11.5), and what
 * would read as a link is pulled apart (3.11.6).
 */
export function message(text: string): Message & { text: string } {
  return { text: printable(text, 3 * LONGEST_SENTENCE).replaceAll('](', '] (').replace(/[{}]/g, '$&$&') };
}

function unplaced(
  rule: ReportingDescriptor, level: Result.level, text: string, report: ProofReport, addresses: readonly string[], identity: readonly string[],
): UnplacedResult {
  const related = otherInputs(report);
  // Neither the text nor the names of rules: they change without the problem being another one.
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([rule.id, report.workspace, report.inputs.map((input) => input.path), ...identity])).digest('hex').slice(0, 32);
  return {
    rule,
    result: {
      ruleId: rule.id,
      level,
      message: message(text),
      locations: locationsOf(report, addresses),
      ...(related.length === 0 ? {} : { relatedLocations: related }),
      partialFingerprints: { 'mdiEgress/v1': fingerprint, 'primaryLocationLineHash': fingerprint },
    },
  };
}

function flowText(flow: FlowResult, result: RequirementResult): string {
  const rules = flow.decidedBy.map((rule) => `${decision(rule, deedOf(rule, result), flow.witness === undefined ? 'some of it' : 'it')}, at ${place(rule)}`);
  return [
    `${result.id} is ${flow.verdict} from ${printable(flow.source)} to ${destinationOf(flow)}.`,
    ...(flow.witness === undefined ? [] : [`Witness: ${packet(flow.witness)}.`]),
    ...(flow.verdict === 'violated' ? rules.map((rule) => `${rule}.`) : []),
    ...(flow.unknowns.length === 0 ? [] : [`It depends on: ${flow.unknowns.join('; ')}.`]),
    remedy({ ...result, flows: [flow] }),
  ].filter((sentence) => sentence !== '').join(' ');
}

function reasonsText(result: RequirementResult): string {
  return [`${result.id} is ${result.verdict}.`, ...result.reasons.map((reason) => (/[.!?]$/.test(reason) ? reason : `${reason}.`)), remedy(result)]
    .filter((sentence) => sentence !== '').join(' ');
}

/** The rule that denies comes first: that is where to look. */
function addressesOf(flow: FlowResult): string[] {
  const rules = [...flow.decidedBy].sort((a, b) => Number(b.action === 'deny') - Number(a.action === 'deny'));
  return [...new Set(rules.map((rule) => rule.address ?? rule.enforcementPoint))];
}

function pointsOf(flow: FlowResult): string[] {
  return flow.decidedBy.filter((rule) => rule.action === 'deny').map((rule) => rule.enforcementPoint);
}
