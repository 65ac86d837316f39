import { SourcePosition } from '../proof/report';
import { Input } from '../terraform/input';

/**
 * Where addresses stand in source files, for a report about all inputs together. Addresses that several inputs use have
 * the name of theirs in front there.
 */
export function positionsOf(inputs: readonly Input[]): { readonly positions?: ReadonlyMap<string, SourcePosition> } {
  const positions = new Map<string, SourcePosition>();
  for (const { path, positions: own } of inputs) {
    for (const [address, position] of own ?? []) {
      positions.set(`${path}: ${address}`, position);
      positions.set(address, position);
    }
  }
  return positions.size === 0 ? {} : { positions };
}
