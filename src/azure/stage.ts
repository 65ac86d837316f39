import { Region } from '../packets';
import { EgressSpace } from './egress-space';
import { Placement } from './placement';
import { RuleRow } from './rule-row';

export type StageKind = 'network-interface-nsg' | 'subnet-nsg' | 'nsg' | 'route' | 'firewall';

export type StageRow = RuleRow & { readonly enforcementPoint: string };

/** Rules that a packet meets together on its way: those of an NSG, of several of which one filters it, of a firewall. */
export interface Stage {
  readonly kind: StageKind;
  readonly rows: readonly StageRow[];
}

/** The packets of sensors that are in one of the subnets they may be in, by its place in the placement. */
export function inSubnet(index: number, { subnets, sensors: { label } }: Placement, space: EgressSpace): Region {
  if (subnets.length === 1) return space.everything;
  const names = subnets.map((subnet) => subnet.origin.address);
  return space.whereChoiceIs(`subnet of ${label}`, `which of ${names.join(', ')} holds ${label} is not certain`, names.map((name) => `it is ${name}`), [index]);
}
