import { DecidingRule, FlowResult, RequirementResult } from '../proof';
import { alikeFlows, fromOneSource } from './alike';
import { printable } from './printable';
import { listed, NO_TLS_INSPECTION, place, ruleName } from './words';

/** Sources whose traffic is named. */
const MOST_SOURCES = 3;

/**
 * What a person can do about a requirement that is violated or unknown, in one sentence; empty when it is satisfied.
 *
 * @param others requirements that are told together with it, for they have the same causes
 */
export function remedy(result: RequirementResult, ...others: readonly RequirementResult[]): string {
  if (result.verdict === 'satisfied') return '';
  if (result.verdict === 'unknown') {
    return 'Give what it depends on a value that the input shows (a literal or a variable with a value; a tag of the service tag file), verify a plan made once it has one, '
      + 'or let a rule that does not depend on it decide.';
  }
  const flows = alikeFlows([result, ...others]).find(({ verdict }) => verdict === 'violated')?.flows.map(({ flow }) => flow) ?? [];
  if (result.id === 'address-list-current') return 'Put the service tag in place of the list, or add the missing prefixes to it.';
  if (NO_TLS_INSPECTION.includes(result.id)) return remedyForInspection(flows[0]?.decidedBy.at(-1));
  // The first to deny on the path: what lies behind it shows once it is gone.
  const denying = flows[0]?.decidedBy.find((rule) => rule.action === 'deny');
  if (denying === undefined) return '';
  // Where several are told together, their flows stand above.
  return remedyForDenial(others.length > 0 ? 'these flows' : trafficOf(flows), denying);
}

function remedyForInspection(deciding: DecidingRule | undefined): string {
  const rule = deciding === undefined ? 'the rule' : `${ruleName(deciding)} at ${place(deciding)}`;
  return `Take TLS termination off ${rule}, or let a rule without it decide this traffic first: the sensor's connection is mutually authenticated.`;
}

function remedyForDenial(traffic: string, denying: DecidingRule): string {
  const point = printable(denying.enforcementPoint);
  if (isRouting(denying.enforcementPoint)) {
    return `Change or override route "${printable(denying.rule)}" of ${point} so that ${traffic} can go to the Internet or to a firewall that allows it.`;
  }
  if (denying.address === undefined) return `Add a rule to ${point} that allows ${traffic}.`;
  return `Let a rule of ${point} that comes before ${ruleName(denying)} allow ${traffic}, or narrow that rule.`;
}

/** `tcp 80 from 10.1.0.4 to crl.microsoft.com and ctldl.windowsupdate.com`. */
function trafficOf(flows: readonly FlowResult[]): string {
  const parts = fromOneSource(flows, (flow) => flow).map((some) => {
    const [{ protocol, port, source }] = some;
    return `${printable(protocol)} ${port} from ${printable(source)} to ${listed([...new Set(some.map(({ host }) => printable(host)))])}`;
  });
  const more = parts.length - MOST_SOURCES;
  return listed([...parts.slice(0, MOST_SOURCES), ...(more > 0 ? [`the flows of ${more} more ${more === 1 ? 'source' : 'sources'}`] : [])]);
}

function isRouting(enforcementPoint: string): boolean {
  return enforcementPoint === 'system routes' || /(^|[. ])azurerm_route_table\./.test(enforcementPoint);
}
