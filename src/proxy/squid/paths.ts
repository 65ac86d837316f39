import { Pattern, PatternState, stateKey } from './pattern';

/*
 * All paths that begin with a prefix, told apart by what a list of patterns says of them. Every kind of path that there is comes out,
 * with one path of it as an example: what holds for each kind holds for every path.
 */

/** A pattern over the whole URL or over its path. */
export interface PathQuestion {
  readonly pattern: Pattern;
  /** What stands before the path in the text that is searched: `http://host` for a URL, nothing for a path. */
  readonly before: string;
}

export interface PathKind {
  /** One path of the kind, as a request would write it before escaping. */
  readonly example: string;
  /** Answers to the questions, in their order. */
  readonly answers: readonly boolean[];
}

export interface PathKinds {
  readonly kinds: readonly PathKind[];
  /** False where there were too many to look at all. */
  readonly isComplete: boolean;
}

/** Characters of paths as Squid compares them, escapes undone: printable ASCII, those first that make readable examples. */
const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.~/?=&%+,;:@!$*()\'"<>[]\\^`{|}# '];

/** States looked at; ordinary configurations have some ten. */
const MOST_STATES = 3000;

/** Positions of patterns looked at, states and characters together: what keeps a hostile configuration from taking hours. */
const MOST_WORK = 20_000_000;

/** The kinds of paths that begin with a text. */
export function pathsFrom(prefix: string, questions: readonly PathQuestion[]): PathKinds {
  const start = questions.map((question) => advance(question.pattern, question.pattern.start(), question.before + prefix));
  const representatives = charactersToldApart(questions.map(({ pattern }) => pattern));
  const workForState = representatives.length * questions.reduce((sum, { pattern }) => sum + pattern.size, 1);
  const mostStates = Math.min(MOST_STATES, Math.floor(MOST_WORK / workForState));
  const seen = new Set([keyOf(start)]);
  const kinds = new Map<string, PathKind>();
  const queue: { readonly states: readonly PatternState[]; readonly path: string }[] = [{ states: start, path: prefix }];
  for (const { states, path } of queue) {
    const answers = questions.map(({ pattern }, index) => pattern.accepts(states[index]));
    const signature = answers.map(Number).join('');
    if (!kinds.has(signature)) kinds.set(signature, { example: path, answers });
    for (const character of representatives) {
      const next = questions.map(({ pattern }, index) => pattern.step(states[index], character));
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= mostStates) return { kinds: [...kinds.values()], isComplete: false };
      seen.add(key);
      queue.push({ states: next, path: path + character });
    }
  }
  return { kinds: [...kinds.values()], isComplete: true };
}

/** The one kind of a single path. */
export function exactPath(path: string, questions: readonly PathQuestion[]): PathKinds {
  return { kinds: [{ example: path, answers: questions.map(({ pattern, before }) => pattern.matches(before + path)) }], isComplete: true };
}

/** One character for each class of characters that no pattern tells apart. */
function charactersToldApart(patterns: readonly Pattern[]): string[] {
  const sets = [...new Set(patterns.flatMap((pattern) => pattern.characterSets()))];
  const byClass = new Map<string, string>();
  for (const character of CHARACTERS) {
    const bit = BigInt(character.charCodeAt(0));
    const signature = sets.map((set) => ((set >> bit) & 1n).toString()).join('');
    if (!byClass.has(signature)) byClass.set(signature, character);
  }
  return [...byClass.values()];
}

function advance(pattern: Pattern, from: PatternState, text: string): PatternState {
  return [...text].reduce((state, character) => pattern.step(state, character), from);
}

function keyOf(states: readonly PatternState[]): string {
  return states.map(stateKey).join('|');
}
