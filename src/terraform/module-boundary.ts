import { dirname, sep } from 'node:path';

/**
 * The folder that modules may be in: the repository around the input; without one the working directory, if the input is in it;
 * otherwise the folder around the input. The root of the file system is no such folder, since it holds everybody's files.
 *
 * @param folder of the input, and `working` the working directory: real paths, without a separator at the end
 */
export function moduleBoundary(folder: string, working: string, isRepository: (folder: string) => boolean): string {
  for (let at = folder; !isRoot(at); at = dirname(at)) if (isRepository(at)) return at;
  if (!isRoot(working) && `${folder}${sep}`.startsWith(`${working}${sep}`)) return working;
  const around = dirname(folder);
  return isRoot(around) ? folder : around;
}

function isRoot(folder: string): boolean {
  return dirname(folder) === folder;
}
