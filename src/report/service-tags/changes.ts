import { ServiceTagChange, ServiceTagSnapshot } from '../../azure';
import { inline } from '../markdown/inline';
import { printable } from '../printable';
import { PLAIN, TextStyle } from '../style';
import { counted } from './check-text';

/** What changed between two service tag files, for the tags that matter. */
export interface ServiceTagChanges {
  readonly before: SnapshotName;
  readonly after: SnapshotName;
  readonly changes: readonly ServiceTagChange[];
}

type SnapshotName = Pick<ServiceTagSnapshot, 'cloud' | 'changeNumber' | 'date'>;

/** What changed in one sentence. */
export function changesSentence(all: ServiceTagChanges): string {
  const { changes } = all;
  const added = changes.reduce((sum, change) => sum + change.added.length, 0);
  const removed = changes.reduce((sum, change) => sum + change.removed.length, 0);
  const backwards = isBackwards(all) ? ' The second file is older than the first.' : '';
  if (added + removed === 0) return `The service tags of the sensors did not change.${backwards}`;
  return `${counted(added, 'prefix was', 'prefixes were')} added to the service tags of the sensors and ${counted(removed, 'was', 'were')} removed.${backwards}`;
}

/** By date where both files have one; the numbers of files that were put together from an archive are not those of Microsoft's. */
function isBackwards({ before, after, changes }: ServiceTagChanges): boolean {
  if (before.date !== '' && after.date !== '') return after.date < before.date;
  return changes.some((change) => (change.after?.changeNumber ?? Infinity) < (change.before?.changeNumber ?? 0));
}

/** The changes for people, one prefix on each line, with `+` and `-`. */
export function changesToText(all: ServiceTagChanges, style: TextStyle = PLAIN): string {
  const sections = [
    [style.paint('heading', changesSentence(all)), `From ${named(all.before)} to ${named(all.after)}.`],
    ...all.changes.map((change) => [
      style.paint('heading', `${printable(change.tag)}: ${summaryOf(change)}`),
      ...change.added.map((prefix) => style.paint('good', `  + ${printable(prefix)}`)),
      ...change.removed.map((prefix) => style.paint('bad', `  - ${printable(prefix)}`)),
    ]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The changes as GitHub-flavoured Markdown. */
export function changesToMarkdown(all: ServiceTagChanges): string {
  return `${['## Service tags of the sensors', ...body(all)].join('\n\n')}\n`;
}

/** A pull request that brings address lists up to date: what changed, why it matters, and what a reviewer does. */
export function changesToPullRequest(all: ServiceTagChanges): string {
  const isChanged = all.changes.some(({ added, removed }) => added.length + removed.length > 0);
  return `${[
    '## Bring the address lists of Defender for Identity up to date',
    ...body(all),
    ...(isChanged ? [
      'Until added prefixes are in the lists, sensors that are sent there cannot reach the service; new addresses are in use a week after they are '
      + 'published at the earliest. Removed prefixes are open for nobody once they are gone from the service.',
      [
        '- [ ] every firewall that works with a list (IP groups, NSGs with prefixes, appliances, on-premises) has the added prefixes',
        '- [ ] removed prefixes are taken out after the added ones are in place',
        '- [ ] `mdi-egress service-tags check` passes with the new file',
      ].join('\n'),
    ] : []),
    'Source: "Azure IP Ranges and Service Tags", published weekly by Microsoft.',
  ].join('\n\n')}\n`;
}

function body(all: ServiceTagChanges): string[] {
  return [
    changesSentence(all),
    [
      '| service tag | from | to | added | removed |',
      '| --- | --- | --- | ---: | ---: |',
      ...all.changes.map((change) => `| ${[
        inline(change.tag, 'table'), stateOf(change.before), stateOf(change.after), String(change.added.length), String(change.removed.length),
      ].join(' | ')} |`),
    ].join('\n'),
    `From ${inline(named(all.before))} to ${inline(named(all.after))}.`,
    ...all.changes.filter(({ added, removed }) => added.length + removed.length > 0).map((change) => [
      `### ${inline(change.tag)}`, '', '```diff',
      ...change.added.map((prefix) => `+ ${fenced(prefix)}`), ...change.removed.map((prefix) => `- ${fenced(prefix)}`), '```',
    ].join('\n')),
  ];
}

/** Prefixes are checked to be addresses; whatever else came this far must not close the fence. */
function fenced(prefix: string): string {
  return printable(prefix).replace(/`/g, '\'');
}

function summaryOf({ before, after, added, removed }: ServiceTagChange): string {
  if (!before) return `new, ${counted(added.length, 'prefix', 'prefixes')}`;
  if (!after) return `gone, it had ${counted(removed.length, 'prefix', 'prefixes')}`;
  if (added.length + removed.length === 0) return 'no change';
  const numbers = before.changeNumber === undefined || after.changeNumber === undefined ? '' : ` (change ${before.changeNumber} to ${after.changeNumber})`;
  return `${added.length} added, ${removed.length} removed${numbers}`;
}

function stateOf(state: ServiceTagChange['before']): string {
  if (!state) return 'absent';
  return `${counted(state.addressPrefixes.length, 'prefix', 'prefixes')}${state.changeNumber === undefined ? '' : `, change ${state.changeNumber}`}`;
}

function named({ cloud, changeNumber, date }: SnapshotName): string {
  return `${printable(cloud)}, change number ${changeNumber}${date === '' ? '' : `, ${printable(date)}`}`;
}
