/** Version of this package. */
export function version(): string {
  // Outside the source folder, so no `import`; the bundler puts the file's content in its place.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const manifest = require('../../package.json') as { readonly version: string };
  return manifest.version;
}
