import { Region } from '../packets';
import { EgressSpace } from './egress-space';
import { RuleName } from './rule-row';
import { StageKind } from './stage';
import { Unknown } from './unknown';

/** What one enforcement point (or the route) did to some packets. */
export interface TrailStep {
  readonly kind: StageKind;
  readonly enforcementPoint: string;
  readonly action: 'allow' | 'deny';
  readonly rule: RuleName;
  readonly terminatesTls?: boolean;
  readonly nextHop?: string;
}

/** Some packets that share a fate, and how they came to it. */
export interface Outcome {
  readonly region: Region;
  readonly permitted: boolean;
  readonly trail: readonly TrailStep[];
}

/** What a network or an appliance that the input does not show does: let packets through, with their TLS or without it, or not. */
export function eitherWay(outcome: Outcome, { key, reason }: Unknown, space: EgressSpace): Outcome[] {
  const fates = [{ action: 'allow' }, { action: 'allow', terminatesTls: true }, { action: 'deny' }] as const;
  return fates.flatMap((fate, i) => {
    const region = outcome.region.intersect(space.whereChoiceIs(`fate at ${key}`, reason, ['it lets it through', 'it terminates its TLS', 'it denies it'], [i]));
    const trail = outcome.trail.map((step, at) => (at === outcome.trail.length - 1 ? { ...step, ...fate } : step));
    return region ? [{ region, permitted: fate.action === 'allow', trail }] : [];
  });
}
