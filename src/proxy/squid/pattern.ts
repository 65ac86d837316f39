import { EVERY_CHARACTER, parseRegex, Regex } from './regex-syntax';

/*
 * POSIX extended regular expressions as position automata (Glushkov 1961), so that "matches every path that begins like this" is
 * decided and not guessed. A state is the set of positions that the text so far may end at.
 */

/** One alternative of an expression, searched for anywhere in a text unless it is anchored. */
interface Branch {
  /** Characters that each position takes, as a bit mask over ASCII. */
  readonly characters: readonly bigint[];
  readonly first: readonly number[];
  readonly follow: readonly (readonly number[])[];
  readonly last: ReadonlySet<number>;
  readonly matchesEmpty: boolean;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** An expression that is understood in full. */
export class Pattern {
  /**
   * @param text POSIX extended regular expression
   * @param ignoreCase whether letters match in either case
   * @returns undefined where the text has something whose meaning is not certain here: back references, classes that depend on
   *   the locale, anchors in odd places, characters beyond ASCII, very large repetitions
   */
  public static of(text: string, ignoreCase: boolean): Pattern | undefined {
    const branches = parseRegex(text, ignoreCase);
    return branches === undefined ? undefined : new Pattern(branches.map(({ body, ...anchors }) => ({ ...automatonOf(body), ...anchors })));
  }

  /** What a step costs at most, in positions looked at. */
  public readonly size: number;

  private constructor(private readonly branches: readonly Branch[]) {
    this.size = branches.reduce((sum, { first, follow }) => sum + first.length + follow.reduce((all, next) => all + next.length + 1, 0), 1);
  }

  /** The state before the first character. */
  public start(): PatternState {
    return this.branches.map((branch): BranchState => ({ positions: [], isFound: branch.matchesEmpty && !branch.atEnd, isBegin: true }));
  }

  public step(state: PatternState, character: string): PatternState {
    const bit = 1n << BigInt(character.charCodeAt(0));
    return this.branches.map((branch, index) => stepBranch(branch, state[index], bit));
  }

  /** Whether the text that led to the state holds a match. */
  public accepts(state: PatternState): boolean {
    return this.branches.some((branch, index) => acceptsBranch(branch, state[index]));
  }

  public matches(text: string): boolean {
    let state = this.start();
    for (let index = 0; index < text.length; index++) state = this.step(state, text[index]);
    return this.accepts(state);
  }

  /** Sets of characters that the expression tells apart. */
  public characterSets(): bigint[] {
    return [...new Set(this.branches.flatMap(({ characters }) => characters))];
  }
}

interface BranchState {
  /** In ascending order. */
  readonly positions: readonly number[];
  /** Once true, whatever follows does not matter. */
  readonly isFound: boolean;
  readonly isBegin: boolean;
}

export type PatternState = readonly BranchState[];

/** Equal for states that no continuation tells apart. */
export function stateKey(state: PatternState): string {
  return state.map(({ positions, isFound, isBegin }) => (isFound ? 'f' : `${isBegin ? 'b' : ''}${positions.join(',')}`)).join(';');
}

function stepBranch(branch: Branch, state: BranchState, bit: bigint): BranchState {
  if (state.isFound) return state;
  const next = new Set<number>();
  const enter = (position: number): void => {
    if ((branch.characters[position] & bit) !== 0n) next.add(position);
  };
  for (const position of state.positions) branch.follow[position].forEach(enter);
  if (state.isBegin || !branch.atStart) branch.first.forEach(enter);
  const positions = [...next].sort((a, b) => a - b);
  const isFound = !branch.atEnd && (positions.some((position) => branch.last.has(position)) || (branch.matchesEmpty && !branch.atStart));
  return { positions, isFound, isBegin: false };
}

function acceptsBranch(branch: Branch, { positions, isFound, isBegin }: BranchState): boolean {
  return isFound || positions.some((position) => branch.last.has(position)) || (branch.matchesEmpty && (isBegin || !branch.atStart));
}

interface Fragment {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly matchesEmpty: boolean;
}

function automatonOf(body: Regex): Omit<Branch, 'atStart' | 'atEnd'> {
  const characters: bigint[] = [];
  const follow: Set<number>[] = [];
  const { first, last, matchesEmpty } = build(body);
  return { characters, follow: follow.map((positions) => [...positions]), first, last: new Set(last), matchesEmpty };

  function build(regex: Regex): Fragment {
    switch (regex.kind) {
      case 'characters': {
        characters.push(regex.set & EVERY_CHARACTER);
        follow.push(new Set());
        const position = characters.length - 1;
        return { first: [position], last: [position], matchesEmpty: false };
      }
      case 'sequence': return regex.items.map(build).reduce(joined, { first: [], last: [], matchesEmpty: true });
      case 'choice': {
        const parts = regex.items.map(build);
        return {
          first: parts.flatMap((part) => part.first),
          last: parts.flatMap((part) => part.last),
          matchesEmpty: parts.some((part) => part.matchesEmpty),
        };
      }
      case 'repeat': {
        const once = build(regex.item);
        link(once.last, once.first);
        return { ...once, matchesEmpty: true };
      }
    }
  }

  function joined(left: Fragment, right: Fragment): Fragment {
    link(left.last, right.first);
    return {
      first: left.matchesEmpty ? [...left.first, ...right.first] : left.first,
      last: right.matchesEmpty ? [...left.last, ...right.last] : right.last,
      matchesEmpty: left.matchesEmpty && right.matchesEmpty,
    };
  }

  function link(from: readonly number[], to: readonly number[]): void {
    for (const position of from) to.forEach((next) => follow[position].add(next));
  }
}
