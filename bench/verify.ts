import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchmarkError, command } from './command';
import { interleaved } from './interleaved';
import { estatePlan } from './plans';
import { BenchmarkResult, duration, Target } from './result';

/*
 * What a pipeline waits for: the whole process of `mdi-egress verify`, start-up included, against a Node that does nothing.
 *
 *   npm run build:cli && npm run bench:verify
 */

const TURNS = 21;
const WARM_UP = 2;
const MOST = 1.5;
const LONGEST_MILLISECONDS = 500;

const ROOT = join(__dirname, '..');
const COMMAND = join(ROOT, 'dist-cli', 'mdi-egress.js');
const FIXTURES = join(ROOT, 'test', 'fixtures', 'plans');

const METHOD = `The process of the bundled command, from start to exit, against \`node -e 0\`, by turns: on a plan of one NSG with 1,000 rules, and on
the largest plan among the fixtures, which has as many as an ordinary estate.`;

function run(): BenchmarkResult {
  if (!existsSync(COMMAND)) throw new BenchmarkError('dist-cli/mdi-egress.js is not there; run "npm run build:cli" first.');
  const folder = mkdtempSync(join(tmpdir(), 'bench-verify-'));
  try {
    const large = join(folder, 'large.plan.json');
    writeFileSync(large, estatePlan(1, 1000, 7));
    const fixture = largestFixture();
    const verify = (plan: string): string[] => ['verify', plan, '--workspace', 'contoso-corp'];
    const [thousand, ordinary, started] = [verify(large), verify(join(FIXTURES, fixture)), ['--version']].map((args) => interleaved({
      subject: () => processTime([COMMAND, ...args]),
      baseline: () => processTime(['-e', '0']),
      turns: TURNS,
      warmUp: WARM_UP,
    }));
    const against = (subject: number, baseline: number): string => `${duration(subject)} against ${duration(baseline)} for node -e 0`;
    const because = `Of ${duration(thousand.subject)}, ${duration(started.subject)} are what \`mdi-egress --version\` takes, Node included; the rest is a complete audit by code
  that no compiler has seen yet, told under its own heading, and the report. ${MOST} times would leave ${duration((MOST - 1) * thousand.baseline)} for all of it`;
    const longest: Target = { atMost: LONGEST_MILLISECONDS };
    return {
      title: 'The command as a process',
      method: METHOD,
      figures: [
        {
          what: 'mdi-egress verify, 1,000 rules', measured: against(thousand.subject, thousand.baseline), value: thousand.ratio, unit: 'times', target: { atMost: MOST },
          because,
        },
        { what: `mdi-egress verify ${fixture}`, measured: against(ordinary.subject, ordinary.baseline), value: ordinary.ratio, unit: 'times' },
        { what: `mdi-egress verify ${fixture}, time`, measured: duration(ordinary.subject), value: ordinary.subject, unit: 'ms', target: longest },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function largestFixture(): string {
  const plans = readdirSync(FIXTURES).filter((name) => name.endsWith('.plan.json'));
  return plans.sort((one, other) => statSync(join(FIXTURES, other)).size - statSync(join(FIXTURES, one)).size)[0];
}

/** @throws Error when the process fails: then there is nothing to time */
function processTime(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const elapsed = performance.now() - start;
  // 0 to 2 are verdicts.
  if (status === null || status > 2) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return elapsed;
}

void command(run);
