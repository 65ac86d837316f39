import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';

/*
 * The parser of Terraform itself (hashicorp/hcl), compiled from Go to WebAssembly by the package @cdktf/hcl2json. That
 * package starts it as soon as it is imported, answers by promises and leaves globals behind; here its program is loaded
 * when HCL is met, in a context of its own, and answers at once.
 */

/** `parse(file name, text, (error, json) => void)`, as the program defines it. */
type Parse = (name: string, text: string, answer: (error: string | null, json?: string) => void) => void;

/** Starts the program: it sees nothing but what the context has, which is no file, no network and no process. */
const START = `(bytes) => {
  globalThis.global = globalThis;
  globalThis.__module ??= new WebAssembly.Module(bytes);
  const go = new Go();
  globalThis.__parse_terraform_config_wasm__ = {};
  go.run(new WebAssembly.Instance(globalThis.__module, go.importObject)).catch(() => undefined);
  return globalThis.__parse_terraform_config_wasm__.parse;
}`;

/** The program is not where the command or the package has it. */
export class ParserMissing extends Error {}

let start: (() => Parse) | undefined;

/** A fresh instance of the parser. After an instance has thrown, it must not be used again. */
export function startParser(): Parse {
  start ??= load();
  return start();
}

function load(): () => Parse {
  const folder = programFolder();
  const bytes = gunzipSync(readFileSync(join(folder, 'main.wasm.gz')));
  const silent = () => undefined;
  const context = createContext({
    crypto, performance, TextEncoder, TextDecoder,
    // What it prints when it fails is for nobody.
    console: { log: silent, warn: silent, error: silent },
    // It parses while it is asked, so nothing that it puts off is needed; a timer would keep the process alive.
    setTimeout: () => 0,
    clearTimeout: silent,
  });
  runInContext(readFileSync(join(folder, 'wasm', 'wasm_exec.js'), 'utf8'), context);
  const run = runInContext(START, context) as (bytes: Uint8Array) => Parse;
  return () => run(bytes);
}

/** Beside the bundled command, or where the package is installed. */
function programFolder(): string {
  const beside = join(__dirname, 'hcl2json');
  if (existsSync(beside)) return beside;
  try {
    return dirname(createRequire(__filename).resolve('@cdktf/hcl2json/package.json'));
  } catch {
    throw new ParserMissing();
  }
}
