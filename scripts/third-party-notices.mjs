// What the licences of bundled packages ask for: their copyright notices and texts travel with every copy.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RULE = '-'.repeat(80);
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/**
 * Notices of the packages that a bundle holds, by name, as one text.
 *
 * @param {string} root folder that the paths are relative to
 * @param {string[]} paths files in the bundle, as esbuild's metafile names them
 * @returns {string} name, version, licence and source of each package, with the texts that it ships
 * @throws {Error} where a package says neither licence nor holds a licence text
 */
export function thirdPartyNotices(root, paths) {
  const folders = [...new Set(paths.map(packageFolder).filter((folder) => folder !== undefined))].sort();
  const notices = folders.map((folder) => notice(join(root, folder)));
  return ['The command mdi-egress holds code of the packages below, each under its own licence.', ...notices].join(`\n\n${RULE}\n\n`) + '\n';
}

/** `node_modules/a/lib/x.js` is of `node_modules/a`, `node_modules/a/node_modules/@b/c/x.js` of `node_modules/a/node_modules/@b/c`. */
function packageFolder(path) {
  return /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function notice(folder) {
  const { name, version, license, homepage, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (license === undefined && texts.length === 0) {
    throw new Error(`${name} ${version} says no licence, so it cannot be bundled: choose another package.`);
  }
  const source = [repository?.url ?? repository, homepage].find((address) => typeof address === 'string') ?? `https://www.npmjs.com/package/${name}`;
  const text = texts.length > 0 ? texts : [`Licence text: https://spdx.org/licenses/${license}.html`];
  return [`${name} ${version} (${license ?? 'licence below'})\nSource: ${source}`, ...text].join('\n\n');
}
