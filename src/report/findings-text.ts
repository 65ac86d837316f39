import { ProofReport } from '../proof';
import { acknowledgement } from './acknowledged';
import { capped } from './capped';
import { grouped } from './grouped';
import { printable, printableSentence } from './printable';
import { PLAIN, TextStyle } from './style';
import { listed } from './words';
import { entry, paragraph } from './wrap';

type Findings = ProofReport['findings'];

/** The graver first: the end of a long list is only counted. */
const WEIGHT: Readonly<Record<Findings[number]['level'], number>> = { error: 0, warning: 1, note: 2 };

/**
 * Findings, one paragraph each; those that say the same of several places in one, and notes are only counted, since nothing
 * follows from them for the verdict.
 */
export function findings(all: Findings, style: TextStyle = PLAIN, title: string = 'Findings'): string[] {
  const graver = all.filter(({ level }) => level !== 'note').sort((a, b) => WEIGHT[a.level] - WEIGHT[b.level]);
  const notes = notesInShort(all.filter(({ level }) => level === 'note'));
  if (graver.length === 0) return notes === '' ? [] : paragraph(`${title}: `, notes, style.width);
  const alike = grouped(graver, ({ id, level, message, acknowledged }) => JSON.stringify([id, level, message, acknowledged]));
  return [
    style.paint('heading', title),
    ...notes === '' ? [] : paragraph('  ', notes, style.width),
    ...capped(alike, (some) => {
      const [{ id, level, message }] = some;
      const accepted = acknowledgement(some[0]);
      const addresses = listed([...new Set(some.map(({ address }) => printable(address)))]);
      return [
        ...entry(`  ${level} ${printable(id)}: `, `${printableSentence(message)} (${addresses})`, style.width),
        ...accepted === '' ? [] : paragraph('    ', accepted, style.width),
      ];
    }),
  ];
}

function notesInShort(notes: Findings): string {
  if (notes.length === 0) return '';
  const ids = [...new Set(notes.map(({ id }) => printable(id)))].join(', ');
  return notes.length === 1 ? `1 note (${ids}): the other formats tell it.` : `${notes.length} notes (${ids}): the other formats tell them.`;
}
