import { Axis, Budget, CoverTable, DecisionTable, IntervalSet, Region, Space } from '../../src/packets';
import { nodesOf } from '../support/work';

/*
 * What questions about a list cost: most are settled by the bounds of one part or by one packet, and then nothing is split. Nodes are
 * counted, and how often regions are asked, which is for what bounds do not settle.
 */

const space = new Space();
const [x, y]: Axis<number>[] = ['x', 'y'].map((name) => space.addAxis(name, IntervalSet.interval<number>(0, 100)));
const unknown: Axis<number> = space.addAxis('unknown', IntervalSet.interval<number>(0, 2));
const everything = Region.everything(space);
const NONE: ReadonlySet<number> = new Set();

type Side = readonly [from: number, to: number];
const box = (onX: Side, onY: Side = [0, 100]): Region =>
  everything.where(x, IntervalSet.interval<number>(...onX))!.where(y, IntervalSet.interval<number>(...onY))!;
const columns = (...sides: readonly Side[]): Region => everything.where(x, IntervalSet.ofIntervals<number>(sides))!;
const rows = (...sides: readonly Side[]): Region => everything.where(y, IntervalSet.ofIntervals<number>(sides))!;

interface Entry {
  readonly regions: readonly Region[];
}
const entries = (regions: readonly Region[]): Entry[] => regions.map((region) => ({ regions: [region] }));

/** What a region is on an axis, and how it is to another one. */
const ANYTHING = ['on', 'intersect', 'overlaps', 'contains', 'axesOutside'] as const;

/** What is asked of regions to subtract some from another one. */
const SUBTRACTION = ['axesOutside'] as const;

/** How often regions are asked something while a question is answered. */
function regionWork(ask: () => unknown, methods: readonly (typeof ANYTHING)[number][] = ANYTHING): number {
  const own = Object.fromEntries(methods.map((method) => [method, Region.prototype[method]]));
  let calls = 0;
  for (const method of methods) {
    Object.assign(Region.prototype, { [method](this: Region, ...args: never[]): unknown {
      calls++;
      return (own[method] as (...all: never[]) => unknown).apply(this, args);
    } });
  }
  try {
    ask();
  } finally {
    Object.assign(Region.prototype, own);
  }
  return calls;
}

/** A stair that a packet climbs: each part holds where the last one is left, and `steps` of them leave the end free. */
const stair = (steps: number): Region[] => Array.from({ length: steps }, (_, i) => box([i === 0 ? 40 : 50 + 5 * i, 55 + 5 * i]));

/** A grid of small parts: too many to split boxes by each of them. */
const grid = (size: number): Region[] =>
  Array.from({ length: size * size }, (_, n) => box([n % size, (n % size) + 1], [Math.floor(n / size), Math.floor(n / size) + 1]));

describe('which earlier matchers hold all of one', () => {
  /** The places of those that hold the last of some matchers, what that costs, and whether regions are at work. */
  function coveringOf(list: readonly Entry[], without = NONE): { holders: number[] | undefined; nodes: number; hasRegionWork: boolean } {
    const ask = (budget: Budget): readonly Entry[] | undefined => new CoverTable(list, [x, y]).covering(list.length - 1, without, budget);
    const holders = ask(new Budget())?.map((one) => list.indexOf(one));
    return { holders, nodes: nodesOf(ask), hasRegionWork: regionWork(() => ask(new Budget())) > 0 };
  }

  test.each<[string, readonly Region[], number]>([
    ['the only one', [box([10, 20], [10, 20])], 0],
    ['larger on all sides', [box([9, 21], [9, 21])], 0],
    ['behind others that hold a part of it', [box([10, 16], [10, 20]), box([0, 100], [0, 16]), box([14, 16], [14, 16]), box([10, 20], [10, 20])], 3],
    ['before others that hold all of it', [box([10, 20], [0, 100]), everything], 0],
  ])('costs nothing where one does: %s', (_, earlier, holder) => {
    expect(coveringOf(entries([...earlier, box([10, 20], [10, 20])]))).toEqual({ holders: [holder], nodes: 0, hasRegionWork: false });
  });

  test('costs no nodes where one with a hole elsewhere does', () => {
    expect(coveringOf(entries([columns([10, 20], [30, 40]), box([10, 20], [10, 20])]))).toMatchObject({ holders: [0], nodes: 0 });
  });

  test.each<[string, readonly Region[]]>([
    ['in the middle', [box([10, 15], [10, 20]), box([16, 20], [10, 20])]],
    ['behind the part that holds the middle', [box([10, 16], [10, 20]), box([17, 20], [10, 20])]],
    ['in front of it', [box([11, 20], [10, 20])]],
    ['behind it on the other axis', [box([10, 20], [10, 16]), box([10, 20], [17, 20])]],
    ['in front of it on the other axis', [box([10, 20], [11, 20])]],
    ['beside a part with a hole', [columns([10, 14], [15, 16])]],
  ])('costs nothing where a packet is free: %s', (_, earlier) => {
    expect(coveringOf(entries([...earlier, box([10, 20], [10, 20])]))).toEqual({ holders: undefined, nodes: 0, hasRegionWork: false });
  });

  test('costs no nodes where a packet of a part with a hole is free', () => {
    expect(coveringOf(entries([box([60, 80]), columns([20, 30], [60, 90])]))).toMatchObject({ holders: undefined, nodes: 0 });
    expect(coveringOf(entries([box([20, 80]), columns([20, 30], [60, 90])]))).toMatchObject({ holders: undefined, nodes: 0 });
  });

  test('costs nothing where a packet is free after three moves, and splits after that', () => {
    expect([1, 2, 3].map((steps) => coveringOf(entries([...stair(steps), everything])).nodes)).toEqual([0, 0, 0]);
    const longer = coveringOf(entries([...stair(4), everything]));
    expect(longer.holders).toBeUndefined();
    expect(longer.nodes).toBeGreaterThan(0);
  });

  test('a matcher that does not count holds nothing', () => {
    const list = entries([box([10, 20]), box([10, 20], [0, 50]), box([0, 100], [50, 100]), box([10, 20])]);
    expect(coveringOf(list, new Set([0])).holders).toEqual([1, 2]);
    expect(coveringOf(list, new Set([0, 1]))).toEqual({ holders: undefined, nodes: 0, hasRegionWork: false });
  });

  test('splits boxes by boxes alone: a node for each piece, and one for each of several holders that may be needed', () => {
    // The whole, and what the first half leaves of it; then each of the two is tried to be left out.
    expect(coveringOf(entries([box([0, 50]), box([50, 100]), everything]))).toEqual({ holders: [0, 1], nodes: 4, hasRegionWork: false });
    // Parts of one matcher need not be tried.
    expect(coveringOf([{ regions: [box([0, 50]), box([50, 100])] }, ...entries([everything])])).toEqual({ holders: [0], nodes: 2, hasRegionWork: false });
  });

  test('costs no regions where boxes are left out of the holders that boxes were split by', () => {
    // Split by the first one, three pieces; then the last one, the second and the first are tried, each two pieces of it.
    const list = entries([box([30, 60]), box([0, 50]), box([50, 100]), everything]);
    expect(coveringOf(list)).toEqual({ holders: [1, 2], nodes: 9, hasRegionWork: false });
  });

  test('is told in the order of the list, whichever is the first that boxes are split by', () => {
    expect(coveringOf(entries([box([0, 50], [0, 50]), box([0, 50], [50, 100]), box([50, 100]), everything])).holders).toEqual([0, 1, 2]);
  });

  test('names nobody that could be left out, and rather those that stand first', () => {
    const list = entries([box([0, 10]), box([50, 60]), box([0, 40]), columns([0, 10], [50, 60])]);
    // One node takes all three off, and one each tries to leave them out, the last one first.
    expect(coveringOf(list)).toMatchObject({ holders: [0, 1], nodes: 4 });
    // What was not needed is not tried.
    const corners = [box([5, 100], [0, 10]), box([0, 55], [50, 60])];
    expect(coveringOf(entries([...corners, box([0, 10]), box([50, 60]), columns([0, 10], [50, 60])])))
      .toMatchObject({ holders: [2, 3], nodes: coveringOf(entries([box([0, 10]), box([50, 60]), columns([0, 10], [50, 60])])).nodes });
    // Without the last one the others hold its part of it, but not all of its hull.
    const hollow = entries([box([0, 30]), box([30, 100], [0, 50]), columns([20, 100]), rows([0, 50], [60, 70]), box([0, 100], [0, 60])]);
    expect(coveringOf(hollow).holders).toEqual([0, 2]);
  });

  test('leaves out a matcher of which one part is elsewhere', () => {
    const list = [
      ...entries([box([0, 50], [0, 50]), box([50, 100], [0, 50])]), { regions: [box([30, 60], [20, 30]), box([0, 100], [70, 80])] },
      ...entries([box([0, 100], [0, 50])]),
    ];
    expect(coveringOf(list).holders).toEqual([0, 1]);
  });

  test('looks at parts that are no boxes where boxes do not settle it', () => {
    const hollow = columns([40, 45], [48, 100]);
    const settled = entries([columns([0, 10], [90, 100]), box([0, 50]), box([50, 100]), everything]);
    // One that is no box is not needed, and not even subtracted: neither to hold it all, nor for one of the others to be left out.
    expect(coveringOf(settled)).toMatchObject({ holders: [1, 2], nodes: 4 });
    expect(regionWork(() => coveringOf(settled), SUBTRACTION)).toBe(0);
    expect(coveringOf(entries([box([0, 50]), hollow, everything]))).toMatchObject({ holders: [0, 1] });
    expect(coveringOf(entries([hollow, box([0, 50]), everything]))).toMatchObject({ holders: [0, 1] });
    // Together with a box it takes the place of another box.
    expect(coveringOf(entries([box([0, 50]), hollow, box([45, 60], [0, 50]), everything]))).toMatchObject({ holders: [0, 1] });
    // Only the hull of one has packets in question.
    const open = entries([columns([0, 10], [90, 100]), box([20, 50]), box([52, 80], [0, 99]), box([50, 52], [0, 99]), box([20, 80])]);
    expect(coveringOf(open).holders).toBeUndefined();
    expect(regionWork(() => coveringOf(open), SUBTRACTION)).toBe(0);
  });

  test('asks regions where splitting boxes takes too long', () => {
    const cells = grid(24);
    const all = box([0, 24], [0, 24]);
    const table = (some: readonly Region[]): CoverTable<Entry> => new CoverTable([{ regions: some }, ...entries([all])], [x, y]);
    expect(table(cells).covering(1, NONE, new Budget())).toHaveLength(1);
    expect(table(cells.slice(0, -1)).covering(1, NONE, new Budget())).toBeUndefined();
  });

  describe('where a holder is held itself', () => {
    const list = entries([box([0, 60], [0, 50]), box([0, 60], [50, 100]), box([0, 60]), box([60, 100]), box([10, 50]), box([10, 90])]);
    const [LOWER, UPPER, BOTH, BESIDE, WITHIN, ACROSS] = list.keys();
    const asked = (questions: readonly (readonly [matcher: number, without: ReadonlySet<number>])[]): (number[] | undefined)[] => {
      const table = new CoverTable(list, [x, y]);
      return questions.map(([matcher, without]) => table.covering(matcher, without, new Budget())?.map((one) => list.indexOf(one)));
    };

    test('it is named as long as that was not asked', () => {
      expect(asked([[WITHIN, NONE], [ACROSS, NONE]])).toEqual([[BOTH], [BOTH, BESIDE]]);
    });

    test('those are named that hold it', () => {
      expect(asked([[BOTH, NONE], [WITHIN, NONE], [ACROSS, NONE]])).toEqual([[LOWER, UPPER], [LOWER, UPPER], [LOWER, UPPER, BESIDE]]);
    });

    test('it counts where some do not count: one of those may hold it', () => {
      expect(asked([[BOTH, NONE], [WITHIN, new Set([LOWER])], [ACROSS, new Set([LOWER])]])).toEqual([[LOWER, UPPER], [BOTH], [BOTH, BESIDE]]);
    });

    test('what was found without some is not what holds it', () => {
      expect(asked([[BOTH, new Set([BESIDE])], [WITHIN, NONE]])).toEqual([[LOWER, UPPER], [BOTH]]);
    });

    test('of those that hold it only some are named where they hold what is asked about', () => {
      const more = entries([box([0, 30]), box([30, 60]), box([60, 100]), everything, box([10, 50])]);
      const table = new CoverTable(more, [x, y]);
      expect(table.covering(3, NONE, new Budget())).toEqual(more.slice(0, 3));
      expect(table.covering(4, NONE, new Budget())).toEqual(more.slice(0, 2));
    });
  });
});

describe('whether a part decides some packet of another one', () => {
  const tableOf = (list: readonly Entry[]): DecisionTable<Entry> => new DecisionTable(list, [x, y], new Set([unknown as unknown as Axis]));

  /** Of the last two of some matchers: whether the first of them decides packets of the other one, what that costs, and whether regions are at work. */
  function decidesOf(list: readonly Entry[], without = NONE): { decides: boolean; nodes: number; hasRegionWork: boolean } {
    const table = tableOf(list);
    const part = table.firstPartOf(list.length - 2);
    const ask = (budget: Budget): boolean => table.decidesSome(part, part + 1, without, budget);
    return { decides: ask(new Budget()), nodes: nodesOf(ask), hasRegionWork: regionWork(() => ask(new Budget())) > 0 };
  }

  test.each<[string, readonly Region[]]>([
    ['exactly', [box([10, 20], [10, 20])]],
    ['and more', [box([9, 21], [9, 21])]],
    ['behind others that hold some of it', [box([10, 16], [10, 20]), box([0, 100], [0, 16]), box([14, 16], [14, 16]), box([10, 20], [10, 20])]],
  ])('costs one node where an earlier part holds what they share %s', (_, earlier) => {
    const [one, other] = [box([10, 30], [0, 20]), box([0, 20], [10, 30])];
    expect(decidesOf(entries([...earlier, one, other]))).toEqual({ decides: false, nodes: 1, hasRegionWork: false });
  });

  test('costs one node where a part with a hole elsewhere holds all that they share, and where that is nothing', () => {
    const [one, other] = [box([10, 30], [0, 20]), box([0, 20], [10, 30])];
    expect(decidesOf(entries([columns([10, 20], [30, 40]), one, other]))).toMatchObject({ decides: false, nodes: 1 });
    expect(decidesOf(entries([columns([30, 40], [10, 20]), columns([10, 30], [60, 70]), columns([10, 20], [70, 80])])))
      .toMatchObject({ decides: false, nodes: 1 });
    expect(decidesOf(entries([everything, box([10, 20]), box([20, 30])]))).toEqual({ decides: false, nodes: 1, hasRegionWork: false });
    expect(decidesOf(entries([everything, columns([10, 20], [30, 40]), columns([20, 30], [40, 50])]))).toMatchObject({ decides: false, nodes: 1 });
  });

  test.each<[string, readonly Region[]]>([
    ['in the middle', [box([10, 15]), box([16, 20])]],
    ['behind the part that holds the middle', [box([10, 16]), box([17, 20])]],
    ['in front of it', [box([11, 20])]],
    ['behind it on the other axis', [box([10, 20], [10, 16]), box([10, 20], [17, 20])]],
    ['in front of it on the other axis', [box([10, 20], [11, 20])]],
    ['beside a part with a hole', [columns([10, 14], [15, 16])]],
  ])('costs one node where a packet is free: %s', (_, earlier) => {
    const [one, other] = [box([10, 30], [0, 20]), box([0, 20], [10, 30])];
    expect(decidesOf(entries([...earlier, one, other]))).toEqual({ decides: true, nodes: 1, hasRegionWork: false });
  });

  test('costs one node where a packet of a part with a hole is free', () => {
    expect(decidesOf(entries([box([60, 80]), columns([20, 30], [60, 90]), everything]))).toMatchObject({ decides: true, nodes: 1 });
    expect(decidesOf(entries([box([60, 90]), everything, columns([20, 30], [60, 90])]))).toMatchObject({ decides: true, nodes: 1 });
  });

  test('costs one node where a packet is free after three moves, and more after that', () => {
    expect([1, 2, 3].map((steps) => decidesOf(entries([...stair(steps), everything, everything])).nodes)).toEqual([1, 1, 1]);
    const longer = decidesOf(entries([...stair(4), everything, everything]));
    expect(longer.decides).toBe(true);
    expect(longer.nodes).toBeGreaterThan(1);
  });

  test('splits boxes by boxes alone: one node for the question, and one for each piece', () => {
    const halves = [box([0, 50]), box([50, 100])];
    expect(decidesOf(entries([...halves, everything, everything]))).toEqual({ decides: false, nodes: 3, hasRegionWork: false });
    expect(decidesOf(entries([...stair(4), everything, everything])).hasRegionWork).toBe(false);
    // One that is no box is not asked where boxes hold it all, and decides where they do not.
    expect(decidesOf(entries([columns([0, 10], [80, 90]), ...halves, everything, everything])).hasRegionWork).toBe(false);
    const hollow = columns([40, 45], [48, 100]);
    expect(decidesOf(entries([halves[0], hollow, everything, everything])).decides).toBe(false);
    expect(decidesOf(entries([halves[0], columns([40, 45], [48, 99]), box([60, 100], [0, 99]), everything, everything])).decides).toBe(true);
  });

  test('does not ask parts beside what they share', () => {
    const beside = [columns([0, 5], [6, 10]), columns([20, 25], [26, 30]), rows([0, 5], [6, 10]), rows([20, 25], [26, 30])];
    const cross = [box([10, 20]), box([0, 100], [10, 20])];
    // Halves of the middle, so that they have to be split, and the last packets stay free or not.
    const steps = [box([14, 16], [10, 20]), box([16, 17], [10, 20]), box([10, 14], [10, 15]), box([17, 20], [10, 15]), box([10, 14], [15, 20])];
    const closing = box([17, 20], [15, 20]);
    expect(decidesOf(entries([...beside, ...steps, closing, ...cross]))).toMatchObject({ decides: false, hasRegionWork: false });
    const open = decidesOf(entries([...beside, ...steps, box([17, 20], [15, 19]), ...cross]));
    expect(open).toMatchObject({ decides: true, hasRegionWork: false });
  });

  test('asks regions where splitting boxes takes too long', () => {
    const cells = grid(24);
    const all = box([0, 24], [0, 24]);
    const list = (some: readonly Region[]): Entry[] => [{ regions: some }, ...entries([all, all])];
    const decides = (some: readonly Region[]): boolean => tableOf(list(some)).decidesSome(some.length, some.length + 1, NONE, new Budget());
    expect(decides(cells)).toBe(false);
    expect(decides(cells.slice(0, -1))).toBe(true);
  });

  test('for certain is a question about boxes where earlier parts are boxes but for what is not known', () => {
    const chosen = (region: Region): Region => region.where(unknown, IntervalSet.interval<number>(0, 1))!;
    const table = tableOf(entries([chosen(box([0, 50])), chosen(box([50, 100])), everything, everything]));
    const ask = (budget = new Budget()): boolean => table.decidesSomeForCertain(2, 3, budget);
    expect(ask()).toBe(false);
    expect(nodesOf(ask)).toBe(3);
    expect(regionWork(ask)).toBe(0);
    // Known for certain, a packet is left wherever the other choice is made.
    expect(table.decidesSome(2, 3, NONE, new Budget())).toBe(true);
  });

  test('a packet in no matcher is not looked for where the last one holds all, unless that does not count', () => {
    const table = tableOf(entries([box([0, 50]), everything]));
    const ask = (without: ReadonlySet<number>) => (budget: Budget): boolean => table.leavesSome(0, without, budget);
    expect([ask(NONE)(new Budget()), nodesOf(ask(NONE))]).toEqual([false, 0]);
    expect([ask(new Set([1]))(new Budget()), nodesOf(ask(new Set([1])))]).toEqual([false, 1]);
    expect(ask(new Set([0, 1]))(new Budget())).toBe(true);
  });

  test('the parts near one are found once, as long as there is room for them', () => {
    const isRemembered = (table: DecisionTable<Entry>, part: number): boolean => table.before(part).buffer === table.after(part).buffer;
    // Each of these is near all of them: 1,414 times 1,414 places are fewer than two millions, and one time more is not.
    const list = entries(Array.from({ length: 1415 }, () => everything));
    const table = tableOf(list);
    const near = [...list.keys()].map((part) => isRemembered(table, part));
    expect([near.indexOf(false), near.filter((one) => !one).length]).toEqual([1413, 2]);
    expect(isRemembered(table, 0)).toBe(true);
    expect([...table.before(1414)]).toHaveLength(1414);
  });
});
