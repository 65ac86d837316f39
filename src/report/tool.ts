/** Name of the tool in reports that name one. */
export const TOOL_NAME = 'mdi-egress';

/** Version of this package. */
export function toolVersion(): string {
  return manifest().version;
}

/** Page of the project. */
export function toolPage(): string {
  return manifest().repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

interface Manifest {
  readonly version: string;
  readonly repository: { readonly url: string };
}

function manifest(): Manifest {
  // Outside the source folder, so no `import`; the bundler puts the file's content in its place.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../package.json') as Manifest;
}
