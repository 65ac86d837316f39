import { Expression, parseTemplate } from './expression';

/** Expressions that may stand in one another, references followed. */
const DEPTH_LIMIT = 500;
/** Evaluations and values in one input: a second or two of work. Real configurations stay below a hundredth of it. */
const STEP_LIMIT = 2_000_000;
/** Values in one list, the lists in it included. */
export const LIST_LIMIT = 100_000;
const CACHE_LIMIT = 20_000;

/** What evaluating one input has cost so far, so that a hostile one ends in unknown values and not in a full memory. */
export class Effort {
  /** References that are being followed. */
  public depth = 0;
  /** Copies of blocks and resources that have been made. */
  public copies = 0;
  /** Whether all that may be spent is: nothing more is worth beginning. */
  public isSpent = false;
  private nesting = 0;
  private steps = 0;
  private readonly parsed = new Map<string, Expression>();

  /** Why no further evaluation may begin; undefined where it has begun. Each that begins ends with {@link leave}. */
  public enter(): string | undefined {
    if (this.nesting >= DEPTH_LIMIT) return `nests more than ${DEPTH_LIMIT} expressions in one another`;
    if (!this.spend(1)) return `comes after ${STEP_LIMIT} steps of evaluation, which is all that is spent on one input`;
    this.nesting += 1;
    return undefined;
  }

  public leave(): void {
    this.nesting -= 1;
  }

  /** Whether so many steps more are left; they are taken if so. */
  public spend(steps: number): boolean {
    if (this.isSpent || this.steps + steps > STEP_LIMIT) {
      this.isSpent = true;
      return false;
    }
    this.steps += steps;
    return true;
  }

  /** The template, parsed once: every copy of a resource evaluates the same ones. */
  public parse(text: string): Expression {
    const known = this.parsed.get(text);
    if (known !== undefined) return known;
    if (this.parsed.size >= CACHE_LIMIT) this.parsed.clear();
    const expression = parseTemplate(text);
    this.parsed.set(text, expression);
    return expression;
  }
}
