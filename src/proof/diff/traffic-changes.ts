import { byCertainty, dependsOn, Overlaps } from './certainty';
import { Difference } from './compare-rows';
import { overFamilies, PacketWords } from './packet-words';
import { DecidingRule } from '../report';
import { TrafficChange } from './report';
import { tellRegions } from './tell-regions';
import { EgressSpace } from '../../azure';
import { Budget, Region } from '../../packets';

/** What differences are told with. */
export interface Telling {
  readonly space: EgressSpace;
  /** Everything that was compared. */
  readonly query: Region;
  readonly words: PacketWords;
}

/**
 * Differences as people read them: one entry for each direction, certainty and pair of deciding rules, its packets in few
 * regions with the names that the rules use.
 */
export function trafficChanges(differences: readonly Difference[], { space, query, words }: Telling, budget: Budget): TrafficChange[] {
  const unknowns = space.axesOfUnknowns;
  const project = (region: Region): Region => region.without(unknowns);
  const packetAxes = space.space.axes.filter((axis) => !unknowns.has(axis));
  return (['opened', 'closed'] as const).flatMap((direction) => {
    const all = differences.filter((difference) => difference.direction === direction);
    const uncertain = { query, unknowns, numericAxes: space.numericAxes };
    const { certain, possible } = byCertainty(all.map(({ region }) => region), uncertain, budget);
    const [sureParts, unsureParts] = [certain, possible].map((parts) => new Overlaps(parts, space.numericAxes));
    return byRules(all).flatMap(({ before, after, members }): TrafficChange[] => {
      const own = members.map(({ region }) => region);
      const independent = own.filter((region) => !dependsOn(region, uncertain)).map(project);
      const dependent = own.filter((region) => dependsOn(region, uncertain)).map(project);
      const within = (parts: Overlaps): Region[] => dependent.flatMap((region) => parts.with(region).flatMap((part) => region.intersect(part) ?? []));
      const told = (regions: readonly Region[]): Pick<TrafficChange, 'packets' | 'packetsLeftOut'> => {
        const { packets, leftOut } = tellRegions(regions, packetAxes, words, budget);
        return leftOut > 0 ? { packets, packetsLeftOut: leftOut } : { packets };
      };
      const [sure, unsure] = [[...independent, ...within(sureParts)], within(unsureParts)];
      return [
        ...sure.length > 0 ? [{ direction, certain: true, unknowns: [], before, after, ...told(sure) }] : [],
        ...unsure.length > 0 ? [{ direction, certain: false, unknowns: reasons(members, query, space), before, after, ...told(unsure) }] : [],
      ];
    });
  });
}

/** Differences that are told together, and the rules that decided and decide them. */
interface Told {
  readonly members: readonly Difference[];
  readonly before: readonly DecidingRule[];
  readonly after: readonly DecidingRule[];
}

/** Pairs of rules that are told one by one; more are told by the rule that they have in common. */
const MOST_PAIRS = 6;

function byRules(differences: readonly Difference[]): Told[] {
  const groupBy = (key: (difference: Difference) => unknown): Told[] => {
    const groups = new Map<string, Difference[]>();
    for (const difference of differences) {
      const text = JSON.stringify(key(difference));
      const group = groups.get(text);
      if (group) group.push(difference);
      else groups.set(text, [difference]);
    }
    return [...groups.values()].map((members) => ({
      members, before: distinct(members.flatMap(({ before }) => before)), after: distinct(members.flatMap(({ after }) => after)),
    }));
  };
  const pairs = groupBy(({ before, after }) => [before, after]);
  if (pairs.length <= MOST_PAIRS) return pairs;
  // One new rule stands against the many that decided what it takes, or one that is gone left its packets to many.
  const [byBefore, byAfter] = [groupBy(({ before }) => before), groupBy(({ after }) => after)];
  return byAfter.length <= byBefore.length ? byAfter : byBefore;
}

function distinct(rules: readonly DecidingRule[]): DecidingRule[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

function reasons(differences: readonly Difference[], query: Region, { unknowns }: EgressSpace): string[] {
  const dividing = unknowns.filter(({ axis }) => differences.some(({ region }) => !region.on(axis).contains(query.on(axis))));
  return [...new Set(dividing.map(({ reason }) => reason))];
}

/** What one point of view shows: one address family, and some subnets where that matters. */
export interface View {
  readonly at?: readonly string[];
  readonly changes: readonly TrafficChange[];
}

/** The changes of several views, each told once: over both address families, and over all subnets where it is the same. */
export function joinViews(views: readonly View[]): TrafficChange[] {
  const bySubnets = new Map<string, { readonly at: readonly string[]; readonly changes: Map<string, TrafficChange> }>();
  for (const { at = [], changes } of views) {
    const place = bySubnets.get(at.join('\n')) ?? { at, changes: new Map<string, TrafficChange>() };
    bySubnets.set(at.join('\n'), place);
    for (const change of changes) {
      const key = JSON.stringify({ ...change, packets: [], packetsLeftOut: 0 });
      const same = place.changes.get(key);
      place.changes.set(key, same ? united(same, change) : change);
    }
  }
  const joined = new Map<string, { readonly change: TrafficChange; readonly at: string[]; places: number }>();
  for (const { at, changes } of bySubnets.values()) {
    for (const change of changes.values()) {
      const key = JSON.stringify(change);
      const entry = joined.get(key) ?? { change, at: [], places: 0 };
      entry.at.push(...at);
      entry.places += 1;
      joined.set(key, entry);
    }
  }
  return [...joined.values()].map(({ change, at, places }) => (places < bySubnets.size ? { ...change, at } : change));
}

function united(one: TrafficChange, other: TrafficChange): TrafficChange {
  const leftOut = (one.packetsLeftOut ?? 0) + (other.packetsLeftOut ?? 0);
  return { ...one, packets: overFamilies([...one.packets, ...other.packets]), ...leftOut > 0 ? { packetsLeftOut: leftOut } : {} };
}
