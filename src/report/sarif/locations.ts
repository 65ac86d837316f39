import { Location } from 'sarif';
import { ProofReport } from '../../proof';
import { printable } from '../printable';

/**
 * Where a result is: the input, and in it the Terraform address.
 *
 * GitHub shows the first location and wants a line in it. A Terraform plan tells no lines: there the file as a whole is
 * pointed at, and the address stands beside it as the logical location.
 */
export function locationsOf(report: ProofReport, addresses: readonly string[]): Location[] {
  // The first place that a source file has: the addresses are in the order in which to look at them.
  const position = addresses.map((address) => report.positions?.get(address)).find((found) => found !== undefined);
  const logicalLocations = addresses.map((address) => ({ fullyQualifiedName: printable(address), kind: 'resource' }));
  const [first] = report.inputs;
  const place = position === undefined
    ? first && { artifactLocation: { uri: uriOf(first.path) }, region: { startLine: 1 } }
    : { artifactLocation: { uri: uriOf(position.path) }, region: { startLine: position.line } };
  return [{
    ...(place === undefined ? {} : { physicalLocation: place }),
    ...(logicalLocations.length === 0 ? {} : { logicalLocations }),
  }];
}

/** The other inputs of a proof from several: which of them an address is from is not told. */
export function otherInputs(report: ProofReport): Location[] {
  return report.inputs.slice(1).map((input, index) => ({
    id: index + 1,
    message: { text: 'is part of the same configuration' },
    physicalLocation: { artifactLocation: { uri: uriOf(input.path) } },
  }));
}

/** A path as a URI reference (RFC 3986): relative to the root of the sources, or `file:` where it is absolute. */
export function uriOf(path: string): string {
  // Half a surrogate pair has no UTF-8 form.
  const slashes = Buffer.from(path).toString().replaceAll('\\', '/');
  const encoded = slashes.split('/').map((segment, index) => (index === 0 && /^[a-z]:$/i.test(segment) ? segment : encodeURIComponent(segment))).join('/');
  if (/^[a-z]:\//i.test(encoded)) return `file:///${encoded}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded.replace(/^(?:\.\/)+/, '');
}
