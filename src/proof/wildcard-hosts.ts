import { Estate, HostClasses, patternsOf } from '../azure';
import { DocumentedFlow } from '../requirements';
import { FlowResult, Verdict } from './report';

/**
 * Judges a flow to every host of a wildcard (`*.endpoint.security.microsoft.com`): once for each class of hosts that the rules of
 * the estate tell apart, of which the worst counts. A flow to one host is judged as it is.
 */
export function judgeForAllHosts(flow: DocumentedFlow, estate: Estate, judge: (flow: DocumentedFlow) => FlowResult): FlowResult {
  if (!flow.host.startsWith('*')) return judge(flow);
  const { classes, places } = classesWithin(flow.host, estate);
  let worst: FlowResult | undefined;
  for (const place of places) {
    const { representative, pattern } = classes[place];
    const result = judge({ ...flow, host: representative });
    if (worst && WORSE.indexOf(worst.verdict) >= WORSE.indexOf(result.verdict)) continue;
    worst = { ...result, host: pattern };
  }
  return worst?.verdict === 'satisfied' ? { ...worst, host: flow.host } : worst ?? judge(flow);
}

const WORSE: readonly Verdict[] = ['satisfied', 'unknown', 'violated'];

function classesWithin(wildcard: string, estate: Estate): { classes: HostClasses['classes']; places: number[] } {
  const hosts = new HostClasses([wildcard, ...patternsOf(estate)]);
  const places = [...hosts.matching(wildcard).intervals()].flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => start + i));
  return { classes: hosts.classes, places };
}
