import { DecidingRule, FlowResult, ProofReport, RequirementResult, Verdict, Witness } from '../proof';
import { grouped } from './grouped';
import { printable } from './printable';
import { Role } from './style';

/*
 * The phrases that every readable format shares.
 */

export const ROLE_OF_VERDICT: Readonly<Record<Verdict, Role>> = { satisfied: 'good', violated: 'bad', unknown: 'uncertain' };

/** The requirements that are about the sensors' own connection to the service. */
const SENSOR_CONNECTIONS: readonly string[] = ['sensor-api', 'v3-endpoint'];

/** Destinations of packets that stand on one line. */
const MOST_TARGETS = 8;

/** The requirements that are prohibitions. */
export const NO_TLS_INSPECTION: readonly string[] = ['no-tls-inspection', 'v3-no-tls-inspection'];

/** The outcome in one sentence, such as "contoso-corp: sensors can NOT reach Defender for Identity as documented: sensor-api is violated." */
export function overallSentence(report: ProofReport): string {
  const sentence = sentenceOfRequirements(report);
  if (report.leastPrivilege === undefined || report.leastPrivilege === 'satisfied') return sentence;
  const excess = report.leastPrivilege === 'violated' ? 'they may reach MORE of the Internet than any requirement needs' : 'it is UNKNOWN whether they may reach more of the Internet than any requirement needs';
  return sentence.replace(/\.$/, `; ${excess}.`);
}

function sentenceOfRequirements(report: ProofReport): string {
  const workspace = printable(report.workspace);
  const violated = idsOf(report, 'violated', 'required');
  if (violated.length > 0) {
    return `${workspace}: sensors can NOT reach Defender for Identity as documented: ${areAll(violated, 'violated')}.`;
  }
  const unknown = idsOf(report, 'unknown', 'required');
  if (unknown.length > 0) {
    return `${workspace}: it is UNKNOWN whether sensors can reach Defender for Identity: ${areAll(unknown, 'unknown')}.`;
  }
  if (!report.requirements.some((result) => SENSOR_CONNECTIONS.includes(result.id))) return `${workspace}: ${ofPartOfCatalogue(report)}.`;
  const shortfalls = shortfallsOf(report);
  if (shortfalls === '') return `${workspace}: sensors can reach Defender for Identity: every requirement is satisfied.`;
  // Without --strict they do not count, whatever else decides the verdict.
  return report.strict !== true
    ? `${workspace}: sensors can reach Defender for Identity; of what is recommended, ${shortfalls}.`
    : `${workspace}: sensors can reach Defender for Identity, but NOT all that is recommended is sure: ${shortfalls}.`;
}

/** Where the sensors' own connection was not asked about, nothing is said of it. */
function ofPartOfCatalogue(report: ProofReport): string {
  if (report.requirements.length === 0) return 'nothing was asked, so the outcome is UNKNOWN';
  const shortfalls = shortfallsOf(report);
  return shortfalls === '' ? areAll(report.requirements.map((result) => printable(result.id)), 'satisfied') : `NOT all that was asked is sure: ${shortfalls}`;
}

function shortfallsOf(report: ProofReport): string {
  const verdicts: readonly Verdict[] = ['violated', 'unknown'];
  return verdicts.map((verdict) => areAll(idsOf(report, verdict), verdict)).filter((text) => text !== '').join('; ');
}

/** `contoso-corpsensorapi.atp.azure.com, tcp 443`. */
export function destinationOf(flow: FlowResult): string {
  return `${printable(flow.host)}, ${printable(flow.protocol)} ${flow.port}`;
}

/** `10.1.0.4 to 4.208.124.106, tcp 443`, with the source port and the URL where they matter. */
export function packet(witness: Witness): string {
  const url = witness.url === undefined ? '' : `, ${printable(witness.url)}`;
  return `${sourceOf(witness)} to ${printable(witness.destination)}, ${printable(witness.protocol)} ${witness.port}${url}`;
}

/** Packets, each once; those that differ in the destination alone are told together, by their URLs where they have some. */
export function packetsInShort(witnesses: readonly Witness[]): string[] {
  const isToldByUrl = ({ url, destination }: Witness): boolean => url !== undefined && url.startsWith(`http://${destination}/`);
  const key = (witness: Witness): string => {
    const { source, sourcePort, protocol, port, url } = witness;
    return JSON.stringify([source, sourcePort, protocol, port, url === undefined, isToldByUrl(witness)]);
  };
  return grouped(witnesses, key).flatMap((alike) => {
    const packets = [...new Set(alike.map(packet))];
    // A URL stands for the destination only where that is the name in it.
    if (packets.length === 1 || (alike[0].url !== undefined && !isToldByUrl(alike[0]))) return packets;
    const targets = [...new Set(alike.map(({ url, destination }) => printable(url ?? destination)))];
    const lines = Array.from({ length: Math.ceil(targets.length / MOST_TARGETS) }, (_, line) => targets.slice(line * MOST_TARGETS, (line + 1) * MOST_TARGETS));
    const [{ protocol, port }] = alike;
    return lines.map((some) => `${sourceOf(alike[0])} to ${listed(some)}, ${printable(protocol)} ${port}`);
  });
}

function sourceOf({ source, sourcePort }: Witness): string {
  return sourcePort === undefined ? printable(source) : `${printable(source)} (source port ${sourcePort})`;
}

/** What a rule does to the traffic of a requirement. */
export type Deed = 'allow' | 'deny' | 'inspect';

const DEED_IN_WORDS: Readonly<Record<Deed, { readonly active: (what: string) => string; readonly passive: string }>> = {
  allow: { active: (what) => `allows ${what}`, passive: 'allowed' },
  deny: { active: (what) => `denies ${what}`, passive: 'denied' },
  inspect: { active: (what) => `terminates the TLS of ${what}`, passive: 'TLS terminated' },
};

/** Rules that inspect allow the traffic as well; where inspection is prohibited, the last rule of the path is the one that does it. */
export function deedOf(rule: DecidingRule, result: RequirementResult): Deed {
  const inspects = NO_TLS_INSPECTION.includes(result.id) && result.verdict === 'violated' && rule.action === 'allow'
    && result.flows.some((flow) => flow.verdict === 'violated' && flow.decidedBy.at(-1) === rule);
  return inspects ? 'inspect' : rule.action;
}

/**
 * `azurerm_network_security_group.nsg denies it by rule "DenyInternet" (priority 150)`.
 *
 * @param what the packet or the part of the flow that the rule decides
 */
export function decision(rule: DecidingRule, deed: Deed, what: string): string {
  return `${printable(rule.enforcementPoint)} ${DEED_IN_WORDS[deed].active(what)} by ${ruleName(rule)}`;
}

/** `denied by rule "DenyInternet" (priority 150) of azurerm_network_security_group.nsg`. */
export function decisionInShort(rule: DecidingRule, deed: Deed): string {
  return `${DEED_IN_WORDS[deed].passive} by ${ruleName(rule)} of ${printable(rule.enforcementPoint)}`;
}

/** `rule "DenyInternet" (priority 150)`. */
export function ruleName(rule: DecidingRule): string {
  const name = printable(rule.rule);
  return rule.priority === undefined ? `rule "${name}"` : `rule "${name}" (priority ${rule.priority})`;
}

/** Where to find the rule: its address and its construct, or that Azure adds it itself. */
export function place(rule: DecidingRule): string {
  if (rule.address === undefined) return 'a default that the input does not write';
  const construct = rule.construct === undefined ? '' : `, construct ${printable(rule.construct)}`;
  return `${printable(rule.address)}${construct}`;
}

/** The rules of every flow of a requirement, each once, in the order of the path. */
export function decidingRules(result: RequirementResult): DecidingRule[] {
  const seen = new Map<string, DecidingRule>();
  for (const flow of result.flows) {
    // Where a requirement fails, the rules of the flows that fail are the ones to look at.
    if (result.verdict !== 'satisfied' && flow.verdict !== result.verdict) continue;
    for (const rule of flow.decidedBy) {
      const key = JSON.stringify([rule.enforcementPoint, rule.rule, rule.address, rule.action, rule.priority]);
      if (!seen.has(key)) seen.set(key, rule);
    }
  }
  return [...seen.values()];
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

function idsOf(report: ProofReport, verdict: Verdict, level?: RequirementResult['level']): string[] {
  return report.requirements
    .filter((result) => result.verdict === verdict && (level === undefined || result.level === level))
    .map((result) => printable(result.id));
}

/** `pki-crl and pki-ctl are violated`; empty for none. */
export function areAll(ids: readonly string[], verdict: Verdict): string {
  return ids.length === 0 ? '' : `${listed(ids)} ${ids.length === 1 ? 'is' : 'are'} ${verdict}`;
}
