import * as fc from 'fast-check';
import { Axis, Budget, BudgetExceeded, DecisionTable, IntervalSet, Region, Space } from '../../src/packets';

/*
 * Which parts of a list decide packets of which others, against trying every packet with every value of the unknowns.
 */

const SIZE = 5;
const space = new Space();
const numeric: Axis<number>[] = ['x', 'y'].map((name) => space.addAxis(name, IntervalSet.interval<number>(0, SIZE)));
const name = space.addAxis('name', IntervalSet.interval<string>('a', 'd'));
const unknowns: Axis<number>[] = ['u', 'v'].map((one) => space.addAxis(one, IntervalSet.interval<number>(0, 2)));
const axes = [...numeric, name, ...unknowns] as unknown as Axis[];

type Packet = readonly (number | string)[];
const numbers = Array.from({ length: SIZE }, (_, i) => i);
const packets: readonly Packet[] = numbers.flatMap((x) => numbers.flatMap((y) => ['a', 'b', 'c'].flatMap((at) => [0, 1].flatMap((u) => [0, 1].map((v) => [x, y, at, u, v])))));
const has = (one: Region, packet: Packet): boolean => axes.every((axis, i) => one.on(axis).includes(packet[i]));

const interval = fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)).map(([a, b]) => IntervalSet.interval<number>(Math.min(a, b), Math.max(a, b) + 1));
const holes = fc.uniqueArray(fc.nat(SIZE - 1), { minLength: 1, maxLength: 3 })
  .map((chosen) => IntervalSet.ofIntervals<number>(chosen.map((at) => [at, at + 1])));
const side = fc.oneof({ weight: 3, arbitrary: interval }, { weight: 1, arbitrary: holes }, { weight: 1, arbitrary: fc.constant(numeric[0].full) });
/** Names by their first letter: together they are all names, so that three packets stand for every one of them. */
const NAMES = ([['a', 'b'], ['b', 'c'], ['c', 'd']] as const).map(([from, to]) => IntervalSet.interval<string>(from, to));
const text = fc.oneof({ weight: 5, arbitrary: fc.constant(name.full) }, { weight: 1, arbitrary: fc.constantFrom(...NAMES) });
const chosen = fc.constantFrom(0, 1).map((at) => IntervalSet.interval<number>(at, at + 1));
const choice = fc.oneof({ weight: 5, arbitrary: fc.constant(unknowns[0].full) }, { weight: 1, arbitrary: chosen });
const region = fc.tuple(side, side, text, choice, choice)
  .map((sets) => Region.product(space, sets as never)!);
const list = fc.array(fc.record({ regions: fc.array(region, { maxLength: 2 }) }), { minLength: 1, maxLength: 40 });

const tableOf = (matchers: readonly { readonly regions: readonly Region[] }[]): DecisionTable<{ readonly regions: readonly Region[] }> =>
  new DecisionTable(matchers, numeric, new Set(unknowns as unknown as Axis[]));
const NONE: ReadonlySet<number> = new Set();

describe('packets that a part decides of another one', () => {
  test('are found exactly where there are some', () => {
    const answers = { yes: 0, no: 0 };
    fc.assert(fc.property(list, fc.infiniteStream(fc.nat()), (matchers, random) => {
      const table = tableOf(matchers);
      const parts = matchers.flatMap(({ regions }) => regions);
      const draw = (below: number): number => Number(random.next().value) % below;
      for (let turn = 0; turn < 20 && parts.length > 0; turn++) {
        const [one, other] = [draw(parts.length), draw(parts.length)];
        const without = new Set(turn % 2 === 0 ? [] : [draw(matchers.length), draw(matchers.length)]);
        const counts = (_: unknown, part: number): boolean => !without.has(table.matcherAt(part));
        const before = parts.slice(0, table.firstPartOf(table.matcherAt(one))).filter(counts);
        const expected = packets.some((packet) => has(parts[one], packet) && has(parts[other], packet) && !before.some((part) => has(part, packet)));
        expect(table.decidesSome(one, other, without, new Budget())).toBe(expected);
        const all = parts.filter(counts);
        expect(table.leavesSome(one, without, new Budget())).toBe(packets.some((packet) => has(parts[one], packet) && !all.some((part) => has(part, packet))));
        answers[expected ? 'yes' : 'no']++;
      }
    }), { numRuns: 400 });
    expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(1000);
  });

  test('are found for certain where a packet is among them for all values of the unknowns', () => {
    const answers = { yes: 0, no: 0 };
    fc.assert(fc.property(list, fc.infiniteStream(fc.nat()), (matchers, random) => {
      const table = tableOf(matchers);
      const parts = matchers.flatMap(({ regions }) => regions);
      const certain = [...parts.keys()].filter((part) => table.isCertain(part));
      expect(certain).toEqual([...parts.keys()].filter((part) => !unknowns.some((axis) => parts[part].isConstrainedOn(axis as unknown as Axis))));
      const draw = (below: number): number => Number(random.next().value) % below;
      for (let turn = 0; turn < 20 && certain.length > 0; turn++) {
        const [one, other] = [certain[draw(certain.length)], certain[draw(certain.length)]];
        const before = parts.slice(0, table.firstPartOf(table.matcherAt(one)));
        const isLeft = (packet: Packet): boolean => has(parts[one], packet) && has(parts[other], packet) && !before.some((part) => has(part, packet));
        // Of one packet, whatever the unknowns are.
        const expected = packets.some((packet) => [0, 1].every((u) => [0, 1].every((v) => isLeft([...packet.slice(0, 3), u, v]))));
        expect(table.decidesSomeForCertain(one, other, new Budget())).toBe(expected);
        answers[expected ? 'yes' : 'no']++;
      }
    }), { numRuns: 400 });
    expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(1000);
  });

  test('are looked for within the budget', () => {
    const at = (x: number, y: number): Region => [x, y].reduce<Region>(
      (whole, n, i) => whole.where(numeric[i], IntervalSet.interval<number>(n, n + 1))!, Region.everything(space),
    );
    const cells = numbers.flatMap((x) => numbers.map((y) => at(x, y)));
    const matchers = [...cells, Region.everything(space)].map((one) => ({ regions: [one] }));
    const all = cells.length;
    expect(tableOf(matchers).decidesSome(all, all, NONE, new Budget())).toBe(false);
    expect(tableOf(matchers).decidesSome(all, all, new Set([13]), new Budget())).toBe(true);
    expect(() => tableOf(matchers).decidesSome(all, all, NONE, new Budget(2))).toThrow(new BudgetExceeded(2));
  });
});

describe('the parts of a table', () => {
  test('are those of its matchers in their order', () => {
    fc.assert(fc.property(list, (matchers) => {
      const table = tableOf(matchers);
      const owners = matchers.flatMap(({ regions }, matcher) => regions.map(() => matcher));
      expect(table.partCount).toBe(owners.length);
      expect(owners.map((_, part) => table.matcherAt(part))).toEqual(owners);
      [...matchers.keys(), matchers.length].forEach((matcher) => expect(table.firstPartOf(matcher)).toBe(owners.filter((one) => one < matcher).length));
    }), { numRuns: 50 });
  });

  test('near one are none but those that may overlap it, and hold it where they hold each of its packets', () => {
    fc.assert(fc.property(list, (matchers) => {
      const table = tableOf(matchers);
      const parts = matchers.flatMap(({ regions }) => regions);
      parts.forEach((part, i) => {
        const near = [...table.before(i), ...table.after(i)];
        expect(near).toEqual([...near].sort((a, b) => a - b));
        expect(near.every((other) => table.matcherAt(other) !== table.matcherAt(i))).toBe(true);
        parts.forEach((other, j) => {
          const shared = packets.some((packet) => has(part, packet) && has(other, packet));
          if (shared && table.matcherAt(j) !== table.matcherAt(i)) expect(near).toContain(j);
          expect(table.holdsPart(j, i)).toBe(packets.every((packet) => !has(part, packet) || has(other, packet)));
        });
        expect([...table.before(i)].every((other) => other < i) && table.after(i).every((other) => other > i)).toBe(true);
      });
    }), { numRuns: 60 });
  });
});
