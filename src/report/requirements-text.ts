import { DocumentedFlow, Requirement } from '../requirements';
import { printable, printableSentence } from './printable';
import { documented } from './shortfall-text';
import { PLAIN, TextStyle } from './style';
import { joined } from './text';
import { paragraph } from './wrap';

/** The catalogue for people: each requirement with its level, statement, flows and source. Ends with a line break. */
export function requirementsToText(requirements: readonly Requirement[], style: TextStyle = PLAIN): string {
  return joined(requirements.map((requirement) => [
    style.paint('heading', `${printable(requirement.id)} (${requirement.level})`),
    ...paragraph('  asks: ', printableSentence(requirement.statement), style.width),
    ...requirement.flows.map((flow) => `  flow: ${flowInWords(flow)}`),
    ...documented(requirement.source, style),
  ]));
}

function flowInWords(flow: DocumentedFlow): string {
  const tag = flow.serviceTag === undefined ? '' : `, addresses in service tag ${printable(flow.serviceTag)}`;
  return `every sensor to ${flow.scheme}://${printable(flow.host)}${printable(flow.path ?? '')}, ${flow.protocol} ${flow.port}${tag}`;
}
