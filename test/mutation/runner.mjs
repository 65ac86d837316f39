import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { globSync } from 'tinyglobby';
import { testsOf } from './little-jest.mjs';

/** The test runner of StrykerJS for the rooms under mutation: see `little-jest.mjs`. */
class InProcessRunner {
  static inject = tokens(commonTokens.options);

  constructor(options) {
    this.options = options.inProcess;
    this.coverage = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
    const files = globSync(this.options.tests, { ignore: this.options.notTests, absolute: true }).sort();
    // Examples before properties: most mutants are noticed by an example, and a property tries hundreds.
    const hasProperties = new Map(files.map((file) => [file, readFileSync(file, 'utf8').includes('fc.assert')]));
    this.files = [...files.filter((file) => !hasProperties.get(file)), ...files.filter((file) => hasProperties.get(file))];
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    // The sandbox has its own copies of the sources and links to the packages, so fast-check is one for all files.
    const fastCheck = createRequire(`${process.cwd()}/test/`)('fast-check');
    // As in test/support/property-tests.ts; one seed, so that a mutant has the same fate each time; no smallest example, since nobody reads it.
    fastCheck.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true, seed: this.options.seed, endOnFailure: true });
  }

  async dryRun() {
    this.coverage.mutantCoverage = { static: {}, perTest: {} };
    const results = [];
    for (const file of this.files) {
      const ofFile = await this.run(file, () => true);
      // What runs while a file is loaded, a table of constants say, is part of all its tests; and what one test makes and
      // keeps, a snapshot that is read once say, is part of those after it.
      const { mutantCoverage } = this.coverage;
      const before = new Set(Object.keys(mutantCoverage.static));
      for (const { id } of ofFile) {
        const covered = (mutantCoverage.perTest[id] ??= {});
        for (const mutant of before) covered[mutant] ??= 1;
        for (const mutant of Object.keys(covered)) before.add(mutant);
      }
      mutantCoverage.static = {};
      results.push(...ofFile);
    }
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: this.coverage.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    Object.assign(this.coverage, { activeMutant: activeMutant.id, hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    const wanted = testFilter && new Set(testFilter);
    const results = [];
    // Tests that are about a room have to notice: what others notice by accident proves little, and takes long.
    const [, room] = /[\\/]src[\\/](\w+)[\\/]/.exec(activeMutant.fileName);
    try {
      for (const file of this.files.filter((one) => this.options.about[room].some((start) => nameOf(one).startsWith(start)))) {
        if (wanted && ![...wanted].some((id) => id.startsWith(`${nameOf(file)} › `))) continue;
        results.push(...await this.run(file, (id) => !wanted || wanted.has(id)));
        const timeout = determineHitLimitReached(this.coverage.hitCount, hitLimit);
        if (timeout) return toMutantRunResult(timeout);
        if (results.at(-1)?.status === TestStatus.Failed) break;
      }
    } finally {
      Object.assign(this.coverage, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results });
  }

  /** Runs the wanted tests of a file up to the first that fails. */
  async run(file, isWanted) {
    const results = [];
    const failed = (id, error) => ({ id, name: id, fileName: file, timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(error?.message ?? error) });
    let tests;
    try {
      tests = testsOf(file);
    } catch (error) {
      return [failed(`${nameOf(file)} › loading`, error)];
    }
    for (const { name, run } of tests) {
      const id = `${nameOf(file)} › ${name}`;
      if (!isWanted(id) || new RegExp(this.options.notNamed).test(name)) continue;
      this.coverage.currentTestId = id;
      const started = performance.now();
      try {
        await run();
        results.push({ id, name: id, fileName: file, timeSpentMs: performance.now() - started, status: TestStatus.Success });
      } catch (error) {
        results.push(failed(id, error));
        break;
      } finally {
        this.coverage.currentTestId = undefined;
      }
    }
    return results;
  }
}

function nameOf(file) {
  return file.slice(process.cwd().length + 1);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];

/** The options that this runner reads: patterns of test files and of those left out, of names left out, what the names of files start with that are about a room, and the seed. */
export const strykerValidationSchema = { properties: { inProcess: { type: 'object' } } };
