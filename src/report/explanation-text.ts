import { ExplainedPoint, ExplainedRegion, Explanation } from '../proof';
import { printable, printableSentence } from './printable';
import { PLAIN, Role, TextStyle } from './style';
import { assumptions, findings, joined, origins } from './text';
import { place, ruleName } from './words';
import { paragraph } from './wrap';

const ROLE_OF_OUTCOME: Readonly<Record<Explanation['verdict'], Role>> = { permitted: 'good', denied: 'bad', unknown: 'uncertain' };

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

function outcome({ from, to, protocol, port, verdict }: Explanation): string {
  const ports = port === undefined ? 'every port' : String(port);
  const traffic = `${printable(from)} to ${printable(to)}, ${printable(protocol)} ${ports}`;
  if (verdict === 'unknown') return `${traffic}: it is UNKNOWN whether all of it is permitted.`;
  return verdict === 'permitted' ? `${traffic}: permitted.` : `${traffic}: NOT permitted, at least in part.`;
}

function pointLines(point: ExplainedPoint, index: number, style: TextStyle): string[] {
  return [
    style.paint('heading', `${index + 1}. ${printable(point.enforcementPoint)} (${KIND_IN_WORDS[point.kind]})`),
    ...point.regions.flatMap((region) => regionLines(region, point, style)),
  ];
}

function regionLines(region: ExplainedRegion, point: ExplainedPoint, style: TextStyle): string[] {
  const verb = region.rule.action === 'deny' ? 'denied' : 'allowed';
  const by = point.kind === 'route' ? `route "${printable(region.rule.rule)}"` : ruleName(region.rule);
  const hop = region.nextHop === undefined ? '' : `, next hop ${printable(region.nextHop)}`;
  return [
    ...paragraph('   ', `${printableSentence(region.packets)}: ${point.kind === 'route' ? 'taken' : verb} by ${by}${hop}`, style.width),
    ...paragraph('     at ', place(region.rule), style.width).map((line) => style.paint('muted', line)),
    ...region.conditions.flatMap((condition) => paragraph('     if: ', printableSentence(condition), style.width)),
  ];
}
