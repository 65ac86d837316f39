/**
 * Lines of at most `width` characters, broken between words; a word that is longer than a line is broken where the line ends.
 *
 * @param text one line of text
 * @param width characters per line, at least 1
 */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const extended = line === '' ? word : `${line} ${word}`;
    if (extended.length <= width) {
      line = extended;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = chunks(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces[pieces.length - 1] ?? '';
  }
  return [...lines, line];
}

/** The lines of a paragraph: the first starts with `first`, the others are set under its text. */
export function paragraph(first: string, text: string, width: number | undefined): string[] {
  if (width === undefined) return [`${first}${text}`];
  const hanging = ' '.repeat(first.length);
  return wrapped(text, Math.max(width - first.length, 20)).map((line, index) => `${index === 0 ? first : hanging}${line}`);
}

/** The lines of a paragraph that begins with a long name: the others are set under it, four columns in. */
export function entry(first: string, text: string, width: number | undefined): string[] {
  const indent = first.length - first.trimStart().length;
  const [line, ...lines] = paragraph(' '.repeat(indent + 4), `${first.trimStart()}${text}`, width);
  return width === undefined ? [`${first}${text}`] : [`${' '.repeat(indent)}${line.trimStart()}`, ...lines];
}

function chunks(word: string, width: number): string[] {
  const characters = Array.from(word);
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += width) pieces.push(characters.slice(start, start + width).join(''));
  return pieces;
}
