import { RequirementResult } from '../proof';
import { Source } from '../requirements';
import { AlikeFlows, alikeFlows, alikeResults, alikeSentence, fromOneSource, RequiredFlow, whatIsDecided } from './alike';
import { capped, MOST_LISTED } from './capped';
import { printable, printableSentence } from './printable';
import { remedy } from './remedy';
import { PLAIN, TextStyle } from './style';
import { decision, deedOf, listed, packetsInShort, place, ROLE_OF_VERDICT } from './words';
import { paragraph } from './wrap';

/** The requirements that are not satisfied; those with the same causes in one section. */
export function shortfalls(results: readonly RequirementResult[], style: TextStyle = PLAIN): string[][] {
  return alikeResults(results.filter(({ verdict }) => verdict !== 'satisfied')).map((alike) => section(alike, style));
}

/** One requirement: its statement, each flow that fails with witness, deciding rules and unknowns, what to do, its source. */
export function details(result: RequirementResult, style: TextStyle = PLAIN): string[] {
  return section([result], style);
}

/** Section, date and address of a documented sentence: the address tells the page. */
export function documented(source: Source, style: TextStyle = PLAIN): string[] {
  const where = `"${printable(source.section)}", dated ${printable(source.dated)}`;
  return [
    ...paragraph('  documented: ', where, style.width),
    style.paint('muted', `    ${printable(source.url)}`),
  ];
}

function section(alike: readonly RequirementResult[], style: TextStyle): string[] {
  const [{ verdict, reasons }, ...others] = alike;
  const flows = alikeFlows(alike);
  const whatToDo = remedy(alike[0], ...others);
  const sources = new Map(alike.map(({ source }) => [JSON.stringify(source), source]));
  return [
    ...paragraph('', alikeSentence(alike, printable), style.width).map((line) => style.paint(ROLE_OF_VERDICT[verdict], line)),
    ...asked(alike, flows.length > 0, style),
    ...flows.flatMap((some) => flowLines(some, others.length > 0, style)),
    ...capped(reasons, (reason) => paragraph('  reason: ', printableSentence(reason), style.width)),
    ...(whatToDo === '' ? [] : paragraph('  what to do: ', whatToDo, style.width)),
    ...[...sources.values()].flatMap((source) => documented(source, style)),
  ];
}

/** Where several are told together and have flows, those say what is asked. */
function asked(alike: readonly RequirementResult[], haveFlows: boolean, style: TextStyle): string[] {
  if (alike.length === 1) return paragraph('  asks: ', printableSentence(alike[0].statement), style.width);
  return haveFlows ? [] : alike.flatMap(({ id, statement }) => paragraph(`  ${printable(id)} asks: `, printableSentence(statement), style.width));
}

function flowLines({ verdict, flows, decidedBy, unknowns }: AlikeFlows, areIdsTold: boolean, style: TextStyle): string[] {
  const witnesses = flows.flatMap(({ flow }) => flow.witness ?? []);
  const what = whatIsDecided(flows);
  return [
    ...capped(fromOneSource(flows, ({ flow }) => flow), (some) => paragraph(`  ${some.length === 1 ? 'flow' : 'flows'}: `, `${wayOf(some, areIdsTold)}: ${verdict}`, style.width)),
    ...capped(packetsInShort(witnesses), (text) => paragraph('    witness: ', text, style.width)),
    ...capped(decidedBy, (rule) => {
      const told = decision(rule, deedOf(rule, flows[0].result), what);
      if (rule.address === undefined) return paragraph('    ', `${told}, ${place(rule)}`, style.width);
      return [
        ...paragraph('    ', told, style.width),
        ...paragraph('      at ', place(rule), style.width).map((line) => style.paint('muted', line)),
      ];
    }),
    ...capped(unknowns, (unknown) => paragraph('    depends on: ', printableSentence(unknown), style.width)),
  ];
}

/** `10.1.0.4 to crl.microsoft.com (pki-crl) and ctldl.windowsupdate.com (pki-ctl), tcp 80`. */
function wayOf(flows: readonly RequiredFlow[], areIdsTold: boolean): string {
  const { source, protocol, port } = flows[0].flow;
  const ids = new Map<string, string[]>();
  for (const { flow, result } of flows) ids.set(flow.host, [...ids.get(flow.host) ?? [], printable(result.id)]);
  const hosts = [...ids].slice(0, MOST_LISTED).map(([host, of]) => (areIdsTold ? `${printable(host)} (${listed(of)})` : printable(host)));
  const more = ids.size > hosts.length ? [`${ids.size - hosts.length} more`] : [];
  return `${printableSentence(source)} to ${listed([...hosts, ...more])}, ${printable(protocol)} ${port}`;
}
