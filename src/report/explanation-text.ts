import { DecidingRule, ExplainedPoint, ExplainedRegion, Explanation, TracedRule } from '../proof';
import { findings } from './findings-text';
import { passedOver, passedOverCount } from './passed-over';
import { printable, printableSentence } from './printable';
import { PLAIN, Role, TextStyle } from './style';
import { assumptions, joined, origins } from './text';
import { place, ruleName } from './words';
import { paragraph } from './wrap';

const ROLE_OF_OUTCOME: Readonly<Record<Explanation['verdict'], Role>> = { permitted: 'good', denied: 'bad', unknown: 'uncertain' };

/** Rules that decide nothing and are told one by one, at each point, before the rest is counted. */
const MOST_PASSED_OVER = 200;

const KIND_IN_WORDS: Readonly<Record<ExplainedPoint['kind'], string>> = {
  'network-interface-nsg': 'NSG of the network interface',
  'subnet-nsg': 'NSG of the subnet',
  'nsg': 'NSG that the input ties to no subnet',
  'route': 'route',
  'firewall': 'firewall',
};

/** What happens to the traffic that was asked about, enforcement point by enforcement point. Ends with a line break. */
export function explanationToText(explanation: Explanation, style: TextStyle = PLAIN): string {
  return joined([
    [style.paint(ROLE_OF_OUTCOME[explanation.verdict], outcome(explanation))],
    ...explanation.points.map((point, index) => pointLines(point, index, style)),
    explanation.unknowns.flatMap((unknown) => paragraph('depends on: ', printableSentence(unknown), style.width)),
    findings(explanation.findings, style),
    assumptions(explanation.assumptions, style),
    origins(explanation, style),
  ]);
}

function outcome({ from, to, protocol, port, verdict, points }: Explanation): string {
  const ports = port === undefined ? 'every port' : String(port);
  const traffic = `${printable(from)} to ${printable(to)}, ${printable(protocol)} ${ports}`;
  if (verdict === 'unknown') return `${traffic}: it is UNKNOWN whether all of it is permitted.`;
  if (verdict === 'permitted') return `${traffic}: permitted.`;
  return points.some((point) => point.regions.length > 1) || port === undefined ? `${traffic}: NOT permitted, at least in part.` : `${traffic}: NOT permitted.`;
}

function pointLines(point: ExplainedPoint, index: number, style: TextStyle): string[] {
  const unreached = point.isReached ? '' : '; not reached, what follows is what it would do';
  return [
    style.paint('heading', `${index + 1}. ${printable(point.enforcementPoint)} (${KIND_IN_WORDS[point.kind]}${unreached})`),
    ...point.considered === undefined ? point.regions.flatMap((region) => regionLines(region, point, style)) : consideredLines(point, point.considered, style),
  ];
}

/** Rules in the order in which they are tried: those that match nothing with the reason, the others with what they decide. */
function consideredLines(point: ExplainedPoint, considered: readonly TracedRule[], style: TextStyle): string[] {
  const key = (rule: DecidingRule): string => JSON.stringify(rule);
  let idle = 0;
  const left: TracedRule[] = [];
  const lines = considered.flatMap((one) => {
    if (one.effect === 'decides') return point.regions.filter(({ rule }) => key(rule) === key(one.rule)).flatMap((region) => regionLines(region, point, style));
    if (++idle <= MOST_PASSED_OVER) return passedOver(one, point.kind, style);
    left.push(one);
    return [];
  });
  return left.length === 0 ? lines : [...lines, ...paragraph('   ', `… and ${passedOverCount(left)} (the JSON answer has them all)`, style.width)];
}

function regionLines(region: ExplainedRegion, point: ExplainedPoint, style: TextStyle): string[] {
  const verb = region.rule.action === 'deny' ? 'denied' : 'allowed';
  const by = point.kind === 'route' ? `route "${printable(region.rule.rule)}"` : ruleName(region.rule);
  const inspects = region.rule.terminatesTls ? ', which terminates TLS' : '';
  const hop = region.nextHop === undefined ? '' : `, next hop ${printable(region.nextHop)}`;
  return [
    ...paragraph('   ', `${printableSentence(region.packets)}: ${point.kind === 'route' ? 'taken' : verb} by ${by}${hop}${inspects}`, style.width),
    ...paragraph('     at ', place(region.rule), style.width).map((line) => style.paint('muted', line)),
    ...region.conditions.flatMap((condition) => paragraph('     if: ', printableSentence(condition), style.width)),
  ];
}
