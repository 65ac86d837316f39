import { Budget } from './budget';
import { remainder, uncovered } from './cover';
import { Region } from './region';

/** Entries of an ordered list: the first one that holds a packet decides it. */
export interface Matcher {
  /** The packets it matches, as a union; may overlap; empty when it matches nothing. */
  readonly regions: readonly Region[];
}

/** Some packets and the entry that decides them; no entry where none matches. */
export interface Decision<M extends Matcher> {
  readonly region: Region;
  readonly matcher?: M;
}

/**
 * Splits a region by which entry decides it.
 *
 * @returns disjoint decisions whose regions together are exactly `query`, in the order of their entries
 */
export function firstMatch<M extends Matcher>(query: Region, matchers: readonly M[], budget: Budget): Decision<M>[] {
  const decisions: Decision<M>[] = [];
  let undecided: Region[] = [query];
  for (const matcher of matchers) {
    for (const part of matcher.regions) {
      const rest: Region[] = [];
      for (const piece of undecided) {
        const decided = piece.intersect(part);
        if (decided === undefined) {
          rest.push(piece);
          continue;
        }
        budget.spend();
        decisions.push({ region: decided, matcher });
        if (decided !== piece) rest.push(...piece.subtract(part));
      }
      undecided = rest;
      if (undecided.length === 0) return decisions;
    }
  }
  for (const piece of undecided) decisions.push({ region: piece });
  return decisions;
}

/**
 * The decisions of {@link firstMatch} by entries that are wanted, each in few regions: of what decides the other packets only the
 * union counts.
 *
 * @returns disjoint decisions whose regions together are the packets of `query` that wanted entries decide
 */
export function wantedDecisions<M extends Matcher>(
  query: Region, matchers: readonly M[], isWanted: (matcher: M | undefined) => boolean, budget: Budget,
): Decision<M>[] {
  const decisions: Decision<M>[] = [];
  const earlier: Region[] = [];
  for (const matcher of matchers) {
    for (const part of matcher.regions) {
      const own = query.intersect(part);
      if (own === undefined) continue;
      if (isWanted(matcher)) for (const region of remainder(own, earlier, budget)) decisions.push({ region, matcher });
      if (own === query) return decisions;
      earlier.push(own);
    }
  }
  if (isWanted(undefined)) for (const region of remainder(query, earlier, budget)) decisions.push({ region });
  return decisions;
}

/**
 * Some packets of a region whose deciding entry is wanted, or `undefined` where there are none. Cheaper than all decisions:
 * of the entries that are not wanted only their union counts, in whatever order they stand.
 *
 * @param isWanted asked once for each entry at most, in their order, and last for no entry
 */
export function findDecision<M extends Matcher>(
  query: Region, matchers: readonly M[], isWanted: (matcher: M | undefined) => boolean, budget: Budget,
): Decision<M> | undefined {
  const unwanted: Region[] = [];
  for (const matcher of matchers) {
    const parts = matcher.regions.filter((part) => part.overlaps(query));
    if (parts.length === 0) continue;
    if (!isWanted(matcher)) {
      unwanted.push(...parts);
      if (parts.some((part) => part.contains(query))) return undefined;
      continue;
    }
    for (const part of parts) {
      budget.spend();
      // Packets that an earlier wanted entry decides were found there already, if there are any.
      const region = uncovered(query.intersect(part)!, unwanted, budget);
      if (region) return { region, matcher };
    }
  }
  if (!isWanted(undefined)) return undefined;
  const region = uncovered(query, unwanted, budget);
  return region && { region };
}
