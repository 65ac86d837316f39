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

/** Counts the work of exact set operations, so that a hostile input ends in "unknown" instead of running for ever. */
export class Budget {
  private spent = 0;

  /** @param nodes splits of a region by an entry; deterministic, unlike time */
  constructor(private readonly nodes: number = 200_000) {}

  /** Counts one node. Throws {@link BudgetExceeded} when there are none left. */
  public spend(): void {
    if (++this.spent > this.nodes) throw new BudgetExceeded(this.nodes);
  }
}

/** The exact answer would cost more than the budget allows. */
export class BudgetExceeded extends Error {
  constructor(public readonly nodes: number) {
    super(`the exact answer needs more than ${nodes} steps`);
  }
}

/**
 * Splits a region by which entry decides it.
 *
 * @returns disjoint decisions whose regions together are exactly `query`
 */
export function firstMatch<M extends Matcher>(query: Region, matchers: readonly M[], budget: Budget): Decision<M>[] {
  const decisions: Decision<M>[] = [];
  walk(query, matchers, budget, (decision) => {
    decisions.push(decision);
    return false;
  });
  return decisions;
}

/**
 * Some packets of a region whose deciding entry is wanted, or `undefined` where there are none. Cheaper than all decisions:
 * it ends with the first.
 */
export function findDecision<M extends Matcher>(
  query: Region, matchers: readonly M[], isWanted: (matcher: M | undefined) => boolean, budget: Budget,
): Decision<M> | undefined {
  let found: Decision<M> | undefined;
  walk(query, matchers, budget, (decision) => {
    if (isWanted(decision.matcher)) found = decision;
    return found !== undefined;
  });
  return found;
}

/** Visits the decisions until a visit returns true. */
function walk<M extends Matcher>(query: Region, matchers: readonly M[], budget: Budget, visit: (decision: Decision<M>) => boolean): void {
  const open: { region: Region; next: number }[] = [{ region: query, next: 0 }];
  while (open.length > 0) {
    const { region, next } = open.pop()!;
    let undecided: Region[] = [region];
    let index = next;
    for (; index < matchers.length && undecided.length > 0; index++) {
      const matcher = matchers[index];
      for (const part of matcher.regions) {
        const rest: Region[] = [];
        for (const piece of undecided) {
          const decided = piece.intersect(part);
          if (decided === undefined) {
            rest.push(piece);
            continue;
          }
          budget.spend();
          if (visit({ region: decided, matcher })) return;
          if (decided !== piece) rest.push(...piece.subtract(part));
        }
        undecided = rest;
        if (undecided.length === 0) break;
      }
      // Pieces go their own way from here: each meets only the later entries that overlap it.
      if (undecided.length > 1) break;
    }
    if (index >= matchers.length) {
      if (undecided.some((piece) => visit({ region: piece }))) return;
    } else {
      for (const piece of undecided) open.push({ region: piece, next: index + 1 });
    }
  }
}
