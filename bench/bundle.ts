import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Bundles a file of this folder the way `scripts/build-cli.mjs` bundles the command, so that what is timed is the code that
 * users run, and not what a development tool makes of it while loading.
 */
export function bundle(name: string, outfile: string): void {
  buildSync({
    absWorkingDir: join(__dirname, '..'), entryPoints: [`bench/${name}.ts`], outfile, bundle: true, platform: 'node', target: 'node20', format: 'cjs',
    minifyWhitespace: true, logLevel: 'warning',
  });
}
