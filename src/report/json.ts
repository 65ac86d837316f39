import { DecidingRule, ExplainedPoint, Explanation, FlowResult, ProofReport, RequirementResult, Witness } from '../proof';
import { Requirement, Source } from '../requirements';
import { verdictOfAll } from './combined';
import { printableJson } from './printable';

/*
 * The public JSON formats, version 1. Fields are written out one by one: their names and order are a promise, and a
 * field that a room adds for itself does not slip into it.
 */

/** The proof as `mdi-egress/report/v1`. */
export function toJson(report: ProofReport): string {
  return printableJson(reportObject(report));
}

/** Several proofs that were asked for together as `mdi-egress/reports/v1`; each is a whole `mdi-egress/report/v1`. */
export function reportsToJson(reports: readonly ProofReport[]): string {
  return printableJson({ format: 'mdi-egress/reports/v1', verdict: verdictOfAll(reports), reports: reports.map(reportObject) });
}

function reportObject(report: ProofReport): object {
  return {
    format: 'mdi-egress/report/v1',
    verdict: report.verdict,
    leastPrivilege: report.leastPrivilege,
    workspace: report.workspace,
    cloud: report.cloud,
    serviceTags: snapshot(report.serviceTags),
    requirements: report.requirements.map(requirementResult),
    findings: report.findings.map(finding),
    assumptions: report.assumptions,
    inputs: report.inputs.map(input),
  };
}

/** The answer to `explain` as `mdi-egress/explanation/v1`. */
export function explanationToJson(explanation: Explanation): string {
  return printableJson({
    format: 'mdi-egress/explanation/v1',
    verdict: explanation.verdict,
    from: explanation.from,
    to: explanation.to,
    protocol: explanation.protocol,
    port: explanation.port,
    serviceTags: snapshot(explanation.serviceTags),
    points: explanation.points.map(point),
    unknowns: explanation.unknowns,
    findings: explanation.findings.map(finding),
    assumptions: explanation.assumptions,
    inputs: explanation.inputs.map(input),
  });
}

/** The catalogue as `mdi-egress/requirements/v1`. */
export function requirementsToJson(requirements: readonly Requirement[], workspace: string, cloud: string): string {
  return printableJson({
    format: 'mdi-egress/requirements/v1',
    workspace,
    cloud,
    requirements: requirements.map((requirement) => ({
      id: requirement.id,
      level: requirement.level,
      kind: requirement.kind,
      statement: requirement.statement,
      source: source(requirement.source),
      flows: requirement.flows.map((flow) => ({
        host: flow.host,
        path: flow.path,
        scheme: flow.scheme,
        protocol: flow.protocol,
        port: flow.port,
        serviceTag: flow.serviceTag,
      })),
    })),
  });
}

function requirementResult(result: RequirementResult): object {
  return {
    id: result.id,
    level: result.level,
    verdict: result.verdict,
    statement: result.statement,
    source: source(result.source),
    flows: result.flows.map(flowResult),
    reasons: result.reasons,
  };
}

function flowResult(flow: FlowResult): object {
  return {
    source: flow.source,
    host: flow.host,
    protocol: flow.protocol,
    port: flow.port,
    verdict: flow.verdict,
    decidedBy: flow.decidedBy.map(decidingRule),
    witness: flow.witness && witness(flow.witness),
    unknowns: flow.unknowns,
  };
}

function decidingRule(rule: DecidingRule): object {
  return {
    enforcementPoint: rule.enforcementPoint,
    rule: rule.rule,
    priority: rule.priority,
    action: rule.action,
    address: rule.address,
    construct: rule.construct,
  };
}

function witness(packet: Witness): object {
  return {
    source: packet.source,
    sourcePort: packet.sourcePort,
    destination: packet.destination,
    protocol: packet.protocol,
    port: packet.port,
    url: packet.url,
  };
}

function point(explained: ExplainedPoint): object {
  return {
    enforcementPoint: explained.enforcementPoint,
    kind: explained.kind,
    reached: explained.isReached,
    regions: explained.regions.map((region) => ({
      packets: region.packets,
      conditions: region.conditions,
      rule: decidingRule(region.rule),
      nextHop: region.nextHop,
    })),
    considered: explained.considered?.map(({ rule, effect, decides, differsIn, nextHop }) => ({
      rule: decidingRule(rule), effect, decides, differsIn: differsIn.map(({ field, asks }) => ({ field, asks })), nextHop,
    })),
  };
}

function source({ title, section, dated, url }: Source): object {
  return { title, section, dated, url };
}

function snapshot({ cloud, changeNumber, date }: ProofReport['serviceTags']): object {
  return { cloud, changeNumber, date };
}

function finding({ id, level, message, address, rule, url, acknowledged }: ProofReport['findings'][number]): object {
  return { id, level, message, address, rule, url, acknowledged: acknowledged && { reason: acknowledged.reason, expires: acknowledged.expires } };
}

function input({ path, kind }: ProofReport['inputs'][number]): object {
  return { path, kind };
}
