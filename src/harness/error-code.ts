/**
 * Code of an error of the operating system, such as `ENOENT`.
 *
 * Not by `instanceof Error`: jest runs tests in a realm of their own, where the errors of `node:fs` are instances of another `Error`.
 */
export function errorCodeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown reason';
}
