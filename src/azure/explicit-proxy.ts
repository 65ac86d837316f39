import { EgressSpace } from './egress-space';
import { Notes } from './notes';
import { SensorsNamedAt } from './placement';
import { SensorGroup } from './sensor-group';
import { FirewallPoint } from './topology';
import { isUnknown } from './unknown';
import { Region } from '../packets';

/*
 * Explicit proxy of Azure Firewall: clients that are told of it send their requests to the firewall itself, whatever their routes say, and it looks
 * at application rules alone. Whether sensors are told of it stands in no rule, so both ways are followed.
 */

/** The firewalls whose explicit proxy is on, or may be. */
export function explicitProxies(points: readonly FirewallPoint[]): readonly FirewallPoint[] {
  return points.filter(({ policy }) => {
    if (policy === undefined) return false;
    const { explicitProxyEnabled: isEnabled, hiddenRules } = policy;
    // Of a policy that is not in the input nothing is known, and that is said of its rules already.
    return isUnknown(isEnabled) ? hiddenRules === undefined : isEnabled;
  });
}

/** Whether the rules of a point name these sensors, so that it may be their proxy. */
export function namesSensors(point: FirewallPoint, { addresses }: SensorGroup, namedAt: SensorsNamedAt): boolean {
  const named = namedAt().get(point.id);
  return named !== undefined && (named.isEmpty || addresses === undefined || named.overlaps(addresses));
}

export interface Way {
  /** Absent for the way that routes lead. */
  readonly proxy?: FirewallPoint;
  /** The packets for which this is the way. */
  readonly condition: Region;
}

/** The ways that requests may take. */
export function waysThrough(proxies: readonly FirewallPoint[], space: EgressSpace, notes: Notes): Way[] {
  const ids = proxies.map((point) => point.id);
  const key = `explicit proxy\n${ids.join('\n')}`;
  const reason = `whether the sensors use the explicit proxy of ${ids.join(' or ')}, which looks at application rules alone, or go the way of their routes, the input does not say`;
  const choices = ['they go the way of their routes', ...ids.map((id) => `they use that of ${id}`)];
  for (const id of ids) notes.assume(`Sensors that use the explicit proxy of ${id} can reach it.`);
  return choices.map((_, index) => ({ ...index > 0 ? { proxy: proxies[index - 1] } : {}, condition: space.whereChoiceIs(key, reason, choices, [index]) }));
}
