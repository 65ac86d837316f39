import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * The PowerShell scripts of the package. They stand in a folder of their own at its root, which is as far from `src/` as from `lib/`, so
 * that the same path finds them in the repository, in the published package and under the other languages of jsii.
 */

export const SENSOR_SCRIPTS = ['set-proxy-with-module', 'set-proxy-with-deployer', 'set-proxy-in-registry', 'install-sensor', 'test-connection'] as const;

export type SensorScript = (typeof SENSOR_SCRIPTS)[number];

export const SCRIPT_FOLDER = join(__dirname, '..', '..', 'powershell');

/** The whole text of a script, with what it shares with others in place of the lines that load it. */
export function scriptText(script: SensorScript): string {
  let text = TEXTS.get(script);
  if (text === undefined) {
    text = contentOf(`${script}.ps1`).replace(SHARED, (_, path: string) => contentOf(path).trimEnd());
    TEXTS.set(script, text);
  }
  return text;
}

const TEXTS = new Map<SensorScript, string>();

/** A line that loads a file beside the script. */
const SHARED = /^\. "\$PSScriptRoot\/(shared\/[a-z-]+\.ps1)"$/gm;

/** Line ends alike wherever the package was checked out: the text is in plans, and must not differ between machines. */
function contentOf(path: string): string {
  return readFileSync(join(SCRIPT_FOLDER, path), 'utf8').replace(/\r\n/g, '\n');
}
