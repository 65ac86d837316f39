import { fileURLToPath } from 'node:url';

/*
 * Mutation testing of the two rooms that decide: `npm run mutation`, or `npm run mutation -- --mutate src/azure/ports.ts` for a
 * part of them. What survives, and why, is in docs/mutation-testing.md.
 */

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  // The catalogue of findings is words: docs/findings.md is made of it, and compared with it.
  mutate: ['src/{packets,azure}/**/*.ts', '!src/{packets,azure}/**/index.ts', '!src/azure/{estate,finding-catalogue}.ts'],
  plugins: [fileURLToPath(new URL('./runner.mjs', import.meta.url))],
  testRunner: 'in-process',
  inProcess: {
    tests: ['test/{packets,azure}/**/*.test.ts', 'test/proof/{explain,explicit-proxy,learned-routes,paths,placement,refusals,refused-and-doubtful,trace}.test.ts'],
    // What a path through several enforcement points decides is seen in the verdicts about it.
    about: { packets: ['test/packets/'], azure: ['test/azure/', 'test/proof/'] },
    // A solver is worth its time once, not once for each mutant.
    notTests: ['**/z3.test.ts'],
    // What is said of time is not so of instrumented code.
    notNamed: 'under a second',
    seed: 20260729,
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // Endless loops are noticed by counting; time is for a machine that many share.
  timeoutMS: 15_000,
  // The sandbox needs sources and tests alone.
  ignorePatterns: ['*', '!src', '!src/**', '!test', '!test/**', '!bench', '!bench/**', '!tsconfig.json'],
  tempDirName: '.scratch/stryker',
  cleanTempDir: 'always',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.scratch/mutation.json' },
  thresholds: { high: 90, low: 90, break: 90 },
};
