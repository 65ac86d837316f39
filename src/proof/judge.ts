import { EgressPath, Outcome } from '../azure';
import { Region, subtractAll, Axis } from '../packets';
import { Verdict } from './report';

/** What a set of outcomes amounts to. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Packets that are bad whatever the unknowns turn out to be; set for `violated`. */
  readonly certainlyBad?: Region;
  /** What the verdict depends on; empty unless `unknown`. */
  readonly unknowns: readonly string[];
}

/** An axis of the packets themselves that stands for something unknown too: a host's address, a sensor's address. */
export interface UnknownCoordinate {
  readonly axis: Axis;
  readonly reason: (bad: readonly Outcome[]) => string;
}

/**
 * Judges a flow by the outcomes of all its packets.
 *
 * Satisfied when no packet has a bad outcome for any value of the unknowns; violated when some packet has none but bad
 * ones, for all values: that is the flow minus the good outcomes, with the axes of the unknowns projected away.
 */
export function judge(
  path: EgressPath, query: Region, outcomes: readonly Outcome[], isGood: (outcome: Outcome) => boolean, coordinates: readonly UnknownCoordinate[],
): Judgement {
  const good = outcomes.filter(isGood);
  const bad = outcomes.filter((outcome) => !isGood(outcome));
  if (bad.length === 0) return { verdict: 'satisfied', unknowns: [] };
  const axes = new Set([...path.space.axesOfUnknowns, ...coordinates.map((coordinate) => coordinate.axis)]);
  const project = (region: Region): Region => region.without(axes);
  const [certainlyBad] = subtractAll([project(query)], good.map((outcome) => project(outcome.region)));
  if (certainlyBad) return { verdict: 'violated', certainlyBad, unknowns: [] };
  return { verdict: 'unknown', unknowns: reasonsOf(path, query, good, bad, coordinates) };
}

/** The unknowns that the difference between good and bad outcomes hangs on. */
function reasonsOf(
  path: EgressPath, query: Region, good: readonly Outcome[], bad: readonly Outcome[], coordinates: readonly UnknownCoordinate[],
): string[] {
  const divides = (axis: Axis, outcomes: readonly Outcome[]): boolean => outcomes.some((outcome) => !outcome.region.on(axis).equals(query.on(axis)));
  const named = (outcomes: readonly Outcome[]): string[] => [
    ...path.space.unknowns.filter(({ axis }) => divides(axis as unknown as Axis, outcomes)).map((unknown) => unknown.reason),
    ...coordinates.filter(({ axis }) => divides(axis, outcomes)).map((coordinate) => coordinate.reason(bad)),
  ];
  const reasons = named(bad);
  return [...new Set(reasons.length > 0 ? reasons : named(good))];
}
