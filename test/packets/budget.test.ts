import { Axis, Budget, BudgetExceeded, findDecision, firstMatch, IntervalSet, Region, RuleTable, Space, subtractAll } from '../../src/packets';

/* What an answer may cost: steps are counted, not seconds, so that one question has one answer on every machine. */
const space = new Space();
const x: Axis<number> = space.addAxis('x', IntervalSet.interval<number>(0, 100));
const at = (first: number, end: number): Region => Region.everything(space).where(x, IntervalSet.interval<number>(first, end))!;
const rules = [0, 1, 2, 3].map((i) => ({ i, regions: [at(10 * i, 10 * i + 10)] }));
const all = Region.everything(space);

test('each part that a rule decides is one step', () => {
  expect(() => firstMatch(all, rules, new Budget(3))).toThrow(BudgetExceeded);
  expect(firstMatch(all, rules, new Budget(4))).toHaveLength(5);
  expect(() => firstMatch(at(50, 60), rules, new Budget(0))).not.toThrow();
});

test('by default there are 200,000', () => {
  const budget = new Budget();
  for (let i = 0; i < 200_000; i++) budget.spend();
  expect(() => budget.spend()).toThrow('the exact answer needs more than 200000 steps');
});

test('what is too much says how much', () => {
  const error = new BudgetExceeded(7);
  expect([error.nodes, error.message, error instanceof Error]).toEqual([7, 'the exact answer needs more than 7 steps', true]);
});

test('a wanted decision is found, or known not to be there, within a budget', () => {
  expect(findDecision(all, rules, (rule) => rule?.i === 0, new Budget())!.matcher!.i).toBe(0);
  expect(() => findDecision(all, rules, (rule) => rule?.i === 2, new Budget(0))).toThrow(BudgetExceeded);
  expect(findDecision(all, rules, (rule) => rule === undefined, new Budget())!.region.on(x).first).toBe(40);
  expect(findDecision(at(0, 40), rules, (rule) => rule === undefined, new Budget())).toBeUndefined();
  expect(findDecision(at(0, 40), rules, () => false, new Budget(0))).toBeUndefined();
});

test('several steps at once count as many', () => {
  const budget = new Budget(5);
  budget.spend(5);
  expect(() => budget.spend()).toThrow(new BudgetExceeded(5));
});

describe('of a space', () => {
  const spaceOf = (count: number): Space => {
    const wide = new Space();
    for (let i = 0; i < count; i++) wide.addAxis(`${i}`, x.full);
    return wide;
  };
  /** How many steps a budget has. */
  function stepsOf(budget: Budget): number {
    for (let steps = 0; ; steps++) {
      try {
        budget.spend();
      } catch (error) {
        expect(error).toEqual(new BudgetExceeded(steps));
        return steps;
      }
    }
  }

  test.each([
    // Up to 64 axes all of them, and beyond as many times fewer as there are more axes, rounded up.
    [1, 10, 10], [64, 10, 10], [128, 10, 5], [100, 10, 7], [640, 10, 1], [6400, 10, 1],
  ])('with %i axes %i steps are %i', (count, nodes, steps) => {
    expect(stepsOf(Budget.in(spaceOf(count), nodes))).toBe(steps);
  });

  test('by default there are 200,000, and fewer with more axes', () => {
    expect([stepsOf(Budget.in(space)), stepsOf(Budget.in(spaceOf(256)))]).toEqual([200_000, 50_000]);
  });

  test('a part pays from the whole, and ends with the whole or by itself', () => {
    const whole = new Budget(10);
    expect(stepsOf(Budget.in(space, 4, whole))).toBe(4);
    // Five are spent, the last of them in vain.
    const second = new Budget(100, whole);
    second.spend(5);
    expect(() => second.spend()).toThrow(new BudgetExceeded(10));
  });
});

test('a rule without parts matches nothing; an empty list decides nothing', () => {
  expect(firstMatch(all, [{ regions: [] }], new Budget())).toEqual([{ region: all }]);
  expect(firstMatch(all, [], new Budget())).toEqual([{ region: all }]);
  expect(subtractAll([], [all])).toEqual([]);
});

test('a question inside one rule costs nothing', () => {
  const table = new RuleTable(rules, [x]);
  expect(table.find(at(12, 13), (rule) => rule?.i === 1, new Budget(0))).toMatchObject({ matcher: { i: 1 } });
  expect(table.find(at(12, 13), (rule) => rule?.i === 2, new Budget(0))).toBeUndefined();
  expect(table.find(at(50, 60), (rule) => rule === undefined, new Budget(0))!.region.on(x).first).toBe(50);
  expect(table.find(at(50, 60), (rule) => rule !== undefined, new Budget(0))).toBeUndefined();
});
