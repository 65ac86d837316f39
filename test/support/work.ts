import { Budget } from '../../src/packets';

/** The nodes that a question takes of its budget: what its short cuts save is seen there, and not in its answer. */
export function nodesOf(ask: (budget: Budget) => unknown): number {
  const counting = new CountingBudget();
  ask(counting);
  return counting.counted;
}

class CountingBudget extends Budget {
  public counted = 0;

  public override spend(nodes: number = 1): void {
    this.counted += nodes;
  }
}
