import { Cursor, Unsupported } from './cursor';
import { Expression } from './syntax';

/** A heredoc (`<<EOT` or `<<-EOT`) at the cursor: lines up to the one that is the marker alone. */
export function heredocAt(cursor: Cursor, parseTemplate: (text: string) => Expression): Expression {
  const opening = cursor.match(/<<-?[\p{ID_Start}_][\p{ID_Continue}-]*\r?\n/uy);
  const [, dash, marker] = /^<<(-?)([^\r\n]+)/.exec(opening ?? '') ?? [];
  if (marker === undefined) throw new Unsupported();
  const lines: string[] = [];
  for (;;) {
    const end = cursor.text.indexOf('\n', cursor.at);
    const line = cursor.text.slice(cursor.at, end < 0 ? undefined : end);
    if (line.trim() === marker) {
      // The line break after the marker stays: it ends the entry of an object.
      cursor.at += line.length;
      break;
    }
    if (end < 0) throw new Unsupported();
    lines.push(`${line}\n`);
    cursor.at = end + 1;
  }
  const text = (dash === '-' ? outdented(lines) : lines).join('');
  // Where an interpolation goes over lines, its own indentation is no text, and telling the two apart is not worth it.
  if (dash === '-' && /[$%]\{[^}]*\n/.test(text)) throw new Unsupported();
  const parsed = parseTemplate(text);
  if (parsed.kind === 'unsupported') throw new Unsupported();
  return parsed.kind === 'literal' ? parsed : { kind: 'template', parts: [parsed] };
}

/** Lines without the space that all of them begin with; blank ones do not count. */
function outdented(lines: readonly string[]): readonly string[] {
  const indentations = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indentations, Infinity);
  return lines.map((line) => (line.trim() === '' ? line : line.slice(common)));
}
