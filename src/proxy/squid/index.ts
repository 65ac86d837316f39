import { statSync } from 'node:fs';
import { SquidConfiguration } from './configuration';
import { BEYOND_RULES, BEYOND_RULES_WHEN_ON, CONDITIONS, TELLTALE, WITHOUT_EFFECT } from './directives';
import { filesAround, readSquidFile } from './files';
import { logicalLines, words } from './logical-lines';
import { readSquidConfiguration } from './read-configuration';

export { parseSquidAddresses, unionOf } from './addresses';
export type { SquidAddresses } from './addresses';
export type { SquidConfiguration } from './configuration';
export { decide } from './decide';
export { decideBumping } from './decide-bumping';
export type { SquidFile, SquidFiles, UnreadFile } from './files';
export type { SquidFinding } from './findings';
export type { SquidDecider, SquidFlowVerdict } from './judge';
export { Pattern } from './pattern';
export { proveSquid } from './prove';
export type { SquidProof, SquidRequirementVerdict } from './prove';
export { readSquidConfiguration } from './read-configuration';
export { clientAt, connectRequest, getRequest } from './request';
export type { SquidRequest } from './request';

/**
 * Whether a text is a Squid configuration: most of its lines begin with a directive of Squid, and one with a directive that no
 * configuration of a proxy goes without.
 */
export function isSquidConfiguration(text: string): boolean {
  const names = logicalLines('', text).map((line) => words(line.text)[0]);
  const directives = names.filter((name) => [TELLTALE, CONDITIONS, WITHOUT_EFFECT, BEYOND_RULES, BEYOND_RULES_WHEN_ON].some((known) => known.has(name)));
  return directives.length > names.length / 2 && names.some((name) => TELLTALE.has(name));
}

/**
 * Reads a Squid configuration with the files it includes.
 *
 * @returns undefined where the path is no file that holds one; what the path is then, is for other readers to say
 */
export function readSquidConfigurationFile(path: string): SquidConfiguration | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  const text = readSquidFile(path);
  if (text === undefined || !isSquidConfiguration(text)) return undefined;
  return readSquidConfiguration({ path, text }, filesAround(path));
}
