import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle';
import { BenchmarkError, command } from './command';
import { SENSOR_TAG, Trial, trials } from './gauntlet-plans';
import { median } from './interleaved';
import { PlainRule, seeded } from './random-policies';
import { BenchmarkResult, Figure, Skipped } from './result';
import { hasZ3, WarmZ3 } from './z3';

/*
 * Plans that are made to be hard: each is audited exactly, in a process of its own, within a second and 512 MB.
 *
 *   npm run bench:gauntlet
 */

const RUNS = 3;
const LONGEST = 1000;
const RULES_ASKED = 60;

const METHOD = `Plans that are made to be hard, each audited as a user's plan is, requirements and findings, in a new process: the time is the processor time
of its first and only audit (all threads, so that other work of the machine does not count), without loading the code. The verdict of
\`sensor-api\` and the rules that never match are known by construction, or are asked of Z3 (for the random rules: the
verdict, every rule that is told as shadowed, and ${RULES_ASKED} others). *Undecided* counts whatever a budget left open, in verdicts and in findings.`;

interface Outcome {
  readonly sensorApi: string;
  readonly shadowed: readonly string[];
  readonly undecided: number;
  readonly milliseconds: number;
  readonly mebibytes: number;
}

async function run(): Promise<BenchmarkResult> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-gauntlet-'));
  const figures: Figure[] = [];
  const skipped: Skipped[] = [];
  try {
    const file = join(folder, 'gauntlet.js');
    bundle('gauntlet-process', file);
    for (const trial of trials()) {
      const plan = join(folder, 'plan.json');
      writeFileSync(plan, trial.plan);
      const audit = (): Outcome => JSON.parse(execFileSync(process.execPath, [file, plan, trial.sensors.join()], { encoding: 'utf8' })) as Outcome;
      const outcomes = [audit()];
      // What is far from its target is not waited for again.
      while (outcomes.length < RUNS && outcomes[0].milliseconds < 3 * LONGEST) outcomes.push(audit());
      if (!await isRight(trial, outcomes[0])) skipped.push({ what: `${trial.what}, whether the answers are right`, reason: 'since Debian\'s package z3 is not installed' });
      figures.push(...figuresOf(trial, outcomes));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { title: 'The gauntlet', method: METHOD, figures, skipped };
}

function figuresOf({ what }: Trial, outcomes: readonly Outcome[]): Figure[] {
  const [{ sensorApi, shadowed }] = outcomes;
  const undecided = Math.max(...outcomes.map((outcome) => outcome.undecided));
  return [
    {
      what: `${what}, time`, measured: `sensor-api ${sensorApi}, ${shadowed.length} shadowed`, value: median(outcomes.map(({ milliseconds }) => milliseconds)),
      unit: 'ms', target: { atMost: LONGEST },
      because: 'It is the first and only audit of its process, by code that no compiler has seen yet, and its findings compare every rule with all that it meets; '
        + 'the time is that of this machine, whose speed the audit of a plan shows (`JSON.parse`)',
    },
    { what: `${what}, memory`, measured: 'of the whole process', value: Math.max(...outcomes.map(({ mebibytes }) => mebibytes)), unit: 'MiB', target: { atMost: 512 } },
    { what: `${what}, undecided`, measured: 'verdicts and findings', value: undecided, unit: 'answers', target: { atMost: 0 } },
  ];
}

/** @throws BenchmarkError where an answer is wrong. @returns false where there is nobody to ask */
async function isRight({ what, sensorApi, shadowed }: Trial, outcome: Outcome): Promise<boolean> {
  const expected = typeof sensorApi === 'string' ? sensorApi : hasZ3() ? await verdictOfZ3(sensorApi.rules) : undefined;
  if (expected === undefined) return false;
  if (outcome.sensorApi !== expected) throw new BenchmarkError(`${what}: sensor-api is ${outcome.sensorApi}, and ${expected} is right.`);
  if (shadowed) {
    if ([...shadowed].sort().join() !== [...outcome.shadowed].sort().join()) {
      throw new BenchmarkError(`${what}: [${outcome.shadowed.slice(0, 5).join(', ')}] are told as shadowed, and [${shadowed.join(', ')}] is right.`);
    }
  } else if (typeof sensorApi !== 'string') {
    await checkShadows(what, sensorApi.rules, new Set(outcome.shadowed));
  }
  return true;
}

async function verdictOfZ3(rules: readonly PlainRule[]): Promise<string> {
  const z3 = new WarmZ3(rules);
  for (const prefix of SENSOR_TAG) {
    const [address, length = '32'] = prefix.split('/');
    const destination = [address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0), Number(length)] as const;
    if (await z3.isDenied({ source: [0x0a010004, 32], destination, port: 443 })) {
      z3.end();
      return 'violated';
    }
  }
  z3.end();
  return 'satisfied';
}

async function checkShadows(what: string, rules: readonly PlainRule[], told: ReadonlySet<string>): Promise<void> {
  const z3 = new WarmZ3(rules);
  const next = seeded(1);
  const asked = new Set([...rules.keys()].filter((i) => told.has(`rule${i}`)));
  for (let i = 0; i < RULES_ASKED; i++) asked.add(next(rules.length));
  for (const i of asked) {
    if (await z3.decidesSome(i) === told.has(`rule${i}`)) throw new BenchmarkError(`${what}: Z3 and the engine disagree whether rule${i} is shadowed.`);
  }
  z3.end();
}

void command(run);
