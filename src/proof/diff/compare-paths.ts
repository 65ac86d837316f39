import {
  ApplicationAxis, EgressPath, EgressSpace, Notes, Outcome, place, Placement, RouteRow, RuleRow, SensorGroup, virtualNetworkAt, VirtualNetworkReading,
} from '../../azure';
import { Axis, Budget, BudgetExceeded, IntervalSet, Region } from '../../packets';
import { decidingRules } from '../flow';
import { DecidingRule } from '../report';
import { sensorLabel } from '../sensors';
import { addressNames } from './address-names';
import { disjoint } from './certainty';
import { changedRows } from './changed-rows';
import { Difference } from './compare-rows';
import { destinationsOf, PacketWords } from './packet-words';
import { PathDiff } from './report';
import { Side, Sides } from './side';
import { joinViews, trafficChanges } from './traffic-changes';

/** Beyond this many parts the whole traffic is compared at once. */
const MOST_PARTS = 500;

/** What changes for some sensors over their whole path; one entry for each pair of paths they have before and after. */
export function comparePaths(group: SensorGroup, sides: Sides): PathDiff[] {
  return placementPairs(group, sides).map(({ before, after }) => {
    const space = new EgressSpace(group.family);
    const application = new ApplicationAxis(space, [sides.before.estate, sides.after.estate]);
    const options = { space, reading: application.reading };
    const pathOf = (name: 'before' | 'after', placement: Placement): EgressPath => {
      const { topology, serviceTags, notes, namedAt } = sides[name];
      return new EgressPath(placement, topology, namedAt(group.family), serviceTags, notes, options);
    };
    const paths = { before: pathOf('before', before), after: pathOf('after', after) };
    const sensors = after.sensors.label;
    try {
      const budget = new Budget();
      const query = queryOf(paths);
      const differences = partsThatMayChange(paths, query, budget).flatMap((part) => differencesIn(part, paths, budget));
      if (differences.length === 0) return { sensors, changes: [] };
      const names = [
        ...group.addresses ? [{ name: sensors, set: query.on(space.source) }] : [],
        ...addressNames(space, [sides.before.estate, sides.after.estate], sides.after.serviceTags, readingsOf(paths, sides)),
      ];
      const telling = { space, query, words: new PacketWords(space, names, application, destinationsOf(space)) };
      return { sensors, changes: joinViews([{ changes: trafficChanges(differences, telling, budget) }]) };
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      return { sensors, changes: [], undecided: `${error.message}, more than the tool takes` };
    }
  });
}

interface Paths {
  readonly before: EgressPath;
  readonly after: EgressPath;
}

/** The placements of the same sensors on both sides. */
function placementPairs(group: SensorGroup, sides: Sides): { before: Placement; after: Placement }[] {
  const placements = ({ topology, namedAt }: Side): Placement[] => place(group, topology, namedAt(group.family), sensorLabel);
  const before = placements(sides.before);
  const after = placements(sides.after);
  if (group.addresses === undefined) return before.flatMap((old) => after.map((next) => ({ before: old, after: next })));
  return after.flatMap((next) => before.flatMap((old) => {
    const addresses = old.sensors.addresses!.intersect(next.sensors.addresses!);
    if (addresses.isEmpty) return [];
    const sensors = { ...group, addresses, label: sensorLabel(addresses) };
    return [{ before: { ...old, sensors }, after: { ...next, sensors } }];
  }));
}

/** What `VirtualNetwork` means at the subnets of the sensors. */
function readingsOf(paths: Paths, sides: Sides): VirtualNetworkReading[] {
  return (['after', 'before'] as const).flatMap((name) => {
    const { placement, space } = paths[name];
    const { topology, serviceTags } = sides[name];
    return placement.subnets.map((subnet) => virtualNetworkAt(subnet, placement.sensors.addresses, { topology, space, serviceTags, notes: new Notes() }));
  });
}

/** Every packet of the sensors, wherever either side lets them be. */
function queryOf({ before, after }: Paths): Region {
  const { space } = before;
  const sources = IntervalSet.union([before.sensors.on(space.source), after.sensors.on(space.source)]);
  const groups = before.sensors.without(new Set([space.source as unknown as Axis]));
  return groups.where(space.source, sources)!.where(space.destination, destinationsOf(space))!;
}

/** Parts of the traffic outside which both paths have the same rows in the same order, as disjoint regions. */
function partsThatMayChange(paths: Paths, query: Region, budget: Budget): Region[] {
  const stages = { before: paths.before.stages(), after: paths.after.stages() };
  const names = [...new Set([...stages.after, ...stages.before].map((stage) => stage.name))];
  const rowsOf = (side: 'before' | 'after', name: string): readonly (RuleRow | RouteRow)[] | undefined =>
    stages[side].find((stage) => stage.name === name)?.rows;
  const regions: Region[] = [];
  for (const name of names) {
    const [before, after] = [rowsOf('before', name), rowsOf('after', name)];
    // A stage that one side does not have concerns all traffic.
    if (!before || !after) return [query];
    const tagged = [before.map((row) => ({ ...row, path: paths.before })), after.map((row) => ({ ...row, path: paths.after }))] as const;
    regions.push(...changedRows(tagged[0], tagged[1], (row) => ('action' in row ? row.action : row.path.nextHopKey(row))).regions);
  }
  const parts = disjoint(regions.flatMap((region) => region.intersect(query) ?? []), budget);
  return parts.length > MOST_PARTS ? [query] : parts;
}

function differencesIn(part: Region, paths: Paths, budget: Budget): Difference[] {
  const before = paths.before.follow(part);
  const after = paths.after.follow(part);
  return before.flatMap((old) => after.flatMap((next): Difference[] => {
    if (old.permitted === next.permitted) return [];
    const region = old.region.intersect(next.region);
    if (!region) return [];
    budget.spend();
    return [{ region, direction: next.permitted ? 'opened' : 'closed', before: deciders(old, next), after: deciders(next, old) }];
  }));
}

/** The rule that denies; for permitted packets what the denying point decides here, or all rules that permit them. */
function deciders(own: Outcome, other: Outcome): DecidingRule[] {
  const last = own.trail.slice(-1);
  if (!own.permitted) return last[0]?.kind === 'route' ? routeRule(last[0]) : decidingRules(last);
  const denying = other.trail[other.trail.length - 1];
  const same = own.trail.filter((step) => step.kind === denying?.kind && (step.kind === 'route' || step.enforcementPoint === denying.enforcementPoint));
  const shown = same.length > 0 ? same : own.trail.filter((step) => step.kind !== 'route');
  return shown.flatMap((step) => (step.kind === 'route' ? routeRule(step) : decidingRules([step])));
}

function routeRule({ enforcementPoint, rule, action }: Outcome['trail'][number]): DecidingRule[] {
  return [{ enforcementPoint, rule: rule.name, action, address: rule.address, construct: rule.construct }];
}
