import { Budget, BudgetExceeded, Space } from '../../packets';

/** Steps that the rules of one list may take in all: plenty for 20,000 rules, and soon over for what only a hostile input has. */
const STEPS_OF_A_LIST = 20_000_000;

/** Steps that one rule may take. */
const STEPS_OF_A_RULE = 500_000;

/** What examining the rules of a list may cost, and whether it came to an end. */
export class Effort {
  private readonly whole: Budget;
  private cut = false;

  /** @param space of the rules, with an axis for everything unknown in them */
  constructor(private readonly space: Space) {
    this.whole = Budget.in(space, STEPS_OF_A_LIST);
  }

  /** Whether some answer would have cost too much, so that what is told of the list may lack something. */
  public get isCut(): boolean {
    return this.cut;
  }

  /** An answer about one rule; `undefined` where it would cost too much: what cannot be shown is not said. */
  public answer<T>(ask: (budget: Budget) => T): T | undefined {
    try {
      return ask(Budget.in(this.space, STEPS_OF_A_RULE, this.whole));
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      this.cut = true;
      return undefined;
    }
  }
}
