import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askBuddy, compileBuddy } from './buddy';
import { BenchmarkError, command } from './command';
import { ContractEngine } from './contract-engine';
import { median } from './interleaved';
import { askLabyrinth } from './labyrinth';
import { Contract, contracts, FAMILIES, Family, networkSecurityGroup, PlainRule, plainRules } from './random-policies';
import { BenchmarkResult, duration, Figure, Skipped } from './result';
import { hasZ3, oneShot, WarmZ3 } from './z3';

/*
 * Contract checks ("every packet of this flow passes") on NSGs of 1,000 rules.
 *
 *   npm run bench:contracts
 */

const RULES = 1000;
const CONTRACTS = 20;
const ROUNDS = 5;
const TURNS = 200;
/** For each answer of BuDDy, whose process takes longer. */
const TURNS_FROM_TEXTS = 9;
const LABYRINTH_SECONDS = 20;
/** It is asked about small NSGs too, which it may finish. */
const LABYRINTH_RULES = [100, RULES];

const METHOD = `Twenty contracts on an NSG of 1,000 rules, some of them violated, in three families of rules; all verdicts are compared first. Z3 has its best
encoding (prefixes as one equality of leading bits, one Boolean for each rule): *warm* is one process that keeps the policy, the
median of the contracts; *one-shot* is a process for each contract. \`labyrinth-nsg\` (npm) has put the policy into its normal form
before it is timed, and gets ${LABYRINTH_SECONDS} seconds in all; it is
asked about ${LABYRINTH_RULES[0]} rules too, since it seldom finishes with 1,000. BuDDy (C) builds its diagram and answers all contracts, without the set-up of its node
table, against the engine from the NSG's texts to all answers; both warm and as the first in its process are told.`;

/** One NSG and its contracts, asked of the engine. */
interface Subject {
  readonly family: Family;
  readonly rules: readonly PlainRule[];
  readonly asked: readonly Contract[];
  readonly denied: readonly boolean[];
  /** Milliseconds for a contract, one turn over all of them. */
  turn(): number;
}

async function run(): Promise<BenchmarkResult> {
  const figures: Figure[] = [];
  const skipped: Skipped[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'bench-contracts-'));
  try {
    const program = join(folder, 'buddy');
    const withoutBuddy = compileBuddy(program);
    if (withoutBuddy) skipped.push({ what: 'BuDDy', reason: withoutBuddy });
    if (!hasZ3()) skipped.push({ what: 'Z3', reason: 'since Debian\'s package z3 is not installed' });
    for (const family of FAMILIES) {
      const first = withoutBuddy ? undefined : fromTexts(family);
      const subject = subjectOf(family);
      if (first) figures.push(againstBuddy(subject, program, first));
      if (hasZ3()) figures.push(...await againstZ3(subject));
      for (const count of LABYRINTH_RULES) {
        const labyrinth = againstLabyrinth(count === RULES ? subject : subjectOf(family, count));
        if (labyrinth) figures.push(labyrinth);
        else skipped.push({ what: `labyrinth-nsg, ${family}, ${count} rules`, reason: `since it does not finish within ${LABYRINTH_SECONDS} seconds` });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { title: 'Contract checks', method: METHOD, figures, skipped };
}

function subjectOf(family: Family, count = RULES): Subject {
  const rules = plainRules(family, count, 7);
  const asked = contracts(rules, CONTRACTS, 11);
  const engine = new ContractEngine(networkSecurityGroup(rules));
  const regions = asked.map((contract) => engine.regionOf(contract));
  const denied = regions.map((region) => engine.has('deny', region));
  const turn = (): number => {
    const start = performance.now();
    for (const region of regions) engine.has('deny', region);
    return (performance.now() - start) / regions.length;
  };
  for (let i = 0; i < TURNS; i++) turn();
  return { family, rules, asked, denied, turn };
}

/** Milliseconds from the texts of the NSG to all answers. */
function fromTexts(family: Family): number {
  const rules = plainRules(family, RULES, 7);
  const asked = contracts(rules, CONTRACTS, 11);
  const group = networkSecurityGroup(rules);
  const start = performance.now();
  const engine = new ContractEngine(group);
  for (const contract of asked) engine.has('deny', engine.regionOf(contract));
  return performance.now() - start;
}

async function againstZ3({ family, rules, asked, denied, turn }: Subject): Promise<Figure[]> {
  const warm: number[] = [];
  const shots: number[] = [];
  const own: number[] = [];
  const z3 = new WarmZ3(rules);
  // The first question has the solver take in the policy.
  await z3.isDenied(asked[0]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, contract] of asked.entries()) {
      const start = performance.now();
      if (await z3.isDenied(contract) !== denied[i]) throw new BenchmarkError(`${family}: Z3 and the engine disagree about contract ${i}.`);
      warm.push(performance.now() - start);
    }
    const contract = asked[round % asked.length];
    const start = performance.now();
    if (oneShot(rules, contract) !== denied[round % asked.length]) throw new BenchmarkError(`${family}: Z3 and the engine disagree about a contract.`);
    shots.push(performance.now() - start);
    for (let i = 0; i < TURNS; i++) own.push(turn());
  }
  z3.end();
  const ours = median(own);
  const figure = (what: string, times: readonly number[], least: number): Figure => ({
    what: `${family}, against ${what}`, measured: `${duration(ours)} a contract against ${duration(median(times))}`, value: median(times) / ours, unit: 'times', target: { atLeast: least },
  });
  return [figure('Z3 warm', warm, 1000), figure('one-shot Z3', shots, 50_000)];
}

function againstLabyrinth({ family, rules, asked, denied, turn }: Subject): Figure | undefined {
  const answer = askLabyrinth(rules, asked, LABYRINTH_SECONDS);
  if (!answer) return undefined;
  if (answer.denied.join() !== denied.join()) throw new BenchmarkError(`${family}: labyrinth-nsg and the engine disagree about a contract.`);
  const ours = median(Array.from({ length: TURNS }, turn));
  return {
    what: `${family}, against labyrinth-nsg, ${rules.length} rules`, measured: `${duration(ours)} a contract against ${duration(median(answer.times))}, its build of ${duration(answer.build)} left out`,
    value: median(answer.times) / ours, unit: 'times', target: { atLeast: 10_000 },
    because: `With so few rules a contract is a few dozen steps for either side. How far it falls behind grows with the rules, where it finishes with ${RULES} at all`,
  };
}

function againstBuddy({ family, rules, asked, denied, turn: askAll }: Subject, program: string, first: number): Figure {
  const theirs: number[] = [];
  const own: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) fromTexts(family);
  for (let round = 0; round < 2 * ROUNDS + 1; round++) {
    const answer = askBuddy(program, rules, asked);
    if (answer.denied.join() !== denied.join()) throw new BenchmarkError(`${family}: BuDDy and the engine disagree about a contract.`);
    theirs.push(answer.build + answer.asked);
    for (let turn = 0; turn < TURNS_FROM_TEXTS; turn++) own.push(fromTexts(family));
  }
  return {
    what: `${family}, against BuDDy, ${CONTRACTS} contracts with the build`,
    measured: `${duration(median(own))} (${duration(first)} the first time) against ${duration(median(theirs))}`,
    value: median(theirs) / median(own), unit: 'times', target: { atLeast: 20 },
    because: `Of ${duration(median(own))}, the ${CONTRACTS} contracts are ${duration(CONTRACTS * median(Array.from({ length: TURNS }, askAll)))}; the rest reads the texts of the rules and makes regions
  and a table of them, about ${duration(median(own) / rules.length)} a rule, where BuDDy's program is handed numbers, and how long its diagram takes differs with the rules`,
  };
}

void command(run);
