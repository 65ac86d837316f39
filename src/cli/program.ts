import { cachedProgram, programFile } from './code-cache';

/** What the files beside the program need of it. */
export type Program = typeof import('./mdi-egress');

/** The program in the folder, with its code or without. */
export function programIn(folder: string): Program {
  // Another file when this runs than when it is compiled, so no `import`.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (cachedProgram(folder) ?? require(programFile(folder))) as Program;
}
