// Bundles the command into one file: a pipeline pays for every module that Node has to find and load at start-up.
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { thirdPartyNotices } from './third-party-notices.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = process.argv[2] ?? join(root, 'dist-cli', 'mdi-egress.js');

const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/mdi-egress.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  banner: { js: '#!/usr/bin/env node' },
  // Names stay, so that a stack in a bug report can be read.
  minifyWhitespace: true,
  keepNames: true,
  legalComments: 'eof',
  metafile: true,
  write: false,
  logLevel: 'warning',
});

const hosts = Object.keys(metafile.inputs).filter((path) => /(^|\/)node_modules\/(cdktf|@cdktf|constructs)\//.test(path) || path.startsWith('src/constructs/'));
if (hosts.length > 0) {
  process.stderr.write(`The command must run without cdktf, and its bundle would hold ${hosts.slice(0, 3).join(', ')}; import those in src/constructs alone.\n`);
  process.exit(1);
}

mkdirSync(dirname(outfile), { recursive: true });
for (const file of outputFiles) writeFileSync(file.path, file.contents);
chmodSync(outfile, 0o755);

// The parser of HCL is a program of its own (WebAssembly, Mozilla Public License 2.0), unmodified; it stands beside the command.
const parser = dirname(createRequire(import.meta.url).resolve('@cdktf/hcl2json/package.json'));
const beside = join(dirname(outfile), 'hcl2json');
mkdirSync(join(beside, 'wasm'), { recursive: true });
for (const file of ['main.wasm.gz', 'wasm/wasm_exec.js', 'package.json', 'README.md']) copyFileSync(join(parser, file), join(beside, file));

const notices = thirdPartyNotices(root, [...Object.keys(metafile.inputs), 'node_modules/@cdktf/hcl2json/package.json']);
writeFileSync(join(dirname(outfile), 'THIRD-PARTY-NOTICES.txt'), notices);
