import { ExplainedPoint, RuleMismatch, TracedRule } from '../proof';
import { printable } from './printable';
import { TextStyle } from './style';
import { listed, ruleName } from './words';
import { paragraph } from './wrap';

/** Entries of one field that are shown. */
const MOST_ENTRIES = 4;

/** A rule that was tried and decides nothing, with what it asks and the traffic has not. */
export function passedOver(one: TracedRule, kind: ExplainedPoint['kind'], style: TextStyle): string[] {
  const name = kind === 'route' ? `route "${printable(one.rule.rule)}"` : ruleName(one.rule);
  const why = one.effect === 'preceded' ? 'of whose packets earlier rules decide all that are asked about' : `which ${mismatchesText(one.differsIn)}`;
  return paragraph('   passed over: ', `${name}, ${why}`, style.width).map((line) => style.paint('muted', line));
}

/** `940 more rules that decide nothing (900 by port, 40 by source)`. */
export function passedOverCount(rules: readonly TracedRule[]): string {
  const counts = new Map<string, number>();
  for (const { field } of rules.flatMap(({ differsIn }) => differsIn)) counts.set(field, (counts.get(field) ?? 0) + 1);
  const byField = counts.size === 0 ? '' : ` (${[...counts].map(([field, count]) => `${count} by ${field}`).join(', ')})`;
  return `${rules.length} more rules that decide nothing${byField}`;
}

/** `asks for port 53 and protocol Udp`. */
export function mismatchesText(mismatches: readonly RuleMismatch[]): string {
  return mismatches.length === 0 ? 'asks for things that the traffic has one by one, but not together' : `asks for ${listed(mismatches.map(mismatchText))}`;
}

function mismatchText({ field, asks }: RuleMismatch): string {
  const shown = asks.slice(0, MOST_ENTRIES).map((entry) => printable(entry));
  if (asks.length > MOST_ENTRIES) return `${field} ${shown.join(', ')} or one of ${asks.length - MOST_ENTRIES} more`;
  return shown.length === 0 ? `a ${field} that it does not name` : `${field} ${shown.join(' or ')}`;
}
