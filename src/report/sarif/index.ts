import { Log, Notification, ReportingDescriptor, Result, Run } from 'sarif';
import { ProofReport } from '../../proof';
import { verdictOfAll } from '../combined';
import { printable, printableJson } from '../printable';
import { TOOL_NAME, toolPage, toolVersion } from '../tool';
import { uriOf } from './locations';
import { message, resultOfFinding, resultsOfRequirement, ruleOfRequirement, UnplacedResult } from './results';

/** GitHub refuses a run with more results. */
const MOST_RESULTS = 25_000;

/**
 * Proofs as SARIF 2.1.0 (OASIS), all in one run: what is not satisfied and every finding as results, assumptions as
 * notifications. What is satisfied has a rule and no result, since GitHub would show one as an alert.
 *
 * One run, because GitHub refuses files with more than 20, and because alerts of a configuration that is gone end with the
 * next upload of their run.
 *
 * @param reports one proof, or several that were asked for together
 */
export function toSarif(reports: readonly ProofReport[]): string {
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [runOf(reports)],
  };
  return printableJson(log);
}

function runOf(reports: readonly ProofReport[]): Run {
  const found: UnplacedResult[] = reports.flatMap((report) => [
    ...report.requirements.flatMap((result) => resultsOfRequirement(result, report)),
    ...report.findings.map((finding) => resultOfFinding(finding, report)),
  ]);
  const kept = found.slice(0, MOST_RESULTS);
  const rules = distinct([...reports.flatMap(({ requirements }) => requirements.map(ruleOfRequirement)), ...kept.map(({ rule }) => rule)]);
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const names = (of: (report: ProofReport) => string): string => [...new Set(reports.map((report) => printable(of(report))))].join(', ');
  const uris = [...new Set(reports.flatMap((report) => report.inputs.map(({ path }) => uriOf(path))))];
  return {
    tool: { driver: { name: TOOL_NAME, version: toolVersion(), semanticVersion: toolVersion(), informationUri: toolPage(), rules: [...rules] } },
    // Runs for other workspaces need categories of their own, or one hides the other.
    automationDetails: { id: `${TOOL_NAME}/${names(({ workspace }) => workspace)}/` },
    columnKind: 'utf16CodeUnits',
    artifacts: uris.map((uri) => ({ location: { uri }, roles: ['analysisTarget'] })),
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(reports, found.length - kept.length) }],
    results: toldApart(kept).map((result) => ({ ...result, ruleIndex: indexes.get(result.ruleId ?? '') })),
    properties: { verdict: verdictOfAll(reports), workspace: names(({ workspace }) => workspace), cloud: names(({ cloud }) => cloud) },
  };
}

/** What several configurations take for granted alike is told once. */
function notifications(reports: readonly ProofReport[], leftOut: number): Notification[] {
  const assumptions = [...new Set(reports.flatMap((report) => report.assumptions))];
  const notes: Notification[] = assumptions.map((assumption) => ({ level: 'note', message: message(`Taken for granted: ${assumption}`) }));
  if (leftOut > 0) notes.push({ level: 'warning', message: message(`${leftOut} more results are left out, since GitHub takes ${MOST_RESULTS} at most; the JSON report has them all.`) });
  return notes;
}

function distinct(rules: readonly ReportingDescriptor[]): ReportingDescriptor[] {
  const byId = new Map<string, ReportingDescriptor>();
  for (const rule of rules) if (!byId.has(rule.id)) byId.set(rule.id, rule);
  return [...byId.values()];
}

/** Results that would have one fingerprint get numbers, in their order: two of them are two alerts. */
function toldApart(results: readonly UnplacedResult[]): Result[] {
  const seen = new Map<string, number>();
  return results.map(({ result }) => {
    const fingerprint = result.partialFingerprints?.primaryLocationLineHash ?? '';
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    const told = `${fingerprint}:${count}`;
    return { ...result, partialFingerprints: { 'primaryLocationLineHash': told, 'mdiEgress/v1': told } };
  });
}
