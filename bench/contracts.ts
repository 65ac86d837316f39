import { ContractEngine } from './contract-engine';
import { contracts, FAMILIES, plainRules } from './random-policies';
import { hasZ3, oneShot, WarmZ3 } from './z3';

/*
 * Contract checks ("every packet of this flow passes") on NSGs of 1,000 rules, against Z3: warm (one process that keeps the
 * policy, push and pop around each question) and one-shot (a process for each question). Verdicts are compared first.
 *
 *   npm run bench:contracts [-- RULES]
 */

const RULES = Number(process.argv[2] ?? 1000);
const CONTRACTS = 20;
const TURNS = 500;
const ONE_SHOTS = 5;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

async function main(): Promise<number> {
  if (!hasZ3()) {
    process.stderr.write('z3 is not installed; install Debian\'s package z3 to compare with it.\n');
    return 3;
  }
  for (const family of FAMILIES) {
    const rules = plainRules(family, RULES, 7);
    const asked = contracts(rules, CONTRACTS, 11);
    const buildStart = performance.now();
    const engine = new ContractEngine(rules);
    const buildTime = performance.now() - buildStart;
    const regions = asked.map((contract) => engine.regionOf(contract));
    const z3 = new WarmZ3(rules);
    await z3.isDenied(asked[0]);
    const warm: number[] = [];
    for (const [i, contract] of asked.entries()) {
      const start = performance.now();
      const denied = await z3.isDenied(contract);
      warm.push(performance.now() - start);
      if (denied !== engine.has('deny', regions[i])) {
        process.stderr.write(`${family}: Z3 and the engine disagree about contract ${i}.\n`);
        return 1;
      }
    }
    z3.end();
    const shots = asked.slice(0, ONE_SHOTS).map((contract) => {
      const start = performance.now();
      oneShot(rules, contract);
      return performance.now() - start;
    });
    const own: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const start = performance.now();
      for (const region of regions) engine.has('deny', region);
      own.push((performance.now() - start) / regions.length);
    }
    const ours = median(own);
    const denied = regions.filter((region) => engine.has('deny', region)).length;
    process.stdout.write([
      `${family}, ${RULES} rules, ${CONTRACTS} contracts (${denied} with a denied packet): same verdicts`,
      `  engine, for each contract: ${(ours * 1000).toFixed(2)} µs (median of ${TURNS} turns); build ${buildTime.toFixed(1)} ms`,
      `  Z3 warm: median ${median(warm).toFixed(2)} ms, mean ${(warm.reduce((a, b) => a + b, 0) / warm.length).toFixed(2)} ms: ${Math.round(median(warm) / ours)} times (median)`,
      `  Z3 one-shot: median ${median(shots).toFixed(0)} ms: ${Math.round(median(shots) / ours)} times`, '',
    ].join('\n'));
  }
  return 0;
}

void main().then((code) => { process.exitCode = code; });
