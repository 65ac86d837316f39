import { EgressPath, pathsFrom } from '../azure';
import { Axis, IntervalSet, Region, toPrefixes } from '../packets';

/** The part of the asked traffic that a region is, in words. */
export function describe(region: Region, { space }: EgressPath, query: Region): string {
  const parts: string[] = [];
  const differs = (axis: Axis): boolean => !region.on(axis).equals(query.on(axis));
  if (differs(space.source as unknown as Axis)) parts.push(`from ${few(toPrefixes(region.on(space.source)))}`);
  if (differs(space.destination as unknown as Axis)) parts.push(`to ${few(toPrefixes(region.on(space.destination)))}`);
  for (const [axis, name] of [[space.sourcePort, 'source port'], [space.destinationPort, 'port']] as const) {
    if (differs(axis as unknown as Axis)) parts.push(`${name} ${few(numbersOf(region.on(axis)))}`);
  }
  if (differs(space.urlPath as unknown as Axis)) parts.push(`path ${few(pathsOf(region.on(space.urlPath), query.on(space.urlPath)))}`);
  return parts.length === 0 ? 'everything' : parts.join(', ');
}

export function conditionsOf(region: Region, { space }: EgressPath, query: Region): string[] {
  return space.unknowns
    .filter(({ axis }) => !region.on(axis).equals(query.on(axis)))
    .map(({ reason, axis, choices }) => `${choices.filter((_, i) => region.on(axis).includes(i)).join(' or ')} (${reason})`);
}

function numbersOf(set: IntervalSet<number>): string[] {
  return [...set.intervals()].map(([start, end]) => (end - start === 1 ? String(start) : `${start}-${end - 1}`));
}

function pathsOf(set: IntervalSet<string>, all: IntervalSet<string>): string[] {
  const named = (paths: IntervalSet<string>): (string | undefined)[] => [...paths.intervals()].map(([start, end]) => (
    end === `${start}\u0000` ? start : pathsFrom(start).end === end ? `${start}*` : undefined
  ));
  const own = named(set);
  if (!own.includes(undefined)) return own as string[];
  const others = named(all.subtract(set)).filter((path) => path !== undefined);
  return [`other than ${others.join(', ')}`];
}

function few(items: readonly string[]): string {
  return items.length > 6 ? `${items.slice(0, 6).join(', ')} and ${items.length - 6} more` : items.join(', ');
}
