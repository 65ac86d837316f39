import { Space } from './space';

/** Splits that a question may take. */
const NODES = 200_000;

/** A split looks at every axis, so in a space of hundreds of unknowns fewer of them are the same work. */
const AXES_AT_FULL_BUDGET = 64;

/** Counts the work of exact set operations, so that a hostile input ends in "unknown" instead of running for ever. */
export class Budget {
  /** What a question in a space may take: so many nodes, or fewer where the space has hundreds of axes. */
  public static in({ axes }: Space, nodes: number = NODES, whole?: Budget): Budget {
    return new Budget(Math.ceil(nodes * Math.min(1, AXES_AT_FULL_BUDGET / axes.length)), whole);
  }

  private spent = 0;

  /**
   * @param nodes splits of a region by an entry; deterministic, unlike time
   * @param whole what this is a part of, and pays for it too
   */
  constructor(private readonly nodes: number = NODES, private readonly whole?: Budget) {}

  /** Counts one node, or several. Throws {@link BudgetExceeded} when there are none left. */
  public spend(nodes: number = 1): void {
    this.whole?.spend(nodes);
    this.spent += nodes;
    if (this.spent > this.nodes) throw new BudgetExceeded(this.nodes);
  }
}

/** The exact answer would cost more than the budget allows. */
export class BudgetExceeded extends Error {
  constructor(public readonly nodes: number) {
    super(`the exact answer needs more than ${nodes} steps`);
  }
}
