/** Counts the work of exact set operations, so that a hostile input ends in "unknown" instead of running for ever. */
export class Budget {
  private spent = 0;

  /** @param nodes splits of a region by an entry; deterministic, unlike time */
  constructor(private readonly nodes: number = 200_000) {}

  /** Counts one node, or several. Throws {@link BudgetExceeded} when there are none left. */
  public spend(nodes: number = 1): void {
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
