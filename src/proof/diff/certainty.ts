import { Axis, Budget, Region, RuleTable } from '../../packets';

/** The packets of some regions, with the axes of unknowns projected away. */
export interface Certainty {
  /** Packets that the regions hold whatever the unknowns are. */
  readonly certain: readonly Region[];
  /** Packets that they hold for some values of the unknowns and not for others. */
  readonly possible: readonly Region[];
}

/** The space that regions are in, as far as it matters here. */
export interface UncertainSpace {
  /** Everything that comes into question: packets and values of unknowns. */
  readonly query: Region;
  /** The axes that stand for unknowns. */
  readonly unknowns: ReadonlySet<Axis>;
  /** Axes by which regions can be looked up fast. */
  readonly numericAxes: readonly Axis<number>[];
}

/**
 * Splits regions by whether their packets are in them for every value of the unknowns.
 *
 * @param regions parts of the query
 */
export function byCertainty(regions: readonly Region[], space: UncertainSpace, budget: Budget): Certainty {
  const { query, unknowns } = space;
  const project = (region: Region): Region => region.without(unknowns);
  const certain = regions.filter((region) => !dependsOn(region, space)).map(project);
  const dependent = regions.filter((region) => dependsOn(region, space)).map(project);
  if (dependent.length === 0) return { certain, possible: [] };
  const all = new Overlaps(regions, space.numericAxes);
  const projected = new Overlaps([...certain, ...dependent], space.numericAxes);
  const possible: Region[] = [];
  const sure: Region[] = [];
  for (const [i, region] of dependent.entries()) {
    // Projections overlap each other and what is certain already: each packet is looked at once.
    for (const packets of subtract([region], projected.with(region, certain.length + i), budget)) {
      const open = packets.intersect(query);
      const missing = open ? subtract([open], all.with(packets), budget).map(project) : [];
      possible.push(...disjoint(missing.flatMap((part) => part.intersect(packets) ?? []), budget));
      sure.push(...subtract([packets], missing, budget));
    }
  }
  return { certain: [...certain, ...sure], possible };
}

/** Whether a region, a part of the query, holds its packets for some values of the unknowns alone. */
export function dependsOn(region: Region, { query, unknowns }: Pick<UncertainSpace, 'query' | 'unknowns'>): boolean {
  return region.constrainedAxes.some((axis) => unknowns.has(axis) && !region.on(axis).contains(query.on(axis)));
}

/** Looks up which of some regions overlap another one. */
export class Overlaps {
  private readonly table: RuleTable<{ readonly regions: readonly Region[]; readonly place: number }>;

  constructor(regions: readonly Region[], axes: readonly Axis<number>[]) {
    this.table = new RuleTable(regions.map((region, place) => ({ regions: [region], place })), axes);
  }

  /** @param before only regions whose place in the list is lower; all by default */
  public with(region: Region, before: number = Infinity): Region[] {
    return this.table.candidates(region).filter(({ place }) => place < before).map(({ regions }) => regions[0]);
  }
}

/** What is left of some regions without others, each split counted. */
export function subtract(regions: readonly Region[], cuts: readonly Region[], budget: Budget): Region[] {
  let rest = [...regions];
  for (const cut of cuts) {
    if (rest.length === 0) break;
    rest = rest.flatMap((region) => {
      if (!region.overlaps(cut)) return [region];
      budget.spend();
      return region.subtract(cut);
    });
  }
  return rest;
}

/** Disjoint regions that together are a union. */
export function disjoint(regions: readonly Region[], budget: Budget): Region[] {
  const parts: Region[] = [];
  for (const region of regions) parts.push(...subtract([region], parts, budget));
  return parts;
}
