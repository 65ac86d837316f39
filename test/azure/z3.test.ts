import { spawnSync } from 'node:child_process';
import { ContractEngine } from '../../bench/contract-engine';
import { contracts, FAMILIES, plainRules } from '../../bench/random-policies';
import { denialOf, hasZ3, permissionOf, policyDefinitions } from '../../bench/z3';

/*
 * The engine against an SMT solver, which knows nothing of intervals: NSGs of 300 random rules of three kinds, each
 * contract asked both ways, each of the solver's packets replayed. Runs where z3 is installed (Debian's package `z3`).
 */

const withZ3 = hasZ3() ? describe : describe.skip;
if (!hasZ3()) process.stderr.write('z3 is not installed, so the engine is not compared with it; install Debian\'s package z3.\n');

const VALUES = /\(src #x([0-9a-f]{8})\)\s*\(dst #x([0-9a-f]{8})\)\s*\(port #x([0-9a-f]{4})\)/g;

withZ3('the engine agrees with Z3', () => {
  const cases = FAMILIES.flatMap((family) => [1, 2].map((seed) => [family, seed] as const));

  test.each(cases)('%s rules, seed %d', (family, seed) => {
    const rules = plainRules(family, 300, seed);
    const asked = contracts(rules, 25, seed + 100);
    const engine = new ContractEngine(rules);
    const ask = (assertion: string): string => `(push)\n${assertion}\n(check-sat)\n(pop)`;
    const script = [policyDefinitions(rules), ...asked.flatMap((contract) => [ask(denialOf(contract)), ask(permissionOf(contract))])].join('\n');
    const { stdout } = spawnSync('z3', ['-in'], { input: script, encoding: 'utf8', maxBuffer: 2 ** 24 });
    const expected = stdout.trim().split('\n').map((line) => line === 'sat');
    const actual = asked.flatMap((contract) => (['deny', 'allow'] as const).map((fate) => engine.has(fate, engine.regionOf(contract))));
    expect(expected).toHaveLength(2 * asked.length);
    expect(actual).toEqual(expected);
  });

  test('every packet that Z3 finds has the fate it was asked for', () => {
    const rules = plainRules('random', 300, 3);
    const asked = contracts(rules, 25, 103);
    const engine = new ContractEngine(rules);
    // (get-value) is an error after unsat, so ask for it only where the engine says there is such a packet.
    const denied = asked.filter((contract) => engine.has('deny', engine.regionOf(contract)));
    expect(denied.length).toBeGreaterThan(5);
    const script = [policyDefinitions(rules), ...denied.map((contract) => `(push)\n${denialOf(contract)}\n(check-sat)\n(get-value (src dst port))\n(pop)`)].join('\n');
    const { stdout } = spawnSync('z3', ['-in'], { input: script, encoding: 'utf8', maxBuffer: 2 ** 24 });
    const packets = [...stdout.matchAll(VALUES)].map(([, source, destination, port]) => (
      { source: [parseInt(source, 16), 32] as const, destination: [parseInt(destination, 16), 32] as const, port: parseInt(port, 16) }
    ));
    expect(packets).toHaveLength(denied.length);
    for (const packet of packets) expect([engine.has('deny', engine.regionOf(packet)), engine.has('allow', engine.regionOf(packet))]).toEqual([true, false]);
  });
});
