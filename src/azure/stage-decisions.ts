import { Budget, firstMatch, RuleTable, wantedDecisions } from '../packets';
import { EgressSpace } from './egress-space';
import { Outcome } from './outcome';
import { Stage, StageRow } from './stage';

/** Up to here a list is asked rule by rule: a table is worth its making where there are many. */
const FEW_ROWS = 64;

/** How a question is to be answered. */
export interface DecisionQuestion {
  readonly budget: Budget;
  /** Whether packets that are denied are left aside. */
  readonly permittedAlone: boolean;
}

/** Decides what stages do to packets, and keeps the tables of those with many rules. */
export class StageDecisions {
  private readonly tables = new WeakMap<Stage, RuleTable<StageRow>>();

  constructor(private readonly space: EgressSpace) {}

  /** What becomes of packets at a stage, by the rule that decides. */
  public pass(stage: Stage, { region, trail }: Outcome, { budget, permittedAlone }: DecisionQuestion): Outcome[] {
    const few = stage.rows.length <= FEW_ROWS;
    const decisions = permittedAlone
      ? few ? wantedDecisions(region, stage.rows, lets, budget) : this.tableOf(stage).decideWanted(region, lets, budget)
      : few ? firstMatch(region, stage.rows, budget) : this.tableOf(stage).decide(region, budget);
    return decisions.map((decision) => {
      const row = decision.matcher;
      // Rows of a stage that applies on a condition say nothing about the packets for which it does not.
      if (!row) return { region: decision.region, permitted: true, trail };
      const { action, rule, terminatesTls, enforcementPoint } = row;
      return { region: decision.region, permitted: action === 'allow', trail: [...trail, { kind: stage.kind, enforcementPoint, action, rule, terminatesTls }] };
    });
  }

  private tableOf(stage: Stage): RuleTable<StageRow> {
    let table = this.tables.get(stage);
    if (!table) {
      table = new RuleTable(stage.rows, this.space.numericAxes);
      this.tables.set(stage, table);
    }
    return table;
  }
}

/** Whether packets go on after a row; rows of a stage that applies on a condition leave the others alone. */
function lets(row: StageRow | undefined): boolean {
  return row === undefined || row.action === 'allow';
}
