import { DecidingRule, FlowResult, RequirementResult } from '../proof';
import { printable } from './printable';
import { NO_TLS_INSPECTION, place, ruleName } from './words';

/** What a person can do about a requirement that is violated or unknown, in one sentence; empty when it is satisfied. */
export function remedy(result: RequirementResult): string {
  if (result.verdict === 'satisfied') return '';
  if (result.verdict === 'unknown') {
    return 'Give what it depends on a value that the input shows (a literal, a variable with a value, a resource of the same input), or verify a plan made once it has one.';
  }
  const flow = result.flows.find((candidate) => candidate.verdict === 'violated');
  if (result.id === 'address-list-current') return 'Put the service tag in place of the list, or add the missing prefixes to it.';
  if (NO_TLS_INSPECTION.includes(result.id)) return remedyForInspection(flow);
  if (flow === undefined) return '';
  // The first to deny on the path: what lies behind it shows once it is gone.
  const denying = flow.decidedBy.find((rule) => rule.action === 'deny');
  return denying === undefined ? '' : remedyForDenial(flow, denying);
}

function remedyForInspection(flow: FlowResult | undefined): string {
  const deciding = flow?.decidedBy[flow.decidedBy.length - 1];
  const rule = deciding === undefined ? 'the rule' : `${ruleName(deciding)} at ${place(deciding)}`;
  return `Take TLS termination off ${rule}, or let a rule without it decide this traffic first: the sensor's connection is mutually authenticated.`;
}

function remedyForDenial(flow: FlowResult, denying: DecidingRule): string {
  const point = printable(denying.enforcementPoint);
  const traffic = `${printable(flow.protocol)} ${flow.port} from ${printable(flow.source)} to ${printable(flow.host)}`;
  if (isRouting(denying.enforcementPoint)) {
    return `Change or override route "${printable(denying.rule)}" of ${point} so that ${traffic} goes to the Internet or to a firewall that allows it.`;
  }
  if (denying.address === undefined) return `Add a rule to ${point} that allows ${traffic}.`;
  return `Let a rule of ${point} that comes before ${ruleName(denying)} allow ${traffic}, or narrow that rule.`;
}

function isRouting(enforcementPoint: string): boolean {
  return enforcementPoint === 'system routes' || /(^|[. ])azurerm_route_table\./.test(enforcementPoint);
}
