import { ApplicationAxis, EgressSpace, Finding, PROTOCOL, RuleRow } from '../../azure';
import { Budget, BudgetExceeded, findDecision, IntervalSet, Region } from '../../packets';
import { DocumentedFlow } from '../../requirements';
import { firewallRows } from '../point-rows';
import { Examine, FindingQuestion } from './question';
import { isWritten, ruleText } from './rule-lists';
import { capital } from './shadowed-rules';

/**
 * Rules that terminate TLS, match sensor traffic, and do not decide it only because an earlier rule does: one reordering
 * away from breaking the sensors. Rules that do decide it violate the requirement and are told there.
 */
export const tlsInspectionNearSensors: Examine = (question) => {
  const { requirements, groups, topology } = question;
  const inspection = requirements.find((requirement) => requirement.kind === 'no-tls-inspection');
  if (!inspection || !groups.some((group) => group.family === 'ipv4')) return [];
  const hosts = [...new Set(inspection.flows.map((flow) => flow.host))];
  return topology.firewallPoints.flatMap((point) => {
    const space = new EgressSpace('ipv4');
    const application = new ApplicationAxis(space, [question.estate], hosts);
    const rows = firewallRows(point, { ...question }, space, application);
    return inspection.flows.flatMap((flow): Finding[] => {
      const query = queryOf(flow, question, space, application);
      if (!query) return [];
      const matching = rows.filter((row) => row.terminatesTls === true && isWritten(row.rule) && row.regions.some((region) => region.overlaps(query)));
      return matching.filter((row) => !decides(row, rows, query))
        .map((row): Finding => ({
          id: 'tls-inspection-near-sensor',
          level: 'warning',
          message: `${capital(ruleText(row.rule))} of ${point.id} terminates TLS and matches ${flow.host}; only a rule before it keeps it off the sensors' mutually authenticated connection: `
            + 'name other hosts or sources in it, so that no reordering can break the sensors.',
          address: row.rule.address ?? point.id,
          rule: row.rule.name,
          url: inspection.source.url,
        }));
    });
  });
};

function queryOf(flow: DocumentedFlow, { groups, traffic }: FindingQuestion, space: EgressSpace, application: ApplicationAxis): Region | undefined {
  const sources = groups.filter((group) => group.family === 'ipv4').map((group) => group.addresses ?? space.source.full);
  const tag = flow.serviceTag === undefined ? undefined : traffic.serviceTags.find(flow.serviceTag)?.addresses.ipv4;
  return application.requests('https', flow.host)
    ?.where(space.protocol, IntervalSet.interval<number>(PROTOCOL.tcp, PROTOCOL.tcp + 1))
    ?.where(space.destinationPort, IntervalSet.interval<number>(flow.port, flow.port + 1))
    ?.where(space.destination, tag && !tag.isEmpty ? tag : space.destination.full)
    ?.where(space.source, IntervalSet.union(sources));
}

function decides(row: RuleRow, rows: readonly RuleRow[], query: Region): boolean {
  try {
    return findDecision(query, rows, (decider) => decider === row, new Budget()) !== undefined;
  } catch (error) {
    if (error instanceof BudgetExceeded) return false;
    throw error;
  }
}
