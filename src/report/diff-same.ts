import { PacketSet, PathDiff, PointDiff, TrafficChange } from '../proof';
import { setText } from './diff-words';

/**
 * Whether what changes for sensors is what changes at an enforcement point, by the same rules and in the same parts, but for
 * the sources: at the point they are those of its rules, on the path the sensors.
 */
export function isSameAt({ changes: atPoint }: PointDiff, { sensors, changes }: PathDiff): boolean {
  return changes.length > 0 && changes.length === atPoint.length
    && changes.every((change, index) => key(change) === key(atPoint[index]) && change.packets.every((packets) => comesFrom(packets, sensors)));
}

function comesFrom({ sources, except = [] }: PacketSet, sensors: string): boolean {
  return setText(sources) === sensors && except.every((part) => comesFrom(part, sensors));
}

/** `at` names subnets, which a point does not have: a change that has it is never the same. */
function key({ packets, ...rest }: TrafficChange): string {
  return JSON.stringify({ ...rest, packets: packets.map(withoutSources) });
}

function withoutSources({ sources: _sources, except, ...rest }: PacketSet): object {
  return { ...rest, except: except?.map(withoutSources) };
}
