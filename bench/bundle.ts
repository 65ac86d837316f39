import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Bundles a file of this folder the way `scripts/build-cli.mjs` bundles the command, so that what is timed is the code that
 * users run, and not what a development tool makes of it while loading.
 *
 * @param packages `external` for packages that are loaded from `node_modules`, as those of a library are; part of the bundle by default
 */
export function bundle(name: string, outfile: string, { packages = 'bundle' }: { readonly packages?: 'bundle' | 'external' } = {}): void {
  buildSync({
    absWorkingDir: join(__dirname, '..'), entryPoints: [`bench/${name}.ts`], outfile, bundle: true, platform: 'node', target: 'node20', format: 'cjs',
    minifyWhitespace: true, logLevel: 'warning', packages,
  });
}
