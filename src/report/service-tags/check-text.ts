import { AddressListCheck, CloudListCheck, ComparedLists, OLD_IN_DAYS } from '../../proof';
import { printable, printableSentence } from '../printable';
import { PLAIN, TextStyle } from '../style';
import { ROLE_OF_VERDICT } from '../words';
import { paragraph } from '../wrap';

/** The outcome of a check of address lists in one sentence. */
export function checkSentence(check: AddressListCheck): string {
  const all = check.clouds.flatMap((cloud) => cloud.compared);
  if (all.length === 0) {
    return check.notKnown.length === 0 ? 'No address list stands for a service tag of the sensors: there is nothing to keep current.'
      : `No address list is known to stand for a service tag of the sensors, and nothing is known of ${counted(check.notKnown.length, 'list', 'lists')}.`;
  }
  const missing = all.reduce((sum, one) => sum + (one.verdict === 'violated' ? one.missing.length : 0), 0);
  if (missing > 0) return `Address lists LACK ${counted(missing, 'prefix', 'prefixes')} of their service tags: sensors cannot reach the service there.`;
  if (all.some((one) => one.verdict === 'unknown')) return 'It is UNKNOWN whether the address lists hold all of their service tags.';
  const surplus = all.reduce((sum, one) => sum + one.surplus.length + one.rounded.length, 0);
  return surplus === 0 ? 'The address lists are what their service tags are now.'
    : `The address lists hold all of their service tags, and ${counted(surplus, 'prefix', 'prefixes')} beyond: open for nobody.`;
}

/** What {@link checkSentence} says, then each enforcement point with what its lists lack and have too much. */
export function checkToText(check: AddressListCheck, style: TextStyle = PLAIN): string {
  const role = ROLE_OF_VERDICT[check.verdict];
  const sections = [
    paragraph('', checkSentence(check), style.width).map((line) => style.paint(role, line)),
    ...check.clouds.flatMap((cloud) => [snapshotLines(cloud, style), ...cloud.compared.map((one) => comparedLines(one, style))]),
    ...(check.notKnown.length === 0 ? [] : [unknownListLines(check, style)]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The snapshot that lists were compared with, in words, such as `Public, change number 375, 2025-10-28, 12 days old`. */
export function snapshotInWords({ serviceTags: { cloud, changeNumber, date }, bundled, ageInDays }: CloudListCheck): string {
  const dated = date === '' ? 'of a date that its file does not tell' : printable(date);
  const aged = ageInDays === undefined ? '' : `, ${counted(ageInDays, 'day', 'days')} old`;
  return `${printable(cloud)}, change number ${changeNumber}, ${dated}${aged}${bundled ? ', bundled' : ''}`;
}

/** A warning about a snapshot that is too old to say much; empty for others. */
export function ageWarning({ ageInDays }: CloudListCheck): string {
  return ageInDays !== undefined && ageInDays > OLD_IN_DAYS
    ? `It is more than ${OLD_IN_DAYS} days old and Microsoft publishes weekly: download the newest file and check again.` : '';
}

/** Which published state a list is, in words. */
export function asOfInWords({ asOf }: ComparedLists): string {
  if (!asOf) return 'no published state that is known';
  const change = asOf.changeNumber === undefined ? '' : `change ${asOf.changeNumber}`;
  const date = asOf.date === '' ? '' : `of ${printable(asOf.date)}`;
  return [change, date].filter((part) => part !== '').join(' ') || 'the state of the file';
}

/** `1 prefix`, `2 prefixes`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What a list of which nothing is known may be, in words. */
export const NOT_KNOWN = 'Nothing is known of these lists, which may stand for a service tag too; the plan may know more:';

function unknownListLines({ notKnown }: AddressListCheck, style: TextStyle): string[] {
  return [
    ...paragraph('', NOT_KNOWN, style.width).map((line) => style.paint('uncertain', line)),
    ...notKnown.flatMap(({ address, attribute, reason }) => [
      `  list: ${printable(placeOf(address, attribute), 300)}`, ...paragraph('    depends on: ', printableSentence(reason), style.width),
    ]),
  ];
}

/** Address and attribute as one text. */
export function placeOf(address: string, attribute?: string): string {
  return attribute === undefined ? address : `${address}.${attribute}`;
}

function snapshotLines(cloud: CloudListCheck, style: TextStyle): string[] {
  const tags = cloud.tags.map(({ tag, prefixes, changeNumber }) =>
    `${printable(tag)}: ${counted(prefixes, 'prefix', 'prefixes')}${changeNumber === undefined ? '' : `, change ${changeNumber}`}`);
  const warning = ageWarning(cloud);
  return [
    ...paragraph('Service tags: ', snapshotInWords(cloud), style.width),
    ...tags.map((tag) => `  ${tag}`),
    ...(warning === '' ? [] : paragraph('  warning: ', warning, style.width).map((line) => style.paint('uncertain', line))),
    ...(cloud.compared.length === 0 ? ['  no address list stands for them'] : []),
  ];
}

function comparedLines(compared: ComparedLists, style: TextStyle): string[] {
  const { place, tag, lists, verdict, missing, surplus, rounded, unlisted, unknowns } = compared;
  return [
    style.paint(ROLE_OF_VERDICT[verdict], `${printable(place)}: ${verdict === 'satisfied' ? 'holds all of' : verdict === 'violated' ? 'lacks a part of' : 'may lack a part of'} ${printable(tag)}`),
    ...lists.map(({ address, attribute }) => `  list: ${printable(placeOf(address, attribute), 300)}`),
    `  holds all of: ${asOfInWords(compared)}`,
    ...prefixLines('missing', missing, 'bad', style),
    ...prefixLines('surplus', surplus, 'uncertain', style),
    ...prefixLines('wider than published', rounded, 'uncertain', style),
    ...unlistedLine(unlisted, style),
    ...unknowns.flatMap((unknown) => paragraph('  depends on: ', printableSentence(unknown), style.width)),
  ];
}

/** Many estates have IPv4 alone, and need nothing of the rest. */
function unlistedLine(unlisted: readonly string[], style: TextStyle): string[] {
  if (unlisted.length === 0) return [];
  const family = unlisted[0].includes(':') ? 'IPv6' : 'IPv4';
  const text = `none of the tag's ${counted(unlisted.length, `${family} prefix`, `${family} prefixes`)} is listed, which matters only if sensors have ${family} addresses`;
  return paragraph('  note: ', text, style.width);
}

/** One prefix on each line: that is what people copy and what `grep` finds. */
function prefixLines(what: string, prefixes: readonly string[], role: 'bad' | 'uncertain', style: TextStyle): string[] {
  if (prefixes.length === 0) return [];
  return [style.paint(role, `  ${what} (${prefixes.length}):`), ...prefixes.map((prefix) => `    ${printable(prefix)}`)];
}
