import { RequirementResult } from '../proof';
import { alikeFlows, alikeResults } from './alike';
import { rest } from './capped';
import { printable, printableSentence } from './printable';
import { TextStyle } from './style';
import { decidingRules, decisionInShort, deedOf, ROLE_OF_VERDICT } from './words';
import { wrapped } from './wrap';

/** How many deciding rules the overview names for one requirement. */
const MOST_RULES = 2;

/** Each requirement with its verdict and what decides it; those that the same things decide in one row. */
export function overview(results: readonly RequirementResult[], style: TextStyle): string[] {
  const groups = alikeResults(results, ({ level }) => level);
  if (style.table === undefined) {
    return groups.map((alike) => `${idsOf(alike).join(', ')}: ${alike[0].verdict} (${alike[0].level}), ${decidedBy(alike).join('; ')}`);
  }
  const width = style.width ?? 100;
  const ids = groups.map((alike) => wrapped(`${idsOf(alike).join(', ')} (${alike[0].level})`, Math.floor(width / 3)));
  const idWidth = Math.max(...ids.flat().map((line) => line.length), 'requirement'.length);
  // Two spaces between columns.
  const remaining = Math.max(width - idWidth - 'satisfied'.length - 4, 30);
  return style.table(['requirement', 'verdict', 'decided by'], groups.map((alike, index) => [
    ids[index].join('\n'),
    style.paint(ROLE_OF_VERDICT[alike[0].verdict], alike[0].verdict),
    decidedBy(alike).flatMap((line) => wrapped(line, remaining)).join('\n'),
  ])).split('\n');
}

function idsOf(alike: readonly RequirementResult[]): string[] {
  return alike.map(({ id }) => printable(id));
}

function decidedBy(alike: readonly RequirementResult[]): string[] {
  const [result] = alike;
  const unknowns = alikeFlows(alike).flatMap((flows) => flows.unknowns);
  if (result.verdict === 'unknown' && unknowns.length > 0) return [[`depends on: ${printableSentence(unknowns[0])}`, ...below(unknowns.length - 1)].join('; ')];
  const rules = decidingRules(result);
  if (rules.length === 0) return [result.reasons.length > 0 ? printableSentence(result.reasons[0]) : 'nothing stands against it'];
  const left = rules.length - MOST_RULES;
  return [
    ...rules.slice(0, MOST_RULES).map((rule) => decisionInShort(rule, deedOf(rule, result))),
    ...(result.verdict === 'satisfied' ? rest(left) : below(left)),
  ];
}

/** What a requirement that is not satisfied depends on is told in full further down. */
function below(count: number): string[] {
  return count > 0 ? [`… and ${count} more, told below`] : [];
}
