// Bundles the command into one program, which a small file starts: a pipeline pays for every module that Node has to find and load.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lazyBuiltins } from './lazy-builtins.mjs';
import { thirdPartyNotices } from './third-party-notices.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const command = process.argv[2] ?? join(root, 'dist-cli', 'mdi-egress.js');
const folder = dirname(command);
const program = join(folder, 'program.js');

// Names stay, so that a stack in a bug report can be read.
const options = { absWorkingDir: root, bundle: true, platform: 'node', target: 'node20', format: 'cjs', minifyWhitespace: true, logLevel: 'warning' };

const { metafile, outputFiles } = await build({
  ...options, entryPoints: ['src/cli/mdi-egress.ts'], outfile: program, plugins: [lazyBuiltins], legalComments: 'eof', metafile: true, write: false,
});

const hosts = Object.keys(metafile.inputs).filter((path) => /(^|\/)node_modules\/(cdktf|@cdktf|constructs)\//.test(path) || path.startsWith('src/constructs/'));
if (hosts.length > 0) {
  process.stderr.write(`The command must run without cdktf, and its bundle would hold ${hosts.slice(0, 3).join(', ')}; import those in src/constructs alone.\n`);
  process.exit(1);
}

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder).filter((other) => other.endsWith('.cache'))) rmSync(join(folder, name));
for (const file of outputFiles) writeFileSync(file.path, ascii(file.text));
await build({ ...options, entryPoints: ['src/cli/start.ts'], outfile: command, banner: { js: '#!/usr/bin/env node' } });
await build({ ...options, entryPoints: ['src/cli/start-worker.ts'], outfile: join(folder, 'worker.js') });
chmodSync(command, 0o755);

// The parser of HCL is a program of its own (WebAssembly, Mozilla Public License 2.0), unmodified; it stands beside the command.
const parser = dirname(createRequire(import.meta.url).resolve('@cdktf/hcl2json/package.json'));
const beside = join(folder, 'hcl2json');
mkdirSync(join(beside, 'wasm'), { recursive: true });
for (const file of ['main.wasm.gz', 'wasm/wasm_exec.js', 'package.json', 'README.md']) copyFileSync(join(parser, file), join(beside, file));

const notices = thirdPartyNotices(root, [...Object.keys(metafile.inputs), relative(root, join(parser, 'package.json'))]);
writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices);

await keepCode();

/** Characters beyond ASCII as escapes. esbuild leaves those in tagged templates, whose raw text nobody reads here. */
function ascii(text) {
  if (text.includes('String.raw')) throw new Error('String.raw would show escapes as they stand; write the text without it.');
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Lets the command prove some plans, and keeps the code that this took beside it. */
async function keepCode() {
  const scratch = mkdtempSync(join(tmpdir(), 'mdi-egress-build-'));
  try {
    const writer = join(scratch, 'write-code-cache.js');
    await build({ ...options, entryPoints: ['scripts/write-code-cache.ts'], outfile: writer });
    const fixtures = join(root, 'test', 'fixtures', 'plans');
    const plans = readdirSync(fixtures).filter((name) => name.endsWith('.plan.json')).map((name) => join(fixtures, name));
    const { status, stderr } = spawnSync(process.execPath, [writer, folder, ...plans], { encoding: 'utf8' });
    // 0 to 2 are verdicts.
    if (stderr !== '' || status === null || status > 2) throw new Error(`The command could not prove the fixtures (${status}): ${stderr}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
