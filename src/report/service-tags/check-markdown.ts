import { ageWarning, asOfInWords, checkSentence, NOT_KNOWN, placeOf, snapshotInWords } from './check-text';
import { AddressListCheck, CloudListCheck, ComparedLists } from '../../proof';
import { code, inline } from '../markdown/inline';

/** The check as GitHub-flavoured Markdown. */
export function checkToMarkdown(check: AddressListCheck): string {
  return `${[
    '## Address lists of the sensor service tags',
    checkSentence(check),
    ...check.clouds.flatMap(cloudSections),
    ...(check.notKnown.length === 0 ? [] : [
      NOT_KNOWN, check.notKnown.map(({ address, attribute, reason }) => `- ${code(placeOf(address, attribute))}: ${inline(reason)}`).join('\n'),
    ]),
  ].join('\n\n')}\n`;
}

function cloudSections(cloud: CloudListCheck): string[] {
  const warning = ageWarning(cloud);
  return [
    `Service tags: ${inline(snapshotInWords(cloud))}.${warning === '' ? '' : ` **${inline(warning)}**`}`,
    ...(cloud.compared.length === 0 ? [] : [[
      '| where | service tag | verdict | holds all of | missing | surplus | wider than published |',
      '| --- | --- | --- | --- | ---: | ---: | ---: |',
      ...cloud.compared.map((one) => `| ${[
        code(one.place, 'table'), inline(one.tag, 'table'), one.verdict, inline(asOfInWords(one), 'table'),
        String(one.missing.length), String(one.surplus.length), String(one.rounded.length),
      ].join(' | ')} |`),
    ].join('\n')]),
    ...cloud.compared.flatMap(prefixSections),
  ];
}

function prefixSections(compared: ComparedLists): string[] {
  const section = (what: string, prefixes: readonly string[]): string[] => (prefixes.length === 0 ? []
    : [`### ${inline(what)} at ${code(compared.place)}`, prefixes.map((prefix) => `- ${code(prefix)}`).join('\n')]);
  return [
    ...section('Missing', compared.missing),
    ...section('Surplus', compared.surplus),
    ...section('Wider than published', compared.rounded),
    ...(compared.unknowns.length === 0 ? [] : [`### Not known at ${code(compared.place)}`, compared.unknowns.map((unknown) => `- ${inline(unknown)}`).join('\n')]),
  ];
}
